"""Context in words: one line a measure, "at least" where counts are rounded, "hidden" where they are."""

from __future__ import annotations

import math
from collections.abc import Iterator

import pandas as pd

from territory.context.measures import CONTEXT, ZONINGS, Measure
from territory.context.shares import is_empty, summed
from territory.context.sums import Total, totals_of
from territory.contract import FRR_CLASSES
from territory.messages import Words

Lines = list[tuple[str, str]]


def lines_of(communes: pd.DataFrame, words: Words) -> list[Lines]:
    """Return what is known of each commune as labels and figures; what no source says has no line.

    Parameters
    ----------
    communes : DataFrame
        Rows of the table of communes: one for a sheet, all of them for those of a site.
    words : Words
        Of the reader's language.

    Returns
    -------
    list of list of (str, str)
        One list a commune, in their order.
    """
    found: list[Lines] = [[] for _ in range(len(communes))]
    for name, measure in CONTEXT.items():
        if is_empty(communes, name) and measure.status not in communes:
            continue
        label = words.text(f"context.name.{name}")
        for lines, total in zip(found, totals_of(communes, measure), strict=True):
            if said := figure_of(measure, total, words):
                lines.append((label, said))
    for lines, zonings in zip(found, _zonings(communes, words), strict=True):
        lines.extend(zonings)
    return found


def figure_of(measure: Measure, total: Total, words: Words) -> str:
    """Return the figure of a measure in words; ``""`` where nothing is known."""
    unit = "households" if measure.counts_households else "people"
    if total.told_count:
        key = "at_least" if total.is_at_least else "counted"
        said = words.plural(
            f"context.{key}.{unit}",
            total.least,
            share=words.percent(total.share, digits=1),
        )
        # Where nobody is counted in the whole, a share has no meaning.
        if math.isnan(total.share):
            said = words.plural(f"context.{key}_alone.{unit}", total.least)
        return said
    return words.text("context.hidden") if total.hidden_count else ""


def _zonings(communes: pd.DataFrame, words: Words) -> Iterator[Lines]:
    """Give the lines on the zonings of each commune."""
    of_districts, of_class = (words.text(f"context.name.{name}") for name in ZONINGS)
    for districts, rank in zip(*(summed(communes, (name,)) for name in ZONINGS), strict=True):
        lines = []
        if not math.isnan(districts):
            lines.append((of_districts, words.plural("context.districts", districts)))
        if not math.isnan(rank):
            name = FRR_CLASSES[int(rank) - 1]
            lines.append((of_class, words.text(f"context.frr.{name}")))
        yield lines
