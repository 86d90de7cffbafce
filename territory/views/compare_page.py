"""The page of comparison: a territory beside its references, or up to four side by side."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from functools import partial

import streamlit as st

from territory import exports, paths
from territory.compare import MOST_TERRITORIES, Comparison, compare, short_name, table_of
from territory.compare.html import comparison_html, table_html
from territory.compare.sentences import ranked_sentence, sentences
from territory.errors import TerritoryError
from territory.look import parts
from territory.messages import Words
from territory.method.sentences import method_in_words
from territory.tables.former_codes import Became
from territory.territories import Territory, communes_of, name_of
from territory.territories.postcodes import CodeRead, code_read
from territory.territories.proposals import as_named, propose
from territory.territories.resolve import resolve
from territory.views import state
from territory.views.citing import draw_cite
from territory.views.opened import Opened, open_all
from territory.views.proposals import Button, draw_proposals
from territory.views.shell import escaped, page_words
from territory.views.state import COMPARED, State
from territory.views.territory_menu import pick_territory

SEPARATOR = ";"
ADD_KEY = "add territory"


def draw_compare_page(opened: Opened, words: Words) -> None:
    """Draw the comparison the address asks for."""
    wanted = state.read_state(opened)
    chosen, problems, told = _read_compared(opened, wanted)
    wanted = replace(wanted, told=(*wanted.told, *told))
    heading = st.empty()
    _draw_chosen(opened, chosen, words)
    state.say_problems(wanted, words)
    state.say_all(problems, words)
    comparison = compare(opened.country, chosen, wanted.method, words=words)
    names = ", ".join(one.name for one in comparison.territories)
    title = words.text("compare.heading", territory=names)
    heading.title(title, anchor=False)
    _draw_sentences(comparison, words)
    method = method_in_words(wanted.method, words=words)
    st.caption(escaped(ranked_sentence(comparison, method, words)))
    st.html(comparison_html(comparison, words))
    st.header(words.text("compare.table.title"), anchor=False)
    st.html(table_html(comparison, words))
    _draw_downloads(comparison, opened, words)
    draw_cite(opened, words, title, **{COMPARED: state.asked(COMPARED)})


def _read_compared(
    opened: Opened, wanted: State
) -> tuple[list[Territory], list[TerritoryError], list[Became | CodeRead]]:
    """Return the territories the address asks for, what in it is none, and what became another."""
    default = Territory("commune", wanted.commune) if wanted.commune else wanted.territory
    found: list[Territory] = []
    problems: list[TerritoryError] = []
    told: list[Became | CodeRead] = []
    for words in filter(None, state.asked(COMPARED).split(SEPARATOR)):
        try:
            resolved = resolve(opened.tables, words)
            territory = resolved.territory
            communes_of(opened.tables, territory)
        except TerritoryError as error:
            problems.append(error)
            continue
        told += resolved.became
        told += filter(None, [code_read(opened.tables, words)])
        if territory not in found:
            found.append(territory)
    if len(found) > MOST_TERRITORIES:
        problems.append(
            TerritoryError("too_many_territories", count=len(found), most=MOST_TERRITORIES)
        )
    return found[:MOST_TERRITORIES] or [default], problems, told


def _write_compared(territories: list[Territory]) -> None:
    state.ask(**{COMPARED: SEPARATOR.join(one.key for one in territories)})


def _draw_chosen(opened: Opened, chosen: list[Territory], words: Words) -> None:
    """Draw what is compared, each with its way out, and the search that adds one."""
    search, menu, listed = st.columns([1, 1, 1.4], gap="medium", vertical_alignment="bottom")
    with search:
        _draw_search(opened, chosen, words)
    with menu:
        if len(chosen) < MOST_TERRITORIES:
            pick_territory(
                opened,
                chosen[-1],
                words,
                key="picked territory",
                label=words.text("compare.pick"),
                take=partial(_add, chosen),
            )
    with (
        listed,
        st.container(horizontal=True, vertical_alignment="center", key="compared", gap="small"),
    ):
        if len(chosen) == 1:
            st.page_link(
                str(paths.PACKAGE / "views" / "map_page.py"),
                label=words.text("list.to_map"),
                query_params=state.parameters(
                    opened, words, **{COMPARED: "", **_on_map(opened, chosen[0])}
                ),
            )
        for one in chosen if len(chosen) > 1 else ():
            name = short_name(name_of(opened.tables, one, words))
            st.button(
                escaped(words.text("compare.remove", name=name)),
                key=f"remove {one.key}",
                on_click=_write_compared,
                args=([other for other in chosen if other != one],),
            )


def _on_map(opened: Opened, one: Territory) -> dict[str, str]:
    """Return the parameters that show a territory on the map; a commune, in its département."""
    if one.level != "commune":
        return {state.TERRITORY: one.key, state.COMMUNE: ""}
    departement = opened.tables.communes.at[one.code, "departement_code"]
    return {state.TERRITORY: f"departement:{departement}", state.COMMUNE: one.code}


def _draw_search(opened: Opened, chosen: list[Territory], words: Words) -> None:
    if len(chosen) == MOST_TERRITORIES:
        st.caption(escaped(words.text("compare.full")))
        return
    said = st.text_input(
        words.text("compare.add"),
        key=ADD_KEY,
        placeholder=words.text("app.search.placeholder"),
        on_change=_add_only_answer,
        args=(opened, chosen, words),
    )
    if not said.strip():
        return
    proposed = propose(opened.search, said, words)
    for sentence in proposed.said:
        st.info(escaped(sentence))
    if proposed.exact:
        draw_proposals(
            opened,
            [*proposed.exact, *proposed.others],
            said,
            Button("compare", "add ", _add, lambda one: (chosen, one.territory, proposed.former)),
            words,
        )


def _add_only_answer(opened: Opened, chosen: list[Territory], words: Words) -> None:
    proposed = propose(opened.search, str(st.session_state[ADD_KEY]), words)
    if proposed.only is not None:
        _add(chosen, proposed.only.territory, proposed.former)


def _add(chosen: list[Territory], territory: Territory, former: Sequence[Became] = ()) -> None:
    if territory not in chosen:
        _write_compared([*chosen, as_named(territory, former)])
    st.session_state[ADD_KEY] = ""


def _draw_sentences(comparison: Comparison, words: Words) -> None:
    st.html(parts.sentences(sentences(comparison, words)))
    if len(comparison.columns) == 1:
        st.info(escaped(words.text("compare.alone")))


def _draw_downloads(comparison: Comparison, opened: Opened, words: Words) -> None:
    columns = st.columns([1, 1, 2])
    for column, style in zip(columns, exports.CSV_STYLES, strict=False):
        variant = "-excel" if exports.CSV_STYLES[style].is_for_excel else ""
        with column:
            st.download_button(
                words.text(f"app.download.{style}"),
                partial(exports.write_csv, table_of(comparison), style, words=words),
                file_name=words.text(
                    "compare.file_name",
                    fingerprint=opened.edition,
                    variant=variant,
                ),
                mime="text/csv",
                help=words.text(f"app.download.help.{style}"),
                key=f"download_compared_{style}",
                on_click="ignore",
                width="stretch",
            )


if __name__ == "__main__":
    draw_compare_page(open_all(), page_words())
