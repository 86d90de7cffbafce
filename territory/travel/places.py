"""What every engine is asked about, and what every engine answers."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Protocol

import geopandas as gpd
import numpy as np
import pandas as pd
from numpy.typing import NDArray
from scipy.sparse import coo_array, csr_array

from territory.messages import Words
from territory.travel.lands import land_of

# No engine ever says zero: a trip it finds shorter than a second is said to last one. Two points
# put on the same spot of the same road would else be "no time at all", which a sparse matrix
# cannot tell from "not reached".
SHORTEST_MINUTES = 1 / 60
# A point further than this from its nearest road has no minutes.
MOST_SNAP_KM = 1.0

Integers = NDArray[np.int64]
Floats = NDArray[np.float64]


@dataclass(frozen=True)
class Places:
    """Where people leave from, or where they go.

    Parameters
    ----------
    points : GeoSeries
        Points in longitude and latitude (EPSG:4326); may hold missing ones.
    land : Series of str
        Land of each, as `territory.travel.land_of` gives it: a trip never joins two lands.
    zone : Series of str
        Zone of each, whose projection measures straight lines.

    Raises
    ------
    ValueError
        If the three do not share one index.
    """

    points: gpd.GeoSeries
    land: pd.Series
    zone: pd.Series

    def __post_init__(self) -> None:
        if not (
            self.points.index.equals(self.land.index) and self.points.index.equals(self.zone.index)
        ):
            raise ValueError("points, land and zone must share one index")

    @classmethod
    def of(cls, points: gpd.GeoSeries, commune_code: pd.Series, zone: pd.Series) -> Places:
        """Return places from their points, the commune each stands in and its zone."""
        return cls(points, land_of(commune_code, zone), zone)

    @classmethod
    def of_frame(cls, frame: gpd.GeoDataFrame) -> Places:
        """Return places from a frame with columns ``geometry``, ``land`` and ``zone``."""
        return cls(frame.geometry, frame["land"], frame["zone"])

    def take(self, rows: NDArray[np.int64]) -> Places:
        """Return some of them, by position."""
        return Places(self.points.iloc[rows], self.land.iloc[rows], self.zone.iloc[rows])

    def __len__(self) -> int:
        return len(self.points)

    @property
    def index(self) -> pd.Index[Any]:
        """Labels of the places."""
        index: pd.Index[Any] = self.points.index
        return index

    def degrees(self) -> Floats:
        """Return longitudes and latitudes, of shape (n, 2); NaN where a point is missing."""
        return np.column_stack([self.points.x.to_numpy(float), self.points.y.to_numpy(float)])


@dataclass(frozen=True)
class Nearest:
    """The nearest place of each origin.

    Parameters
    ----------
    km : Series of float
        Straight-line distance to that place; missing where no place can be reached or a point is
        missing.
    minutes : Series of float
        Minutes by car; missing where `km` is, never zero.
    place : Series of str
        Index label of the nearest place; missing where `km` is.
    engine : str
        Name of the engine the minutes come from.
    is_estimate : bool
        Whether they are an estimate rather than a trip on roads.
    """

    km: pd.Series
    minutes: pd.Series
    place: pd.Series
    engine: str = "estimate"
    is_estimate: bool = True


@dataclass(frozen=True)
class Reach:
    """All pairs of an origin and a place within some minutes.

    Parameters
    ----------
    minutes : csr_array of shape (origins, places)
        Minutes by car, in the order of `origins` and `places`. Only pairs within the limit are
        stored, and none of them is zero: what is not stored is out of reach.
    origins, places : Index
        Labels of rows and columns.
    limit_minutes : float
        The limit, itself within reach.
    engine : str
        Name of the engine the minutes come from.
    is_estimate : bool
        Whether they are an estimate rather than a trip on roads.
    """

    minutes: csr_array
    origins: pd.Index[Any]
    places: pd.Index[Any]
    limit_minutes: float
    engine: str
    is_estimate: bool


@dataclass(frozen=True)
class Pairs:
    """Pairs of an origin and a place, by position, with their straight line.

    Parameters
    ----------
    origin, place : arrays of int, of shape (n,)
        Positions in the origins and in the places.
    km : array of float, of shape (n,)
        Straight-line kilometres.
    """

    origin: Integers
    place: Integers
    km: Floats

    def __len__(self) -> int:
        return len(self.origin)


class TravelEngine(Protocol):
    """What answers "how many minutes by car"."""

    @property
    def name(self) -> str:
        """Short name, carried by every result: ``estimate``, ``roads``, ``osrm``."""

    @property
    def is_estimate(self) -> bool:
        """Whether minutes are estimated from straight lines rather than driven on roads."""

    def cite(self, words: Words) -> str:
        """Return what to print under a figure made with it."""

    def minutes_to_nearest(self, origins: Places, places: Places) -> Nearest:
        """Find the place each origin reaches first."""

    def minutes_within(self, origins: Places, places: Places, limit_minutes: float) -> Reach:
        """Find every pair of an origin and a place within a limit."""


def nearest_of(
    engine: TravelEngine, origins: Places, places: Places, pairs: Pairs, minutes: Floats
) -> Nearest:
    """Keep the quickest place of each origin, among pairs whose minutes may be missing."""
    known = np.flatnonzero(np.isfinite(minutes))
    # By origin, then minutes; the first of each origin is its quickest.
    order = known[np.lexsort((minutes[known], pairs.origin[known]))]
    reached, first = np.unique(pairs.origin[order], return_index=True)
    best = order[first]
    km, said = np.full(len(origins), np.nan), np.full(len(origins), np.nan)
    place = np.full(len(origins), None, dtype=object)
    km[reached] = pairs.km[best]
    said[reached] = np.maximum(minutes[best], SHORTEST_MINUTES)
    place[reached] = places.index.to_numpy(dtype=object)[pairs.place[best]]
    return Nearest(
        pd.Series(km, index=origins.index, name="km"),
        pd.Series(said, index=origins.index, name="minutes"),
        pd.Series(place, index=origins.index, name="place", dtype="str"),
        engine.name,
        engine.is_estimate,
    )


def reach_of(
    engine: TravelEngine,
    origins: Places,
    places: Places,
    pairs: Pairs,
    minutes: Floats,
    *,
    limit_minutes: float,
) -> Reach:
    """Keep the pairs within a limit; a pair whose minutes are missing is out of reach."""
    within = np.isfinite(minutes) & (minutes <= limit_minutes)
    cells = (
        np.maximum(minutes[within], SHORTEST_MINUTES),
        (pairs.origin[within], pairs.place[within]),
    )
    matrix = coo_array(cells, shape=(len(origins), len(places))).tocsr()
    matrix.sort_indices()
    return Reach(
        matrix, origins.index, places.index, limit_minutes, engine.name, engine.is_estimate
    )
