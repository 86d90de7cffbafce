"""The page of the list: criteria in plain words, live counts, reasons a row, all the files."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Any

import pandas as pd
import streamlit as st

from territory import paths
from territory.lists import Request, Underserved, make_list, with_reasons
from territory.lists.about import territory_name
from territory.lists.order import ORDER_COLUMNS, Order, first_order
from territory.lists.presets import ALL, PRESETS, Preset
from territory.lists.sentences import counts_sentence, order_in_words, undetermined_sentence
from territory.messages import Words
from territory.method.sentences import method_in_words
from territory.scores.certainty import CERTAINTY_COLUMN
from territory.scores.ranking import NAMES_IN_WORDS
from territory.territories import COMMUNES, Territory
from territory.territories.figures import FRANCE
from territory.views import list_state, state
from territory.views.citing import draw_cite
from territory.views.list_file import draw_download
from territory.views.list_state import Choice
from territory.views.method_choice import choose_method
from territory.views.opened import Opened, open_all
from territory.views.search_box import search_territory
from territory.views.shell import escaped, page_words
from territory.views.state import State

# Columns of minutes that are an estimate.
OF_ESTIMATE = ("within_20_minutes_probability_share", CERTAINTY_COLUMN)
COLUMNS = (
    "weighed_people",
    "exposure_rank",
    "national_rank",
    "commune_name",
    "departement_name",
    "reasons_text",
    "exposure_score",
    "illectronism_people",
    "nearest_counter_minutes",
    *OF_ESTIMATE,
    "bus_stops_text",
    "reachable_hours_per_1k",
    "worst_decile_probability_share",
    "low_rank",
    "high_rank",
    "known_share",
    "commune_code",
    "epci_name",
)
RANKS = ("exposure_rank", "national_rank")
# Rows shown at a time: their reasons are written when they are looked at.
PAGE_ROWS = 200
HEIGHT_PX = 560
ROW_PX = 132
# Columns of sentences, which take several lines.
WIDTHS_PX = {"reasons_text": 640, "bus_stops_text": 220}
TABLE_KEY = "listed"
ORDER_KEY = "order column"
PRESET_KEY = "chosen preset"
ORDER_WIDTH_PX = 280


def draw_list_page(opened: Opened, words: Words) -> None:
    """Draw the list for the territory, the criteria and the weights of the address."""
    wanted = state.read_state(opened)
    choice = list_state.read_choice()
    heading = st.empty()
    _draw_territory(opened, wanted, words)
    _draw_presets(choice.preset, words)
    list_state.set_widgets(choice.criteria)
    _draw_criteria(words)
    with st.popover(words.text("list.weights")):
        choose_method(wanted.method, words, key="list")
    state.say_problems(wanted, words)
    state.say_all(choice.problems, words)
    request = Request(
        *_named(wanted.territory),
        criteria=choice.criteria,
        method=wanted.method,
        engine=opened.engine,
        words=words,
        order=choice.order,
    )
    made = make_list(opened.country, request, has_reasons=False)
    name = territory_name(opened.tables, request)
    title = _title(choice, name, words)
    heading.title(title, anchor=False)
    _tell(made, opened, words)
    _tell_chosen(made, opened, wanted, words)
    if not made.rows.empty:
        _draw_table(made, choice.order, wanted.commune, words)
    draw_download(made, opened, words)
    draw_cite(
        opened,
        words,
        title,
        **{name: state.asked(name) for name in list_state.ADDRESS},
        page="",
    )


def _named(territory: Territory) -> tuple[str, str]:
    """Return the level and code a request takes: a commune is a set of one."""
    if territory.level == FRANCE:
        return "", ""
    return (COMMUNES if territory.level == "commune" else territory.level), territory.code


def _draw_territory(opened: Opened, wanted: State, words: Words) -> None:
    search, whole = st.columns([2, 1], vertical_alignment="bottom")
    with search:
        search_territory(opened, words, key="list search")
    default = state.default_territory(opened)
    if wanted.territory != default:
        with whole:
            st.button(
                escaped(state.territory_title(opened, default, words)),
                key="whole territory",
                on_click=state.open_territory,
                args=(opened, default),
            )


def _title(choice: Choice, name: str, words: Words) -> str:
    """Return what the list is called: by its preset's question, unless criteria were chosen by hand."""
    if choice.preset.name != ALL:
        return words.text(f"list.preset.{choice.preset.name}.heading", territory=name)
    return words.text(f"list.heading.{choice.criteria.kind}", territory=name)


def _draw_presets(chosen: Preset, words: Words) -> None:
    st.session_state[PRESET_KEY] = chosen.name
    st.pills(
        words.text("list.preset.label"),
        list(PRESETS),
        format_func=lambda name: words.text(f"list.preset.{name}.name"),
        required=True,
        key=PRESET_KEY,
        on_change=_choose_preset,
    )


def _choose_preset() -> None:
    list_state.write_preset(str(st.session_state[PRESET_KEY]))


def _draw_criteria(words: Words) -> None:
    with st.container(key="criteria"):
        columns = st.columns(len(list_state.ASKED), vertical_alignment="bottom")
    for column, name in zip(columns, list_state.ASKED, strict=True):
        with column:
            st.number_input(
                words.text(f"list.label.{name}"),
                min_value=0.0,
                value=None,
                format="%g",
                placeholder=words.text("list.label.no_limit"),
                key=list_state.widget_key(name),
                on_change=list_state.write_where,
            )
    st.checkbox(
        words.text("list.label.robust"),
        key=list_state.widget_key("robust"),
        on_change=list_state.write_where,
    )


