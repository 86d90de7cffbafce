"""Joint cells of age × diploma × household × position, by iterative proportional fitting.

Deming and Stephan (1940). The seed is a product, ``seed[a, d, h, p] = household[a, d, h] ×
position[a, d, p]``: given age and diploma, who lives with whom says nothing of one's position. A fitted
table is the seed times one factor a level of each margin, so only the factors are kept, 22 numbers a
commune instead of 875, and each pass is a few small matrix products over all communes at once.
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
AGES_DIPLOMAS = SHAPE[0] * SHAPE[1]


@dataclass(frozen=True)
class Seed:
    """Associations of the cells; positive.

    Parameters
    ----------
    household : array of shape (5, 5, 5)
        Of age, diploma and household.
    position : array of shape (5, 5, 7)
        Of age, diploma and position.
    """

    household: Array
    position: Array

    @property
    def table(self) -> Array:
        """All cells; shape (875,)."""
        whole = self.household[:, :, :, None] * self.position[:, :, None, :]
        return np.asarray(whole.reshape(CELLS_COUNT))


@dataclass(frozen=True)
class Factors:
    """The factors of the fitted tables, one row a commune.

    Parameters
    ----------
    age, diploma, household : array of shape (n, 5)
    position : array of shape (n, 7)
        A cell is ``seed[a, d, h, p] * age[a] * diploma[d] * household[h] * position[p]``.
    worst : float
        Largest gap left between a margin and its target, as a share of the people.
    """

    age: Array
    diploma: Array
    household: Array
    position: Array
    worst: float

    @property
    def all(self) -> tuple[Array, Array, Array, Array]:
        """The four arrays, in the order of the margins."""
        return self.age, self.diploma, self.household, self.position


def fit_factors(
    seed: Seed,
    margins: Sequence[Array],
    start: Factors | None = None,
    tolerance: float = TOLERANCE,
) -> Factors:
    """Fit the seed to the margins of each commune.

    Parameters
    ----------
    seed : Seed
    margins : four arrays of shape (n, 5), (n, 5), (n, 5) and (n, 7)
        Target shares by age, diploma, household and position, each row summing to 1. A row of
        positions that is missing is not fitted: the factors of `start` stay, and the positions are
        those that ages and diplomas imply.
    start : Factors, optional
        Factors to start from, of a near-by problem.
    tolerance : float
        Largest gap allowed between a margin and its target.

    Examples
    --------
    >>> even = [np.full((1, count), 1 / count) for count in SHAPE]
    >>> flat = Seed(np.ones(SHAPE[:3]), np.ones((5, 5, 7)))
    >>> bool(np.allclose(cells_of(flat, fit_factors(flat, even)), 1 / 875))
    True
    """
    n = len(margins[0])
    # Levels first, communes last, some thousands at a time: each pass runs along fast memory.
    targets = [np.ascontiguousarray(margin.T) for margin in margins]
    factors = (
        [np.ones((count, n)) for count in SHAPE]
        if start is None
        else [np.array(factor.T, order="C") for factor in start.all]  # a copy: the start stays
    )
    tables = (
        seed.household.reshape(AGES_DIPLOMAS, SHAPE[2]),
        seed.position.reshape(AGES_DIPLOMAS, SHAPE[3]),
    )
    has_position = ~np.isnan(targets[3][0])
    worst = 0.0
    for is_fitted in (True, False):
        rows = np.flatnonzero(has_position == is_fitted)
        for first in range(0, len(rows), BLOCK):
            block = rows[first : first + BLOCK]
            fitted, gap = _fit_block(
                tables,
                [target[:, block] for target in targets],
                [factor[:, block] for factor in factors],
                tolerance,
                with_positions=is_fitted,
            )
            for factor, values in zip(factors, fitted, strict=True):
                factor[:, block] = values
            worst = max(worst, gap)
    age, diploma, household, position = (factor.T for factor in factors)
    return Factors(age, diploma, household, position, worst)


def _fit_block(
    tables: tuple[Array, Array],
    targets: list[Array],
    start: list[Array],
    tolerance: float,
    *,
    with_positions: bool,
) -> tuple[list[Array], float]:
    """Return the factors of some communes, and the largest gap left."""
    by_household, by_position = tables
    factors = [factor.copy() for factor in start]
    active = np.arange(factors[0].shape[1])
    is_kept = np.zeros(len(active), dtype=bool)
    a, d, h, p = (factor.copy() for factor in factors)
    gap = np.zeros(0)
    positions = by_position @ p
    for _ in range(MOST_PASSES):
        households = by_household @ h
        inner = _square(households * positions)
        seen = (inner * d[None]).sum(axis=1)
        gap = _gap(seen * a, targets[0])
        a = _divide(targets[0], seen)
        d = _divide(targets[1], (inner * a[:, None]).sum(axis=0))
        both = (a[:, None] * d[None]).reshape(AGES_DIPLOMAS, -1)
        seen = by_household.T @ (both * positions)
        gap = np.maximum(gap, _gap(seen * h, targets[2]))
        h = _divide(targets[2], seen)
        if with_positions:
            seen = by_position.T @ (both * (by_household @ h))
            gap = np.maximum(gap, _gap(seen * p, targets[3]))
            p = _divide(targets[3], seen)
            positions = by_position @ p
        # A commune keeps the factors of its own last pass, whichever communes are beside it.
        is_new = (gap <= tolerance) & ~is_kept
        for factor, values in zip(factors, (a, d, h, p), strict=True):
            factor[:, active[is_new]] = values[:, is_new]
        is_kept |= is_new
        if is_kept.all():
            break
        if is_kept.mean() > DONE_SHARE:
            going = ~is_kept
            active, is_kept = active[going], is_kept[going]
            targets = [target[:, going] for target in targets]
            a, d, h, p, positions = (values[:, going] for values in (a, d, h, p, positions))
    else:
        for factor, values in zip(factors, (a, d, h, p), strict=True):
            factor[:, active[~is_kept]] = values[:, ~is_kept]
    return factors, float(gap.max(initial=0.0))


def _square(table: Array) -> Array:
    return table.reshape(SHAPE[0], SHAPE[1], -1)


def _gap(found: Array, target: Array) -> Array:
    return np.asarray(np.abs(found - target).max(axis=0))


def cells_of(
    seed: Seed,
    factors: Factors,
    rows: slice | NDArray[np.intp] = slice(None),
    dtype: type[np.floating] = np.float64,
) -> NDArray[np.floating]:
    """Return the fitted tables of some communes.

    Parameters
    ----------
    rows : slice or array of int
        Which communes.
    dtype : type
        ``np.float32`` halves the memory where six digits are enough.

    Returns
    -------
    array of shape (n, 875)
        Shares of the people of a commune, ages varying slowest, positions fastest.
    """
    age, diploma, household, position = (factor[rows] for factor in factors.all)
    n = len(age)
    both = (age[:, :, None] * diploma[:, None, :]).reshape(n, AGES_DIPLOMAS, 1)
    households = both * (seed.household.reshape(1, AGES_DIPLOMAS, SHAPE[2]) * household[:, None, :])
    positions = seed.position.reshape(1, AGES_DIPLOMAS, SHAPE[3]) * position[:, None, :]
    cells = np.empty((n, AGES_DIPLOMAS, SHAPE[2], SHAPE[3]), dtype=dtype)
    np.multiply(
        households.astype(dtype)[..., None], positions.astype(dtype)[:, :, None, :], out=cells
    )
    return cells.reshape(n, CELLS_COUNT)


def sums_over_cells(seed: Seed, factors: Factors, rows: NDArray[np.intp], values: Array) -> Array:
    """Return Σ cell × value of some communes, without making their cells.

    Parameters
    ----------
    rows : array of int
        Which communes.
    values : array of shape (875,)
        The same for all of them.

    Returns
    -------
    array of shape (n,)
    """
    age, diploma, household, position = (factor[rows] for factor in factors.all)
    by_household = seed.household.reshape(AGES_DIPLOMAS, SHAPE[2])
    by_position = seed.position.reshape(AGES_DIPLOMAS, SHAPE[3])
    table = values.reshape(AGES_DIPLOMAS, SHAPE[2], SHAPE[3])
    total = np.zeros(len(rows))
    for both in range(AGES_DIPLOMAS):
        level, diploma_level = divmod(both, SHAPE[1])
        inner = (household @ (by_household[both, :, None] * table[both])) * position
        total += age[:, level] * diploma[:, diploma_level] * (inner @ by_position[both])
    return total


def implied_positions(seed: Seed, factors: Factors) -> Array:
    """Return the shares by position of the fitted tables; shape (n, 7)."""
    households = factors.household @ seed.household.reshape(AGES_DIPLOMAS, SHAPE[2]).T
    both = (factors.age[:, :, None] * factors.diploma[:, None, :]).reshape(-1, AGES_DIPLOMAS)
    seen = (both * households) @ seed.position.reshape(AGES_DIPLOMAS, SHAPE[3])
    return np.asarray(seen * factors.position)


def rake(table: Array, margins: Sequence[Array], passes: int = 100) -> Array:
    """Fit one table of all cells, whatever its associations, to the margins given.

    Parameters
    ----------
    table : array of shape (5, 5, 5, 7)
    margins : up to four arrays
        Of the first dimensions, in order; the others are left as they come.
    """
    cells = table.copy()
    for _ in range(passes):
        for axis, margin in enumerate(margins):
            others = tuple(k for k in range(cells.ndim) if k != axis)
            factor = _divide(margin, cells.sum(axis=others))
            cells *= factor.reshape([-1 if k == axis else 1 for k in range(cells.ndim)])
    return cells


def _divide(target: Array, found: Array) -> Array:
    """Divide, 0 where nobody is wanted: an empty margin keeps its cells empty."""
    return np.divide(target, found, out=np.zeros_like(found), where=target > 0)
