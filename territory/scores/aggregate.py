"""Aggregation: one score from several, over the components that are known.

Compensation falls from one way to the next: full (arithmetic), partial (geometric), none (worst of).
See OECD/JRC, *Handbook on Constructing Composite Indicators* (2008), step 6.
"""

from __future__ import annotations

from collections.abc import Callable
from types import MappingProxyType

import numpy as np
from numpy.typing import NDArray

from territory.known import is_known_enough

Floats = NDArray[np.floating]

GEOMETRIC_FLOOR_SCORE = 10.0


def known_weights(scores: Floats, weights: Floats) -> tuple[Floats, Floats]:
    """Return each row's weights over its known components, summing to 1, and the share of weight known.

    Parameters
    ----------
    scores : array of shape (n, k)
        0–100, NaN where unknown.
    weights : array of shape (k,)
        Relative.

    Returns
    -------
    relative : array of shape (n, k)
        0 where the component is unknown.
    known_share : array of shape (n,)
    """
    is_known = ~np.isnan(scores)
    weight = np.where(is_known, weights, 0.0)
    total = weight.sum(axis=1, keepdims=True)
    relative = np.divide(weight, total, out=np.zeros_like(weight), where=total > 0)
    return relative, total[:, 0] / float(weights.sum())


def arithmetic(scores: Floats, relative: Floats) -> Floats:
    """Return the weighted arithmetic mean: a low component fully compensates a high one.

    Notes
    -----
    ``Σ_k w_k s_k``, the weights of known components summing to 1.
    """
    mean: Floats = (np.nan_to_num(scores) * relative).sum(axis=1)
    return mean


def geometric(scores: Floats, relative: Floats) -> Floats:
    """Return the weighted geometric mean: a low component compensates a high one in part.

    Notes
    -----
    ``(Π_k (f + (1 − f/100) s_k)^w_k − f) / (1 − f/100)``, with ``f`` = `GEOMETRIC_FLOOR_SCORE`. A single
    score of 0 would make a plain product 0, so scores are rescaled to ``f``–100 before the mean and
    back after it: 0 everywhere gives 0, 100 everywhere 100, and a higher component never a lower mean.
    Geometric aggregation: OECD/JRC (2008), step 6; used by the Human Development Index since 2010.

    Examples
    --------
    ``√(10 × 100) = 31.62``, rescaled back: ``(31.62 − 10) / 0.9``.

    >>> geometric(np.array([[0.0, 100.0]]), np.array([[0.5, 0.5]])).round(2).tolist()
    [24.03]
    """
    floor, span = GEOMETRIC_FLOOR_SCORE, 1 - GEOMETRIC_FLOOR_SCORE / 100
    logs = np.log(floor + span * np.nan_to_num(scores)) * relative
    lifted = np.exp(logs.sum(axis=1))
    mean: Floats = np.clip((lifted - floor) / span, 0, 100)
    return mean


def worst_of(scores: Floats, relative: Floats) -> Floats:
    """Return the highest component whose weight is not 0: nothing compensates it.

    Notes
    -----
    ``max_k {s_k : w_k > 0}``: a weight only says whether a component counts (non-compensatory
    aggregation).
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

    Parameters
    ----------
    scores : array of shape (n, k)
        0–100, NaN where unknown.
    weights : array of shape (k,)
        Relative.
    aggregation : str
        One of `AGGREGATIONS`.

    Returns
    -------
    scores, known_share : arrays of shape (n,)
        The score is missing where under two thirds of the weight is known.
    """
    relative, known_share = known_weights(scores, weights)
    combined = AGGREGATIONS[aggregation](scores, relative)
    return np.where(is_known_enough(known_share), combined, np.nan), known_share
