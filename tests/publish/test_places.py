"""The places a site draws are the app's: as many, where they are, saying what their cards say there."""

from __future__ import annotations

import gzip
import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from territory.maps.atlas import Atlas
from territory.maps.atlas_signs import BESIDE
from territory.maps.sign_files import cards_of, forms_in, with_commune
from territory.maps.signs import sign_counts
from territory.messages import Words
from territory.publish.cards import by_column
from territory.publish.places import NEAR_ZOOM, SitePlaces
from territory.publish.published import Published
from territory.territories import WHOLE, read_territory
from tests.maps.test_atlas import Pile
from tests.publish.beside import LANGOGNE, country_of_every_place

TEXT = st.text("ab1é", max_size=3)
PAIRS = st.lists(st.tuples(TEXT, TEXT), max_size=3)
CARDS = st.lists(
    st.fixed_dictionaries({"lines": PAIRS}, optional={"week": PAIRS}),
    max_size=6,
)


def read_cards(told):
    """Undo the columns, written from their description alone."""
    columns = [iter(column) for column in told["values"]]
    cards = []
    for kind, week in zip(told["kind"], told["week"], strict=True):
        lines = []
        for label in told["kinds"][kind]:
            value = next(columns[label])
            said = told["often"][value] if isinstance(value, int) else value
            lines.append([told["labels"][label], said])
        cards.append({"lines": lines, "week": told["weeks"][week]})
    return cards


def opened(content):
    return json.loads(gzip.decompress(content))


@pytest.fixture(scope="module")
def everything(built_beside):
    return country_of_every_place(built_beside.folder)


@pytest.fixture(scope="module")
def site(everything, in_use):
    return Published(everything, in_use, WHOLE)


@given(CARDS)
def test_cards_by_columns_read_back_as_they_were(cards):
    written = json.loads(json.dumps(by_column(cards)))
    wanted = [
        {
            "lines": [list(one) for one in card["lines"]],
            "week": [list(one) for one in card["week"]] if "week" in card else None,
        }
        for card in cards
    ]
    assert read_cards(written) == wanted


def test_what_repeats_stands_once():
    week = [["lundi", "9 h – 12 h"]]
    cards = [{"lines": [["Type", "guichet"], ["Adresse", str(one)]], "week": week} for one in "abc"]
    told = by_column(cards)
    assert (told["often"], told["weeks"]) == (["guichet"], [(("lundi", "9 h – 12 h"),)])
    assert told["values"] == [[0, 0, 0], ["a", "b", "c"]]


@pytest.mark.parametrize("language", ["fr", "en"])
def test_cards_say_the_lines_and_the_week_of_the_app(site, language):
    words = Words(language)
    for name, content in SitePlaces(site).card_files(words):
        family = name.split("/")[1].split(".")[0]
        places = SitePlaces(site).drawn[family]
        of_app = json.loads(cards_of(family, places, "", words)())
        found = read_cards(opened(content))
        assert [one["lines"] for one in found] == [of_app[code]["lines"] for code in places.index]
        assert [one["week"] for one in found] == [of_app[code].get("week") for code in places.index]


def test_places_stand_where_the_tables_put_them_in_the_forms_of_the_app(site, everything):
    files = {name: opened(content) for name, content in SitePlaces(site).point_files()}
    assert list(files) == [
        f"places/{one}.json.gz" for one in ("counter", "stop", "mediation", "agency")
    ]
    told = files["places/counter.json.gz"]
    territory = read_territory("48")
    counters = with_commune(
        Atlas(everything, Pile()).counters(territory), everything.tables.communes
    )
    assert told["names"] == counters["counter_name"].tolist()
    assert [told["forms"][one] for one in told["form"]] == forms_in("counter", counters)
    assert [one / 1e5 for one in told["x"]] == pytest.approx(counters.geometry.x.tolist(), abs=1e-5)
    codes = site.communes.index
    assert [codes[one] for one in told["communes"]] == counters["commune_code"].tolist()
    stops = files["places/stop.json.gz"]
    assert LANGOGNE in [codes[one] for one in stops["communes"]]
    assert all(isinstance(one, int) for one in stops["communes"])


def test_the_figures_of_the_legend_are_those_of_the_app(site, everything):
    counts = SitePlaces(site).counts
    assert counts == sign_counts(Atlas(everything, Pile()), read_territory("48"), BESIDE)
    assert counts["mediation"].inside > 0
    assert counts["agency"].inside > 0


def test_neighbours_of_a_part_are_drawn_by_the_name_of_their_commune(everything, in_use):
    part = Published(everything, in_use, read_territory("epci:200069151"))
    places = SitePlaces(part)
    told = {name: opened(content) for name, content in places.point_files()}
    communes = told["places/counter.json.gz"]["communes"]
    counts = places.counts
    inside, around = (
        sum(getattr(counts[one], side) for one in ("fixed", "itinerant") if one in counts)
        for side in ("inside", "around")
    )
    assert around > 0
    assert sum(isinstance(one, int) for one in communes) == inside
    assert sum(isinstance(one, str) and one != "" for one in communes) == around


def test_of_so_many_communes_that_the_app_draws_none_all_are_counted(site, everything, monkeypatch):
    places = SitePlaces(site)
    wanted = places.counts
    for name in ("SIGNED_COUNT", "DRAWN_COUNT"):
        monkeypatch.setattr(f"territory.publish.places.{name}", 10)
    monkeypatch.setattr("territory.maps.atlas_signs.Places.most_signed", 10)
    monkeypatch.setattr("territory.maps.atlas_signs.Places.most_beside", 10)
    assert sign_counts(Atlas(everything, Pile()), read_territory("48"), BESIDE) == {}
    assert SitePlaces(site).counts == wanted
    told = {one["family"]: (one["near"], one["from"]) for one in places.choices(Words("fr"))}
    assert told == {
        "counter": (NEAR_ZOOM, 0),
        "stop": (NEAR_ZOOM, NEAR_ZOOM),
        "mediation": (NEAR_ZOOM, None),
        "agency": (NEAR_ZOOM, None),
    }


def test_families_that_the_tables_do_not_hold_are_not_offered(country, in_use):
    places = SitePlaces(Published(country, in_use, WHOLE))
    assert [one["family"] for one in places.choices(Words("en"))] == ["counter"]
    assert [name for name, _ in places.point_files()] == ["places/counter.json.gz"]
    assert "mediation" not in places.counts
