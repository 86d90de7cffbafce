"""The unit of the map (communes, EPCI, départements), in the address; what a click on it does."""

from __future__ import annotations

from dataclasses import replace

import streamlit as st

from territory.maps import units
from territory.maps.atlas import MAINLAND
from territory.maps.layers import Layer
from territory.maps.legend import layer_name
from territory.messages import Words
from territory.territories import WHOLE, Territory
from territory.views import state
from territory.views.opened import Opened
from territory.views.shell import escaped
from territory.views.state import UNIT, State


def with_unit(opened: Opened, wanted: State, layer: Layer) -> State:
    """Return what is looked at with the unit of its map: that of the address where it can be.

    The unit of the address stays there when a territory is not shown by it, for the next one that is.
    """
    asked = state.asked(UNIT)
    offered = units.offered_units(opened.tables, wanted.territory)
    chosen = asked if asked in offered else units.default_unit(opened.tables, wanted.territory)
    return replace(wanted, unit=chosen if units.has_layer(chosen, layer) else units.COMMUNE)


def say_unit(layer: Layer, words: Words) -> None:
    """Say that the unit the address asks for does not exist, or not for the layer."""
    asked = state.asked(UNIT)
    if asked and asked not in units.UNITS:
        known = ", ".join(units.UNITS)
        st.warning(escaped(words.text("map_unit.unknown", asked=asked, known=known)))
    elif not units.has_layer(asked or units.EPCI, layer):
        name = layer_name(layer, words)
        st.info(escaped(words.text("map_unit.only_communes", layer=name)))


def draw_unit_choice(opened: Opened, wanted: State, words: Words) -> None:
    """Draw the choice of the unit; nothing for a territory that is shown by its communes alone."""
    offered = units.offered_units(opened.tables, wanted.territory)
    if len(offered) < 2:
        return
    st.session_state["chosen unit"] = wanted.unit
    st.segmented_control(
        words.text("map_unit.choose"),
        offered,
        format_func=lambda unit: words.text(f"map_unit.name.{unit}"),
        key="chosen unit",
        on_change=_write_unit,
        args=(units.default_unit(opened.tables, wanted.territory),),
        required=True,
        label_visibility="collapsed",
        width="content",
    )


def _write_unit(default: str) -> None:
    chosen = str(st.session_state["chosen unit"])
    state.ask(**{UNIT: "" if chosen == default else chosen})


def unit_remarks(opened: Opened, wanted: State, words: Words) -> list[str]:
    """Return what a map by EPCI or département shows beyond its territory, and what a click does."""
    if wanted.unit == units.COMMUNE:
        return []
    shown = ("remarks", wanted.territory, wanted.unit, words)
    said = opened.told.get(
        shown, lambda: units.remarks(opened.tables, wanted.territory, wanted.unit, words)
    )
    return [" ".join([*said, words.text(f"map_unit.click.{wanted.unit}")])]


def open_unit(opened: Opened, wanted: State, commune: str) -> bool:
    """Open the territory that a click on a commune means; tell whether there is one.

    Its EPCI or its département, where these are the units of the map; its région, for one overseas
    on the map of France: an inset is of a région.
    """
    communes = opened.tables.communes
    is_overseas = communes.at[commune, "zone"] != MAINLAND
    if wanted.territory == WHOLE and is_overseas:
        region = str(communes.at[commune, "region_code"])
        state.open_territory(opened, Territory("region", region))
        return True
    if wanted.unit == units.COMMUNE:
        return False
    code = communes.at[commune, f"{wanted.unit}_code"]
    if not isinstance(code, str):
        return False
    state.open_territory(opened, Territory(wanted.unit, code))
    return True
