"""The choices a score rests on, drawn within bounds, and the score each draw makes."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.special import gammaincinv, ndtri

from territory.indicators import DIMENSIONS
from territory.robustness.inputs import Floats, Inputs
from territory.scores.aggregate import AGGREGATIONS, GEOMETRIC_FLOOR_SCORE


@dataclass(frozen=True)
class Spread:
    """How far each choice may move.

    Parameters
    ----------
    concentration : float
        Of the Dirichlet law around the profile's weights: at 20 a weight of 0.45 has a standard
        deviation of 0.11.
    goalpost_share : float
        Each goalpost moves by up to this share of the span between the two.
    aggregations : tuple of str
        Drawn with equal chances. The non-compensatory one is not drawn by default: it asks another
        question (is anything bad here?), whose effect is told apart.
    """

    concentration: float = 20.0
    goalpost_share: float = 0.15
    aggregations: tuple[str, ...] = ("geometric", "arithmetic")


DEFAULT_SPREAD = Spread()
WIDEST_SPREAD = Spread(aggregations=tuple(AGGREGATIONS))


@dataclass(frozen=True)
class Choices:
    """The choices of some draws, one row a draw.

    Parameters
    ----------
    weights : array of shape (r, 3)
        Summing to 1.
    shift, stretch : array of shape (r, 3)
        What moved goalposts do to a dimension's score: ``stretch × (score − shift)``.
    aggregation : array of int, of shape (r,)
        Position in the aggregations drawn from.
    need : array of shape (r,)
        Common error of the need model, in standard errors.
    scarcity : array of int, of shape (r,)
        Position in the scarcities.
    """

    weights: Floats
    shift: Floats
    stretch: Floats
    aggregation: NDArray[np.int64]
    need: Floats
    scarcity: NDArray[np.int64]


def choices_of(uniform: NDArray[np.float64], inputs: Inputs, spread: Spread) -> Choices:
    """Turn uniform numbers into choices.

    Parameters
    ----------
    uniform : array of shape (r, 12)
        Between 0 and 1: three for weights, six for goalposts, one each for the others.
    inputs, spread
        What is varied, and how far.

    Notes
    -----
    Weights follow a Dirichlet law: ``w = g / Σ g``, each ``g`` a gamma variable whose shape is the
    concentration times the profile's weight; a weight of 0 stays 0. Goalposts move a score as
    ``100 (score − low) / (high − low)``, ``low`` and ``high`` being uniform around 0 and 100.
    """
    base = np.array([inputs.method.profile.weights[name] for name in DIMENSIONS], dtype=float)
    base /= base.sum()
    drawn = np.zeros((len(uniform), len(DIMENSIONS)))
    counted = base > 0
    # A Dirichlet law is independent gamma laws over their sum.
    drawn[:, counted] = gammaincinv(
        base[counted] * spread.concentration, np.clip(uniform[:, :3][:, counted], 1e-9, 1 - 1e-9)
    )
    weights = drawn / drawn.sum(axis=1, keepdims=True)
    low = (2 * uniform[:, 3:6] - 1) * spread.goalpost_share * 100
    high = 100 + (2 * uniform[:, 6:9] - 1) * spread.goalpost_share * 100
    return Choices(
        weights.astype(np.float32),
        low.astype(np.float32),
        (100 / (high - low)).astype(np.float32),
        np.minimum(
            (uniform[:, 9] * len(spread.aggregations)).astype(int), len(spread.aggregations) - 1
        ),
        ndtri(np.clip(uniform[:, 10], 1e-9, 1 - 1e-9)).astype(np.float32),
        np.minimum(
            (uniform[:, 11] * len(inputs.scarcities)).astype(int), len(inputs.scarcities) - 1
        ),
    )


def score_of_draw(
    inputs: Inputs,
    choices: Choices,
    draw: int,
    noise: Floats,
    names: Sequence[str],
    *,
    scarcities: Floats | None = None,
) -> Floats:
    """Return the scores of one draw.

    Parameters
    ----------
    inputs, choices
        What is varied, and the choices of all draws.
    draw : int
        Row of the choices.
    noise : array of shape (n,)
        Each commune's own error of need, in standard errors.
    names : sequence of str
        The aggregations drawn from.
    scarcities : array of shape (s, n), optional
        Scores of scarcity to take in place of the inputs' own: those of minutes drawn in their band.

    Returns
    -------
    array of shape (n,)
        Scores, 0–100.
    """
    dimensions = inputs.dimensions.copy()
    dimensions[:, 0] += inputs.need_sd * (choices.need[draw] * _COMMON + noise * _OWN)
    measured = inputs.scarcities if scarcities is None else scarcities
    dimensions[:, 1] = measured[choices.scarcity[draw]]
    dimensions -= choices.shift[draw]
    dimensions *= choices.stretch[draw]
    np.clip(dimensions, 0, 100, out=dimensions)
    return _aggregated(dimensions, choices.weights[draw], names[choices.aggregation[draw]])


# Half of the variance of the need model's error is shared by all communes (published rates, odds
# ratios, seed), half is each one's own: a rank is moved by the latter only.
_COMMON = np.float32(np.sqrt(0.5))
_OWN = np.float32(np.sqrt(0.5))


def _aggregated(dimensions: Floats, weights: Floats, aggregation: str) -> Floats:
    """Aggregate three columns; an unknown network leaves its weight to the others."""
    need, counters, network = dimensions.T
    unknown = np.isnan(network)
    heavy, light = weights[0] + weights[1], weights[2]
    if aggregation == "worst_of":
        worst = np.zeros(len(need), dtype=np.float32)
        for column, weight in zip((need, counters, network), weights, strict=True):
            if weight > 0:
                np.fmax(worst, column, out=worst)
        return worst
    floor = np.float32(GEOMETRIC_FLOOR_SCORE)
    span = np.float32(1 - GEOMETRIC_FLOOR_SCORE / 100)
    if aggregation == "geometric":
        # log2 and exp2 are the quick ones; the base does not matter.
        need, counters, network = (
            np.log2(floor + span * score) for score in (need, counters, network)
        )
    two = weights[0] * need + weights[1] * counters
    three = two + light * np.where(unknown, 0, network)
    mean: Floats = np.where(unknown, two / heavy if heavy > 0 else np.nan, three)
    if aggregation == "geometric":
        mean = np.clip((np.exp2(mean) - floor) / span, 0, 100)
    return mean
