"""Counters: places where a person is received, and how far they are.

An itinerant counter stands in the list at its carrier's office: it is not a place to travel to,
so it is left out of the nearest counter.
"""

from __future__ import annotations

import geopandas as gpd
import pandas as pd

from territory.travel import Nearest, land_of, nearest_places


def fixed_counters(counters: gpd.GeoDataFrame) -> gpd.GeoDataFrame:
    """Return the counters a person can travel to: itinerant ones are left out."""
    return counters[~counters["is_itinerant"]]


def nearest_counter(communes: gpd.GeoDataFrame, counters: gpd.GeoDataFrame) -> Nearest:
    """Find the nearest counter of each commune, from its town hall.

    Parameters
    ----------
    communes : GeoDataFrame
        Columns ``town_hall_point`` and ``zone``.
    counters : GeoDataFrame
        Columns ``geometry``, ``commune_code``, ``zone`` and ``is_itinerant``. Counters of other
        départements count: the border of the area looked at is not a wall.
    """
    reachable = fixed_counters(counters)
    return nearest_places(
        communes["town_hall_point"],
        land_of(communes.index.to_series(), communes["zone"]),
        reachable.geometry,
        land_of(reachable["commune_code"], reachable["zone"]),
        communes["zone"],
    )


def nearest_counter_minutes(communes: gpd.GeoDataFrame, counters: gpd.GeoDataFrame) -> pd.Series:
    """Return the estimated minutes by car from the town hall to the nearest counter.

    Returns
    -------
    Series of float
        Minutes, at least 2.02; missing where no counter stands on the same land.
    """
    return nearest_counter(communes, counters).minutes.rename("nearest_counter_minutes")
