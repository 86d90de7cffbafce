"""Criteria, order and page of the list, kept in the address: ``?where=min-minutes=15&sort=-low_rank``."""

from __future__ import annotations

import streamlit as st

from territory.errors import TerritoryError
from territory.lists.criteria import CRITERIA, Criteria, read_criteria
from territory.lists.order import Order, read_order
from territory.robustness import ROBUST_PROBABILITY
from territory.views import state

WHERE = "where"
PAGE = "page"
SORT = "sort"
# A page of more digits is none, and Python refuses to read a number of thousands of them.
MOST_DIGITS = 9
# What is asked in the page; an address may hold any other criterion of the command.
ASKED = ("min-people", "min-minutes", "min-saturday-minutes", "max-hours", "min-score")
ROBUST = "min-probability"


def widget_key(name: str) -> str:
    """Return the key of a criterion's widget."""
    return f"criterion-{name}"


def read_where() -> tuple[Criteria, list[TerritoryError]]:
    """Return the criteria of the address, and what in it is none."""
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


def set_widgets(criteria: Criteria) -> None:
    """Set the widgets of criteria from the address, before they are drawn."""
    for name in ASKED:
        st.session_state[widget_key(name)] = criteria.thresholds.get(name)
    st.session_state[widget_key("robust")] = ROBUST in criteria.thresholds


def write_where() -> None:
    """Write what the widgets hold into the address; criteria without a widget stay."""
    kept, _ = read_where()
    thresholds = {name: value for name, value in kept.options().items() if name not in ASKED}
    for name in ASKED:
        value = st.session_state[widget_key(name)]
        if value is not None:
            thresholds[name] = f"{float(value)!r}".removesuffix(".0")
    if not st.session_state[widget_key("robust")]:
        thresholds.pop(ROBUST, None)
    else:
        thresholds.setdefault(ROBUST, str(ROBUST_PROBABILITY))
    said = ",".join(f"{name}={thresholds[name]}" for name in CRITERIA if name in thresholds)
    state.ask(**{WHERE: said, PAGE: ""})


def read_sort() -> tuple[Order, list[TerritoryError]]:
    """Return the order the address asks for, by rank if it asks for none, and what in it is none."""
    try:
        return read_order(state.asked(SORT)), []
    except TerritoryError as error:
        return Order(), [error]


def write_sort(order: Order) -> None:
    """Write an order into the address; the list is then shown from its first row."""
    state.ask(**{SORT: "" if order == Order() else order.words, PAGE: "1"})


def read_page(pages_count: int, default: int) -> int:
    """Return the page the address asks for, from 1; the default one if it asks for none there is."""
    asked = state.asked(PAGE)
    return (
        int(asked)
        if asked.isdecimal() and len(asked) <= MOST_DIGITS and 1 <= int(asked) <= pages_count
        else default
    )
