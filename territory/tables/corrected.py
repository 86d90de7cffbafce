"""Apply local corrections to the official counters, all wrong rows refused at once."""

from __future__ import annotations

from dataclasses import dataclass

import geopandas as gpd
import numpy as np
import pandas as pd
from shapely import Point

from territory.contract import COUNTER_KINDS, Status
from territory.doors import stand_apart
from territory.errors import ContractError, TerritoryError
from territory.geography import WGS84, zone_of
from territory.opening import HOURS_COLUMNS, hours_of, read_day
from territory.paths import OVERRIDES_FILE
from territory.tables.overrides import HOURS_TEXTS

ACTIONS = (
    "close",
    "move",
    "change_hours",
    "add",
    "confirm_fixed",
    "confirm_itinerant",
    "confirm_apart",
)
# The kind of an added counter is known.
ADDED_KINDS = tuple(kind for kind in COUNTER_KINDS if kind != "unknown")
# Codes of the official list are numbers: no added counter can be taken for one of them.
ADDED_PREFIX = "local-"
CORRECTION_COLUMNS = ("correction_name", "correction_text")


@dataclass(frozen=True)
class Corrected:
    """Counters with local corrections applied.

    Parameters
    ----------
    counters : GeoDataFrame
        The counters in use, with `CORRECTION_COLUMNS`: the last action and the reasons, authors and
        dates of all; missing where nothing was corrected.
    corrections : DataFrame
        All corrections applied, closings included: columns `territory.tables.overrides.COLUMNS`.
    """

    counters: gpd.GeoDataFrame
    corrections: pd.DataFrame


def apply_overrides(
    counters: gpd.GeoDataFrame,
    corrections: pd.DataFrame,
    communes: gpd.GeoDataFrame,
    file_name: str = OVERRIDES_FILE,
) -> Corrected:
    """Apply corrections to the official counters.

    Parameters
    ----------
    counters : GeoDataFrame
        The official table; left unchanged.
    corrections : DataFrame
        As `territory.tables.overrides.read_overrides` gives it.
    communes : GeoDataFrame
        The communes, to find the one where a counter moved or added stands.
    file_name : str
        Where they were read, for what is said of a wrong row.

    Raises
    ------
    ContractError
        Listing at once every row that is wrong: unknown action, counter or kind, a counter
        corrected twice, coordinates or hours that cannot be read, no reason or author, a place in
        no commune.
    """
    problems, known = [], set(counters.index)
    for line, row in corrections.iterrows():
        problems += _problems(int(str(line)), row, counters, communes, known)
        if row["action"] == "add":  # the rows that follow may speak of it
            known.add(added_code(row))
    doubled = corrections[corrections["counter_code"] != ""]
    doubled = doubled[doubled.duplicated(["action", "counter_code"])]
    problems += [
        TerritoryError("overrides_doubled", line=line, code=row["counter_code"])
        for line, row in doubled.iterrows()
    ]
    if problems:
        raise ContractError(file_name, problems)
    corrected = counters.copy()
    # What was corrected before stays marked.
    for name in (one for one in CORRECTION_COLUMNS if one not in corrected):
        corrected[name] = pd.Series(None, index=corrected.index, dtype="str")
    for _, row in corrections.iterrows():
        if row["action"] in _APPLY_SOMEWHERE:
            corrected = _APPLY_SOMEWHERE[row["action"]](corrected, row, communes)
        else:
            corrected = _APPLY[row["action"]](corrected, row)
    return Corrected(corrected, corrections)


def _problems(
    line: int,
    row: pd.Series,
    counters: gpd.GeoDataFrame,
    communes: gpd.GeoDataFrame,
    known: set[str],
) -> list[TerritoryError]:
    found = [
        TerritoryError("overrides_blank", line=line, column=name)
        for name in ("reason", "author")
        if not row[name]
    ]
    if row["action"] not in ACTIONS:
        found.append(
            TerritoryError(
                "overrides_action", line=line, action=row["action"], known=", ".join(ACTIONS)
            )
        )
        return found
    if row["action"] == "add":
        if not row["counter_name"]:
            found.append(TerritoryError("overrides_blank", line=line, column="counter_name"))
        if added_code(row) in known:
            found.append(TerritoryError("overrides_exists", line=line, code=added_code(row)))
        if row["counter_kind_name"] and row["counter_kind_name"] not in ADDED_KINDS:
            found.append(
                TerritoryError(
                    "overrides_kind",
                    line=line,
                    kind=row["counter_kind_name"],
                    known=", ".join(ADDED_KINDS),
                )
            )
    elif row["counter_code"] not in known:
        found.append(TerritoryError("overrides_counter", line=line, code=row["counter_code"]))
    elif row["action"] == "confirm_apart" and not _has_double(counters, row["counter_code"]):
        found.append(TerritoryError("overrides_apart", line=line, code=row["counter_code"]))
    if row["action"] in ("move", "add"):
        place = _point(row)
        if place is None:
            found.append(TerritoryError("overrides_place", line=line))
        elif _commune_at(place, communes) is None:
            found.append(TerritoryError("overrides_nowhere", line=line))
    if row["action"] in ("change_hours", "add"):
        days = enumerate(row[name] for name in HOURS_TEXTS)
        unread = [hours for rank, hours in days if read_day(hours, rank).flags]
        found += [TerritoryError("overrides_hours", line=line, hours=hours) for hours in unread]
    return found


def added_code(row: pd.Series) -> str:
    """Return the code of the counter that a row adds: the row's own, or its line, never an official one."""
    return f"{ADDED_PREFIX}{row['counter_code'] or row.name}"


