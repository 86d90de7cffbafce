"""Counters: which ones count, how far they are, how much they offer; distances by hand."""

from __future__ import annotations

import geopandas as gpd
import numpy as np
import pandas as pd
import pytest
from shapely import Point

from territory.indicators import counters as counters_
from territory.indicators.catchments import decay_of
from territory.indicators.people_within import people_within
from territory.tables import Tables
from territory.travel import ESTIMATE_MINUTES_PER_KM, ESTIMATE_START_MINUTES

# Along a meridian in Lambert-93, ten kilometres apart (a projected line: no curvature to speak of).
METRES = [(700_000, 6_400_000), (700_000, 6_410_000), (700_000, 6_420_000)]


def at(*metres: tuple[float, float]) -> gpd.GeoSeries:
    return gpd.GeoSeries([Point(xy) for xy in metres], crs=2154).to_crs(4326)


def minutes(km: float) -> float:
    return ESTIMATE_START_MINUTES + ESTIMATE_MINUTES_PER_KM * km


@pytest.fixture
def country() -> Tables:
    """Three communes in a row; a fixed counter in the first, a bus in the second."""
    halls = at(*METRES)
    codes = pd.Index(["48001", "48002", "48003"], name="commune_code")
    communes = gpd.GeoDataFrame(
        {
            "zone": "metropole",
            "population_people": [100.0, 300.0, 600.0],
            "town_hall_point": gpd.GeoSeries(halls.to_numpy(), index=codes, crs=4326),
        },
        index=codes,
        geometry=gpd.GeoSeries(halls.to_numpy(), index=codes, crs=4326),
    )
    places = at(METRES[0], METRES[1], METRES[2])
    counters = gpd.GeoDataFrame(
        {
            "counter_name": ["fixed", "bus", "saturday"],
            "zone": "metropole",
            "commune_code": ["48001", "48002", "48003"],
            "is_itinerant": [False, True, False],
            "double_of_code": pd.Series([None, None, None], dtype="str"),
            "counter_kind_name": ["principal", "bus", "principal"],
            "weekly_hours": [30.0, 5.0, 10.0],
            "is_open_saturday": pd.array([False, True, True], dtype="boolean"),
            "hours_flag_name": pd.Series([None, None, None], dtype="str"),
        },
        index=pd.Index(["1", "2", "3"], name="counter_code"),
        geometry=places.to_numpy(),
        crs=4326,
    )
    return Tables(communes, counters)


def with_points(country: Tables, rows: list[tuple[str, float, tuple[float, float]]]) -> Tables:
    codes, people, metres = zip(*rows, strict=True)
    points = gpd.GeoDataFrame(
        {"commune_code": codes, "people": people, "zone": "metropole", "land": "metropole"},
        geometry=at(*metres),
    )
    return Tables(country.communes, country.counters, country.engine, points)


def without(country: Tables, *codes: str) -> Tables:
    return Tables(country.communes, country.counters.drop(index=list(codes)))


def test_a_bus_is_not_a_place_to_travel_to(country):
    fixed = counters_.nearest_counter_minutes(without(country, "3"))
    assert fixed.tolist() == pytest.approx([minutes(0), minutes(10), minutes(20)], rel=2e-3)
    anyone = counters_.nearest_any_counter_minutes(without(country, "3"))
    assert anyone.tolist() == pytest.approx([minutes(0), minutes(0), minutes(10)], rel=2e-3)


def test_only_a_fixed_counter_known_to_open_on_saturday_counts_that_day(country):
    saturday = counters_.nearest_saturday_counter_minutes(country)
    assert saturday.tolist() == pytest.approx([minutes(20), minutes(10), minutes(0)], rel=2e-3)
    country.counters["is_open_saturday"] = pd.array([pd.NA, True, pd.NA], dtype="boolean")
    assert counters_.nearest_saturday_counter_minutes(country).isna().all()


def test_a_full_week_is_24_hours_and_a_doubtful_one_is_not_trusted(country):
    full = counters_.nearest_full_week_counter_minutes(country)
    assert full.tolist() == pytest.approx([minutes(0), minutes(10), minutes(20)], rel=2e-3)
    country.counters["hours_flag_name"] = pd.Series(["too_long", None, None], dtype="str").array
    assert counters_.nearest_full_week_counter_minutes(country).isna().all()


