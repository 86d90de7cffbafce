"""How far the places of a plan hold when something else than people moves: the limit, whose minutes."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

import pandas as pd

from territory.messages import Words
from territory.plan.curve import best_plans
from territory.plan.matrix import site_matrix
from territory.plan.question import Question
from territory.plan.sites import Plan, solve_matrix
from territory.tables import Tables
from territory.travel import EstimateEngine, TravelEngine

# The limits a plan is made again for, in minutes.
LIMITS = (15.0, 20.0, 25.0, 30.0)
# A place that stays in this share of draws holds.
HOLDING_SHARE = 0.95

Kept = Mapping[str, pd.Index]


def other_limits(question: Question) -> tuple[float, ...]:
    """Return the limits a plan is tried at beside its own; none but for coverage, which depends on one."""
    if question.goal != "coverage":
        return ()
    return tuple(one for one in LIMITS if one != question.within_minutes)


def kept_limits(tables: Tables, plan: Plan, people: pd.Series, words: Words) -> Kept:
    """Return the places still chosen at other limits: limit in words → their codes."""
    question, kept = plan.question, {}
    for limit in other_limits(question):
        matrix = site_matrix(tables, replace(question, within_minutes=limit), people)
        _, curve = best_plans(matrix, question.goal, question.count)
        codes = matrix.candidates[curve.plans[-1]] if curve.plans else matrix.candidates[:0]
        said = words.text("map.unit.minutes", value=words.number(limit))
        kept[said] = plan.codes[plan.codes.isin(codes)]
    return kept


def other_engines(plan: Plan) -> tuple[TravelEngine, ...]:
    """Return the engine that is always at hand beside that of a plan: the estimate, for minutes by road."""
    return () if plan.matrix.is_estimate else (EstimateEngine(),)


def kept_engines(
    tables: Tables, plan: Plan, people: pd.Series, engines: tuple[TravelEngine, ...]
) -> Kept:
    """Return the places still chosen by the minutes of other engines: name of the engine → their codes."""
    kept = {}
    for engine in engines:
        matrix = site_matrix(replace(tables, engine=engine), plan.question, people)
        other = solve_matrix(matrix, plan.question)
        kept[engine.name] = plan.codes[plan.codes.isin(other.codes)]
    return kept


def kept_columns(kept: Kept, codes: pd.Index, none: str, name: str) -> pd.DataFrame:
    """Return in what share of what was tried each place stays, and where; missing where nothing was.

    Parameters
    ----------
    kept : mapping
        As `kept_limits` or `kept_engines` gives it.
    codes : Index of str
        The places.
    none : str
        What is said of a place that stays nowhere.
    name : str
        Of the columns: ``chosen_<name>_share``, ``chosen_<name>_text``.
    """
    stays = pd.DataFrame({said: codes.isin(there) for said, there in kept.items()}, index=codes)
    told = [", ".join(stays.columns[row]) or none for row in stays.to_numpy(bool)]
    return pd.DataFrame(
        {
            f"chosen_{name}_share": stays.mean(axis="columns").astype("float64"),
            f"chosen_{name}_text": told if kept else None,
        },
        index=codes,
    )


def holds(
    question: Question, rows: pd.DataFrame, engines: tuple[TravelEngine, ...], words: Words
) -> str:
    """Say how many places stay in nearly all draws, at all limits and by all engines tried.

    Parameters
    ----------
    rows : DataFrame
        As `territory.plan.table.site_rows` gives them.
    engines : tuple of TravelEngine
        Those tried beside the plan's own.

    Returns
    -------
    str
        ``""`` without places, or for the goal ``farthest``, which does not weigh people.
    """
    if not len(rows) or question.goal == "farthest":
        return ""
    stays = rows["chosen_draws_share"] >= HOLDING_SHARE
    tried = [words.text("plan.holds.draws", share=words.percent(HOLDING_SHARE))]
    if limits := other_limits(question):
        stays &= rows["chosen_limits_share"] == 1
        tried.append(words.text("plan.holds.limits", limits=", ".join(map(words.number, limits))))
    if engines:
        stays &= rows["chosen_engines_share"] == 1
        names = ", ".join(engine.name for engine in engines)
        tried.append(words.text("plan.holds.engines", engines=names))
    where = words.text("plan.holds.and").join(tried)
    total = words.number(len(rows))
    return words.plural("plan.holds.places", int(stays.sum()), total=total, where=where)
