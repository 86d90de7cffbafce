"""The curve of budgets: points where the figures are, the elbow ringed, nothing drawn of nothing."""

from __future__ import annotations

import re
from xml.etree import ElementTree

import pytest

from territory.look.budget_chart import BOTTOM, HEIGHT, TOP, budget_curve_svg


def points_of(svg):
    line = re.search(r'polyline points="([^"]*)"', svg)[1]
    return [tuple(map(float, one.split(","))) for one in line.split()]


def test_the_curve_starts_at_nothing_and_ends_at_the_most():
    svg = budget_curve_svg([50.0, 75.0, 100.0], ["50", "75", "100"], chosen=2, elbow=1)
    heights = [y for _, y in points_of(svg)]
    base, top = HEIGHT - BOTTOM, TOP
    assert heights == pytest.approx(
        [base, (base + top) / 2, base - 0.75 * (base - top), top], abs=0.06
    )
    assert svg.count('stroke-width="1.5"/>') == 2  # the line and the ring
    assert ">100</text>" in svg
    assert ">75</text>" in svg
    ElementTree.fromstring(svg)


def test_what_budgets_leave_has_no_point_for_no_place():
    svg = budget_curve_svg([30.0, 20.0], ["a<b", "20"], chosen=1, starts_at_zero=False)
    assert len(points_of(svg)) == 2
    assert "a&lt;b" in svg


def test_a_budget_beyond_the_curve_marks_its_end():
    svg = budget_curve_svg([30.0], ["30"], chosen=5)
    assert ">30</text>" in svg
    ElementTree.fromstring(svg)