def _has_double(counters: gpd.GeoDataFrame, code: str) -> bool:
    """Tell whether a row doubles another, or another doubles it."""
    doubles = counters["double_of_code"]
    return bool(pd.notna(doubles.get(code)) or (doubles == code).any())


def _point(row: pd.Series) -> Point | None:
    try:
        longitude, latitude = (
            float(row[name].replace(",", ".")) for name in ("longitude", "latitude")
        )
    except ValueError:
        return None
    return Point(longitude, latitude) if abs(longitude) <= 180 and abs(latitude) <= 90 else None


def _commune_at(place: Point, communes: gpd.GeoDataFrame) -> str | None:
    found = communes.sindex.query(place, predicate="intersects")
    return str(communes.index[found[0]]) if len(found) else None


def _close(counters: gpd.GeoDataFrame, row: pd.Series) -> gpd.GeoDataFrame:
    code = row["counter_code"]
    if _has_double(counters, code):
        counters = stand_apart(counters, code)
    return counters.drop(index=code)


def _move(
    counters: gpd.GeoDataFrame, row: pd.Series, communes: gpd.GeoDataFrame
) -> gpd.GeoDataFrame:
    code, place = row["counter_code"], _point(row)
    assert place is not None  # noqa: S101 - checked by _problems
    if pd.notna(counters.at[code, "double_of_code"]):
        counters = stand_apart(counters, code)
    commune = _commune_at(place, communes)
    counters.loc[code, ["place_status", "place_gap_km"]] = [str(Status.OBSERVED), np.nan]
    counters.loc[code, ["commune_code", "located_commune_code"]] = commune
    counters.loc[code, "zone"] = zone_of(pd.Series([commune])).iloc[0]
    counters.loc[[code], "geometry"] = gpd.GeoSeries([place], index=[code], crs=WGS84)
    return _marked(counters, code, row)


def _change_hours(counters: gpd.GeoDataFrame, row: pd.Series) -> gpd.GeoDataFrame:
    code = row["counter_code"]
    for name in HOURS_TEXTS:
        counters.loc[code, name] = row[name] or None
    read = hours_of(counters.loc[[code]])
    for name in HOURS_COLUMNS:
        counters.loc[code, name] = read[name].iloc[0]
    return _marked(counters, code, row)


def _confirm_fixed(counters: gpd.GeoDataFrame, row: pd.Series) -> gpd.GeoDataFrame:
    code = row["counter_code"]
    if counters.at[code, "counter_kind_name"] in ("bus", "itinerant", "unknown"):
        is_antenna = counters.at[code, "kind_name"] == "Antenne"
        counters.loc[code, "counter_kind_name"] = "antenna" if is_antenna else "principal"
    counters.loc[code, "is_itinerant"] = False
    counters.loc[code, "itinerant_reason_name"] = None
    return _marked(counters, code, row)


def _confirm_itinerant(counters: gpd.GeoDataFrame, row: pd.Series) -> gpd.GeoDataFrame:
    code = row["counter_code"]
    if _has_double(counters, code):
        counters = stand_apart(counters, code)
    if counters.at[code, "counter_kind_name"] != "bus":
        counters.loc[code, "counter_kind_name"] = "itinerant"
    counters.loc[code, "is_itinerant"] = True
    return _marked(counters, code, row)


def _confirm_apart(counters: gpd.GeoDataFrame, row: pd.Series) -> gpd.GeoDataFrame:
    code = row["counter_code"]
    return _marked(stand_apart(counters, code), code, row)


def _add(
    counters: gpd.GeoDataFrame, row: pd.Series, communes: gpd.GeoDataFrame
) -> gpd.GeoDataFrame:
    place = _point(row)
    assert place is not None  # noqa: S101 - checked by _problems
    code = added_code(row)
    commune = _commune_at(place, communes)
    kind = row["counter_kind_name"] or "principal"
    added = counters.iloc[:0].reindex([code])
    added.index.name = counters.index.name
    values = {
        "counter_name": row["counter_name"],
        "declared_commune_code": commune,
        "commune_code": commune,
        "located_commune_code": commune,
        "zone": zone_of(pd.Series([commune])).iloc[0],
        "kind_name": "Antenne" if kind == "antenna" else "Principal",
        "format_name": kind,
        "counter_kind_name": kind,
        "is_declared_itinerant": kind in ("bus", "itinerant"),
        "is_itinerant": kind in ("bus", "itinerant"),
        "place_status": str(Status.OBSERVED),
        **{name: row[name] or None for name in HOURS_TEXTS},
    }
    for name, value in values.items():
        added[name] = pd.Series([value], index=[code], dtype=counters[name].dtype)
    added["geometry"] = gpd.GeoSeries([place], index=[code], crs=WGS84)
    read = hours_of(added)
    for name in HOURS_COLUMNS:
        added[name] = read[name]
    return _marked(pd.concat([counters, added]), code, row)


def _marked(counters: gpd.GeoDataFrame, code: str, row: pd.Series) -> gpd.GeoDataFrame:
    before = counters.loc[code, "correction_text"]
    why = " — ".join(filter(None, (row["reason"], row["author"], row["date"])))
    counters.loc[code, "correction_name"] = row["action"]
    counters.loc[code, "correction_text"] = why if pd.isna(before) else f"{before} ; {why}"
    return counters


_APPLY = {
    "close": _close,
    "change_hours": _change_hours,
    "confirm_fixed": _confirm_fixed,
    "confirm_itinerant": _confirm_itinerant,
    "confirm_apart": _confirm_apart,
}
# These need the communes, to find the one where the counter now stands.
_APPLY_SOMEWHERE = {"move": _move, "add": _add}
