"""Doors: what stands once however many times it is listed.

The list of France Services gives some places under two codes: an antenna that became a counter of
its own, a place entered twice. Both rows are kept, as published; the second says which counter it
doubles (``double_of_code``), and counts nowhere: the first stands for the door, with its hours. This
is the one place that says what counts as a door; counts, maps, lists, minutes and hours all start
from here.
"""

from __future__ import annotations

import geopandas as gpd
import pandas as pd


def is_double(counters: pd.DataFrame) -> pd.Series:
    """Tell the rows that list again a door another row stands for."""
    double: pd.Series = counters["double_of_code"].notna()
    return double


def is_itinerant(counters: pd.DataFrame) -> pd.Series:
    """Tell the counters known to travel; one nothing is known of is not told so."""
    return counters["is_itinerant"].astype("boolean").fillna(False).astype(bool)


def is_of_unknown_kind(counters: pd.DataFrame) -> pd.Series:
    """Tell the counters the list does not say travel or stay."""
    unknown: pd.Series = counters["is_itinerant"].isna()
    return unknown


def is_fixed(counters: pd.DataFrame) -> pd.Series:
    """Tell the doors a person can travel to: known to stay where they are, each once.

    A counter that travels is not one; nor is one the list says nothing of, for what is not known
    is not relied on.
    """
    return ~is_itinerant(counters) & ~is_of_unknown_kind(counters) & ~is_double(counters)


def signs_counts(counters: pd.DataFrame) -> dict[str, int]:
    """Return how many doors a map draws with each sign: ``fixed``, and those one cannot count on.

    The second are ``itinerant``, or ``itinerant_or_unknown`` when the list does not say of some
    whether they travel.
    """
    fixed = int(is_fixed(counters).sum())
    others = int((~is_double(counters)).sum()) - fixed
    is_told = not is_of_unknown_kind(counters).any()
    return {"fixed": fixed, "itinerant" if is_told else "itinerant_or_unknown": others}


def doors(counters: gpd.GeoDataFrame) -> gpd.GeoDataFrame:
    """Return the counters, each door once."""
    return counters[~is_double(counters)]


def stand_apart(counters: gpd.GeoDataFrame, code: str) -> gpd.GeoDataFrame:
    """Return the counters with a row that stands for itself, and no other stands with it.

    Parameters
    ----------
    counters : GeoDataFrame
        As the table keeps them.
    code : str
        A row that doubles another, or a door that others double: the first of those is then
        the door of the rest.
    """
    changed = counters.copy()
    changed.loc[code, "double_of_code"] = None
    others = counters.index[counters["double_of_code"] == code]
    if len(others):
        changed.loc[others, "double_of_code"] = others[0]
        changed.loc[others[0], "double_of_code"] = None
    return changed
