"""Shapes that cross themselves, lie elsewhere or hold no surface: repaired or missing, and named."""

from __future__ import annotations

import geopandas as gpd
import numpy as np
import pandas as pd
import pytest
import shapely
from shapely import LineString, MultiPolygon, Point, Polygon, box

from pipelines.steps.shapes import ZONE_BOUNDS, usable_shapes
from territory.contract_check import check_table
from territory.errors import ContractError, SourceChangedError
from territory.exports.places import light_shapes, rounded_shapes
from territory.geography import WGS84, ZONES
from territory.tables import Tables

SQUARE = box(3.4, 44.5, 3.5, 44.6)
BOW_TIE = Polygon([(3.4, 44.5), (3.5, 44.6), (3.5, 44.5), (3.4, 44.6), (3.4, 44.5)])


def of(*shapes: object, zone: str = "metropole") -> tuple[gpd.GeoSeries, pd.Series]:
    codes = [f"48{rank:03d}" for rank in range(1, len(shapes) + 1)]
    series = gpd.GeoSeries(list(shapes), index=codes, crs=WGS84)
    return series, pd.Series(zone, index=codes)


def beside(shape: object) -> tuple[gpd.GeoSeries, pd.Series]:
    """Return a shape with nine that are fine, so that it is a slip and not the file."""
    return of(shape, *[SQUARE] * 9)


def test_a_figure_of_eight_keeps_its_two_halves_and_is_named():
    found = usable_shapes(*beside(BOW_TIE), "communes.geojson")
    assert found.repaired == ["48001"]
    assert found.shapes["48001"].is_valid
    # Two triangles that meet in the middle: half of the square.
    assert found.shapes["48001"].area == pytest.approx(SQUARE.area / 2)
    assert found.shapes["48002"].equals(SQUARE)


@pytest.mark.parametrize(
    ("shape", "area_share"),
    [
        (shapely.GeometryCollection([SQUARE, LineString([(3, 44), (3.2, 44.1)])]), 1),
        (shapely.GeometryCollection([shapely.GeometryCollection([SQUARE]), Point(3, 44)]), 1),
        (MultiPolygon([SQUARE, SQUARE]), 1),
        # A hole that leaves its outline.
        (Polygon(SQUARE.exterior, [box(3.45, 44.55, 3.6, 44.58).exterior]), None),
    ],
    ids=["collection", "nested", "twice the same", "hole outside"],
)
def test_what_holds_more_than_surfaces_keeps_them_and_is_named(shape, area_share):
    found = usable_shapes(*beside(shape), "communes.geojson")
    assert found.repaired == ["48001"]
    kept = found.shapes["48001"]
    assert kept.is_valid
    assert kept.geom_type in ("Polygon", "MultiPolygon")
    if area_share:
        assert kept.area == pytest.approx(area_share * SQUARE.area)


@pytest.mark.parametrize(
    "shape",
    [
        Polygon(),
        Point(3.4, 44.5),
        LineString([(3.4, 44.5), (3.5, 44.6)]),
        Polygon([(3.4, 44.5), (3.5, 44.6), (3.4, 44.5)]),
        shapely.GeometryCollection(),
        shapely.GeometryCollection([Point(3.4, 44.5)]),
        box(3.4, 44.5, 3.4 + 1e-6, 44.5 + 1e-6),
        shapely.from_wkt("POLYGON ((3.4 44.5, inf 44.6, 3.5 44.5, 3.4 44.5))"),
        # A figure of eight of which a thread is left.
        Polygon([(3.0, 44.0), (3.9, 44.9), (3.9001, 44.9), (2.9999, 44.0)]),
    ],
    ids=["empty", "point", "line", "flat", "no part", "only a point", "tiny", "infinite", "thread"],
)
def test_what_holds_no_surface_of_a_commune_is_missing_and_named(shape):
    found = usable_shapes(*beside(shape), "communes.geojson")
    assert found.without_surface == ["48001"]
    assert found.shapes.notna().sum() == 9


def test_heights_are_left_out_and_nothing_else_changes():
    high = shapely.force_3d(SQUARE, 12.0)
    found = usable_shapes(*beside(high), "communes.geojson")
    assert not found.shapes["48001"].has_z
    assert found.shapes["48001"].equals(SQUARE)
    assert (found.repaired, found.without_surface, found.elsewhere) == ([], [], [])


def test_a_shape_out_of_its_zone_is_missing_and_named():
    swapped = box(44.5, 3.4, 44.6, 3.5)
    found = usable_shapes(*beside(swapped), "communes.geojson")
    assert found.elsewhere == ["48001"]
    assert found.shapes["48001"] is None


def test_a_file_of_swapped_axes_is_refused_with_its_cause():
    swapped = [box(44.5, 3.4, 44.6, 3.5)] * 10
    with pytest.raises(SourceChangedError) as caught:
        usable_shapes(*of(*swapped), "communes.geojson")
    assert caught.value.key == "shapes_swapped"
    assert "48001" in str(caught.value)
    nowhere = [box(0.1, 0.1, 0.2, 0.2)] * 10
    with pytest.raises(SourceChangedError) as caught:
        usable_shapes(*of(*nowhere), "communes.geojson")
    assert caught.value.key == "shapes_elsewhere"


def test_every_zone_has_its_rectangle():
    assert set(ZONE_BOUNDS) == set(ZONES)


def test_a_shape_as_published_is_the_very_same():
    shapes, zone = of(*[SQUARE] * 4, None)
    found = usable_shapes(shapes, zone, "communes.geojson")
    assert found.shapes.iloc[:4].geom_equals_exact(shapes.iloc[:4], 0).all()
    assert found.shapes.iloc[4] is None
    assert (found.repaired, found.without_surface, found.elsewhere) == ([], [], [])


def test_the_contract_refuses_an_invalid_shape(sample: Tables):
    communes = sample.communes.copy()
    communes.loc["48095", "geometry"] = BOW_TIE
    with pytest.raises(ContractError, match="48095"):
        check_table(communes, "communes")


def test_an_export_rounds_a_thin_shape_without_making_it_cross_itself():
    # Corners a few centimetres apart: rounded one by one, the outline crosses itself.
    thin = Polygon([(3.0, 44.0), (3.001, 44.0000006), (3.002, 44.0), (3.001, 44.0000004)])
    shapes = np.array([SQUARE, thin, None], dtype=object)
    found = rounded_shapes(shapes)
    assert found[0].equals(SQUARE)
    assert found[1].is_valid
    assert found[1].area > 0
    assert found[2] is None


def test_a_published_shape_moves_by_four_metres_at_most_and_ends_in_zeros():
    # Two neighbours that share a side, at 45 degrees north: 0.0001 degree is 8 to 11 metres.
    west = Polygon([(2.98761, 45.00013), (3.12347, 45.00029), (3.10003, 45.20017)])
    east = Polygon([(3.12347, 45.00029), (3.30051, 45.10007), (3.10003, 45.20017)])
    found = light_shapes(np.array([west, east, None], dtype=object))
    moved = np.abs(shapely.get_coordinates(found[0]) - shapely.get_coordinates(west)) * [
        78_700,
        111_200,
    ]
    assert 0 < np.hypot(*moved.T).max() < 4.2
    assert found[0].touches(found[1])
    assert found[0].intersection(found[1]).length > 0.19
    assert all(
        one.tobytes()[:4] == b"\0\0\0\0" for one in shapely.get_coordinates(found[1]).ravel()
    )
    assert found[2] is None
