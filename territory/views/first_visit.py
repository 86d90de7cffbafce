"""What a first visit reads: what this is, for whom, what not to do with it."""

from __future__ import annotations

import streamlit as st

from territory.look import parts
from territory.messages import Words
from territory.views import state

# In the address, and nowhere else, that it was read and closed; a shared link does not carry it.
READ = "read"
LINES = ("what", "whom", "not")


def draw_first_visit(words: Words) -> None:
    """Draw the three lines and the button that closes them; nothing once they were closed."""
    if state.asked(READ):
        return
    with st.container(key="first-visit", gap=None):
        st.html(
            parts.render(
                "views/first_visit.html",
                lines=[
                    (words.text(f"app.first.{name}.title"), words.text(f"app.first.{name}.said"))
                    for name in LINES
                ],
            )
        )
        st.button(
            words.text("app.first.close"),
            key="close first visit",
            on_click=state.ask,
            kwargs={READ: "1"},
            type="tertiary",
        )
