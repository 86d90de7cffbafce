"""The best plan of each budget, each with what no plan can do better than."""

from __future__ import annotations

from dataclasses import dataclass, replace
from time import monotonic

import numpy as np
import pandas as pd
from scipy.sparse import csr_array

from territory.plan.covering import NOTHING, Covering, covering_of, reduced
from territory.plan.greedy import (
    Greedy,
    bounds_of,
    gains_of,
    greedy,
    with_one_more,
)
from territory.plan.matrix import Flags, Floats, Integers, Matrix
from territory.plan.pairs import pairs_of
from territory.plan.prices import PROVED_WITHIN, Searched, search
from territory.plan.solver import CoveringProgram, Relaxed, best_whole_plan

# Cells of the largest problem given to the linear program; beyond, what prices prove is all that is proved.
MOST_CELLS = 3_000_000
# A problem of so few cells is solved by the program sooner than by prices.
FEW_CELLS = 200_000
# Seconds one budget may take where the linear program is not whole, and a curve in all.
BUDGET_SECONDS = 10.0
CURVE_SECONDS = 60.0


@dataclass(frozen=True)
class Curve:
    """Plans of 1, 2… places.

    Parameters
    ----------
    plans : tuple of arrays of int
        Positions of the candidates of each plan, ascending: the most preferred of equals first.
    gains : array of float, of shape (budgets,)
        What each plan gains: people, or person-minutes.
    bounds : array of float, of shape (budgets,)
        What no plan of so many places gains more than.
    reachable : float
        What all candidates together gain.
    """

    plans: tuple[Integers, ...]
    gains: Floats
    bounds: Floats
    reachable: float

    @property
    def gap_share(self) -> Floats:
        """How far below the best each plan may be at most; 0 where it is the best, proved."""
        gap = np.maximum(self.bounds - self.gains, 0.0) / np.maximum(self.bounds, 1.0)
        return np.where(gap <= PROVED_WITHIN, 0.0, gap)

    @property
    def elbow_count(self) -> int:
        """The budget after which each further place gains clearly less, 0 without any gain.

        Notes
        -----
        The point of the curve furthest above the line from nothing to its last budget (Satopää et al.
        2011, *Finding a "Kneedle" in a Haystack*).
        """
        if not len(self.gains) or self.gains[-1] <= 0:
            return 0
        budgets = np.arange(1, len(self.gains) + 1)
        return int(np.argmax(self.gains / self.gains[-1] - budgets / len(budgets))) + 1

    def table(self) -> pd.DataFrame:
        """Return one row a budget: gain, gain of the last place, bound, gap."""
        return pd.DataFrame(
            {
                "gain": self.gains,
                "last_gain": np.diff(self.gains, prepend=0.0),
                "bound": self.bounds,
                "gap_share": self.gap_share,
            },
            index=pd.RangeIndex(1, len(self.gains) + 1, name="sites_count"),
        )


def best_plans(matrix: Matrix, goal: str, count: int) -> tuple[Covering, Curve]:
    """Find the best plan of each budget from 1 to `count`.

    Parameters
    ----------
    matrix : Matrix
    goal : str
        ``coverage`` or ``minutes``.
    count : int
        The largest budget. The curve ends earlier where nothing is left to gain.

    Returns
    -------
    Covering
        The problem solved: for minutes, of the candidates left by prices.
    Curve
        Its plans are positions among the candidates of the matrix.

    Notes
    -----
    Coverage is reduced without loss, then solved (`solve_curve`); so are the minutes of a département. The
    steps of minutes do not merge: for more of them prices are searched first (`territory.plan.prices`), and
    prove nearly all budgets; the program gets the others, with the candidates that may still better them.
    """
    most = MOST_CELLS if goal == "coverage" else FEW_CELLS
    if _cells_count(matrix, goal) <= most:
        covering = covering_of(matrix, goal)
        return covering, solve_curve(covering, count)
    pairs = pairs_of(matrix, goal)
    found = search(pairs, count)
    left = np.flatnonzero(found.left)
    small = covering_of(matrix.of_candidates(left), goal)
    covering = replace(small, columns=left[small.columns])
    reachable = pairs.gain(np.arange(pairs.candidates_count))
    if found.is_open.any() and covering.covers.nnz <= MOST_CELLS:
        found = _bettered(found, solve_curve(covering, count, found.is_open))
    plans = tuple(np.sort(plan) for plan in found.plans)
    return covering, Curve(plans, found.gains, found.bounds, reachable)


