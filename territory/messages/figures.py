"""Figures in words: a value in the unit its column's name promises, communes counted."""

from __future__ import annotations

import pandas as pd

from territory.messages import number, percent, text


def written(name: str, value: float | None, language: str | None = None) -> str:
    """Write a value in the unit its column's name promises; a missing one in words.

    Examples
    --------
    >>> written("nearest_counter_minutes", 12.34, "en")
    '12 min'
    >>> written("illectronism_share", float("nan"), "fr")
    'pas de donnée'
    >>> written("reachable_hours_per_1k", 3.2, "en"), written("pupils_per_1k", 3.2, "en")
    ('3.2 h', '3.2 per 1,000')
    """
    if pd.isna(value):
        return text("report.missing", language)
    if name.endswith("_share"):
        return percent(value, language, digits=0 if name == "known_share" else 1)
    if name.endswith("_minutes"):
        return text("map.unit.minutes", language, value=number(value, language))
    if name.endswith(("_per_1k", "_hours")):
        unit = "hours" if is_in_hours(name) else "per_1k"
        return text(f"map.unit.{unit}", language, value=number(value, language, digits=1))
    return number(value, language)


def is_in_hours(name: str) -> bool:
    """Tell whether a column's figures are hours, be they for so many people.

    Examples
    --------
    >>> is_in_hours("reachable_hours_per_1k"), is_in_hours("weekly_hours"), is_in_hours("pupils_per_1k")
    (True, True, False)
    """
    return name.endswith(("_hours", "_hours_per_1k"))


def communes_in_words(count: int, language: str | None = None) -> str:
    """Write a number of communes, in the singular or the plural."""
    if count == 1:
        return text("map.legend.one_commune", language)
    return text("map.legend.communes", language, count=number(count, language))
