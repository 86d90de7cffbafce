"""Surfaces that can be measured, drawn and written: valid polygons, and nothing else."""

from __future__ import annotations

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely
from numpy.typing import NDArray
from shapely.geometry.base import BaseGeometry

# Numbers GEOS gives to points, polygons and multipolygons.
_POINT, _POLYGON, _MULTIPOLYGON = 0, 3, 6


def surfaces_of(shapes: NDArray[np.object_]) -> NDArray[np.object_]:
    """Return the valid surfaces of shapes: the very same object where nothing had to change.

    A shape that crosses itself is repaired; lines and points beside surfaces are left out; None
    where no surface is left.
    """
    found = shapes.copy()
    is_surface = np.isin(shapely.get_type_id(shapes), (_POLYGON, _MULTIPOLYGON))
    is_fine = is_surface & shapely.is_valid(shapes) & ~shapely.is_empty(shapes)
    for rank in np.flatnonzero(~is_fine & ~shapely.is_missing(shapes)):
        found[rank] = _surface(shapes[rank])
    return found


def _surface(shape: BaseGeometry) -> BaseGeometry | None:
    valid = shapely.make_valid(shape, method="structure", keep_collapsed=False)
    parts = [one for one in _flattened(valid) if one.geom_type == "Polygon" and one.area > 0]
    if not parts:
        return None
    whole = shapely.union_all(parts)
    return whole if whole.geom_type in ("Polygon", "MultiPolygon") else None


def _flattened(shape: BaseGeometry) -> list[BaseGeometry]:
    """Return the simple parts of a shape, whatever collections hold them."""
    if not hasattr(shape, "geoms"):
        return [shape]
    return [part for one in shape.geoms for part in _flattened(one)]


def unusable_shapes(shapes: gpd.GeoSeries) -> pd.Index:
    """Return the keys of shapes that no map and no export could carry; missing ones are not among them.

    Parameters
    ----------
    shapes : GeoSeries
        Surfaces or points: what is invalid, empty, a line or a collection is neither.
    """
    values = shapes.to_numpy()
    is_there = ~shapely.is_missing(values)
    is_fine = np.isin(shapely.get_type_id(values), (_POINT, _POLYGON, _MULTIPOLYGON))
    is_fine &= shapely.is_valid(values) & ~shapely.is_empty(values)
    unusable: pd.Index = shapes.index[is_there & ~is_fine]
    return unusable
