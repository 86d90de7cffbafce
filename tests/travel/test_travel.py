"""Minutes and distances, against figures worked out by hand."""

import geopandas as gpd
import numpy as np
import pandas as pd
import pytest
from pyproj import Geod
from shapely import Point

from territory.travel import EstimateEngine, Nearest, Places, estimated_minutes, land_of


def points(**places: tuple[float, float]) -> gpd.GeoSeries:
    return gpd.GeoSeries({name: Point(place) for name, place in places.items()}, crs="EPSG:4326")


def text(**values: str) -> pd.Series:
    return pd.Series(values, dtype="str")


def nearest_places(
    origins: gpd.GeoSeries,
    origin_land: pd.Series,
    places: gpd.GeoSeries,
    place_land: pd.Series,
    zone: pd.Series,
) -> Nearest:
    """All places stand in the zone of the first origin."""
    there = pd.Series(zone.iloc[0], index=places.index, dtype="str")
    return EstimateEngine().minutes_to_nearest(
        Places(origins, origin_land, zone), Places(places, place_land, there)
    )


def test_the_estimate_is_two_minutes_at_the_door_and_grows_by_the_published_slope():
    # By hand: 2.02 + 1.32 x 0 and 2.02 + 1.32 x 13.62 = 19.9984.
    assert estimated_minutes(np.array([0.0, 13.62])).tolist() == pytest.approx([2.02, 19.9984])


def test_nobody_is_at_zero_minutes_even_at_the_counter_s_door():
    here = points(a=(3.5, 44.5))
    nearest = nearest_places(
        here, text(a="metropole"), here, text(a="metropole"), text(a="metropole")
    )
    assert nearest.minutes["a"] == pytest.approx(2.02)


@pytest.mark.parametrize(
    ("zone", "lon", "lat"),
    [("metropole", 3.5, 44.5), ("reunion", 55.5, -21.1), ("guyane", -52.3, 4.9)],
)
def test_distances_agree_with_the_geodesic_in_every_zone(zone: str, lon: float, lat: float):
    # Independent tool: pyproj's geodesic on the ellipsoid. A projection's scale differs by < 0.2 %.
    geodesic_km = Geod(ellps="GRS80").inv(lon, lat, lon + 0.1, lat + 0.1)[2] / 1000
    nearest = nearest_places(
        points(a=(lon, lat)),
        text(a=zone),
        points(b=(lon + 0.1, lat + 0.1)),
        text(b=zone),
        text(a=zone),
    )
    assert nearest.km["a"] == pytest.approx(geodesic_km, rel=2e-3)


def test_an_island_is_reached_by_its_own_counters_only():
    codes = text(mainland="29019", ouessant="29155")
    zone = text(mainland="metropole", ouessant="metropole")
    land = land_of(codes, zone)
    towns = points(mainland=(-4.5, 48.4), ouessant=(-5.1, 48.45))
    counter = points(quay=(-4.6, 48.4))
    nearest = nearest_places(towns, land, counter, text(quay="metropole"), zone)
    assert nearest.place["mainland"] == "quay"
    assert pd.isna(nearest.minutes["ouessant"])
    assert pd.isna(nearest.place["ouessant"])


def test_a_counter_overseas_serves_nobody_on_the_mainland():
    nearest = nearest_places(
        points(a=(3.5, 44.5)),
        text(a="metropole"),
        points(b=(55.5, -21.1)),
        text(b="reunion"),
        text(a="metropole"),
    )
    assert pd.isna(nearest.km["a"])


def test_a_commune_without_a_town_hall_has_no_minutes():
    towns = gpd.GeoSeries({"a": None}, crs="EPSG:4326")
    nearest = nearest_places(
        towns, text(a="metropole"), points(b=(3.5, 44.5)), text(b="metropole"), text(a="metropole")
    )
    assert pd.isna(nearest.minutes["a"])


def test_bridged_islands_are_not_closed():
    # Saint-Martin-de-Ré (17369) has a bridge; L'Île-d'Yeu (85113) has none.
    land = land_of(text(re="17369", yeu="85113"), text(re="metropole", yeu="metropole"))
    assert land.tolist() == ["metropole", "yeu"]
