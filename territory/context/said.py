"""Context in words: one line a measure, "at least" where counts are rounded, "hidden" where they are."""

from __future__ import annotations

import math

import pandas as pd

from territory.context.measures import CONTEXT, Measure
from territory.context.sums import Total, total_of, zonings_of
from territory.messages import Words


def lines_of(communes: pd.DataFrame, words: Words) -> list[tuple[str, str]]:
    """Return what is known of communes as labels and figures; what no source says has no line.

    Parameters
    ----------
    communes : DataFrame
        Rows of the table of communes: one for a sheet.
    words : Words
        Of the reader's language.
    """
    lines = [
        (words.text(f"context.name.{name}"), said)
        for name, one in CONTEXT.items()
        if (said := figure_of(one, total_of(communes, one), words))
    ]
    return [*lines, *_zoning_lines(communes, words)]


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


def _zoning_lines(communes: pd.DataFrame, words: Words) -> list[tuple[str, str]]:
    found = zonings_of(communes)
    lines = []
    if found.districts_count is not None:
        said = words.plural("context.districts", found.districts_count)
        lines.append((words.text("context.name.qpv_count"), said))
    if len(communes) == 1 and found.frr_counts:
        (name,) = found.frr_counts
        lines.append((words.text("context.name.frr_class"), words.text(f"context.frr.{name}")))
    return lines
