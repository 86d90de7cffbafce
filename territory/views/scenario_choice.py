"""The scenario looked at: chosen in a line under the head, in the address, said on every page."""

from __future__ import annotations

import streamlit as st

from territory import paths
from territory.look import parts
from territory.messages import Words
from territory.tables.scenarios import scenarios_in
from territory.views import state
from territory.views.opened import SCENARIO, Shown

# Of the menu, and of the line it stands in.
CHOICE_KEY, LINE_KEY = "chosen scenario", "scenario"
TODAY = ""


def draw_scenario(shown: Shown, words: Words, *, has_choice: bool) -> None:
    """Draw what is proposed in what is shown, and the choice among the scenarios there are.

    Nothing is drawn where there is no scenario at all.

    Parameters
    ----------
    shown : Shown
        What is shown, and what of the address could not be.
    words : Words
        Of the reader's language.
    has_choice : bool
        Whether another scenario can be chosen: not inside another site.
    """
    proposed = shown.opened.tables.scenarios
    names = list(scenarios_in(paths.scenarios_folder())) if has_choice else []
    if not (names or proposed or shown.problems):
        return
    with st.container(horizontal=True, key=LINE_KEY, vertical_alignment="center"):
        if names:
            _choose(names, proposed[0].name if proposed else TODAY, words)
        for one in proposed:
            st.html(parts.paragraph(one.in_words(words)))
    state.say_all(shown.problems, words)


def _choose(names: list[str], looked_at: str, words: Words) -> None:
    st.session_state[CHOICE_KEY] = looked_at
    st.selectbox(
        words.text("scenario.label"),
        list(dict.fromkeys((TODAY, *names, looked_at))),
        format_func=lambda one: words.text(
            "scenario.choice", name=one or words.text("scenario.none")
        ),
        key=CHOICE_KEY,
        on_change=_open,
        label_visibility="collapsed",
    )


def _open() -> None:
    state.ask(**{SCENARIO: str(st.session_state[CHOICE_KEY])})
