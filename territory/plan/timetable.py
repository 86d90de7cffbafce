"""When a bus is where: tours laid on weekdays and weeks, and as a calendar.

Rhythms take 4, 2 or 1 of the four weeks of a weekday, so that laying the longest first always fills the
days without a hole (each divides the next).
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from hashlib import sha256
from itertools import pairwise
from zoneinfo import ZoneInfo

import numpy as np
import pandas as pd
from icalendar import Calendar, Event

from territory.contract import WEEKDAYS
from territory.errors import TerritoryError
from territory.plan.matrix import Integers
from territory.plan.rounds import RHYTHMS, WEEKS_COUNT, Rounds
from territory.plan.tours import Tours

PARIS = ZoneInfo("Europe/Paris")
# Assumptions on a day: people are received between these times, less an hour at midday.
OPENS_AT, CLOSES_AT, BREAK_MINUTES = time(9, 0), time(17, 0), 60
ROUNDED_MINUTES = 5
_RHYTHM_NAMES = tuple(RHYTHMS)
_OSM_DAYS = ("Mo", "Tu", "We", "Th", "Fr", "Sa")
_ICS_DAYS = ("MO", "TU", "WE", "TH", "FR", "SA")


@dataclass(frozen=True)
class Visit:
    """A bus at a stop.

    Parameters
    ----------
    bus, weekday : int
        From 0; Monday is 0.
    weeks : tuple of int
        Of the four, from 0.
    tour : int
        Position in ``rounds.tours``.
    stop : int
        Position of the place among the candidates.
    opens, closes : time
    """

    bus: int
    weekday: int
    weeks: tuple[int, ...]
    tour: int
    stop: int
    opens: time
    closes: time


def read_start(said: str) -> date:
    """Return the first Monday of a timetable.

    Raises
    ------
    TerritoryError
        If it is not a date, or not a Monday.
    """
    try:
        day = date.fromisoformat(said)
    except ValueError as error:
        raise TerritoryError("plan_start", day=said) from error
    if day.weekday() != 0:
        raise TerritoryError("plan_start", day=said)
    return day


def timetable(rounds: Rounds) -> list[Visit]:
    """Lay the tours on the buses' days, those of every week first; in the order of the days."""
    visits = []
    order = np.lexsort((np.arange(len(rounds.tours)), rounds.rhythm))
    free = 0
    for tour in order:
        takes = list(RHYTHMS.values())[rounds.rhythm[tour]]
        day, first = divmod(free, WEEKS_COUNT)
        weeks = _weeks(first, takes)
        bus, weekday = divmod(day, rounds.question.days)
        visits += _day(rounds, int(tour), bus, weekday, weeks)
        free += takes
    return sorted(visits, key=lambda one: (one.bus, one.weekday, one.weeks, one.opens))


def reached_by(rounds: Rounds, visits: list[Visit]) -> Integers:
    """Return the rank of the visit each person is counted with, −1 for those none reaches.

    The most frequent visit that reaches them, the first of equals: nobody is counted twice.
    """
    rank = np.full(len(rounds.matrix.people), -1, dtype=np.int64)
    reach = rounds.matrix.minutes.tocsc()
    order = sorted(range(len(visits)), key=lambda one: (-len(visits[one].weeks), one))
    for one in order:
        stop = visits[one].stop
        people = reach.indices[reach.indptr[stop] : reach.indptr[stop + 1]]
        people = people[rank[people] < 0]
        rank[people] = one
    return rank


def without_idle_stops(rounds: Rounds) -> Rounds:
    """Return rounds without the stops where everybody is counted with another, as often or more.

    The choice is worth as much: whoever a bus reaches there, another of its stops reaches. A tour left
    without a stop is not driven.
    """
    while True:
        visits = timetable(rounds)
        rank = reached_by(rounds, visits)
        is_counted = (rank >= 0) & (rounds.matrix.people > 0)
        useful = set(rank[is_counted].tolist())
        kept: dict[int, list[int]] = {}
        for one, visit in enumerate(visits):
            if one in useful:
                kept.setdefault(visit.tour, []).append(visit.stop)
        if sum(map(len, kept.values())) == len(visits):
            return rounds
        tours = sorted(kept)
        stops = np.full((len(tours), rounds.tours.stops.shape[1]), -1, dtype=np.int64)
        minutes = np.zeros(len(tours))
        for row, tour in enumerate(tours):
            stops[row, : len(kept[tour])] = kept[tour]
            way = [rounds.depot, *kept[tour], rounds.depot]
            minutes[row] = sum(rounds.legs[before, after] for before, after in pairwise(way))
        rounds = replace(rounds, tours=Tours(stops, minutes), rhythm=rounds.rhythm[tours])


