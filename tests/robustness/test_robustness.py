"""Robustness: what must hold of any draws, and a plain version as an oracle."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from territory.illectronism import estimate
from territory.indicators import compute_indicators
from territory.robustness import (
    CHOICES,
    Spread,
    draw_ranks,
    prepare,
    scarcity_variants,
    sensitivity,
)
from territory.robustness.choices import Choices, score_of_draw
from territory.robustness.inputs import Inputs
from territory.robustness.ranks import rank_and_worst
from territory.scores import AGGREGATIONS, DEFAULT_METHOD, exposure

STILL = Spread(concentration=1e9, goalpost_share=0.0, aggregations=("geometric",))


def inputs_of(rows: list[tuple[float, float, float]], sd: float = 0.0) -> Inputs:
    dimensions = np.array(rows, dtype=np.float32)
    index = pd.Index([f"c{n}" for n in range(len(rows))])
    return Inputs(
        dimensions,
        np.full(len(rows), sd, np.float32),
        dimensions[:, 1][None, :],
        ("own",),
        index,
        DEFAULT_METHOD,
    )


def ladder(count: int = 50) -> list[tuple[float, float, float]]:
    return [(value, value, value) for value in np.linspace(1, 99, count)]


def test_without_uncertainty_a_rank_is_a_rank():
    found = draw_ranks(inputs_of(ladder()), draws=20, spread=STILL).communes
    assert found["low_rank"].tolist() == list(range(50, 0, -1))
    assert found["high_rank"].tolist() == list(range(50, 0, -1))
    assert found["worst_decile_probability_share"].tolist() == [0.0] * 45 + [1.0] * 5
    assert set(found["robustness_name"].tail(5)) == {"robust"}
    assert set(found["robustness_name"].head(45)) == {"outside"}


def test_the_worst_on_everything_is_first_whatever_the_choices():
    rows = [*ladder(49), (100.0, 100.0, 100.0)]
    found = draw_ranks(inputs_of(rows), draws=200).communes.iloc[-1]
    assert found["low_rank"] == 1
    assert found["worst_decile_probability_share"] == 1
    assert found["robustness_name"] == "robust"


def test_the_same_seed_gives_the_same_ranks_and_another_does_not():
    rng = np.random.default_rng(5)
    inputs = inputs_of([tuple(one) for one in rng.uniform(0, 100, (200, 3))], sd=8)
    one, same, other = (draw_ranks(inputs, draws=50, seed=seed).communes for seed in (1, 1, 2))
    pd.testing.assert_frame_equal(one, same)
    assert not one.equals(other)


def test_ranks_and_the_worst_equal_a_plain_ranking():
    # Independent tool: numpy's sort. Ranks are counted on classes 0.05 points wide.
    rng = np.random.default_rng(6)
    scores = rng.uniform(0, 100, 3000).astype(np.float32)
    rank, worst = rank_and_worst(scores, 300)
    order = np.argsort(-scores)
    assert set(np.flatnonzero(worst)) == set(order[:300])
    plain = np.empty(3000)
    plain[order] = np.arange(1, 3001)
    assert np.abs(rank - plain).max() <= 5


@pytest.mark.parametrize("aggregation", AGGREGATIONS)
def test_the_score_of_a_draw_is_the_score(aggregation):
    rng = np.random.default_rng(7)
    rows = rng.uniform(0, 100, (500, 3))
    rows[::7, 2] = np.nan
    inputs = inputs_of([tuple(one) for one in rows])
    weights = np.array([[0.3, 0.5, 0.2]], dtype=np.float32)
    still = Choices(
        weights,
        np.zeros((1, 3), np.float32),
        np.ones((1, 3), np.float32),
        np.array([0]),
        np.zeros(1, np.float32),
        np.array([0]),
    )
    made = score_of_draw(inputs, still, 0, np.zeros(500, np.float32), [aggregation])
    from territory.scores import Method, weigh

    method = Method(weigh({"need": 0.3, "counters": 0.5, "network": 0.2}), aggregation)
    frame = pd.DataFrame(rows, columns=["need", "counters", "network"])
    assert made == pytest.approx(exposure(frame, method).to_numpy(), abs=2e-3)


def test_a_commune_without_a_score_has_no_robustness(sample):
    indicators = compute_indicators(sample)
    indicators.iloc[4] = np.nan
    need = estimate(sample.communes)
    inputs = prepare(indicators, need)
    found = draw_ranks(inputs, indicators.index, draws=20).communes
    assert found.iloc[4].isna().all()
    few = need["adult_people"] < 50
    assert found[few].isna().all(axis=None)
    assert few.sum() == 11
    assert not few.iloc[4]
    assert found["low_rank"].notna().sum() == len(found) - 1 - 11
    assert (found["low_rank"] <= found["high_rank"]).dropna().all()


def test_each_profile_varies_the_question_it_asks(sample):
    from territory.scores import method_of

    indicators = compute_indicators(sample)
    far = scarcity_variants(sample, indicators)
    assert set(far) == {"nearest_any_counter_minutes", "nearest_full_week_counter_minutes"}
    hours = scarcity_variants(sample, indicators, method_of("supply_per_need"))
    assert len(hours) == 9
    assert all(name.startswith("hours_") for name in hours)
    both = scarcity_variants(sample, indicators, both=True)
    assert set(far) | set(hours) == set(both)
    for values in both.values():
        assert values.dropna().between(0, 100).all()


def test_what_is_not_varied_moves_nothing():
    rng = np.random.default_rng(8)
    inputs = inputs_of([tuple(one) for one in rng.uniform(0, 100, (300, 3))], sd=0.0)
    spread = Spread(goalpost_share=0.0, aggregations=("geometric",))
    shares = sensitivity(inputs, base_draws=64, spread=spread).shares
    assert list(shares.index) == list(CHOICES)
    for name in ("goalposts", "aggregation", "need", "scarcity"):
        assert shares.loc[name].tolist() == [0, 0]
    assert shares.loc["weights", "total_order_share"] == pytest.approx(1, abs=0.1)


def test_without_a_single_score_nothing_is_robust_and_nothing_fails(sample):
    indicators = compute_indicators(sample)
    indicators["nearest_counter_minutes"] = np.nan
    inputs = prepare(indicators, estimate(sample.communes))
    table = draw_ranks(inputs, indicators.index, draws=5).communes
    assert len(table) == 152
    assert table.isna().all(axis=None)
