"""What a search found, as buttons: names that are the one typed first, look-alikes folded."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

import streamlit as st

from territory.messages import Words
from territory.territories.search import Found, proposal_in_words, split_exact
from territory.views.opened import Opened
from territory.views.shell import escaped


@dataclass(frozen=True)
class Button:
    """What the buttons of a search do.

    Parameters
    ----------
    field : str
        Key of the search field: the box of the buttons is named after it.
    prefix : str
        Of the key of each button, before that of its territory.
    choose : callable
        What a click calls.
    args : callable
        From what was found to the arguments of `choose`.
    """

    field: str
    prefix: str
    choose: Callable[..., None]
    args: Callable[[Found], tuple[Any, ...]]


def draw_proposals(
    opened: Opened, found: Sequence[Found], said: str, button: Button, words: Words
) -> None:
    """Draw what a search found."""
    exact, others = split_exact(found, said)
    with st.container(key=f"{button.field}-found", gap="xxsmall"):
        st.caption(words.text("app.search.which"))
        _draw(opened, exact, said, button, words)
        if others:
            title = words.plural("app.search.others", len(others))
            with st.expander(title, key=f"{button.field} others"):
                _draw(opened, others, said, button, words)


def _draw(opened: Opened, found: Sequence[Found], said: str, button: Button, words: Words) -> None:
    for one in found:
        st.button(
            escaped(proposal_in_words(opened.search, one, said, words)),
            key=f"{button.prefix}{one.territory.key}",
            type="tertiary",
            on_click=button.choose,
            args=button.args(one),
        )
