"""A plan is a scenario: the rows that open, close or change counters, each with reason, author, date.

They are read and applied by `territory.tables.scenarios` and `territory.tables.applied`, over the counters
in use; no table on disk changes.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

import pandas as pd

from territory.contract import WEEKDAYS
from territory.errors import UnknownNameError
from territory.tables import Tables
from territory.tables.overrides import COLUMNS, HOURS_TEXTS

# A morning, the most common Saturday of the list.
SATURDAY_TEXT = "09:00 - 12:00"
_SATURDAY = HOURS_TEXTS[WEEKDAYS.index("saturday")]


@dataclass(frozen=True)
class Signed:
    """Who proposes a change, why and when: each row of a scenario says it.

    Parameters
    ----------
    author, reason : str
    date : str
        ISO day.
    """

    author: str
    reason: str
    date: str


def opened_in(
    tables: Tables, communes: Iterable[str], signed: Signed, counter_name: str
) -> pd.DataFrame:
    """Return the rows that open a counter at the town hall of each commune.

    Parameters
    ----------
    counter_name : str
        Its name, ``{commune}`` filled with the commune's.

    Raises
    ------
    UnknownNameError
        If there is no such commune, or it has no place.
    """
    rows = []
    for code in communes:
        if code not in tables.communes.index or tables.communes.at[code, "town_hall_point"] is None:
            raise UnknownNameError("commune", code, tables.communes.index)
        hall = tables.communes.at[code, "town_hall_point"]
        rows.append(
            {
                "action": "add",
                "counter_code": f"plan-{code}",
                "counter_name": counter_name.format(
                    commune=tables.communes.at[code, "commune_name"]
                ),
                "counter_kind_name": "principal",
                "longitude": f"{hall.x:.6f}",
                "latitude": f"{hall.y:.6f}",
            }
        )
    return _signed(rows, signed)


def closed(tables: Tables, counters: Iterable[str], signed: Signed) -> pd.DataFrame:
    """Return the rows that close counters.

    Raises
    ------
    UnknownNameError
        If there is no such counter.
    """
    codes = _known(tables, counters)
    return _signed([{"action": "close", "counter_code": code} for code in codes], signed)


def open_on_saturday(
    tables: Tables, counters: Iterable[str], signed: Signed, hours: str = SATURDAY_TEXT
) -> pd.DataFrame:
    """Return the rows that open counters on Saturday; their other days stay.

    Raises
    ------
    UnknownNameError
        If there is no such counter.
    """
    rows = []
    for code in _known(tables, counters):
        days = {
            name: str(tables.counters.at[code, name])
            for name in HOURS_TEXTS
            if name in tables.counters and pd.notna(tables.counters.at[code, name])
        }
        rows.append({"action": "change_hours", "counter_code": code} | days | {_SATURDAY: hours})
    return _signed(rows, signed)


def _known(tables: Tables, counters: Iterable[str]) -> list[str]:
    codes = list(counters)
    for code in codes:
        if code not in tables.counters.index:
            raise UnknownNameError("counter", code, tables.counters.index)
    return codes


def _signed(rows: list[dict[str, str]], signed: Signed) -> pd.DataFrame:
    told = {"reason": signed.reason, "author": signed.author, "date": signed.date}
    table = pd.DataFrame([row | told for row in rows], dtype="str")
    index = pd.RangeIndex(2, len(table) + 2, name="line")
    return table.fillna("").reindex(columns=list(COLUMNS), fill_value="").set_axis(index)
