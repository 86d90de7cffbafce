"""The towns a map may name, the first to be named first; the browser names those that have room.

Chief towns come before others, those of the territory before its neighbours', large ones before small
ones. How many are named at a zoom, and that no name lies over another, is ``browser/names.js``'s.
"""

from __future__ import annotations

import geopandas as gpd
import numpy as np
import pandas as pd
from shapely import box

from territory.contract import NO_CHEF_LIEU_CLASS

# Towns a browser is given at most: zooming in on France goes down to small towns.
MOST_TOWNS = 2_000
# Of neighbours, only towns of so many people or more, or chief towns.
NEIGHBOURS_PEOPLE = 2_000
# How far around a territory's rectangle its neighbours are seen, as a share of its longer side: a
# map's window is wider or higher than what it frames.
AROUND_SHARE = 0.5


def around(communes: gpd.GeoDataFrame, share: float = AROUND_SHARE) -> tuple[float, ...]:
    """Return the rectangle around communes with what is seen beside: west, south, east, north.

    Parameters
    ----------
    communes : GeoDataFrame
        EPSG:4326; at least one has a boundary.
    share : float
        Of the longer side, added on each.
    """
    west, south, east, north = (float(one) for one in communes.total_bounds)
    margin = share * max(east - west, north - south)
    return (west - margin, south - margin, east + margin, north + margin)


def neighbours(
    every: gpd.GeoDataFrame, inside: pd.Index, bounds: tuple[float, ...]
) -> gpd.GeoDataFrame:
    """Return the communes that are seen around others.

    Parameters
    ----------
    every : GeoDataFrame
        All communes, EPSG:4326.
    inside : Index
        Codes of those looked at, which are left out.
    bounds : tuple of float
        West, south, east, north.
    """
    seen = every.iloc[np.sort(every.sindex.query(box(*bounds), predicate="intersects"))]
    return seen[~seen.index.isin(inside)]


def towns_of(every: gpd.GeoDataFrame, inside: pd.Index, bounds: tuple[float, ...]) -> pd.DataFrame:
    """Return the towns a map may name, the first to be named first.

    Parameters
    ----------
    every : GeoDataFrame
        All communes, EPSG:4326.
    inside : Index
        Codes of the territory's.
    bounds : tuple of float
        What is seen: west, south, east, north.

    Returns
    -------
    DataFrame
        At most `MOST_TOWNS` rows, index ``commune_code``: ``commune_name``, ``latitude``,
        ``longitude`` of the town hall or else of a point inside, ``chef_lieu_class`` (that of a
        commune not known to be a chef-lieu is `NO_CHEF_LIEU_CLASS`: it is named as any other) and
        ``is_inside``.
    """
    points = points_of(every)
    west, south, east, north = bounds
    x, y = points.x, points.y
    classes = (
        every["chef_lieu_class"] if "chef_lieu_class" in every else pd.Series(index=every.index)
    )
    found = pd.DataFrame(
        {
            "commune_name": every["commune_name"],
            "latitude": y,
            "longitude": x,
            "chef_lieu_class": classes.astype("Int64").fillna(NO_CHEF_LIEU_CLASS).astype("int64"),
            "is_inside": every.index.isin(inside),
            # For the order of names alone: a town of unknown population comes last.
            "population_people": every["population_people"].fillna(0.0),
        }
    )
    is_chief = found["chef_lieu_class"] < NO_CHEF_LIEU_CLASS
    is_shown = found["is_inside"] | is_chief | (found["population_people"] >= NEIGHBOURS_PEOPLE)
    found = found[is_shown & x.between(west, east) & y.between(south, north)]
    ordered = found.sort_values(
        ["chef_lieu_class", "is_inside", "population_people"],
        ascending=[True, False, False],
        kind="stable",
    )
    first: pd.DataFrame = ordered.drop(columns="population_people").head(MOST_TOWNS)
    return first


def points_of(communes: gpd.GeoDataFrame) -> gpd.GeoSeries:
    """Return the place of each commune: its town hall, or a point inside; missing without either."""
    halls = gpd.GeoSeries(communes["town_hall_point"], crs=communes.crs)
    shapes = communes.geometry
    lacking = halls.isna() & shapes.notna() & ~shapes.is_empty
    if lacking.any():
        halls = halls.where(~lacking, shapes[lacking].representative_point())
    return halls
