"""Maps on paper: the strong border is seen on black, a lozenge hides no ring."""

from __future__ import annotations

import re

import geopandas as gpd
import pytest
from shapely.geometry import Point, box

from territory.look import palette
from territory.maps.svg import map_svg

SQUARES = gpd.GeoSeries({"48001": box(0, 0, 10, 10), "48002": box(10, 0, 20, 10)}, crs=2154)
BLACK = dict.fromkeys(SQUARES.index, "#000000")


def doors(*places: tuple[float, float, bool]) -> gpd.GeoDataFrame:
    return gpd.GeoDataFrame(
        {"is_itinerant": [travels for *_, travels in places], "double_of_code": None},
        geometry=[Point(x, y) for x, y, _ in places],
        index=[str(at) for at in range(len(places))],
        crs=2154,
    )


def test_the_strong_border_is_light_under_dark_so_that_it_is_seen_on_black():
    drawn = map_svg(SQUARES, BLACK, outlines=[SQUARES.iloc[0]])
    borders = re.findall(r'fill="none" stroke="(#\w+)" stroke-width="([\d.]+)"', drawn)
    (light, wide), (dark, narrow) = borders
    assert (light, dark) == (palette.PAPER, palette.INK)
    assert float(wide) >= float(narrow) + 2  # a line of light on each side
    # WCAG 2 asks 3 of graphics.
    assert palette.contrast(light, palette.BIVARIATE[3, 3]) >= 3
    assert palette.contrast(dark, palette.BIVARIATE[3, 3]) < 3


def lozenge_and_ring(drawn: str) -> tuple[list[tuple[float, float]], tuple[float, float, float]]:
    (corners,) = re.findall(r'<polygon points="([^"]+)"', drawn)
    ((x, y, r),) = re.findall(r'<circle cx="([\d.]+)" cy="([\d.]+)" r="([\d.]+)"', drawn)
    pairs = [tuple(map(float, one.split(","))) for one in corners.split(" ")]
    return pairs, (float(x), float(y), float(r))


@pytest.mark.parametrize("apart", [0.0, 0.05, 0.2])
def test_a_lozenge_stands_above_a_ring_it_would_cover(apart):
    counters = doors((5, 5, False), (5 + apart, 5 - apart, True))
    corners, (_, y, r) = lozenge_and_ring(map_svg(SQUARES, BLACK, counters=counters))
    assert max(below for _, below in corners) <= y - r


def test_a_lozenge_far_from_every_ring_stays_in_its_place():
    counters = doors((5, 5, False), (15, 5, True))
    corners, (_, y, _) = lozenge_and_ring(map_svg(SQUARES, BLACK, counters=counters))
    assert (corners[0][1] + corners[2][1]) / 2 == pytest.approx(y)
