"""HTML whose buttons answer: one element of the page however many they are."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from typing import Any

import streamlit as st

from territory.look.packaged import packaged_text


def draw_buttons(html: str, *, key: str, take: Callable[[str], None]) -> None:
    """Draw HTML made here; a button that is pressed gives its ``data-key`` to a function.

    Parameters
    ----------
    html : str
        Escaped where it holds text of sources.
    key : str
        Of the element.
    take : callable
        Called before the page, or the fragment it stands in, runs again.
    """

    def answer() -> None:
        pressed = getattr(st.session_state[key], "pressed", None)
        if pressed:
            take(str(pressed))

    _component()(data={"html": html}, key=key, on_pressed_change=answer)


@cache
def _component() -> Callable[..., Any]:
    return st.components.v2.component(
        "territory_buttons", js=packaged_text("views/pressed.js"), isolate_styles=False
    )
