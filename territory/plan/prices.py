"""Plans and their bounds from prices: what a candidate is paid for sparing each person.

The relaxation of Cornuéjols, Fisher & Nemhauser (1977) for the p-median, in gain form. Let a person be
given v_i of what may be spared them, whatever is open; a candidate is then paid c_j = Σ_i p_i max(0, s_ij − v_i).
No plan of k candidates gains more than Σ_i p_i v_i + the k greatest c_j, and the best v give the bound of the
linear program. The k best paid are a plan too, and most often the best one: then it is proved, and no program
is solved.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from territory.plan.covering import NOTHING
from territory.plan.greedy import Greedy
from territory.plan.matrix import Flags, Floats, Integers
from territory.plan.pairs import Pairs, greedy_pairs, summed

# A plan within this of the bound, relatively, is the best: what is left is rounding.
PROVED_WITHIN = 1e-7
# Steps of the search for one budget, at most.
PRICE_STEPS = 100
# Steps without a better bound before they are made half as long, and the shortest.
PATIENCE_STEPS = 6
SHORTEST_REACH = 1e-4
# Candidates are left out once so few of them are left.
SHRUNK_SHARE = 0.7
# How much of the last direction is kept in the next (Camerini, Fratta & Maffioli 1975).
KEPT_DIRECTION = 0.5
# Digits of what candidates are paid that tell two apart.
PAID_DECIMALS = 6


@dataclass(frozen=True)
class Searched:
    """The plans found for 1, 2… candidates, what bounds them, which candidates may better them.

    Parameters
    ----------
    plans : list of arrays of int
        Positions of candidates.
    gains, bounds : array of float, of shape (budgets,)
        What each gains, and what no plan of so many gains more than.
    left : array of bool, of shape (candidates,)
        The candidates of a plan found, and those that may be in a better one of a budget that is not proved.
    """

    plans: list[Integers]
    gains: Floats
    bounds: Floats
    left: Flags

    @property
    def is_open(self) -> Flags:
        """Tell the budgets whose plan is not proved."""
        gap: Flags = self.bounds - self.gains > PROVED_WITHIN * self.bounds
        return gap


def search(pairs: Pairs, count: int) -> Searched:
    """Find the best plan of each budget up to one, by prices alone.

    Parameters
    ----------
    pairs : Pairs
    count : int
        The largest budget; fewer are given where nothing is left to gain.

    Notes
    -----
    Subgradient steps of Polyak's length towards the best gain known, from the largest budget down, each from the
    prices of the one before. At each step the candidates best paid are looked at as a plan. A candidate that
    is paid so little that no plan with it reaches what is known (``bound + c_j − c_(k)``) is left out for that
    budget.
    """
    first = greedy_pairs(pairs, count)
    budgets = len(first.columns)
    plans = [first.columns[: one + 1] for one in range(budgets)]
    gains = first.gains.copy()
    left = np.zeros(pairs.candidates_count, dtype=bool)
    if not budgets:
        return Searched(plans, gains, gains.copy(), left)
    look = _Search(pairs, plans, gains)
    given = {budgets + 1: pairs.had(first.columns) / 2}
    for budget in range(budgets, 0, -1):
        given[budget] = look.of_budget(budget, given[budget + 1])
    found = Searched(plans, gains, np.maximum(look.bounds, gains), left)
    for plan, columns, is_open in zip(plans, look.left, found.is_open, strict=True):
        left[plan] = True
        if is_open:
            left[columns] = True
    return found


def search_budget(
    pairs: Pairs, first: Greedy, given: Floats | None = None
) -> tuple[Integers, Floats]:
    """Find the best plan of one budget.

    Parameters
    ----------
    pairs : Pairs
    first : Greedy
        A plan of that budget.
    given : array of float, of shape (origins,), optional
        Prices to start from.

    Returns
    -------
    array of int
        The best plan found: positions of candidates.
    array of float
        The best prices found, of shape (origins,).
    """
    budget = len(first.columns)
    plans = [first.columns[: one + 1] for one in range(budget)]
    look = _Search(pairs, plans, first.gains.copy())
    start = pairs.had(first.columns) / 2 if given is None else given
    best = look.of_budget(budget, start)
    return plans[-1], best


def left_by(paid: Floats, given_people: float, budget: int, gain: float) -> Flags:
    """Tell the candidates not ruled out: ``bound + c_j − c_(k)`` still reaches the gain known.

    Parameters
    ----------
    paid : array of float, of shape (candidates,)
        What each is paid, c_j.
    given_people : float
        What people are given whatever is open: Σ_i p_i v_i.
    budget : int
        k.
    gain : float
        What is known to be gained.
    """
    ordered = np.sort(paid)[::-1]
    bound = given_people + ordered[:budget].sum()
    may: Flags = bound + paid - ordered[budget - 1] >= gain * (1 - PROVED_WITHIN)
    return may


class _Search:
    """Plans, gains and bounds of all budgets, bettered budget by budget."""

    def __init__(self, pairs: Pairs, plans: list[Integers], gains: Floats) -> None:
        self._pairs, self._plans, self._gains = pairs, plans, gains
        self.bounds = np.full(len(gains), np.inf)
        # The candidates that may still better each plan.
        self.left: list[Integers] = [np.empty(0, dtype=np.int64)] * len(gains)

    def of_budget(self, budget: int, given: Floats) -> Floats:
        """Search for a budget from prices known, and return the best found."""
        paid = self._pairs.adds(given)
        best_paid = np.sort(paid)[::-1][: len(self._gains)]
        fixed = summed(self._pairs.people, given)
        # Any prices bound the plans of all budgets.
        self.bounds = np.minimum(self.bounds, fixed + np.cumsum(best_paid))
        one = _Budget(self._pairs, self._plans[budget - 1], self._gains[budget - 1], given)
        one.run()
        self._plans[budget - 1], self._gains[budget - 1] = one.plan, one.gain
        self.left[budget - 1] = one.left
        self.bounds[budget - 1] = min(self.bounds[budget - 1], max(one.bound, one.gain))
        return one.best_given


class _Budget:
    """One budget: prices moved step by step, candidates left out as soon as they can be."""

    def __init__(self, pairs: Pairs, plan: Integers, gain: float, given: Floats) -> None:
        self.plan, self.gain, self.bound = plan, gain, np.inf
        self.best_given = given
        self.left: Integers = np.arange(pairs.candidates_count)
        self._count = len(plan)
        self._pairs = pairs
        self._columns: Integers = np.arange(pairs.candidates_count)
        self._alone = np.zeros(len(given), dtype=bool)

    @property
    def _is_proved(self) -> bool:
        return self.bound - self.gain <= PROVED_WITHIN * self.bound

    def run(self) -> None:
        """Move prices until the plan is proved, or steps no longer help."""
        people, given = self._pairs.people, self.best_given
        reach, idle = 1.0, 0
        kept = np.zeros(len(given))
        for _ in range(PRICE_STEPS):
            given = np.where(self._alone, 0.0, given)
            bound, top, is_better = self._look(given)
            idle = 0 if is_better else idle + 1
            if self._is_proved:
                break
            if idle >= PATIENCE_STEPS:
                reach, idle, given, kept = reach / 2, 0, self.best_given, np.zeros(len(given))
                if reach < SHORTEST_REACH:
                    break
                continue
            slope = 1.0 - self._spared_times(top, given)
            slope[(slope > 0) & (given <= 0)] = 0.0
            kept = slope + KEPT_DIRECTION * kept
            length = summed(people, kept * kept)
            if length <= 0:
                break
            along = summed(people, slope * kept)
            ahead = max(bound - self.gain, NOTHING)
            step = reach * ahead / (along if along > length / 3 else length)
            given = np.maximum(given - step * kept, 0.0)

    def _look(self, given: Floats) -> tuple[float, Integers, bool]:
        """Return the bound of prices, the candidates best paid, and whether it is the least bound."""
        exact = self._pairs.adds(given)
        # Rounding apart, the first of equals.
        paid = np.round(exact, PAID_DECIMALS)
        top = np.argsort(-paid, kind="stable")[: self._count]
        fixed = summed(self._pairs.people, given)
        bound = fixed + float(np.sort(exact)[::-1][: self._count].sum())
        gain = self._pairs.gain(top)
        if gain > self.gain + NOTHING * max(1.0, gain):
            self.plan, self.gain = self._columns[top], gain
        is_better = bound < self.bound * (1 - 1e-9)
        if is_better:
            self.bound = bound
            # Where no pair is left nothing is given: the prices of the start stay, for the next search.
            self.best_given = np.where(self._alone, self.best_given, given)
            left = left_by(exact, fixed, self._count, self.gain)
            self.left = self._columns[left]
            if left.sum() < SHRUNK_SHARE * len(left):
                top = self._shrink(left, top)
        return bound, top, is_better

    def _shrink(self, left: Flags, top: Integers) -> Integers:
        """Leave candidates out; return the places of the best paid among those left."""
        columns = np.flatnonzero(left)
        self._pairs = self._pairs.of_candidates(columns)
        self._columns = self._columns[columns]
        self._alone = np.bincount(self._pairs.origin, minlength=len(self._alone)) == 0
        rank = np.searchsorted(columns, top[left[top]])
        return rank.astype(np.int64)

    def _spared_times(self, columns: Integers, given: Floats) -> Floats:
        """Return how many of some candidates spare a person of each origin more than they are given."""
        times = np.zeros(len(given))
        for mine in self._pairs.slices(columns):
            origin = self._pairs.origin[mine]
            times[origin] += self._pairs.spared[mine] > given[origin]
        return times
