"""The page of an address that leads to none: Streamlit's own says so in English, over another page."""

from __future__ import annotations

from collections.abc import Collection
from functools import partial
from urllib.parse import unquote, urlsplit

import streamlit as st
from streamlit.navigation.page import StreamlitPage

from territory.errors import MOST_NAME
from territory.messages import Words
from territory.plain_text import quoted
from territory.views.shell import escaped


def page_of_wrong_address(known: Collection[str], words: Words) -> list[StreamlitPage]:
    """Return a page for the address asked for, where it is none of those known; else nothing.

    Parameters
    ----------
    known : collection of str
        Paths of the pages.
    words : Words
        Of the reader's language.
    """
    name = wrong_name(str(st.context.url or ""), str(st.get_option("server.baseUrlPath")), known)
    if not name:
        return []
    title = words.text("app.lost.title")
    draw = partial(_draw, name, title, words)
    return [st.Page(draw, title=title, url_path=name, visibility="hidden")]


def wrong_name(address: str, base: str, known: Collection[str]) -> str:
    """Return the last part of an address when it names no page; ``""`` when all is well.

    Examples
    --------
    >>> wrong_name("http://here/atlas/nowhere", "atlas", ["map"]), wrong_name("http://here/map", "", ["map"])
    ('nowhere', '')
    """
    path = unquote(urlsplit(address).path).strip("/").removeprefix(base.strip("/")).strip("/")
    name = path.rpartition("/")[2]
    return "" if name in known else name


def _draw(name: str, title: str, words: Words) -> None:
    st.title(title, anchor=False)
    st.markdown(escaped(words.text("app.lost.said", name=quoted(name, MOST_NAME))))
