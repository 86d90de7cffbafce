"""The drawings of a portrait on a photocopy: what colours tell apart, greys or forms tell apart too."""

from __future__ import annotations

import itertools
import re

import pytest

from territory.look import charts
from territory.messages import Words
from territory.portrait import gaps
from territory.territories import read_territory


def grey(colour: str) -> float:
    red, green, blue = bytes.fromhex(colour[1:7])
    return 0.299 * red + 0.587 * green + 0.114 * blue


@pytest.fixture(scope="module")
def drawn(portrait_of) -> list[str]:
    portrait = portrait_of("48095", "fr")
    figures = [one for part in portrait.sections for one in part.blocks if one.kind == "figure"]
    return [portrait.locator.svg, *(one.svg for one in figures)]


def test_the_territory_stands_out_of_its_locator(drawn):
    fills = set(re.findall(r'<path d="[^"]+" fill="(#\w{6})"', drawn[0]))
    (around, own) = sorted(fills, key=grey, reverse=True)
    assert grey(around) - grey(own) >= 100


def test_bars_above_and_below_the_nation_are_two_greys_and_two_sides(maker):
    figures = maker.figures(read_territory("48095"))
    bars = re.findall(r'height="16" fill="(#\w{6})"', gaps.gaps_svg(figures, Words("fr")))
    greys = sorted({grey(one) for one in bars})
    assert len(greys) == 2
    assert greys[1] - greys[0] >= 40


def test_classes_of_the_map_on_the_first_page_are_nine_greys(drawn):
    cells = re.findall(r'<rect [^>]*height="31.5" fill="(#\w{6})"', drawn[1])
    assert len(set(cells)) == 9
    greys = sorted(map(grey, cells))
    assert min(high - low for low, high in itertools.pairwise(greys)) >= 12


def test_territories_on_strips_are_told_by_their_form():
    assert len({form for form, _ in charts.SIGNS}) == len(charts.SIGNS)
