"""Digital mediation places: a second source of help, beside the counters.

Libraries, social centres, associations, digital counsellors. An optional table: without it every
figure here is missing.
"""

from __future__ import annotations

from dataclasses import replace

import geopandas as gpd
import numpy as np
import pandas as pd

from territory.indicators.catchments import PUBLIC_TARGET_MINUTES
from territory.indicators.counters import origins_of, places_of
from territory.tables import Tables

# There are places all over France: when the nearest one listed is three hours away, the list does not
# cover the area.
FARTHEST_MINUTES = 180.0
# What is known of the places around a commune: context, none of it is part of a score.
COUNT_COLUMNS = (
    "mediation_places_count",
    "counsellor_places_count",
    "mediation_places_within_20_count",
    "counsellor_places_within_20_count",
    "read_hours_places_within_20_count",
)
AROUND_COLUMNS = (
    "nearest_mediation_place_code",
    "nearest_mediation_place_minutes",
    "nearest_counsellor_place_minutes",
    *COUNT_COLUMNS,
)


def nearest_mediation_place_minutes(tables: Tables) -> pd.Series:
    """Return the minutes by car to the nearest digital mediation place, by commune.

    Returns
    -------
    Series of float
        Itinerant places are left out, as for counters. Missing everywhere without a table of places,
        in the départements a partial file does not cover, and where the nearest place listed is
        beyond `FARTHEST_MINUTES`.

    Notes
    -----
    The formula of `territory.indicators.counters.minutes_to`.
    """
    name = "nearest_mediation_place_minutes"
    places = tables.mediation_places
    if places is None:
        return pd.Series(np.nan, index=tables.communes.index, name=name)
    return _minutes(tables, fixed_places(places)).rename(name)


def fixed_places(places: gpd.GeoDataFrame) -> gpd.GeoDataFrame:
    """Return the places a person can travel to: those not known to travel, in some zone."""
    travels = places["is_itinerant"].astype("boolean").fillna(False).astype(bool)
    fixed: gpd.GeoDataFrame = places[~travels & places["zone"].notna()]
    return fixed


def _minutes(tables: Tables, places: gpd.GeoDataFrame) -> pd.Series:
    origins = origins_of(tables)
    nearest = tables.engine.minutes_to_nearest(origins.places, places_of(places))
    minutes = origins.average(nearest.minutes.to_numpy(float))
    is_known = tables.is_covered_by("mediation_places") & (minutes <= FARTHEST_MINUTES)
    return minutes.where(is_known)


def mediation_around(tables: Tables) -> pd.DataFrame:
    """Return what is known of the digital mediation places in and around each commune.

    Returns
    -------
    DataFrame
        On the communes' index, columns `AROUND_COLUMNS`: the nearest place from the town hall, minutes to
        the nearest place and to the nearest that declares digital counsellors (float), and counts
        (Int64) of the fixed places of the commune and of those within 20 minutes of its town hall, of
        them those with counsellors and those whose hours were read. All missing without a table of
        places and in the départements that a partial file does not cover; what is around a commune is
        missing where its own place is. A place that says nothing of
        its programmes is not counted as holding counsellors.
    """
    communes = tables.communes
    if tables.mediation_places is None or communes.empty:
        return _nothing(communes.index)
    fixed = fixed_places(tables.mediation_places)
    holds = fixed["is_digital_counsellor"].astype("boolean").fillna(False).astype(bool)
    halls = origins_of(replace(tables, points=None)).places
    nearest = tables.engine.minutes_to_nearest(halls, places_of(fixed))
    reach = tables.engine.minutes_within(halls, places_of(fixed), PUBLIC_TARGET_MINUTES)
    is_within = (reach.minutes > 0).astype("int64")
    read = (fixed["hours_reading_name"] == "read").to_numpy()
    counsellors = fixed[holds]
    inside = {
        name: own["commune_code"].value_counts().reindex(communes.index, fill_value=0)
        for name, own in zip(COUNT_COLUMNS[:2], (fixed, counsellors), strict=True)
    }
    # Of a commune whose place is unknown nothing is known around it.
    is_placed = halls.points.notna().to_numpy()
    around = {
        name: pd.Series(is_within @ kept.astype("int64"), index=communes.index).where(is_placed)
        for name, kept in zip(
            COUNT_COLUMNS[2:], (np.ones(len(fixed)), holds.to_numpy(), read), strict=True
        )
    }
    found = pd.DataFrame(
        {
            "nearest_mediation_place_code": nearest.place.astype("str"),
            "nearest_mediation_place_minutes": _minutes(tables, fixed),
            "nearest_counsellor_place_minutes": _minutes(tables, counsellors),
            **{name: values.astype("Int64") for name, values in (inside | around).items()},
        },
        index=communes.index,
    )
    return found.where(tables.is_covered_by("mediation_places"))


def _nothing(index: pd.Index) -> pd.DataFrame:
    types = dict.fromkeys(AROUND_COLUMNS, "float64") | dict.fromkeys(COUNT_COLUMNS, "Int64")
    found = pd.DataFrame(index=index, columns=list(AROUND_COLUMNS))
    return found.astype({**types, AROUND_COLUMNS[0]: "str"})
