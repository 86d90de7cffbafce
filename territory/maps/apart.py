"""Communes picked by hand may be far apart: what then makes a map of them one."""

from __future__ import annotations

import geopandas as gpd
import numpy as np
import shapely

from territory.maps.leaflet import Bounds, counters_in_view, drawable

# How far from a commune of a hand-picked set its counters are drawn.
NEAR_METRES = 10_000.0
METRES_PER_DEGREE = 111_195.0
# A set of so many communes has a button for each.
MOST_BUTTONS = 6


def counters_near(counters: gpd.GeoDataFrame, communes: gpd.GeoDataFrame) -> gpd.GeoDataFrame:
    """Return the counters in the frame of some communes that are near one of them.

    Of communes far apart the frame holds a country: its other counters are nobody's.

    Parameters
    ----------
    counters, communes : GeoDataFrame
        In longitude and latitude (EPSG:4326).

    Returns
    -------
    GeoDataFrame
        The rows of `counters` at most `NEAR_METRES` east, west, north or south of the rectangle
        around a commune.
    """
    framed = counters_in_view(counters, communes)
    boxes = drawable(communes).geometry.bounds
    # Degrees of longitude shorten away from the equator.
    up = NEAR_METRES / METRES_PER_DEGREE
    across = up / np.cos(np.radians((boxes["miny"] + boxes["maxy"]) / 2))
    around = shapely.box(
        boxes["minx"] - across, boxes["miny"] - up, boxes["maxx"] + across, boxes["maxy"] + up
    )
    tree = shapely.STRtree(framed.geometry.to_numpy())
    _, rows = tree.query(around, predicate="intersects")
    return framed.iloc[np.unique(rows)]


def places(shapes: gpd.GeoDataFrame) -> list[tuple[float, float]]:
    """Return the latitude and longitude of a point inside each commune."""
    points = shapes.geometry.representative_point()
    return [(round(one.y, 5), round(one.x, 5)) for one in points]


def ways_to(shapes: gpd.GeoDataFrame) -> list[tuple[str, Bounds]]:
    """Return the communes of a set one can go to; none when they are too many for buttons."""
    if len(shapes) > MOST_BUTTONS:
        return []
    corners = (shape.bounds for shape in shapes.geometry)
    return [
        (str(name), ((south, west), (north, east)))
        for name, (west, south, east, north) in zip(shapes["commune_name"], corners, strict=True)
    ]
