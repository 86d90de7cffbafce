"""Preset, criteria, order and page of the list, kept in the address.

``?preset=no-saturday`` or ``?where=min-minutes=15``, then ``&sort=-low_rank``: criteria of one's own stand
in the place of a preset's.
"""

from __future__ import annotations

from dataclasses import dataclass

import pandas as pd
import streamlit as st

from territory.errors import TerritoryError
from territory.lists.criteria import CRITERIA, Criteria, read_criteria
from territory.lists.order import Order, read_order
from territory.lists.presets import ALL, FIRST, PRESETS, Preset, find_preset, preset_of
from territory.robustness import ROBUST_PROBABILITY
from territory.views import state

PRESET = "preset"
WHERE = "where"
PAGE = "page"
CHOSEN = "chosen"
SELECTION_KEY = "list selection"
SORT = "sort"
# What names a list in its link.
ADDRESS = (PRESET, WHERE, SORT, CHOSEN)
# A page of more digits is none, and Python refuses to read a number of thousands of them.
MOST_DIGITS = 9
# What is asked in the page; an address may hold any other criterion of the command.
ASKED = (
    "min-people",
    "min-minutes",
    "min-saturday-minutes",
    "max-hours",
    "min-network-score",
    "min-score",
)
# What is asked of the context, folded: it chooses communes and puts none before another.
ASKED_OF_CONTEXT = (
    "min-without-car",
    "min-retired",
    "min-aged-alone",
    "min-youth",
    "min-rsa",
    "min-qpv",
    "min-frr-class",
)
_WITH_WIDGET = (*ASKED, *ASKED_OF_CONTEXT)
ROBUST = "min-probability"
# What a slider holds where its criterion has no threshold.
NO_LIMIT = ""


@dataclass(frozen=True)
class Choice:
    """Which communes a list holds, and how they are put in order.

    Parameters
    ----------
    preset : Preset
        The one chosen, or whose criteria these are; that of all communes for any others.
    criteria : Criteria
        Those of the address, else the preset's.
    order : Order
        That of the address, else the preset's.
    problems : tuple of TerritoryError
        What the address asks for that is none: to be said.
    """

    preset: Preset
    criteria: Criteria
    order: Order
    problems: tuple[TerritoryError, ...] = ()


def widget_key(name: str) -> str:
    """Return the key of a criterion's widget."""
    return f"criterion-{name}"


def read_choice() -> Choice:
    """Return what the address asks for; the first preset if it asks for nothing."""
    problems: list[TerritoryError] = []
    if state.asked(WHERE):
        criteria, problems = _read_where()
        preset = preset_of(criteria)
    else:
        preset = PRESETS[FIRST]
        try:
            preset = find_preset(state.asked(PRESET) or FIRST)
        except TerritoryError as error:
            problems.append(error)
        criteria = preset.criteria
    order = preset.order
    if state.asked(SORT):
        try:
            order = read_order(state.asked(SORT))
        except TerritoryError as error:
            problems.append(error)
    return Choice(preset, criteria, order, tuple(problems))


def _read_where() -> tuple[Criteria, list[TerritoryError]]:
    thresholds: dict[str, object] = {}
    problems: list[TerritoryError] = []
    for one in filter(None, state.asked(WHERE).split(",")):
        name, _, value = one.partition("=")
        try:
            read_criteria({name.strip(): value})
        except TerritoryError as error:
            problems.append(error)
        else:
            thresholds[name.strip()] = value
    return read_criteria(thresholds), problems


def write_preset(name: str) -> None:
    """Write a preset into the address: its criteria and its order, from the first row."""
    state.ask(**{PRESET: "" if name == FIRST else name, WHERE: "", SORT: "", PAGE: ""})


def set_widgets(criteria: Criteria) -> None:
    """Set the widgets of criteria from the address, before they are drawn."""
    for name in _WITH_WIDGET:
        st.session_state[widget_key(name)] = criteria.thresholds.get(name, NO_LIMIT)
    st.session_state[widget_key("robust")] = ROBUST in criteria.thresholds


def write_where() -> None:
    """Write what the widgets hold into the address; criteria without a widget, and the order, stay."""
    choice = read_choice()
    thresholds = {
        name: value for name, value in choice.criteria.options().items() if name not in _WITH_WIDGET
    }
    for name in _WITH_WIDGET:
        value = st.session_state[widget_key(name)]
        if value != NO_LIMIT:
            thresholds[name] = f"{float(value)!r}".removesuffix(".0")
    if not st.session_state[widget_key("robust")]:
        thresholds.pop(ROBUST, None)
    else:
        thresholds.setdefault(ROBUST, str(ROBUST_PROBABILITY))
    said = ",".join(f"{name}={thresholds[name]}" for name in CRITERIA if name in thresholds)
    order = preset_of(read_criteria(thresholds)).order
    sort = "" if choice.order == order else choice.order.words
    state.ask(**{PRESET: "" if said else ALL, WHERE: said, SORT: sort, PAGE: ""})


def write_sort(order: Order) -> None:
    """Write an order into the address; the list is then shown from its first row."""
    is_own = order != read_choice().preset.order
    state.ask(**{SORT: order.words if is_own else "", PAGE: "1"})


def read_chosen(communes: pd.Index, commune: str) -> list[str]:
    """Return the communes chosen in the list: those of the address, else the one looked at.

    Codes of no commune are left out.
    """
    codes = [one for one in state.asked(CHOSEN).split(",") if one in communes]
    return list(dict.fromkeys(codes)) or ([commune] if commune else [])


def write_selection(codes: list[str]) -> None:
    """Write the communes chosen into the address: one is looked at, several are a choice."""
    is_one = len(codes) == 1
    state.ask(
        **{state.COMMUNE: codes[0] if is_one else "", CHOSEN: "" if is_one else ",".join(codes)}
    )


def write_chosen(codes: list[str]) -> None:
    """Write a choice made elsewhere than in the table, which then shows it anew."""
    write_selection(codes)
    st.session_state[SELECTION_KEY] = st.session_state.get(SELECTION_KEY, 0) + 1


def selection_key() -> str:
    """Return what changes when the table must forget what was ticked in it."""
    return str(st.session_state.get(SELECTION_KEY, 0))


def read_page(pages_count: int, default: int) -> int:
    """Return the page the address asks for, from 1; the default one if it asks for none there is."""
    asked = state.asked(PAGE)
    return (
        int(asked)
        if asked.isdecimal() and len(asked) <= MOST_DIGITS and 1 <= int(asked) <= pages_count
        else default
    )
