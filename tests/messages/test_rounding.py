"""Modelled people are never written with more figures than are known."""

from __future__ import annotations

import math

from hypothesis import given
from hypothesis import strategies as st

from territory.messages.rounding import rounded_estimate, rounded_people


@given(st.floats(0, 7e7), st.floats(0, 1e6), st.floats(0, 1e6))
def test_a_rounded_count_stays_within_a_twentieth_of_its_interval(people, below, above):
    low, high = max(0.0, people - below), people + above
    width = max(high - low, 1.0)
    assert abs(rounded_people(people, low, high) - people) <= max(0.5, width / 20) + 1e-6


@given(st.floats(10, 7e7))
def test_an_estimate_without_interval_keeps_two_figures(people):
    shown = rounded_estimate(people)
    assert len(str(int(shown)).rstrip("0")) <= 2
    assert abs(shown - people) <= people / 20 + 1e-6


def test_what_is_unknown_stays_unknown():
    assert math.isnan(rounded_people(math.nan, 1.0, 2.0))
    assert math.isnan(rounded_estimate(math.nan))
    # Without an interval there is nothing to round by.
    assert rounded_people(1243.4, math.nan, math.nan) == 1243.4
