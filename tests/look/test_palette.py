"""The nine colours and the hatch: distinct for every eye, readable under every word."""

from __future__ import annotations

import itertools

import numpy as np
import pytest
from numpy.typing import NDArray

from territory.look import palette

# Machado, Oliveira and Fernandes (2009), table 1, severity 1.0: on linear RGB.
DEFICIENCIES = {
    "none": np.eye(3),
    "protanopia": np.array(
        [
            [0.152286, 1.052583, -0.204868],
            [0.114503, 0.786281, 0.099216],
            [-0.003882, -0.048116, 1.051998],
        ]
    ),
    "deuteranopia": np.array(
        [
            [0.367322, 0.860646, -0.227968],
            [0.280085, 0.672501, 0.047413],
            [-0.011820, 0.042940, 0.968881],
        ]
    ),
    "tritanopia": np.array(
        [
            [1.255528, -0.076749, -0.178779],
            [-0.078411, 0.930809, 0.147602],
            [0.004733, 0.691367, 0.303900],
        ]
    ),
}
# sRGB to CIE XYZ (IEC 61966-2-1), and the D65 white.
TO_XYZ = np.array([[0.4124, 0.3576, 0.1805], [0.2126, 0.7152, 0.0722], [0.0193, 0.1192, 0.9505]])
WHITE = TO_XYZ.sum(axis=1)


def linear(colour: str) -> NDArray[np.float64]:
    channels = np.array([int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)])
    return np.where(channels <= 0.04045, channels / 12.92, ((channels + 0.055) / 1.055) ** 2.4)


def seen_lab(colour: str, deficiency: str) -> NDArray[np.float64]:
    seen = np.clip(DEFICIENCIES[deficiency] @ linear(colour), 0, 1)
    ratio = TO_XYZ @ seen / WHITE
    x, y, z = np.where(ratio > (6 / 29) ** 3, np.cbrt(ratio), ratio / (3 * (6 / 29) ** 2) + 4 / 29)
    return np.array([116 * y - 16, 500 * (x - y), 200 * (y - z)])


@pytest.mark.parametrize("deficiency", DEFICIENCIES)
def test_the_nine_classes_stay_distinct_for_every_eye(deficiency):
    # A difference of 10 in CIELAB is plain at a glance, of 2.3 just noticeable.
    smallest = min(
        np.linalg.norm(seen_lab(one, deficiency) - seen_lab(other, deficiency))
        for one, other in itertools.combinations(palette.BIVARIATE.values(), 2)
    )
    assert smallest > 15


@pytest.mark.parametrize("fixed_class", palette.CLASSES)
def test_a_higher_class_is_always_darker(fixed_class):
    for line in (
        [palette.BIVARIATE[fixed_class, one] for one in palette.CLASSES],
        [palette.BIVARIATE[one, fixed_class] for one in palette.CLASSES],
    ):
        lightness = [seen_lab(colour, "none")[0] for colour in line]
        assert lightness == sorted(lightness, reverse=True)


@pytest.mark.parametrize("deficiency", DEFICIENCIES)
@pytest.mark.parametrize("colours", [*palette.RAMPS.values(), palette.FRAGILE])
def test_the_classes_of_one_dimension_stay_distinct_for_every_eye(colours, deficiency):
    smallest = min(
        np.linalg.norm(seen_lab(one, deficiency) - seen_lab(other, deficiency))
        for one, other in itertools.combinations(colours, 2)
    )
    assert smallest > 10


@pytest.mark.parametrize("deficiency", DEFICIENCIES)
def test_the_worst_class_stands_out_for_every_eye_without_being_black(deficiency):
    worst = seen_lab(palette.BIVARIATE[3, 3], deficiency)
    others = [
        seen_lab(palette.BIVARIATE[key], deficiency) for key in palette.BIVARIATE if key != (3, 3)
    ]
    assert min(np.linalg.norm(worst - other) for other in others) > 30
    assert worst[0] > 14  # of 100: black is 0


def test_the_border_of_communes_is_seen_on_each_class():
    # The grey it was, #7d8794, was 1.15 on one of these nine; no grey is above 1.6 on all of them.
    lowest = min(palette.contrast(palette.BORDER, one) for one in palette.BIVARIATE.values())
    assert lowest > 1.35


def test_words_on_each_class_are_readable():
    # WCAG 2, level AA: 4.5 for text of normal size.
    for colour in palette.BIVARIATE.values():
        assert palette.contrast(palette.ink_on(colour), colour) >= 4.5


def test_words_beside_the_map_are_readable():
    for ink in (palette.INK, palette.SOFT_INK, palette.ACCENT):
        for paper in (palette.PAPER, palette.WASH):
            assert palette.contrast(ink, paper) >= 4.5


def test_a_missing_class_is_hatched_and_never_coloured():
    for classes in ((None, 1), (3, None), (None, None)):
        assert palette.class_fill(*classes) == "url(#no-data)"
    assert palette.HATCH not in palette.BIVARIATE.values()


@pytest.mark.parametrize("deficiency", DEFICIENCIES)
def test_minutes_more_and_minutes_less_stay_distinct_for_every_eye(deficiency):
    seen = [seen_lab(one, deficiency) for one in palette.DIFFERENCES]
    nearest = min(np.linalg.norm(one - other) for one, other in itertools.combinations(seen, 2))
    assert nearest > 10


def test_the_further_from_none_the_darker_on_both_sides():
    lightness = [seen_lab(one, "none")[0] for one in palette.DIFFERENCES]
    middle = len(lightness) // 2
    assert lightness[: middle + 1] == sorted(lightness[: middle + 1])
    assert lightness[middle:] == sorted(lightness[middle:], reverse=True)
