"""Shapes laid flat, each in the projection of its own zone, and which of them are near which."""

from __future__ import annotations

from dataclasses import dataclass

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely
from numpy.typing import NDArray

from territory.geography import WGS84, ZONES
from territory.surfaces import surfaces_of

Integers = NDArray[np.int64]
Shapes = NDArray[np.object_]


@dataclass(frozen=True)
class Flat:
    """Shapes in metres, each in the projection of its zone.

    Parameters
    ----------
    shapes : array of geometry
        None where the shape is missing, or its zone has no projection.
    zone : array of str
        Zone of each: metres of two zones are not of one plane.
    """

    shapes: Shapes
    zone: NDArray[np.object_]

    def __len__(self) -> int:
        return len(self.shapes)

    def at(self, positions: Integers | NDArray[np.bool_]) -> Flat:
        """Return some of them."""
        return Flat(self.shapes[positions], self.zone[positions])


def flat(shapes: gpd.GeoSeries, zone: pd.Series) -> Flat:
    """Lay shapes in longitude and latitude (EPSG:4326) flat, surfaces repaired where they cross."""
    laid = np.full(len(shapes), None, dtype=object)
    zones = zone.to_numpy(object)
    values = shapes.to_numpy()
    is_there = ~(shapely.is_missing(values) | shapely.is_empty(values))
    for name, one in ZONES.items():
        rows = np.flatnonzero(is_there & (zones == name))
        if len(rows):
            projected = gpd.GeoSeries(values[rows], crs=WGS84).to_crs(one.epsg).to_numpy()
            is_surface = shapely.get_dimensions(projected) == 2
            projected[is_surface] = surfaces_of(projected[is_surface])
            laid[rows] = projected
    return Flat(laid, zones)


@dataclass(frozen=True)
class Grounds:
    """The communes of a territory, and their shapes laid flat."""

    communes: gpd.GeoDataFrame
    shapes: Flat

    @classmethod
    def of(cls, communes: gpd.GeoDataFrame) -> Grounds:
        """Lay the shapes of communes flat."""
        return cls(communes, flat(communes.geometry, communes["zone"]))


def degrees(shapes: Flat) -> Shapes:
    """Return flat shapes in longitude and latitude (EPSG:4326) again."""
    turned = np.full(len(shapes), None, dtype=object)
    for name, one in ZONES.items():
        rows = np.flatnonzero(~shapely.is_missing(shapes.shapes) & (shapes.zone == name))
        if len(rows):
            series = gpd.GeoSeries(shapes.shapes[rows], crs=one.epsg)
            turned[rows] = series.to_crs(WGS84).to_numpy()
    return turned


def pairs(
    here: Flat, there: Flat, predicate: str, metres: float | None = None
) -> tuple[Integers, Integers]:
    """Return every pair of shapes of one zone that a relation holds between.

    Parameters
    ----------
    here, there : Flat
        Shapes; a missing one is in no pair. The large and the few go second: each is prepared, and
        looked up among the first.
    predicate : str
        What the second is to the first, as shapely names it: ``intersects``, ``covers``, ``dwithin``.
    metres : float, optional
        The distance of ``dwithin``.

    Returns
    -------
    tuple of (array of int, array of int)
        Positions in `here` and in `there`, in the order of the first.
    """
    firsts, seconds = [], []
    for name in ZONES:
        rows = np.flatnonzero(~shapely.is_missing(here.shapes) & (here.zone == name))
        others = np.flatnonzero(~shapely.is_missing(there.shapes) & (there.zone == name))
        tree = shapely.STRtree(here.shapes[rows])
        found = tree.query(there.shapes[others], predicate=predicate, distance=metres)
        firsts.append(rows[found[1]])
        seconds.append(others[found[0]])
    first, second = np.concatenate(firsts), np.concatenate(seconds)
    order = np.lexsort((second, first))
    return first[order].astype(np.int64), second[order].astype(np.int64)


def is_near(here: Flat, there: Flat, metres: float) -> NDArray[np.bool_]:
    """Tell which shapes are at most some metres from any of some others."""
    found = np.zeros(len(here), dtype=bool)
    found[pairs(here, there, "dwithin", metres)[0]] = True
    return found
