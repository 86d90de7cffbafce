"""Which counters to open on Saturday: the answer as it is shown."""

from __future__ import annotations

import pandas as pd

from territory.indicators.counters import opens_saturday
from territory.messages import Words
from territory.plan import saturday_told as saturdays
from territory.plan import told
from territory.plan.answer import Answer
from territory.plan.drawing import COLOURS, MOST_TOUCHED, gaining_classes, marked_maps, ranked_marks
from territory.plan.shown import Rows, Shown, curve_of, people_in_words, served_on_paper
from territory.plan.sites import Plan
from territory.tables import Tables


def saturdays_shown(tables: Tables, found: Answer, words: Words) -> Shown:
    """Return the answer to a question of Saturdays as it is shown.

    Parameters
    ----------
    tables : Tables
        Those the plan was made from.
    found : Answer
        As `territory.plan.saturday_told.saturday_answer` gives it.
    words : Words
        Of the reader's language.
    """
    plan, rows = found.plan, found.rows
    minutes, *remarks = saturdays.remarks(tables, plan, words)
    return Shown(
        title=saturdays.title(tables, plan, words),
        minutes=minutes,
        figures=_figures(plan, rows, words) if len(rows) else (),
        answer=(saturdays.saturday_summary(plan, rows, words),),
        proof=told.proof(plan, words),
        maps=tuple(_maps(tables, plan)) if len(rows) else (),
        legend=((COLOURS[MOST_TOUCHED], words.text("plan.saturday.legend.gaining")),),
        signs=(
            ("mark", words.text("plan.saturday.legend.place")),
            ("dot", words.text("plan.saturday.legend.open")),
            ("ring", words.text("plan.saturday.legend.other")),
        ),
        table=_counters(rows, words) if len(rows) else None,
        on_paper=_on_paper(rows, words) if len(rows) else None,
        curve=curve_of(plan, words.text("plan.saturday.curve"), words),
        remarks=tuple(remarks),
        unknown=(
            words.text("plan.paper.unknown.saturday"),
            words.text("plan.paper.unknown.need"),
        ),
    )


def _maps(tables: Tables, plan: Plan) -> list[tuple[str, str]]:
    points = tables.counters.geometry.loc[plan.codes]
    codes = tables.counters["commune_code"].loc[plan.codes]
    marks = ranked_marks(points, tables.communes["commune_name"].reindex(codes).fillna(""))
    opens = opens_saturday(tables.counters)
    return marked_maps(
        tables,
        plan.question.territory,
        gaining_classes(tables, plan),
        marks,
        hollow=tables.counters.index[~opens],
    )


def _figures(plan: Plan, rows: pd.DataFrame, words: Words) -> tuple[tuple[str, str], ...]:
    last, without = rows.iloc[-1], saturdays.people_without(plan)
    bounds = last["cumulative_low_people"], last["cumulative_high_people"]
    low, high = (words.people(one, *bounds) for one in bounds)
    limit = words.number(plan.question.within_minutes)
    return (
        (
            words.people(last["cumulative_people"], *bounds),
            words.text("plan.paper.figure.saturday", low=low, high=high, limit=limit),
        ),
        (
            words.percent(last["cumulative_people"] / without),
            words.text("plan.paper.figure.without", without=words.estimate(without), limit=limit),
        ),
        told.bound_figure(plan.bound_gap_share, words),
    )


def _on_paper(rows: pd.DataFrame, words: Words) -> Rows:
    places = [_ranked(row, words) for _, row in rows.iterrows()]
    keys = {"place": "counter", "caption": "caption", "none": "none_as_good"}
    said = {name: words.text(f"plan.saturday.table.{key}") for name, key in keys.items()}
    return served_on_paper(rows, places, said, words)


def _ranked(row: pd.Series, words: Words) -> str:
    return words.text(
        "plan.saturday.table.ranked",
        rank=words.number(row["site_rank"]),
        name=row["counter_name"],
        commune=row["commune_name"],
    )


def _counters(rows: pd.DataFrame, words: Words) -> Rows:
    named = ("gained_people", "cumulative_people")
    drawn = ("chosen_draws_share", "as_good_text", "unknown_text")
    heads = (
        words.text("plan.saturday.table.counter"),
        *(words.text(f"columns.{name}.label") for name in named),
        words.text("plan.page.table.why"),
        *(words.text(f"columns.{name}.label") for name in drawn),
    )
    cells = [
        (
            _ranked(row, words),
            *(
                people_in_words(
                    row[f"{name}_people"],
                    row[f"{name}_low_people"],
                    row[f"{name}_high_people"],
                    words,
                )
                for name in ("gained", "cumulative")
            ),
            row["reasons_text"],
            told.share_in_words(row, words),
            words.text("plan.saturday.table.none_as_good")
            if pd.isna(row["as_good_text"])
            else row["as_good_text"],
            row["unknown_text"],
        )
        for _, row in rows.iterrows()
    ]
    return Rows(
        words.text("plan.saturday.table.caption"),
        heads,
        tuple(cells),
        name="reasons",
        words=(3, 5, 6),
    )
