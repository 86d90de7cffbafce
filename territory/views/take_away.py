"""“Take away”: the link, the citation, the map in another site, its picture, its table."""

from __future__ import annotations

import streamlit as st

from territory.look import parts
from territory.maps.layers import Layer
from territory.messages import Words
from territory.views import state
from territory.views.citing import draw_citation, whole_address
from territory.views.map_image import draw_image_panel
from territory.views.map_twin import TABLE, ask_table
from territory.views.opened import Opened
from territory.views.shell import EMBED, EMBEDDED, escaped
from territory.views.state import State

WAYS = ("link", "image", "embed", "cite")


def draw_take_away(opened: Opened, wanted: State, layer: Layer, title: str, words: Words) -> None:
    """Draw the panel of all that can be taken away from the map.

    Parameters
    ----------
    opened : Opened
        The data in use.
    wanted : State
        What is looked at.
    layer : Layer
        What the map shows.
    title : str
        What the map is called.
    words : Words
        Of the reader's language.
    """
    # Made when it is asked for: a rerun of the page costs nothing more.
    panel = st.popover(words.text("app.take.open"), key="take away", on_change="rerun")
    if not panel.open:
        return
    kept = {name: state.asked(name) for name in state.OF_MAP}
    with panel:
        way = st.radio(
            words.text("app.take.open"),
            WAYS,
            format_func=lambda one: words.text(f"app.take.{one}.title"),
            key="way to take away",
            label_visibility="collapsed",
        )
        if way == "image":
            draw_image_panel(opened, wanted, layer, words)
        elif way == "cite":
            draw_citation(opened, words, title, **kept)
        else:
            st.caption(escaped(words.text(f"app.take.{way}.hint")))
            address = whole_address(opened, words, **kept)
            given = address if way == "link" else embedding(f"{address}&{EMBED}={EMBEDDED}", title)
            st.code(given, language=None, wrap_lines=True)
        if not state.asked(TABLE):
            st.button(
                words.text("map.table"), key="table below", on_click=ask_table, type="tertiary"
            )


def embedding(address: str, title: str) -> str:
    """Return the element that shows a page inside another site, ready to be copied."""
    return parts.render("views/iframe.html", address=address, title=title)
