"""Ways of making one score of several, over what is known."""

from __future__ import annotations

from collections.abc import Callable
from types import MappingProxyType

import numpy as np
from numpy.typing import NDArray

from territory.tables.completeness import is_known_enough

Floats = NDArray[np.floating]

GEOMETRIC_FLOOR_SCORE = 10.0


def known_weights(scores: Floats, weights: Floats) -> tuple[Floats, Floats]:
    """Return each row's weights over what it knows, summing to 1, and the share of weight known.

    Parameters
    ----------
    scores : array of shape (n, k)
        0–100, NaN where unknown.
    weights : array of shape (k,)
        Relative.
    """
    is_known = ~np.isnan(scores)
    weight = np.where(is_known, weights, 0.0)
    total = weight.sum(axis=1, keepdims=True)
    relative = np.divide(weight, total, out=np.zeros_like(weight), where=total > 0)
    return relative, total[:, 0] / float(weights.sum())


def arithmetic(scores: Floats, relative: Floats) -> Floats:
    """Return the weighted mean: what is good makes up for what is bad."""
    mean: Floats = (np.nan_to_num(scores) * relative).sum(axis=1)
    return mean


def geometric(scores: Floats, relative: Floats) -> Floats:
    """Return the weighted geometric mean: what is good makes up for little.

    Notes
    -----
    A score of 0 would annihilate the product, so scores are lifted to `GEOMETRIC_FLOOR_SCORE`…100
    before the mean and lowered back after it: 0 everywhere stays 0, 100 everywhere stays 100, and
    the order is kept. OECD/JRC Handbook on Constructing Composite Indicators (2008), 6.
    """
    floor, span = GEOMETRIC_FLOOR_SCORE, 1 - GEOMETRIC_FLOOR_SCORE / 100
    logs = np.log(floor + span * np.nan_to_num(scores)) * relative
    lifted = np.exp(logs.sum(axis=1))
    mean: Floats = np.clip((lifted - floor) / span, 0, 100)
    return mean


def worst_of(scores: Floats, relative: Floats) -> Floats:
    """Return the worst of the dimensions that weigh something: nothing makes up for it.

    Notes
    -----
    A weight only says whether a dimension counts, not how much: that is what non-compensatory
    means here.
    """
    counted = np.where(relative > 0, np.nan_to_num(scores, nan=0.0), 0.0)
    worst: Floats = counted.max(axis=1)
    return worst


AGGREGATIONS: MappingProxyType[str, Callable[[Floats, Floats], Floats]] = MappingProxyType(
    {"geometric": geometric, "arithmetic": arithmetic, "worst_of": worst_of}
)
DEFAULT_AGGREGATION = "geometric"


def aggregate(scores: Floats, weights: Floats, aggregation: str) -> tuple[Floats, Floats]:
    """Return one score a row and the share of the weight known.

    A row is missing when under two thirds of the weight is known.
    """
    relative, known_share = known_weights(scores, weights)
    made = AGGREGATIONS[aggregation](scores, relative)
    return np.where(is_known_enough(known_share), made, np.nan), known_share
