"""The places beside France Services on the map: asked for in its address, off until then."""

from __future__ import annotations

import streamlit as st

from territory.maps.atlas_signs import BESIDE
from territory.messages import Words
from territory.views import state
from territory.views.opened import Opened

SIGNS = "beside"


def read_beside(opened: Opened) -> tuple[str, ...]:
    """Return the families of places beside France Services that the address asks for, of those there are."""
    asked = state.asked(SIGNS).split(",")
    return tuple(name for name in BESIDE if name in asked and opened.atlas.has_beside(name))


def draw_beside(opened: Opened, words: Words) -> None:
    """Draw a switch for each family of places that the tables hold."""
    shown = read_beside(opened)
    for name in BESIDE:
        if not opened.atlas.has_beside(name):
            continue
        st.session_state[f"chosen {SIGNS} {name}"] = name in shown
        st.toggle(
            words.text(f"beside.map.toggle_{name}"),
            key=f"chosen {SIGNS} {name}",
            on_change=_write_beside,
            help=words.text(f"beside.map.help_{name}"),
        )


def _write_beside() -> None:
    chosen = [name for name in BESIDE if st.session_state.get(f"chosen {SIGNS} {name}")]
    state.ask(**{SIGNS: ",".join(chosen)})
