"""Two lists of counters compared: what opened, closed, moved, changed its hours or its name.

What is not known to differ is held constant. The counters of before are those of after, less what opened,
with what closed, and with what changed as it was: a point that a geocoder shifted by 300 m, a week that
one list does not give, a door that has two rows in one of them change nothing for anybody.
"""

from __future__ import annotations

from dataclasses import dataclass

import geopandas as gpd
import numpy as np
import pandas as pd

from territory.contract import WEEKDAYS
from territory.history.matching import MADE_CODE, is_placed, km_between, match_counters
from territory.names import levelled
from territory.opening import HOURS_COLUMNS, Day, read_week

# A counter that stands further than this from where it stood has moved.
MOVED_KM = 0.5
SAME, NOT_COMPARABLE = "same", "not_comparable"
# What became of a counter; where several are true, the first is its name and the others stand in columns.
CHANGES = (
    "opened",
    "closed",
    "became_itinerant",
    "became_fixed",
    "moved",
    "hours_changed",
    "renamed",
    "identifier_changed",
    "unchanged",
    "repeats_door",
)
# Columns of a counter that say when it opens, where it stands, whether it travels.
_TEXTS = tuple(f"opening_{day}_text" for day in WEEKDAYS)
_WHERE = ("commune_code", "located_commune_code", "zone", "place_status", "geometry")
_WHAT = ("is_itinerant", "counter_kind_name")
# A code of the list of before that the list of after gives to another counter.
FORMER_SUFFIX = "-before"


@dataclass(frozen=True)
class Compared:
    """Two lists, and what changed.

    Parameters
    ----------
    changes : DataFrame
        Index ``counter_code``: the code of after, that of before for a closed counter. One row a counter;
        columns as `compare_lists` gives them.
    before, after : GeoDataFrame
        The counters of both sides, in the columns of the contract: `before` is `after` with every change
        undone.
    """

    changes: pd.DataFrame
    before: gpd.GeoDataFrame
    after: gpd.GeoDataFrame


def compare_lists(before: gpd.GeoDataFrame, after: gpd.GeoDataFrame) -> Compared:
    """Compare two lists of counters.

    Parameters
    ----------
    before, after : GeoDataFrame
        Counters as the contract has them, both in the communes of one year.

    Returns
    -------
    Compared
        Of which ``changes`` has: ``before_counter_code``, ``counter_change_name`` (one of `CHANGES`),
        ``matched_by_name``, ``is_ambiguous``, ``counter_name``, ``before_counter_name``, ``commune_code``,
        ``before_commune_code``, ``counter_kind_name``; ``place_change_name`` (``same``, ``moved``,
        ``not_comparable`` where a point is not published, ``carrier`` for a counter that travels: it stands
        at its carrier's office, whose moves are not its own) and ``moved_km``; ``hours_change_name``
        (``same``, ``changed``, ``not_comparable`` where one of the weeks is not known),
        ``changed_days_text``, ``before_weekly_hours`` and ``after_weekly_hours``; ``travel_change_name``;
        ``is_renamed`` and ``is_identifier_changed``. What is compared is missing for a counter alone.
    """
    pairs = match_counters(before, after)
    is_pair = pairs["before_code"].notna() & pairs["after_code"].notna()
    changes = pd.concat(
        [
            _alone(pairs[~is_pair], before, after, pairs[is_pair]),
            _together(pairs[is_pair], before, after),
        ]
    ).sort_index()
    held = _held(after, before, changes)
    return Compared(changes, _undone(held, before, changes), held)


def _named(rows: gpd.GeoDataFrame) -> dict[str, object]:
    return {
        name: rows[name].to_numpy()
        for name in ("counter_name", "commune_code", "counter_kind_name")
    }


