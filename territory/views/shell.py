"""What surrounds every page: title, language, style, and the foot with the sources."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from html import escape
from typing import Any

import numpy as np
import pandas as pd
import streamlit as st
from PIL import Image
from streamlit.navigation.page import StreamlitPage

from territory.look import palette
from territory.maps.bivariate_legend import legend_style
from territory.maps.legend import layer_legend_style
from territory.messages import LANGUAGES, day, default_language, number, text
from territory.messages.figures import written
from territory.sheet.html import sheet_style
from territory.tables import DataInUse
from territory.tables.overrides import corrections_in_words
from territory.views import address

LANGUAGE_KEY = "lang"
FINGERPRINT_KEY = "fingerprint"
TABLE_HEIGHT_PX = 460
NAME_WIDTH_PX = 176


def open_page() -> str:
    """Set the page up and return the reader's language; `draw_head` draws what stands on top."""
    st.set_page_config(page_title=text("app.name"), page_icon=_icon(), layout="wide")
    st.html(f"<style>{_style()}{legend_style()}{layer_legend_style()}{sheet_style()}</style>")
    address.read_choice(LANGUAGE_KEY, LANGUAGES, default_language())
    language = page_language()
    # Streamlit's page says it is in English; a screen reader would read French as English.
    st.html(
        f'<script>document.documentElement.lang = "{language}"</script>',
        unsafe_allow_javascript=True,
    )
    return language


def draw_head(pages: Sequence[StreamlitPage], language: str) -> None:
    """Draw the head: the name, the links between pages, which keep what is looked at, the language."""
    with st.container(key="head", horizontal=True, vertical_alignment="center"):
        name, tagline = (escape(text(f"app.{key}", language)) for key in ("name", "tagline"))
        st.html(
            f'<header class="territory-head" title="{tagline}"><b>{name}</b></header>',
            width="content",
        )
        with st.container(horizontal=True, key="links", width="stretch"):
            for page in pages:
                st.page_link(page, query_params=dict(st.query_params))
        st.segmented_control(
            text("app.language"),
            LANGUAGES,
            format_func=lambda one: text(f"app.language_name.{one}"),
            key=LANGUAGE_KEY,
            required=True,
            label_visibility="collapsed",
            width="content",
        )
    address.write_choice(LANGUAGE_KEY)


def page_language() -> str:
    """Return the language chosen in the head, for the pages."""
    return str(st.session_state[LANGUAGE_KEY])


def say_if_data_changed(fingerprint: str, language: str) -> None:
    """Say, once, that what is shown rests on other data than what this reader saw before."""
    before = st.session_state.get(FINGERPRINT_KEY, fingerprint)
    if before != fingerprint:
        st.info(text("app.data.changed", language))
    st.session_state[FINGERPRINT_KEY] = fingerprint


def draw_foot(data_in_use: DataInUse, corrections: pd.DataFrame, language: str) -> None:
    """Draw which data is in use, its sources and vintages, and the limits to keep in mind."""
    state = "sample" if data_in_use.is_sample else "built"
    built_at = day(data_in_use.built_at.date(), language)
    lines = [
        text(f"app.data.{state}", language, built_at=built_at),
        text(
            "app.data.vintage",
            language,
            year=data_in_use.geography_year,
            vintage=data_in_use.vintage,
        ),
    ]
    if len(corrections):
        which = ", ".join(corrections_in_words(corrections, language))
        count = number(len(corrections), language)
        lines.append(text("app.data.corrections", language, count=count, which=which))
    sources = "".join(
        f"<li>{escape(source.cite(language))}{_caveat(source.caveats[language], language)}</li>"
        for source in data_in_use.sources
    )
    limits = (text(f"app.data.{key}", language) for key in ("method", "software"))
    st.html(
        '<footer class="territory-foot">'
        f"<p>{escape(' '.join(lines))}</p>"
        f"<h2>{escape(text('app.data.sources', language))}</h2><ul>{sources}</ul>"
        + "".join(f"<p>{escape(limit)}</p>" for limit in limits)
        + "</footer>"
    )


def draw_table(
    shown: pd.DataFrame,
    language: str,
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
    language : str
        Language of the words.
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
        str(name): partial(written, str(name), language=language)
        for name in shown.select_dtypes("number")
    }
    st.dataframe(
        shown.style.format(formats),  # type: ignore[arg-type]
        height=height_px,
        hide_index=True,
        column_config={
            str(name): st.column_config.Column(
                text(f"columns.{name}.short", language),
                help=text(f"columns.{name}.meaning", language),
                width=NAME_WIDTH_PX if name == pinned else None,
                pinned=name == pinned,
            )
            for name in shown.columns
        },
        placeholder=text("report.missing", language),
        alt=alt,
        key=key,
    )


