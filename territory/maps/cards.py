"""What a hover card says: a title, and lines of a label and a figure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import pandas as pd

from territory import illectronism
from territory.indicators import DIMENSIONS, INDICATORS, columns_in_use
from territory.messages import Words
from territory.opening.visits import visits_sentence
from territory.travel.said import measured_by

# A row of a table by the names of its columns: a Series or a dict, which is read ten times faster.
Row = Mapping[str, Any] | pd.Series

CARD_INDICATORS = (
    "illectronism_people",
    # What moves the score, and the two measures of counters people ask about first; the others
    # stand in the table.
    *(
        indicator.name
        for indicator in INDICATORS
        if indicator.weight > 0
        or indicator.name in ("reachable_hours_per_1k", "nearest_saturday_counter_minutes")
    ),
    "exposure_score",
    "known_share",
)


# A card under the pointer has so many lines at most; the whole is in the sheet, or at a click.
MOST_LINES = 6
# Which of its lines: these, the layer's own figure taking the place of the fourth.
FIRST_LINES = (
    "illectronism_people",
    "illectronism_share",
    "nearest_counter_minutes",
    "reachable_hours_per_1k",
    "exposure_score",
    "known_share",
)
_GIVES_WAY = 3


def first_lines(names: Sequence[str], shown: str) -> list[int]:
    """Return the ranks of the lines of a card that stand under the pointer.

    Parameters
    ----------
    names : sequence of str
        The columns the card has a line of, in order.
    shown : str
        The column the map shows; ``""`` for none.

    Examples
    --------
    >>> first_lines(CARD_INDICATORS, "nearest_counter_minutes")[:3]
    [0, 1, 2]
    """
    wanted = list(FIRST_LINES)
    if shown in names and shown not in wanted:
        wanted[_GIVES_WAY] = shown
    ranks = [rank for rank, name in enumerate(names) if name in wanted]
    others = [rank for rank in range(len(names)) if rank not in ranks]
    return sorted([*ranks, *others[: MOST_LINES - len(ranks)]])


def commune_card(code: str, row: Row, words: Words) -> dict[str, Any]:
    """Return what the hover card of a commune says: a title and lines of label and value.

    Parameters
    ----------
    code : str
        Of the commune.
    row : mapping
        A row of `territory.scores.ranking.ranked_communes`: column → value.
    words : Words
        Of the reader's language. A missing value is said so, never shown as 0.
    """
    title = words.text("map.card.name", name=row["commune_name"], code=code)
    remarks = illectronism.remarks(row.get("illectronism_reason_code"), words)
    separator = words.text("illectronism.remarks_join")
    return {
        "title": title,
        "lines": [
            [words.text(f"columns.{name}.label"), _figure(row, name, words)]
            for name in columns_in_use(CARD_INDICATORS, row.keys())
        ]
        + (
            [[words.text("illectronism.remarks_label"), separator.join(remarks)]] if remarks else []
        ),
    }


TERRITORY_FIGURES = (
    "communes_count",
    "population_people",
    "illectronism_people",
    *(indicator.name for indicator in INDICATORS),
    *(f"{dimension}_score" for dimension in DIMENSIONS),
    "exposure_score",
    "known_share",
)


def territory_card(figures: Row, name: str, code: str, words: Words) -> dict[str, Any]:
    """Return what the hover card of an EPCI, a département or a région says.

    Parameters
    ----------
    figures : mapping
        A row of `territory.territories.figures.territory_figures`.
    """
    return {
        "title": words.text("map.card.name", name=name, code=code),
        "lines": [
            [words.text(f"columns.{one}.label"), _figure(figures, one, words)]
            for one in columns_in_use(TERRITORY_FIGURES, figures.keys())
        ],
    }


def stop_card(code: str, row: Row, words: Words) -> dict[str, Any]:
    """Return what the hover card of a commune where an itinerant counter stops says."""
    said = visits_sentence(row["stop_visits_code"], words)
    return {
        "title": words.text("map.card.name", name=row["commune_name"], code=code),
        "lines": [[words.text("map.card.stop"), said]],
    }


def _figure(row: Row, name: str, words: Words) -> str:
    """Write a figure, with its interval where it has one and what measured its minutes."""
    if name.endswith("_minutes") and pd.notna(row[name]) and "engine_name" in row:
        minutes = words.figure(name, row[name])
        engine = measured_by(row, name, words)
        return words.text("map.card.by_engine", minutes=minutes, engine=engine)
    if name != "illectronism_people" or pd.isna(row[name]):
        return words.figure(name, row[name])
    bounds = {bound: row[f"illectronism_{bound}_people"] for bound in ("low", "high")}
    if any(pd.isna(value) for value in bounds.values()):
        return words.figure(name, row[name])
    return words.text(
        "map.card.interval",
        people=words.figure(name, row[name]),
        **{bound: words.figure(name, value) for bound, value in bounds.items()},
    )


def known_words(row: Row, *names: str) -> list[str]:
    """Return what is known of some columns, as text."""
    return [str(row[name]) for name in names if pd.notna(row[name])]
