"""From a commune to its EPCI, on each page that can show one."""

from __future__ import annotations

import pandas as pd
import streamlit as st

from territory import paths
from territory.compare import short_name
from territory.messages import Words
from territory.views import state
from territory.views.opened import Opened
from territory.views.shell import escaped

PAGES = ("map", "list", "diagnostic", "compare")


def draw_epci_links(opened: Opened, commune: str, words: Words) -> None:
    """Draw the links to the EPCI of a commune; nothing for one that is in none."""
    row = opened.tables.communes.loc[commune]
    if pd.isna(row["epci_code"]):
        return
    key = f"epci:{row['epci_code']}"
    with st.container(horizontal=True, vertical_alignment="center", gap="small", key="epci"):
        st.caption(escaped(short_name(str(row["epci_name"]))), width="content")
        for page in PAGES:
            shown = {"compare": key} if page == "compare" else {state.TERRITORY: key}
            st.page_link(
                str(paths.PACKAGE / "views" / f"{page}_page.py"),
                label=words.text(f"{page}.title"),
                query_params=state.parameters(opened, words, **{state.COMMUNE: "", **shown}),
            )
