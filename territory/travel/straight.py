"""Straight lines between origins and places of the same land, in the zone's own projection.

Engines that ask a service about pairs use them to choose which pairs are worth asking about.
"""

from __future__ import annotations

from collections.abc import Iterator

import geopandas as gpd
import numpy as np
import pandas as pd
from scipy.spatial import cKDTree

from territory.geography import ZONES, project
from territory.travel.places import Floats, Integers, Pairs, Places

# No car trip is quicker than its straight line at the motorway's limit: what lies further than
# that cannot be within reach, so leaving it out loses nothing.
FASTEST_KMH = 130.0


def nearest_pairs(
    origins: gpd.GeoSeries,
    origin_land: pd.Series,
    zone: pd.Series,
    places: gpd.GeoSeries,
    place_land: pd.Series,
    *,
    count: int = 1,
) -> Pairs:
    """Return the `count` places nearest to each origin on its land, as the crow flies.

    Parameters
    ----------
    origins, places : GeoSeries
        Points in longitude and latitude (EPSG:4326).
    origin_land, place_land : Series of str
        Land of each.
    zone : Series of str
        Zone of each origin, whose projection measures.
    count : int
        How many places an origin; fewer where its land has fewer.
    """
    found = []
    for here, there, here_xy, there_xy in _lands(origins, origin_land, zone, places, place_land):
        nearest_count = min(count, len(there))
        metres, position = cKDTree(there_xy).query(here_xy, k=[*range(1, nearest_count + 1)])
        found.append(
            (np.repeat(here, nearest_count), there[position.ravel()], metres.ravel() / 1000)
        )
    return _joined(found)


def pairs_within(origins: Places, places: Places, most_km: float) -> Pairs:
    """Return every pair of an origin and a place of its land at most `most_km` apart."""
    found = []
    for here, there, here_xy, there_xy in _lands(
        origins.points, origins.land, origins.zone, places.points, places.land
    ):
        cells = cKDTree(here_xy).sparse_distance_matrix(
            cKDTree(there_xy), most_km * 1000, output_type="ndarray"
        )
        found.append((here[cells["i"]], there[cells["j"]], cells["v"] / 1000))
    return _joined(found)


def candidates(origins: Places, places: Places, count: int) -> Pairs:
    """Return the `count` places nearest to each origin, as the crow flies."""
    return nearest_pairs(
        origins.points, origins.land, origins.zone, places.points, places.land, count=count
    )


def possible_pairs(origins: Places, places: Places, limit_minutes: float) -> Pairs:
    """Return every pair that some car could drive within a limit."""
    return pairs_within(origins, places, limit_minutes / 60 * FASTEST_KMH)


def _lands(
    origins: gpd.GeoSeries,
    origin_land: pd.Series,
    zone: pd.Series,
    places: gpd.GeoSeries,
    place_land: pd.Series,
) -> Iterator[tuple[Integers, Integers, Floats, Floats]]:
    """Yield, for each land, the positions of its origins and places, and both projected."""
    is_usable = (origins.notna() & ~origins.is_empty).to_numpy()
    is_place = (places.notna() & ~places.is_empty).to_numpy()
    positions = pd.Series(np.arange(len(origins)))
    keys = [origin_land.to_numpy(object), zone.to_numpy(object)]
    for (land, zone_name), rows in positions[is_usable].groupby([key[is_usable] for key in keys]):
        there = np.flatnonzero(is_place & (place_land == land).to_numpy(bool))
        if not len(there) or zone_name not in ZONES:
            continue
        here = rows.to_numpy()
        yield (
            here,
            there,
            project(origins.iloc[here], str(zone_name)),
            project(places.iloc[there], str(zone_name)),
        )


def _joined(found: list[tuple[Integers, Integers, Floats]]) -> Pairs:
    if not found:
        nothing = np.empty(0, dtype=np.int64)
        return Pairs(nothing, nothing, np.empty(0))
    origin, place, km = (np.concatenate(parts) for parts in zip(*found, strict=True))
    return Pairs(origin.astype(np.int64), place.astype(np.int64), km)


def straight_km(origins: Places, places: Places, origin: Integers, place: Integers) -> Floats:
    """Return the straight line of each pair, in the origin's zone's projection; NaN if missing."""
    km = np.full(len(origin), np.nan)
    zones = origins.zone.to_numpy(object)[origin]
    for zone_name in ZONES:
        rows = np.flatnonzero(zones == zone_name)
        if len(rows):
            here = project(origins.points.iloc[origin[rows]], zone_name)
            there = project(places.points.iloc[place[rows]], zone_name)
            km[rows] = np.linalg.norm(here - there, axis=1) / 1000
    return km
