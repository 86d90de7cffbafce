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
        self._solved: dict[int, Fewest] = {}
        # Limits that at least so many counters are needed for, without more being asked.
        self._least: dict[int, int] = {}

    def bisect(self, budget: int, enough: int) -> tuple[int, int]:
        """Return the first limit that the budget is shown enough for, and the first not ruled out.

        Parameters
        ----------
        enough : int
            A limit a smaller budget was enough for.
        """
        # What was too short for more counters is too short for fewer, and so is any shorter limit.
        too_short = max(
            (limit for limit, least in self._least.items() if least > budget), default=-1
        )
        ruled_out = too_short
        while enough - too_short > 1:
            middle = (enough + too_short) // 2
            if self._needs_more(middle, budget):
                too_short = ruled_out = middle
            elif self.fewest(middle).count <= budget:
                enough = middle
            else:
                too_short = middle
                if self._least[middle] > budget:
                    ruled_out = middle
        return enough, max(ruled_out + 1, 0)

    def fewest(self, limit: int) -> Fewest:
        """Return the fewest candidates that bring all within a limit."""
        if limit not in self._solved:
            covers, rows = self._covers(limit)
            if not rows:
                found = Fewest(np.empty(0, dtype=np.int64), 0)
            else:
                small, columns = lean(covers)
                least = fewest_columns(small, LIMIT_SECONDS)
                found = Fewest(columns[least.columns], least.least_count)
            self._solved[limit] = found
            self._least[limit] = max(found.least_count, self._least.get(limit, 0))
        return self._solved[limit]

    def _needs_more(self, limit: int, budget: int) -> bool:
        """Tell without solving that a limit needs more counters: so many people share no candidate."""
        if limit not in self._least:
            covers, rows = self._covers(limit)
            is_served = not rows or bool(np.all(np.diff(covers.indptr) > 0))
            nobody = covers.shape[1] + 1
            self._least[limit] = _apart_count(covers) if is_served else nobody
        return self._least[limit] > budget

    def _covers(self, limit: int) -> tuple[csr_array, int]:
        """Return who is too far today, by which candidates are near enough, and how many they are."""
        rows = np.flatnonzero(self._today > self._limits[limit])
        part = self._pairs[rows]
        near = part.data <= self._limits[limit]
        starts = np.concatenate([[0], np.cumsum(near)])[part.indptr]
        ones = np.ones(int(near.sum()))
        return csr_array((ones, part.indices[near], starts), shape=part.shape), len(rows)


def _apart_count(covers: csr_array) -> int:
    """Return how many rows, taken with the fewest columns first, share no column: no fewer cover them."""
    taken = np.zeros(covers.shape[1], dtype=bool)
    count = 0
    for row in np.argsort(np.diff(covers.indptr), kind="stable"):
        mine = covers.indices[covers.indptr[row] : covers.indptr[row + 1]]
        if not taken[mine].any():
            taken[mine] = True
            count += 1
    return count
