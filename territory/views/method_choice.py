"""The choice of weights and aggregation, on every page that has scores."""

from __future__ import annotations

import streamlit as st

from territory.errors import TerritoryError
from territory.indicators import DIMENSIONS
from territory.messages import Words
from territory.scores import (
    AGGREGATIONS,
    DEFAULT_METHOD,
    MOST_WEIGHT,
    PROFILES,
    WEIGHT_STEP,
    Method,
    find_profile,
    read_weights,
    shares_of,
    slider_weights,
    weigh,
)
from territory.views import state
from territory.views.shell import escaped


def choose_method(method: Method, words: Words, key: str) -> None:
    """Draw the choice of weights and aggregation; each choice is written into the address.

    Parameters
    ----------
    method : Method
        The method in use.
    words : Words
        Of the reader's language.
    key : str
        What begins the keys of the widgets.
    """
    named = method.options().get("profile", DEFAULT_METHOD.profile.name)
    st.session_state[f"{key} profile"] = named
    st.selectbox(
        words.text("method.profile"),
        list(PROFILES),
        format_func=lambda one: words.text(f"method.profile_name.{one}"),
        key=f"{key} profile",
        on_change=_write_method,
        args=(key, "profile"),
    )
    set_to, shares = slider_weights(method.profile), shares_of(method.profile)
    for name in DIMENSIONS:
        st.session_state[f"{key} {name}"] = set_to[name]
        st.slider(
            words.text("method.weight", dimension=words.text(f"method.dimension.{name}")),
            0,
            MOST_WEIGHT,
            step=WEIGHT_STEP,
            key=f"{key} {name}",
            on_change=_write_method,
            args=(key, "weights"),
        )
        st.caption(words.text("method.share", share=words.percent(shares[name])))
    if st.session_state.pop(f"{key} all zero", False):
        st.warning(escaped(TerritoryError("weights_all_zero").say(words)))
    st.session_state[f"{key} aggregation"] = method.aggregation
    st.selectbox(
        words.text("method.aggregation"),
        list(AGGREGATIONS),
        format_func=lambda one: words.text(f"method.aggregation_name.{one}"),
        key=f"{key} aggregation",
        on_change=_write_method,
        args=(key, "aggregation"),
    )


def _write_method(key: str, changed: str) -> None:
    """Write the method chosen into the address; a profile chosen forgets weights of one's own."""
    profile = str(st.session_state[f"{key} profile"])
    aggregation = str(st.session_state[f"{key} aggregation"])
    weights = {name: float(st.session_state[f"{key} {name}"]) for name in DIMENSIONS}
    base = find_profile(profile)
    own = base
    if changed == "weights":
        if not any(weights.values()):  # the last weights stay, and it is said
            st.session_state[f"{key} all zero"] = True
            return
        own = weigh(weights, base)
    elif changed == "aggregation" and state.asked("weights"):
        own = read_weights(state.asked("weights"), base)
    state.ask_method(Method(own, aggregation))
