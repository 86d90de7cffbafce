"""The question of a plan, kept in the address.

``?question=open&places=5&within=20&goal=coverage&dense=2``: classes 1 and 2 of density are left out.
"""

from __future__ import annotations

from dataclasses import dataclass

import streamlit as st

from territory.errors import TerritoryError, UnknownNameError
from territory.plan.question import GOALS, Question
from territory.territories import Territory
from territory.views import state

QUESTION, COUNT, WITHIN, GOAL, DENSE, COUNTER = (
    "question",
    "places",
    "within",
    "goal",
    "dense",
    "counter",
)
# What names a plan in its link.
ADDRESS = (QUESTION, COUNT, WITHIN, GOAL, DENSE, COUNTER)
OPEN, SATURDAY, CLOSE = QUESTIONS = ("open", "saturday", "close")
MOST_COUNT = 10
MINUTES = (10.0, 15.0, 20.0, 30.0)
# Classes of density that may be left out: none, the first, the first two, the first three.
DENSE_COUNTS = (0, 1, 2, 3)
DEFAULT = Question()


@dataclass(frozen=True)
class Asked:
    """What the address asks of a plan, checked; what it asks and cannot be is in `problems`."""

    question: str = OPEN
    count: int = DEFAULT.count
    within_minutes: float = DEFAULT.within_minutes
    goal: str = DEFAULT.goal
    dense_count: int = 0
    problems: tuple[TerritoryError, ...] = ()

    def of(self, territory: Territory) -> Question:
        """Return the question of sites for a territory."""
        return Question(
            territory,
            self.count,
            self.within_minutes,
            self.goal,
            excluded_densities=tuple(one for one in DENSE_COUNTS if 0 < one <= self.dense_count),
        )


def read_asked() -> Asked:
    """Return what the address asks for; what is not one of the choices gives the default and a sentence."""
    problems: list[TerritoryError] = []

    def read(
        name: str, known: dict[str, object], default: object, problem: TerritoryError
    ) -> object:
        said = state.asked(name)
        if said and said not in known:
            problems.append(problem)
        return known.get(said, default)

    question = read(
        QUESTION,
        {one: one for one in QUESTIONS},
        OPEN,
        UnknownNameError("plan_question", state.asked(QUESTION), QUESTIONS),
    )
    count = read(
        COUNT,
        {str(one): one for one in range(1, MOST_COUNT + 1)},
        DEFAULT.count,
        TerritoryError("plan_count", count=state.asked(COUNT), most=MOST_COUNT),
    )
    within = read(
        WITHIN,
        {f"{one:g}": one for one in MINUTES},
        DEFAULT.within_minutes,
        UnknownNameError("plan_limit", state.asked(WITHIN), [f"{one:g}" for one in MINUTES]),
    )
    goal = read(
        GOAL,
        {one: one for one in GOALS},
        DEFAULT.goal,
        UnknownNameError("plan_goal", state.asked(GOAL), GOALS),
    )
    dense = read(
        DENSE,
        {str(one): one for one in DENSE_COUNTS},
        0,
        UnknownNameError("density_class", state.asked(DENSE), [str(one) for one in DENSE_COUNTS]),
    )
    return Asked(
        str(question),
        int(str(count)),
        float(str(within)),
        str(goal),
        int(str(dense)),
        tuple(problems),
    )


def widget_key(name: str) -> str:
    """Return the key of a choice's widget."""
    return f"plan-{name}"


def write(name: str) -> None:
    """Write a widget's choice into the address."""
    chosen = st.session_state[widget_key(name)]
    state.ask(**{name: f"{chosen:g}" if isinstance(chosen, float) else str(chosen)})
