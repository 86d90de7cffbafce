"""Joint cells of age × diploma × household, by iterative proportional fitting.

Deming and Stephan (1940). A fitted table is the seed times one factor a level of each margin, so
only the factors are kept: 15 numbers a commune instead of 125, and each pass is a small matrix
product over all communes at once.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from territory.illectronism.facts import CELLS_COUNT, SHAPE, Array

TOLERANCE = 1e-7
MOST_PASSES = 500
BLOCK = 2048
DONE_SHARE = 0.2  # communes done before they are set aside: below, copying costs more


@dataclass(frozen=True)
class Factors:
    """The factors of the fitted tables, one row a commune.

    Parameters
    ----------
    age, diploma, household : array of shape (n, 5)
        A cell is ``seed[a, d, h] * age[a] * diploma[d] * household[h]``.
    worst : float
        Largest gap left between a margin and its target, as a share of the people.
    """

    age: Array
    diploma: Array
    household: Array
    worst: float


def fit_factors(
    seed: Array,
    margins: Sequence[Array],
    start: Factors | None = None,
    tolerance: float = TOLERANCE,
) -> Factors:
    """Fit the seed to the margins of each commune.

    Parameters
    ----------
    seed : array of shape (5, 5, 5)
        Associations; positive.
    margins : three arrays of shape (n, 5)
        Target shares by age, by diploma and by household, each row summing to 1.
    start : Factors, optional
        Factors to start from, of a near-by problem.
    tolerance : float
        Largest gap allowed between a margin and its target.

    Examples
    --------
    >>> fifth = np.full((1, 5), 0.2)
    >>> round(float(cells_of(np.ones(SHAPE), fit_factors(np.ones(SHAPE), [fifth] * 3))[0, 0]), 6)
    0.008
    """
    # Levels first, communes last, some thousands at a time: each pass runs along fast memory.
    factors = np.ones((3, SHAPE[0], len(margins[0])))
    if start is not None:
        factors[:] = start.age.T, start.diploma.T, start.household.T
    targets = np.stack([margin.T for margin in margins])
    by_level = [np.moveaxis(seed, axis, 0).reshape(SHAPE[axis], -1) for axis in range(3)]
    worst = 0.0
    for first in range(0, len(margins[0]), BLOCK):
        block = slice(first, first + BLOCK)
        worst = max(
            worst, _fit_block(by_level, targets[:, :, block], factors[:, :, block], tolerance)
        )
    return Factors(factors[0].T, factors[1].T, factors[2].T, worst)


def _fit_block(by_level: list[Array], targets: Array, factors: Array, tolerance: float) -> float:
    """Fit the factors of some communes in place, and return the largest gap left."""
    active = np.arange(factors.shape[2])
    is_kept = np.zeros(len(active), dtype=bool)
    a, d, h = factors.copy()
    gap = np.zeros(0)
    for _ in range(MOST_PASSES):
        seen = by_level[0] @ _outer(d, h)
        gap = _gap(seen * a, targets[0])
        a = _divide(targets[0], seen)
        d = _divide(targets[1], by_level[1] @ _outer(a, h))
        seen = by_level[2] @ _outer(a, d)
        gap = np.maximum(gap, _gap(seen * h, targets[2]))
        h = _divide(targets[2], seen)
        # A commune keeps the factors of its own last pass, whichever communes are beside it.
        is_new = (gap <= tolerance) & ~is_kept
        factors[:, :, active[is_new]] = a[:, is_new], d[:, is_new], h[:, is_new]
        is_kept |= is_new
        if is_kept.all():
            break
        if is_kept.mean() > DONE_SHARE:
            going = ~is_kept
            active, targets, is_kept = active[going], targets[:, :, going], is_kept[going]
            a, d, h = a[:, going], d[:, going], h[:, going]
    else:
        factors[:, :, active[~is_kept]] = a[:, ~is_kept], d[:, ~is_kept], h[:, ~is_kept]
    return float(gap.max(initial=0.0))


def _gap(found: Array, target: Array) -> Array:
    return np.asarray(np.abs(found - target).max(axis=0))


def cells_of(seed: Array, factors: Factors, rows: slice | NDArray[np.intp] = slice(None)) -> Array:
    """Return the fitted tables of some communes.

    Returns
    -------
    array of shape (n, 125)
        Shares of the people of a commune, in the order of ``seed.ravel()``.
    """
    age, diploma, household = (
        np.ascontiguousarray(factor[rows].T)
        for factor in (factors.age, factors.diploma, factors.household)
    )
    cells = _outer(_outer(age, diploma), household)
    cells *= seed.reshape(CELLS_COUNT, 1)
    return np.ascontiguousarray(cells.T)


def _outer(left: Array, right: Array) -> Array:
    return np.asarray((left[:, None, :] * right[None, :, :]).reshape(-1, left.shape[1]))


def _divide(target: Array, found: Array) -> Array:
    """Divide, 0 where nobody is wanted: an empty margin keeps its cells empty."""
    return np.divide(target, found, out=np.zeros_like(found), where=target > 0)
