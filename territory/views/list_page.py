"""The page of the list: which communes, how many, why, where they are, and all the files."""

from __future__ import annotations

import streamlit as st

from territory.lists import Request, Underserved, make_list
from territory.lists.about import territory_name
from territory.lists.distribution import distributions
from territory.lists.presets import ALL
from territory.lists.sentences import counts_sentence, undetermined_sentence
from territory.messages import Words
from territory.method.sentences import method_in_words
from territory.territories import COMMUNES, Territory
from territory.territories.figures import FRANCE
from territory.views import list_state, state
from territory.views.citing import draw_cite
from territory.views.list_choice import draw_choice
from territory.views.list_context import draw_context_criteria
from territory.views.list_criteria import draw_criteria, draw_presets, draw_robust
from territory.views.list_file import draw_download
from territory.views.list_map import draw_kept_map
from territory.views.list_state import Choice
from territory.views.list_table import draw_order, draw_rows
from territory.views.method_choice import choose_method
from territory.views.opened import Opened, open_all
from territory.views.shell import escaped, page_words
from territory.views.territory_menu import choose_territory


def draw_list_page(opened: Opened, words: Words) -> None:
    """Draw the list for the territory, the criteria and the weights of the address."""
    wanted, choice = state.read_state(opened), list_state.read_choice()
    request = Request(
        *_named(wanted.territory),
        criteria=choice.criteria,
        method=wanted.method,
        engine=opened.engine,
        words=words,
        order=choice.order,
    )
    name = territory_name(opened.tables, request)
    title = _title(choice, name, words)
    st.title(title, anchor=False)
    menu, question = st.columns([1, 2.6], gap="medium")
    with menu:
        choose_territory(opened, wanted.territory, words)
    with question:
        draw_presets(choice.preset, words)
    list_state.set_widgets(choice.criteria)
    draw_criteria(distributions(opened.country, request), words)
    with st.container(horizontal=True, vertical_alignment="center", gap="medium"):
        draw_robust(words)
        draw_context_criteria(opened.country.context("commune"), choice.criteria, words)
        with st.popover(words.text("list.weights")):
            choose_method(wanted.method, words, key="list")
    state.say_problems(wanted, words)
    state.say_all(choice.problems, words)
    made = make_list(opened.country, request, has_reasons=False)
    _tell(made, opened, words)
    chosen = list_state.read_chosen(opened.tables.communes.index, wanted.commune)
    if made.rows.empty:
        draw_choice(made, chosen, opened, wanted, words)
    else:
        draw_order(made, words)
        table, small_map = st.columns([2.6, 1], gap="medium")
        with table:
            draw_rows(made, chosen, words)
        # Beside the rows: what is said of those ticked moves none of them.
        with small_map:
            draw_choice(made, chosen, opened, wanted, words)
            draw_kept_map(made, chosen, opened, words)
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


def _title(choice: Choice, name: str, words: Words) -> str:
    """Return what the list is called: by its preset's question, unless criteria were chosen by hand."""
    if choice.preset.name != ALL:
        return words.text(f"list.preset.{choice.preset.name}.heading", territory=name)
    return words.text(f"list.heading.{choice.criteria.kind}", territory=name)


def _tell(made: Underserved, opened: Opened, words: Words) -> None:
    sentence = made.request.criteria.in_words(words)
    said = words.text("list.none") if made.rows.empty else counts_sentence(made, words)
    st.container(key="counts").markdown(escaped(said))
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


if __name__ == "__main__":
    draw_list_page(open_all(), page_words())
