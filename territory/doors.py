"""Doors: the places of counters, each once however many rows of the list it has.

The list of France Services gives some places under two codes: an antenna that became a counter of
its own, a place entered twice. The table keeps both rows as published; the second names the counter
it doubles (``double_of_code``) and is never counted: the first represents the door, with its hours.
Counts, maps, lists, minutes and hours all take from here what a door is.
"""

from __future__ import annotations

import geopandas as gpd
import pandas as pd

# Doors of a commune or of a territory, by what is known of their travelling.
COUNT_COLUMNS = (
    "fixed_counters_count",
    "itinerant_counters_count",
    "unknown_kind_counters_count",
)


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


def counts_by_commune(counters: pd.DataFrame, communes: pd.Index) -> pd.DataFrame:
    """Return how many doors each commune has: what lists, sheets, portraits and territories add up.

    Parameters
    ----------
    counters : DataFrame
        As the table keeps them; those of no known commune are left out.
    communes : Index of str
        Codes of the communes.

    Returns
    -------
    DataFrame of int
        Columns `COUNT_COLUMNS`, index `communes`; 0 where there is none, which is known.
    """
    once = ~is_double(counters)
    kinds = (is_fixed(counters), is_itinerant(counters) & once, is_of_unknown_kind(counters) & once)
    return pd.DataFrame(
        {
            name: kind.groupby(counters["commune_code"]).sum().reindex(communes, fill_value=0)
            for name, kind in zip(COUNT_COLUMNS, kinds, strict=True)
        },
        index=communes,
    ).astype("Int64")


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
