"""The question of rounds, kept in the address.

``?question=rounds&buses=1&days=5&stops=2&radius=8&driving=120&rhythm=mixed&depot=23096&start=2026-09-07``
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

import pandas as pd

from territory.errors import TerritoryError, UnknownNameError
from territory.plan.question import Question
from territory.plan.rounds import DEFAULT_VALUES, RoundsQuestion
from territory.plan.rounds_told import next_monday
from territory.plan.timetable import read_start
from territory.plan.tours import MOST_STOPS
from territory.territories import Territory
from territory.views import state
from territory.views.plan_state import read_choice

BUSES, DAYS, STOPS, RADIUS, DRIVING, RHYTHM, DEPOT, START = ADDRESS = (
    "buses",
    "days",
    "stops",
    "radius",
    "driving",
    "rhythm",
    "depot",
    "start",
)
MOST_BUSES, MOST_DAYS = 4, 6
RADII = (5.0, 8.0, 10.0, 15.0)
DRIVINGS = (60.0, 90.0, 120.0, 150.0, 180.0)
# What reaching a person weekly, fortnightly and monthly is worth, by what is wanted.
RHYTHMS = {
    "mixed": DEFAULT_VALUES,
    "weekly": (1.0, 0.0, 0.0),
    "fortnightly": (1.0, 1.0, 0.0),
    "monthly": (1.0, 1.0, 1.0),
}
DEFAULT = RoundsQuestion(Question())


@dataclass(frozen=True)
class AskedRounds:
    """What the address asks of rounds, checked; what it asks and cannot be is in `problems`."""

    buses: int
    days: int
    stops: int
    radius_minutes: float
    day_minutes: float
    rhythm: str
    depot: str
    start: date
    problems: tuple[TerritoryError, ...] = ()

    def of(self, territory: Territory, within_minutes: float) -> RoundsQuestion:
        """Return the question of rounds for a territory."""
        return RoundsQuestion(
            Question(territory, within_minutes=within_minutes),
            self.buses,
            self.days,
            self.stops,
            self.radius_minutes,
            self.day_minutes,
            self.depot,
            RHYTHMS[self.rhythm],
        )


def read_rounds(depots: pd.Index) -> AskedRounds:
    """Return what the address asks for; what is not one of the choices gives the default and a sentence.

    Parameters
    ----------
    depots : Index of str
        Communes where a bus may sleep.
    """
    problems: list[TerritoryError] = []
    depot = state.asked(DEPOT)
    if depot and depot not in depots:
        problems.append(UnknownNameError("commune", depot, depots))
        depot = ""
    start = next_monday(date.today())
    try:
        start = read_start(state.asked(START)) if state.asked(START) else start
    except TerritoryError as error:
        problems.append(error)

    def whole(name: str, most: int, default: int) -> int:
        return read_choice(name, range(1, most + 1), default, problems)

    return AskedRounds(
        whole(BUSES, MOST_BUSES, DEFAULT.buses),
        whole(DAYS, MOST_DAYS, DEFAULT.days),
        whole(STOPS, MOST_STOPS, DEFAULT.stops),
        read_choice(RADIUS, RADII, DEFAULT.radius_minutes, problems),
        read_choice(DRIVING, DRIVINGS, DEFAULT.day_minutes, problems),
        read_choice(RHYTHM, tuple(RHYTHMS), "mixed", problems),
        depot,
        start,
        tuple(problems),
    )
