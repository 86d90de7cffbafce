"""The curve of quarters: where its points stand, its ribbon, what is missing is not drawn at 0."""

from __future__ import annotations

import re
from datetime import date

from territory.look import quarter_chart
from territory.look.quarter_chart import BOTTOM, HEIGHT, LEFT, RIGHT, TOP, WIDTH, quarter_curve_svg

DAYS = [date(2020, 1, 1), date(2020, 12, 31), date(2021, 12, 31), date(2022, 12, 31)]
NAN = float("nan")


def points(svg: str, tag: str) -> list[list[tuple[float, float]]]:
    """The points of each line or shape of a kind."""
    found = re.findall(rf'<{tag} points="([^"]+)"', svg)
    return [[tuple(map(float, one.split(","))) for one in line.split()] for line in found]


def test_a_value_stands_at_its_day_and_height():
    svg = quarter_curve_svg(DAYS, [0.0, 0.5, 0.5, 1.0], ("0 %", "100 %"), most=1.0)
    (line,) = points(svg, "polyline")
    base = HEIGHT - BOTTOM
    assert line[0] == (LEFT, base)
    assert line[-1] == (WIDTH - RIGHT, TOP)
    assert line[1][1] == (base + TOP) / 2
    # 2020 is a leap year: its last day is the 365th after the first, of 1,095 in all.
    assert line[1][0] == round(LEFT + 365 / 1095 * (WIDTH - LEFT - RIGHT), 1)
    assert not points(svg, "polygon")


def test_the_ribbon_stops_before_today_and_stays_in_the_scale():
    svg = quarter_curve_svg(DAYS, [0.0, 0.5, 0.5, 1.0], ("", ""), most=1.0, half_band=0.1)
    (ribbon,) = points(svg, "polygon")
    base, tall = HEIGHT - BOTTOM, HEIGHT - BOTTOM - TOP
    assert len(ribbon) == 6
    assert max(x for x, _ in ribbon) < WIDTH - RIGHT
    assert ribbon[-1] == (LEFT, base)
    assert ribbon[1][1] == round(base - 0.6 * tall, 1)
    assert ribbon[4][1] == round(base - 0.4 * tall, 1)


def test_what_is_missing_breaks_the_line():
    svg = quarter_curve_svg(DAYS, [0.2, NAN, 0.4, 0.5], ("a", "b"), most=1.0)
    first, second = points(svg, "polyline")
    assert (len(first), len(second)) == (1, 2)
    nothing = quarter_curve_svg(DAYS, [NAN] * 4, ("", ""), most=1.0)
    assert not points(nothing, "polyline")
    assert "<circle" not in nothing


def test_its_ends_are_written_escaped_and_years_have_ticks():
    svg = quarter_curve_svg(DAYS, [0.2, 0.3, 0.4, 0.5], ("<1>", "50 %"), most=1.0)
    assert "&lt;1&gt;" in svg
    assert [int(one) for one in re.findall(r">(20\d\d)<", svg)] == [2020, 2021, 2022]
    assert quarter_chart.WIDTH == 360
