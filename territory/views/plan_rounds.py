"""Where a bus should stop: the choices, the rounds with their proof, their files."""

from __future__ import annotations

from datetime import date
from functools import partial

import pandas as pd
import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from territory.exports import FORMATS
from territory.messages import Words
from territory.plan.question import Question, candidates_of
from territory.plan.rounds import RoundsQuestion
from territory.plan.rounds_shown import rounds_shown
from territory.plan.rounds_told import (
    RoundsAnswer,
    about_rounds,
    command,
    rounds_answer,
    rounds_bytes,
)
from territory.plan.shown import Shown
from territory.plan.tours import MOST_STOPS
from territory.territories import Territory
from territory.views import plan_rounds_state as rounds_state
from territory.views import state
from territory.views.opened import Opened
from territory.views.plan_answer import draw_shown
from territory.views.plan_choices import choose_minutes, choose_number, choose_one, choose_within
from territory.views.plan_files import OfferedFile, draw_files, file_name, sheet_file
from territory.views.plan_rounds_state import AskedRounds
from territory.views.plan_state import Asked

CALENDAR = "text/calendar"
FILES = {
    "xlsx": ("plan.page.files.xlsx", ".xlsx", FORMATS["xlsx"].media_type),
    "ics": ("plan.page.rounds.files.ics", ".ics", CALENDAR),
    "geojson": ("plan.page.files.geojson", ".geojson", FORMATS["geojson"].media_type),
    "csv": ("plan.page.files.csv", ".csv", FORMATS["csv"].media_type),
}


def draw_rounds(
    opened: Opened, territory: Territory, asked: Asked, heading: DeltaGenerator, words: Words
) -> str:
    """Draw the question of rounds, and its answer; return its title."""
    # The most populous first: where the bus sleeps unless something else is said.
    depots = candidates_of(opened.tables, Question(territory))
    rounds = rounds_state.read_rounds(depots)
    state.say_all(rounds.problems, words)
    _draw_choices(opened, depots, asked, rounds, words)
    question = rounds.of(territory, asked.within_minutes)
    with st.spinner(words.text("plan.page.waiting.rounds")):
        found = _answer(opened, opened.fingerprint, question, rounds.start, words)
        shown = rounds_shown(opened.tables, found, words)
    draw_shown(shown, heading, words)
    if len(found.rows):
        _draw_files(opened, found, shown, words)
    return shown.title


@st.cache_resource(max_entries=16, show_spinner=False)
def _answer(
    _opened: Opened,
    fingerprint: str,  # noqa: ARG001 - the cache's key
    question: RoundsQuestion,
    start: date,
    words: Words,
) -> RoundsAnswer:
    return rounds_answer(_opened.country, question, start, words)


def _draw_choices(
    opened: Opened, depots: pd.Index, asked: Asked, rounds: AskedRounds, words: Words
) -> None:
    def label(name: str) -> str:
        return words.text(f"plan.page.rounds.{name}")

    how_many, how_far = st.columns(4, gap="medium"), st.columns(4, gap="medium")
    numbers = (
        (rounds_state.BUSES, rounds_state.MOST_BUSES, rounds.buses),
        (rounds_state.DAYS, rounds_state.MOST_DAYS, rounds.days),
        (rounds_state.STOPS, MOST_STOPS, rounds.stops),
    )
    for place, (name, most, value) in zip(how_many, numbers, strict=False):
        with place:
            choose_number(name, 1, most, value, label(name))
    with how_many[3]:
        choose_one(
            rounds_state.RHYTHM,
            tuple(rounds_state.RHYTHMS),
            rounds.rhythm,
            lambda one: label(f"rhythm.{one}"),
            label("rhythm.label"),
        )
    with how_far[0]:
        choose_within(asked, words, label="plan.page.rounds.within")
    with how_far[1]:
        radius = rounds.radius_minutes
        choose_minutes(rounds_state.RADIUS, rounds_state.RADII, radius, label("radius"), words)
    with how_far[2]:
        driving = rounds.day_minutes
        choose_minutes(
            rounds_state.DRIVING, rounds_state.DRIVINGS, driving, label("driving"), words
        )
    with how_far[3]:
        names = opened.tables.communes["commune_name"]
        choose_one(
            rounds_state.DEPOT,
            depots.tolist(),
            rounds.depot or depots[0],
            lambda code: f"{names[code]} ({code})",
            label("depot"),
        )


def _draw_files(opened: Opened, found: RoundsAnswer, shown: Shown, words: Words) -> None:
    territory = found.rounds.question.where.territory
    # The page says its first Monday: its link keeps it.
    key, start = "plan.page.rounds.file_name", {rounds_state.START: found.start.isoformat()}
    offered = [sheet_file(opened, shown, territory, key, words, **start)]
    for one, (label, suffix, media_type) in FILES.items():
        name = file_name(opened, territory, "plan.page.rounds.file_name", words, suffix=suffix)
        make = partial(_file, opened, found, suffix, name, words)
        offered.append(OfferedFile(one, label, name, media_type, make))
    draw_files(offered, words)


def _file(opened: Opened, found: RoundsAnswer, suffix: str, name: str, words: Words) -> bytes:
    again = command(found.rounds, opened.engine, found.start, words, name)
    about = about_rounds(opened.tables, opened.data_in_use, found, again=again, words=words)
    return rounds_bytes(suffix, opened.tables, found, about)
