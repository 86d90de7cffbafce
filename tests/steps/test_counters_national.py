"""The real list of August 2024 as it is: what travels, what is listed twice, and what follows."""

from __future__ import annotations

import dataclasses

import pytest

from territory.indicators.counters import nearest_counter_minutes, reachable_hours_per_1k
from territory.tables import Tables
from tests.once import BuiltOnce

pytestmark = pytest.mark.national

# Read by eye: the fixed antennas whose own name says bus, mobile or itinérante.
TRAVEL = {
    *("440", "441", "675", "2566"),
    *(str(code) for code in range(1697, 1706)),
}
# Read by eye among the 60 pairs within 150 m: the same address.
DOUBLES = {
    "1006": "3139",
    "1007": "3141",
    "1008": "3140",
    "1865": "671",
    "2287": "3240",
    "2561": "3142",
    "2569": "3011",
    "3095": "3172",
    "880": "2760",
    "942": "435",
}


@pytest.fixture(scope="module")
def tables(france: BuiltOnce) -> Tables:
    return france.tables


def test_thirteen_antennas_travel_by_their_own_words(tables):
    counters = tables.counters
    by_words = counters["itinerant_reason_name"].notna()
    assert set(counters.index[by_words]) == TRAVEL
    assert counters["is_declared_itinerant"].sum() == 163
    assert counters["is_itinerant"].sum() == 176


def test_ten_doors_are_listed_twice_and_no_other(tables):
    assert tables.counters["double_of_code"].dropna().to_dict() == DOUBLES


def test_minutes_no_longer_lead_to_a_stop_of_a_bus(tables):
    minutes = nearest_counter_minutes(tables)
    for code, expected in {"34182": 17.9, "76384": 18.8, "34199": 15.3}.items():
        assert minutes[code] == pytest.approx(expected, abs=0.05)


def test_a_door_listed_twice_offers_its_hours_once(tables):
    counters = tables.counters
    kept = dataclasses.replace(tables, counters=counters[counters["double_of_code"].isna()])
    twice = dataclasses.replace(tables, counters=counters.assign(double_of_code=None))
    hours, once, doubled = (reachable_hours_per_1k(one) for one in (tables, kept, twice))
    for code in ("10140", "50359", "50539", "43200"):
        assert hours[code] == pytest.approx(once[code])
        assert doubled[code] > hours[code] + 1


def test_every_counter_of_the_real_list_stands_by_its_commune(tables):
    assert (tables.counters["place_status"] == "observed").all()
    assert tables.counters["place_gap_km"].max() < 1.1


def test_the_rounds_of_itinerant_counters_are_read_from_half_of_their_comments(tables):
    stops = tables.itinerant_stops
    by_reading = stops.groupby("reading_name")["counter_code"].nunique()
    assert stops["counter_code"].nunique() == 176
    # 90 of the 176 publish a comment.
    assert by_reading["no_comment"] == 86
    assert by_reading["stop"] == 49
    assert len(tables.stops.drop_duplicates(["counter_code", "commune_code"])) == 477
    # Read by eye: lundi to vendredi, six communes, one of them under its name of before 2015.
    orne = tables.stops[tables.stops["counter_code"] == "1793"]
    assert list(orne["commune_code"]) == ["61168", "61153", "61344", "61074", "61163", "61483"]
