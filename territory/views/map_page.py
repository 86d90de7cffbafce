"""The page of the map: the map first, its legend over it, what is told of it beside."""

from __future__ import annotations

from dataclasses import replace

import streamlit as st
from streamlit_folium import st_folium

from territory.look import parts
from territory.maps import leaflet as maps
from territory.maps.layers import Layer
from territory.maps.legend import layer_heading
from territory.messages import Words
from territory.territories import WHOLE
from territory.views import state
from territory.views.citing import whole_address
from territory.views.first_visit import draw_first_visit
from territory.views.leaflet_files import serve_leaflet
from territory.views.map_beside import read_beside
from territory.views.map_controls import BASEMAP, draw_choices, read_layer
from territory.views.map_legend import draw_legend, read_focus
from territory.views.map_quarter import draw_quarter, layer_at, read_quarter
from territory.views.map_side import draw_sheet, draw_summary, tell_summary
from territory.views.map_twin import draw_twin
from territory.views.map_unit import open_unit, say_unit, unit_remarks, with_unit
from territory.views.opened import Opened, open_all
from territory.views.printing import let_map_print
from territory.views.shelf import serve_shelf
from territory.views.shell import escaped, is_embedded, page_words
from territory.views.state import State

MAP_KEY = "the map"
# What the legend lies over, at the left. France leaves most of it to the Atlantic.
LEGEND_PX = 262
LEGEND_BESIDE_FRANCE_PX = 106


def draw_map_page(opened: Opened, words: Words) -> None:
    """Draw the page for what the address asks for.

    What takes the browser longest is sent first: the sheet that was clicked for, then the map. The
    places on the page are kept before.
    """
    if is_embedded():
        _draw_embedded(opened, words)
        return
    wanted = state.read_state(opened)
    heading, choices = st.empty(), st.container(key="map-controls", gap=None)
    with st.container(key="atlas"):
        stage, side = st.container(key="stage", gap=None), st.container(key="side")
    with side:
        layer = read_layer(opened, words)
        wanted = _take_click(opened, with_unit(opened, wanted, layer), layer)
        state.say_problems(wanted, words)
        say_unit(layer, words)
        moment = read_quarter(opened, layer, words)
        layer = layer_at(layer, moment)
        draw_quarter(opened, wanted.territory, layer, moment, words)
        kept = read_focus(layer, words)
        if not wanted.commune:
            draw_first_visit(words)
    rows = opened.atlas.told_rows(wanted.territory, layer, wanted.method, wanted.unit)
    title = _title(opened, wanted, layer, words)
    heading.title(title, anchor=False)
    summary = tell_summary(opened, wanted, layer, rows, words)
    if wanted.commune:
        with side:
            draw_sheet(opened, wanted, words)
    with stage:
        _draw_map(_view(opened, wanted, layer.keeping(kept), summary, words), words)
    with choices:
        draw_choices(opened, wanted, layer, title, words)
    with stage:
        draw_legend(opened, wanted, layer.keeping(kept), rows, words)
    if not wanted.commune:
        with side:
            draw_summary(opened, wanted, layer, rows, summary, words)
    _draw_notes(opened, wanted, words)
    draw_twin(opened, wanted, rows, words)
    let_map_print()


def _draw_embedded(opened: Opened, words: Words) -> None:
    """Draw the map inside another site: itself, its legend, one line that cites it and leads to it."""
    wanted = state.read_state(opened)
    layer = read_layer(opened, words)
    layer, wanted = layer.keeping(read_focus(layer, words)), with_unit(opened, wanted, layer)
    layer = layer_at(layer, read_quarter(opened, layer, words))
    rows = opened.atlas.told_rows(wanted.territory, layer, wanted.method, wanted.unit)
    with st.container(key="embedded", gap=None):
        with st.container(key="stage", gap=None):
            summary = tell_summary(opened, wanted, layer, rows, words)
            _draw_map(_view(opened, wanted, layer, summary, words), words)
            draw_legend(opened, wanted, layer, rows, words)
        cited = words.text(
            "map.embedded",
            fingerprint=opened.data_in_use.fingerprint,
            built=words.day(opened.data_in_use.built_at.date()),
        )
        title = _title(opened, wanted, layer, words)
        address = whole_address(opened, words)
        st.html(parts.render("views/embedded.html", title=title, address=address, cited=cited))


def _take_click(opened: Opened, wanted: State, layer: Layer) -> State:
    """Select the commune clicked on the map since the last run, or open the unit it is in."""
    clicked = (st.session_state.get(MAP_KEY) or {}).get("last_clicked")
    if clicked and clicked != st.session_state.get("taken click"):
        st.session_state["taken click"] = clicked
        found = opened.atlas.commune_at(clicked["lat"], clicked["lng"])
        if found:
            if not open_unit(opened, wanted, found):
                state.ask(commune=found)
            return with_unit(opened, state.read_state(opened), layer)
    return wanted


def _title(opened: Opened, wanted: State, layer: Layer, words: Words) -> str:
    name = state.territory_title(opened, wanted.territory, words)
    title = words.text("map.heading", territory=name, map=layer_heading(layer, words))
    if layer.as_of is None:
        return title
    return words.text("since.map.heading", title=title, day=words.day(layer.as_of))


def _view(
    opened: Opened, wanted: State, layer: Layer, summary: str, words: Words
) -> maps.MapView | None:
    title = _title(opened, wanted, layer, words)
    view = opened.atlas.view(
        wanted.territory,
        layer,
        wanted.method,
        unit=wanted.unit,
        commune=wanted.commune,
        has_basemap=bool(state.asked(BASEMAP)),
        beside=read_beside(opened),
        label=f"{title}. {summary}",
        words=words,
    )
    if view is None:
        return None
    return replace(
        view,
        title=words.text("map.frame", title=title),
        beside_px=LEGEND_BESIDE_FRANCE_PX if wanted.territory == WHOLE else LEGEND_PX,
        is_at_top=wanted.territory == WHOLE,
    )


def _draw_map(view: maps.MapView | None, words: Words) -> None:
    if view is None:
        return
    serve_shelf()
    # The height is the page's style sheet's: as high as the window allows.
    st_folium(
        maps.draw_map(serve_leaflet()),
        key=MAP_KEY,
        height=maps.HEIGHT_PX,
        use_container_width=True,
        feature_group_to_add=maps.show_view(view, words),
        returned_objects=["last_clicked"],
    )


def _draw_notes(opened: Opened, wanted: State, words: Words) -> None:
    """Say under the map whose minutes these are, which communes have no shape, what a click does."""
    engine = opened.tables.engine.cite(words)
    said = [words.text("map.engine.used", citation=engine)]
    if count := opened.atlas.undrawable_count(wanted.territory):
        said.append(words.text("map.no_shape", communes=words.communes(count)))
    said += unit_remarks(opened, wanted, words)
    st.caption("\n\n".join(escaped(one) for one in said))


if __name__ == "__main__":
    draw_map_page(open_all(), page_words())
