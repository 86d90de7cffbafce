"""A greedy plan, and the bound that prices of rows give any plan."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from scipy.sparse import csr_array

from territory.plan.covering import NOTHING
from territory.plan.matrix import Floats, Integers


@dataclass(frozen=True)
class Greedy:
    """Columns in the order chosen, and what they have gained together.

    Parameters
    ----------
    columns : array of int, of shape (n,)
        The first n columns, n the number asked for or fewer when nothing is left to gain.
    gains : array of float, of shape (n,)
        What the first, the first two… gain.
    """

    columns: Integers
    gains: Floats


def greedy(covers: csr_array, weights: Floats, count: int) -> Greedy:
    """Choose the column that gains most, again and again.

    Parameters
    ----------
    covers : csr_array of shape (rows, columns)
        1 where a column covers a row.
    weights : array of float, of shape (rows,)
        What covering a row gains.
    count : int
        The most columns to choose.

    Notes
    -----
    At least 1 − 1/e of the best (Nemhauser, Wolsey & Fisher 1978). What a column would gain is kept
    up to date: only those that share a row with the last chosen are touched. Ties go to the first.
    """
    by_column = covers.T.tocsr()
    gain = by_column @ weights
    is_left = np.ones(len(weights), dtype=bool)
    chosen: list[int] = []
    for _ in range(min(count, len(gain))):
        best = _first_best(gain)
        if gain[best] <= NOTHING:
            break
        rows = by_column.indices[by_column.indptr[best] : by_column.indptr[best + 1]]
        rows = rows[is_left[rows]]
        is_left[rows] = False
        gain -= covers[rows].T @ weights[rows]
        gain[best] = 0.0
        chosen.append(best)
    columns = np.array(chosen, dtype=np.int64)
    return Greedy(columns, gains_of(covers, weights, columns))


def _first_best(gain: Floats) -> int:
    """Return the first column whose gain is the greatest, rounding apart."""
    return int(np.argmax(gain >= gain.max() * (1 - 1e-12) - NOTHING * 1e-3))


def gains_of(covers: csr_array, weights: Floats, columns: Integers) -> Floats:
    """Return what columns gain together, one added after the other; of shape (columns,)."""
    part = covers[:, columns].tocoo()
    first = np.full(covers.shape[0], len(columns))
    np.minimum.at(first, part.coords[0], part.coords[1])
    is_covered = first < len(columns)
    added = np.bincount(first[is_covered], weights[is_covered], len(columns))
    gains: Floats = np.cumsum(added)
    return gains


def with_one_more(covers: csr_array, weights: Floats, columns: Integers) -> Integers:
    """Return a plan with the column that adds most to it."""
    is_left = np.asarray(covers[:, columns].sum(axis=1)).ravel() == 0
    return np.append(columns, _first_best(covers.T @ (weights * is_left)))


def bounds_of(covers: csr_array, weights: Floats, prices: Floats, count: int) -> Floats:
    """Return what no plan of 1, 2… columns can gain more than, from prices of the rows.

    Parameters
    ----------
    prices : array of float, of shape (rows,)
        What a column is paid for each row, between 0 and the row's weight.

    Notes
    -----
    ``Σ_i (w_i − y_i) + Σ of the k greatest c_j``, ``c_j = Σ_i a_ij y_i``: for any y it is a feasible
    point of the dual of the linear program, so it bounds all integer plans. The best y gives the
    linear program's own bound.
    """
    paid = np.clip(prices, 0.0, weights)
    worth = np.sort(covers.T @ paid)[::-1][:count]
    worth = np.concatenate([worth, np.zeros(max(0, count - len(worth)))])
    bounds: Floats = (weights - paid).sum() + np.cumsum(worth)
    return bounds
