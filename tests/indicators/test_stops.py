"""Minutes to a counter or a stop, people reached; three communes in a row, distances by hand."""

from __future__ import annotations

from dataclasses import replace

import geopandas as gpd
import numpy as np
import pandas as pd
import pytest

from territory.indicators.stops import (
    nearest_counter_or_stop_minutes,
    people_reached,
    stop_visits,
)
from territory.messages import Words
from territory.opening.visits import visits_code, visits_sentence
from territory.tables import Tables
from territory.travel import ESTIMATE_MINUTES_PER_KM, ESTIMATE_START_MINUTES
from tests.indicators.test_counters import METRES, at, country, without

__all__ = ["country"]  # a fixture


def with_stops(tables: Tables, *rows: tuple[str, str | None, str]) -> Tables:
    """Return the tables with stops of the bus: commune, day, reading."""
    codes, days, readings = zip(*rows, strict=True) if rows else ((), (), ())
    halls = dict(zip(tables.communes.index, at(*METRES), strict=True))
    stops = gpd.GeoDataFrame(
        {
            "counter_code": "2",
            "commune_code": pd.Series(codes, dtype="str"),
            "zone": "metropole",
            "reading_name": pd.Series(readings, dtype="str"),
            "weekday_name": pd.Series(days, dtype="str"),
            "half_day_name": pd.Series([None] * len(rows), dtype="str"),
            "rhythm_name": pd.Series([None] * len(rows), dtype="str"),
        },
        geometry=gpd.GeoSeries([halls[code] for code in codes], crs=4326),
    )
    return replace(tables, itinerant_stops=stops)


def minutes(km: float) -> float:
    return ESTIMATE_START_MINUTES + ESTIMATE_MINUTES_PER_KM * km


def test_a_stop_is_as_near_as_the_town_hall_of_its_commune(country):
    alone = without(country, "3")  # one fixed counter, in the first commune
    found = nearest_counter_or_stop_minutes(with_stops(alone, ("48003", "monday", "stop")))
    # The second is as far from the counter as from the stop; the third has the stop.
    assert found.tolist() == pytest.approx([minutes(0), minutes(10), minutes(0)], abs=0.05)


def test_a_stop_denied_or_in_doubt_brings_nobody_nearer(country):
    alone = without(country, "3")
    rows = [("48003", None, reading) for reading in ("denied", "doubtful")]
    found = nearest_counter_or_stop_minutes(with_stops(alone, *rows))
    assert found.tolist() == pytest.approx([minutes(0), minutes(10), minutes(20)], abs=0.05)


def test_stops_that_are_not_known_are_not_none(country):
    assert nearest_counter_or_stop_minutes(country).isna().all()
    reached = people_reached(country, pd.Series("all", index=country.communes.index))
    assert np.isnan(reached["within_20_minutes_or_stop_share"].iloc[0])
    assert reached["within_20_minutes_share"].iloc[0] == 1


def test_people_reached_with_the_stops_and_without(country):
    # 20 km are 28.42 minutes: the 600 people of the third commune are beyond, until a bus stops there.
    tables = with_stops(without(country, "3"), ("48003", "monday", "stop"))
    reached = people_reached(tables, pd.Series("all", index=tables.communes.index)).iloc[0]
    assert reached["within_20_minutes_share"] == pytest.approx(0.4)
    assert reached["within_20_minutes_or_stop_share"] == 1


def test_visits_are_told_in_the_order_of_the_week_whoever_makes_them(country):
    rows = [("48003", day, "stop") for day in ("friday", "monday", "friday")]
    visits = stop_visits(
        with_stops(country, *rows, ("48001", None, "stop"), ("48002", None, "denied"))
    )
    assert visits.to_dict() == {"48001": "bus:?:?:?", "48003": "bus:monday:?:? bus:friday:?:?"}


def test_a_code_of_visits_holds_what_is_said_and_a_mark_for_the_rest():
    visits = pd.DataFrame(
        {
            "counter_kind_name": ["bus", "antenna"],
            "weekday_name": ["tuesday", None],
            "half_day_name": ["morning", None],
            "rhythm_name": [None, "some_weeks"],
        }
    )
    assert visits_code(visits) == "bus:tuesday:morning:? itinerant:?:?:some_weeks"


@pytest.mark.parametrize(
    ("codes", "french", "english"),
    [
        (
            "bus:wednesday:morning:?",
            "un bus passe ici d’après l’annuaire (mercredi matin)",
            "a bus passes here according to the directory (Wednesday morning)",
        ),
        (
            "itinerant:monday:?:even_weeks bus:friday:day:?",
            "un guichet itinérant passe ici d’après l’annuaire (lundi, semaines paires ; vendredi, journée)",
            "an itinerant counter passes here according to the directory (Monday, even weeks; Friday, all day)",
        ),
        (
            "bus:?:?:?",
            "un bus passe ici d’après l’annuaire (jour non dit)",
            "a bus passes here according to the directory (day not said)",
        ),
        (
            "bus:?:morning:some_weeks",
            "un bus passe ici d’après l’annuaire (un matin, certaines semaines)",
            "a bus passes here according to the directory (a morning, some weeks)",
        ),
        (np.nan, "", ""),
    ],
)
def test_visits_are_said_in_words(codes, french, english):
    said = visits_sentence(codes, Words("fr"))
    assert said.replace("\u202f", " ").replace("\u00a0", " ") == french
    assert visits_sentence(codes, Words("en")) == english
