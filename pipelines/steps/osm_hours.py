"""Read the hours of places published in the form of OpenStreetMap into the columns of a table."""

from __future__ import annotations

from typing import Any

import pandas as pd

from territory.contract import HOURS_READINGS, WEEKDAYS, Status
from territory.opening import condition_name
from territory.opening.osm import read_osm
from territory.opening.parts import Day
from territory.opening.week_code import week_code

READ, UNREAD, NONE = HOURS_READINGS
_SATURDAY = WEEKDAYS.index("saturday")
_TYPES: dict[str, Any] = {
    "hours_reading_name": "str",
    "week_code": "str",
    "weekly_hours": "float64",
    "open_days_count": "Int64",
    "is_open_saturday": "boolean",
    "saturday_share": "float64",
    "saturday_condition_name": "str",
    "hours_condition_name": "str",
    "hours_status": "str",
}


def hours_of_osm(published: pd.Series) -> pd.DataFrame:
    """Read the hours of places.

    Parameters
    ----------
    published : Series of str
        As published; missing where none are.

    Returns
    -------
    DataFrame
        On the same index: ``hours_reading_name`` (read, unread, none); the week as
        `territory.opening.week_code` writes it; ``weekly_hours`` of the mean week (hours), Sunday
        included; ``open_days_count``; ``is_open_saturday`` every week and for whoever comes;
        ``saturday_share`` of the Saturdays; ``saturday_condition_name`` and ``hours_condition_name`` as
        `territory.opening.hours_of` gives them; ``hours_status`` observed where read, else missing.
    """
    rows = [_row(text) for text in published]
    read = pd.DataFrame(rows, columns=list(_TYPES), index=published.index)
    return read.astype(_TYPES)


def _row(text: object) -> dict[str, Any]:
    blank = not isinstance(text, str) or not text.strip()
    week = None if blank else read_osm(str(text))
    if week is None:
        return {
            "hours_reading_name": NONE if blank else UNREAD,
            "hours_status": str(Status.MISSING),
        }
    return {"hours_reading_name": READ, "hours_status": str(Status.OBSERVED), **_sums(week)}


def _sums(week: tuple[Day, ...]) -> dict[str, Any]:
    saturday = week[_SATURDAY]
    plain = bool(saturday.intervals)
    return {
        "week_code": week_code(week),
        "weekly_hours": sum(day.mean_minutes for day in week) / 60,
        "open_days_count": sum(bool(day.parts) for day in week),
        "is_open_saturday": plain,
        "saturday_share": saturday.open_share,
        "saturday_condition_name": None if plain else condition_name(saturday.conditions),
        "hours_condition_name": condition_name([one for day in week for one in day.conditions]),
    }
