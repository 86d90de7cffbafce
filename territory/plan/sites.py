"""Where the next counters help most: the plan of a question, with its proof, its people, its reasons."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd

from territory.illectronism import Draws
from territory.illectronism.sums import interval
from territory.plan.center import Longest, shortest_longest
from territory.plan.covering import Covering, covering_of
from territory.plan.curve import Curve, best_plans
from territory.plan.matrix import Flags, Floats, Integers, Matrix, site_matrix
from territory.plan.pairs import greedy_pairs, pairs_of
from territory.plan.question import CURVE_COUNT, Question
from territory.tables import Tables

# Another place is as good when it would gain this share of what the chosen one does.
AS_GOOD_SHARE = 0.99
NOBODY = -1


@dataclass(frozen=True)
class Plan:
    """The best places found for a question.

    Parameters
    ----------
    question : Question
    matrix : Matrix
    covering : Covering
        The problem solved, as `territory.plan.curve.best_plans` gives it; that of the minutes, of the chosen
        places alone, for the goal ``farthest``.
    curve : Curve or Longest
        Every budget: people or person-minutes gained, or the longest trip.
    chosen : array of int, of shape (places,)
        Positions of the places among ``matrix.candidates``, the one that gains most first. Fewer than
        asked for where the last would gain nothing.
    place_of : array of int, of shape (origins,)
        Rank from 0 of the place each person is counted with, `NOBODY` for those who gain nothing: each is
        counted once. For coverage, the first place that serves them; else the nearest.
    """

    question: Question
    matrix: Matrix
    covering: Covering
    curve: Curve | Longest
    chosen: Integers
    place_of: Integers

    @property
    def codes(self) -> pd.Index:
        """Codes of the places, in order."""
        return self.matrix.candidates[self.chosen]

    @property
    def after_minutes(self) -> Floats:
        """Minutes of each origin to its nearest counter, once all places are open."""
        return self.matrix.after_minutes(self.chosen)

    @property
    def bound_gap_share(self) -> float:
        """How far below the best this plan may be at most; 0 where it is the best, proved."""
        if isinstance(self.curve, Longest):
            if not len(self.curve.minutes):
                return 0.0
            budget = min(self.question.count, len(self.curve.minutes)) - 1
            longest = self.curve.minutes[budget]
            # Where even so many leave someone without any, no plan does better.
            if not np.isfinite(longest):
                return 0.0
            return float(1 - self.curve.least_minutes[budget] / longest)
        if not len(self.curve.gains):
            return 0.0
        return float(self.curve.gap_share[min(self.question.count, len(self.curve.gains)) - 1])


def plan_sites(tables: Tables, question: Question, people: pd.Series) -> Plan:
    """Find where the next counters help most.

    Parameters
    ----------
    tables : Tables
        All communes and counters known: those beyond the territory serve its people.
    question : Question
        What is asked.
    people : Series of float
        People in illectronism by commune, missing where there is no estimate.
    """
    matrix = site_matrix(tables, question, people)
    return solve_matrix(matrix, question)


def solve_matrix(matrix: Matrix, question: Question) -> Plan:
    """Find the best candidates of a matrix for a question."""
    curve: Curve | Longest
    if question.goal == "farthest":
        curve = shortest_longest(matrix, question.count)
        best = _of_budget(curve.plans, question.count)
        covering = covering_of(matrix.of_candidates(best), "minutes")
    else:
        covering, curve = best_plans(matrix, question.goal, CURVE_COUNT)
        best = _of_budget(curve.plans, question.count)
    chosen = _in_order(matrix, question, best)
    return Plan(question, matrix, covering, curve, chosen, counted_with(matrix, question, chosen))


def _of_budget(plans: tuple[Integers, ...], count: int) -> Integers:
    """Return the plan of a budget; of the largest that gains something, if it is smaller."""
    return plans[min(count, len(plans)) - 1] if plans else np.empty(0, dtype=np.int64)


def _in_order(matrix: Matrix, question: Question, chosen: Integers) -> Integers:
    """Return a plan's places, the one that gains most first, then what it adds, and so on."""
    if not len(chosen):
        return chosen
    goal = "coverage" if question.goal == "coverage" else "minutes"
    first = greedy_pairs(pairs_of(matrix.of_candidates(chosen), goal), len(chosen)).columns
    rest = np.setdiff1d(np.arange(len(chosen)), first)
    ordered: Integers = chosen[np.concatenate([first, rest])]
    return ordered


