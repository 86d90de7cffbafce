"""How far the places of a plan hold when people are drawn again."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pandas as pd

from territory.illectronism import Draws
from territory.plan.covering import Covering
from territory.plan.curve import MOST_CELLS
from territory.plan.greedy import Greedy, gains_of, greedy
from territory.plan.matrix import Floats, Integers
from territory.plan.pairs import Pairs, greedy_pairs, pairs_of
from territory.plan.prices import PROVED_WITHIN, left_by, search_budget
from territory.plan.sites import Plan, origin_draws
from territory.plan.solver import CoveringProgram

PLAN_DRAWS_COUNT = 200


def kept_share(plan: Plan, draws: Draws) -> pd.Series:
    """Return in what share of draws each place is still in the best plan found.

    Parameters
    ----------
    plan : Plan
        Of the goal ``coverage`` or ``minutes``.
    draws : Draws
        Of the communes of the territory at least; the first `PLAN_DRAWS_COUNT` are used.

    Returns
    -------
    Series of float
        0 to 1, on the codes of the places; missing for the goal ``farthest``, which does not weigh
        people.
    """
    if plan.question.goal == "farthest" or not len(plan.chosen):
        return pd.Series(np.nan, index=plan.codes)
    drawn = origin_draws(plan.matrix, draws)[:, :PLAN_DRAWS_COUNT]
    covering = plan.covering
    if plan.question.goal == "coverage" and covering.covers.nnz <= MOST_CELLS:
        known = np.flatnonzero(np.isin(covering.columns, plan.chosen))
        plans = [covering.columns[one] for one in programmed_plans(covering, drawn, known)]
    else:
        plans = searched_plans(pairs_of(plan.matrix, plan.question.goal), drawn, plan.chosen)
    times = np.zeros(len(plan.matrix.candidates))
    for best in plans:
        times[best] += 1
    return pd.Series(times[plan.chosen] / drawn.shape[1], index=plan.codes)


def programmed_plans(covering: Covering, drawn: Floats, known: Integers) -> list[Integers]:
    """Return the best plan found for each draw of people, by the linear program.

    Parameters
    ----------
    covering : Covering
        Reduced without loss.
    drawn : array of float, of shape (origins, draws)
    known : array of int
        The plan of the people as estimated: kept where no other is better, so that equals change nothing.

    Notes
    -----
    Each draw changes what the rows weigh, and the program starts from the last solution. Where a solution
    is not whole, the better of its rounding and the greedy plan is taken.
    """
    covers, count = covering.covers, len(known)
    program = CoveringProgram(covers, covering.weights)
    found = []
    for weights in covering.weights_of(drawn).T:
        program.weigh(weights)
        best, gain = known, gains_of(covers, weights, known)[-1]
        for other in (
            greedy(covers, weights, count).columns,
            program.relax(count).columns(count),
        ):
            gained = gains_of(covers, weights, other)[-1] if len(other) else 0.0
            if gained > gain * (1 + PROVED_WITHIN):
                best, gain = other, gained
        found.append(best)
    return found


def searched_plans(pairs: Pairs, drawn: Floats, known: Integers) -> list[Integers]:
    """Return the best plan found for each draw of people, by prices.

    Parameters
    ----------
    pairs : Pairs
        Of the people as estimated.
    drawn : array of float, of shape (origins, draws)
    known : array of int
        The plan of the people as estimated: kept where no other is better, so that equals change nothing.

    Notes
    -----
    The prices of the people as estimated bound the plans of every draw, and rule out most candidates of all
    of them; the few that are left are searched draw by draw, from these prices (`territory.plan.prices`).
    """
    count = len(known)
    _, given = search_budget(pairs, greedy_pairs(pairs, count))
    alone = pairs.adds_of(np.zeros(len(pairs.people)), drawn)
    paid = pairs.adds_of(given, drawn)
    given_people = given @ drawn
    firsts = []
    left = np.zeros(pairs.candidates_count, dtype=bool)
    for draw, people in enumerate(drawn.T):
        mine = replace(pairs, people=people)
        first = greedy_pairs(mine, count, alone[:, draw])
        if len(first.columns) and mine.gain(known) >= first.gains[-1] * (1 - PROVED_WITHIN):
            first = Greedy(known, np.array([mine.gain(known[: one + 1]) for one in range(count)]))
        firsts.append(first)
        left[first.columns] = True
        if len(first.columns):
            left |= left_by(paid[:, draw], given_people[draw], len(first.columns), first.gains[-1])
    columns = np.flatnonzero(left)
    small = pairs.of_candidates(columns)
    found = []
    for first, people in zip(firsts, drawn.T, strict=True):
        start = Greedy(np.searchsorted(columns, first.columns), first.gains)
        best, _ = search_budget(replace(small, people=people), start, given)
        found.append(columns[best])
    return found