def _alone(
    pairs: pd.DataFrame, before: gpd.GeoDataFrame, after: gpd.GeoDataFrame, matched: pd.DataFrame
) -> pd.DataFrame:
    """Return what opened and what closed; a second row of a door that stands on both sides is neither."""
    parts = []
    for side, counters, name in (("before", before, "closed"), ("after", after, "opened")):
        rows = counters.loc[pairs[f"{side}_code"].dropna()]
        door = counters["double_of_code"].fillna(counters.index.to_series())
        is_held = door.loc[rows.index].isin(door.loc[matched[f"{side}_code"]])
        # Of the rows of a door that opens or closes, one stands for it.
        is_repeat = is_held | rows["double_of_code"].notna()
        table = pd.DataFrame(_named(rows), index=rows.index)
        table["counter_change_name"] = np.where(is_repeat, "repeats_door", name)
        table[f"{side}_weekly_hours"] = rows["weekly_hours"]
        if side == "before":
            table["before_counter_code"] = rows.index
            table["before_counter_name"] = rows["counter_name"]
            table["before_commune_code"] = rows["commune_code"]
            taken = table.index.isin(after.index)
            table.index = table.index.where(~taken, table.index + FORMER_SUFFIX)
        parts.append(table.rename_axis("counter_code"))
    return pd.concat(parts).reindex(columns=list(_TYPES)).astype(_TYPES)


def _together(
    pairs: pd.DataFrame, before: gpd.GeoDataFrame, after: gpd.GeoDataFrame
) -> pd.DataFrame:
    """Return what became of the counters of both lists."""
    was = before.loc[pairs["before_code"]].set_axis(pairs["after_code"].to_numpy())
    now = after.loc[pairs["after_code"]]
    was.index.name = now.index.name
    table = pd.DataFrame(_named(now), index=now.index.rename("counter_code"))
    for name in ("matched_by_name", "is_ambiguous"):
        table[name] = pairs[name].to_numpy()
    table["before_counter_code"] = pairs["before_code"].to_numpy()
    table["before_counter_name"] = was["counter_name"]
    table["before_commune_code"] = was["commune_code"]
    table["before_weekly_hours"] = was["weekly_hours"]
    table["after_weekly_hours"] = now["weekly_hours"]
    table["travel_change_name"] = _travel(was, now)
    table["place_change_name"], table["moved_km"] = _place(was, now)
    table["hours_change_name"], table["changed_days_text"] = _hours(was, now)
    names = [[levelled(str(name)) for name in side["counter_name"]] for side in (was, now)]
    table["is_renamed"] = [one != other for one, other in zip(*names, strict=True)]
    table["is_identifier_changed"] = [
        old != new and not (MADE_CODE.fullmatch(old) or MADE_CODE.fullmatch(new))
        for old, new in zip(pairs["before_code"], pairs["after_code"], strict=True)
    ]
    found = {
        "became_itinerant": table["travel_change_name"] == "became_itinerant",
        "became_fixed": table["travel_change_name"] == "became_fixed",
        "moved": table["place_change_name"] == "moved",
        "hours_changed": table["hours_change_name"] == "changed",
        "renamed": table["is_renamed"],
        "identifier_changed": table["is_identifier_changed"],
    }
    table["counter_change_name"] = np.select(list(found.values()), list(found), "unchanged")
    return table.reindex(columns=list(_TYPES)).astype(_TYPES)


_TYPES = {
    "before_counter_code": "str",
    "counter_change_name": "str",
    "matched_by_name": "str",
    "is_ambiguous": "boolean",
    "counter_name": "str",
    "before_counter_name": "str",
    "commune_code": "str",
    "before_commune_code": "str",
    "counter_kind_name": "str",
    "place_change_name": "str",
    "moved_km": "float64",
    "hours_change_name": "str",
    "changed_days_text": "str",
    "before_weekly_hours": "float64",
    "after_weekly_hours": "float64",
    "travel_change_name": "str",
    "is_renamed": "boolean",
    "is_identifier_changed": "boolean",
}


def _travel(was: gpd.GeoDataFrame, now: gpd.GeoDataFrame) -> np.ndarray:
    travelled, travels = (side["is_itinerant"].astype("boolean") for side in (was, now))
    is_unknown = travelled.isna() | travels.isna()
    differs = (travelled != travels).fillna(False).to_numpy(bool)
    became = np.where(travels.fillna(False).to_numpy(bool), "became_itinerant", "became_fixed")
    return np.where(is_unknown, NOT_COMPARABLE, np.where(differs, became, SAME))


