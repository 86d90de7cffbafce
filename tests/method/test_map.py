"""The map of what a method changes: each commune in one kind, the same as the tables name."""

from __future__ import annotations

import base64
import io
import re
from dataclasses import replace

import numpy as np
import pytest
from PIL import Image

from territory.country import Country
from territory.look import palette
from territory.maps import raster
from territory.maps.layers import NO_CLASS
from territory.messages import Words
from territory.method import effect_of
from territory.method.map import MOVES, moves_html, moves_of
from territory.scores import DEFAULT_METHOD, method_of

NEED_ONLY = method_of(weights="need=1")
UNKNOWN = ["48001", "48002"]


@pytest.fixture(scope="module")
def country(sample):
    """Return Lozère, with two communes whose need is unknown."""
    communes = sample.communes.copy()
    ages = [name for name in communes.columns if name.startswith("age_")]
    communes.loc[UNKNOWN, ages] = float("nan")
    return Country(replace(sample, communes=communes))


def moves_with(country, method):
    return moves_of(effect_of(country, method), country.tables.communes.index)


def test_the_map_shows_the_communes_the_tables_name(country):
    moves, effect = moves_with(country, NEED_ONLY), effect_of(country, NEED_ONLY)
    assert set(moves.index[moves == MOVES.index("enters")]) == set(effect.entering.index)
    assert set(moves.index[moves == MOVES.index("leaves")]) == set(effect.leaving.index)
    assert len(effect.entering)
    assert len(effect.leaving)
    # Apart from the app: the tenth of the scored communes of 50 adults or more.
    listed = country.ranked(NEED_ONLY)
    scores = listed.loc[listed["adult_people"] >= 50, "exposure_score"].dropna()
    # Several are at 100: those as exposed as the last of the tenth are of it.
    last = scores.sort_values(ascending=False).iloc[round(len(scores) / 10) - 1]
    worst = set(scores.index[scores >= last])
    shown = moves.index[moves.isin([MOVES.index("enters"), MOVES.index("stays")])]
    assert set(shown) == worst
    assert list(moves.index) == list(country.tables.communes.index)


def test_the_default_method_moves_nobody(country):
    moves = moves_with(country, DEFAULT_METHOD)
    assert set(moves) == {MOVES.index("elsewhere"), MOVES.index("stays"), NO_CLASS}


def test_a_commune_without_a_score_is_neither_in_nor_out(country):
    moves = moves_with(country, NEED_ONLY)
    assert list(moves.index[moves == NO_CLASS]) == UNKNOWN
    page = moves_html(raster.rasterise(country.tables.communes), moves, Words("en"))
    assert "without a score: 2" in page


def test_the_picture_holds_the_colours_of_the_legend_and_the_legend_the_counts(country):
    moves = moves_with(country, NEED_ONLY)
    page = moves_html(raster.rasterise(country.tables.communes), moves, Words("en"))
    (encoded,) = re.findall(r"data:image/png;base64,([^\"]+)", page)
    picture = Image.open(io.BytesIO(base64.b64decode(encoded))).convert("RGB")
    seen = {"#%02x%02x%02x" % one for _, one in picture.getcolors(1_000_000)}  # noqa: UP031
    for name in ("stays", "leaves", "enters"):
        assert palette.MOVES[name] in seen
        assert f": {int((moves == MOVES.index(name)).sum())}<" in page
    assert re.search(r'alt="[^"]+tables name them', page)


def test_the_colours_of_the_map_differ_in_grey():
    greys = [
        float(np.dot([int(one[i : i + 2], 16) for i in (1, 3, 5)], [0.299, 0.587, 0.114]))
        for one in palette.MOVES.values()
    ]
    ordered = sorted(greys)
    assert min(np.diff(ordered)) > 8
