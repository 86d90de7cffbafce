"""The corners of what a map frames, as the browser reads them: latitude before longitude."""

from __future__ import annotations

import geopandas as gpd

from territory.maps.leaflet import Bounds


def bounds_of(shapes: gpd.GeoDataFrame | gpd.GeoSeries) -> Bounds:
    """Return the corners of shapes, EPSG:4326, at least one of which has a boundary."""
    west, south, east, north = (float(one) for one in shapes.total_bounds)
    return corners((west, south, east, north))


def corners(bounds: tuple[float, float, float, float]) -> Bounds:
    """Return the south-west and north-east corners of west, south, east, north.

    Examples
    --------
    >>> corners((2.0, 46.0, 3.0, 47.5))
    ((46.0, 2.0), (47.5, 3.0))
    """
    west, south, east, north = (round(one, 6) for one in bounds)
    return ((south, west), (north, east))
