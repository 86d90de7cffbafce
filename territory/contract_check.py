"""Check a table against its contract, all problems at once."""

from __future__ import annotations

from collections.abc import Iterable

import geopandas as gpd
import pandas as pd
import pandera.pandas as pa
from pandera.errors import SchemaErrors

from territory.contract import TABLES, WITHOUT_VALUE, Column, Status
from territory.errors import ContractError, TerritoryError
from territory.plain_text import some
from territory.ranges import RANGES
from territory.surfaces import unusable_shapes

# Rules whose breach has a message of its own; the rest are pandera's (type, unicity, blank).
RULES = ("pattern", "minimum", "maximum", "status", "not_nullable", "field_uniqueness")


def check_table(frame: pd.DataFrame | gpd.GeoDataFrame, table: str) -> None:
    """Check a table against its contract.

    Parameters
    ----------
    frame : DataFrame
        The table, its key as index.
    table : str
        One of `territory.contract.TABLES`.

    Raises
    ------
    ContractError
        With one problem a breach: a column that is absent or of the wrong type, a value out of
        range, a malformed code, a doubled key, a value whose status says there is none.
    """
    columns = TABLES[table]
    problems = [
        *_missing_columns(frame, columns),
        *_schema_problems(frame, columns),
        *_status_problems(frame, columns),
        *_shape_problems(frame),
    ]
    if problems:
        raise ContractError(table, problems)


def _missing_columns(frame: pd.DataFrame, columns: Iterable[Column]) -> Iterable[TerritoryError]:
    have = {*frame.columns, frame.index.name}
    for column in columns:
        if column.name not in have:
            yield TerritoryError("column_missing", column=column.name)


def _schema_problems(frame: pd.DataFrame, columns: Iterable[Column]) -> Iterable[TerritoryError]:
    key, *others = columns
    schema = pa.DataFrameSchema(
        {column.name: _schema(column) for column in others if column.name in frame},
        index=pa.Index(str, _checks(key), name=key.name, unique=True, coerce=False),
    )
    plain = pd.DataFrame({name: frame[name] for name in schema.columns}, index=frame.index)
    try:
        schema.validate(plain, lazy=True)
    except SchemaErrors as error:
        cases = error.failure_cases
        for (column, check), group in cases.groupby(["column", "check"], sort=False, dropna=False):
            rule, _, limit = str(check).partition(" ")
            yield TerritoryError(
                f"breach.{rule}" if rule in RULES else "breach.other",
                column=column if isinstance(column, str) else key.name,
                rule=limit if rule in RULES else check,
                count=len(group),
                rows=some(group["index"].dropna()),
                values=some(group["failure_case"].drop_duplicates()),
            )


def _schema(column: Column) -> pa.Column:
    dtype: str | None = column.unit.dtype
    if dtype in ("geometry", "status"):
        dtype = None  # checked by the status rules below; geometry has its own type
    if dtype == "datetime64[ns]":
        dtype = None
    if dtype == "bool" and not column.is_required:
        dtype = "boolean"
    return pa.Column(dtype, _checks(column), nullable=not column.is_required, coerce=False)


def _checks(column: Column) -> list[pa.Check]:
    unit, checks = column.unit, []
    if column.pattern:
        checks.append(pa.Check.str_matches(column.pattern, error=f"pattern {column.pattern}"))
    legal = RANGES.get(column.name)
    minimum, maximum = (legal.least, legal.most) if legal else (unit.minimum, unit.maximum)
    if minimum is not None:
        checks.append(pa.Check.ge(minimum, error=f"minimum {minimum:g}"))
    if maximum is not None:
        checks.append(pa.Check.le(maximum, error=f"maximum {maximum:g}"))
    if unit.dtype == "status":
        checks.append(pa.Check.isin([str(status) for status in Status], error="status"))
    return checks


def _status_problems(frame: pd.DataFrame, columns: Iterable[Column]) -> Iterable[TerritoryError]:
    for column in columns:
        if not column.status or not {column.name, column.status} <= set(frame.columns):
            continue
        claims_none = frame[column.status].isin(WITHOUT_VALUE)
        is_empty = frame[column.name].isna()
        for wrong, kind in (
            (claims_none & ~is_empty, "status_without_reason"),
            (~claims_none & is_empty, "value_without_status"),
        ):
            if wrong.any():
                yield TerritoryError(
                    kind,
                    column=column.name,
                    status=column.status,
                    count=int(wrong.sum()),
                    rows=some(frame.index[wrong]),
                )


def _shape_problems(frame: pd.DataFrame | gpd.GeoDataFrame) -> Iterable[TerritoryError]:
    wrong = unusable_shapes(frame["geometry"]) if "geometry" in frame else pd.Index([])
    if len(wrong):
        yield TerritoryError(
            "shape_unusable", column="geometry", count=len(wrong), rows=some(wrong)
        )
