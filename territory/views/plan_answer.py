"""The answer to any question of plans, as the page draws it."""

from __future__ import annotations

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from territory.messages import Words
from territory.plan.html import shown_html
from territory.plan.shown import Shown
from territory.views.shell import escaped


def draw_shown(shown: Shown, heading: DeltaGenerator, words: Words) -> None:
    """Draw an answer: its title, what its minutes are worth, then all the rest."""
    heading.title(escaped(shown.title), anchor=False)
    st.caption(escaped(shown.minutes))
    st.html(shown_html(shown, words))
