"""The rows of the list: their order, their pages, and what is chosen in them."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Any

import pandas as pd
import streamlit as st

from territory.lists import Underserved
from territory.lists.order import ORDER_COLUMNS, Order, first_order
from territory.lists.sentences import order_in_words
from territory.lists.short_reasons import COLUMN as REASON
from territory.lists.short_reasons import add_short_reasons
from territory.messages import Words
from territory.scores.certainty import CERTAINTY_COLUMN
from territory.scores.ranking import NAMES_IN_WORDS
from territory.views import list_state, state
from territory.views.shell import escaped

# Columns of minutes that are an estimate.
OF_ESTIMATE = ("within_20_minutes_probability_share", CERTAINTY_COLUMN)
COLUMNS = (
    "commune_name",
    "departement_name",
    REASON,
    "illectronism_people",
    "nearest_counter_minutes",
    "exposure_score",
    "weighed_people",
    "exposure_rank",
    "national_rank",
    "reachable_hours_per_1k",
    *OF_ESTIMATE,
    "worst_decile_probability_share",
    "low_rank",
    "high_rank",
    "known_share",
    "commune_code",
    "epci_name",
)
# Rows shown at a time: their reasons are written when they are looked at.
PAGE_ROWS = 200
HEIGHT_PX = 596
# One line of text: a reason is cut to what it holds.
ROW_PX = 35
HEAD_PX = 38
WIDTHS_PX = {"commune_name": 150, "departement_name": 120, REASON: 330}
TABLE_KEY = "listed"
ORDER_KEY = "order column"
ORDER_WIDTH_PX = 280


def draw_order(made: Underserved, words: Words) -> None:
    """Draw the choice of the order, and say what it is of."""
    order, columns = made.request.order, _columns(made.rows)
    with st.container(horizontal=True, vertical_alignment="bottom", key="order"):
        st.session_state[ORDER_KEY] = order.column
        st.selectbox(
            words.text("list.order.label"),
            [name for name in columns if name in ORDER_COLUMNS or name == order.column],
            format_func=lambda name: words.text(f"columns.{name}.short"),
            key=ORDER_KEY,
            on_change=_choose_order,
            width=ORDER_WIDTH_PX,
        )
        st.button(
            words.text("list.order.reverse"),
            key="order reverse",
            on_click=list_state.write_sort,
            args=(order.reversed,),
        )
        st.caption(escaped(order_in_words(order, words)), width="stretch")


def draw_rows(made: Underserved, chosen: list[str], words: Words) -> None:
    """Draw a page of the rows."""
    rows = made.rows
    pages_count = -(-len(rows) // PAGE_ROWS)
    first_chosen = next((code for code in chosen if code in rows.index), "")
    place = rows.index.tolist().index(first_chosen) if first_chosen else 0
    page = list_state.read_page(pages_count, place // PAGE_ROWS + 1)
    first = (page - 1) * PAGE_ROWS
    part = rows.iloc[first : first + PAGE_ROWS]
    if pages_count > 1:
        said = words.text(
            "list.page.shown",
            first=words.number(first + 1),
            last=words.number(first + len(part)),
            count=words.number(len(rows)),
        )
        _draw_pages(page, pages_count, said, words)
    columns = _columns(rows)
    shown = add_short_reasons(part, words).reset_index()
    said_of = NAMES_IN_WORDS[CERTAINTY_COLUMN]
    shown[CERTAINTY_COLUMN] = shown[CERTAINTY_COLUMN].map(
        lambda name: words.text(f"{said_of}.{name}"), na_action="ignore"
    )
    shown = shown[columns]
    formats: dict[str, Callable[[Any], str]] = {
        str(name): partial(words.figure, str(name)) for name in shown.select_dtypes("number")
    }
    codes = shown["commune_code"].tolist()
    # A table of other rows is another table: its selection must not be that of the last one.
    order = made.request.order
    key = " ".join((TABLE_KEY, made.request.command("", ""), str(page), list_state.selection_key()))
    st.dataframe(
        shown.style.format(formats),  # type: ignore[arg-type]
        height=min(HEIGHT_PX, HEAD_PX + ROW_PX * len(shown)),
        row_height=ROW_PX,
        hide_index=True,
        column_config={
            name: st.column_config.Column(
                words.text(f"columns.{name}.short"),
                help=words.text(f"columns.{name}.meaning"),
                width=WIDTHS_PX.get(name),
                pinned=name == "commune_name",
            )
            for name in columns
        },
        placeholder=words.missing,
        alt=words.text("list.alt", communes=words.communes(len(shown))),
        key=key,
        on_select=partial(_take_selection, key, codes, chosen, order),
        # A heading clicked puts all the rows in order, not only those that are here.
        selection_mode=("multi-row", "single-column"),
        selection_default=_selected(codes, chosen),
    )
    said = words.text("list.order.said")
    if pages_count > 1:
        said = f"{said} {words.text('list.order.menus')}"
    st.caption(escaped(said))


def _columns(rows: pd.DataFrame) -> list[str]:
    """Return the columns shown: those that would say the same on each row, or twice, are left out."""
    without: set[str] = set()
    if rows[CERTAINTY_COLUMN].isna().all():
        without |= set(OF_ESTIMATE)
    if rows["departement_code"].nunique() < 2:
        without.add("departement_name")
    if rows["exposure_rank"].equals(rows["national_rank"]):
        without.add("national_rank")
    return [name for name in COLUMNS if name not in without]


def _selected(codes: list[str], chosen: list[str]) -> Any:
    rows = [place for place, code in enumerate(codes) if code in set(chosen)]
    return {"selection": {"rows": rows, "columns": [], "cells": []}}


def _take_selection(key: str, codes: list[str], chosen: list[str], order: Order) -> None:
    """Take what was chosen on this page; what was chosen on the others stays."""
    selection = st.session_state[key]["selection"]
    rows, columns = selection["rows"], selection["columns"]
    if columns:
        _order_by(str(columns[0]), order)
    else:
        elsewhere = [code for code in chosen if code not in set(codes)]
        list_state.write_selection([*elsewhere, *(codes[row] for row in sorted(rows))])


def _order_by(column: str, order: Order) -> None:
    """Put the list in order by a column; the one it is in order by already, the other way round."""
    if column in ORDER_COLUMNS:
        list_state.write_sort(order.reversed if column == order.column else first_order(column))


def _choose_order() -> None:
    list_state.write_sort(first_order(str(st.session_state[ORDER_KEY])))


def _draw_pages(page: int, pages_count: int, said: str, words: Words) -> None:
    with st.container(horizontal=True, vertical_alignment="center", key="pages"):
        for name, to in (("previous", page - 1), ("next", page + 1)):
            st.button(
                words.text(f"list.page.{name}"),
                key=f"page {name}",
                disabled=not 1 <= to <= pages_count,
                on_click=state.ask,
                kwargs={list_state.PAGE: str(to)},
            )
        st.caption(escaped(said), width="content")
