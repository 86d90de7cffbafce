"""What a grey print makes of the colours: no two classes of a map are one."""

from __future__ import annotations

import itertools
from collections.abc import Callable

import pytest
from PIL import Image

from territory.look import palette

# Of 255: two greys less apart than this are hard to tell from one another in small shapes.
LEAST_APART = 12


def luma(colour: str, weights: tuple[float, float, float]) -> float:
    return sum(weight * one for weight, one in zip(weights, palette.rgb(colour), strict=True))


def as_a_printer(colour: str) -> float:
    """ITU-R BT.601, what PostScript and most drivers of printers do."""
    return luma(colour, (0.299, 0.587, 0.114))


def as_a_screen(colour: str) -> float:
    """ITU-R BT.709 on the values as they are, what browsers' grey filter does."""
    return luma(colour, (0.2126, 0.7152, 0.0722))


def as_a_camera(colour: str) -> float:
    """The grey of the same luminance, as colour-managed software makes it."""
    # Against black the contrast of WCAG is (luminance + 0.05) / 0.05.
    light = 0.05 * palette.contrast(colour, "#000000") - 0.05
    encoded = 12.92 * light if light <= 0.0031308 else 1.055 * light ** (1 / 2.4) - 0.055
    return 255 * encoded


def smallest_step(colours, grey_of: Callable[[str], float]) -> float:
    greys = sorted(map(grey_of, colours))
    return min(high - low for low, high in itertools.pairwise(greys))


@pytest.mark.parametrize("grey_of", [as_a_printer, as_a_screen, as_a_camera])
def test_the_nine_classes_are_nine_greys(grey_of):
    assert smallest_step(palette.BIVARIATE.values(), grey_of) >= LEAST_APART


@pytest.mark.parametrize("grey_of", [as_a_printer, as_a_screen, as_a_camera])
@pytest.mark.parametrize(
    "colours",
    [*palette.RAMPS.values(), palette.FRAGILE, palette.CERTAINTY, palette.KNOWN, palette.CONTEXT],
)
def test_the_classes_of_a_list_are_as_many_greys(grey_of, colours):
    assert smallest_step(colours, grey_of) >= LEAST_APART


def test_the_greys_are_those_of_an_independent_program():
    # Pillow's conversion to "L" is BT.601, rounded.
    for colour in palette.BIVARIATE.values():
        pixel = Image.new("RGB", (1, 1), colour).convert("L").getpixel((0, 0))
        assert pixel == pytest.approx(as_a_printer(colour), abs=1)


def test_a_palette_whose_greys_meet_is_caught():
    # Brewer's two schemes as published: the middle grey and the amber are one.
    published = {**palette.BIVARIATE, (2, 2): "#b3b3b3", (3, 1): "#f3b300"}
    assert smallest_step(published.values(), as_a_printer) < 2
