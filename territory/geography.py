"""Zones and their projections, codes of communes, areas and distances.

Law: areas and distances are measured in the zone's own projection. Web Mercator doubles
areas in France, and Lambert-93 is 3.5 times too large on Réunion.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from types import MappingProxyType

import geopandas as gpd
import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray
from shapely.geometry.base import BaseGeometry

WGS84 = "EPSG:4326"


@dataclass(frozen=True)
class Zone:
    """A part of France with a projection of its own.

    Parameters
    ----------
    name : str
        Its name in tables.
    epsg : int
        Code of its legal projection (decree of 3 March 2006 and following).
    departements : tuple of str
        Prefixes of its commune codes; empty for the mainland, which takes the rest.
    """

    name: str
    epsg: int
    departements: tuple[str, ...]


ZONES = MappingProxyType(
    {
        zone.name: zone
        for zone in (
            Zone("metropole", 2154, ()),
            Zone("guadeloupe", 5490, ("971",)),
            Zone("martinique", 5490, ("972",)),
            Zone("guyane", 2972, ("973",)),
            Zone("reunion", 2975, ("974",)),
            Zone("mayotte", 4471, ("976",)),
        )
    }
)
_ZONE_OF_PREFIX = {prefix: zone.name for zone in ZONES.values() for prefix in zone.departements}

LEVELS = ("commune", "epci", "departement", "region")

# Arrondissements of the three communes that have some: prefix of the code -> the commune.
ARRONDISSEMENT_PREFIXES = MappingProxyType({"751": "75056", "6938": "69123", "132": "13055"})


def departement_of(commune_code: pd.Series) -> pd.Series:
    """Return the département of each code: three characters overseas, else two.

    Examples
    --------
    >>> departement_of(pd.Series(["2A004", "01001", "97411"])).tolist()
    ['2A', '01', '974']
    """
    overseas = commune_code.str.startswith(("97", "98"))
    return commune_code.str[:2].where(~overseas, commune_code.str[:3])


def zone_of(commune_code: pd.Series) -> pd.Series:
    """Return the zone of each commune code; missing for a collectivity outside the zones.

    Examples
    --------
    >>> zone_of(pd.Series(["48095", "97411", "97701"])).tolist()
    ['metropole', 'reunion', nan]
    """
    departement = departement_of(commune_code)
    zone = departement.map(_ZONE_OF_PREFIX)
    return zone.where(zone.notna() | departement.str.startswith(("97", "98")), "metropole")


def commune_of_arrondissement(code: pd.Series) -> pd.Series:
    """Point the arrondissements of Paris, Lyon and Marseille to their commune.

    Examples
    --------
    >>> commune_of_arrondissement(pd.Series(["75101", "69389", "13216", "13001"])).tolist()
    ['75056', '69123', '13055', '13001']
    """
    pointed = code.copy()
    for prefix, commune in ARRONDISSEMENT_PREFIXES.items():
        pointed = pointed.mask(code.str.startswith(prefix), commune)
    return pointed


def is_among(codes: pd.Series | pd.Index, known: Iterable[str]) -> NDArray[np.bool_]:
    """Tell the codes that are among others, which may be all those of France.

    `Series.isin` turns what it looks among into Python objects one by one: 50 times slower where
    that is 35,000 codes.

    Parameters
    ----------
    codes : Series or Index of str, of n codes
        Codes to tell; a missing one is among none.
    known : iterable of str
        Those to look among.

    Returns
    -------
    array of bool, of shape (n,)

    Examples
    --------
    >>> is_among(pd.Series(["48095", "48999", None]), {"48095", "30009"}).tolist()
    [True, False, False]
    """
    every = known if isinstance(known, pd.Series | pd.Index) else list(known)
    among = pa.array(every, pa.large_string(), from_pandas=True).drop_null()
    found = pc.is_in(pa.array(codes, pa.large_string(), from_pandas=True), among)
    return np.asarray(found, dtype=np.bool_)


def area_km2(shapes: gpd.GeoSeries, zone: pd.Series) -> pd.Series:
    """Return the area of each shape, in km², in its zone's projection.

    Parameters
    ----------
    shapes : GeoSeries
        Polygons in longitude and latitude (EPSG:4326).
    zone : Series of str
        Zone of each shape, on the same index.

    Returns
    -------
    Series of float
        km²; missing where the shape or the zone is missing.
    """
    areas = pd.Series(np.nan, index=shapes.index, name="area_km2")
    for name, rows in zone.groupby(zone).groups.items():
        areas.loc[rows] = shapes.loc[rows].to_crs(ZONES[str(name)].epsg).area / 1e6
    return areas


def project(points: gpd.GeoSeries, zone: str) -> NDArray[np.float64]:
    """Return the coordinates of points in a zone's projection.

    Parameters
    ----------
    points : GeoSeries
        Points in longitude and latitude (EPSG:4326).
    zone : str
        Name of the zone.

    Returns
    -------
    array of shape (n, 2)
        Metres; NaN where the point is missing.
    """
    projected = points.to_crs(ZONES[zone].epsg)
    return np.column_stack([projected.x.to_numpy(), projected.y.to_numpy()])


def inner_point(shape: BaseGeometry | None) -> BaseGeometry | None:
    """Return a point that lies inside a shape (a centre may not)."""
    return None if shape is None or shape.is_empty else shape.representative_point()
