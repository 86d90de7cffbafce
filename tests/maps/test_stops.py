"""Communes where a bus stops on the map: the sign, its card, the legend; a stop added to the sample."""

from __future__ import annotations

import json
from dataclasses import replace

import pandas as pd
import pytest

from territory.country import Country
from territory.lists import make_list, read_request
from territory.lists.reasons import reason_codes_text, reasons_text
from territory.maps import files as map_files
from territory.maps.atlas import Atlas
from territory.maps.forms import form, picture_address
from territory.maps.layers import DEFAULT_LAYER
from territory.maps.legend import layer_legend_html
from territory.maps.signs import SignCount
from territory.messages import Words
from territory.scores import DEFAULT_METHOD
from territory.sheet import make_sheet
from territory.sheet.html import sheet_html
from territory.tables.stops import COLUMNS, apply_stops_overrides
from territory.territories import read_territory
from tests.maps.test_atlas import Pile

LANGOGNE, MENDE = "48080", "48095"
SAID = "un guichet itinérant passe ici d’après l’annuaire (mercredi matin)"


@pytest.fixture(scope="module")
def stopping(sample) -> Country:
    """The sample with its bus in Langogne on Wednesday mornings."""
    row = dict.fromkeys(COLUMNS, "") | {
        "action": "add",
        "counter_code": "3255",
        "commune_code": LANGOGNE,
        "weekday_name": "wednesday",
        "half_day_name": "morning",
        "reason": "vu",
        "author": "CD48",
    }
    corrections = pd.DataFrame([row], index=pd.Index([2], name="line"), dtype="str")
    stops = apply_stops_overrides(
        sample.itinerant_stops, corrections, sample.counters, sample.communes
    )
    return Country(replace(sample, itinerant_stops=stops))


def test_a_commune_with_a_stop_has_a_sign_and_a_card_and_the_others_none(stopping):
    stops = Atlas(stopping, Pile()).stops(read_territory("48"))
    card = json.loads(map_files.stop_cards_json(stops, Words("fr")))[LANGOGNE]
    assert card["title"] == "Langogne (48080)"
    assert card["lines"] == [["Arrêt", SAID]]
    names = stops["commune_name"]
    (point,) = json.loads(map_files.signs_json(stops, ["stop"], names, names, [True]))
    hall = stopping.tables.communes.loc[LANGOGNE, "town_hall_point"]
    assert point["at"] == pytest.approx([hall.y, hall.x], abs=1e-5)


def test_the_file_of_stops_is_among_those_of_the_view_and_the_legend_counts_them(stopping):
    shelf = Pile()
    atlas, territory = Atlas(stopping, shelf), read_territory("48")
    seen = atlas.view(territory, DEFAULT_LAYER, DEFAULT_METHOD, words=Words("fr"))
    assert [one.family for one in seen.signs] == ["stop", "counter"]
    rows = atlas.told_rows(territory, DEFAULT_LAYER, DEFAULT_METHOD)
    legend = layer_legend_html(
        DEFAULT_LAYER, rows, {"fixed": SignCount(19), "stop": SignCount(1)}, Words("en")
    )
    assert "Stop of an itinerant counter, by the directory (1)" in legend
    assert picture_address(form("stop")) in legend


def test_tables_where_no_stop_is_known_draw_no_sign(country):
    assert Atlas(country, Pile()).stops(read_territory("48")) is None


def test_the_sheet_says_that_a_bus_passes_and_how_far_the_nearest_is(stopping):
    sheet = make_sheet(
        stopping,
        LANGOGNE,
        read_territory("48"),
        DEFAULT_METHOD,
        link=lambda code: code,
        sources=[],
        words=Words("fr"),
    )
    said = sheet_html(sheet, Words("fr"))
    assert SAID in said
    assert "Minutes jusqu’à un guichet ou un arrêt" in said


def test_the_list_has_the_words_the_codes_and_the_reason(stopping):
    request = read_request({"departement": "48"}, words=Words("fr"))
    rows = make_list(stopping, request).rows
    here = rows.loc[LANGOGNE]
    assert here["stop_visits_code"] == "itinerant:wednesday:morning:?"
    assert here["bus_stops_text"] == SAID
    assert SAID in reasons_text(here, Words("fr"))
    assert "bus_stops" in reason_codes_text(here).split()
    assert rows["bus_stops_text"].drop(LANGOGNE).isna().all()
    assert "bus_stops" not in reason_codes_text(rows.loc[MENDE]).split()


def test_a_stop_brings_a_commune_nearer_and_leaves_its_score(stopping, country):
    name = "nearest_counter_or_stop_minutes"
    near, alone = stopping.indicators[name], country.indicators[name]
    assert (near <= alone + 1e-9).all()
    assert (country.indicators["nearest_counter_minutes"] == alone).all()
    scores = (one.scores(DEFAULT_METHOD)["exposure_score"] for one in (stopping, country))
    assert next(scores).equals(next(scores))
