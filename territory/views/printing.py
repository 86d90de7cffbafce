"""The page of the map on paper: its style sheet is ``map_print.css``, its script is sent from here."""

from __future__ import annotations

import streamlit as st

from territory.look.packaged import packaged_text


def let_map_print() -> None:
    """Have the map's frame keep, on paper, what it shows on the screen."""
    script = packaged_text("views/map_print.js")
    st.html(f"<script>{script}</script>", unsafe_allow_javascript=True)
