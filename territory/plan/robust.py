"""How far the places of a plan hold: when people are drawn again, and when the limit moves."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pandas as pd

from territory.illectronism import Draws
from territory.plan.covering import covering_of
from territory.plan.curve import MOST_CELLS, solve_curve
from territory.plan.greedy import gains_of, greedy
from territory.plan.matrix import Floats, site_matrix
from territory.plan.sites import Plan, origin_draws
from territory.plan.solver import CoveringProgram
from territory.tables import Tables

PLAN_DRAWS_COUNT = 200
# The limit is moved by so many minutes either way.
LIMIT_STEP_MINUTES = 5.0


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

    Notes
    -----
    Each draw changes what the rows weigh, and the linear program starts from the last solution. Where
    a solution is not whole, the better of its rounding and the greedy plan is taken.
    """
    if plan.question.goal == "farthest" or not len(plan.chosen):
        return pd.Series(np.nan, index=plan.codes)
    covering, count = plan.covering, len(plan.chosen)
    drawn = origin_draws(plan.matrix, draws)[:, :PLAN_DRAWS_COUNT]
    weights = covering.weights_of(drawn)
    is_small = covering.covers.nnz <= MOST_CELLS
    program = CoveringProgram(covering.covers, covering.weights) if is_small else None
    times: Floats = np.zeros(covering.covers.shape[1])
    for one in weights.T:
        best = greedy(covering.covers, one, count).columns
        if program is not None:
            program.weigh(one)
            other = program.relax(count).columns(count)
            if len(other):
                gains = [gains_of(covering.covers, one, each)[-1] for each in (best, other)]
                best = other if gains[1] >= gains[0] else best
        times[best] += 1
    of_candidate = np.zeros(len(plan.matrix.candidates))
    of_candidate[covering.columns] = times / weights.shape[1]
    return pd.Series(of_candidate[plan.chosen], index=plan.codes)


def kept_limits(tables: Tables, plan: Plan, people: pd.Series) -> dict[float, pd.Index]:
    """Return the places still chosen when the limit moves: limit → their codes.

    Only coverage depends on a limit: empty for the other goals.
    """
    question = plan.question
    if question.goal != "coverage":
        return {}
    kept = {}
    for step in (-LIMIT_STEP_MINUTES, LIMIT_STEP_MINUTES):
        limit = question.within_minutes + step
        if limit <= 0:
            continue
        matrix = site_matrix(tables, replace(question, within_minutes=limit), people)
        curve = solve_curve(covering_of(matrix, question.goal), question.count)
        codes = matrix.candidates[curve.plans[-1]] if curve.plans else matrix.candidates[:0]
        kept[limit] = plan.codes[plan.codes.isin(codes)]
    return kept
