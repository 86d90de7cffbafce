"""The legend over the map, which folds; the address remembers whether it does."""

from __future__ import annotations

import pandas as pd
import streamlit as st

from territory.errors import UnknownNameError
from territory.look import parts
from territory.maps.layers import Layer
from territory.maps.legend import layer_legend_html
from territory.maps.signs import sign_counts
from territory.messages import Words
from territory.views import state
from territory.views.map_beside import read_beside
from territory.views.opened import Opened
from territory.views.pressed import draw_buttons
from territory.views.shell import escaped
from territory.views.state import State

LEGEND, FOCUS = "legend", "focus"
CLASSES_KEY = "classes"
_KEPT_NOW = "class kept"
OPEN, FOLDED = "1", "0"


def draw_legend(
    opened: Opened,
    wanted: State,
    layer: Layer,
    rows: pd.DataFrame,
    words: Words,
) -> None:
    """Draw the legend of what the map shows, in the corner the style sheet gives it.

    As long as nothing is asked for, the width of the window decides: open where there is room,
    folded on a phone. The server does not know that width, so both buttons are drawn and the style
    sheet shows one of them.
    """
    beside = read_beside(opened)
    shown = ("legend", wanted.territory, layer, wanted.method, wanted.unit, beside, words)
    _draw_folding(
        opened.told.get(shown, lambda: _legend(opened, wanted, layer, rows, beside, words)), words
    )


def _legend(  # noqa: PLR0917 - a legend, and what it is of
    opened: Opened,
    wanted: State,
    layer: Layer,
    rows: pd.DataFrame,
    beside: tuple[str, ...],
    words: Words,
) -> str:
    of = ("signs", wanted.territory, layer.as_of, beside)
    places = opened.atlas.at(layer.as_of)
    signs = opened.told.get(of, lambda: sign_counts(places, wanted.territory, beside))
    return layer_legend_html(layer, rows, signs, words)


@st.fragment
def _draw_folding(legend: str, words: Words) -> None:
    how = {OPEN: "open", FOLDED: "folded"}.get(state.asked(LEGEND), "as-wide")
    with st.container(key="legend", gap=None):
        for name, value in (("show", OPEN), ("fold", FOLDED)):
            st.button(
                words.text(f"map.legend.{name}"),
                key=f"{name} legend",
                on_click=state.ask,
                kwargs={LEGEND: value},
                type="tertiary",
            )
        st.html(parts.render("views/legend_state.html", how=how))
        draw_buttons(legend, key=CLASSES_KEY, take=_keep_class)
    if st.session_state.pop(_KEPT_NOW, False):
        st.rerun()


def _keep_class(clicked: str) -> None:
    """Keep the class clicked alone in colour; all again if it was."""
    state.ask(**{FOCUS: "" if clicked == state.asked(FOCUS) else clicked})
    st.session_state[_KEPT_NOW] = True


def read_focus(layer: Layer, words: Words) -> int | None:
    """Return the class that the address keeps alone in colour; a wrong one is said, and none is."""
    asked = state.asked(FOCUS)
    known = [str(rank) for rank in range(len(layer.colours))]
    if asked and asked not in known:
        st.warning(escaped(UnknownNameError("focus", asked, known).say(words)))
        return None
    return int(asked) if asked else None
