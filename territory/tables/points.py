"""Where people live: points with their people, when a finer table than the town halls is given.

Insee's 200 m grid (Filosofi) is the real one: cells as polygons, their people in ``ind``, the
communes they touch in ``lcog_geo``, several codes written one after the other. A table of one's
own needs ``commune_code``, ``people`` and points, or ``longitude`` and ``latitude``.
"""

from __future__ import annotations

import csv
from pathlib import Path

import geopandas as gpd
import numpy as np
import pandas as pd
import pyogrio
from pyogrio.errors import DataLayerError, DataSourceError

from territory.errors import ContractError, SourceMissingError, TerritoryError
from territory.files import check_regular
from territory.geography import WGS84, zone_of
from territory.plain_columns import identifiers
from territory.plain_text import quoted
from territory.tables.checks import UNREADABLE
from territory.travel import land_of

GRID_COLUMNS = {"lcog_geo": "commune_code", "ind": "people"}
CODE_LENGTH = 5
# A cell of 200 m over several communes goes to the first: it may stand across the border.
FAR_KM = 5.0
KM_A_DEGREE = 111.2


def read_points(path: Path, communes: gpd.GeoDataFrame) -> gpd.GeoDataFrame:
    """Read a table of where people live.

    Parameters
    ----------
    path : Path
        GeoParquet (``.parquet``), GeoPackage (``.gpkg``) or CSV (``.csv``).
    communes : GeoDataFrame
        The communes its codes must be of.

    Returns
    -------
    GeoDataFrame
        One row a point, EPSG:4326: ``commune_code``, ``people`` (float > 0), ``zone``, ``land``.
        Points where nobody lives are left out. A cell over several communes goes to the first of
        its codes.

    Raises
    ------
    SourceMissingError
        If the file is absent.
    ContractError
        Listing all that is wrong with it.
    """
    if not path.exists() and not path.is_symlink():
        raise SourceMissingError("points_missing", path=path)
    rows = _read(path).rename(columns=GRID_COLUMNS)
    problems = _problems(rows, communes)
    if problems:
        raise ContractError(path.name, problems)
    code = identifiers(rows["commune_code"].astype("str")).str[:CODE_LENGTH]
    people = pd.to_numeric(rows["people"]).astype("float64")
    shapes = rows.geometry
    if not shapes.geom_type.eq("Point").all():
        shapes = shapes.centroid
    lived = (people > 0).to_numpy()
    points = gpd.GeoDataFrame(
        {"commune_code": code, "people": people}, geometry=shapes.to_crs(WGS84)
    )[lived].reset_index(drop=True)
    points["zone"] = zone_of(points["commune_code"])
    points["land"] = land_of(points["commune_code"], points["zone"])
    return points


def _read(path: Path) -> gpd.GeoDataFrame:
    try:
        check_regular(path)
        if path.suffix == ".parquet":
            rows = gpd.read_parquet(path)
        elif path.suffix == ".csv":
            table = pd.read_csv(path, dtype="str", sep=None, engine="python")
            absent = [name for name in ("longitude", "latitude") if name not in table]
            if absent:
                raise TerritoryError("points_no_columns", path=path, columns=", ".join(absent))
            degrees = (pd.to_numeric(table[name]) for name in ("longitude", "latitude"))
            rows = gpd.GeoDataFrame(table, geometry=gpd.points_from_xy(*degrees), crs=WGS84)
        else:
            rows = pyogrio.read_dataframe(path)
    except (*UNREADABLE, DataSourceError, DataLayerError, csv.Error) as error:
        raise TerritoryError("points_unreadable", path=path, detail=error) from error
    return rows


def _problems(rows: gpd.GeoDataFrame, communes: gpd.GeoDataFrame) -> list[TerritoryError]:
    absent = [name for name in ("commune_code", "people") if name not in rows]
    if absent:
        return [TerritoryError("column_missing", column=name) for name in absent]
    doubled = sorted(set(rows.columns[rows.columns.duplicated()]))
    if doubled:
        return [TerritoryError("points_doubled", column=name) for name in doubled]
    if rows.empty:
        return [TerritoryError("points_none")]
    found = []
    is_placed = False
    if pd.api.types.is_numeric_dtype(rows["commune_code"]):
        found.append(TerritoryError("points_number"))
    if not isinstance(rows, gpd.GeoDataFrame) or rows.crs is None:
        found.append(TerritoryError("points_no_place"))
    elif rows.geometry.isna().any() or rows.geometry.is_empty.any():
        wrong = rows.geometry.isna() | rows.geometry.is_empty
        found.append(TerritoryError("points_blank", count=int(wrong.sum()), rows=_some(wrong)))
    else:
        is_placed = True
    code = identifiers(rows["commune_code"].astype("str")).str[:CODE_LENGTH]
    if is_placed and (far := _is_far(rows, code, communes)).any():
        found.append(TerritoryError("points_far", count=int(far.sum()), rows=_some(far)))
    unknown = ~code.isin(communes.index)
    if unknown.all():
        found.append(TerritoryError("points_unknown", count=len(rows), codes=_codes(code)))
    people = pd.to_numeric(rows["people"], errors="coerce")
    wrong = people.isna() | (people < 0) | np.isinf(people)
    if wrong.any():
        found.append(TerritoryError("points_people", count=int(wrong.sum()), rows=_some(wrong)))
    return found


def _is_far(rows: gpd.GeoDataFrame, code: pd.Series, communes: gpd.GeoDataFrame) -> pd.Series:
    """Tell the points far from the frame of their commune's shape, or of no place on earth.

    The frame stands for the shape: millions of points are held against it at once, and a point
    swapped, at zero or in another region is out of it all the same.
    """
    known = code.isin(communes.index)
    bounds = communes.geometry.bounds.reindex(code[known])
    degrees = rows.geometry[known].centroid if rows.crs.is_projected else rows.geometry[known]
    degrees = degrees.to_crs(WGS84)
    east, north = (degrees.bounds[name].to_numpy(float) for name in ("minx", "miny"))
    beyond_north = np.maximum(bounds["miny"] - north, north - bounds["maxy"]).clip(lower=0)
    beyond_east = np.maximum(bounds["minx"] - east, east - bounds["maxx"]).clip(lower=0)
    shrink = np.cos(np.radians(bounds["miny"]))
    km = KM_A_DEGREE * np.hypot(beyond_north, beyond_east * shrink)
    far = pd.Series(False, index=rows.index)
    far[known] = (km > FAR_KM).to_numpy()
    return far


def _some(wrong: pd.Series) -> str:
    return ", ".join(str(rank + 1) for rank in np.flatnonzero(wrong.to_numpy())[:5])


def _codes(codes: pd.Series) -> str:
    return ", ".join(map(quoted, codes.unique()[:5]))
