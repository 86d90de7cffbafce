"""Why a commune is on the list, in a few words: what a row has room for. The sentence tells it whole."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Any

import pandas as pd

from territory.lists.reasons import reason_codes_text
from territory.messages import Words

COLUMN = "short_reason_text"
# The codes a row speaks of, the weightiest first.
SAID_CODES = (
    "beyond_20_min",
    "far",
    "all_agencies",
    "counter_closed_saturday",
    "few_hours_per_person",
    "need_high",
    "no_fibre",
    "no_1_gbps",
    "no_4g",
    "robust",
    "bus_stops",
    "uncertain_20_min",
    "uncertain_distance_class",
    "need_unknown",
    "minutes_unknown",
)
# More than these are for the sentence.
MOST_SAID = 3
# What goes without saying beside another code.
_IMPLIED: Mapping[str, str] = MappingProxyType({"far": "beyond_20_min"})


def short_reason(codes: str, words: Words) -> str:
    """Return the weightiest reasons, `MOST_SAID` at most, in a few words.

    Parameters
    ----------
    codes : str
        As `territory.lists.reasons.reason_codes_text` gives them.
    words : Words
        Of the reader's language.

    Examples
    --------
    >>> short_reason("need_high far beyond_20_min counter_closed_saturday robust", Words("en"))
    'over 20 min, closed on Saturday, high need'
    """
    held = set(codes.split())
    said = [one for one in SAID_CODES if one in held and _IMPLIED.get(one) not in held]
    return ", ".join(words.text(f"list.short.{one}") for one in said[:MOST_SAID])


def add_short_reasons(rows: pd.DataFrame, words: Words) -> pd.DataFrame:
    """Return rows of a list with `COLUMN`; missing where there is nothing to say."""
    listed: list[Any] = rows.to_dict("records")
    said = [short_reason(reason_codes_text(row), words) or None for row in listed]
    return rows.assign(**{COLUMN: pd.Series(said, index=rows.index, dtype="str")})
