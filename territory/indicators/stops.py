"""Stops of itinerant counters: how far the nearest counter or stop is, and who is reached.

The directory does not list stops; the build reads them from comments (`territory.tables.stops`). A stop
is reached at the town hall of its commune. It is there some hours a week or a month: its minutes stand
beside those of fixed counters and weigh nothing in a score. Where the comment says nothing, stops are
unknown, so that these minutes can only be too long.
"""

from __future__ import annotations

import geopandas as gpd
import numpy as np
import pandas as pd

from territory.indicators.catchments import PUBLIC_TARGET_MINUTES
from territory.indicators.counters import (
    Floats,
    Origins,
    nearest_counter,
    origins_of,
)
from territory.indicators.people_within import people_of_minutes, people_within
from territory.opening.visits import visits_code
from territory.tables import Tables
from territory.travel import Places, land_of


def stop_places(stops: gpd.GeoDataFrame) -> Places:
    """Return the communes where a bus stops as places people go to: their town halls, each once."""
    placed = stops[stops.geometry.notna()].drop_duplicates("commune_code")
    land = land_of(placed["commune_code"], placed["zone"])
    return Places(placed.geometry, land, placed["zone"])


def minutes_with_stops(tables: Tables, origins: Origins) -> Floats:
    """Return the minutes from each origin to the nearest fixed counter or known stop."""
    fixed = nearest_counter(tables, origins=origins).minutes.to_numpy(float)
    stops = tables.stops
    if stops is None or stops.empty:
        return fixed
    nearest = tables.engine.minutes_to_nearest(origins.places, stop_places(stops))
    found: Floats = np.fmin(fixed, nearest.minutes.to_numpy(float))
    return found


def nearest_counter_or_stop_minutes(tables: Tables) -> pd.Series:
    """Return the minutes by car to the nearest fixed counter or known stop, by commune.

    Returns
    -------
    Series of float
        Minutes on the communes' index; missing where neither can be reached, and everywhere in tables
        that hold no stops.
    """
    name = "nearest_counter_or_stop_minutes"
    if tables.stops is None:
        return pd.Series(np.nan, index=tables.communes.index, name=name)
    origins = origins_of(tables)
    return origins.average(minutes_with_stops(tables, origins)).rename(name)


def people_within_or_stop(tables: Tables, groups: pd.Series) -> pd.DataFrame:
    """Return the share of each territory's people within 20 minutes of a fixed counter or a known stop.

    Parameters
    ----------
    tables : Tables
        Communes, counters and stops.
    groups : Series
        Territory of each commune, on the communes' index; missing for those left out.

    Returns
    -------
    DataFrame
        One row a territory: ``within_20_minutes_or_stop_share`` of the people whose minutes are known;
        missing where there are none, and in tables that hold no stops.
    """
    origins = origins_of(tables)
    minutes = minutes_with_stops(tables, origins)
    shares = people_of_minutes(tables, groups, origins, minutes, (PUBLIC_TARGET_MINUTES,))
    name = f"within_{PUBLIC_TARGET_MINUTES:g}_minutes"
    found = shares[f"{name}_share"].rename(f"{name}_or_stop_share").to_frame()
    return found if tables.stops is not None else found * np.nan


def people_reached(tables: Tables, groups: pd.Series) -> pd.DataFrame:
    """Return the share of each territory's people within 20 minutes, without and with the known stops.

    Returns
    -------
    DataFrame
        One row a territory: ``within_20_minutes_share`` of a fixed counter (see
        `territory.indicators.people_within.people_within`), and ``within_20_minutes_or_stop_share``.
    """
    alone = people_within(tables, groups, limits=(PUBLIC_TARGET_MINUTES,))
    return alone.iloc[:, 2:].join(people_within_or_stop(tables, groups))


def stop_visits(tables: Tables) -> pd.Series:
    """Return the visits to each commune where a bus stops, as `territory.opening.visits` writes them.

    Returns
    -------
    Series of str
        On the codes of the communes where a stop is known; empty if none is.
    """
    stops = tables.stops
    if stops is None or stops.empty:
        return pd.Series(dtype="str", name="stop_visits_code")
    kinds = tables.counters["counter_kind_name"].reindex(stops["counter_code"])
    told = pd.DataFrame(stops.drop(columns="geometry")).assign(counter_kind_name=kinds.to_numpy())
    codes = {str(code): visits_code(visits) for code, visits in told.groupby("commune_code")}
    return pd.Series(codes, dtype="str", name="stop_visits_code")
