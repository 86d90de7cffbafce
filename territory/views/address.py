"""Keep a choice in the page's address, so that a link shows what was looked at.

Streamlit's own binding writes the words shown (``?lang=English``), which change with the
language; an address holds codes (``?departement=48&lang=en``).
"""

from __future__ import annotations

from collections.abc import Collection

import streamlit as st


def read_choice(key: str, known: Collection[str], default: str) -> str | None:
    """Set a widget's value from the address, before the widget is drawn.

    Parameters
    ----------
    key : str
        Key of the widget, and name of the parameter.
    known : collection of str
        What can be chosen.
    default : str
        What is chosen when the address says nothing.

    Returns
    -------
    str or None
        What the address asks for and is not known.
    """
    asked = st.query_params.get(key)
    if asked in known and asked != st.session_state.get(_written(key)):
        st.session_state[key] = asked  # a new link, not the trace of the last choice
    elif st.session_state.get(key) not in known:
        st.session_state[key] = default
    return asked if asked is not None and asked not in known else None


def write_choice(key: str) -> str:
    """Write a widget's value into the address, after the widget is drawn, and return it."""
    chosen = str(st.session_state[key])
    if st.query_params.get(key) != chosen:
        st.query_params[key] = chosen
    st.session_state[_written(key)] = chosen
    return chosen


def _written(key: str) -> str:
    return f"{key} in the address"
