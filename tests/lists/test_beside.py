"""What stands beside France Services: said in the list, the sheet, the portrait, the cards; and only beside."""

from __future__ import annotations

from dataclasses import replace

import pandas as pd
import pytest

from territory.country import Country
from territory.lists.beside import has_all_agencies
from territory.lists.reasons import reason_codes_text, reasons_text
from territory.maps.atlas import Atlas
from territory.maps.beside_cards import agency_card, mediation_card
from territory.maps.layers import LAYERS
from territory.maps.signs import sign_counts
from territory.messages import Words
from territory.opening.sentences import hours_in_words
from territory.portrait import PortraitMaker, make_portrait
from territory.scores import DEFAULT_METHOD
from territory.sheet.beside import beside_of, beside_section
from territory.tables import open_data_in_use, open_tables
from territory.tables.later import NOT_THERE
from territory.territories import Territory, read_territory


class MemoryShelf:
    """A shelf that serves nothing."""

    def put(self, name, make):
        """Return the name alone."""
        del make
        return name


TOWN = {"fixed_counters_count": 0, "core_agencies_count": 3, "nearest_counter_minutes": 25.0}


@pytest.fixture(scope="module")
def country(built_beside):
    return Country(open_tables(built_beside.folder))


def test_a_town_without_france_services_and_with_all_agencies_is_told_apart():
    assert "pas de France services, mais Caf, CPAM et France Travail sur place" in reasons_text(
        TOWN, Words("fr")
    )
    assert "all_agencies" in reason_codes_text(TOWN).split()


@pytest.mark.parametrize(
    "change",
    [{"fixed_counters_count": 1}, {"core_agencies_count": 2}, {"core_agencies_count": pd.NA}],
)
def test_with_france_services_or_an_agency_less_or_unknown_nothing_is_said(change):
    row = {**TOWN, **change}
    assert not has_all_agencies(row)
    assert "all_agencies" not in reason_codes_text(row)
    assert not has_all_agencies({"fixed_counters_count": 0})


def test_the_list_holds_the_count_and_scores_are_the_same_without_it(country):
    assert country.listed(DEFAULT_METHOD).loc["48095", "core_agencies_count"] == 3
    bare = Country(replace(country.tables, public=NOT_THERE))
    names = ["exposure_score", "exposure_rank", "need_score", "counters_score"]
    scored = country.ranked(DEFAULT_METHOD)[names]
    assert scored.equals(bare.ranked(DEFAULT_METHOD)[names])
    assert "core_agencies_count" not in bare.listed(DEFAULT_METHOD)


def test_the_sheet_says_places_hours_and_minutes(country):
    row = country.ranked(DEFAULT_METHOD).loc["48095"]
    html = str(beside_section(beside_of(country, "48095", row), Words("en")))
    assert "3 in the commune, 3 within 20 min" in html
    assert "in the commune, 2" in html  # the Caf
    assert "never counted in the score" in html
    # Of no Carsat in the tables, nothing is known: no zero.
    assert "Carsat" in html


def test_without_the_sources_the_sheet_has_no_such_section(sample):
    bare = Country(sample)
    assert beside_of(bare, "48095", pd.Series(dtype=object)) is None
    assert str(beside_section(None, Words("fr"))) == ""


@pytest.mark.parametrize("language", ["fr", "en"])
@pytest.mark.parametrize("words_of", ["48095", "departement:48"])
def test_the_portrait_has_its_section_with_sources(country, built_beside, language, words_of):
    in_use = open_data_in_use(built_beside.folder)
    territory = read_territory(words_of)
    made = make_portrait(PortraitMaker(country), territory, in_use, Words(language))
    (section,) = [one for one in made.sections if one.name == "beside"]
    said = [one for block in section.blocks for one in getattr(block, "sentences", ())]
    assert all(one.sources for one in said[:-1])
    (table,) = [block for block in section.blocks if block.kind == "table"]
    by_kind = {row[0]: row[1:] for row in table.rows}
    assert by_kind["Caf"][0] == "1"
    assert by_kind["Carsat"][0] == Words(language).missing
    assert any("Service-Public.fr / DILA" in one for one in made.sources)


def test_cards_show_the_week_where_it_was_read(country):
    places = country.tables.mediation_places
    card = mediation_card(places.loc["bib-1"].to_dict(), Words("en"))
    assert dict(card["week"])["Monday"] == "09:00 - 12:00"
    assert dict(card["week"])["Saturday"] == "–"
    assert mediation_card(places.loc["asso-1"].to_dict(), Words("en"))["week"] == []
    unread = places.loc["bib-1"].to_dict() | {"hours_reading_name": "unread", "hours_text": "9h"}
    assert hours_in_words(unread, Words("en")) == "hours published but not understood: “9h”"


def test_the_card_of_an_imputed_agency_says_where_it_is_drawn(country):
    agencies = country.tables.public_counters
    card = agency_card(agencies.loc["ft-mende"].to_dict(), Words("en"))
    assert "town hall" in dict(card["lines"])["Position"]
    assert "week" not in card
    assert "Position" not in dict(
        agency_card(agencies.loc["caf-mende"].to_dict(), Words("en"))["lines"]
    )


def test_signs_beside_are_off_until_asked_for_and_town_halls_are_not_drawn(country):
    lozere = Territory("departement", "48")
    atlas = Atlas(country, MemoryShelf())
    assert not {"mediation", "agency"} & set(sign_counts(atlas, lozere))
    counts = sign_counts(atlas, lozere, ("mediation", "agency"))
    assert counts["mediation"].inside == 4
    # Nine in the table: a town hall, and an MSA without a place.
    assert counts["agency"].inside == 7


def test_minutes_to_each_kind_are_layers_of_context():
    layer = LAYERS["nearest_caf_minutes"]
    assert (layer.group, layer.is_of_agencies) == ("context", True)
    assert not layer.depends_on_method
    assert "nearest_mairie_minutes" not in LAYERS
