"""The picture of the map: chosen in a panel, made when it is asked for, then handed to the browser."""

from __future__ import annotations

import base64
from dataclasses import dataclass

import streamlit as st

from territory.errors import TerritoryError
from territory.look import parts
from territory.maps.layers import Layer
from territory.maps.paper import MAP_FORMATS, Request, make_map, map_bytes, preview_png
from territory.messages import Words
from territory.views import state
from territory.views.map_beside import read_beside
from territory.views.opened import Opened
from territory.views.shell import escaped
from territory.views.state import State

# The one picture a session keeps: what it is of, then what was made.
MADE = "made map"
BYTES_IN_MB = 1_000_000


@dataclass(frozen=True)
class _Made:
    """A picture ready to be taken."""

    content: bytes
    preview: str


def draw_image_panel(opened: Opened, wanted: State, layer: Layer, words: Words) -> None:
    """Draw the choice of a format, the button that makes the picture, then that which gives it.

    Parameters
    ----------
    opened : Opened
        The data in use.
    wanted : State
        What is looked at: its territory, its method and its unit.
    layer : Layer
        What the map shows.
    words : Words
        Of the reader's language.
    """
    name = st.radio(
        words.text("paper.button.format"),
        list(MAP_FORMATS),
        format_func=lambda one: words.text(f"paper.button.format_name.{one}"),
        key="map format",
        horizontal=True,
    )
    is_grey = st.checkbox(words.text("paper.button.grey"), key="map grey")
    place, shown = st.empty(), st.empty()
    chosen = MAP_FORMATS[name or next(iter(MAP_FORMATS))]
    if layer.as_of is not None:
        st.caption(escaped(words.text("since.map.image_today")))
        layer = layer.at(None)
    request = Request(
        wanted.territory,
        layer,
        wanted.method,
        is_grey=is_grey,
        unit=wanted.unit,
        beside=read_beside(opened),
    )
    asked = (repr(request), chosen.name, str(words), opened.fingerprint)
    kept, made = st.session_state.get(MADE, (None, None))
    if kept != asked:
        st.session_state.pop(MADE, None)
        if not place.button(words.text("paper.button.make"), key="make map", type="primary"):
            return
        try:
            with shown, st.spinner(words.text("paper.button.making")):
                made = _make(opened, request, chosen.name, words)
        except TerritoryError as error:
            shown.error(escaped(error.say(words)))
            return
        st.session_state[MADE] = (asked, made)
    variant = words.text("paper.button.grey_variant") if is_grey else ""
    size = words.number(len(made.content) / BYTES_IN_MB, digits=1)
    place.download_button(
        words.text("paper.button.download", size=size),
        made.content,
        file_name=words.text(
            "paper.button.file_name",
            territory=wanted.territory.key.replace(":", "-").replace(",", "-")[:60],
            layer=layer.name,
            variant=variant,
            fingerprint=opened.edition,
            suffix=chosen.suffix,
        ),
        mime=chosen.media_type,
        key="download map",
        on_click="ignore",
        type="primary",
    )
    shown.html(made.preview)


def _make(opened: Opened, request: Request, format_name: str, words: Words) -> _Made:
    """Make a picture and its preview, as small as the panel."""
    link = state.link(opened, words)
    address = f"{str(st.context.url or '').partition('?')[0]}{link}"
    drawn = make_map(opened.atlas, request, opened.data_in_use, words, link=address)
    content = map_bytes(drawn, format_name)
    small = preview_png(drawn)
    shown = parts.render(
        "maps/paper/preview.html",
        picture=base64.b64encode(small).decode(),
        alt=words.text("paper.button.preview", alt=drawn.alt),
    )
    return _Made(content, shown)
