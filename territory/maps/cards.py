"""What a hover card says: a title, and lines of a label and a figure."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pandas as pd

from territory.contract import WEEKDAYS
from territory.indicators import INDICATORS, columns_in_use
from territory.messages import number, text
from territory.messages.figures import written
from territory.opening.sentences import saturday_words

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


def commune_card(code: str, row: Row, language: str | None = None) -> dict[str, Any]:
    """Return what the hover card of a commune says: a title and lines of label and value.

    Parameters
    ----------
    code : str
        Of the commune.
    row : mapping
        A row of `territory.scores.ranking.ranked_communes`: column → value.
    language : str, optional
        Language of the words. A missing value is said so, never shown as 0.
    """
    title = text("map.card.name", language, name=row["commune_name"], code=code)
    return {
        "title": title,
        "lines": [
            [text(f"columns.{name}.label", language), _figure(row, name, language)]
            for name in columns_in_use(CARD_INDICATORS, row.keys())
        ],
    }


TERRITORY_FIGURES = (
    "communes_count",
    "population_people",
    "illectronism_people",
    "illectronism_share",
    "nearest_counter_minutes",
    "reachable_hours_per_1k",
    "without_fibre_share",
    "without_1_gbps_share",
    "exposure_score",
)


def territory_card(
    figures: Row, name: str, code: str, language: str | None = None
) -> dict[str, Any]:
    """Return what the hover card of an EPCI, a département or a région says.

    Parameters
    ----------
    figures : mapping
        A row of `territory.territories.figures.territory_figures`.
    """
    return {
        "title": text("map.card.name", language, name=name, code=code),
        "lines": [
            [text(f"columns.{one}.label", language), _figure(figures, one, language)]
            for one in columns_in_use(TERRITORY_FIGURES, figures.keys())
        ],
    }


def mediation_card(row: Row, language: str | None = None) -> dict[str, Any]:
    """Return what the hover card of a digital mediation place says."""
    missing = text("report.missing", language)
    lines = [[text("map.card.kind", language), text("map.legend.mediation_place", language)]]
    for label, names in (
        ("address", ("address_text", "postal_code")),
        ("hours", ("hours_text",)),
        ("typology", ("typology_text",)),
        ("programmes", ("programmes_text",)),
    ):
        lines.append(
            [text(f"map.card.{label}", language), " ".join(_known(row, *names)) or missing]
        )
    return {"title": row["place_name"], "lines": lines}


def _figure(row: Row, name: str, language: str | None) -> str:
    """Write a figure, with its interval where it has one and what measured its minutes."""
    if name.endswith("_minutes") and pd.notna(row[name]) and "engine_name" in row:
        minutes = written(name, row[name], language)
        engine = text(f"travel.short.{row['engine_name']}", language)
        return text("map.card.by_engine", language, minutes=minutes, engine=engine)
    if name != "illectronism_people" or pd.isna(row[name]):
        return written(name, row[name], language)
    bounds = {bound: row[f"illectronism_{bound}_people"] for bound in ("low", "high")}
    if any(pd.isna(value) for value in bounds.values()):
        return written(name, row[name], language)
    return text(
        "map.card.interval",
        language,
        people=written(name, row[name], language),
        **{bound: written(name, value, language) for bound, value in bounds.items()},
    )


def counter_card(row: Row, language: str | None = None) -> dict[str, Any]:
    """Return what the hover card of a counter says: kind, address, hours as published."""
    kind = text(f"map.counter_kind.{row['counter_kind_name']}", language)
    address = " ".join(_known(row, "address_text", "postal_code"))
    hours = [
        [text(f"map.card.{day}", language), row[f"opening_{day}_text"]]
        for day in WEEKDAYS
        if pd.notna(row[f"opening_{day}_text"])
    ]
    missing = text("report.missing", language)
    lines = [
        [text("map.card.kind", language), kind],
        [text("map.card.address", language), address or missing],
        [text("map.card.weekly_hours", language), _week(row, language)],
        *(hours or [[text("map.card.hours", language), missing]]),
        [text("map.card.appointments", language), _yes_or_no(row["has_appointments"], language)],
    ]
    if pd.notna(row["hours_condition_name"]):
        condition = text(f"map.card.condition_{row['hours_condition_name']}", language)
        lines.append([text("map.card.condition", language), condition])
    if pd.notna(row["hours_flag_name"]):
        flag = text(f"build.hours_flag.{row['hours_flag_name']}", language)
        lines.append([text("map.card.flag", language), flag])
    if pd.notna(row["correction_text"]):
        kind = text(f"map.correction.{row['correction_name']}", language)
        lines.append([kind, row["correction_text"]])
    if pd.notna(row["comment_text"]):
        lines.append([text("map.card.comment", language), row["comment_text"]])
    return {"title": row["counter_name"], "lines": lines}


def _week(row: Row, language: str | None) -> str:
    if pd.isna(row["weekly_hours"]):
        return text("report.missing", language)
    return text(
        "map.card.week",
        language,
        hours=written("weekly_hours", row["weekly_hours"], language),
        days=number(row["open_days_count"], language),
        saturday=saturday_words(row, "map.card.week_saturday", language),
    )


def _yes_or_no(value: Any, language: str | None) -> str:
    if pd.isna(value):
        return text("report.missing", language)
    return text("map.card.yes" if value else "map.card.no", language)


def _known(row: Row, *names: str) -> list[str]:
    return [str(row[name]) for name in names if pd.notna(row[name])]
