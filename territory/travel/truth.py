"""Real road times between places, read from a matrix, to hold the estimate against."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pandas as pd
from pyproj import Geod

from territory.errors import TerritoryError
from territory.files import check_regular
from territory.plain_columns import identifiers
from territory.travel.places import Floats

# How a file's name says the unit of its cells → how many of it are a minute.
UNITS = {"_seconds": 60.0, "_minutes": 1.0}
PLACE_COLUMNS = ("lon", "lat")
PEOPLE_COLUMN = "population"
# Fewer places say nothing of a half left out.
LEAST_PLACES = 20
# Codes named in an error.
NAMED = 5


@dataclass(frozen=True)
class Truth:
    """Real minutes between places.

    Parameters
    ----------
    minutes : array of float, of shape (n, n)
        Minutes by road from a place (row) to another (column), one-way streets included; NaN where
        there is no trip.
    km : array of float, of shape (n, n)
        Straight-line kilometres, on the GRS80 ellipsoid.
    codes : Index of str
        What each place is.
    people : array of float, of shape (n,)
        Inhabitants of each place; 1 for all where the file of places does not say.
    """

    minutes: Floats
    km: Floats
    codes: pd.Index
    people: Floats


def read_truth(matrix: Path, places: Path) -> Truth:
    """Read a matrix of road times and the places it is between.

    Parameters
    ----------
    matrix : Path
        CSV named ``…_seconds.csv`` or ``…_minutes.csv``: a first column with the code of the origin,
        whatever its heading, then a column a place, under its code. An empty cell is no trip.
    places : Path
        CSV: a first column with the code, then ``lon`` and ``lat`` (degrees, WGS84) and, if there is
        one, ``population``. It may hold more places than the matrix.

    Raises
    ------
    TerritoryError
        If a file is absent or no CSV, its unit is not told by its name, codes differ between rows,
        columns and places or come twice, a cell is no number or negative, a trip of no time joins two
        places apart, or there are fewer than `LEAST_PLACES` places.
    """
    unit = next((per for end, per in UNITS.items() if matrix.stem.endswith(end)), None)
    if unit is None:
        raise TerritoryError(
            "truth_unit", path=matrix, ends=", ".join(f"…{one}.csv" for one in UNITS)
        )
    cells = _read(matrix)
    columns = identifiers(pd.Series(cells.columns, dtype="str"))
    cells.columns = pd.Index(columns)
    _check_codes(matrix, cells)
    cells = cells[cells.index]
    spots = _spots(places, cells.index)
    minutes = _numbers(matrix, cells) / unit
    np.fill_diagonal(minutes, 0)
    km = _straight(spots["lon"].to_numpy(float), spots["lat"].to_numpy(float))
    instant = (minutes == 0) & (km > 0)
    if instant.any():
        origin, place = (cells.index[one[0]] for one in np.nonzero(instant))
        raise TerritoryError(
            "truth_instant", path=matrix, count=int(instant.sum()), origin=origin, place=place
        )
    people = (
        _people(places, spots) if PEOPLE_COLUMN in spots else np.ones(len(spots), dtype=np.float64)
    )
    return Truth(minutes, km, cells.index, people)


def _read(path: Path) -> pd.DataFrame:
    try:
        check_regular(path)
        rows = pd.read_csv(path, dtype="str", encoding="utf-8-sig", keep_default_na=False)
    except (
        OSError,
        ValueError,
    ) as error:  # no file, no text, no table: pandas' errors are ValueErrors
        raise TerritoryError("truth_unreadable", path=path, detail=error) from None
    if rows.shape[1] < 2:
        raise TerritoryError("truth_no_columns", path=path)
    codes = identifiers(rows.iloc[:, 0])
    return rows.iloc[:, 1:].set_axis(pd.Index(codes, name=None), axis="index")


def _check_codes(path: Path, cells: pd.DataFrame) -> None:
    for codes in (cells.index, cells.columns):
        if codes.has_duplicates:
            raise TerritoryError(
                "truth_doubled", path=path, codes=_named(codes[codes.duplicated()])
            )
    apart = cells.index.symmetric_difference(cells.columns)
    if len(apart):
        raise TerritoryError("truth_codes", path=path, count=len(apart), codes=_named(apart))
    if len(cells) < LEAST_PLACES:
        raise TerritoryError("truth_few", path=path, count=len(cells), least=LEAST_PLACES)


def _named(codes: pd.Index) -> str:
    return ", ".join(map(str, codes[:NAMED])) + (", …" if len(codes) > NAMED else "")


def _spots(path: Path, codes: pd.Index) -> pd.DataFrame:
    """Return the places of the matrix with their degrees, in its order."""
    rows = _read(path)
    lacks = [name for name in PLACE_COLUMNS if name not in rows]
    if lacks:
        raise TerritoryError("truth_place_columns", path=path, columns=", ".join(lacks))
    if rows.index.has_duplicates:
        doubled = rows.index[rows.index.duplicated()]
        raise TerritoryError("truth_doubled", path=path, codes=_named(doubled))
    absent = codes.difference(rows.index)
    if len(absent):
        raise TerritoryError("truth_absent", path=path, count=len(absent), codes=_named(absent))
    spots = rows.loc[codes]
    lon, lat = (pd.to_numeric(spots[name], errors="coerce") for name in PLACE_COLUMNS)
    wrong = ~(lon.abs().le(180) & lat.abs().le(90))
    if wrong.any():
        raise TerritoryError(
            "truth_degrees", path=path, count=int(wrong.sum()), codes=_named(codes[wrong])
        )
    return spots.assign(lon=lon, lat=lat)


def _people(path: Path, spots: pd.DataFrame) -> Floats:
    people = pd.to_numeric(spots[PEOPLE_COLUMN], errors="coerce")
    wrong = ~people.ge(0)
    if wrong.any() or not people.gt(0).any():
        raise TerritoryError(
            "truth_people", path=path, count=int(wrong.sum()), codes=_named(spots.index[wrong])
        )
    return people.to_numpy(float)


def _numbers(path: Path, cells: pd.DataFrame) -> Floats:
    written = cells.to_numpy(dtype=object)
    numbers = np.full(written.shape, np.nan)
    given = written != ""
    read = pd.to_numeric(pd.Series(written[given], dtype="str"), errors="coerce").to_numpy(float)
    wrong = ~(np.isfinite(read) & (read >= 0))
    if wrong.any():
        cell = written[given][wrong][0]
        raise TerritoryError("truth_cells", path=path, count=int(wrong.sum()), cell=cell)
    numbers[given] = read
    return numbers


def _straight(lon: Floats, lat: Floats) -> Floats:
    """Return the kilometres between all pairs of places."""
    origin, place = np.meshgrid(np.arange(len(lon)), np.arange(len(lon)), indexing="ij")
    first, second = origin.ravel(), place.ravel()
    metres = Geod(ellps="GRS80").inv(lon[first], lat[first], lon[second], lat[second])[2]
    return np.asarray(metres, dtype=np.float64).reshape(origin.shape) / 1000
