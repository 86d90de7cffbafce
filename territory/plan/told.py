"""A plan in sentences: what it gains, what is proved of it, what it leaves open."""

from __future__ import annotations

import shlex
from collections.abc import Sequence

import numpy as np
import pandas as pd

from territory.messages import Words
from territory.paths import DEFAULT_ENGINE
from territory.plan.center import Longest
from territory.plan.matrix import Matrix
from territory.plan.sites import Plan
from territory.tables import Tables
from territory.tables.applied import measured_alike
from territory.territories import NAMED_LEVELS, Territory, name_of
from territory.travel import EstimateEngine

# What planning by the estimate costs: how many fewer people five places serve, by road, than the five best
# by road, at 15 and 20 minutes; on 512 communes of Isère, `benchmarks/plan.py`.
ESTIMATE_COST_SHARES = (0.12, 0.13)


def title(tables: Tables, plan: Plan, words: Words) -> str:
    """Return the question as the title of its answer."""
    question = plan.question
    return words.plural(
        f"plan.heading.{question.goal}",
        question.count,
        limit=words.number(question.within_minutes),
        name=name_with_code(tables, question.territory, words),
    )


def name_with_code(tables: Tables, territory: Territory, words: Words) -> str:
    """Return the name of a territory as titles write it: with its code, where it has one."""
    name = name_of(tables, territory, words)
    return f"{name} ({territory.code})" if territory.level in NAMED_LEVELS else name


def territory_options(territory: Territory) -> list[str]:
    """Return the options of a command that name a territory: none for France."""
    return [] if territory.level == "france" else [f"--{territory.level}", territory.code]


def over(again: str, tables: Tables) -> str:
    """Return a command that makes an answer again, over the scenarios its tables are made by."""
    files = (shlex.quote(one.file_name) for one in tables.scenarios)
    return " ".join([again, *(f"--over {file}" for file in files)])


def command_line(
    said: Sequence[str], territory: Territory, *, engine: str, words: Words, out: str
) -> str:
    """Return the command ``territory plan …`` that makes an answer again.

    Parameters
    ----------
    said : sequence of str
        The verb and its options.
    territory : Territory
    engine, words, out
        As the command takes them; the default engine needs no option.
    """
    by = [] if engine == DEFAULT_ENGINE else ["--engine", engine]
    verb, *options = said
    told = ["territory", "plan", verb, *territory_options(territory), *options, *by]
    return shlex.join([*told, "--lang", words.language, "--out", out])


def proof(plan: Plan, words: Words) -> str:
    """Say that no plan is better, or how far below the best this one may be at most."""
    gap = plan.bound_gap_share
    if gap <= 0:
        return words.text("plan.proved_among" if plan.question.is_restricted else "plan.proved")
    return words.text("plan.at_most", gap=words.percent(gap, digits=2))


def bound_figure(gap_share: float, words: Words, *, among: str = "places") -> tuple[str, str]:
    """Return what is proved as a figure and its words.

    Parameters
    ----------
    gap_share : float
        How far below the best the answer may be at most.
    words : Words
        Of the reader's language.
    among : str
        What was chosen among: ``places``, the ``possible`` ones alone, ``tours``.
    """
    if gap_share <= 0:
        said = words.text(f"plan.paper.figure.proved.{among}")
        return words.text("plan.paper.figure.optimal"), said
    return words.percent(gap_share, digits=2), words.text("plan.paper.figure.gap")


def share_in_words(row: pd.Series, words: Words) -> str:
    """Return in what share of draws a place stays, for a cell."""
    share = row["chosen_draws_share"]
    return words.missing if pd.isna(share) else words.percent(share)


def place_lines(rows: pd.DataFrame, words: Words) -> list[str]:
    """Return a line a place: rank, name, reason, how far it holds."""
    lines = []
    for code, row in rows.iterrows():
        said = words.text(
            "plan.place",
            rank=words.number(row["site_rank"]),
            name=row["commune_name"],
            code=code,
            reason=row["reasons_text"],
        )
        if pd.notna(row["chosen_draws_share"]):
            share = words.percent(row["chosen_draws_share"])
            said += " " + words.text("plan.kept_draws", share=share)
        if pd.notna(row["chosen_limits_text"]):
            said += " " + words.text("plan.kept_limits", limits=row["chosen_limits_text"])
        if pd.notna(row["chosen_engines_text"]):
            said += " " + words.text("plan.kept_engines", engines=row["chosen_engines_text"])
        if pd.notna(row["as_good_text"]):
            said += " " + words.text("plan.as_good", names=row["as_good_text"])
        if "agencies_text" in row and pd.notna(row["agencies_text"]):
            said += " " + words.text("plan.unknown.agencies", kinds=row["agencies_text"])
        lines.append(said)
    return lines


