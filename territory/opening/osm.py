"""Opening hours in the form of OpenStreetMap, read into a week held to the same rules as counters' hours.

The schema of digital mediation places asks for this form (``Mo-Fr 09:00-12:00,14:00-17:00``). The
grammar is the library's (opening-hours); what is done of it is ours, and the same as for the hours of
France Services (`territory.opening.day`): ranges that end before they start, that last beyond a day or
that nobody can place in a week are not read, rather than guessed.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from datetime import datetime, timedelta
from functools import cache

import opening_hours
from opening_hours import OpeningHours

from territory.opening.day import read_day
from territory.opening.parts import Day, Part, apart, weighted_minutes
from territory.opening.words import ALL_WEEKS, MIDNIGHT, WEEKS_A_YEAR, Condition

DAYS_A_WEEK = 7
# The fifty-two weeks of the ISO year 2025, from their first Monday: each week number once, twelve first
# Saturdays of a month, as many even weeks as odd ones.
_FIRST_DAY = datetime(2024, 12, 30)
# What makes one week unlike another: months, numbers of weeks, ranks in a month, days of a month.
_UNEVEN = re.compile(
    r"(?i)\b(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec|week|easter)\b|\[|\bweek\d"
)
# What no week can be read from: hours of the sun, an end left open, another wish as a fallback, school
# holidays, a year. The library answers all of these, with hours that nobody wrote.
_OF_NO_WEEK = re.compile(
    r"(?i)sunrise|sunset|dawn|dusk|\|\||\d\s*\+|\bSH\b|(?<![\d:])(?:19|20)\d\d(?![\d:])"
)
_RULES = re.compile(r';(?=(?:[^"]*"[^"]*")*[^"]*$)')
_QUOTED = re.compile(r'"[^"]*"')
# Named by the library, not by its stub.
_ParserError: type[Exception] = vars(opening_hours)["ParserError"]
_Range = tuple[int, int, int, str]


class NotReadError(ValueError):
    """Hours that no week can be made of."""


@cache
def read_osm(published: str) -> tuple[Day, ...] | None:
    """Read opening hours in the form of OpenStreetMap.

    Parameters
    ----------
    published : str
        As published; not blank.

    Returns
    -------
    tuple of Day or None
        The seven days, Monday first; hours of some weeks only are conditional on their share of the
        52 weeks of a year, those that a comment says are by appointment on booking. None where the
        text is not of this form, or holds what no mean week can be made of: an open end, hours of the
        sun, school holidays, a year, a comment not understood, a range over midnight or of a whole
        day, a rule that another one leaves nothing of.

    Examples
    --------
    >>> [day.minutes for day in read_osm("Mo-Fr 09:00-12:00; Sa[1] 10:00-12:00")]
    [180, 180, 180, 180, 180, 0, 0]
    >>> read_osm("Sa[1] 10:00-12:00")[5].mean_minutes * 52 / 12
    120.0
    >>> read_osm("9h-12h") is None
    True
    """
    try:
        return _week(published)
    except (_ParserError, NotReadError):
        return None


def _week(published: str) -> tuple[Day, ...]:
    bare = _QUOTED.sub("", published)
    if _OF_NO_WEEK.search(bare):
        raise NotReadError
    weeks = WEEKS_A_YEAR if _UNEVEN.search(bare) else 1
    ranges = Counter(_ranges(published, weeks))
    if not ranges:
        raise NotReadError
    _refuse_rules_of_nothing(published, ranges, weeks)
    days = []
    for weekday in range(DAYS_A_WEEK):
        parts = [
            Part(start, end, _condition(comment).joined(Condition(count / weeks)))
            for (day, start, end, comment), count in sorted(ranges.items())
            if day == weekday
        ]
        held = tuple(apart(parts))
        days.append(Day(held, round(weighted_minutes(held))))
    return tuple(days)


def _ranges(published: str, weeks: int) -> Iterator[_Range]:
    """Yield the weekday, start, end and comment of each time the door is open in some weeks."""
    last = _FIRST_DAY + timedelta(days=DAYS_A_WEEK * weeks)
    for start, end, state, comment in OpeningHours(published).intervals(_FIRST_DAY, last):
        said = str(state)
        if said == "closed":
            continue
        opened = start.hour * 60 + start.minute
        length = 0 if end is None else round((end - start).total_seconds() / 60)
        # Over midnight, a whole day, or for ever: a slip, as for counters.
        if end is None or opened + length > MIDNIGHT or length >= MIDNIGHT:
            raise NotReadError
        if said == "unknown" and not _condition(comment).by_appointment:
            raise NotReadError
        yield start.weekday(), opened, opened + length, comment


def _refuse_rules_of_nothing(published: str, whole: Counter[_Range], weeks: int) -> None:
    """Refuse hours one rule of which the others leave nothing of: who wrote it meant both."""
    kept = {one[:3] for one in whole}
    rules = _RULES.split(published)
    if len(rules) == 1:
        return
    for rule in filter(None, (one.strip() for one in rules)):
        own = {one[:3] for one in _ranges(rule, weeks)}
        if own and not any(_meets(one, other) for one in own for other in kept):
            raise NotReadError


def _meets(one: tuple[int, int, int], other: tuple[int, int, int]) -> bool:
    return one[0] == other[0] and one[1] < other[2] and other[1] < one[2]


@cache
def _condition(comment: str) -> Condition:
    """Return what a comment puts on hours: nothing where blank, booking, some weeks.

    Raises
    ------
    NotReadError
        If it is not understood.
    """
    if not comment.strip():
        return ALL_WEEKS
    day = read_day(f"9h-12h {comment}")
    if len(day.parts) != 1 or day.flags:
        raise NotReadError
    return day.parts[0].condition
