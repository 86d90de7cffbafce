"""Hold a table on disk against the contract when it is opened: cheaply, at each opening.

`territory.contract_check.check_table` looks at every value when a table is built. Afterwards the file is
an input like any other: cut, written by another version, put in another's place, edited by a
spreadsheet. All that is looked at here follows from the contract's declarations.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path

import geopandas as gpd
import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq
import shapely
from pyproj.exceptions import ProjError
from shapely import GeometryType
from shapely.errors import ShapelyError

from territory.contract import TABLES, Column, Status
from territory.errors import SourceMissingError, TerritoryError
from territory.files import check_regular
from territory.plain_columns import plain_columns
from territory.plain_text import quoted

# What each type of the contract is once read; a text is a text even when it holds a status.
DTYPES = {
    "str": ("str", "string"),
    "status": ("str", "string"),
    "Int64": ("Int64",),
    "float64": ("float64",),
    "bool": ("boolean", "bool"),
    "geometry": ("geometry",),
}
POINTS = (GeometryType.POINT,)
# A shape mended when it was read may be a collection.
AREAS = (GeometryType.POLYGON, GeometryType.MULTIPOLYGON, GeometryType.GEOMETRYCOLLECTION)
AREA_TABLES = ("communes",)
# Shapes whose place is looked at, spread over the table.
SHAPES_SAMPLED = 200
LIMITS = (-180, -90, 180, 90)
WORLD = 4326
# What reading a file that is not a table, or no longer one, may raise.
UNREADABLE = (
    OSError,
    ValueError,
    TypeError,
    LookupError,
    AttributeError,
    RecursionError,
    pa.ArrowException,
    ProjError,
    ShapelyError,
)


def if_there(path: Path) -> Path | None:
    """Return a path where something stands, be it a folder or a dead link: it is to be said."""
    try:
        path.lstat()
    except (FileNotFoundError, NotADirectoryError):
        return None
    except OSError:
        return path
    return path


def open_table(
    path: Path, table: str, rows_count: int | None = None, *, may_lack: bool = False
) -> gpd.GeoDataFrame:
    """Open a table that a build wrote, refusing one that would be read wrongly.

    Parameters
    ----------
    path : Path
        The GeoParquet file.
    table : str
        Its name in `territory.contract.TABLES`.
    rows_count : int, optional
        How many rows the build's report gives it.
    may_lack : bool
        Whether columns may be absent: a table of an earlier version, to be held against another.

    Returns
    -------
    GeoDataFrame
        The contract's columns, in its order; what else the file holds is left out. Its key as
        index, EPSG:4326.

    Raises
    ------
    SourceMissingError
        If there is no such file.
    TerritoryError
        If it cannot be read, or is not this table as the contract declares it.
    """
    if not path.exists() and not path.is_symlink():
        raise SourceMissingError("tables_missing", folder=path.parent)
    try:
        check_regular(path)
        written = pq.read_schema(path).names
        if problem := next(_column_problems(written, table, may_lack=may_lack), None):
            raise TerritoryError("table_broken", path=path, problem=problem)
        _, *others = TABLES[table]
        names = [column.name for column in others if not may_lack or column.name in written]
        frame = gpd.read_parquet(path, columns=names)
    except UNREADABLE as error:
        raise TerritoryError(
            "table_unreadable", path=path, detail=quoted(error, most=200) or type(error).__name__
        ) from error
    check_opened(frame, table, path, rows_count)
    return plain_columns(frame)


def check_opened(
    frame: gpd.GeoDataFrame, table: str, path: Path, rows_count: int | None = None
) -> None:
    """Check a table just read: index, types, ranges, statuses, coordinates, shapes, rows.

    Raises
    ------
    TerritoryError
        Naming the file and the first thing that is wrong with it.
    """
    if problem := next(_problems(frame, table, rows_count), None):
        raise TerritoryError("table_broken", path=path, problem=problem)


def _column_problems(written: list[str], table: str, *, may_lack: bool) -> Iterator[TerritoryError]:
    key, *others = TABLES[table]
    for other, columns in TABLES.items():
        if other != table and {column.name for column in columns} <= set(written):
            yield TerritoryError("opened.other_table", table=other)
    if key.name not in written:
        yield TerritoryError("opened.index_lost", column=key.name)
    absent = [column.name for column in others if column.name not in written]
    if absent and not may_lack:
        yield TerritoryError("opened.columns_absent", count=len(absent), columns=_some(absent))
    doubled = sorted({name for name in written if written.count(name) > 1})
    if doubled:
        yield TerritoryError("opened.columns_doubled", columns=_some(doubled))


def _problems(
    frame: gpd.GeoDataFrame, table: str, rows_count: int | None
) -> Iterator[TerritoryError]:
    key, *others = TABLES[table]
    yield from _index_problems(frame.index, key)
    if frame.empty and table in AREA_TABLES:
        yield TerritoryError("opened.no_row")
    if rows_count is not None and len(frame) != rows_count:
        yield TerritoryError("opened.rows", found=len(frame), told=rows_count)
    shapes = AREAS if table in AREA_TABLES else POINTS
    # A column that may be absent was let through before.
    for column in (one for one in others if one.name in frame):
        values = frame[column.name]
        if not _is_typed(values.dtype, column):
            yield TerritoryError(
                "opened.type",
                column=column.name,
                found=str(values.dtype),
                wanted=column.unit.dtype,
            )
        if column.is_required and values.isna().any():
            yield TerritoryError("opened.blank", column=column.name, count=int(values.isna().sum()))
        if column.unit.dtype == "geometry":
            yield from _shape_problems(
                values, column, shapes if column.name == "geometry" else POINTS
            )
        else:
            yield from _value_problems(values, column)


def _index_problems(index: pd.Index, key: Column) -> Iterator[TerritoryError]:
    if index.name != key.name:
        yield TerritoryError("opened.index_lost", column=key.name)
    if str(index.dtype) not in DTYPES["str"]:
        yield TerritoryError("opened.index_type", column=key.name, found=str(index.dtype))
    if index.hasnans:
        yield TerritoryError(
            "opened.blank", column=key.name, count=int(np.count_nonzero(index.isna()))
        )
    if not index.is_unique:
        doubled = index[index.duplicated()].unique()
        yield TerritoryError(
            "opened.doubled", column=key.name, count=len(doubled), rows=_some(doubled)
        )
    if key.pattern:
        wrong = index[~index.str.match(key.pattern)]
        if len(wrong):
            yield TerritoryError(
                "opened.pattern", column=key.name, count=len(wrong), values=_some(wrong)
            )


def _is_typed(dtype: object, column: Column) -> bool:
    wanted = column.unit.dtype
    if wanted.startswith("datetime64"):
        return str(dtype).startswith("datetime64[")
    return str(dtype) in DTYPES[wanted]


def _value_problems(values: pd.Series, column: Column) -> Iterator[TerritoryError]:
    unit = column.unit
    if unit.dtype == "status":
        strange = sorted(set(values.dropna().unique()) - {str(status) for status in Status})
        if strange:
            yield TerritoryError(
                "opened.value", column=column.name, values=_some(strange), count=len(strange)
            )
    elif column.pattern:
        known = values.dropna().drop_duplicates()
        wrong = known[~known.str.fullmatch(column.pattern)]
        if len(wrong):
            yield TerritoryError(
                "opened.pattern", column=column.name, count=len(wrong), values=_some(wrong)
            )
    elif unit.dtype in ("Int64", "float64") and values.notna().any():
        least, most = float(values.min()), float(values.max())
        for value, is_wrong in (
            (least, not np.isfinite(least) or (unit.minimum is not None and least < unit.minimum)),
            (most, not np.isfinite(most) or (unit.maximum is not None and most > unit.maximum)),
        ):
            if is_wrong:
                yield TerritoryError(
                    "opened.value", column=column.name, values=f"{value:g}", count=1
                )


def _shape_problems(
    values: gpd.GeoSeries, column: Column, kinds: tuple[GeometryType, ...]
) -> Iterator[TerritoryError]:
    if values.crs is None:
        yield TerritoryError("opened.no_crs", column=column.name)
    elif not values.crs.equals(WORLD, ignore_axis_order=True):
        yield TerritoryError("opened.other_crs", column=column.name, found=values.crs.name)
    known = values[~shapely.is_missing(values.to_numpy())]
    strange = ~np.isin(shapely.get_type_id(known.to_numpy()), kinds)
    if strange.any():
        yield TerritoryError(
            "opened.shapes",
            column=column.name,
            count=int(strange.sum()),
            rows=_some(known.index[strange]),
            found=known[strange].geom_type.iloc[0],
        )
    sample = known.iloc[:: max(1, len(known) // SHAPES_SAMPLED)]
    bounds = shapely.bounds(sample.to_numpy())
    west, south, east, north = LIMITS
    # An empty shape has no bounds: NaN is never inside.
    inside = (
        (bounds[:, 0] >= west)
        & (bounds[:, 1] >= south)
        & (bounds[:, 2] <= east)
        & (bounds[:, 3] <= north)
    )
    if not inside.all():
        yield TerritoryError(
            "opened.places",
            column=column.name,
            count=int((~inside).sum()),
            rows=_some(sample.index[~inside]),
        )


def _some(values: Iterable[object], most: int = 3) -> str:
    shown = [quoted(value) for value in values]
    return ", ".join(shown[:most]) + (", …" if len(shown) > most else "")
