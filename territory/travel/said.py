"""What measured a commune's minutes, and where from, in words: beside every figure of minutes."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pandas as pd

from territory.messages import Words
from territory.travel.official import OfficialEngine, engine_of_column

# Where minutes start from, when it is not where a reader takes it to be (`territory.contract.PLACE_KINDS`).
UNUSUAL_STARTS = ("own_counter", "centre")


def unusual_start(row: Mapping[str, Any] | pd.Series) -> str:
    """Return where a commune's minutes start from if it is unusual, ``""`` otherwise.

    Parameters
    ----------
    row : mapping
        A row of the list, with ``minutes_from_name``.
    """
    start = row.get("minutes_from_name")
    return str(start) if start in UNUSUAL_STARTS else ""


def measured_by(row: Mapping[str, Any] | pd.Series, column: str, words: Words) -> str:
    """Return the engine that measured a column of minutes, and where from if that is unusual.

    Official minutes start where people live, wherever the town hall is.

    Parameters
    ----------
    row : mapping
        A row of the list, with ``engine_name`` and ``minutes_from_name``.
    column : str
        The column of minutes.
    words : Words
        Of the reader's language.
    """
    name = engine_of_column(column, str(row["engine_name"]))
    engine = words.text(f"travel.short.{name}")
    start = "" if name == OfficialEngine.name else unusual_start(row)
    return f"{engine}, {words.text(f'travel.from.{start}')}" if start else engine
