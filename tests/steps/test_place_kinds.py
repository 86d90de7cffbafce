"""Town halls told from geometric centres, on square communes of ten kilometres."""

from __future__ import annotations

import geopandas as gpd
import pandas as pd
import pytest
from shapely import Point, box

from pipelines.steps.place_kinds import add_place_kinds, centre_gaps, use_own_counters
from tests.notes import note_of

# Ten kilometres at the equator's scale of a degree, near enough anywhere on Guyane.
DEGREE_KM = 110.6
SIDE = 10 / DEGREE_KM


def communes_of(departement: str, offsets_km: list[float], status: str = "observed"):
    """A row of squares, the place of each so many kilometres north of its middle."""
    codes = [f"{departement}{rank:02}" for rank in range(1, len(offsets_km) + 1)]
    west = [-54 + rank * SIDE for rank in range(len(codes))]
    table = gpd.GeoDataFrame(
        {
            "departement_code": departement,
            "zone": "guyane",
            "population_people": 1_000.0,
            "area_km2": 100.0,
            "town_hall_status": status,
        },
        index=pd.Index(codes, name="commune_code"),
        geometry=[box(x, 4, x + SIDE, 4 + SIDE) for x in west],
        crs=4326,
    )
    halls = [
        Point(x + SIDE / 2, 4 + SIDE / 2 + km / DEGREE_KM)
        for x, km in zip(west, offsets_km, strict=True)
    ]
    table["town_hall_point"] = gpd.GeoSeries(halls, index=table.index, crs=4326)
    return table


def counters_of(rows: list[tuple], **columns: object) -> gpd.GeoDataFrame:
    """Counters: code, commune, point."""
    codes, communes, points = zip(*rows, strict=True)
    table = gpd.GeoDataFrame(
        {
            "commune_code": communes,
            "located_commune_code": communes,
            "zone": "guyane",
            "is_itinerant": pd.array([False] * len(codes), dtype="boolean"),
            "double_of_code": pd.Series(None, index=list(codes), dtype="str"),
            "place_status": "observed",
        },
        index=pd.Index(codes, name="counter_code"),
        geometry=list(points),
        crs=4326,
    )
    return table.assign(**columns)


def test_a_gap_is_in_sides_of_a_square_of_the_same_area():
    gaps = centre_gaps(communes_of("973", [0, 2]))
    assert gaps.loc["97301"].to_list() == pytest.approx([0, 0, 0], abs=1e-3)
    # Two kilometres of ten.
    assert gaps.loc["97302"].to_list() == pytest.approx([0.2, 0.2, 0.2], abs=2e-3)


def test_a_departement_of_centres_is_found_and_its_places_are_no_town_halls():
    # Half of the five at most 0.9 km away: 0.09 of the side, under 0.1.
    found, notes = add_place_kinds(communes_of("973", [0, 0.5, 0.9, 3, 4]))
    assert set(found["place_kind_name"]) == {"centre"}
    assert set(found["town_hall_status"]) == {"imputed"}
    said = note_of(notes.plain(), "places.centres_given")
    assert said["codes"] == ["973"]
    assert said["values"] == {"communes_count": 5, "people": 5_000.0}


@pytest.mark.parametrize("offsets_km", [[0, 0.5, 1.1, 3, 4], [0, 0, 0, 0]])
def test_some_town_halls_in_the_middle_prove_nothing(offsets_km):
    found, notes = add_place_kinds(communes_of("973", offsets_km))
    assert set(found["place_kind_name"]) == {"town_hall"}
    assert set(found["town_hall_status"]) == {"observed"}
    assert note_of(notes.plain(), "places.centres_given")["codes"] == []


def test_a_point_that_stands_for_a_town_hall_is_a_centre_and_no_place_is_none():
    communes = communes_of("973", [2, 2], status="imputed")
    communes.loc["97302", "town_hall_point"] = None
    communes.loc["97302", "town_hall_status"] = "missing"
    kind = add_place_kinds(communes)[0]["place_kind_name"]
    assert kind["97301"] == "centre"
    assert pd.isna(kind["97302"])


def test_a_commune_known_by_its_centre_stands_at_its_own_counter():
    communes, _ = add_place_kinds(communes_of("973", [0, 0, 0, 0, 0]))
    door = Point(-53.95, 4.08)
    found, notes = use_own_counters(communes, counters_of([("12", "97301", door)]))
    assert found.loc["97301", "town_hall_point"] == door
    assert found.loc["97301", "place_kind_name"] == "own_counter"
    assert found.loc["97301", "town_hall_status"] == "imputed"
    assert (found["place_kind_name"] == "centre").sum() == 4
    assert note_of(notes.plain(), "places.own_counter")["codes"] == ["97301"]
    assert note_of(notes.plain(), "places.at_centre")["values"]["people"] == 4_000


def test_of_several_counters_the_nearest_to_their_mean_is_taken():
    communes, _ = add_place_kinds(communes_of("973", [0, 0, 0, 0, 0]))
    points = [Point(-53.99, 4.01), Point(-53.98, 4.01), Point(-53.93, 4.01)]
    rows = [(code, "97301", point) for code, point in zip("123", points, strict=True)]
    found, _ = use_own_counters(communes, counters_of(rows))
    # Their mean is at -53.967: the second is 0.013° away, the first 0.023°.
    assert found.loc["97301", "town_hall_point"] == points[1]


@pytest.mark.parametrize(
    "columns",
    [
        {"is_itinerant": pd.array([True], dtype="boolean")},
        {"is_itinerant": pd.array([None], dtype="boolean")},
        {"place_status": "imputed"},
        {"located_commune_code": "97302"},
        {"double_of_code": "11"},
    ],
)
def test_a_counter_that_travels_is_not_placed_or_stands_elsewhere_is_no_place(columns):
    communes, _ = add_place_kinds(communes_of("973", [0, 0, 0, 0, 0]))
    counters = counters_of([("12", "97301", Point(-53.95, 4.08))], **columns)
    found, _ = use_own_counters(communes, counters)
    assert set(found["place_kind_name"]) == {"centre"}


def test_a_known_town_hall_is_never_moved_to_a_counter():
    communes, _ = add_place_kinds(communes_of("973", [3, 3, 3, 3, 3]))
    counters = counters_of([("12", "97301", Point(-53.95, 4.08))])
    found, _ = use_own_counters(communes, counters)
    assert found["town_hall_point"].geom_equals(communes["town_hall_point"]).all()
    assert set(found["place_kind_name"]) == {"town_hall"}
