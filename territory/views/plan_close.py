"""What happens if a counter closes: the choice of one, who loses what, every closure of the territory."""

from __future__ import annotations

from functools import partial

import pandas as pd
import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from territory.errors import UnknownNameError
from territory.exports import write_csv
from territory.messages import Words
from territory.plan.closing import Effect, closing_effect, closures_in
from territory.plan.closing_shown import closing_shown
from territory.plan.shown import Shown
from territory.territories import Territory
from territory.views import state
from territory.views.opened import Opened
from territory.views.plan_answer import draw_shown
from territory.views.plan_choices import choose_one, choose_within
from territory.views.plan_files import OfferedFile, draw_files, file_name, sheet_file
from territory.views.plan_state import COUNTER, Asked
from territory.views.shell import escaped


def draw_close(
    opened: Opened, territory: Territory, asked: Asked, heading: DeltaGenerator, words: Words
) -> str:
    """Draw the closure of a counter of the territory; return the title."""
    name = state.territory_title(opened, territory, words)
    title = words.text("plan.page.close.heading", name=name)
    heading.title(escaped(title), anchor=False)
    choice, within = st.columns([2, 1], gap="medium")
    with within:
        choose_within(asked, words)
    limit = asked.within_minutes
    with st.spinner(words.text("plan.page.waiting.close")):
        closures = _closures(opened, opened.fingerprint, territory, limit)
    if closures.empty:
        st.markdown(escaped(words.text("plan.page.close.none")))
        return title
    with choice:
        counter = _choose_counter(closures, words)
    with st.spinner(words.text("plan.page.waiting.close")):
        found = _effect(opened, opened.fingerprint, counter, limit, words)
        shown = closing_shown(
            opened.tables, territory, closures, counter, found, within_minutes=limit, words=words
        )
    draw_shown(shown, heading, words)
    _draw_files(opened, territory, shown, words, touched=found.rows, every=closures)
    return shown.title


@st.cache_resource(max_entries=16, show_spinner=False)
def _closures(
    _opened: Opened,
    fingerprint: str,  # noqa: ARG001 - the cache's key
    territory: Territory,
    within_minutes: float,
) -> pd.DataFrame:
    return closures_in(_opened.country, territory, within_minutes)


@st.cache_resource(max_entries=16, show_spinner=False)
def _effect(
    _opened: Opened,
    fingerprint: str,  # noqa: ARG001 - the cache's key
    counter: str,
    within_minutes: float,
    words: Words,
) -> Effect:
    return closing_effect(_opened.country, counter, within_minutes, words)


def _choose_counter(closures: pd.DataFrame, words: Words) -> str:
    """Draw the counters of the territory, the one most depend on first, and return the one chosen."""
    asked = state.asked(COUNTER)
    if asked and asked not in closures.index:
        problem = UnknownNameError("counter", asked, closures.index)
        st.warning(escaped(problem.say(words)))
    codes = closures.index.tolist()
    counter = asked if asked in codes else codes[0]
    names = closures["counter_name"] + ", " + closures["commune_name"]
    choose_one(
        COUNTER,
        codes,
        counter,
        lambda code: str(names[code]),
        words.text("plan.page.close.counter"),
    )
    return counter


def _draw_files(
    opened: Opened,
    territory: Territory,
    shown: Shown,
    words: Words,
    *,
    touched: pd.DataFrame,
    every: pd.DataFrame,
) -> None:
    offered = [
        sheet_file(opened, shown, territory, "plan.page.close.file_name.sheet", words),
        *(
            OfferedFile(
                name,
                f"plan.page.close.files.{name}",
                file_name(opened, territory, f"plan.page.close.file_name.{name}", words),
                "text/csv",
                partial(write_csv, rows, words=words),
            )
            for name, rows in (("touched", touched), ("every", every))
        ),
    ]
    draw_files(offered, words)
