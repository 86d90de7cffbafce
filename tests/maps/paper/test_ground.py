"""One map on paper, on squares: shapes, limits, signs, names."""

from __future__ import annotations

import re

import geopandas as gpd
import numpy as np
import pytest
from shapely.geometry import box

from territory.look import palette
from territory.maps.paper.frame import Box
from territory.maps.paper.ground import ZoneMap, draw_zone
from territory.maps.paper.inks import plain_inks
from territory.maps.paper.names import Town
from territory.maps.paper.signs import Sign
from territory.messages import Words

PAGE = Box(0, 0, 640, 340)
KM = 1_000.0
SQUARES = gpd.GeoSeries(
    {"48001": box(0, 0, 10 * KM, 10 * KM), "48002": box(10 * KM, 0, 20 * KM, 10 * KM)}, crs=2154
)
INKS = plain_inks((palette.BLACK, "#f3b300"))


def drawn(*, classes=(0, 1), inside=(True, True), limits=None, signs=(), towns=()) -> str:
    shown = ZoneMap(
        SQUARES,
        np.array(classes, dtype=np.int8),
        np.array(inside),
        tuple(SQUARES.total_bounds),
        {name: np.array(labels, dtype=object) for name, labels in (limits or {}).items()},
        tuple(signs),
        tuple(towns),
    )
    return draw_zone(shown, PAGE, INKS, Words("en"), clip="map")


def test_each_class_has_its_fill_and_what_is_unknown_the_hatch():
    svg = drawn(classes=(1, -1))
    assert svg.count('fill="#f3b300"') == 1
    assert svg.count('fill="url(#no-data)"') == 1
    assert '<pattern id="no-data"' in INKS.patterns


def test_what_is_around_is_light_grey_whatever_its_class():
    svg = drawn(inside=(True, False))
    assert palette.FAINT in svg
    assert "#f3b300" not in svg


def test_the_strong_border_is_light_under_dark_so_that_it_is_seen_on_black():
    svg = drawn(limits={"territory": ("own", "")})
    (light, wide), (dark, narrow) = re.findall(
        r'fill="none" stroke="(#\w+)" stroke-width="([\d.]+)" stroke-linejoin="round" stroke-linecap',
        svg,
    )
    assert (light, dark) == (palette.PAPER, palette.INK)
    assert float(wide) >= float(narrow) + 2  # a line of light on each side
    # WCAG 2 asks 3 of graphics.
    assert palette.contrast(light, palette.BLACK) >= 3
    assert palette.contrast(dark, palette.PAPER) >= 3


def test_a_second_limit_that_is_the_territorys_own_is_not_drawn_twice():
    alone = drawn(limits={"territory": ("own", "own"), "epci": ("a", "a")})
    cut = drawn(limits={"territory": ("own", "own"), "epci": ("a", "b")})
    assert alone.count("stroke-linecap") == 2
    assert cut.count("stroke-linecap") == 4


def test_signs_outside_the_map_are_not_drawn():
    svg = drawn(
        signs=(
            Sign("fixed", 5 * KM, 5 * KM),
            Sign("itinerant", 15 * KM, 5 * KM),
            Sign("fixed", 500 * KM, 5 * KM),
        )
    )
    assert (svg.count("<circle"), svg.count("<polygon")) == (1, 1)


def lozenge_and_ring(svg: str) -> tuple[list[tuple[float, float]], tuple[float, float, float]]:
    (corners,) = re.findall(r'<polygon points="([^"]+)"', svg)
    ((x, y, r),) = re.findall(r'<circle cx="([\d.]+)" cy="([\d.]+)" r="([\d.]+)"', svg)
    pairs = [tuple(map(float, one.split(","))) for one in corners.split(" ")]
    return pairs, (float(x), float(y), float(r))


@pytest.mark.parametrize("apart_km", [0.0, 0.05, 0.15])
def test_a_lozenge_stands_above_a_ring_it_would_cover(apart_km):
    beside = Sign("itinerant", (5 + apart_km) * KM, (5 - apart_km) * KM)
    corners, (_, y, r) = lozenge_and_ring(drawn(signs=(Sign("fixed", 5 * KM, 5 * KM), beside)))
    assert max(below for _, below in corners) <= y - r


def test_a_lozenge_far_from_every_ring_stays_in_its_place():
    signs = (Sign("fixed", 5 * KM, 5 * KM), Sign("itinerant", 15 * KM, 5 * KM))
    corners, (_, y, _) = lozenge_and_ring(drawn(signs=signs))
    assert (corners[0][1] + corners[2][1]) / 2 == pytest.approx(y)


def test_a_name_is_text_not_markup():
    svg = drawn(towns=(Town("<script>", 10 * KM, 5 * KM),))
    assert "<script" not in svg
    assert "&lt;script&gt;" in svg


def test_the_scale_bar_is_as_long_as_it_says():
    svg = drawn()
    (said,) = re.findall(r">(\d+)[\s\u00a0\u202f]km<", svg)
    ((_, long),) = set(re.findall(r'd="M([\d.]+),[\d.]+v4h([\d.]+)v-4"', svg))
    # 20 km and 2 % on each side in 640 units.
    assert float(long) == pytest.approx(int(said) * 640 / 20.8, abs=0.1)
