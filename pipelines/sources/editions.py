"""The date a published name carries: a day, a quarter or a year, wherever it stands in it.

Producers write the day in front (``20221107-213502387-lieux….csv``), behind
(``liste-fs-20240801.csv``) or nowhere (``densite.csv``). What is not a day of the calendar
(``20221399``) is no date, and a name without one leaves its file undated: the day of the
declaration is never lent to it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

import pandas as pd

_YEAR = r"(?:199\d|20\d\d)"
_DAY = rf"(?P<year>{_YEAR})(?P<mark>[-_.]?)(?P<month>\d\d)(?P=mark)(?P<day>\d\d)"
_DAY_FIRST = rf"(?P<day>\d\d)(?P<mark>[-_./])(?P<month>\d\d)(?P=mark)(?P<year>{_YEAR})"
_QUARTER = rf"(?P<year>{_YEAR})[-_]?T(?P<quarter>[1-4])"
_WRITINGS = tuple(
    re.compile(rf"(?<!\d){writing}(?!\d)", re.IGNORECASE)
    for writing in (_DAY, _DAY_FIRST, _QUARTER)
)
_LAST_DAYS = ("03-31", "06-30", "09-30", "12-31")
# The time of day that publishing tools write after the day, and the marks around both.
_MARKS = "-_ "
_TIME = r"(?:[-_T]\d{6,9}(?!\d))?"


@dataclass(frozen=True)
class WrittenDate:
    """A date found in a name.

    Parameters
    ----------
    written : str
        As the name writes it, in capitals: ``20221107``, ``2026-06-29``, ``2026_T2``.
    iso : str
        The day, or the last day of the quarter.
    start, end : int
        Where it stands in the name.
    """

    written: str
    iso: str
    start: int
    end: int


def date_in(name: str) -> WrittenDate | None:
    """Return the first date of a name; None if it holds none.

    Examples
    --------
    >>> date_in("20221107-213502387-lieux-de-mediation-numeriques-rhone.csv").iso
    '2022-11-07'
    >>> date_in("2026_T2_commune_techno.csv").iso
    '2026-06-30'
    >>> date_in("liste-fs-20221399.csv") is None
    True
    """
    found = [
        WrittenDate(match[0].upper(), iso, match.start(), match.end())
        for writing in _WRITINGS
        for match in writing.finditer(name)
        if (iso := _iso(match))
    ]
    return min(found, key=lambda date: date.start, default=None)


def names_without_date(name: str, dated: WrittenDate) -> Iterator[str]:
    """Yield what a name may be without its date: the mark before it goes, or the one after.

    Examples
    --------
    >>> name = "20250715-113610-densite.csv"
    >>> list(names_without_date(name, date_in(name)))
    ['densite.csv', 'densite.csv']
    """
    before, after = name[: dated.start], re.sub(rf"^{_TIME}", "", name[dated.end :])
    yield before.rstrip(_MARKS) + (after if before else after.lstrip(_MARKS))
    yield before + after.lstrip(_MARKS)


def day_of_edition(edition: str, day_of_year: str) -> str | None:
    """Return the day an edition describes, as an ISO date; None if it says none.

    Parameters
    ----------
    edition : str
        A day, a quarter (its last day is meant), a year, or ``""``.
    day_of_year : str
        ``MM-DD`` that the source describes each year, for an edition that is a year.

    Examples
    --------
    >>> day_of_edition("2026_T2", "01-01"), day_of_edition("2025", "01-01"), day_of_edition("", "")
    ('2026-06-30', '2025-01-01', None)
    """
    if re.fullmatch(_YEAR, edition):
        return f"{edition}-{day_of_year}"
    dated = date_in(edition)
    return dated.iso if dated and dated.written == edition.upper() else None


def day_of_rows(dates: pd.Series) -> str:
    """Return the day all rows of a file give, as an ISO date; blank if they give none or several.

    Parameters
    ----------
    dates : Series of str
        As ``30/06/2026`` or ``2026-06-30``.
    """
    days = dates.unique()
    dated = date_in(str(days[0])) if len(days) == 1 else None
    return dated.iso if dated and dated.written == days[0] else ""


def _iso(found: re.Match[str]) -> str:
    """Return the ISO day of a match; blank if there is no such day in the calendar."""
    parts = found.groupdict()
    if "quarter" in parts:
        return f"{parts['year']}-{_LAST_DAYS[int(parts['quarter']) - 1]}"
    try:
        return date(int(parts["year"]), int(parts["month"]), int(parts["day"])).isoformat()
    except ValueError:
        return ""
