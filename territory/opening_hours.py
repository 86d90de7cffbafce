"""Opening hours as published, read into intervals: hours a week, days, Saturday, evening.

The list of France Services writes ``09:00 - 12:00 / 13:30 - 17:00`` a day, blank when closed.
What surprised us: ``00:00 - 00:00`` stands for an empty line of the producer's form; the same range
comes twice, or a whole day beside its two halves, so that adding ranges up gives 106 hours a week
at one counter. A door cannot be open twice at once: hours count the time covered, the sum as
published is kept beside them, and the counter is flagged.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from typing import Any

import numpy as np
import pandas as pd

from territory.contract import WEEKDAYS, Status

MINUTES_A_DAY = 24 * 60
EVENING_STARTS = 18 * 60
# Ten hours a day, six days: no counter of the list is staffed longer; beyond it is a slip.
MOST_WEEKLY_HOURS = 60.0

# What is odd in the hours of a counter, the worst first: only the first is told in the table.
FLAGS = ("unparsed", "reversed", "too_long", "overlapping")

HOURS_COLUMNS = (
    "weekly_hours",
    "published_weekly_hours",
    "open_days_count",
    "is_open_saturday",
    "is_open_evening",
    "hours_flag_name",
    "hours_status",
)

_TIME = r"(\d{1,2})\s*(?:[:hH.]\s*(\d{2})?)?"
_RANGE = re.compile(rf"{_TIME}\s*(?:-|–|—|à|a|au)\s*{_TIME}", re.IGNORECASE)
_BETWEEN = re.compile(r"(?:\s|/|;|,|\||&|\bet\b)*", re.IGNORECASE)
_CLOSED = ("", "fermé", "ferme", "fermée", "closed", "-", "–", "—", "/")


@dataclass(frozen=True)
class Day:
    """The hours of a day.

    Parameters
    ----------
    intervals : tuple of (int, int)
        Opening and closing, in minutes since midnight, in order, apart from one another.
    published_minutes : int
        Sum of the ranges as published, those that overlap counted each time.
    flags : frozenset of str
        Of `FLAGS`, without ``too_long``, which is of a week.
    """

    intervals: tuple[tuple[int, int], ...] = ()
    published_minutes: int = 0
    flags: frozenset[str] = frozenset()

    @property
    def minutes(self) -> int:
        """Minutes the door is open."""
        return sum(end - start for start, end in self.intervals)


@cache
def read_day(published: str) -> Day:
    """Read the hours of a day as published.

    Parameters
    ----------
    published : str
        One or several ranges; blank when closed.

    Returns
    -------
    Day
        Without intervals, and flagged, when the text cannot be read or a range ends before it
        starts.

    Examples
    --------
    >>> read_day("09:00 - 12:00 / 13:30 - 17:00").intervals
    ((540, 720), (810, 1020))
    >>> read_day("9h-12h30 et 14h à 18h").minutes
    450
    """
    text = published.strip()
    if text.casefold() in _CLOSED:
        return Day()
    ranges, rest = _ranges(text)
    flags = set()
    if rest or not ranges:
        flags.add("unparsed")
    real = [(start, end) for start, end in ranges if (start, end) != (0, 0)]
    if any(end <= start for start, end in real):
        flags.add("reversed")
    if flags:
        return Day(flags=frozenset(flags))
    covered = _union(real)
    published_minutes = sum(end - start for start, end in real)
    if published_minutes > sum(end - start for start, end in covered):
        flags.add("overlapping")
    return Day(tuple(covered), published_minutes, frozenset(flags))


def _ranges(text: str) -> tuple[list[tuple[int, int]], str]:
    """Return the ranges of a text, in minutes, and what of it was not understood."""
    found: list[tuple[int, int]] = []
    place = 0
    while place < len(text):
        gap = _BETWEEN.match(text, place)
        place = gap.end() if gap else place
        one = _RANGE.match(text, place)
        if one is None:
            break
        start, end = (_minutes(one[rank], one[rank + 1]) for rank in (1, 3))
        if start is None or end is None:
            break
        found.append((start, end))
        place = one.end()
    return found, text[place:].strip()


def _minutes(hours: str, minutes: str | None) -> int | None:
    total = int(hours) * 60 + int(minutes or 0)
    return total if int(minutes or 0) < 60 and total <= MINUTES_A_DAY else None


def _union(ranges: Iterable[tuple[int, int]]) -> list[tuple[int, int]]:
    covered: list[tuple[int, int]] = []
    for start, end in sorted(ranges):
        if covered and start < covered[-1][1]:
            covered[-1] = (covered[-1][0], max(covered[-1][1], end))
        else:
            covered.append((start, end))
    return covered


def hours_of(published: pd.DataFrame) -> pd.DataFrame:
    """Read the weeks of counters.

    Parameters
    ----------
    published : DataFrame of str
        Columns ``opening_monday_text`` … ``opening_saturday_text``; blank or missing when closed.

    Returns
    -------
    DataFrame
        Columns `HOURS_COLUMNS`, on the same index.

        - ``weekly_hours`` (float): hours a week the door is open, ranges that overlap counted
          once; missing when no day is published, or when a day cannot be read.
        - ``published_weekly_hours`` (float): the sum of the ranges as published.
        - ``open_days_count`` (Int64), ``is_open_saturday``, ``is_open_evening`` (boolean: open
          after 18:00): missing where hours are.
        - ``hours_flag_name`` (str): the worst of `FLAGS`; missing when nothing is odd.
        - ``hours_status``: observed, or missing.
    """
    texts = [published[f"opening_{day}_text"].fillna("").astype("str") for day in WEEKDAYS]
    weeks = [[read_day(text) for text in week] for week in zip(*texts, strict=True)]
    flags = [_worst(week) for week in weeks]
    is_known = np.array(
        [
            any(day.intervals for day in week) and flag not in ("unparsed", "reversed")
            for week, flag in zip(weeks, flags, strict=True)
        ],
        dtype=bool,
    )
    index = published.index

    def of_weeks(values: list[float], dtype: Any) -> pd.Series:
        known: pd.Series = pd.Series(values, index=index, dtype="float64").where(is_known)
        return known.astype(dtype)

    flagged = pd.Series(flags, index=index, dtype="str")
    return pd.DataFrame(
        {
            "weekly_hours": of_weeks([_hours(week) for week in weeks], "float64"),
            "published_weekly_hours": pd.Series(
                [sum(day.published_minutes for day in week) / 60 for week in weeks],
                index=index,
                dtype="float64",
            ).replace(0.0, np.nan),
            "open_days_count": of_weeks(
                [sum(bool(day.intervals) for day in week) for week in weeks], "Int64"
            ),
            "is_open_saturday": of_weeks([bool(week[-1].intervals) for week in weeks], "boolean"),
            "is_open_evening": of_weeks([_is_evening(week) for week in weeks], "boolean"),
            "hours_flag_name": flagged.where(flagged != ""),
            "hours_status": pd.Series(
                np.where(is_known, str(Status.OBSERVED), str(Status.MISSING)),
                index=index,
                dtype="str",
            ),
        }
    )


def _hours(week: list[Day]) -> float:
    return sum(day.minutes for day in week) / 60


def _is_evening(week: list[Day]) -> bool:
    return any(end > EVENING_STARTS for day in week for _, end in day.intervals)


def _worst(week: list[Day]) -> str:
    found = {flag for day in week for flag in day.flags}
    if _hours(week) > MOST_WEEKLY_HOURS:
        found.add("too_long")
    return next((flag for flag in FLAGS if flag in found), "")
