"""Codes, zones and areas."""

import geopandas as gpd
import pandas as pd
import pytest
from pyproj import Geod
from shapely import Point, box

from territory.contract import COMMUNE_CODE
from territory.geography import area_km2, commune_of_arrondissement, departement_of, zone_of


def test_corsican_codes_are_commune_codes():
    codes = pd.Series(["2A004", "2B033", "01001", "97411", "2C001", "1001", "2a004"])
    assert codes.str.match(COMMUNE_CODE).tolist() == [True, True, True, True, False, False, False]


def test_the_departement_of_a_code_has_three_characters_overseas_only():
    assert departement_of(pd.Series(["2B033", "97105", "48095"])).tolist() == ["2B", "971", "48"]


def test_each_zone_is_told_by_its_prefix_and_saint_martin_has_none():
    zones = zone_of(pd.Series(["75056", "2A004", "97105", "97209", "97302", "97411", "97608"]))
    assert zones.tolist() == [
        "metropole",
        "metropole",
        "guadeloupe",
        "martinique",
        "guyane",
        "reunion",
        "mayotte",
    ]
    assert pd.isna(zone_of(pd.Series(["97801"])).iloc[0])


@pytest.mark.parametrize(
    ("zone", "lon", "lat"),
    [
        ("metropole", 2.5, 46.5),
        ("guadeloupe", -61.5, 16.2),
        ("guyane", -53.0, 4.0),
        ("reunion", 55.5, -21.1),
        ("mayotte", 45.2, -12.8),
    ],
)
def test_areas_agree_with_the_geodesic_in_every_zone(zone: str, lon: float, lat: float):
    # Independent tool: pyproj's geodesic area. Web Mercator would be twice too large on the
    # mainland, Lambert-93 3.5 times on Réunion.
    square = box(lon, lat, lon + 0.1, lat + 0.1)
    geodesic_km2 = abs(Geod(ellps="GRS80").geometry_area_perimeter(square)[0]) / 1e6
    area = area_km2(gpd.GeoSeries([square], crs="EPSG:4326"), pd.Series([zone]))
    assert area.iloc[0] == pytest.approx(geodesic_km2, rel=5e-3)


def test_a_missing_shape_has_a_missing_area():
    shapes = gpd.GeoSeries([None, Point(0, 0)], crs="EPSG:4326")
    assert pd.isna(area_km2(shapes, pd.Series(["metropole", "metropole"])).iloc[0])


def test_the_arrondissements_point_to_their_three_communes_and_nothing_else_does():
    arrondissements = [f"751{n:02d}" for n in range(1, 21)]
    arrondissements += [f"6938{n}" for n in range(1, 10)]
    arrondissements += [f"132{n:02d}" for n in range(1, 17)]
    pointed = commune_of_arrondissement(pd.Series(arrondissements))
    assert pointed.value_counts().to_dict() == {"75056": 20, "13055": 16, "69123": 9}
    others = pd.Series(["13055", "69123", "75056", "69380", "13100", "69290"])
    assert (
        commune_of_arrondissement(others)[[0, 1, 2, 4, 5]].tolist()
        == others[[0, 1, 2, 4, 5]].tolist()
    )
