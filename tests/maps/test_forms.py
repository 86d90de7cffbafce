"""Forms: each place its own, told without colour."""

from __future__ import annotations

import re
from urllib.parse import unquote
from xml.etree import ElementTree

import pandas as pd
import pytest

from territory.look import palette
from territory.maps import forms

COUNTERS = pd.DataFrame(
    {
        "is_itinerant": pd.array([False, False, True, None, False, False], dtype="boolean"),
        "double_of_code": [None] * 6,
        "counter_kind_name": ["principal", "antenna", "bus", "unknown", "multisite", "principal"],
        "is_open_saturday": pd.array([False, True, False, None, None, None], dtype="boolean"),
        "weekly_hours": [24.0, 12.0, 8.0, None, None, 6.0],
    },
    index=list("abcdef"),
)


def test_what_a_counter_is_gives_its_outline_and_when_it_opens_fills_it():
    assert forms.forms_of(COUNTERS) == [
        "fixed weekdays",
        "antenna saturday",
        "itinerant weekdays",
        "unknown hours_unknown",
        "fixed hours_unknown",
        # Hours are known, Saturday is not: nobody can count on it.
        "fixed weekdays",
    ]


def test_every_counter_of_the_sample_has_a_form_that_is_drawn(sample):
    assert set(forms.forms_of(sample.counters)) <= set(forms.every_form())


def test_no_two_forms_are_the_same_once_colours_are_taken_away():
    def outline_and_fill(drawing: str) -> str:
        """Keep the shapes, their dashes, and whether each is filled with ink or with paper."""
        inks = drawing.replace(palette.ACCENT, "ink").replace(palette.INK, "ink")
        inks = inks.replace(palette.SOFT_INK, "ink")
        return re.sub(r' stroke="[^"]*"', "", inks)

    drawn = [outline_and_fill(one) for one in forms.every_form().values()]
    assert len(set(drawn)) == len(drawn) == 15


@pytest.mark.parametrize("name", forms.every_form())
def test_a_form_is_a_picture_of_its_own(name):
    address = forms.picture_address(forms.every_form()[name])
    picture = ElementTree.fromstring(unquote(address.removeprefix("data:image/svg+xml,")))
    assert picture.tag == "{http://www.w3.org/2000/svg}svg"
    assert len(picture) >= 2


@pytest.mark.parametrize("name", forms.every_form())
def test_a_form_stands_on_a_halo_of_paper(name):
    first = forms.every_form()[name].split("/>")[0]
    assert first.count(palette.PAPER) == 2
