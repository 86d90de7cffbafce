"""The legend over the map, which folds; the address remembers whether it does."""

from __future__ import annotations

import pandas as pd
import streamlit as st

from territory.look import parts
from territory.maps.layers import Layer
from territory.maps.legend import layer_legend_html
from territory.maps.signs import sign_counts
from territory.messages import Words
from territory.views import state
from territory.views.opened import Opened
from territory.views.state import State

LEGEND = "legend"
OPEN, FOLDED = "1", "0"


def draw_legend(
    opened: Opened, wanted: State, layer: Layer, rows: pd.DataFrame, words: Words
) -> None:
    """Draw the legend of what the map shows, in the corner the style sheet gives it.

    As long as nothing is asked for, the width of the window decides: open where there is room,
    folded on a phone. The server does not know that width, so both buttons are drawn and the style
    sheet shows one of them.
    """
    signs = sign_counts(opened.atlas, wanted.territory)
    _draw_folding(layer_legend_html(layer, rows, signs, words), words)


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
        st.html(legend)
