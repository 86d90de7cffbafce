"""A week of opening hours as a code that a table keeps, and back.

``monday 09:00-12:00 14:00-17:00; saturday 09:00-12:00@12``: the days with hours, their ranges;
``@12`` says twelve weeks of a year's fifty-two, ``!`` that one has to book.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from territory.contract import WEEKDAYS
from territory.messages import Words
from territory.opening.parts import Day, Part
from territory.opening.words import WEEKS_A_YEAR, Condition

DAYS = (*WEEKDAYS, "sunday")
_PART = re.compile(r"(\d\d):(\d\d)-(\d\d):(\d\d)(?:@(\d+))?(!?)")


def week_code(days: Sequence[Day]) -> str:
    """Return a week as a code; ``""`` for one without hours.

    Parameters
    ----------
    days : sequence of Day
        Monday first.
    """
    told = (
        f"{name} {' '.join(_written(part) for part in day.parts)}"
        for name, day in zip(DAYS, days, strict=False)
        if day.parts
    )
    return "; ".join(told)


def _written(part: Part) -> str:
    weeks = round(part.condition.share * WEEKS_A_YEAR)
    share = "" if weeks >= WEEKS_A_YEAR else f"@{max(1, weeks)}"
    return f"{_clock(part.start)}-{_clock(part.end)}{share}{'!' * part.condition.by_appointment}"


def _clock(minutes: int) -> str:
    return f"{minutes // 60:02d}:{minutes % 60:02d}"


def read_week_code(code: str) -> dict[str, tuple[Part, ...]]:
    """Return the parts of each day with hours, of a code as `week_code` writes it.

    Examples
    --------
    >>> [(one.start, one.end) for one in read_week_code("monday 09:00-12:00 14:00-17:00")["monday"]]
    [(540, 720), (840, 1020)]
    """
    found = {}
    for said in filter(None, code.split("; ")):
        name, _, parts = said.partition(" ")
        found[name] = tuple(_part(one) for one in _PART.findall(parts))
    return found


def _part(said: tuple[str, ...]) -> Part:
    first, second, third, fourth, weeks, booked = said
    share = int(weeks) / WEEKS_A_YEAR if weeks else 1.0
    return Part(
        int(first) * 60 + int(second),
        int(third) * 60 + int(fourth),
        Condition(share, by_appointment=bool(booked)),
    )


def week_lines(code: object, words: Words) -> list[list[str]]:
    """Return each day of a week with its hours in words; none where no week is known.

    Parameters
    ----------
    code : str or missing
        As `week_code` gives it.
    words : Words
        Of the reader's language.
    """
    if not isinstance(code, str) or not code:
        return []
    week = read_week_code(code)
    return [
        [words.text(f"map.card.{name}"), _day_in_words(week.get(name, ()), words)]
        for name in DAYS
        if name != DAYS[-1] or name in week
    ]


def _day_in_words(parts: Sequence[Part], words: Words) -> str:
    if not parts:
        return words.text("door.no_hours")
    return " / ".join(_part_in_words(part, words) for part in parts)


def _part_in_words(part: Part, words: Words) -> str:
    hours = f"{_clock(part.start)} - {_clock(part.end)}"
    weeks = round(part.condition.share * WEEKS_A_YEAR)
    said = []
    if weeks < WEEKS_A_YEAR:
        said.append(words.text("week.some_weeks", count=words.number(weeks)))
    if part.condition.by_appointment:
        said.append(words.text("week.booked"))
    return words.text("week.with", hours=hours, said=", ".join(said)) if said else hours
