"""The next counters of every territory of a level at once: each its own people, its own places."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pandas as pd
from scipy.sparse import csr_array

from territory.plan.covering import Covering, covering_of
from territory.plan.curve import Curve, solve_curve
from territory.plan.matrix import Matrix


def plans_of_groups(matrix: Matrix, groups: pd.Series, goal: str, count: int) -> dict[str, Curve]:
    """Find the best plans of each territory alone, for 1 to `count` counters.

    Parameters
    ----------
    matrix : Matrix
        Of all of them; its candidates are communes.
    groups : Series of str
        Territory of each commune, missing for those left out.
    goal : str
        ``coverage`` or ``minutes``.
    count : int
        The largest budget of each.

    Returns
    -------
    dict
        Territory → curve, whose plans are positions among the candidates of `matrix`; a territory with
        nothing to gain is absent.

    Notes
    -----
    Pairs that join two territories are left out, so that the problem is one of blocks, reduced once.
    """
    name_of, of_place = (
        groups.reindex(codes).to_numpy(object) for codes in (matrix.communes, matrix.candidates)
    )
    names = np.unique(groups.dropna().astype(str))
    number = {name: rank for rank, name in enumerate(names)}
    home = np.array([number.get(name, -1) for name in name_of])[matrix.commune]
    place = np.array([number.get(name, -2) for name in of_place])
    pairs = matrix.minutes.tocoo()
    row, column = pairs.coords
    kept = home[row] == place[column]
    inside = csr_array((pairs.data[kept], (row[kept], column[kept])), shape=pairs.shape)
    whole = covering_of(replace(matrix, minutes=inside), goal)
    return {
        str(names[group]): solve_curve(part, count)
        for group, part in _blocks(whole, place[whole.columns])
    }


def _blocks(whole: Covering, group_of_column: np.ndarray) -> list[tuple[int, Covering]]:
    """Cut a covering problem whose rows are each covered within one group."""
    if not whole.covers.nnz:
        return []
    order = np.argsort(group_of_column, kind="stable")
    rank = np.empty(len(order), dtype=np.int64)
    rank[order] = np.arange(len(order))
    group_of_row = group_of_column[whole.covers.indices[whole.covers.indptr[:-1]]]
    rows = np.argsort(group_of_row, kind="stable")
    covers, spread = whole.covers[rows], whole.spread[rows]
    indices = rank[covers.indices]
    blocks = []
    for group in np.unique(group_of_row):
        first, last = np.searchsorted(group_of_row[rows], [group, group + 1])
        left, right = np.searchsorted(group_of_column[order], [group, group + 1])
        start, end = covers.indptr[first], covers.indptr[last]
        block = csr_array(
            (
                covers.data[start:end],
                indices[start:end] - left,
                covers.indptr[first : last + 1] - start,
            ),
            shape=(last - first, right - left),
        )
        part = Covering(block, spread[first:last], whole.columns[order[left:right]], whole.people)
        blocks.append((int(group), part))
    return blocks
