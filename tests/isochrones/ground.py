"""A made-up ground: square communes in kilometres of Lambert-93, and counters on it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

import geopandas as gpd
import pandas as pd
import shapely
from shapely.geometry.base import BaseGeometry

from territory.geography import WGS84
from territory.tables import Tables

EAST_M, NORTH_M = 700_000, 6_400_000

Square = tuple[float, float, float]


def placed(shapes: Iterable[BaseGeometry | None]) -> gpd.GeoSeries:
    """Return shapes given in kilometres as longitudes and latitudes."""
    metres = [
        None if one is None else shapely.transform(one, lambda xy: xy * 1000 + (EAST_M, NORTH_M))
        for one in shapes
    ]
    return gpd.GeoSeries(metres, crs=2154).to_crs(WGS84)


def square(east: float, north: float, side: float) -> BaseGeometry:
    """Return a square by its south-west corner and its side, in kilometres."""
    return shapely.box(east, north, east + side, north + side)


def tables_of(
    communes: Mapping[str, Square | None],
    counters: Mapping[str, tuple[float, float] | None],
    *,
    people: float = 100.0,
    itinerant: Iterable[str] = (),
    of_commune: str | None = None,
) -> Tables:
    """Return tables of square communes, their town hall at the centre, and of counters.

    Parameters
    ----------
    communes : mapping
        Code → south-west corner and side; None for a commune without a boundary.
    counters : mapping
        Code → place; None for a counter without one.
    people : float
        Of each commune.
    itinerant : iterable of str
        Codes of the counters that travel.
    of_commune : str, optional
        The commune of the counters; the first by default.
    """
    shapes = [None if one is None else square(*one) for one in communes.values()]
    halls = placed(None if one is None else one.centroid for one in shapes)
    towns = gpd.GeoDataFrame(
        {
            "commune_name": [f"Commune {code}" for code in communes],
            "departement_code": "48",
            "region_code": "76",
            "zone": "metropole",
            "population_people": people,
        },
        geometry=placed(shapes).to_numpy(),
        index=pd.Index(list(communes), name="commune_code", dtype="str"),
        crs=WGS84,
    )
    towns["town_hall_point"] = gpd.GeoSeries(halls.to_numpy(), index=towns.index, crs=WGS84)
    points = placed(None if one is None else shapely.Point(one) for one in counters.values())
    doors = gpd.GeoDataFrame(
        {
            "counter_name": [f"Guichet {code}" for code in counters],
            "commune_code": of_commune or next(iter(communes)),
            "zone": "metropole",
            "is_itinerant": pd.array(
                [code in set(itinerant) for code in counters], dtype="boolean"
            ),
            "double_of_code": pd.array([None] * len(counters), dtype="str"),
        },
        geometry=points.to_numpy(),
        index=pd.Index(list(counters), name="counter_code", dtype="str"),
        crs=WGS84,
    )
    return Tables(towns, doors)
