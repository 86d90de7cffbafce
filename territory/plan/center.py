"""The longest trip made shortest: the p-center of Hakimi (1964), by bisection on its minutes.

Whether k counters are enough for a limit is a covering problem (Minieka 1970); the limits worth asking
about are the minutes of the matrix.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from scipy.sparse import csr_array

from territory.plan.covering import lean
from territory.plan.matrix import Flags, Floats, Integers, Matrix
from territory.plan.solver import Fewest, fewest_columns

LIMIT_SECONDS = 5.0


@dataclass(frozen=True)
class Longest:
    """The longest trip after 1, 2… counters.

    Parameters
    ----------
    plans : tuple of arrays of int
        Positions of the candidates of each plan, ascending.
    minutes : array of float, of shape (budgets,)
        The longest trip once they are open, in minutes.
    least_minutes : array of float, of shape (budgets,)
        No plan of so many counters makes it shorter than this, as far as proved.
    before_minutes : float
        The longest trip today; missing where someone reaches no counter at all.
    unreached : array of bool, of shape (origins,)
        People no candidate and no counter can be reached from: left out.
    """

    plans: tuple[Integers, ...]
    minutes: Floats
    least_minutes: Floats
    before_minutes: float
    unreached: Flags

    @property
    def is_proved(self) -> Flags:
        """Tell the plans that are the best."""
        proved: Flags = self.minutes <= self.least_minutes
        return proved


def shortest_longest(matrix: Matrix, count: int) -> Longest:
    """Find where 1, 2… `count` counters make the longest trip shortest.

    Parameters
    ----------
    matrix : Matrix
        As `territory.plan.matrix.site_matrix` gives it for the goal ``farthest``.
    count : int
        The largest budget.
    """
    counted = matrix.people > 0
    has_candidate = np.diff(matrix.minutes.indptr) > 0
    unreached = counted & ~has_candidate & ~np.isfinite(matrix.before_minutes)
    rows = np.flatnonzero(counted & ~unreached)
    before = matrix.before_minutes[rows]
    pairs = matrix.minutes[rows]
    today = np.where(np.isfinite(before), before, np.inf)
    limits = np.unique(np.concatenate([today, pairs.data]))
    search = _Search(pairs, today, limits)
    plans, minutes, least = [], [], []
    last = int(np.searchsorted(limits, today.max())) if len(rows) else 0
    for budget in range(1, count + 1 if len(rows) else 1):
        last, proved = search.bisect(budget, last)
        plans.append(np.sort(search.fewest(last).columns))
        minutes.append(limits[last])
        least.append(limits[proved])
    farthest = float(today.max()) if len(rows) else np.nan
    return Longest(
        tuple(plans),
        np.array(minutes),
        np.array(least),
        farthest if np.isfinite(farthest) else np.nan,
        unreached,
    )


class _Search:
    """Which limits so many counters are enough for, each asked once."""

    def __init__(self, pairs: csr_array, today: Floats, limits: Floats) -> None:
        self._pairs, self._today, self._limits = pairs, today, limits
        self._known: dict[int, Fewest] = {}

    def bisect(self, budget: int, enough: int) -> tuple[int, int]:
        """Return the first limit that the budget is shown enough for, and the first not ruled out.

        Parameters
        ----------
        enough : int
            A limit a smaller budget was enough for.
        """
        too_short, ruled_out = -1, -1
        while enough - too_short > 1:
            middle = (enough + too_short) // 2
            found = self.fewest(middle)
            if found.count <= budget:
                enough = middle
            else:
                too_short = middle
                if found.least_count > budget:
                    ruled_out = middle
        return enough, max(ruled_out + 1, 0)

    def fewest(self, limit: int) -> Fewest:
        """Return the fewest candidates that bring all within a limit."""
        if limit not in self._known:
            self._known[limit] = self._find(self._limits[limit])
        return self._known[limit]

    def _find(self, limit: float) -> Fewest:
        rows = np.flatnonzero(self._today > limit)
        part = self._pairs[rows]
        near = part.data <= limit
        kept = np.concatenate([[0], np.cumsum(near)])[part.indptr]
        covers = csr_array((np.ones(int(near.sum())), part.indices[near], kept), shape=part.shape)
        if not len(rows):
            return Fewest(np.empty(0, dtype=np.int64), 0)
        if np.any(np.diff(covers.indptr) == 0):
            nobody = covers.shape[1] + 1
            return Fewest(np.empty(0, dtype=np.int64), nobody, is_possible=False)
        small, columns = lean(covers)
        found = fewest_columns(small, LIMIT_SECONDS)
        return Fewest(columns[found.columns], found.least_count)
