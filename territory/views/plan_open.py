"""Where to open the next counters: the choices, the answer with its proof, its files."""

from __future__ import annotations

from functools import partial

import pandas as pd
import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from territory.exports import FORMATS
from territory.messages import Words
from territory.plan import files
from territory.plan.answer import Answer, answer
from territory.plan.question import BESIDE_AGENCIES, GOALS, Question
from territory.plan.scenario import Signed, opened_in
from territory.plan.shown import Shown
from territory.plan.sites_shown import sites_shown
from territory.plan.table import named
from territory.territories import Territory
from territory.views import state
from territory.views.opened import Opened
from territory.views.plan_answer import draw_shown
from territory.views.plan_choices import choose_count, choose_one, choose_within
from territory.views.plan_files import draw_files, draw_scenario, file_name, files_in, sheet_file
from territory.views.plan_state import AGENCIES, DENSE, DENSE_COUNTS, GOAL, KEEP, Asked
from territory.views.shell import escaped

FILES = ("xlsx", "csv", "geojson")


def draw_open(
    opened: Opened, territory: Territory, asked: Asked, heading: DeltaGenerator, words: Words
) -> str:
    """Draw the question where to open, and its answer; return its title."""
    _draw_choices(asked, words, has_agencies=opened.tables.public.is_there)
    if asked.kept:
        _draw_kept(opened, asked.kept, words)
    with st.spinner(words.text("plan.page.waiting.open")):
        found = _answer(opened, opened.fingerprint, asked.of(territory), words)
        shown = sites_shown(opened.tables, found, words)
    draw_shown(shown, heading, words)
    if len(found.rows):
        _draw_files(opened, found, shown, words)
    return shown.title


@st.cache_resource(max_entries=16, show_spinner=False)
def _answer(_opened: Opened, fingerprint: str, question: Question, words: Words) -> Answer:  # noqa: ARG001 - the cache's key
    return answer(_opened.country, question, words)


def _draw_choices(asked: Asked, words: Words, *, has_agencies: bool) -> None:
    widths = [1, 1.2, 1, 1.3]
    count, goal, within, dense, *rest = st.columns(
        [*widths, 1.3] if has_agencies else widths, gap="medium"
    )
    for column in rest:
        with column:
            choose_one(
                AGENCIES,
                BESIDE_AGENCIES,
                asked.agencies,
                lambda one: words.text(f"plan.page.agencies.{one}"),
                words.text("plan.page.agencies.label"),
            )
    with count:
        choose_count(asked, words.text("plan.page.count"))
    with goal:
        choose_one(
            GOAL,
            GOALS,
            asked.goal,
            lambda one: words.text(f"plan.page.goal.{one}"),
            words.text("plan.page.goal.label"),
        )
    with within:
        choose_within(asked, words, is_disabled=asked.goal != "coverage")
    with dense:
        choose_one(
            DENSE,
            DENSE_COUNTS,
            asked.dense_count,
            lambda one: words.text(f"plan.page.dense.{one}"),
            words.text("plan.page.dense.label"),
        )


def _draw_kept(opened: Opened, kept: tuple[str, ...], words: Words) -> None:
    """Say that the places are among some communes only, and offer all of them."""
    names = named(opened.tables.communes.loc[list(kept), "commune_name"], words)
    with st.container(horizontal=True, key="plan-kept", vertical_alignment="center"):
        st.markdown(
            escaped(words.plural("plan.page.kept", len(kept), names=names)), width="content"
        )
        st.button(
            words.text("plan.page.all_communes"),
            key="plan-all-communes",
            on_click=state.ask,
            kwargs={KEEP: ""},
            type="tertiary",
        )


def _draw_files(opened: Opened, found: Answer, shown: Shown, words: Words) -> None:
    territory = found.plan.question.territory
    key, make = "plan.page.file_name", partial(_file, opened, found, words)
    sheet = sheet_file(opened, shown, territory, key, words)
    draw_files([sheet, *files_in(opened, territory, key, FILES, words, make=make)], words)
    draw_scenario(
        opened,
        file_name(opened, territory, "plan.page.scenario.file_name", words),
        partial(_scenario, opened, found, words),
        words,
    )


def _file(opened: Opened, found: Answer, words: Words, one: str, name: str) -> bytes:
    plan = found.plan
    again = files.command(plan.question, opened.engine, words, name)
    about = files.about_plan(opened.tables, opened.data_in_use, found, again=again, words=words)
    return files.plan_bytes(opened.tables, found.rows, about, FORMATS[one])


def _scenario(opened: Opened, found: Answer, words: Words, signed: Signed) -> pd.DataFrame:
    return opened_in(opened.tables, found.plan.codes, signed, words.text("plan.new_counter"))
