"""The closure of a counter as it is shown: who loses what, on a map and in tables."""

from __future__ import annotations

import numpy as np
import pandas as pd

from territory.messages import Words
from territory.plan.changes_told import closure_lines, unknown_closures
from territory.plan.closing import Effect
from territory.plan.drawing import COLOURS, MOST_TOUCHED, OTHER, TOUCHED, Mark, marked_maps
from territory.plan.shown import Rows, Shown, people_in_words
from territory.plan.told import engine_line
from territory.tables import Tables
from territory.territories import Territory, communes_of

# Communes shown beside the map; the file has all of them.
SHOWN_COUNT = 12
TOUCHED_COLUMNS = ("losing_people", "further_people", "before_minutes", "after_minutes")
CLOSURE_COLUMNS = ("nearest_people", "added_minutes")
CLOSED_SIGN = "×"


def closing_shown(
    tables: Tables,
    territory: Territory,
    closures: pd.DataFrame,
    counter: str,
    found: Effect,
    *,
    within_minutes: float,
    words: Words,
) -> Shown:
    """Return what the closure of a counter takes, then every closure of the territory.

    Parameters
    ----------
    tables : Tables
        All communes and counters.
    territory : Territory
        Whose counters may close.
    closures : DataFrame
        As `territory.plan.closing.closures_in` gives it.
    counter : str
        The one that closes, of its index.
    found : Effect
        As `territory.plan.closing.closing_effect` gives it.
    within_minutes : float
        The limit.
    words : Words
        Of the reader's language.
    """
    row = closures.loc[[counter]].iloc[0]
    lines = closure_lines(closures.loc[[counter]], within_minutes, words)
    return Shown(
        title=words.text("plan.close.title", name=row["counter_name"], commune=row["commune_name"]),
        minutes=engine_line(tables, words),
        figures=_figures(row, within_minutes, words),
        answer=(*lines, *found.lines),
        proof="",
        maps=tuple(_maps(tables, territory, counter, found)),
        legend=(
            (COLOURS[MOST_TOUCHED], words.text("plan.page.close.legend.losing")),
            (COLOURS[TOUCHED], words.text("plan.page.close.legend.further")),
        ),
        signs=(
            ("mark", words.text("plan.page.close.legend.closed")),
            ("dot", words.text("plan.page.legend.counter")),
        ),
        table=_closures(closures, words),
        beside=_touched(found.rows, words),
        unknown=(
            words.text("plan.paper.unknown.close"),
            words.text("plan.paper.unknown.need"),
        ),
    )


def _figures(row: pd.Series, within_minutes: float, words: Words) -> tuple[tuple[str, str], ...]:
    bounds = row["losing_low_people"], row["losing_high_people"]
    low, high = (words.people(one, *bounds) for one in bounds)
    limit = words.number(within_minutes)
    added = words.number(row["added_minutes"], digits=1)
    has_lost = row["losing_people"] > 0
    key = "losing" if has_lost else "losing_none"
    people = words.people(row["losing_people"], *bounds) if has_lost else words.number(0)
    if pd.isna(row["nearest_people"]):
        return ()
    return (
        (people, words.text(f"plan.paper.figure.{key}", low=low, high=high, limit=limit)),
        (_nearest(row, words), words.text("plan.paper.figure.nearest")),
        (words.text("map.unit.minutes", value=added), words.text("plan.paper.figure.added")),
    )


def _maps(
    tables: Tables, territory: Territory, counter: str, found: Effect
) -> list[tuple[str, str]]:
    codes = communes_of(tables, territory).index
    rows = found.rows
    classes = np.full(len(codes), OTHER, dtype=np.int8)
    classes[codes.isin(rows.index[rows["further_people"] > 0])] = TOUCHED
    classes[codes.isin(rows.index[rows["losing_people"] > 0])] = MOST_TOUCHED
    closed = tables.counters.loc[counter]
    name = str(tables.communes["commune_name"].get(closed["commune_code"], ""))
    mark = Mark(CLOSED_SIGN, closed.geometry, name)
    return marked_maps(tables, territory, classes, [mark])


def _touched(rows: pd.DataFrame, words: Words) -> Rows:
    heads = (
        words.text("columns.commune_name.label"),
        *(words.text(f"columns.{name}.label") for name in TOUCHED_COLUMNS),
    )
    cells = tuple(
        (
            f"{row['commune_name']} ({code})",
            *(words.estimate(row[name]) for name in TOUCHED_COLUMNS[:2]),
            *(words.figure(name, row[name]) for name in TOUCHED_COLUMNS[2:]),
        )
        for code, row in rows.head(SHOWN_COUNT).iterrows()
    )
    left = len(rows) - len(cells)
    return Rows(
        words.text("plan.page.close.touched.caption"),
        heads,
        cells,
        widths=(2.6, 1.3, 1.0, 1.1, 1.1),
        notes=(words.plural("plan.page.close.touched.rest", left),) if left > 0 else (),
    )


def _closures(rows: pd.DataFrame, words: Words) -> Rows:
    """Return every closure: who has no other counter within the limit, with the interval, who goes further."""
    heads = (
        words.text("plan.page.close.counter"),
        words.text("columns.commune_name.label"),
        words.text("columns.losing_people.label"),
        *(words.text(f"columns.{name}.label") for name in CLOSURE_COLUMNS),
    )
    cells = tuple(
        (
            row["counter_name"],
            row["commune_name"],
            _losing(row, words),
            _nearest(row, words),
            words.figure("added_minutes", row["added_minutes"]),
        )
        for _, row in rows.iterrows()
    )
    return Rows(
        words.text("plan.page.close.every.caption"),
        heads,
        cells,
        words=(1,),
        widths=(3.4, 2.2, 1.8, 1.5, 1.1),
        notes=tuple(unknown_closures(rows, words)),
        rest="plan.paper.rest_counters",
        name="closures",
    )


def _nearest(row: pd.Series, words: Words) -> str:
    people = row["nearest_people"]
    return words.missing if pd.isna(people) else words.estimate(people)


def _losing(row: pd.Series, words: Words) -> str:
    if pd.isna(row["losing_people"]):
        return words.missing
    if row["losing_people"] == 0:
        return words.number(0)
    bounds = row["losing_low_people"], row["losing_high_people"]
    return people_in_words(row["losing_people"], *bounds, words)
