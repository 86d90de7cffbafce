"""Which zones a territory needs: those of the fixed counters a car could drive to from it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely

from territory.doors import is_double, is_fixed, is_itinerant, is_of_unknown_kind
from territory.errors import TerritoryError
from territory.isochrones.planes import Flat, Grounds, flat, is_near
from territory.tables import Tables
from territory.travel.straight import FASTEST_KMH

LIMITS_MINUTES = (10, 15, 20, 30)
MOST_MINUTES = 120


def read_limits(words: str) -> tuple[int, ...]:
    """Return the limits a line of words gives, the shortest first, each once.

    Raises
    ------
    TerritoryError
        If one is not a whole number of minutes from 1 to 120.

    Examples
    --------
    >>> read_limits("20, 10,20")
    (10, 20)
    """
    limits = set()
    for word in words.split(","):
        said = word.strip()
        if not (said.isascii() and said.isdigit() and 1 <= int(said) <= MOST_MINUTES):
            raise TerritoryError("isochrones_minutes", value=said, most=MOST_MINUTES)
        limits.add(int(said))
    return tuple(sorted(limits))


def farthest_metres(limit_minutes: float) -> float:
    """Return how far, as the crow flies, a car could come from within a limit."""
    return limit_minutes / 60 * FASTEST_KMH * 1000


@dataclass(frozen=True)
class Wanted:
    """The zones a territory needs, and the counters left out.

    Parameters
    ----------
    counters : GeoDataFrame
        Fixed counters that may be reached from the territory within the longest limit.
    places : Flat
        Where each stands: its point; the shape of its commune if it has none.
    zones : DataFrame
        One row a zone to have: ``counter`` (position in `counters`) and ``limit_minutes``.
    itinerant_count, unknown_kind_count : int
        Counters left out for they travel, or may: those of the communes of the territory.
    nowhere_count : int
        Fixed counters of the country known neither by place nor by commune: left out.
    """

    counters: gpd.GeoDataFrame
    places: Flat
    zones: pd.DataFrame
    itinerant_count: int
    unknown_kind_count: int
    nowhere_count: int


def wanted_zones(tables: Tables, territory: Grounds, limits: Sequence[int]) -> Wanted:
    """Return the zones needed to know what is within some limits of a territory.

    Parameters
    ----------
    tables : Tables
        Communes and counters of all of France: people cross borders.
    territory : Grounds
        The communes of the territory.
    limits : sequence of int
        Minutes.

    Raises
    ------
    TerritoryError
        If no fixed counter may be reached within the longest limit.
    """
    every = tables.counters
    fixed = every[is_fixed(every)]
    places = flat(_places(fixed, tables.communes), fixed["zone"])
    near = {
        limit: np.flatnonzero(is_near(places, territory.shapes, farthest_metres(limit)))
        for limit in limits
    }
    chosen = near[max(limits)]
    if not len(chosen):
        raise TerritoryError("isochrones_no_counter", minutes=max(limits))
    zones = pd.DataFrame(
        [(np.searchsorted(chosen, one), limit) for limit in limits for one in near[limit]],
        columns=["counter", "limit_minutes"],
    ).sort_values(["counter", "limit_minutes"], ignore_index=True)
    inside = every[every["commune_code"].isin(territory.communes.index) & ~is_double(every)]
    return Wanted(
        fixed.iloc[chosen],
        places.at(chosen),
        zones,
        int(is_itinerant(inside).sum()),
        int(is_of_unknown_kind(inside).sum()),
        int(shapely.is_missing(places.shapes).sum()),
    )


def _places(counters: gpd.GeoDataFrame, communes: gpd.GeoDataFrame) -> gpd.GeoSeries:
    """Return the point of each counter; where it has none, the shape of its commune."""
    of_commune = communes.geometry.reindex(counters["commune_code"]).set_axis(counters.index)
    points = counters.geometry
    return points.where(points.notna() & ~points.is_empty, of_commune)
