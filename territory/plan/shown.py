"""What is shown of a plan, on a page and on paper: one model, whatever the question."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd

from territory.look.budget_chart import budget_curve_svg
from territory.messages import Words
from territory.plan import told
from territory.plan.center import Longest
from territory.plan.sites import Plan


@dataclass(frozen=True)
class Curve:
    """The curve of budgets: its title, its drawing, where it bends, every budget in words."""

    title: str
    svg: str
    elbow: str
    budgets: tuple[str, ...]


@dataclass(frozen=True)
class Rows:
    """A table.

    Parameters
    ----------
    caption : str
    heads : tuple of str
    cells : tuple of tuple of str
    words : tuple of int
        Columns of words, beside the first; the others are figures.
    widths : tuple of float
        Shares of a sheet's width that the columns take.
    rest : str
        Key of what is said of rows that had no room on a sheet.
    name : str
        For the style sheet.
    notes : tuple of str
        Under it.
    """

    caption: str
    heads: tuple[str, ...]
    cells: tuple[tuple[str, ...], ...]
    words: tuple[int, ...] = ()
    widths: tuple[float, ...] = ()
    rest: str = "plan.paper.rest"
    name: str = ""
    notes: tuple[str, ...] = ()


@dataclass(frozen=True)
class Shown:
    """An answer to a question of plans.

    Parameters
    ----------
    title : str
        The question, and of where.
    minutes : str
        Whose minutes, and what the estimate costs: the first line of all.
    figures : tuple of (str, str)
        The few figures that say most, each with its words.
    answer : tuple of str
        Sentences.
    proof : str
        What is proved.
    maps : tuple of (str, str)
        Name of a zone and its drawing.
    legend : tuple of (str, str)
        Colours and their words.
    signs : tuple of (str, str)
        Signs (``mark``, ``depot``, ``dot``, ``ring``, ``line``…, as ``plan/plan.css`` names them) and their
        words.
    table : Rows or None
        None where there is nothing to show.
    on_paper : Rows or None
        The table of a sheet of paper, where it is another.
    curve : Curve or None
    beside : Rows or None
        A small table beside the map, where there is no curve.
    remarks : tuple of str
        What a reader must know beside the figures.
    unknown : tuple of str
        What no table tells.
    """

    title: str
    minutes: str
    figures: tuple[tuple[str, str], ...]
    answer: tuple[str, ...]
    proof: str
    maps: tuple[tuple[str, str], ...]
    legend: tuple[tuple[str, str], ...]
    signs: tuple[tuple[str, str], ...]
    table: Rows | None
    on_paper: Rows | None = None
    curve: Curve | None = None
    beside: Rows | None = None
    remarks: tuple[str, ...] = ()
    unknown: tuple[str, ...] = ()


def curve_of(plan: Plan, title: str, words: Words) -> Curve | None:
    """Return the curve of a plan's budgets; None where none gains anything."""
    if isinstance(plan.curve, Longest):
        minutes = plan.curve.minutes[np.isfinite(plan.curve.minutes)]
        values = [float(one) for one in minutes]
        said = [words.text("map.unit.minutes", value=words.number(one)) for one in values]
        elbow = 0
    else:
        values = [float(one) for one in plan.curve.gains]
        said = [words.estimate(one) for one in values]
        elbow = plan.curve.elbow_count
    if not values:
        return None
    bends = told.elbow_line(plan, words)
    svg = budget_curve_svg(
        values,
        said,
        chosen=plan.question.count,
        elbow=elbow,
        starts_at_zero=not isinstance(plan.curve, Longest),
    )
    lines = tuple(one for one in told.curve_lines(plan, words) if one != bends)
    return Curve(title, svg, bends, lines)


def served_on_paper(
    rows: pd.DataFrame, places: Sequence[str], said: Mapping[str, str], words: Words
) -> Rows:
    """Return places on a sheet: who gains, together, their minutes before and after, which communes.

    Parameters
    ----------
    rows : DataFrame
        As `territory.plan.table.site_rows`.
    places : sequence of str
        How each is called.
    said : mapping of str
        ``caption`` of the table, ``place`` above the places, ``none`` where no other is as good; without
        it, what is as good is not told.
    words : Words
        Of the reader's language.
    """
    has_close = "none" in said
    texts = ("gaining_communes_text", *(("as_good_text",) if has_close else ()))
    heads = (
        said["place"],
        *(words.text(f"columns.{name}_people.label") for name in ("gained", "cumulative")),
        words.text("plan.paper.minutes.head"),
        *(words.text(f"columns.{name}.label") for name in texts),
    )
    cells = []
    for place, (_, row) in zip(places, rows.iterrows(), strict=True):
        people = [
            people_in_words(
                row[f"{name}_people"], row[f"{name}_low_people"], row[f"{name}_high_people"], words
            )
            for name in ("gained", "cumulative")
        ]
        key = "known" if pd.notna(row["before_minutes"]) else "nothing_before"
        minutes = words.text(
            f"plan.paper.minutes.{key}",
            before=words.number(row["before_minutes"]),
            after=words.number(row["after_minutes"]),
        )
        told_texts = [said["none"] if pd.isna(row[name]) else row[name] for name in texts]
        cells.append((place, *people, minutes, *told_texts))
    return Rows(
        said["caption"],
        heads,
        tuple(cells),
        words=tuple(range(4, len(heads))),
        widths=(2.4, 2.3, 2.3, 1.1, *((3.5, 2.9) if has_close else (6.4,))),
    )


def people_in_words(people: float, low: float, high: float, words: Words) -> str:
    """Return an estimate of people with its interval, for a cell."""
    shown, least, most = (words.people(one, low, high) for one in (people, low, high))
    return words.text("map.card.interval", people=shown, low=least, high=most)