def _cells_count(matrix: Matrix, goal: str) -> int:
    """Return how many cells a covering problem has at most, before it is reduced."""
    sizes = np.diff(matrix.minutes.indptr).astype(np.int64)
    return int((sizes if goal == "coverage" else sizes * (sizes + 1) // 2).sum())


def _bettered(found: Searched, solved: Curve) -> Searched:
    """Return what prices found with what the program adds; plans it was not given gain less than both."""
    plans, gains, bounds = list(found.plans), found.gains.copy(), found.bounds.copy()
    for budget, plan in enumerate(solved.plans):
        if solved.gains[budget] > gains[budget] + NOTHING:
            plans[budget], gains[budget] = plan, solved.gains[budget]
        bounds[budget] = max(min(bounds[budget], solved.bounds[budget]), gains[budget])
    return replace(found, plans=plans, gains=gains, bounds=bounds)


def solve_curve(covering: Covering, count: int, asked: Flags | None = None) -> Curve:
    """Find the best plan of each budget of a covering problem.

    Parameters
    ----------
    covering : Covering
        As `territory.plan.covering.covering_of` gives it.
    count : int
        The largest budget. The curve ends earlier where nothing is left to gain.
    asked : array of bool, of shape (count,), optional
        The budgets that a program is solved for; all by default.

    Notes
    -----
    A greedy plan; the bound of the linear program; its plan where its solution is whole, which is then
    the best; else the integer program, from the better of both, for the budgets where greedy and bound
    differ.
    """
    covers, weights = covering.covers, covering.weights
    first = greedy(covers, weights, count)
    budgets = len(first.columns)
    reachable = float(weights.sum())
    if budgets == 0:
        return Curve((), np.empty(0), np.empty(0), reachable)
    plans, bounds = _proved(
        covering, weights, first, np.ones(budgets, dtype=bool) if asked is None else asked[:budgets]
    )
    bounds = np.minimum(bounds, reachable)
    gains = np.array([gains_of(covers, weights, plan)[-1] for plan in plans])
    whole = tuple(np.sort(covering.columns[plan]) for plan in plans)
    return Curve(whole, gains, np.maximum(bounds, gains), reachable)


def _proved(
    covering: Covering, weights: Floats, first: Greedy, asked: Flags
) -> tuple[list[Integers], Floats]:
    covers, budgets = covering.covers, len(first.columns)
    plans = [first.columns[: one + 1] for one in range(budgets)]
    # What each column gains alone bounds all plans: small territories need no program.
    alone = bounds_of(covers, weights, weights, budgets)
    bounds = np.minimum(alone, weights.sum())
    is_open = (bounds - first.gains > PROVED_WITHIN * bounds) & asked
    if not is_open.any():
        return plans, bounds
    program = CoveringProgram(covers, weights)
    relaxed: dict[int, Relaxed] = {}
    # From the largest budget down: each solution is near the one before.
    open_budgets = [int(budget) + 1 for budget in np.flatnonzero(is_open)]
    for count in reversed(open_budgets):
        relaxed[count] = program.relax(count)
        bounds[count - 1] = relaxed[count].bound
        plans[count - 1] = _better(covers, weights, plans[count - 1], relaxed[count].columns(count))
    deadline = monotonic() + CURVE_SECONDS
    for count in open_budgets:
        if count > 1:
            longer = with_one_more(covers, weights, plans[count - 2])
            plans[count - 1] = _better(covers, weights, plans[count - 1], longer)
        gain = gains_of(covers, weights, plans[count - 1])[-1]
        left = deadline - monotonic()
        if bounds[count - 1] - gain <= PROVED_WITHIN * bounds[count - 1] or left <= 0:
            continue
        prices = relaxed[count].prices
        seconds = min(BUDGET_SECONDS, left)
        found, bound = _whole(covering, weights, prices, plans[count - 1], seconds)
        plans[count - 1] = _better(covers, weights, plans[count - 1], found)
        bounds[count - 1] = min(bounds[count - 1], bound)
    return plans, bounds


def _better(covers: csr_array, weights: Floats, known: Integers, other: Integers) -> Integers:
    """Return the plan that gains more; the first of equals."""
    if not len(other):
        return known
    gains = [gains_of(covers, weights, plan)[-1] for plan in (known, other)]
    return other if gains[1] > gains[0] + NOTHING else known


def _whole(
    covering: Covering, weights: Floats, prices: Floats, known: Integers, seconds: float
) -> tuple[Integers, float]:
    """Solve a budget for whole columns, among those that may still better a plan known.

    Notes
    -----
    Prices bound the plans with a column in or out: ``B + c_j − c_(k)`` for a column outside the k
    best paid, ``B − c_j + c_(k+1)`` for one inside, B the bound and c what columns are paid. Where that
    is no more than the plan known gains, the column is settled, and the rows it covers with it.
    """
    covers, count = covering.covers, len(known)
    gain = gains_of(covers, weights, known)[-1]
    paid = covers.T @ np.clip(prices, 0.0, weights)
    bound = bounds_of(covers, weights, prices, count)[-1]
    ordered = np.sort(paid)[::-1]
    last_in, first_out = ordered[count - 1], ordered[count] if count < len(ordered) else 0.0
    least = gain + PROVED_WITHIN * bound / 2
    is_out = bound + paid - last_in < least
    is_in = (bound - paid + first_out < least) & ~is_out
    free, settled = np.flatnonzero(~is_out & ~is_in), np.flatnonzero(is_in)
    fixed = gains_of(covers, weights, settled)[-1] if len(settled) else 0.0
    is_left = np.asarray(covers[:, settled].sum(axis=1)).ravel() == 0
    rows = np.flatnonzero(is_left)
    part = reduced(Covering(covers[rows][:, free], covering.spread[rows], free, covering.people))
    budget = min(count - len(settled), len(part.columns))
    if budget <= 0 or not len(part.columns):
        return settled, max(gain, fixed)
    chosen, best = best_whole_plan(part.covers, part.weights, budget, seconds)
    return np.concatenate([settled, part.columns[chosen]]), max(gain, fixed + best)
