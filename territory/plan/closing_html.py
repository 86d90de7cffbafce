"""The closure of a counter as a reader sees it: who loses what, on a map and in tables."""

from __future__ import annotations

import numpy as np
import pandas as pd
from markupsafe import Markup

from territory.look import parts
from territory.look.charts import image_html
from territory.messages import Words
from territory.plan.changes_told import closure_lines
from territory.plan.closing import Effect
from territory.plan.drawing import COLOURS, MOST_TOUCHED, OTHER, TOUCHED, Mark, marked_maps
from territory.tables import Tables
from territory.territories import Territory, communes_of

# Communes shown beside the map; the file has all of them.
SHOWN_COUNT = 12
TOUCHED_COLUMNS = ("losing_people", "further_people", "before_minutes", "after_minutes")
CLOSURE_COLUMNS = ("nearest_people", "added_minutes")
CLOSED_SIGN = "×"


def closing_html(
    tables: Tables,
    territory: Territory,
    closures: pd.DataFrame,
    counter: str,
    found: Effect,
    *,
    within_minutes: float,
    words: Words,
) -> str:
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
    legend = [
        (COLOURS[MOST_TOUCHED], words.text("plan.page.close.legend.losing")),
        (COLOURS[TOUCHED], words.text("plan.page.close.legend.further")),
    ]
    signs = [
        ("mark", words.text("plan.page.close.legend.closed")),
        ("dot", words.text("plan.page.legend.counter")),
    ]
    maps = [
        (words.text(f"map.zone.{zone}"), Markup(image_html(svg)))  # noqa: S704 - drawn by this package
        for zone, svg in _maps(tables, territory, counter, found)
    ]
    lines = closure_lines(closures.loc[[counter]], within_minutes, words)
    return parts.render(
        "plan/closing.html",
        told=parts.sentences([*lines, *found.lines]),
        maps=maps,
        legend=legend,
        signs=signs,
        touched=_touched_table(found.rows, words),
        every=closures_table(closures, words),
    )


def _maps(
    tables: Tables, territory: Territory, counter: str, found: Effect
) -> list[tuple[str, str]]:
    codes = communes_of(tables, territory).index
    rows = found.rows
    classes = np.full(len(codes), OTHER, dtype=np.int8)
    classes[codes.isin(rows.index[rows["further_people"] > 0])] = TOUCHED
    classes[codes.isin(rows.index[rows["losing_people"] > 0])] = MOST_TOUCHED
    mark = Mark(CLOSED_SIGN, tables.counters.geometry.loc[counter])
    return marked_maps(tables, territory, classes, [mark])


def _touched_table(rows: pd.DataFrame, words: Words) -> Markup:
    heads = [
        words.text("columns.commune_name.label"),
        *(words.text(f"columns.{name}.label") for name in TOUCHED_COLUMNS),
    ]
    cells = [
        [
            f"{row['commune_name']} ({code})",
            *(words.estimate(row[name]) for name in TOUCHED_COLUMNS[:2]),
            *(words.figure(name, row[name]) for name in TOUCHED_COLUMNS[2:]),
        ]
        for code, row in rows.head(SHOWN_COUNT).iterrows()
    ]
    left = len(rows) - len(cells)
    notes = [words.plural("plan.page.close.touched.rest", left)] if left > 0 else []
    return parts.wide_table(
        words.text("plan.page.close.touched.caption"), heads, cells, notes=notes
    )


def closures_table(rows: pd.DataFrame, words: Words) -> Markup:
    """Return every closure: who has no other counter within the limit, with the interval, who goes further."""
    heads = [
        words.text("plan.page.close.counter"),
        words.text("columns.commune_name.label"),
        words.text("columns.losing_people.label"),
        *(words.text(f"columns.{name}.label") for name in CLOSURE_COLUMNS),
    ]
    cells = [
        [
            row["counter_name"],
            row["commune_name"],
            _losing(row, words),
            words.estimate(row["nearest_people"]),
            words.figure("added_minutes", row["added_minutes"]),
        ]
        for _, row in rows.iterrows()
    ]
    caption = words.text("plan.page.close.every.caption")
    return parts.wide_table(caption, heads, cells, words=(1,), name="closures")


def _losing(row: pd.Series, words: Words) -> str:
    if row["losing_people"] == 0:
        return words.number(0)
    low, high = row["losing_low_people"], row["losing_high_people"]
    people, least, most = (
        words.people(one, low, high) for one in (row["losing_people"], low, high)
    )
    return words.text("map.card.interval", people=people, low=least, high=most)
