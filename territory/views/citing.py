"""“Cite this”: what is shown, its link, its sources, ready to be copied."""

from __future__ import annotations

from datetime import date
from urllib.parse import urlsplit

import streamlit as st

from territory.look import parts
from territory.look.glossary import explained
from territory.messages import Words
from territory.views import state
from territory.views.opened import Opened


def draw_cite(opened: Opened, words: Words, what: str, **changes: str) -> None:
    """Draw "cite this map": what it shows, its link, its sources' vintages, ready to be copied.

    Parameters
    ----------
    opened : Opened
        The data in use.
    words : Words
        Of the reader's language.
    what : str
        What is shown: a map's heading, a list's.
    **changes : str
        Parameters of the link that are not in the address.
    """
    # Made when it is asked for: a block of code costs the browser half a second, shown or not.
    cited = st.expander(words.text("app.cite.title"), key="cite", on_change="rerun")
    if not cited.open:
        return
    with cited:
        draw_citation(opened, words, what, **changes)


def draw_citation(opened: Opened, words: Words, what: str, **changes: str) -> None:
    """Draw the words to copy, as `draw_cite` unfolds them."""
    in_use = opened.data_in_use
    st.html(parts.paragraph(explained(words.text("app.cite.hint"), words)))
    st.code(
        words.text(
            "app.cite.words",
            what=" — ".join([what, *_proposed(opened, words)]),
            fingerprint=in_use.fingerprint,
            built=words.day(in_use.built_at.date()),
            seen=words.day(date.today()),
            address=whole_address(opened, words, **changes),
            sources="; ".join(source.cite(words) for source in in_use.sources),
        ),
        language=None,
        wrap_lines=True,
    )


def _proposed(opened: Opened, words: Words) -> list[str]:
    return [one.in_words(words).removesuffix(".") for one in opened.tables.scenarios]


def whole_address(opened: Opened, words: Words, **changes: str) -> str:
    """Return the address of what is looked at, with its host: a link to give to somebody."""
    page = urlsplit(str(st.context.url or ""))
    return f"{page.scheme}://{page.netloc}{page.path or '/'}{state.link(opened, words, **changes)}"
