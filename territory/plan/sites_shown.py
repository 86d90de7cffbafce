"""Where to open: the answer as it is shown."""

from __future__ import annotations

import numpy as np
import pandas as pd

from territory.messages import Words
from territory.plan import told
from territory.plan.answer import Answer
from territory.plan.center import Longest
from territory.plan.drawing import COLOURS, MOST_TOUCHED, plan_maps
from territory.plan.shown import Rows, Shown, curve_of, people_in_words, served_on_paper
from territory.plan.sites import Plan
from territory.tables import Tables

# Of the table of places: what draws tell, and what no table does.
DRAWN = ("chosen_draws_share", "as_good_text")
UNKNOWN = "unknown_text"


def sites_shown(tables: Tables, found: Answer, words: Words) -> Shown:
    """Return the answer to a question of sites as it is shown.

    Parameters
    ----------
    tables : Tables
        Those the plan was made from.
    found : Answer
        As `territory.plan.answer.answer` gives it.
    words : Words
        Of the reader's language.
    """
    plan, rows = found.plan, found.rows
    # The first remark, whose minutes these are, stands above the answer.
    minutes, *remarks = told.remarks(tables, plan, words)
    if found.holds:
        remarks = [found.holds, *remarks]
    return Shown(
        title=told.title(tables, plan, words),
        minutes=minutes,
        figures=_figures(plan, rows, words) if len(rows) else (),
        answer=(told.summary(plan, rows, words),),
        proof=told.proof(plan, words),
        maps=tuple(plan_maps(tables, plan)) if len(rows) else (),
        legend=((COLOURS[MOST_TOUCHED], words.text("plan.page.legend.gaining")),),
        signs=(
            ("mark", words.text("plan.page.legend.place")),
            ("dot", words.text("plan.page.legend.counter")),
        ),
        table=_places(rows, plan.question.goal, words) if len(rows) else None,
        on_paper=_on_paper(rows, plan.question.goal, words) if len(rows) else None,
        curve=curve_of(plan, words.text(f"plan.page.curve.{plan.question.goal}"), words),
        remarks=tuple(remarks),
        unknown=(words.text("plan.paper.unknown.sites"), words.text("plan.paper.unknown.need")),
    )


def _figures(plan: Plan, rows: pd.DataFrame, words: Words) -> tuple[tuple[str, str], ...]:
    """Return the figures that say most: who gains, how much of what can be, what is proved."""
    question, last = plan.question, rows.iloc[-1]
    bounds = last["cumulative_low_people"], last["cumulative_high_people"]
    low, high = (words.people(one, *bounds) for one in bounds)
    limit = words.number(question.within_minutes)
    people = words.people(last["cumulative_people"], *bounds)
    kept = [
        (
            people,
            words.text(f"plan.paper.figure.{question.goal}", low=low, high=high, limit=limit),
        )
    ]
    if isinstance(plan.curve, Longest):
        longest = plan.curve.minutes[min(question.count, len(plan.curve.minutes)) - 1]
        if np.isfinite(longest):
            shown = words.text("map.unit.minutes", value=words.number(longest, digits=1))
            kept.append((shown, words.text("plan.paper.figure.longest")))
    elif question.goal == "coverage":
        share = words.percent(plan.curve.gains[len(rows) - 1] / plan.curve.reachable)
        reachable = words.estimate(plan.curve.reachable)
        kept.append((share, words.text("plan.paper.figure.share", reachable=reachable)))
    else:
        spared = rows["spared_minutes"].sum() / rows["gained_people"].sum()
        shown = words.text("map.unit.minutes", value=words.number(spared, digits=1))
        kept.append((shown, words.text("plan.paper.figure.spared")))
    among = "possible" if question.is_restricted else "places"
    return (*kept, told.bound_figure(plan.bound_gap_share, words, among=among))


def _places(rows: pd.DataFrame, goal: str, words: Words) -> Rows:
    """Return the places in their order: who gains with the interval, together, why here, what is unknown.

    Draws and places as good are told of all goals but ``farthest``, which has none.
    """
    is_drawn = goal != "farthest"
    heads = [
        words.text("plan.page.table.place"),
        *(words.text(f"columns.{name}.label") for name in ("gained_people", "cumulative_people")),
        words.text("plan.page.table.why"),
        *(words.text(f"columns.{name}.label") for name in (*(DRAWN if is_drawn else ()), UNKNOWN)),
    ]
    cells = []
    for code, row in rows.iterrows():
        people = [_people(row, name, words) for name in ("gained", "cumulative")]
        drawn = [told.share_in_words(row, words), _as_good(row, words)] if is_drawn else []
        cells.append(
            (_ranked(str(code), row, words), *people, row["reasons_text"], *drawn, row[UNKNOWN])
        )
    return Rows(
        words.text("plan.page.table.caption"),
        tuple(heads),
        tuple(cells),
        name="reasons",
        words=(3, 5, 6) if is_drawn else (3, 4),
    )


def _on_paper(rows: pd.DataFrame, goal: str, words: Words) -> Rows:
    places = [_ranked(str(code), row, words) for code, row in rows.iterrows()]
    said = {one: words.text(f"plan.page.table.{one}") for one in ("place", "caption")}
    if goal != "farthest":
        said["none"] = words.text("plan.page.table.none_as_good")
    return served_on_paper(rows, places, said, words)


def _ranked(code: str, row: pd.Series, words: Words) -> str:
    rank = words.number(row["site_rank"])
    return words.text("plan.page.table.ranked", rank=rank, name=row["commune_name"], code=code)


def _as_good(row: pd.Series, words: Words) -> str:
    names = row["as_good_text"]
    return words.text("plan.page.table.none_as_good") if pd.isna(names) else str(names)


def _people(row: pd.Series, name: str, words: Words) -> str:
    bounds = row[f"{name}_low_people"], row[f"{name}_high_people"]
    return people_in_words(row[f"{name}_people"], *bounds, words)
