"""What the map shows: its territory, its layer, its options, one line of controls."""

from __future__ import annotations

import streamlit as st

from territory import context
from territory.errors import UnknownNameError
from territory.indicators import column_in_use, columns_in_use
from territory.look import parts
from territory.maps.layers import DEFAULT_LAYER, GROUPS, LAYERS, Layer, find_layer
from territory.maps.legend import layer_name
from territory.messages import Words
from territory.views import state
from territory.views.map_beside import draw_beside
from territory.views.map_unit import draw_unit_choice
from territory.views.method_choice import choose_method
from territory.views.opened import Opened
from territory.views.shell import escaped
from territory.views.state import State
from territory.views.take_away import draw_take_away
from territory.views.territory_menu import choose_territory

LAYER = "layer"
BASEMAP = "basemap"


def read_layer(opened: Opened, words: Words) -> Layer:
    """Return the layer of the address; a wrong or absent one gives another and a sentence."""
    name = state.asked(LAYER)
    if name not in LAYERS:
        if name:
            st.warning(escaped(UnknownNameError("map", name, LAYERS).say(words)))
        return DEFAULT_LAYER
    layer = find_layer(column_in_use(name, opened.country.indicators.columns))
    if layer.name != name:
        asked, shown = (layer_name(one, words) for one in (find_layer(name), layer))
        st.warning(escaped(words.text("map.layer.instead", asked=asked, shown=shown)))
    return layer


def draw_choices(opened: Opened, wanted: State, shown: Layer, title: str, words: Words) -> None:
    """Draw what is looked at and what colours say: one line; on a phone a sheet that unfolds."""
    st.html(parts.render("views/fold.html", title=words.text("map.choose")))
    with st.container(key="choices", horizontal=True, vertical_alignment="center", gap="small"):
        choose_territory(opened, wanted.territory, words)
        draw_unit_choice(opened, wanted, words)
        _choose_layer(opened, shown, words)
        # Drawn when it is open: a page that is opened has less to draw.
        settings = st.popover(words.text("map.more"), key="settings", on_change="rerun")
        if settings.open:
            with settings:
                _draw_options(opened, wanted, words)
        draw_take_away(opened, wanted, shown, title, words)


def _choose_layer(opened: Opened, shown: Layer, words: Words) -> None:
    st.session_state["chosen layer"] = shown.name
    layers = columns_in_use(LAYERS, opened.country.indicators.columns)
    options = [name for group in GROUPS for name in layers if LAYERS[name].group == group]
    st.selectbox(
        words.text("map.layer.choose"),
        options,
        format_func=lambda name: _layer_words(LAYERS[name], opened, words),
        key="chosen layer",
        on_change=_write_layer,
        placeholder=words.text("map.layer.choose"),
    )


def _layer_words(layer: Layer, opened: Opened, words: Words) -> str:
    group = words.text(f"map.layer.group.{layer.group}")
    said = words.text("map.layer.option", group=group, name=layer_name(layer, words))
    indicators, is_empty = opened.country.indicators, False
    if layer.is_of_agencies:
        is_empty = not opened.tables.public.is_there
    elif layer.group == "context":
        is_empty = context.is_empty(opened.tables.communes, layer.column)
    elif layer.column in indicators:
        is_empty = bool(indicators[layer.column].isna().all())
    return words.text("map.layer.empty", layer=said) if is_empty else said


def _write_layer() -> None:
    name = str(st.session_state["chosen layer"])
    state.ask(layer="" if name == DEFAULT_LAYER.name else name, focus="")


def _draw_options(opened: Opened, wanted: State, words: Words) -> None:
    draw_beside(opened, words)
    st.session_state[f"chosen {BASEMAP}"] = bool(state.asked(BASEMAP))
    st.toggle(
        words.text("map.basemap"),
        key=f"chosen {BASEMAP}",
        on_change=_write_toggle,
        args=(BASEMAP,),
        help=words.text("map.basemap_help"),
    )
    choose_method(wanted.method, words, key="map")


def _write_toggle(key: str) -> None:
    state.ask(**{key: "1" if st.session_state[f"chosen {key}"] else ""})