def _tell(made: Underserved, opened: Opened, words: Words) -> None:
    sentence = made.request.criteria.in_words(words)
    if made.rows.empty:
        st.markdown(escaped(words.text("list.none")))
    else:
        st.markdown(escaped(counts_sentence(made, words)))
    territory = territory_name(opened.tables, made.request)
    lines = [
        words.text("list.criteria", criteria=sentence),
        words.text(
            "list.ranked",
            territory=territory,
            inside=words.number(made.ranked_inside_count),
            count=words.number(made.ranked_count),
        ),
        method_in_words(made.request.method, words),
    ]
    undetermined = made.selection.undetermined
    if len(undetermined):
        lines.append(undetermined_sentence(undetermined, words))
    st.caption(escaped(" ".join(lines)))


def _tell_chosen(made: Underserved, opened: Opened, wanted: State, words: Words) -> None:
    """Say where the commune of the address stands in the list, with its links."""
    code = wanted.commune
    if not code:
        st.caption(escaped(words.text("list.pick")))
        return
    name = str(opened.tables.communes.at[code, "commune_name"])
    parts = {
        "kept": made.rows,
        "undetermined": made.selection.undetermined,
        "out": made.selection.out,
    }
    where = next((one for one, rows in parts.items() if code in rows.index), "elsewhere")
    departement = str(opened.tables.communes.at[code, "departement_code"])
    with st.container(horizontal=True, vertical_alignment="center", gap="small", key="chosen"):
        said = words.text(f"list.chosen.{where}", name=name, code=code)
        if where in parts:
            row = with_reasons(parts[where].loc[[code]], made.request).iloc[0]
            said = _told(row, said, words)
        st.markdown(escaped(said))
        # France and régions are images: a commune is read in its département.
        is_near = where != "elsewhere" and wanted.territory.level not in (FRANCE, "region")
        territory = wanted.territory.key if is_near else f"departement:{departement}"
        for page, changes in (("map", {"territory": territory}), ("compare", {"compare": ""})):
            st.page_link(
                str(paths.PACKAGE / "views" / f"{page}_page.py"),
                label=words.text(f"list.to_{page}"),
                query_params=state.parameters(opened, words, commune=code, **changes),
            )
        st.button(
            words.text("list.forget"),
            key="forget commune",
            on_click=_forget,
            type="tertiary",
        )


def _told(row: pd.Series, place: str, words: Words) -> str:
    """Return the rank of a commune, where it has one, and its reasons."""
    reasons = row["reasons_text"]
    if pd.isna(row["exposure_rank"]):
        return words.text("list.chosen.told_unranked", place=place, reasons=reasons)
    rank, national = (words.number(row[one]) for one in RANKS)
    return words.text(
        "list.chosen.told", place=place, rank=rank, national=national, reasons=reasons
    )


def _forget() -> None:
    state.ask(commune="")


def _draw_table(made: Underserved, order: Order, commune: str, words: Words) -> None:
    st.header(words.text(f"list.table.{made.request.criteria.kind}"), anchor=False)
    _draw_order(order, len(made.rows), words)
    rows = made.rows
    pages_count = -(-len(rows) // PAGE_ROWS)
    place = rows.index.tolist().index(commune) if commune in rows.index else 0
    page = list_state.read_page(pages_count, place // PAGE_ROWS + 1)
    first = (page - 1) * PAGE_ROWS
    shown = with_reasons(rows.iloc[first : first + PAGE_ROWS], made.request).reset_index()
    if pages_count > 1:
        said = words.text(
            "list.page.shown",
            first=words.number(first + 1),
            last=words.number(first + len(shown)),
            count=words.number(len(rows)),
        )
        _draw_pages(page, pages_count, said, words)
    is_estimate = rows[CERTAINTY_COLUMN].notna().any()
    columns = [name for name in COLUMNS if is_estimate or name not in OF_ESTIMATE]
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
    request = made.request
    key = " ".join((TABLE_KEY, request.command("", ""), order.words, str(page)))
    st.dataframe(
        shown.style.format(formats),  # type: ignore[arg-type]
        height=min(HEIGHT_PX, 40 + ROW_PX * len(shown)),
        row_height=ROW_PX,
        hide_index=True,
        column_config={
            name: (st.column_config.TextColumn if name in WIDTHS_PX else st.column_config.Column)(
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
        on_select=partial(_take_selection, key, codes, order),
        # A heading clicked puts all the rows in order, not only those that are here.
        selection_mode=("single-row", "single-column"),
        selection_default=_selected(codes, commune),
    )


def _selected(codes: list[str], commune: str) -> Any:
    rows = [codes.index(commune)] if commune in codes else []
    return {"selection": {"rows": rows, "columns": [], "cells": []}}


def _take_selection(key: str, codes: list[str], order: Order) -> None:
    selection = st.session_state[key]["selection"]
    rows, columns = selection["rows"], selection["columns"]
    if columns:
        _order_by(str(columns[0]), order)
    else:
        state.ask(commune=codes[rows[0]] if rows else "")


def _order_by(column: str, order: Order) -> None:
    """Put the list in order by a column; the one it is in order by already, the other way round."""
    if column in ORDER_COLUMNS:
        list_state.write_sort(order.reversed if column == order.column else first_order(column))


def _draw_order(order: Order, count: int, words: Words) -> None:
    """Draw the choice of the order, and say what it is of."""
    columns = [name for name in COLUMNS if name in ORDER_COLUMNS]
    with st.container(horizontal=True, vertical_alignment="bottom", key="order"):
        st.session_state[ORDER_KEY] = order.column
        st.selectbox(
            words.text("list.order.label"),
            columns,
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
    said = f"{words.text('list.order.said')} {order_in_words(order, words)}"
    if count > PAGE_ROWS:
        said = f"{said} {words.text('list.order.menus')}"
    st.caption(escaped(said))


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


if __name__ == "__main__":
    draw_list_page(open_all(), page_words())
