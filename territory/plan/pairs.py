"""What each candidate spares each person: the form in which a country's plans are searched.

Coverage and minutes are one form: a person counts at most once, by the open candidate that spares them
most. A pair is a candidate and people it spares something; a country has half a million of them, where its
covering problem has tens of millions of cells.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from scipy.sparse import csc_array, csr_array

from territory.plan.covering import NOTHING
from territory.plan.greedy import Greedy
from territory.plan.matrix import Floats, Integers, Matrix


@dataclass(frozen=True)
class Pairs:
    """What each candidate spares each origin, candidate by candidate.

    Parameters
    ----------
    origin, candidate : array of int, of shape (pairs,)
        Positions in the matrix, candidates ascending.
    spared : array of float, of shape (pairs,)
        What a person is spared: minutes; 1 for coverage.
    starts : array of int, of shape (candidates + 1,)
        Where the pairs of each candidate start.
    people : array of float, of shape (origins,)
        People of each origin.
    """

    origin: Integers
    candidate: Integers
    spared: Floats
    starts: Integers
    people: Floats

    @property
    def candidates_count(self) -> int:
        """How many candidates there are."""
        return len(self.starts) - 1

    def slices(self, columns: Integers) -> Iterator[slice]:
        """Give where the pairs of some candidates stand."""
        for column in columns:
            yield slice(self.starts[column], self.starts[column + 1])

    def had(self, columns: Integers) -> Floats:
        """Return what a person of each origin is spared by the best of some candidates."""
        had = np.zeros(len(self.people))
        for mine in self.slices(columns):
            origin = self.origin[mine]
            had[origin] = np.maximum(had[origin], self.spared[mine])
        return had

    def gain(self, columns: Integers) -> float:
        """Return what candidates gain together: people, or person-minutes."""
        return summed(self.people, self.had(columns))

    def adds(self, had: Floats) -> Floats:
        """Return what each candidate adds to what people have, of shape (candidates,)."""
        more = np.maximum(self.spared - had[self.origin], 0.0) * self.people[self.origin]
        return np.bincount(self.candidate, more, self.candidates_count).astype(np.float64)

    def adds_of(self, had: Floats, people: Floats) -> Floats:
        """Return what each candidate adds for several sets of people.

        Parameters
        ----------
        had : array of float, of shape (origins,)
        people : array of float, of shape (origins, draws)

        Returns
        -------
        array of float, of shape (candidates, draws)
        """
        more = np.maximum(self.spared - had[self.origin], 0.0)
        shape = (self.candidates_count, len(self.people))
        adds: Floats = csr_array((more, self.origin, self.starts), shape=shape) @ people
        return adds

    def of_candidates(self, columns: Integers) -> Pairs:
        """Return the pairs of some candidates, ascending, which are then numbered from 0."""
        size = np.diff(self.starts)[columns]
        rows = np.concatenate([np.arange(one.start, one.stop) for one in self.slices(columns)])
        rank = np.repeat(np.arange(len(columns)), size)
        starts = np.concatenate([[0], np.cumsum(size)])
        return Pairs(self.origin[rows], rank, self.spared[rows], starts, self.people)


def summed(people: Floats, each: Floats) -> float:
    """Return the sum of a quantity over people; not a product of BLAS, which waits for idle cores."""
    return float((people * each).sum())


def pairs_of(matrix: Matrix, goal: str) -> Pairs:
    """Return the pairs of a goal: ``coverage`` or ``minutes``."""
    pairs = csc_array(matrix.minutes).tocoo()
    origin, candidate, minutes = pairs.coords[0], pairs.coords[1], pairs.data
    if goal == "coverage":
        spared = np.ones(len(minutes))
    else:
        spared = matrix.before_minutes[origin] - minutes
    # Missing before: nothing of it can be spared.
    kept = (spared > NOTHING) & (matrix.people[origin] > 0)
    origin, candidate, spared = origin[kept], candidate[kept], spared[kept]
    starts = np.searchsorted(candidate, np.arange(matrix.minutes.shape[1] + 1))
    return Pairs(origin.astype(np.int64), candidate.astype(np.int64), spared, starts, matrix.people)


def greedy_pairs(pairs: Pairs, count: int, adds: Floats | None = None) -> Greedy:
    """Choose the candidate that adds most, again and again; the first of equals.

    Parameters
    ----------
    pairs : Pairs
    count : int
        The most candidates to choose.
    adds : array of float, of shape (candidates,), optional
        What each gains alone, where it is known.

    Notes
    -----
    Lazy: what a candidate adds never grows, so one that still leads when asked again is the best
    (Minoux 1978).
    """
    had = np.zeros(len(pairs.people))
    upper = pairs.adds(had) if adds is None else adds.copy()
    asked = np.zeros(len(upper), dtype=np.int64)
    chosen: list[int] = []
    gains: list[float] = []
    while len(chosen) < min(count, len(upper)):
        # Rounding apart, the first of equals: all are asked again before one is taken.
        best = int(np.argmax(upper >= upper.max() * (1 - 1e-12)))
        if upper[best] <= NOTHING:
            break
        mine = slice(pairs.starts[best], pairs.starts[best + 1])
        origin, spared = pairs.origin[mine], pairs.spared[mine]
        if asked[best] < len(chosen):
            upper[best] = summed(pairs.people[origin], np.maximum(spared - had[origin], 0.0))
            asked[best] = len(chosen)
            continue
        gains.append((gains[-1] if gains else 0.0) + float(upper[best]))
        had[origin] = np.maximum(had[origin], spared)
        chosen.append(best)
        upper[best] = 0.0
    return Greedy(np.array(chosen, dtype=np.int64), np.array(gains))
