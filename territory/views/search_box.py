"""The search box: one field that opens a territory, or proposes some."""

from __future__ import annotations

from collections.abc import Sequence

import streamlit as st

from territory.errors import MOST_NAME
from territory.messages import Words
from territory.plain_text import quoted
from territory.tables.former_codes import RENAMED, Became
from territory.territories import Territory
from territory.territories.search import (
    Found,
    doubt_in_words,
    find_former,
    find_territories,
    only_answer,
)
from territory.views import state
from territory.views.opened import Opened
from territory.views.proposals import Button, draw_proposals
from territory.views.shell import escaped

SEARCH_KEY = "search"


def search_territory(opened: Opened, words: Words, key: str = SEARCH_KEY) -> None:
    """Draw the search box: what is found without doubt is opened, else it is proposed.

    A commune opens in its département, selected.
    """
    said = st.text_input(
        words.text("app.search.label"),
        key=key,
        placeholder=words.text("app.search.placeholder"),
        on_change=_open_only_answer,
        args=(opened, key),
    )
    if not said.strip():
        return
    found, former = find_territories(opened.search, said), find_former(opened.search, said)
    say_former(former, words)
    say_doubt(opened, said, words)
    if not found and not former:
        st.caption(escaped(words.text("app.search.nothing", words=quoted(said.strip(), MOST_NAME))))
        return
    if found:
        draw_proposals(
            opened,
            found,
            said,
            Button(key, f"{key}-", _open_found, lambda one: (opened, one, key, former)),
            words,
        )


def say_former(former: Sequence[Became], words: Words) -> None:
    """Say what words meant yesterday and what it became."""
    for became in former:
        st.info(escaped(became.say(words)))


def say_doubt(opened: Opened, said: str, words: Words) -> None:
    """Say that postcodes are not known, where what was typed may be one."""
    if doubt := doubt_in_words(opened.search, said, words):
        st.info(escaped(doubt))


def as_named(territory: Territory, former: Sequence[Became]) -> Territory:
    """Return a territory under the code of yesterday that led to it: the address then says it.

    Parameters
    ----------
    territory : Territory
        The territory to open.
    former : sequence of Became
        What the words searched for meant yesterday.
    """
    for became in former:
        if became.only == territory.code and became.kind != RENAMED:
            return Territory("commune", became.code)
    return territory


def _open_only_answer(opened: Opened, key: str) -> None:
    words = str(st.session_state[key])
    former = find_former(opened.search, words)
    answer = only_answer(opened.search, find_territories(opened.search, words), words, former)
    if answer is not None:
        _open_found(opened, answer, key, former)


def _open_found(opened: Opened, found: Found, key: str, former: Sequence[Became] = ()) -> None:
    state.open_territory(opened, found.territory)
    named = as_named(found.territory, former)
    if named != found.territory:
        state.ask(**{state.COMMUNE: named.code})
    st.session_state[key] = ""
