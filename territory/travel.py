"""Minutes between places: the built-in estimate from straight-line distance.

The estimate is ``minutes = 2.02 + 1.32 × km``, a published fit over road times in
Hauts-de-France (R² 0.93). It is never zero inside one's own commune. It knows neither rivers nor
mountains, so it is always called an estimate. Places on different lands (zones, islands without
a bridge) are never joined.
"""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

import geopandas as gpd
import numpy as np
import pandas as pd
from scipy.spatial import cKDTree

from territory.geography import ZONES, project

ESTIMATE_START_MINUTES = 2.02
ESTIMATE_MINUTES_PER_KM = 1.32


@dataclass(frozen=True)
class Nearest:
    """The nearest place of each origin.

    Parameters
    ----------
    km : Series of float
        Straight-line distance; missing where no place can be reached or a point is missing.
    minutes : Series of float
        Estimated minutes by car; missing where `km` is.
    place : Series of str
        Index label of the nearest place; missing where `km` is.
    """

    km: pd.Series
    minutes: pd.Series
    place: pd.Series


def estimated_minutes(km: pd.Series) -> pd.Series:
    """Return the estimated minutes by car over a straight-line distance.

    Parameters
    ----------
    km : Series of float
        Kilometres as the crow flies.

    Examples
    --------
    >>> estimated_minutes(pd.Series([0.0, 10.0])).round(2).tolist()
    [2.02, 15.22]
    """
    return ESTIMATE_START_MINUTES + ESTIMATE_MINUTES_PER_KM * km


@cache
def _islands() -> dict[str, str]:
    declared = tomllib.loads(files("territory").joinpath("islands.toml").read_text("utf-8"))
    return {code: island for island, codes in declared.items() for code in codes}


def land_of(commune_code: pd.Series, zone: pd.Series) -> pd.Series:
    """Return the piece of land of each commune: its zone, or its island if no road leaves it.

    Examples
    --------
    >>> land_of(pd.Series(["48095", "29155"]), pd.Series(["metropole", "metropole"])).tolist()
    ['metropole', 'ouessant']
    """
    return commune_code.map(_islands()).fillna(zone).rename("land")


def nearest_places(
    origins: gpd.GeoSeries,
    origin_land: pd.Series,
    places: gpd.GeoSeries,
    place_land: pd.Series,
    zone: pd.Series,
) -> Nearest:
    """Find the nearest place of each origin on the same land.

    Parameters
    ----------
    origins, places : GeoSeries
        Points in longitude and latitude (EPSG:4326).
    origin_land, place_land : Series of str
        Land of each, as `land_of` gives it.
    zone : Series of str
        Zone of each origin: distances are measured in its projection.
    """
    km = pd.Series(np.nan, index=origins.index, name="km")
    place = pd.Series(pd.NA, index=origins.index, name="place", dtype="str")
    usable = origins[origins.notna() & ~origins.is_empty]
    for (land, zone_name), rows in usable.groupby([origin_land, zone]).groups.items():
        there = places[(place_land == land) & places.notna()]
        if there.empty or zone_name not in ZONES:
            continue
        metres, position = cKDTree(project(there, zone_name)).query(
            project(usable.loc[rows], zone_name)
        )
        km.loc[rows] = metres / 1000
        place.loc[rows] = there.index.to_numpy()[position]
    return Nearest(km, estimated_minutes(km).rename("minutes"), place)
