"""Which counters to open on Saturday: the choices, the answer with its proof, its files."""

from __future__ import annotations

from functools import partial

import pandas as pd
import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from territory.exports import FORMATS, write_list
from territory.messages import Words
from territory.plan.answer import Answer
from territory.plan.question import Question
from territory.plan.saturday_shown import saturdays_shown
from territory.plan.saturday_told import about_saturdays, command, saturday_answer
from territory.plan.scenario import Signed, open_on_saturday
from territory.plan.shown import Shown
from territory.territories import Territory
from territory.views.opened import Opened
from territory.views.plan_answer import draw_shown
from territory.views.plan_choices import choose_count, choose_within
from territory.views.plan_files import draw_files, draw_scenario, file_name, files_in, sheet_file
from territory.views.plan_state import Asked

FILES = ("xlsx", "csv", "geojson")


def draw_saturday(
    opened: Opened, territory: Territory, asked: Asked, heading: DeltaGenerator, words: Words
) -> str:
    """Draw the question of Saturdays, and its answer; return its title."""
    count, within, _ = st.columns([1, 1, 2.5], gap="medium")
    with count:
        choose_count(asked, words.text("plan.page.saturday.count"))
    with within:
        choose_within(asked, words)
    question = Question(territory, asked.count, asked.within_minutes)
    with st.spinner(words.text("plan.page.waiting.saturday")):
        found = _answer(opened, opened.fingerprint, question, words)
        shown = saturdays_shown(opened.tables, found, words)
    draw_shown(shown, heading, words)
    if len(found.rows):
        _draw_files(opened, found, shown, words)
    return shown.title


@st.cache_resource(max_entries=16, show_spinner=False)
def _answer(_opened: Opened, fingerprint: str, question: Question, words: Words) -> Answer:  # noqa: ARG001 - the cache's key
    return saturday_answer(_opened.country, question, words)


def _draw_files(opened: Opened, found: Answer, shown: Shown, words: Words) -> None:
    territory = found.plan.question.territory
    key, make = "plan.page.saturday.file_name", partial(_file, opened, found, words)
    sheet = sheet_file(opened, shown, territory, key, words)
    draw_files([sheet, *files_in(opened, territory, key, FILES, words, make=make)], words)
    draw_scenario(
        opened,
        file_name(opened, territory, "plan.page.saturday.scenario", words),
        partial(_scenario, opened, found),
        words,
    )


def _file(opened: Opened, found: Answer, words: Words, one: str, name: str) -> bytes:
    again = command(found.plan.question, opened.engine, words, name)
    about = about_saturdays(opened.tables, opened.data_in_use, found, again=again, words=words)
    return write_list(found.rows, opened.tables.counters, about, FORMATS[one])


def _scenario(opened: Opened, found: Answer, signed: Signed) -> pd.DataFrame:
    return open_on_saturday(opened.tables, found.plan.codes, signed)