def _place(was: gpd.GeoDataFrame, now: gpd.GeoDataFrame) -> tuple[np.ndarray, np.ndarray]:
    km = km_between(was.geometry, now.geometry)
    travels = [side["is_itinerant"].astype("boolean") for side in (was, now)]
    # What one list does not say, the other says of the same counter.
    known = travels[0].fillna(travels[1]), travels[1].fillna(travels[0])
    is_carried = known[0].fillna(False).to_numpy(bool) | known[1].fillna(False).to_numpy(bool)
    is_known = (is_placed(was) & is_placed(now)).to_numpy(bool)
    place = np.where(is_known, np.where(km > MOVED_KM, "moved", SAME), NOT_COMPARABLE)
    place = np.where(is_carried, "carrier", place)
    return place, np.where(is_known & ~is_carried, km, np.nan)


def _hours(was: gpd.GeoDataFrame, now: gpd.GeoDataFrame) -> tuple[list[str], list[str | None]]:
    """Compare weeks as they are read: what is written another way is no change."""
    names: list[str] = []
    days: list[str | None] = []
    known = (was["weekly_hours"].notna() & now["weekly_hours"].notna()).to_numpy(bool)
    for is_known, old, new in zip(known, _weeks(was), _weeks(now), strict=True):
        if not is_known:
            names.append(NOT_COMPARABLE)
            days.append(None)
            continue
        changed = [
            day
            for day, one, other in zip(WEEKDAYS, old, new, strict=True)
            if (one.parts, one.hourless) != (other.parts, other.hourless)
        ]
        names.append("changed" if changed else SAME)
        days.append(" ".join(changed) or None)
    return names, days


def _weeks(counters: gpd.GeoDataFrame) -> list[list[Day]]:
    texts = counters[[*_TEXTS, "comment_text"]].fillna("").astype("str")
    return [read_week(week, comment)[0] for *week, comment in texts.itertuples(index=False)]


def _held(
    after: gpd.GeoDataFrame, before: gpd.GeoDataFrame, changes: pd.DataFrame
) -> gpd.GeoDataFrame:
    """Return the counters of after; whether one travels is the other list's word where it says nothing."""
    held = after.copy()
    both = changes[changes["before_counter_code"].notna() & changes.index.isin(after.index)]
    is_silent = held.loc[both.index, "is_itinerant"].isna()
    silent = both[is_silent.to_numpy(bool)]
    _copy(held, silent.index, before, pd.Index(silent["before_counter_code"]), _WHAT)
    return held


def _undone(
    after: gpd.GeoDataFrame, before: gpd.GeoDataFrame, changes: pd.DataFrame
) -> gpd.GeoDataFrame:
    """Return the counters of after with every change undone."""
    opened = changes.index[changes["counter_change_name"] == "opened"]
    undone = after.drop(index=opened)
    # The other rows of a door that opened go with it.
    undone = undone[~undone["double_of_code"].isin(opened)].copy()
    for column, name, columns in (
        ("place_change_name", "moved", (*_WHERE, "double_of_code")),
        ("travel_change_name", "became_itinerant", (*_WHERE, *_WHAT)),
        ("travel_change_name", "became_fixed", (*_WHERE, *_WHAT)),
        ("hours_change_name", "changed", (*_TEXTS, "comment_text", *HOURS_COLUMNS)),
    ):
        rows = changes[changes[column] == name]
        _copy(undone, rows.index, before, pd.Index(rows["before_counter_code"]), columns)
    closed = changes[changes["counter_change_name"] == "closed"]
    back = before.loc[closed["before_counter_code"]].set_axis(closed.index)
    back = back.reindex(columns=undone.columns)
    joined = pd.concat([undone, back]).sort_index() if len(back) else undone
    joined.index.name = after.index.name
    return gpd.GeoDataFrame(joined, geometry="geometry", crs=after.crs)


def _copy(
    to: gpd.GeoDataFrame,
    codes: pd.Index,
    source: gpd.GeoDataFrame,
    theirs: pd.Index,
    columns: tuple[str, ...],
) -> None:
    """Give rows the values that other rows have, two by two."""
    is_there = codes.isin(to.index)
    codes, theirs = codes[is_there], theirs[is_there]
    for name in columns if len(codes) else ():
        to.loc[codes, name] = source.loc[theirs, name].to_numpy()
