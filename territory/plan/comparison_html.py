"""Two scenarios side by side as a reader sees them: one map of differences, the figures, the communes."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
import pandas as pd
from markupsafe import Markup

from territory.look import palette, parts
from territory.maps.layers import NO_CLASS, Classes
from territory.messages import Words
from territory.plan import comparison_told as comparison
from territory.plan.comparison import Comparison, Side
from territory.plan.drawing import Mark, marked_maps
from territory.plan.html import image
from territory.tables.corrected import added_code
from territory.territories import communes_of

# Limits of the classes of differences, in minutes, alike on both sides of none.
LIMITS = (1.0, 5.0, 10.0)
SAME = len(LIMITS)
CLOSED_SIGN = "×"
# Communes shown under the map; the files have all of them.
SHOWN_COUNT = 15
MINUTES = ("first_minutes", "second_minutes", "difference_minutes")


def comparison_html(found: Comparison, words: Words) -> str:
    """Return the comparison, its title and its first line apart; ``plan/plan.css`` gives its looks."""
    codes = communes_of(found.today, found.territory).index
    classes = difference_classes(found.rows["difference_minutes"].reindex(codes))
    marks = list(_marks(found))
    maps = marked_maps(found.today, found.territory, classes, marks, colours=palette.DIFFERENCES)
    signs = [("dot", words.text("plan.page.legend.counter"))]
    if marks:
        signs.insert(0, ("mark", words.text("plan.compare.legend.mark")))
    return parts.render(
        "plan/plan.html",
        answer=parts.sentences(comparison.lines(found, words)),
        proof="",
        maps=[(words.text(f"map.zone.{zone}"), image(svg)) for zone, svg in maps],
        legend=_legend(classes, words),
        signs=signs,
        curve="",
        beside=_figures_table(found, words),
        table=_communes_table(found, words),
        remarks="",
    )


def difference_classes(minutes: pd.Series) -> Classes:
    """Return the class of each difference of minutes, 0 for the most spared; `NO_CLASS` where unknown.

    A difference and its opposite are in opposite classes.

    Examples
    --------
    >>> difference_classes(pd.Series([-12.0, -5.0, 0.4, 1.0, float("nan")])).tolist()
    [0, 1, 3, 4, -1]
    """
    values = minutes.to_numpy(float)
    is_known = np.isfinite(values)
    known = np.where(is_known, values, 0.0)
    found = SAME + np.sign(known) * np.digitize(np.abs(known), LIMITS)
    return np.where(is_known, found, NO_CLASS).astype(np.int8)


def _legend(classes: Classes, words: Words) -> list[tuple[str, str]]:
    """Return the colours seen on the map, from the most spared to the most added."""
    seen = [
        (colour, words.text(f"plan.compare.legend.{rank}"))
        for rank, colour in enumerate(palette.DIFFERENCES)
        if (classes == rank).any()
    ]
    if (classes == NO_CLASS).any():
        seen.append((palette.no_data_fill(), words.text("plan.compare.legend.unknown")))
    return seen


def _marks(found: Comparison) -> Iterator[Mark]:
    """Return where the two differ: what one opens or moves by its letter, what it closes with a cross."""
    first, second = (_changes(side) for side in found.sides)
    for letter, own, other in zip(
        comparison.LETTERS, (first, second), (second, first), strict=True
    ):
        for change in own - other:
            action, code, *_ = change
            if action == "close":
                yield Mark(f"{letter}{CLOSED_SIGN}", found.today.counters.geometry[code])
            else:
                side = found.sides[comparison.LETTERS.index(letter)]
                yield Mark(letter, side.tables.counters.geometry[code])


def _changes(side: Side) -> set[tuple[str, str, str, str]]:
    """Return what a side opens, moves or closes: the action, the counter, the place."""
    if side.scenario is None:
        return set()
    return {
        (
            row["action"],
            added_code(row) if row["action"] == "add" else row["counter_code"],
            row["longitude"],
            row["latitude"],
        )
        for _, row in side.scenario.rows.iterrows()
        if row["action"] in ("add", "move", "close")
    }


def _figures_table(found: Comparison, words: Words) -> Markup:
    heads = ["", *comparison.names(found, words), words.text("plan.compare.difference")]
    cells = [
        (line.label, *line.cells, line.difference) for line in comparison.figures(found, words)
    ]
    return parts.wide_table(
        words.text("plan.compare.figures"),
        heads,
        cells,
        notes=comparison.proposed(found, words),
        name="sides",
    )


def _communes_table(found: Comparison, words: Words) -> Markup:
    rows = comparison.touched_rows(found)
    first, second = comparison.LETTERS
    heads = [
        words.text("columns.commune_name.label"),
        *(words.text("plan.compare.minutes", letter=letter) for letter in (first, second)),
        words.text("plan.compare.difference"),
        words.text("columns.gaining_people.label"),
        words.text("columns.losing_people.label"),
        words.text("columns.change_name.label"),
    ]
    cells = [
        (
            f"{row['commune_name']} ({code})",
            *(words.number(row[name], digits=1) for name in MINUTES[:2]),
            words.signed(row[MINUTES[2]], digits=1),
            *(words.estimate(row[f"{name}_people"]) for name in ("gaining", "losing")),
            words.text(f"plan.compare.change.{row['change_name']}")
            if pd.notna(row["change_name"])
            else "",
        )
        for code, row in rows.head(SHOWN_COUNT).iterrows()
    ]
    if not cells:
        return parts.paragraph(words.text("plan.compare.same"))
    left = len(rows) - len(cells)
    notes = [words.plural("plan.page.close.touched.rest", left)] if left > 0 else []
    return parts.wide_table(
        words.text("plan.compare.communes"), heads, cells, words=(6,), notes=notes
    )
