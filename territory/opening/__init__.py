"""Opening hours as published, read into a week: hours, days, Saturday, evening, conditions.

The list of France Services writes ``09:00 - 12:00 / 13:30 - 17:00`` a day, blank when closed; older
lists, and people, write it in a hundred ways (`territory.opening`). What surprised us:
``00:00 - 00:00`` stands for an empty line of the producer's form; the same range comes twice, or a
whole day beside its two halves, so that adding ranges up gives 106 hours a week at one counter. A
door cannot be open twice at once: hours count the time covered, the sum as published is kept beside
them, and the counter is flagged.

Some hours hold one week in two, or the first of the month, or for those who booked, as the text of
the day or the comment says: they count for their share of the weeks, and are told apart.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
import pandas as pd

from territory.contract import WEEKDAYS, Status
from territory.opening.comments import Comment, read_comment
from territory.opening.day import read_day
from territory.opening.parts import Day
from territory.opening.words import WEEKS_A_YEAR, Condition

__all__ = [
    "FLAGS",
    "HOURS_COLUMNS",
    "WEEKS_A_YEAR",
    "Day",
    "condition_name",
    "hours_of",
    "read_day",
    "read_week",
    "saturday_name",
]

EVENING_STARTS = 18 * 60
# Ten hours a day, six days: no counter of the list is staffed longer; beyond it is a slip.
MOST_WEEKLY_HOURS = 60.0

# What is odd in the hours of a counter, the worst first: only the first is told in the table.
FLAGS = ("unparsed", "reversed", "too_long", "overlapping")
# When hours do not hold every week for whoever comes; the first that applies is told.
CONDITIONS = ("some_weeks", "by_appointment")

HOURS_COLUMNS = (
    "weekly_hours",
    "published_weekly_hours",
    "appointment_weekly_hours",
    "open_days_count",
    "is_open_saturday",
    "saturday_share",
    "saturday_condition_name",
    "is_open_evening",
    "hours_condition_name",
    "hours_flag_name",
    "hours_status",
)


def read_week(texts: Sequence[str], comment: str = "") -> tuple[list[Day], Comment]:
    """Read the days of a week, and put what a comment says of them on them.

    Parameters
    ----------
    texts : sequence of str
        Hours of each day, Monday first, as published; blank when closed.
    comment : str
        As published; blank when there is none.

    Returns
    -------
    list of Day
        Each with the conditions that the comment puts on it.
    Comment
        What was read of the comment.
    """
    days = [read_day(text, rank) for rank, text in enumerate(texts)]
    comment_read = read_comment(comment)
    for rule in comment_read.rules:
        days = [rule.applied(rank, day) for rank, day in enumerate(days)]
    return days, comment_read


def saturday_name(is_open: object, condition: object) -> str:
    """Return how a counter opens on Saturday, as one word that messages know.

    Parameters
    ----------
    is_open, condition
        ``is_open_saturday`` and ``saturday_condition_name`` of a counter.

    Returns
    -------
    str
        ``every`` (each Saturday, for whoever comes), one of `CONDITIONS`, ``closed``, or
        ``unknown``.

    Examples
    --------
    >>> saturday_name(False, "some_weeks")
    'some_weeks'
    """
    if not isinstance(is_open, bool | np.bool_):
        return "unknown"
    if is_open:
        return "every"
    return condition if isinstance(condition, str) else "closed"


def hours_of(published: pd.DataFrame, comments: pd.Series | None = None) -> pd.DataFrame:
    """Read the weeks of counters.

    Parameters
    ----------
    published : DataFrame of str
        Columns ``opening_monday_text`` … ``opening_saturday_text``; blank or missing when closed.
    comments : Series of str, optional
        What each counter adds in words, on the same index; without them every range is taken to
        hold every week for whoever comes.

    Returns
    -------
    DataFrame
        Columns `HOURS_COLUMNS`, on the same index.

        - ``weekly_hours`` (float): hours of the mean week, ranges that overlap counted once, and
          those of some weeks only for their share; those by appointment count, for the counter is
          staffed. Missing when no day has hours, or when a day cannot be read.
        - ``published_weekly_hours`` (float): the sum of the ranges as published.
        - ``appointment_weekly_hours`` (float): those of ``weekly_hours`` that are by appointment.
        - ``open_days_count`` (Int64): days with hours, be it some weeks or by appointment.
        - ``is_open_saturday``, ``is_open_evening`` (boolean; after 18:00): every week, for whoever
          comes.
        - ``saturday_share`` (float): share of the Saturdays when it opens, by appointment or not.
        - ``saturday_condition_name``, ``hours_condition_name`` (str): one of `CONDITIONS`, when no
          hours of Saturday, or some hours of the week, hold every week for whoever comes.
        - ``hours_flag_name`` (str): the worst of `FLAGS`; missing when nothing is odd.
        - ``hours_status``: observed, or missing.
    """
    texts = [published[f"opening_{day}_text"].fillna("").astype("str") for day in WEEKDAYS]
    blank = pd.Series("", index=published.index, dtype="str")
    texts.append((blank if comments is None else comments).fillna("").astype("str"))
    rows = [_row(read_week(week, comment)[0]) for *week, comment in zip(*texts, strict=True)]
    read = pd.DataFrame(rows, columns=list(_TYPES), index=published.index)
    is_known = read["weekly_hours"].notna()
    columns = {
        name: read[name].where(is_known).astype(dtype)
        if name in _OF_KNOWN
        else read[name].astype(dtype)
        for name, dtype in _TYPES.items()
    }
    columns["hours_status"] = pd.Series(
        np.where(is_known, str(Status.OBSERVED), str(Status.MISSING)),
        index=published.index,
        dtype="str",
    )
    return pd.DataFrame(columns)[list(HOURS_COLUMNS)]


_OF_KNOWN: dict[str, Any] = {
    "appointment_weekly_hours": "float64",
    "open_days_count": "Int64",
    "is_open_saturday": "boolean",
    "saturday_share": "float64",
    "saturday_condition_name": "str",
    "is_open_evening": "boolean",
}
_TYPES: dict[str, Any] = {
    "weekly_hours": "float64",
    "published_weekly_hours": "float64",
    "hours_condition_name": "str",
    "hours_flag_name": "str",
    **_OF_KNOWN,
}


def _row(week: list[Day]) -> dict[str, Any]:
    """Return what a week adds up to; what only a known week has is blanked by `hours_of`."""
    saturday = week[-1]
    hours = sum(day.mean_minutes for day in week) / 60
    flag = _worst({flag for day in week for flag in day.flags}, hours)
    is_known = any(day.parts for day in week) and flag not in ("unparsed", "reversed")
    published = sum(day.published_minutes for day in week) / 60
    plain = bool(saturday.intervals)
    return {
        "weekly_hours": hours if is_known else None,
        "published_weekly_hours": published or None,
        "appointment_weekly_hours": sum(day.appointment_minutes for day in week) / 60,
        "open_days_count": sum(bool(day.parts) for day in week),
        "is_open_saturday": plain,
        "saturday_share": saturday.open_share,
        "saturday_condition_name": None if plain else condition_name(saturday.conditions),
        "is_open_evening": any(end > EVENING_STARTS for day in week for _, end in day.intervals),
        "hours_condition_name": condition_name(
            [condition for day in week for condition in day.conditions]
        ),
        "hours_flag_name": flag,
    }


def condition_name(conditions: Sequence[Condition]) -> str | None:
    """Return when hours do not hold every week for whoever comes: the first of `CONDITIONS` that applies."""
    if any(condition.share < 1 for condition in conditions):
        return "some_weeks"
    return "by_appointment" if conditions else None


def _worst(flags: set[str], hours: float) -> str | None:
    if hours > MOST_WEEKLY_HOURS:
        flags = flags | {"too_long"}
    return next((flag for flag in FLAGS if flag in flags), None)