def test_unknown_hours_take_the_median_of_the_kind_and_are_told(country):
    country.counters.loc["3", "weekly_hours"] = np.nan
    supply = counters_.supply_of(country.counters)
    assert supply.hours.tolist() == [30, 5, 30]
    assert supply.is_imputed.tolist() == [False, False, True]


def test_hours_within_reach_are_shared_by_all_who_reach_them(country):
    # Catchment of 20 min: own commune 2.02 min (1), 10 km is 15.22 min (0.22), 20 km is out.
    # Counter 1: 30 / (200 + 0.22 x 400) ; counter 3: 10 / (0.22 x 400 + 100).
    people = pd.Series([200.0, 400.0, 100.0], index=country.communes.index)
    prepared = counters_.hours_within_reach(country, 20, people=people)
    first, third = 30 / 288, 10 / 188
    assert prepared.per_1k(decay_of()).tolist() == pytest.approx(
        [1000 * first, 1000 * 0.22 * (first + third), 1000 * third]
    )


def test_people_across_the_border_take_their_share(country):
    people = pd.Series([200.0, 400.0, 100.0], index=country.communes.index)
    inside = Tables(country.communes.iloc[:1], country.counters)
    alone = counters_.hours_within_reach(inside, 20, people=people.iloc[:1]).per_1k(decay_of())
    together = counters_.hours_within_reach(country, 20, people=people).per_1k(decay_of())
    assert together["48001"] < alone["48001"]


def test_a_commune_that_is_nowhere_has_no_figure_rather_than_no_hours(country):
    country.communes.loc["48003", "town_hall_point"] = None
    people = pd.Series([200.0, 400.0, 100.0], index=country.communes.index)
    reached = counters_.hours_within_reach(country, 20, people=people).per_1k(decay_of())
    assert np.isnan(reached["48003"])
    assert reached.notna().sum() == 2


def test_a_commune_out_of_reach_of_all_has_zero_hours(country):
    people = pd.Series([200.0, 400.0, 100.0], index=country.communes.index)
    far = counters_.hours_within_reach(without(country, "3"), 20, people=people)
    assert far.per_1k(decay_of())["48003"] == 0


def test_minutes_are_averaged_over_where_people_live(country):
    # Three quarters live at the counter's door, a quarter ten kilometres away.
    where = with_points(country, [("48001", 75.0, METRES[0]), ("48001", 25.0, METRES[1])])
    found = counters_.nearest_counter_minutes(without_counters(where, "2", "3"))
    assert found["48001"] == pytest.approx(0.75 * minutes(0) + 0.25 * minutes(10), rel=2e-3)
    # The others have no point: they leave from their town hall.
    assert found["48002"] == pytest.approx(minutes(10), rel=2e-3)


def without_counters(tables: Tables, *codes: str) -> Tables:
    kept = tables.counters.drop(index=list(codes))
    return Tables(tables.communes, kept, tables.engine, tables.points)


def test_points_of_one_town_hall_each_change_nothing(country):
    where = with_points(
        country, [(code, 5.0, xy) for code, xy in zip(country.communes.index, METRES, strict=True)]
    )
    for measure in (counters_.nearest_counter_minutes, counters_.nearest_any_counter_minutes):
        pd.testing.assert_series_equal(measure(where), measure(country))


def test_the_share_of_people_within_minutes_counts_people_not_communes(country):
    groups = pd.Series("all", index=country.communes.index)
    shares = people_within(without(country, "3"), groups).loc["all"]
    # 100 people at 2 min, 300 at 15.2 min, 600 at 28.4 min, of 1,000.
    assert shares["within_10_minutes_share"] == pytest.approx(0.1)
    assert shares["within_20_minutes_share"] == pytest.approx(0.4)
    assert shares["within_30_minutes_share"] == pytest.approx(1.0)
    assert shares["unknown_people"] == 0


def test_people_whose_minutes_are_unknown_are_counted_apart(country):
    country.communes.loc["48003", "town_hall_point"] = None
    groups = pd.Series("all", index=country.communes.index)
    shares = people_within(country, groups).loc["all"]
    assert shares["known_people"] == 400
    assert shares["unknown_people"] == 600
    assert shares["within_10_minutes_share"] == pytest.approx(0.25)


def test_a_territory_left_out_of_the_groups_is_in_none(country):
    groups = pd.Series({"48001": "a", "48002": None, "48003": "b"})
    assert list(people_within(country, groups).index) == ["a", "b"]
