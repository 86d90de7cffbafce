"""Ranks draw minutes inside their band: the same draws whatever the tables, numbers by hand."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from territory.indicators.minutes_band import MinutesByLevel
from territory.robustness import draw_ranks
from territory.robustness.inputs import Inputs
from territory.robustness.minutes_draws import (
    BAND_DRAWS,
    band_bounds,
    band_shares,
    drawn_scarcities,
)
from territory.scores import DEFAULT_METHOD, method_of
from tests.robustness.test_robustness import STILL

CODES = pd.Index([f"{48000 + n}" for n in range(400)])


def test_each_commune_takes_each_slice_of_its_band_once():
    shares = band_shares(CODES, 1)
    middles = (np.arange(BAND_DRAWS) + 0.5) / BAND_DRAWS
    assert (np.sort(shares, axis=0) == middles[:, None]).all()


def test_the_draws_of_a_commune_do_not_depend_on_the_others():
    alone = band_shares(CODES[[37]], 1)[:, 0]
    assert (band_shares(CODES, 1)[:, 37] == alone).all()
    assert (band_shares(CODES[::-1], 1)[:, -38] == alone).all()
    assert not (band_shares(CODES, 2)[:, 37] == alone).all()


def test_communes_are_drawn_independently():
    shares = band_shares(CODES, 1)
    between = np.corrcoef(shares.T)[np.triu_indices(len(CODES), 1)]
    # 79,800 pairs of independent series of 64: mean 0 (a drift of 0.002 is 4 deviations), spread 1/√63.
    assert abs(between.mean()) < 0.002
    assert between.std() == pytest.approx(1 / np.sqrt(63), rel=0.05)


def test_scores_are_those_of_minutes_between_the_quantiles_and_other_measures_are_kept():
    index = pd.Index(["48001", "48002"])
    minutes = np.array([[2.02, 20.0], [11.01, 11.01]])  # scores 0 to 100, and 50
    bounds = {"own": MinutesByLevel((0.0, 1.0), minutes, index)}
    scarcities = np.array([[1, 2], [3, 4]], dtype=np.float32)
    made = drawn_scarcities(scarcities, ("own", "hours_step_20"), index, bounds, 5)
    assert made.shape == (BAND_DRAWS, 2, 2)
    # The score is linear between the goalposts: the share itself, times 100.
    assert made[:, 0, 0] == pytest.approx(100 * band_shares(index, 5)[:, 0], abs=1e-4)
    assert made[:, 0, 1] == pytest.approx(50)
    assert (made[:, 1] == scarcities[1]).all()


def ladder(width: float) -> Inputs:
    """Return communes 1 to 50, the last the farthest, each `width` minutes wide on both sides."""
    score = np.linspace(10, 90, 50, dtype=np.float32)
    index = CODES[:50]
    minutes = 2.02 + 0.1798 * score.astype(float)
    bounds = {
        "own": MinutesByLevel(
            (0.0, 1.0), np.column_stack([minutes - width, minutes + width]), index
        )
    }
    dimensions = np.column_stack([np.full(50, 50, np.float32), score, np.full(50, 50, np.float32)])
    return Inputs(
        dimensions,
        np.zeros(50, np.float32),
        score[None, :],
        ("own",),
        index,
        DEFAULT_METHOD,
        bounds,
    )


def test_a_band_without_width_moves_no_rank_and_a_wider_one_moves_more():
    ranks = [draw_ranks(ladder(width), draws=192, spread=STILL).communes for width in (0, 1, 3)]
    wide = [(one["high_rank"] - one["low_rank"]).mean() for one in ranks]
    assert wide[0] == 0
    assert ranks[0]["low_rank"].tolist() == list(range(50, 0, -1))
    assert 0 < wide[1] < wide[2]
    pd.testing.assert_frame_equal(ranks[2], draw_ranks(ladder(3), draws=192, spread=STILL).communes)


def test_only_a_question_of_minutes_has_a_band(sample):
    names = ("nearest_any_counter_minutes", "hours_step_20")
    assert set(band_bounds(sample, DEFAULT_METHOD, names)) == {"own", names[0]}
    assert band_bounds(sample, method_of("supply_per_need"), ("hours_step_20",)) == {}
