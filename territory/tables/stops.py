"""Where itinerant counters stop: the table the build read from their comments, and local corrections.

``stops_overrides.csv``, beside ``counters_overrides.csv``, adds a stop that the comment does not say or
that was not read, or denies one that was:

- ``add``: the counter stops in the commune, on the day given if one is;
- ``deny``: it does not stop there, or not on that day.

A counter without any stop in the table has stops that are unknown, not none.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import geopandas as gpd
import numpy as np
import pandas as pd

from territory.contract import HALF_DAYS, RHYTHMS, WEEKDAYS, Status
from territory.doors import is_itinerant
from territory.errors import ContractError, TerritoryError
from territory.messages import Words
from territory.paths import STOPS_FILE, STOPS_OVERRIDES_FILE
from territory.tables.checks import if_there, open_table
from territory.tables.overrides import read_overrides

STOP, ADDED, DENIED = "stop", "correction", "denied"
ACTIONS = ("add", "deny")
COLUMNS = (
    "action",
    "counter_code",
    "commune_code",
    "weekday_name",
    "half_day_name",
    "rhythm_name",
    "reason",
    "author",
    "date",
)
_WORDS = {"weekday_name": WEEKDAYS, "half_day_name": HALF_DAYS, "rhythm_name": RHYTHMS}
_SHARES = {"every_week": 1.0, "even_weeks": 0.5, "odd_weeks": 0.5}


def read_stops_overrides(path: Path) -> pd.DataFrame:
    """Read a file of corrections of stops, as `territory.tables.overrides.read_overrides` does."""
    return read_overrides(path, COLUMNS)


def no_stop_corrections() -> pd.DataFrame:
    """Return an empty table of corrections of stops."""
    return pd.DataFrame({name: pd.Series(dtype="str") for name in COLUMNS})


def open_stops(
    folder: Path, counters: gpd.GeoDataFrame, communes: gpd.GeoDataFrame
) -> tuple[gpd.GeoDataFrame | None, pd.DataFrame]:
    """Open the stops beside the other tables, and the corrections beside their folder.

    Parameters
    ----------
    folder : Path
        The folder of the tables.
    counters, communes : GeoDataFrame
        As for `apply_stops_overrides`.

    Returns
    -------
    GeoDataFrame or None
        The stops, corrected; None in tables of a build that did not read them.
    DataFrame
        The corrections applied.

    Raises
    ------
    TerritoryError, ContractError
        If the table cannot be read or is not one, if a correction is wrong, or there is nothing to
        correct.
    """
    path, overrides = if_there(folder / STOPS_FILE), if_there(folder.parent / STOPS_OVERRIDES_FILE)
    corrections = no_stop_corrections() if overrides is None else read_stops_overrides(overrides)
    if path is None:
        if len(corrections):
            raise ContractError(STOPS_OVERRIDES_FILE, [TerritoryError("stops_no_table")])
        return None, corrections
    stops = open_table(path, "itinerant_stops")
    return apply_stops_overrides(stops, corrections, counters, communes), corrections


def apply_stops_overrides(
    stops: gpd.GeoDataFrame,
    corrections: pd.DataFrame,
    counters: gpd.GeoDataFrame,
    communes: gpd.GeoDataFrame,
) -> gpd.GeoDataFrame:
    """Return the stops of the counters that travel, with local corrections applied.

    Parameters
    ----------
    stops : GeoDataFrame
        As the build made it: columns of `territory.contract.ITINERANT_STOPS`.
    corrections : DataFrame
        As `read_stops_overrides` gives it.
    counters : GeoDataFrame
        The counters in use, their own corrections applied: one that is closed, or confirmed as fixed, has
        no stops any more.
    communes : GeoDataFrame
        The communes, for the town hall of a stop added.

    Raises
    ------
    ContractError
        Listing at once every row that is wrong: unknown action, counter, commune or word, a counter
        that does not travel, a stop denied that is not in the table, a row written twice, no reason or
        author.
    """
    travelling = counters.index[is_itinerant(counters)]
    kept = stops[stops["counter_code"].isin(travelling)]
    problems = [
        problem
        for line, row in corrections.iterrows()
        for problem in _problems(int(str(line)), row, kept, travelling, communes)
    ]
    key = ["action", "counter_code", "commune_code", "weekday_name", "half_day_name"]
    problems += [
        TerritoryError(
            "stops_doubled", line=line, code=row["counter_code"], commune=row["commune_code"]
        )
        for line, row in corrections[corrections.duplicated(key)].iterrows()
    ]
    if problems:
        raise ContractError(STOPS_OVERRIDES_FILE, problems)
    for line, row in corrections.iterrows():
        if row["action"] == "deny":
            is_denied = _is_same(kept, row)
            kept = kept.assign(reading_name=kept["reading_name"].mask(is_denied, DENIED))
        else:
            kept = pd.concat([kept, _added(kept, row, communes, int(str(line)))])
    return kept


def _problems(
    line: int,
    row: pd.Series,
    stops: gpd.GeoDataFrame,
    travelling: pd.Index,
    communes: gpd.GeoDataFrame,
) -> Iterator[TerritoryError]:
    for name in ("reason", "author"):
        if not row[name]:
            yield TerritoryError("overrides_blank", line=line, column=name)
    if row["action"] not in ACTIONS:
        yield TerritoryError(
            "overrides_action", line=line, action=row["action"], known=", ".join(ACTIONS)
        )
        return
    for name, known in _WORDS.items():
        if row[name] and row[name] not in known:
            yield TerritoryError(
                "stops_word", line=line, column=name, word=row[name], known=", ".join(known)
            )
    if row["counter_code"] not in travelling:
        yield TerritoryError("stops_counter", line=line, code=row["counter_code"])
    elif row["action"] == "deny" and not _is_same(stops, row).any():
        yield TerritoryError(
            "stops_absent", line=line, code=row["counter_code"], commune=row["commune_code"]
        )
    if row["action"] == "add" and row["commune_code"] not in communes.index:
        yield TerritoryError("stops_commune", line=line, commune=row["commune_code"])


def _is_same(stops: gpd.GeoDataFrame, row: pd.Series) -> pd.Series:
    """Tell the stops that a correction denies: those of the commune, on the day it names if it does."""
    same: pd.Series = (
        (stops["reading_name"] == STOP)
        & (stops["counter_code"] == row["counter_code"])
        & (stops["commune_code"] == row["commune_code"]).fillna(False)
    )
    if row["weekday_name"]:
        same &= (stops["weekday_name"] == row["weekday_name"]).fillna(False)
    return same.astype(bool)


def _added(
    stops: gpd.GeoDataFrame, row: pd.Series, communes: gpd.GeoDataFrame, line: int
) -> gpd.GeoDataFrame:
    code = f"local-{line}"
    added = stops.iloc[:0].reindex([code])
    added.index.name = stops.index.name
    commune = communes.loc[row["commune_code"]]
    values = {
        "counter_code": row["counter_code"],
        "reading_name": STOP,
        "commune_code": row["commune_code"],
        "zone": commune["zone"],
        **{name: row[name] or None for name in _WORDS},
        "weeks_share": _SHARES.get(row["rhythm_name"], np.nan),
        "sign_name": ADDED,
        "said_text": " — ".join(filter(None, (row["reason"], row["author"], row["date"]))),
        "stop_status": str(Status.OBSERVED),
    }
    for name, value in values.items():
        added[name] = pd.Series([value], index=[code], dtype=stops[name].dtype)
    place = commune["town_hall_point"]
    added["geometry"] = gpd.GeoSeries([place], index=[code], crs=communes.crs)
    return added


def stop_corrections_in_words(corrections: pd.DataFrame, words: Words) -> list[str]:
    """Return each correction of a stop in a few words: what, which counter and commune, why, by whom."""
    return [
        words.text(
            f"visits.corrected.{row['action']}",
            counter=row["counter_code"],
            commune=row["commune_code"],
            reason=row["reason"],
            author=row["author"],
        )
        for _, row in corrections.iterrows()
    ]


def taken_stops(stops: gpd.GeoDataFrame | None) -> gpd.GeoDataFrame | None:
    """Return the rows that say where a bus stops; None where the tables do not know of stops."""
    return None if stops is None else stops[stops["reading_name"] == STOP]