def _weeks(first: int, takes: int) -> tuple[int, ...]:
    """Return the weeks of a tour that takes so many quarters of a day, from the first quarter free.

    Every other week must be weeks 1 and 3, or 2 and 4: quarters are taken in the order 1, 3, 2, 4.
    """
    quarters = (0, 2, 1, 3)
    return tuple(sorted(quarters[first : first + takes]))


def _day(rounds: Rounds, tour: int, bus: int, weekday: int, weeks: tuple[int, ...]) -> list[Visit]:
    stops = [int(stop) for stop in rounds.tours.stops[tour] if stop >= 0]
    legs = [_rounded_up(rounds.legs[before, after]) for before, after in pairwise(stops)]
    open_minutes = (CLOSES_AT.hour - OPENS_AT.hour) * 60 - BREAK_MINUTES - sum(legs)
    each = max(0, open_minutes // len(stops) // ROUNDED_MINUTES * ROUNDED_MINUTES)
    now = OPENS_AT.hour * 60
    visits = []
    half = (len(stops) + 1) // 2
    for rank, stop in enumerate(stops):
        visits.append(Visit(bus, weekday, weeks, tour, stop, _clock(now), _clock(now + each)))
        now += each + (legs[rank] if rank < len(legs) else 0)
        now += BREAK_MINUTES if rank + 1 == half else 0
    return visits


def _rounded_up(minutes: float) -> int:
    return int(-(-minutes // ROUNDED_MINUTES) * ROUNDED_MINUTES)


def _clock(minutes: int) -> time:
    return time(minutes // 60, minutes % 60)


def opening_hours(visit: Visit, start: date) -> str:
    """Return a visit in the form of OpenStreetMap's ``opening_hours``, as the mediation schema asks.

    Weeks are those of ISO 8601, counted from the first Monday: a year of 53 weeks shifts them, so they are
    to be written again each year.
    """
    hours = f"{_OSM_DAYS[visit.weekday]} {visit.opens:%H:%M}-{visit.closes:%H:%M}"
    every = WEEKS_COUNT // len(visit.weeks)
    if every == 1:
        return hours
    first = (start.isocalendar().week - 1 + visit.weeks[0]) % every + 1
    return f"week {first:02d}-53/{every} {hours}"


def calendar(
    rounds: Rounds, visits: list[Visit], names: pd.Series, start: date, title: str
) -> bytes:
    """Return the timetable as iCalendar (RFC 5545): an event a stop, repeated without end.

    Parameters
    ----------
    names : Series of str
        Name of the place of each candidate, by code.
    start : date
        The Monday of the first week.
    title : str
        Of the calendar.
    """
    made = Calendar()
    made.add("prodid", "-//territory//plan rounds//FR")
    made.add("version", "2.0")
    made.add("x-wr-calname", title)
    codes = rounds.matrix.candidates
    for visit in visits:
        code = str(codes[visit.stop])
        day = start + timedelta(weeks=visit.weeks[0], days=visit.weekday)
        event = Event()
        event.add("summary", names[code])
        event.add("location", f"{names[code]} ({code})")
        for name, at in (("dtstart", visit.opens), ("dtend", visit.closes)):
            event.add(name, datetime.combine(day, at, PARIS))
        every = WEEKS_COUNT // len(visit.weeks)
        event.add("rrule", {"freq": "weekly", "interval": every, "byday": _ICS_DAYS[visit.weekday]})
        # The same timetable, the same file.
        event.add("dtstamp", datetime.combine(start, time(0), ZoneInfo("UTC")))
        key = f"{visit.bus} {visit.weekday} {visit.weeks} {code} {start}"
        event.add("uid", f"{sha256(key.encode()).hexdigest()[:24]}@territory")
        made.add_component(event)
    made.add_missing_timezones()
    return bytes(made.to_ical())


def weekday_name(visit: Visit) -> str:
    """Return the name of a visit's weekday, as tables write it."""
    return WEEKDAYS[visit.weekday]


def rhythm_name(visit: Visit) -> str:
    """Return how often a visit comes: one of `territory.plan.rounds.RHYTHMS`."""
    return {4: "weekly", 2: "fortnightly", 1: "monthly"}[len(visit.weeks)]
