"""Beside the list, where its communes are."""

from __future__ import annotations

import streamlit as st

from territory.lists import Underserved
from territory.lists.html import kept_map_html
from territory.look import palette
from territory.maps.kept import CHOSEN, COLOURS, KEPT, OUT, Kept, is_drawn, kept_images, kept_svg
from territory.messages import Words
from territory.territories import communes_of
from territory.views.opened import Opened


def draw_kept_map(made: Underserved, chosen: list[str], opened: Opened, words: Words) -> None:
    """Draw the territory, the communes of the list in it and those a reader chose."""
    communes = communes_of(opened.tables, made.request.territory)
    undetermined = made.selection.undetermined.index
    told = Kept(made.rows.index, undetermined, communes.index[communes.index.isin(chosen)])
    if is_drawn(communes):
        drawings: list[tuple[str, str | bytes]] = [("", kept_svg(communes, told))]
    else:
        every = opened.tables.communes.index
        drawings = [
            (words.text(f"map.zone.{zone}"), image)
            for zone, image in kept_images(opened.atlas.images, every, communes.index, told)
        ]
    if not drawings:
        return
    counts = {
        "kept": (COLOURS[KEPT], len(made.rows)),
        "out": (COLOURS[OUT], len(made.selection.out)),
        "undetermined": (palette.no_data_fill(), len(undetermined)),
        "chosen": (COLOURS[CHOSEN], len(told.chosen)),
    }
    legend = [
        (colour, words.text(f"list.map.{name}", count=words.number(count)))
        for name, (colour, count) in counts.items()
        if count
    ]
    st.html(kept_map_html(drawings, legend))
