"""Images of all communes: each pixel its commune, each commune its colour, corners in place."""

from __future__ import annotations

import io

import geopandas as gpd
import numpy as np
import pandas as pd
import pytest
from PIL import Image
from shapely.geometry import box

from territory.maps import raster
from territory.maps.layers import NO_CLASS


@pytest.fixture(scope="module")
def squares():
    return gpd.GeoDataFrame(
        {"zone": ["metropole", "metropole", "reunion", "metropole"]},
        geometry=[box(3, 44, 4, 45), box(4, 44, 5, 45), box(55.3, -21.2, 55.6, -21.0), None],
        index=["48001", "48002", "97401", "48003"],
        crs=4326,
    )


@pytest.fixture(scope="module")
def images(squares):
    return raster.rasterise(squares)


def pixel(image, longitude, latitude):
    """Find a pixel by hand: on web maps x goes with longitude, y with the Mercator of latitude."""
    west, south, east, north = image.bounds
    rows, columns = image.ids.shape

    def y(degrees):
        return np.log(np.tan(np.pi / 4 + np.radians(degrees) / 2))

    column = int((longitude - west) / (east - west) * columns)
    row = int((y(north) - y(latitude)) / (y(north) - y(south)) * rows)
    return row, column


def test_each_zone_has_its_image_and_each_pixel_its_commune(images):
    mainland, reunion = images
    assert (mainland.zone, reunion.zone) == ("metropole", "reunion")
    assert mainland.ids[pixel(mainland, 3.5, 44.5)] == 1
    assert mainland.ids[pixel(mainland, 4.5, 44.9)] == 2
    assert mainland.ids[pixel(mainland, 3.99, 44.01)] == 1
    assert reunion.ids[pixel(reunion, 55.45, -21.1)] == 3


def test_the_corners_are_those_of_whole_pixels_around_the_communes(images):
    west, south, east, north = images[0].bounds
    degree = raster.PIXEL_METRES / 111_319.49  # of longitude, on the web map's sphere
    assert 0 < 3 - west < 2 * degree
    assert 0 < east - 5 < 3 * degree
    assert south < 44
    assert north > 45


def test_a_map_wears_its_colours_hatches_what_is_unknown_and_leaves_the_sea_clear(images):
    colours = ("#102030", "#405060")
    classes = np.array([1, NO_CLASS, 0, 0], dtype=np.int8)
    picture = Image.open(io.BytesIO(raster.paint(images[0], classes, colours))).convert("RGBA")
    seen = np.asarray(picture)
    assert tuple(seen[pixel(images[0], 3.5, 44.5)]) == (0x40, 0x50, 0x60, 255)
    assert seen[0, 0, 3] == 0
    unknown = seen[images[0].ids == 2]
    looks = {tuple(int(part) for part in one) for one in np.unique(unknown, axis=0)}
    assert looks == {(255, 255, 255, 255), (0x8B, 0x93, 0xA0, 255)}


def test_communes_outside_the_territory_are_faint(images):
    inside = np.array([False, True, True, True])
    painted = raster.paint(images[0], np.zeros(4, dtype=np.int8), ("#102030",), inside)
    seen = np.asarray(Image.open(io.BytesIO(painted)).convert("RGB"))
    assert tuple(seen[pixel(images[0], 3.5, 44.5)]) == (0xE9, 0xEC, 0xEF)
    assert tuple(seen[pixel(images[0], 4.5, 44.5)]) == (0x10, 0x20, 0x30)


def test_outlines_follow_the_communes_of_a_group(images, squares):
    groups = pd.Series(["48", "48", "974", "48"], index=squares.index)
    found = raster.outlines(images, groups)
    assert sorted(found.index) == ["48", "974"]
    west, south, east, north = found["48"].bounds
    # Two squares of a degree make a rectangle; a pixel is 600 m of the web map.
    assert (west, south, east, north) == pytest.approx((3, 44, 5, 45), abs=0.02)
    assert found["48"].area == pytest.approx(2, rel=0.03)


def test_outlines_of_neighbours_do_not_overlap(images, squares):
    groups = pd.Series(["a", "b", "c", None], index=squares.index)
    found = raster.outlines(images, groups)
    assert found["a"].intersection(found["b"]).area < 1e-9


def test_an_empty_map_has_no_image(squares):
    assert raster.rasterise(squares.iloc[3:]) == ()
