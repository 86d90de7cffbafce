"""A plan as a reader sees it: the sentence with its proof, the map, the curve, the places."""

from __future__ import annotations

import numpy as np
import pandas as pd
from markupsafe import Markup

from territory.look import parts
from territory.look.budget_chart import budget_curve_svg
from territory.look.charts import image_html
from territory.messages import Words
from territory.plan import told
from territory.plan.answer import Answer
from territory.plan.center import Longest
from territory.plan.drawing import COLOURS, MOST_TOUCHED, plan_maps
from territory.plan.sites import Plan
from territory.tables import Tables

# Of the table of places: what draws tell, and what no table does.
DRAWN = ("chosen_draws_share", "as_good_text")
UNKNOWN = "unknown_text"


def answer_html(tables: Tables, found: Answer, words: Words) -> str:
    """Return the answer to a question of sites; ``plan/plan.css`` gives its looks.

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
    budgets = told.curve_lines(plan, words)
    elbow = told.elbow_line(plan, words)
    signs = [("dot", words.text("plan.page.legend.counter"))]
    maps = [
        (words.text(f"map.zone.{zone}"), _image(svg))
        for zone, svg in (plan_maps(tables, plan) if len(rows) else [])
    ]
    return parts.render(
        "plan/plan.html",
        answer=told.summary(plan, rows, words),
        proof=told.proof(plan, words),
        maps=maps,
        legend=[(COLOURS[MOST_TOUCHED], words.text("plan.page.legend.gaining"))],
        signs=[("mark", words.text("plan.page.legend.place")), *signs],
        curve_title=words.text(f"plan.page.curve.{plan.question.goal}"),
        curve=_curve(plan, words),
        elbow=elbow,
        budgets=parts.details(
            words.text("plan.page.curve.budgets"),
            parts.items([line for line in budgets if line != elbow]),
        ),
        table=places_table(rows, plan.question.goal, words) if len(rows) else "",
        # The first remark, whose minutes these are, stands above the answer.
        remarks=parts.items(told.remarks(tables, plan, words)[1:], "remarks"),
    )


def _curve(plan: Plan, words: Words) -> Markup | str:
    if isinstance(plan.curve, Longest):
        minutes = plan.curve.minutes[np.isfinite(plan.curve.minutes)]
        values = [float(one) for one in minutes]
        shown = [words.text("map.unit.minutes", value=words.number(one)) for one in values]
        elbow = 0
    else:
        values = [float(one) for one in plan.curve.gains]
        shown = [words.estimate(one) for one in values]
        elbow = plan.curve.elbow_count
    if not values:
        return ""
    return _image(
        budget_curve_svg(
            values,
            shown,
            chosen=plan.question.count,
            elbow=elbow,
            starts_at_zero=not isinstance(plan.curve, Longest),
        )
    )


def places_table(rows: pd.DataFrame, goal: str, words: Words) -> Markup:
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
        ranked = words.text(
            "plan.page.table.ranked",
            rank=words.number(row["site_rank"]),
            name=row["commune_name"],
            code=code,
        )
        people = [_people(row, name, words) for name in ("gained", "cumulative")]
        drawn = [_share(row, words), _as_good(row, words)] if is_drawn else []
        cells.append([ranked, *people, row["reasons_text"], *drawn, row[UNKNOWN]])
    caption = words.text("plan.page.table.caption")
    return parts.wide_table(caption, heads, cells, words=(3, 5, 6) if is_drawn else (3, 4))


def _share(row: pd.Series, words: Words) -> str:
    share = row["chosen_draws_share"]
    return words.missing if pd.isna(share) else words.percent(share)


def _as_good(row: pd.Series, words: Words) -> str:
    names = row["as_good_text"]
    return words.text("plan.page.table.none_as_good") if pd.isna(names) else str(names)


def _people(row: pd.Series, name: str, words: Words) -> str:
    low, high = row[f"{name}_low_people"], row[f"{name}_high_people"]
    shown = (words.people(one, low, high) for one in (row[f"{name}_people"], low, high))
    people, least, most = shown
    return words.text("map.card.interval", people=people, low=least, high=most)


def _image(svg: str) -> Markup:
    return Markup(image_html(svg))  # noqa: S704 - drawn by this package, names in it escaped
