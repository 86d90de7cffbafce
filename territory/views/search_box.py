"""The search in the head of every page: one field that proposes while one types, and opens.

The field is a small component of ours (``search_box.js``): Streamlit's own has no list under it. It
sends what is typed, which runs this fragment and not the page; what is chosen runs the page.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import cache, partial
from typing import Any

import streamlit as st

from territory import paths
from territory.look.packaged import packaged_text
from territory.messages import Words
from territory.tables.former_codes import Became
from territory.territories import NAMED_LEVELS, Territory, name_of
from territory.territories.proposals import Proposals, as_named, propose
from territory.territories.search import Found, proposal_in_words
from territory.views import state
from territory.views.opened import Opened

SEARCH_KEY = "search"
MOST_RECENT = 5
# Of the session: what is typed, how many times something was opened, whether the page is to follow.
_TYPED, _OPENED, _RECENT, _FOLLOW = (
    f"search {name}" for name in ("typed", "opened", "recent", "go")
)


@st.fragment
def draw_search(opened: Opened, words: Words, *, shows_territory: bool) -> None:
    """Draw the search: what is typed is proposed under the field; what is chosen is opened.

    A commune opens in its département, selected.

    Parameters
    ----------
    opened : Opened
        The data in use.
    words : Words
        Of the reader's language.
    shows_territory : bool
        Whether the page shows a territory; else what is chosen opens on the map.
    """
    if st.session_state.pop(_FOLLOW, False):
        if not shows_territory:
            page = str(paths.PACKAGE / "views" / "map_page.py")
            st.switch_page(page, query_params=dict(st.query_params))
        st.rerun()
    _field()(
        key=SEARCH_KEY,
        data=search_data(opened, str(st.session_state.get(_TYPED, "")), words),
        on_typed_change=_keep_typed,
        on_chosen_change=partial(_open_chosen, opened, words),
        on_entered_change=partial(_open_entered, opened, words),
    )


@cache
def _field() -> Callable[..., Any]:
    return st.components.v2.component(
        "territory_search", js=packaged_text("views/search_box.js"), isolate_styles=False
    )


def search_data(opened: Opened, typed: str, words: Words) -> dict[str, Any]:
    """Return what the field shows for what is typed, as ``search_box.js`` reads it."""
    proposed = propose(opened.search, typed, words) if typed.strip() else Proposals()
    recent = [
        {"key": key, "name": name, "said": name}
        for key, name in st.session_state.get(_RECENT, {}).items()
    ]

    def options(found: Sequence[Found]) -> list[dict[str, str]]:
        return [
            {
                "key": one.territory.key,
                "name": one.name,
                "said": proposal_in_words(opened.search, one, typed, words),
            }
            for one in found
        ]

    others = options(proposed.others)
    return {
        "typed": typed,
        "opened": st.session_state.get(_OPENED, 0),
        "options": options(proposed.exact),
        "others": others,
        "only": "" if proposed.only is None else proposed.only.territory.key,
        "said": list(proposed.said),
        "recent": recent,
        "words": {
            "label": words.text("app.search.label"),
            "placeholder": words.text("app.search.placeholder"),
            "others": words.plural("app.search.others", len(others)) if others else "",
            "recent": words.text("app.search.recent"),
        },
    }


def _sent(name: str) -> str:
    return str(getattr(st.session_state[SEARCH_KEY], name, None) or "")


def _keep_typed() -> None:
    st.session_state[_TYPED] = _sent("typed")


def _open_entered(opened: Opened, words: Words) -> None:
    typed = st.session_state[_TYPED] = _sent("entered")
    proposed = propose(opened.search, typed, words)
    if proposed.only is not None:
        _open(opened, proposed.only.territory, proposed.former, words)


def _open_chosen(opened: Opened, words: Words) -> None:
    level, _, code = _sent("chosen").partition(":")
    territory = Territory(level, code)
    if level in NAMED_LEVELS:
        former = propose(opened.search, str(st.session_state.get(_TYPED, "")), words).former
        _open(opened, territory, former, words)


def _open(opened: Opened, territory: Territory, former: Sequence[Became], words: Words) -> None:
    state.open_territory(opened, territory)
    state.ask(**{state.COMPARED: ""})
    named = as_named(territory, former)
    if named != territory:
        state.ask(**{state.COMMUNE: named.code})
    recent = {territory.key: name_of(opened.tables, territory, words)}
    recent |= st.session_state.get(_RECENT, {})
    st.session_state[_RECENT] = dict(list(recent.items())[:MOST_RECENT])
    st.session_state[_TYPED] = ""
    st.session_state[_OPENED] = st.session_state.get(_OPENED, 0) + 1
    st.session_state[_FOLLOW] = True
