"""Counters of a territory are one figure: legend, table, list, file, sheet, territories, portrait."""

from __future__ import annotations

import csv
import io
from dataclasses import replace

from territory.country import Country
from territory.doors import COUNT_COLUMNS, counts_by_commune
from territory.exports import write_csv
from territory.lists import make_list, read_request
from territory.maps.atlas import Atlas
from territory.maps.layers import DEFAULT_LAYER
from territory.maps.legend import layer_legend_html
from territory.maps.signs import SignCount, sign_counts
from territory.messages import Words
from territory.scores import DEFAULT_METHOD
from territory.sheet import make_sheet
from territory.territories import read_territory
from tests.maps.test_atlas import Pile

# Gorges Causses Cévennes: 2 fixed counters; the frame of its map holds others.
EPCI = "epci:200069151"


def test_neighbours_drawn_are_not_counted_as_the_territorys(sample, country):
    territory = read_territory(EPCI)
    codes = sample.communes.index[sample.communes["epci_code"] == "200069151"]
    here = sample.counters["commune_code"].isin(codes)
    fixed = ~sample.counters["is_itinerant"].astype(bool) & sample.counters["double_of_code"].isna()
    atlas = Atlas(country, Pile())
    drawn = atlas.counters(territory).index
    found = sign_counts(atlas, territory)["fixed"]
    assert found.inside == (here & fixed).sum()
    assert found.around == (~here & fixed & sample.counters.index.isin(drawn)).sum() > 0


def test_legend_table_file_sheets_figures_and_portrait_give_the_same_count(country, maker, in_use):
    territory = read_territory(EPCI)
    inside = sign_counts(Atlas(country, Pile()), territory)["fixed"].inside
    assert inside > 0
    request = read_request({"epci": "200069151"}, words=Words("en"))
    rows = make_list(country, request).rows
    written = csv.DictReader(io.StringIO(write_csv(rows, words=Words("en")).decode("utf-8-sig")))
    sheets = [
        make_sheet(
            country, code, territory, DEFAULT_METHOD, link=str, sources=(), words=Words("en")
        ).row["fixed_counters_count"]
        for code in rows.index
    ]
    told = {
        "list": rows["fixed_counters_count"].sum(),
        "file": sum(int(row["fixed_counters_count"]) for row in written),
        "sheets": sum(sheets),
        "figures": country.figures("epci", DEFAULT_METHOD).loc["200069151", "fixed_counters_count"],
        "portrait": maker.figures(territory)["fixed_counters_count"],
    }
    assert told == dict.fromkeys(told, inside)


def test_a_counter_without_a_position_counts_and_is_said_not_drawn(sample, country):
    counters = sample.counters.copy()
    fixed = counters.index[(counters["commune_code"] == "48095") & ~counters["is_itinerant"]][0]
    counters.loc[fixed, "geometry"] = None
    moved = replace(sample, counters=counters)
    territory = read_territory("departement:48")
    found = sign_counts(Atlas(Country(moved), Pile()), territory)["fixed"]
    assert found.undrawn == 1
    assert found.inside == sign_counts(Atlas(country, Pile()), territory)["fixed"].inside


def test_the_legend_tells_those_around_and_those_it_cannot_draw(country):
    rows = country.ranked(DEFAULT_METHOD)
    signs = {"fixed": SignCount(18, 15), "itinerant": SignCount(2, 0, 1)}
    said = layer_legend_html(DEFAULT_LAYER, rows, signs, Words("en"))
    assert "(18, and 15 around)" in said
    assert "(2, 1 of them without a position)" in said


def test_a_place_entered_twice_counts_once_and_an_unknown_kind_apart(sample):
    counters = sample.counters.copy()
    first, second, third = counters.index[:3]
    counters["commune_code"] = "48001"
    counters.loc[[first, second, third], "commune_code"] = "48095"
    counters.loc[[first, second, third], "is_itinerant"] = [False, False, None]
    counters["double_of_code"] = None
    counters.loc[second, "double_of_code"] = first
    counts = counts_by_commune(counters, sample.communes.index)
    assert counts.loc["48095", list(COUNT_COLUMNS)].tolist() == [1, 0, 1]
    assert counts.loc["48002", list(COUNT_COLUMNS)].tolist() == [0, 0, 0]
