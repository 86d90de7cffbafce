"""Opening hours in words."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pandas as pd

from territory.messages import Words
from territory.opening import WEEKS_A_YEAR, saturday_name


def saturday_words(row: Mapping[str, Any] | pd.Series, key: str, words: Words) -> str:
    """Return how a counter opens on Saturday: every one, some, by appointment, none, unknown.

    Parameters
    ----------
    row : mapping
        ``is_open_saturday``, ``saturday_share`` and ``saturday_condition_name`` of a counter.
    key : str
        Group of messages that holds the words, one for each of `saturday_name`'s.
    words : Words
        Of the reader's language.
    """
    name = saturday_name(row["is_open_saturday"], row["saturday_condition_name"])
    if name == "unknown":
        return words.missing
    values = {}
    if name == "some_weeks":
        values["count"] = words.number(WEEKS_A_YEAR * row["saturday_share"])
    return words.text(f"{key}.{name}", **values)


def hours_in_words(place: Mapping[str, Any] | pd.Series, words: Words) -> str:
    """Return when a place of mediation opens: hours and Saturday; its text where that was not read.

    Parameters
    ----------
    place : mapping
        A row of the table of mediation places.
    words : Words
        Of the reader's language.
    """
    if place["hours_reading_name"] == "none":
        return words.text("beside.hours.none")
    if place["hours_reading_name"] == "unread":
        return words.text("beside.hours.unread", text=str(place["hours_text"]))
    key = "read"
    if pd.notna(place["hours_condition_name"]):
        key = str(place["hours_condition_name"])
    return words.text(
        f"beside.hours.{key}",
        hours=words.figure("weekly_hours", place["weekly_hours"]),
        saturday=saturday_words(place, "beside.saturday", words),
    )
