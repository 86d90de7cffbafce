"""The covering problem a goal comes to, and its reduction without loss.

Both goals are one problem: choose k columns that cover rows of the greatest weight.

- *coverage* (Church & ReVelle 1974): a row is people who are not served today, covered by the
  candidates within the limit;
- *minutes* (the p-median of Hakimi 1964, in gain form): the minutes a person spares come in steps,
  one for each candidate nearer than the counter of today; a row is a step, its weight the people times
  the minutes of the step, covered by all candidates at least as near (Cornuéjols, Nemhauser & Wolsey
  1980; García, Labbé & Marín 2011).
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import coo_array, csr_array

from territory.plan.matrix import Floats, Integers, Matrix

# Gains below this, in people or person-minutes, are rounding.
NOTHING = 1e-9
# Rounds of merging rows then dropping columns; each makes room for the next.
ROUNDS_COUNT = 4
# Hashes of sets of columns: two of 64 bits, so that two sets of a country never share both.
_HASH_SEED = 1974


@dataclass(frozen=True)
class Covering:
    """Rows to cover, columns that cover them.

    Parameters
    ----------
    covers : csr_array of shape (rows, columns)
        1 where a column covers a row.
    spread : csr_array of shape (rows, origins)
        What a person of each origin weighs in each row: 1 for coverage, minutes for minutes.
    columns : array of int, of shape (columns,)
        Position of each column among the candidates of the matrix, ascending.
    people : array of float, of shape (origins,)
        People of each origin.
    """

    covers: csr_array
    spread: csr_array
    columns: Integers
    people: Floats

    @property
    def weights(self) -> Floats:
        """What covering each row gains: people, or person-minutes; of shape (rows,)."""
        return self.weights_of(self.people)

    def weights_of(self, people: Floats) -> Floats:
        """Return the weights of the rows for other people, of shape (origins,) or (origins, draws)."""
        weights: Floats = self.spread @ people
        return weights


def covering_of(matrix: Matrix, goal: str, *, is_reduced: bool = True) -> Covering:
    """Return the covering problem of a goal: ``coverage`` or ``minutes``."""
    whole = _steps(matrix) if goal == "minutes" else _served(matrix)
    return reduced(whole) if is_reduced else whole


def _served(matrix: Matrix) -> Covering:
    minutes = matrix.minutes
    rows = np.flatnonzero(np.diff(minutes.indptr) > 0)
    kept = minutes[rows]
    covers = csr_array((np.ones(kept.nnz), kept.indices, kept.indptr), shape=kept.shape)
    ones = np.ones(len(rows))
    spread = csr_array((ones, (np.arange(len(rows)), rows)), shape=(len(rows), len(matrix.people)))
    return Covering(covers, spread, np.arange(kept.shape[1]), matrix.people)


def _steps(matrix: Matrix) -> Covering:
    """Cut the minutes each origin may spare into steps."""
    pairs = matrix.minutes.tocoo()
    origin, candidate, minutes = pairs.coords[0], pairs.coords[1], pairs.data
    spared = matrix.before_minutes[origin] - minutes
    is_gain = spared > NOTHING
    origin, candidate, spared = origin[is_gain], candidate[is_gain], spared[is_gain]
    # The nearest first, origin by origin: the step of a candidate is covered by it and all nearer.
    order = np.lexsort((candidate, -spared, origin))
    origin, candidate, spared = origin[order], candidate[order], spared[order]
    starts = np.flatnonzero(np.r_[True, origin[1:] != origin[:-1]]) if len(origin) else origin
    lengths = np.diff(np.r_[starts, len(origin)])
    place = np.arange(len(origin)) - np.repeat(starts, lengths)
    is_last = np.r_[origin[1:] != origin[:-1], True] if len(origin) else np.empty(0, bool)
    following = np.where(is_last, 0.0, np.r_[spared[1:], 0.0]) if len(origin) else spared
    step = spared - following
    # Row r covers the entries from the start of its origin to itself.
    size = place + 1
    row = np.repeat(np.arange(len(origin)), size)
    first = np.repeat(np.arange(len(origin)) - place, size)
    within = np.arange(len(row)) - np.repeat(np.cumsum(size) - size, size)
    covers = csr_array(
        (np.ones(len(row)), (row, candidate[first + within])),
        shape=(len(origin), matrix.minutes.shape[1]),
    )
    spread = csr_array(
        (step, (np.arange(len(origin)), origin)), shape=(len(origin), len(matrix.people))
    )
    kept = np.flatnonzero(step > NOTHING)
    return Covering(covers[kept], spread[kept], np.arange(covers.shape[1]), matrix.people)


def reduced(covering: Covering) -> Covering:
    """Merge rows covered by the same columns, then drop columns that another dominates; no loss.

    A column whose rows are all rows of another gains no more in any plan. Of two with the same rows
    the first stays: candidates come in the order of preference.
    """
    covers, spread, columns = covering.covers, covering.spread, covering.columns
    for _ in range(ROUNDS_COUNT):
        before = covers.shape
        worth = np.flatnonzero((np.diff(covers.indptr) > 0) & (spread @ covering.people > NOTHING))
        if not len(worth):
            return Covering(covers[:0], spread[:0], columns, covering.people)
        covers, spread = _merged(covers[worth], spread[worth])
        kept = _undominated(covers)
        covers, columns = covers[:, kept], columns[kept]
        if covers.shape == before:
            break
    covers.sort_indices()
    return Covering(covers, spread, columns, covering.people)


def lean(covers: csr_array) -> tuple[csr_array, Integers]:
    """Return rows to cover without doubles, on the columns no other dominates, and which these are."""
    _, first = np.unique(_hashes(covers), axis=0, return_index=True)
    once = covers[np.sort(first)]
    kept = _undominated(once)
    return once[:, kept], kept


def _merged(covers: csr_array, spread: csr_array) -> tuple[csr_array, csr_array]:
    _, first, group = np.unique(_hashes(covers), axis=0, return_index=True, return_inverse=True)
    # In the order they were met, so that merging does not depend on the hashes.
    rank = np.empty(len(first), dtype=np.int64)
    rank[np.argsort(first)] = np.arange(len(first))
    group = rank[group.ravel()]
    sums = csr_array(
        (np.ones(len(group)), (group, np.arange(len(group)))), shape=(len(first), len(group))
    )
    return covers[np.sort(first)], (sums @ spread).tocsr()


def _undominated(covers: csr_array) -> Integers:
    columns = covers.T.tocsr()
    size = np.diff(columns.indptr)
    used = np.flatnonzero(size > 0)
    _, first = np.unique(_hashes(columns[used]), axis=0, return_index=True)
    once = used[np.sort(first)]
    some = columns[once].astype(np.int32)
    shared: coo_array = (some @ some.T).tocoo()
    row, column = shared.coords
    is_within = (row != column) & (shared.data == size[once][row])
    is_dominated = np.zeros(len(once), dtype=bool)
    is_dominated[row[is_within]] = True
    return once[~is_dominated]


def _hashes(sets: csr_array) -> NDArray[np.uint64]:
    """Return two numbers for the set of columns of each row; no row may be empty."""
    random = np.random.default_rng(_HASH_SEED)
    value = random.integers(0, 2**64, size=(2, sets.shape[1]), dtype=np.uint64)
    if not sets.shape[0]:
        return np.empty((0, 2), dtype=np.uint64)
    return np.column_stack([np.add.reduceat(one[sets.indices], sets.indptr[:-1]) for one in value])
