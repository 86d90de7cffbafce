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
            Sign("fixed weekdays", 5 * KM, 5 * KM),
            Sign("itinerant weekdays", 15 * KM, 5 * KM),
            Sign("fixed saturday", 500 * KM, 5 * KM),
        )
    )
    assert svg.count('class="sign"') == 2


def middles(svg: str) -> tuple[tuple[float, float], tuple[float, float], float]:
    """Middles of a lozenge and of a ring, and their scale: a form is a square of 22 units."""
    signs = re.findall(
        r'class="sign" transform="translate\(([\d.]+) ([\d.]+)\) scale\(([\d.]+)\)">(<\w+)', svg
    )
    found = {
        tag: (float(x) + 11 * float(scale), float(y) + 11 * float(scale))
        for x, y, scale, tag in signs
    }
    return found["<path"], found["<circle"], float(signs[0][2])


@pytest.mark.parametrize("apart_km", [0.0, 0.05, 0.15])
def test_a_lozenge_stands_above_a_ring_it_would_cover(apart_km):
    beside = Sign("itinerant weekdays", (5 + apart_km) * KM, (5 - apart_km) * KM)
    ring = Sign("fixed weekdays", 5 * KM, 5 * KM)
    (_, lozenge), (_, middle), scale = middles(drawn(signs=(ring, beside)))
    # A lozenge reaches 8 units from its middle, a ring 6.5 with its line.
    assert lozenge + 8 * scale <= middle - 6.5 * scale + 0.2


def test_a_lozenge_far_from_every_ring_stays_in_its_place():
    signs = (
        Sign("fixed weekdays", 5 * KM, 5 * KM),
        Sign("itinerant weekdays", 15 * KM, 5 * KM),
    )
    (_, lozenge), (_, middle), _ = middles(drawn(signs=signs))
    assert lozenge == pytest.approx(middle, abs=0.2)


def test_signs_of_neighbours_are_paler():
    svg = drawn(signs=(Sign("fixed saturday", 5 * KM, 5 * KM, is_inside=False),))
    assert svg.count('opacity="0.5"') == 1


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
