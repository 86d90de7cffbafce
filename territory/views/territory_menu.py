"""The menu of territories, one for all pages: France, régions, départements, the EPCI at hand."""

from __future__ import annotations

from collections.abc import Callable

import streamlit as st

from territory.compare import short_name
from territory.messages import Words
from territory.territories import Territory, read_territory
from territory.territories.menu import menu
from territory.views import state
from territory.views.opened import Opened

# Of the menu that opens what is chosen in it.
MENU_KEY = "chosen territory"


def choose_territory(opened: Opened, looked_at: Territory, words: Words) -> None:
    """Draw the menu of what is looked at; what is chosen is opened, on the page it is chosen on.

    Typing in it looks for a name.
    """
    st.session_state[MENU_KEY] = looked_at.key
    _draw(opened, looked_at, words, MENU_KEY, words.text("map.territory"), _open, (opened,))


def pick_territory(
    opened: Opened,
    looked_at: Territory,
    words: Words,
    *,
    key: str,
    label: str,
    take: Callable[[Territory], None],
) -> None:
    """Draw the menu with nothing chosen in it; what is chosen is given to a function."""
    st.session_state[key] = None
    _draw(opened, looked_at, words, key, label, _give, (key, take))


def _draw(  # noqa: PLR0917 - what a select box takes, once for both menus
    opened: Opened,
    looked_at: Territory,
    words: Words,
    key: str,
    label: str,
    choose: Callable[..., None],
    args: tuple[object, ...],
) -> None:
    whole = state.default_territory(opened)
    offered = menu(opened.tables, looked_at, whole, opened.regions, opened.departements)
    titles = {one.key: _title(opened, one, words) for one in offered}
    st.selectbox(
        label,
        list(titles),
        index=None,
        format_func=lambda one: titles[one],
        key=key,
        on_change=choose,
        args=args,
        placeholder=words.text("app.menu.placeholder"),
    )


def _title(opened: Opened, territory: Territory, words: Words) -> str:
    """Return how a territory stands in the menu: the code first where people know it."""
    code = territory.code
    if territory.level == "departement":
        return words.text("app.departement_option", code=code, name=opened.departements[code])
    if territory.level == "region":
        return opened.regions[code]
    title = state.territory_title(opened, territory, words)
    if territory.level == "epci":
        return short_name(title.removesuffix(f" ({code})"))
    return title


def _open(opened: Opened) -> None:
    state.open_territory(opened, read_territory(str(st.session_state[MENU_KEY])))


def _give(key: str, take: Callable[[Territory], None]) -> None:
    take(read_territory(str(st.session_state[key])))
