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
