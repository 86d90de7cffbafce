"""Where to open the next counters: the choices, the answer with its proof, its files."""

from __future__ import annotations

from datetime import date
from functools import partial

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from territory.exports import FORMATS
from territory.messages import Words
from territory.plan import files, told
from territory.plan.answer import Answer, answer
from territory.plan.html import answer_html
from territory.plan.question import GOALS, Question
from territory.plan.scenario import Scenario, Signed, opened_in, scenario_csv
from territory.territories import Territory
from territory.views.opened import Opened
from territory.views.plan_state import (
    COUNT,
    DENSE,
    DENSE_COUNTS,
    GOAL,
    MINUTES,
    MOST_COUNT,
    WITHIN,
    Asked,
    widget_key,
    write,
)
from territory.views.shell import escaped

FILES = ("xlsx", "csv", "geojson")


def draw_open(
    opened: Opened, territory: Territory, asked: Asked, heading: DeltaGenerator, words: Words
) -> str:
    """Draw the question where to open, and its answer; return its title."""
    _draw_choices(asked, words)
    with st.spinner(words.text("plan.page.waiting.open")):
        found = _answer(opened, opened.fingerprint, asked.of(territory), words)
    plan = found.plan
    title = told.title(opened.tables, plan, words)
    heading.title(escaped(title), anchor=False)
    st.caption(escaped(told.minutes_line(opened.tables, plan.matrix, words)))
    st.html(answer_html(opened.tables, found, words))
    if len(found.rows):
        _draw_files(opened, found, words)
    return title


@st.cache_resource(max_entries=16, show_spinner=False)
def _answer(_opened: Opened, fingerprint: str, question: Question, words: Words) -> Answer:  # noqa: ARG001 - the cache's key
    return answer(_opened.country, question, words)


def _draw_choices(asked: Asked, words: Words) -> None:
    values = {
        COUNT: asked.count,
        WITHIN: asked.within_minutes,
        GOAL: asked.goal,
        DENSE: asked.dense_count,
    }
    st.session_state.update({widget_key(name): value for name, value in values.items()})
    count, goal, within, dense = st.columns([1, 1.2, 1, 1.3], gap="medium")
    with count:
        st.slider(
            words.text("plan.page.count"),
            1,
            MOST_COUNT,
            key=widget_key(COUNT),
            on_change=write,
            args=(COUNT,),
        )
    with goal:
        st.selectbox(
            words.text("plan.page.goal.label"),
            GOALS,
            format_func=lambda one: words.text(f"plan.page.goal.{one}"),
            key=widget_key(GOAL),
            on_change=write,
            args=(GOAL,),
        )
    with within:
        draw_within(asked, words, is_disabled=asked.goal != "coverage")
    with dense:
        st.selectbox(
            words.text("plan.page.dense.label"),
            DENSE_COUNTS,
            format_func=lambda one: words.text(f"plan.page.dense.{one}"),
            key=widget_key(DENSE),
            on_change=write,
            args=(DENSE,),
        )


def draw_within(asked: Asked, words: Words, *, is_disabled: bool = False) -> None:
    """Draw the choice of the limit."""
    st.session_state[widget_key(WITHIN)] = asked.within_minutes
    st.selectbox(
        words.text("plan.page.within"),
        MINUTES,
        format_func=lambda one: words.text("map.unit.minutes", value=words.number(one)),
        key=widget_key(WITHIN),
        on_change=write,
        args=(WITHIN,),
        disabled=is_disabled,
    )


def file_name(opened: Opened, territory: Territory, key: str, words: Words, **values: str) -> str:
    """Return the name of a file of a plan: its territory, and the data it rests on."""
    code = territory.key.replace(":", "-").replace(",", "-")[:60]
    fingerprint = opened.data_in_use.fingerprint
    return words.text(key, code=code, fingerprint=fingerprint, **values)


def _draw_files(opened: Opened, found: Answer, words: Words) -> None:
    territory = found.plan.question.territory
    with st.container(horizontal=True, key="plan-files"):
        for one in FILES:
            suffix = FORMATS[one].suffix
            name = file_name(opened, territory, "plan.page.file_name", words, suffix=suffix)
            st.download_button(
                words.text(f"plan.page.files.{one}"),
                partial(_file, opened, found, one, name, words),
                file_name=name,
                mime=FORMATS[one].media_type,
                key=f"plan-file-{one}",
                on_click="ignore",
            )
    with st.expander(words.text("plan.page.scenario.title")):
        _draw_scenario(opened, found, words)


def _file(opened: Opened, found: Answer, one: str, name: str, words: Words) -> bytes:
    plan = found.plan
    again = files.command(plan.question, opened.engine, words, name)
    about = files.about_plan(
        opened.tables, opened.data_in_use, plan, found.rows, again=again, words=words
    )
    return files.plan_bytes(opened.tables, found.rows, about, FORMATS[one])


def _draw_scenario(opened: Opened, found: Answer, words: Words) -> None:
    st.caption(escaped(words.text("plan.page.scenario.hint")))
    author, reason = (
        st.text_input(words.text(f"plan.page.scenario.{one}"), key=f"plan-{one}").strip()
        for one in ("author", "reason")
    )
    territory = found.plan.question.territory
    st.download_button(
        words.text("plan.page.files.scenario"),
        partial(_scenario, opened, found, author, reason, words),
        file_name=file_name(opened, territory, "plan.page.scenario.file_name", words),
        mime="text/csv",
        key="plan-file-scenario",
        on_click="ignore",
        # A scenario says who proposes it and why.
        disabled=not (author and reason),
    )


def _scenario(opened: Opened, found: Answer, author: str, reason: str, words: Words) -> bytes:
    signed = Signed(author, reason, date.today().isoformat())
    name = words.text("plan.new_counter")
    return scenario_csv(Scenario("plan", opened_in(opened.tables, found.plan.codes, signed, name)))
