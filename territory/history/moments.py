"""The moments a list can be looked at: its start, the end of each quarter, its own day."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

import pandas as pd

from territory.doors import is_fixed
from territory.errors import UnknownNameError
from territory.indicators.since import START, open_since, quarter_ends
from territory.tables import DataInUse, Tables

LIST_SOURCE = "france_services"
# The name of the day of the list, when it is not known.
LIST = "list"


@dataclass(frozen=True)
class Moment:
    """A day counters are looked at.

    Parameters
    ----------
    name : str
        Its key in an address and a file: ``2020-01-01``, ``2021Q2``, ``list``.
    day : date or None
        The day; None for a list whose day is unknown.
    """

    name: str
    day: date | None

    @property
    def is_list(self) -> bool:
        """Whether it is the list's own day, when all its counters are open."""
        return self.name == LIST


def list_day(in_use: DataInUse) -> date | None:
    """Return the day of the list of counters in use; None when it bears none."""
    for source in in_use.sources:
        if source.id == LIST_SOURCE:
            return source.day
    return None


def moments_of(days: pd.DatetimeIndex, day: date | None) -> tuple[Moment, ...]:
    """Return the moments a list can be looked at, in order.

    Parameters
    ----------
    days : DatetimeIndex
        As `territory.indicators.since.quarter_ends` gives them.
    day : date or None
        The day of the list: quarters that end on it or later are not over in it.

    Examples
    --------
    >>> days = pd.DatetimeIndex(["2020-01-01", "2020-03-31"])
    >>> [one.name for one in moments_of(days, date(2020, 8, 1))]
    ['2020-01-01', '2020Q1', '2020Q2', 'list']
    """
    start = START.date()
    last = days[-1].date() if day is None else day
    ends = [one.date() for one in pd.date_range(START, last, freq="QE")]
    shown = [one for one in ends if day is None or one < day]
    first = [Moment(start.isoformat(), start)] if day is None or start < day else []
    return (*first, *(Moment(quarter_name(one), one) for one in shown), Moment(LIST, day))


def moments_in(tables: Tables, in_use: DataInUse) -> tuple[Moment, ...]:
    """Return the moments the list in use can be looked at."""
    since = open_since(tables.counters)[is_fixed(tables.counters)]
    return moments_of(quarter_ends(since), list_day(in_use))


def quarter_name(day: date) -> str:
    """Return the name of the quarter a day is in.

    Examples
    --------
    >>> quarter_name(date(2021, 6, 30))
    '2021Q2'
    """
    return f"{day.year}Q{(day.month + 2) // 3}"


_NAMED = re.compile(r"(\d{4})-?[qQtT]([1-4])")


def find_moment(moments: Sequence[Moment], name: str) -> Moment:
    """Return the moment of a name: ``2021Q2``, ``2021-T2``, a day.

    Raises
    ------
    UnknownNameError
        If the list cannot be looked at then.
    """
    written = name.strip()
    if match := _NAMED.fullmatch(written):
        written = f"{match[1]}Q{match[2]}"
    for one in moments:
        if one.name == written:
            return one
    raise UnknownNameError("quarter", name, [one.name for one in moments])
