"""The question of a plan, kept in the address.

``?question=open&places=5&within=20&goal=coverage&dense=2``: classes 1 and 2 of density are left out.
``keep=48001,48002`` leaves only these communes to choose from.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TypeVar

import pandas as pd
import streamlit as st

from territory.errors import TerritoryError, UnknownNameError
from territory.plan.question import BESIDE_AGENCIES, GOALS, Question
from territory.territories import Territory
from territory.views import state

QUESTION, COUNT, WITHIN, GOAL, DENSE, AGENCIES, KEEP, COUNTER = (
    "question",
    "places",
    "within",
    "goal",
    "dense",
    "agencies",
    "keep",
    "counter",
)
# What names a plan in its link.
ADDRESS = (QUESTION, COUNT, WITHIN, GOAL, DENSE, AGENCIES, KEEP, COUNTER)
OPEN, SATURDAY, CLOSE, ROUNDS, COMPARE = QUESTIONS = (
    "open",
    "saturday",
    "close",
    "rounds",
    "compare",
)
MOST_COUNT = 10
MINUTES = (10.0, 15.0, 20.0, 30.0)
# Classes of density that may be left out: none, the first, the first two, the first three.
DENSE_COUNTS = (0, 1, 2, 3)
DEFAULT = Question()
# A bus is for people further than this from a fixed counter.
ROUNDS_WITHIN_MINUTES = 15.0
Choice = TypeVar("Choice")


@dataclass(frozen=True)
class Asked:
    """What the address asks of a plan, checked; what it asks and cannot be is in `problems`."""

    question: str = OPEN
    count: int = DEFAULT.count
    within_minutes: float = DEFAULT.within_minutes
    goal: str = DEFAULT.goal
    dense_count: int = 0
    kept: tuple[str, ...] = ()
    problems: tuple[TerritoryError, ...] = ()
    agencies: str = DEFAULT.beside_agencies

    def of(self, territory: Territory) -> Question:
        """Return the question of sites for a territory."""
        return Question(
            territory,
            self.count,
            self.within_minutes,
            self.goal,
            excluded_densities=tuple(one for one in DENSE_COUNTS if 0 < one <= self.dense_count),
            kept=self.kept or None,
            beside_agencies=self.agencies,
        )


def read_asked(communes: pd.Index, *, has_agencies: bool = False) -> Asked:
    """Return what the address asks for; what is not one of the choices gives the default and a sentence.

    Parameters
    ----------
    communes : Index of str
        Those of the territory: others cannot be kept to.
    has_agencies : bool
        Whether the tables hold the public counters beside France Services: without them no commune is
        left out for its agencies, whatever the address says.
    """
    problems: list[TerritoryError] = []
    codes = dict.fromkeys(filter(None, state.asked(KEEP).split(",")))
    problems += [UnknownNameError("commune", one, communes) for one in codes if one not in communes]
    kept = tuple(one for one in codes if one in communes)
    question = read_choice(QUESTION, QUESTIONS, OPEN, problems, "plan_question")
    limit = ROUNDS_WITHIN_MINUTES if question == ROUNDS else DEFAULT.within_minutes
    count = read_choice(
        COUNT,
        range(1, MOST_COUNT + 1),
        DEFAULT.count,
        problems,
        problem=TerritoryError("plan_count", count=state.asked(COUNT), most=MOST_COUNT),
    )
    agencies = DEFAULT.beside_agencies
    if has_agencies:
        agencies = read_choice(AGENCIES, BESIDE_AGENCIES, agencies, problems)
    return Asked(
        question,
        count,
        read_choice(WITHIN, MINUTES, limit, problems, "plan_limit"),
        read_choice(GOAL, GOALS, DEFAULT.goal, problems, "plan_goal"),
        read_choice(DENSE, DENSE_COUNTS, 0, problems, "density_class"),
        kept,
        tuple(problems),
        agencies,
    )


def read_choice(
    name: str,
    options: Sequence[Choice],
    default: Choice,
    problems: list[TerritoryError],
    kind: str = "plan_choice",
    *,
    problem: TerritoryError | None = None,
) -> Choice:
    """Return a choice of the address; if it is none of the options the default, and a problem more."""
    known = {_written(one): one for one in options}
    said = state.asked(name)
    if said and said not in known:
        problems.append(problem or UnknownNameError(kind, said, known))
    return known.get(said, default)


def _written(choice: object) -> str:
    """Return a choice as addresses write it."""
    return f"{choice:g}" if isinstance(choice, float) else str(choice)


def widget_key(name: str) -> str:
    """Return the key of a choice's widget."""
    return f"plan-{name}"


def write(name: str) -> None:
    """Write a widget's choice into the address."""
    chosen = st.session_state[widget_key(name)]
    state.ask(**{name: _written(chosen)})
