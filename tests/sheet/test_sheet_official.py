"""What a person reads where minutes are Insee's: which they are, to whose list, the estimate beside."""

from __future__ import annotations

import pytest

from territory.country import Country
from territory.lists.reasons import reasons_text
from territory.maps.cards import commune_card
from territory.messages import Words
from territory.portrait import PortraitMaker, make_portrait
from territory.scores import DEFAULT_METHOD
from territory.sheet.html import sheet_html
from territory.tables import DataInUse, Tables
from territory.territories import read_territory
from tests.official_tables import with_official

from .test_sheet import said, sheet_of

FR, EN = Words("fr"), Words("en")


@pytest.fixture(scope="module")
def official(sample: Tables) -> Tables:
    return with_official(sample, 12.0, c48095=3.0, unknown=("48080",))


def test_the_sheet_says_official_minutes_and_the_estimate_beside(official: Tables):
    words = said(sheet_html(sheet_of(official, "48095"), FR))
    assert "3 min (minutes officielles, Insee)" in words
    assert "Minutes estimées jusqu’au guichet" in words
    assert "Habitants à 20 minutes ou moins (Insee) 100 %" in words.replace("\u202f", " ")


def test_the_sheet_of_a_commune_without_them_gives_no_minutes_but_the_estimate_under_its_name(
    official: Tables,
):
    words = said(sheet_html(sheet_of(official, "48080", "en"), EN))
    assert "Minutes to a counter no data" in words
    assert "Estimated minutes to the counter" in words


def test_the_sheet_by_the_estimate_shows_official_minutes_beside_where_they_are_known(
    sample: Tables,
):
    people = sample.communes["population_people"].sort_values(ascending=False)
    tables = with_official(sample, 12.0, unknown=tuple(people.index[:60]))
    assert tables.engine.name == "estimate"
    known = sheet_of(tables, str(people.index[80]), "en")
    assert "Official minutes to a France Services 12 min" in said(sheet_html(known, EN))
    unknown = sheet_of(tables, str(people.index[0]), "en")
    assert "Official minutes" not in said(sheet_html(unknown, EN))


def test_the_sheet_without_official_minutes_does_not_speak_of_them(sample: Tables):
    words = said(sheet_html(sheet_of(sample, "48095"), FR))
    assert "officiel" not in words
    assert "(estimation)" in words


def test_reasons_do_not_lend_insees_place_the_hours_of_the_lists(official: Tables):
    row = Country(official).listed(DEFAULT_METHOD).loc["48092"]
    words = reasons_text(row, FR)
    place = "France services de la liste de l’Insee à 12\xa0min (minutes officielles)"
    assert f"{place}, guichet le plus proche de ces données, ouvert" in words


def test_a_card_names_the_engine_of_each_column(official: Tables):
    row = Country(official).listed(DEFAULT_METHOD).loc["48095"]
    lines = dict(commune_card("48095", row, EN)["lines"])
    assert any("3 min (official road minutes, Insee)" in value for value in lines.values())


def test_the_portrait_tells_official_minutes_to_insees_list(official: Tables, in_use: DataInUse):
    maker = PortraitMaker(Country(official))
    portrait = make_portrait(maker, read_territory("48095"), in_use, FR)
    words = repr(portrait)
    assert "France services la plus proche de la liste de l’Insee" in words
    assert "Insee, édition 2024" in words
    # Saturday's counters are not Insee's: the estimate measured them.
    assert "ouvert chaque samedi, il faut" in words
    assert (
        "(minutes officielles, Insee)" not in words.split("ouvert chaque samedi, il faut")[1][:200]
    )


def test_a_commune_insee_does_not_know_is_not_said_cut_off(official: Tables, in_use: DataInUse):
    maker = PortraitMaker(Country(official))
    words = repr(make_portrait(maker, read_territory("48080"), in_use, FR))
    assert "Aucune route connue" not in words
