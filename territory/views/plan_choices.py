"""The choices of a plan: each is set from the address and writes into it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any, TypeVar

import streamlit as st

from territory.messages import Words
from territory.views.plan_state import COUNT, MINUTES, MOST_COUNT, WITHIN, Asked, widget_key, write

Choice = TypeVar("Choice")


def choose_one(
    name: str,
    options: Sequence[Choice],
    value: Choice,
    told: Callable[[Any], str],
    label: str,
    *,
    is_disabled: bool = False,
) -> None:
    """Draw a select box of the address."""
    st.session_state[widget_key(name)] = value
    st.selectbox(
        label,
        options,
        format_func=told,
        key=widget_key(name),
        on_change=write,
        args=(name,),
        disabled=is_disabled,
    )


def choose_number(name: str, least: int, most: int, value: int, label: str) -> None:
    """Draw a slider of the address."""
    st.session_state[widget_key(name)] = value
    st.slider(label, least, most, key=widget_key(name), on_change=write, args=(name,))


def choose_count(asked: Asked, label: str) -> None:
    """Draw the choice of how many places."""
    choose_number(COUNT, 1, MOST_COUNT, asked.count, label)


def choose_within(
    asked: Asked, words: Words, *, label: str = "plan.page.within", is_disabled: bool = False
) -> None:
    """Draw the choice of the limit."""
    choose_minutes(
        WITHIN, MINUTES, asked.within_minutes, words.text(label), words, is_disabled=is_disabled
    )


def choose_minutes(
    name: str,
    options: Sequence[float],
    value: float,
    label: str,
    words: Words,
    *,
    is_disabled: bool = False,
) -> None:
    """Draw a select box of minutes."""

    def told(minutes: float) -> str:
        return words.text("map.unit.minutes", value=words.number(minutes))

    choose_one(name, options, value, told, label, is_disabled=is_disabled)