def _caveat(caveat: str, language: str) -> str:
    if not caveat:
        return ""
    return (
        f"<details><summary>{escape(text('app.data.caveat', language))}</summary>"
        f"<p>{escape(caveat)}</p></details>"
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


def _style() -> str:
    return f"""
.stMainBlockContainer {{ padding: .7rem 2rem 2rem; max-width: 92rem; }}
[data-testid=stVerticalBlock] {{ gap: .6rem; }}
.stAppHeader {{ display: none; }}
[data-testid="stElementToolbar"], [data-testid="stStatusWidget"],
[data-testid="InputInstructions"] {{ display: none; }}
.territory-head {{ display: flex; flex-wrap: wrap; gap: .1rem .9rem; align-items: baseline; }}
.territory-head b {{ font-size: 1.35rem; letter-spacing: -.01em; color: {palette.INK}; }}
.territory-head span {{ color: {palette.SOFT_INK}; }}
h1 {{ font-size: 1.55rem !important; font-weight: 600 !important; padding: .2rem 0 .4rem !important;
  letter-spacing: -.01em; }}
h2 {{ font-size: 1.1rem !important; font-weight: 600 !important; padding: .6rem 0 .2rem !important; }}
[data-testid="stCaptionContainer"], [data-testid="stCaptionContainer"] p {{ opacity: 1 !important;
  color: {palette.SOFT_INK} !important; }}
h3 {{ font-size: .95rem !important; font-weight: 600 !important; padding: .3rem 0 0 !important; }}
[data-testid=stHeading] [data-testid=stMarkdownContainer] {{ margin-bottom: -.35rem; }}
.st-key-head {{ border-bottom: 1px solid {palette.RULE}; padding-bottom: .35rem; }}
.st-key-head, .st-key-links {{ gap: .4rem 1rem; }}
.st-key-links {{ gap: 0 .3rem; }}
.st-key-most {{ gap: .1rem !important; }}
.st-key-most button, [class*="-found"] button {{ text-align: left; justify-content: flex-start;
  padding: .1rem 0; min-height: 0 !important; }}
.st-key-most button p, [class*="-found"] button p {{ font-size: .86rem; color: {palette.ACCENT}; }}
/* The map and its legend stay in sight while a long sheet is read. */
@media (min-width: 641px) {{
  .st-key-atlas [data-testid=stColumn]:nth-child(-n+2) {{ position: sticky; top: .7rem;
    align-self: flex-start; }}
}}
@media (max-width: 640px) {{
  .st-key-criteria [data-testid=stColumn] {{ min-width: calc(50% - .5rem) !important;
    flex: 1 1 calc(50% - .5rem) !important; }}
  .st-key-criteria [data-testid=stColumn] label p {{ font-size: .8rem; }}
  .st-key-atlas [data-testid=stColumn]:nth-child(1) {{ order: 2; }}
  .st-key-atlas [data-testid=stColumn]:nth-child(3) {{ order: 3; }}
}}
.territory-foot {{ border-top: 1px solid {palette.RULE}; margin-top: 1.5rem; padding-top: .75rem;
  font-size: .8rem; color: {palette.SOFT_INK}; }}
.territory-foot h2 {{ font-size: .85rem !important; color: {palette.INK}; margin: 0; }}
.territory-foot p, .territory-foot li {{ margin: .3rem 0; font-size: .8rem; }}
.territory-foot ul {{ margin: .2rem 0 .6rem; padding: 0; list-style: none; columns: 24rem;
  column-gap: 2.5rem; }}
.territory-foot li {{ break-inside: avoid; }}
.territory-foot summary {{ cursor: pointer; color: {palette.ACCENT}; }}
.stCustomComponentV1 {{ border: 1px solid {palette.RULE}; border-radius: 4px; }}
@media (max-width: 640px) {{
  .stMainBlockContainer {{ padding: .9rem .9rem 2rem; }}
  h1 {{ font-size: 1.25rem !important; }}
  iframe[title="streamlit_folium.st_folium"] {{ height: {palette.NARROW_MAP_HEIGHT_PX}px !important; }}
}}
"""
