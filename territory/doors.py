"""Doors: the places of counters, each once however many rows of the list it has.

The list of France Services gives some places under two codes: an antenna that became a counter of
its own, a place entered twice. The table keeps both rows as published; the second names the counter
it doubles (``double_of_code``) and is never counted: the first represents the door, with its hours.
Counts, maps, lists, minutes and hours all take from here what a door is.
"""

from __future__ import annotations

import geopandas as gpd
import pandas as pd


def is_double(counters: pd.DataFrame) -> pd.Series:
    """Tell the rows that repeat a door which another row represents."""
    double: pd.Series = counters["double_of_code"].notna()
    return double


def is_itinerant(counters: pd.DataFrame) -> pd.Series:
    """Tell the counters known to travel; False where that is unknown."""
    return counters["is_itinerant"].astype("boolean").fillna(False).astype(bool)


def is_of_unknown_kind(counters: pd.DataFrame) -> pd.Series:
    """Tell the counters of which it is unknown whether they travel."""
    unknown: pd.Series = counters["is_itinerant"].isna()
    return unknown


def is_fixed(counters: pd.DataFrame) -> pd.Series:
    """Tell the doors a person can travel to: known not to travel, each once."""
    return ~is_itinerant(counters) & ~is_of_unknown_kind(counters) & ~is_double(counters)


def signs_counts(counters: pd.DataFrame) -> dict[str, int]:
    """Return how many doors a map draws with each sign: ``fixed``, and the others.

    The others are ``itinerant``, or ``itinerant_or_unknown`` when the list does not say of some
    whether they travel.
    """
    fixed = int(is_fixed(counters).sum())
    others = int((~is_double(counters)).sum()) - fixed
    is_known = not is_of_unknown_kind(counters).any()
    return {"fixed": fixed, "itinerant" if is_known else "itinerant_or_unknown": others}


def doors(counters: gpd.GeoDataFrame) -> gpd.GeoDataFrame:
    """Return the counters, each door once."""
    return counters[~is_double(counters)]


def stand_apart(counters: gpd.GeoDataFrame, code: str) -> gpd.GeoDataFrame:
    """Return the counters with a row that is a door of its own, doubling none and doubled by none.

    Parameters
    ----------
    counters : GeoDataFrame
        As the table keeps them.
    code : str
        A row that doubles another, or a door that others double: the first of these then becomes
        the door of the rest.
    """
    changed = counters.copy()
    changed.loc[code, "double_of_code"] = None
    others = counters.index[counters["double_of_code"] == code]
    if len(others):
        changed.loc[others, "double_of_code"] = others[0]
        changed.loc[others[0], "double_of_code"] = None
    return changed