def counted_with(matrix: Matrix, question: Question, chosen: Integers) -> Integers:
    """Return the rank of the place each origin is counted with; `NOBODY` for those who gain nothing."""
    place = np.full(len(matrix.people), NOBODY, dtype=np.int64)
    if not len(chosen):
        return place
    picked = matrix.minutes[:, chosen].tocoo()
    origin, rank, minutes = picked.coords[0], picked.coords[1], picked.data
    before = matrix.before_minutes[origin]
    if question.goal == "coverage":
        gains = minutes <= question.within_minutes
        order = np.lexsort((rank[gains], origin[gains]))
    else:
        gains = ~(before <= minutes)
        order = np.lexsort((rank[gains], minutes[gains], origin[gains]))
    rows = np.flatnonzero(gains)[order]
    who, first = np.unique(origin[rows], return_index=True)
    place[who] = rank[rows[first]]
    return place


def people_interval(plan: Plan, draws: Draws) -> pd.DataFrame:
    """Return the people who gain by each place with their interval, and of the first places together.

    Parameters
    ----------
    draws : Draws
        Of the communes of the territory at least.

    Returns
    -------
    DataFrame of float
        One row a place: ``gained_people``, its bounds, ``cumulative_people``, its bounds. An interval is
        that of summed draws: what communes share moves all of them together.
    """
    drawn = origin_draws(plan.matrix, draws)
    share = draws.fitted.model.assumptions.interval_share
    count = len(plan.chosen)
    is_gaining = plan.place_of != NOBODY
    gained = np.bincount(plan.place_of[is_gaining], plan.matrix.people[is_gaining], count)
    summed = np.zeros((count, drawn.shape[1]))
    np.add.at(summed, plan.place_of[is_gaining], drawn[is_gaining])
    table = pd.DataFrame(index=plan.codes)
    for name, people, together in (
        ("gained", gained, summed),
        ("cumulative", np.cumsum(gained), np.cumsum(summed, axis=0)),
    ):
        low, high = interval(together.astype(np.float32), share)
        table[f"{name}_people"] = people
        table[f"{name}_low_people"] = low
        table[f"{name}_high_people"] = high
    return table


def origin_draws(matrix: Matrix, draws: Draws) -> Floats:
    """Return the draws of the people of each origin, of shape (origins, draws); 0 without estimate."""
    row = draws.fitted.margins.codes.get_indexer(matrix.communes)[matrix.commune]
    drawn = draws.people[row].astype(np.float64) * matrix.weight[:, None]
    drawn[row < 0] = 0.0
    return drawn


def as_good(plan: Plan, rank: int) -> Integers:
    """Return the other candidates that could take the place of one, nearly as good, the best first.

    The others of the plan stay. None for the goal ``farthest``.
    """
    if plan.question.goal == "farthest":
        return np.empty(0, dtype=np.int64)
    pairs = pairs_of(plan.matrix, plan.question.goal)
    adds = pairs.adds(pairs.had(np.delete(plan.chosen, rank)))
    here = plan.chosen[rank]
    close = np.flatnonzero(adds >= AS_GOOD_SHARE * adds[here])
    close = close[~np.isin(close, plan.chosen)]
    return close[np.argsort(-adds[close], kind="stable")]


def gaining(plan: Plan, rank: int) -> Flags:
    """Tell the origins counted with a place."""
    mine: Flags = plan.place_of == rank
    return mine
