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
    """
    if pd.isna(value):
        return text("report.missing", language)
    if name.endswith("_share"):
        return percent(value, language, digits=0 if name == "known_share" else 1)
    if name.endswith("_minutes"):
        return text("map.unit.minutes", language, value=number(value, language))
    if name.endswith(("_per_1k", "_hours")):
        return text("map.unit.hours", language, value=number(value, language, digits=1))
    return number(value, language)


def communes_in_words(count: int, language: str | None = None) -> str:
    """Write a number of communes, in the singular or the plural."""
    if count == 1:
        return text("map.legend.one_commune", language)
    return text("map.legend.communes", language, count=number(count, language))
