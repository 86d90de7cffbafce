"""The quarter of the map, in the address: a slider beside the layer of minutes, and what it shows said."""

from __future__ import annotations

import streamlit as st

from territory.errors import UnknownNameError
from territory.history import told
from territory.history.curve import Curve, curve_of
from territory.history.moments import Moment, find_moment, moments_in
from territory.maps.layers import SINCE_LAYER, Layer, find_layer
from territory.maps.legend import layer_name
from territory.messages import Words
from territory.tables.applied import measured_alike
from territory.territories import Territory
from territory.views import state
from territory.views.opened import Opened
from territory.views.shell import escaped

QUARTER = "quarter"
_CHOSEN = "chosen quarter"


def read_quarter(opened: Opened, layer: Layer, words: Words) -> Moment | None:
    """Return the past moment the address asks for; None for today, after saying why if it cannot be."""
    asked = state.asked(QUARTER)
    if not asked:
        return None
    if layer.name != SINCE_LAYER:
        known = layer_name(find_layer(SINCE_LAYER), words)
        st.info(escaped(words.text("since.map.other_layer", layer=known)))
        return None
    try:
        found = find_moment(_moments(opened), asked)
    except UnknownNameError as error:
        st.warning(escaped(error.say(words)))
        return None
    return None if found.is_list else found


def layer_at(layer: Layer, moment: Moment | None) -> Layer:
    """Return the layer as it was at a moment; as it is for None."""
    return layer.at(moment.day if moment else None)


def draw_quarter(
    opened: Opened, territory: Territory, layer: Layer, moment: Moment | None, words: Words
) -> None:
    """Draw the slider and what it shows; nothing beside a layer that is known of today alone."""
    if layer.name != SINCE_LAYER:
        return
    moments = {one.name: one for one in _moments(opened)}
    last = next(reversed(moments))
    st.session_state[_CHOSEN] = moment.name if moment else last
    with st.container(key="quarter", gap=None):
        st.select_slider(
            words.text("since.map.slider"),
            list(moments),
            format_func=lambda name: told.moment_text(moments[name], words),
            key=_CHOSEN,
            on_change=_write,
            args=(last,),
        )
        if moment is None:
            st.caption(escaped(words.text("since.map.today")))
            return
        curve = _curve(opened, territory)
        for line in told.moment_lines(curve, moment, words):
            st.markdown(escaped(line))
        st.caption(escaped(" ".join(_limits(opened, curve, moment, words))))


def _curve(opened: Opened, territory: Territory) -> Curve:
    """Return the curve of a territory, made at its first quarter."""
    limits = (told.TARGET_MINUTES,)
    found: Curve = opened.told.get(
        ("since", territory),
        lambda: curve_of(opened.country, territory, opened.data_in_use, limits=limits),
    )
    return found


def _limits(opened: Opened, curve: Curve, moment: Moment, words: Words) -> list[str]:
    """Return what the map shows and what it cannot see."""
    said = [words.text("since.map.caption", day=words.day(moment.day))]
    said += [*told.limits_lines(words), *told.date_lines(curve, words)]
    today = (opened.today or opened).tables
    if measured_alike(today) is not today:
        said.append(words.text("since.official"))
    if opened.today is not None:
        said.append(words.text("since.scenario"))
    return said


def _moments(opened: Opened) -> tuple[Moment, ...]:
    today = opened.today or opened
    found: tuple[Moment, ...] = opened.told.get(
        "moments", lambda: moments_in(today.tables, opened.data_in_use)
    )
    return found


def _write(last: str) -> None:
    chosen = str(st.session_state[_CHOSEN])
    state.ask(**{QUARTER: "" if chosen == last else chosen})
