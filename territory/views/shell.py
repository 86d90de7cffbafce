"""What surrounds every page: title, language, style, and the foot with the sources."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from typing import Any

import numpy as np
import pandas as pd
import streamlit as st
from PIL import Image
from streamlit.delta_generator import DeltaGenerator
from streamlit.navigation.page import StreamlitPage

from territory.look import palette, parts
from territory.look.glossary import explained
from territory.look.style import style_html
from territory.messages import LANGUAGES, Words, default_words
from territory.tables import DataInUse, Tables
from territory.tables.overrides import corrections_in_words
from territory.tables.stops import stop_corrections_in_words
from territory.tables.versions import version_in_words
from territory.views import address

LANGUAGE_KEY = "lang"
FINGERPRINT_KEY = "fingerprint"
# What in the address shows the page inside another site: Streamlit's own parameter.
EMBED, EMBEDDED = "embed", "true"
# The app's looks: what pages share, then a file a package.
STYLES = (
    "look/style.css",
    "views/shell.css",
    "views/scenario.css",
    "views/map_page.css",
    "maps/legend.css",
    "maps/paper/preview.css",
    "views/map_print.css",
    "lists/lists.css",
    "sheet/sheet.css",
    "compare/compare.css",
    "method/method.css",
    "plan/plan.css",
)
TABLE_HEIGHT_PX = 460
NAME_WIDTH_PX = 176


def open_page() -> Words:
    """Set the page up and return the reader's words; `draw_head` draws what stands on top."""
    st.set_page_config(
        page_title=default_words().text("app.name"), page_icon=_icon(), layout="wide"
    )
    st.html(style_html(*STYLES))
    address.read_choice(LANGUAGE_KEY, LANGUAGES, default_words().language)
    words = page_words()
    # Streamlit's page says it is in English; a screen reader would read French as English. And only
    # ``true`` embeds for Streamlit, which hides the parameter from us: ``1`` leads there.
    st.html(
        f"<script>document.documentElement.lang = {words.language!r};"
        "const asked = new URL(location.href);"
        f"if (asked.searchParams.get({EMBED!r}) === '1') {{"
        f"asked.searchParams.set({EMBED!r}, {EMBEDDED!r}); location.replace(asked.href); }}"
        "</script>",
        unsafe_allow_javascript=True,
    )
    return words


def draw_head(pages: Sequence[StreamlitPage], words: Words) -> DeltaGenerator:
    """Draw the head, one line: the name, the links between pages, the search, the other language.

    The links keep what is looked at.

    Returns
    -------
    DeltaGenerator
        Where the search goes once the tables are open.
    """
    with st.container(key="head", horizontal=True, vertical_alignment="center"):
        said = {key: words.text(f"app.{key}") for key in ("name", "tagline")}
        st.html(parts.render("views/head.html", **said), width="content")
        with st.container(horizontal=True, key="links", width="stretch"):
            for page in pages:
                st.page_link(page, query_params=dict(st.query_params))
        search = st.container(key="find")
        for other in LANGUAGES:
            if other != words.language:
                st.button(
                    words.text(f"app.language_name.{other}"),
                    key=f"speak {other}",
                    help=words.text("app.language"),
                    on_click=_speak,
                    args=(other,),
                    type="tertiary",
                )
    address.write_choice(LANGUAGE_KEY)
    return search


def _speak(language: str) -> None:
    st.session_state[LANGUAGE_KEY] = language


def is_embedded() -> bool:
    """Return whether the page is shown inside another site: the map alone, without controls."""
    return bool(st.context.is_embedded)


def page_words() -> Words:
    """Return the words of the language chosen in the head, for the pages."""
    return Words(str(st.session_state[LANGUAGE_KEY]))


def say_if_data_changed(fingerprint: str, words: Words) -> None:
    """Say, once, that what is shown rests on other data than what this reader saw before."""
    before = st.session_state.get(FINGERPRINT_KEY, fingerprint)
    if before != fingerprint:
        st.info(words.text("app.data.changed"))
    st.session_state[FINGERPRINT_KEY] = fingerprint


def draw_foot(data_in_use: DataInUse, tables: Tables, words: Words) -> None:
    """Draw which data is in use, its sources and vintages, and the limits to keep in mind."""
    state = "sample" if data_in_use.is_sample else "built"
    built_at = words.day(data_in_use.built_at.date())
    lines = [
        words.text(f"app.data.{state}", built_at=built_at),
        words.text(
            "app.data.fingerprint",
            year=data_in_use.geography_year,
            fingerprint=data_in_use.fingerprint,
        ),
    ]
    lines += version_in_words(data_in_use.report, words)
    said = [
        *corrections_in_words(tables.corrections, words),
        *stop_corrections_in_words(tables.stop_corrections, words),
    ]
    if said:
        lines.append(words.plural("app.data.corrections", len(said), which=", ".join(said)))
    st.html(
        parts.render(
            "views/foot.html",
            in_use=explained(" ".join(lines), words),
            heading=words.text("app.data.sources"),
            sources=[
                (source.cite(words), source.caveats[words.language])
                for source in data_in_use.sources
            ],
            caution=words.text("app.data.caveat"),
            limits=[words.text(f"app.data.{key}") for key in ("method", "software")],
        )
    )


def draw_table(
    shown: pd.DataFrame,
    words: Words,
    *,
    pinned: str,
    alt: str,
    key: str,
    height_px: int = TABLE_HEIGHT_PX,
) -> None:
    """Draw a table whose figures are written as the reader writes them, and still sort as figures.

    Parameters
    ----------
    shown : DataFrame
        Columns of the contract or of the list: their names give headings, units and help.
    words : Words
        Of the reader's language.
    pinned : str
        The column that stays in view.
    alt : str
        What the table holds, for those who do not see it.
    key : str
        Of the element.
    height_px : int
        Of the table.
    """
    formats: dict[str, Callable[[Any], str]] = {
        str(name): partial(words.figure, str(name)) for name in shown.select_dtypes("number")
    }
    st.dataframe(
        shown.style.format(formats),  # type: ignore[arg-type]
        height=height_px,
        hide_index=True,
        column_config={
            str(name): st.column_config.Column(
                words.text(f"columns.{name}.short"),
                help=words.text(f"columns.{name}.meaning"),
                width=NAME_WIDTH_PX if name == pinned else None,
                pinned=name == pinned,
            )
            for name in shown.columns
        },
        placeholder=words.missing,
        alt=alt,
        key=key,
    )


def escaped(words: str) -> str:
    """Return words that Markdown shows as they are written."""
    return "".join(f"\\{sign}" if sign in r"\`*_{}[]()<>#+-.!|$:~" else sign for sign in words)


def _icon() -> Image.Image:
    """Return the page's icon: the nine colours of the map, need to the right, scarcity upwards."""
    nine = [
        [palette.rgb(palette.BIVARIATE[need, scarcity]) for need in palette.CLASSES]
        for scarcity in reversed(palette.CLASSES)
    ]
    return Image.fromarray(np.array(nine, dtype=np.uint8)).resize(
        (48, 48), Image.Resampling.NEAREST
    )