def summary(plan: Plan, rows: pd.DataFrame, words: Words) -> str:
    """Say what the places gain together."""
    if isinstance(plan.curve, Longest) and not np.isfinite(plan.curve.minutes[-1:]).all():
        return words.plural("plan.unreachable", plan.question.count)
    if not len(rows):
        return words.text(f"plan.nothing.{plan.question.goal}")
    key = plan.question.goal
    last = rows.iloc[-1]
    people = words.people(
        last["cumulative_people"], last["cumulative_low_people"], last["cumulative_high_people"]
    )
    low, high = (
        words.people(
            last[f"cumulative_{end}_people"],
            last["cumulative_low_people"],
            last["cumulative_high_people"],
        )
        for end in ("low", "high")
    )
    values: dict[str, object] = {
        "people": people,
        "low": low,
        "high": high,
        "limit": words.number(plan.question.within_minutes),
    }
    if isinstance(plan.curve, Longest):
        budget = min(plan.question.count, len(plan.curve.minutes)) - 1
        if np.isnan(plan.curve.before_minutes):
            key = "from_nothing"
        values |= {
            "before": words.number(plan.curve.before_minutes, digits=1),
            "after": words.number(plan.curve.minutes[budget], digits=1),
        }
    elif plan.question.goal == "coverage":
        share = plan.curve.gains[len(rows) - 1] / plan.curve.reachable
        values["share"] = words.percent(share)
        values["reachable"] = words.estimate(plan.curve.reachable)
    else:
        spared = rows["spared_minutes"].sum() / rows["gained_people"].sum()
        values["spared"] = words.number(spared, digits=1)
    return words.plural(
        f"plan.summary.{key}",
        len(rows),
        digits=0,
        **values,
    )


def minutes_line(tables: Tables, matrix: Matrix, words: Words) -> str:
    """Say whose minutes a plan rests on."""
    key = "estimate" if matrix.is_estimate else "roads"
    low, high = (words.percent(share) for share in ESTIMATE_COST_SHARES)
    return words.text(f"plan.minutes.{key}", cited=tables.engine.cite(words), low=low, high=high)


def engine_line(tables: Tables, words: Words) -> str:
    """Say whose minutes a closure is measured by."""
    engine = measured_alike(tables).engine
    if isinstance(engine, EstimateEngine):
        low, high = (words.percent(share) for share in ESTIMATE_COST_SHARES)
        return words.text("plan.minutes.estimate", cited=engine.cite(words), low=low, high=high)
    return words.text("plan.minutes.roads", cited=engine.cite(words))


def remarks(tables: Tables, plan: Plan, words: Words) -> list[str]:
    """Return what a reader must know beside the figures: whose minutes, who is left out."""
    said = [minutes_line(tables, plan.matrix, words), *left_open(plan, words)]
    if plan.question.goal != "farthest":
        said.append(words.text("plan.large_towns"))
    return said


def left_open(plan: Plan, words: Words) -> list[str]:
    """Say that fewer places are enough, who is not counted, and whom no place serves: what there is of it."""
    said = []
    if plan.question.is_restricted:
        among = len(plan.matrix.candidates)
        communes = words.number(len(plan.matrix.communes))
        said.append(words.plural("plan.restricted", among, communes=communes))
    if plan.question.leaves_out_agencies:
        said.append(words.text("plan.agencies_left_out"))
    if len(plan.chosen) < plan.question.count and len(plan.chosen):
        key = "fewer_among" if plan.question.is_restricted else "fewer"
        said.append(words.plural(f"plan.{key}", len(plan.chosen)))
    unknown = plan.matrix.unknown
    if len(unknown):
        said.append(words.plural("plan.unknown_people", len(unknown)))
    matrix = plan.matrix
    if plan.question.goal == "coverage":
        out = (matrix.people > 0) & ~matrix.is_within(plan.question.within_minutes)
        out &= np.diff(matrix.minutes.indptr) == 0
    else:
        out = (matrix.people > 0) & ~np.isfinite(matrix.before_minutes)
        if isinstance(plan.curve, Longest):
            out = plan.curve.unreached
    if out.any():
        key = "coverage" if plan.question.goal == "coverage" else "minutes"
        said.append(
            words.text(f"plan.left_out.{key}", people=words.estimate(matrix.people[out].sum()))
        )
    return said


def curve_lines(plan: Plan, words: Words) -> list[str]:
    """Return the curve of budgets: a line each, the elbow told."""
    if isinstance(plan.curve, Longest):
        return [
            words.plural("plan.curve.longest", budget, minutes=words.number(minutes, digits=1))
            for budget, minutes in enumerate(plan.curve.minutes, start=1)
            if np.isfinite(minutes)
        ]
    gains = plan.curve.gains
    lines = [
        words.plural(f"plan.curve.{plan.question.goal}", budget, gain=words.estimate(gain))
        for budget, gain in enumerate(gains, start=1)
    ]
    elbow = elbow_line(plan, words)
    return [*lines, elbow] if elbow else lines


def elbow_line(plan: Plan, words: Words) -> str:
    """Say after how many places each further one gains clearly less; ``""`` where there is no such."""
    if isinstance(plan.curve, Longest) or not plan.curve.elbow_count:
        return ""
    return words.plural("plan.curve.elbow", plan.curve.elbow_count)
