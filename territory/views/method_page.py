"""The page of the method: weights and what they change, how far figures can be trusted, limits."""

from __future__ import annotations

import pandas as pd
import streamlit as st

from territory import illectronism, robustness
from territory.errors import TerritoryError
from territory.look import parts
from territory.messages import number, text
from territory.messages.figures import communes_in_words
from territory.messages.limits import LIMITS
from territory.method import (
    Effect,
    correlations,
    effect_of,
    effects_table,
    robustness_counts,
    weights_told,
)
from territory.method import html as method_sheet
from territory.method.map import moves_html, moves_of
from territory.method.sentences import effect_in_words, method_in_words
from territory.scores import DEFAULT_METHOD, Method
from territory.tables.completeness import completeness, hours_known_share
from territory.views import state
from territory.views.opened import Opened, open_all
from territory.views.shell import draw_table, escaped, page_language

# So many communes are shown of those that enter or leave; all of them are counted.
SHOWN_COUNT = 300
TABLE_HEIGHT_PX = 300
EFFECT_COLUMNS = (
    "commune_name",
    "departement_name",
    "illectronism_people",
    "before_rank",
    "after_rank",
    "commune_code",
)
ACCESS = ("tables", "keyboard", "grid", "language", "frame", "unaudited")


def draw_method_page(opened: Opened, language: str) -> None:
    """Draw the choice of weights and its effect, then what figures rest on."""
    wanted = state.read_state(opened)
    title = text("method.title", language)
    st.title(title, anchor=False)
    state.say_problems(wanted, language)
    st.markdown(escaped(text("choices.intro", language)))
    _draw_choice(opened, wanted.method, language)
    _draw_effects(opened, language)
    _draw_robustness(opened, language)
    _heading("indicators", language)
    st.html(method_sheet.indicators_html(language))
    _draw_validation(opened, language)
    _draw_completeness(opened, language)
    _heading("sources", language)
    st.html(method_sheet.sources_html(opened.data_in_use, language))
    st.header(text("limits.title", language), anchor=False)
    st.html(parts.sentences([text(f"limits.{name}", language) for name in LIMITS]))
    _heading("accessibility", language)
    st.html(parts.sentences([text(f"choices.access.{name}", language) for name in ACCESS]))
    state.draw_cite(opened, language, title)


def _heading(name: str, language: str) -> None:
    st.header(text(f"choices.title.{name}", language), anchor=False)


def _draw_choice(opened: Opened, method: Method, language: str) -> None:
    """Draw the sliders beside what they change."""
    choices, effects = st.columns([1, 2], gap="large")
    with choices:
        st.header(text("choices.choose", language), anchor=False)
        state.choose_method(method, language, key="method")
        if method != DEFAULT_METHOD:
            st.button(
                text("choices.reset", language),
                key="default method",
                on_click=state.ask_method,
                args=(DEFAULT_METHOD,),
            )
    with effects:
        effect = effect_of(opened.country, method)
        said = f"{method_in_words(method, language)} {effect_in_words(effect, language)}"
        st.html(parts.render("method/effect.html", words=said))
        st.html(
            moves_html(
                opened.atlas.images, moves_of(effect, opened.tables.communes.index), language
            )
        )
        _draw_weights(opened, method, language)
        _draw_moves(effect, language)


def _draw_moves(effect: Effect, language: str) -> None:
    for name, rows in (("entering", effect.entering), ("leaving", effect.leaving)):
        if rows.empty:
            continue
        st.subheader(text(f"choices.{name}", language), anchor=False)
        shown = rows.head(SHOWN_COUNT)
        communes = communes_in_words(len(shown), language)
        draw_table(
            shown.reset_index()[list(EFFECT_COLUMNS)],
            language,
            pinned="commune_name",
            alt=text(f"choices.{name}_alt", language, communes=communes),
            key=name,
            height_px=min(TABLE_HEIGHT_PX, 38 + 35 * len(shown)),
        )
        if len(shown) < len(rows):
            some = text(
                "choices.some",
                language,
                shown=number(len(shown), language),
                count=number(len(rows), language),
            )
            st.caption(escaped(some))


def _draw_weights(opened: Opened, method: Method, language: str) -> None:
    st.subheader(text("choices.title.weights", language), anchor=False)
    told, matrix = weights_told(opened.country, method), correlations(opened.country, method)
    st.html(method_sheet.weights_html(told, matrix, language))


def _draw_effects(opened: Opened, language: str) -> None:
    _heading("effects", language)
    st.html(method_sheet.effects_html(_effects(opened, opened.fingerprint), language))


@st.cache_data(max_entries=2, show_spinner=False)
def _effects(_opened: Opened, fingerprint: str) -> pd.DataFrame:  # noqa: ARG001 - the cache's key
    return effects_table(_opened.country)


def _draw_robustness(opened: Opened, language: str) -> None:
    _heading("robustness", language)
    counts = robustness_counts(opened.country)
    st.html(method_sheet.robustness_html(counts, language))
    if st.checkbox(text("choices.sensitivity.open", language), key="sensitivity"):
        shares = _sensitivity(opened, opened.fingerprint)
        st.html(method_sheet.sensitivity_html(shares, language))


@st.cache_data(max_entries=2, show_spinner=False)
def _sensitivity(_opened: Opened, fingerprint: str) -> pd.DataFrame:  # noqa: ARG001 - the cache's key
    country = _opened.country
    variants = robustness.scarcity_variants(country.tables, country.indicators, DEFAULT_METHOD)
    inputs = robustness.prepare(country.indicators, country.need_interval, variants, DEFAULT_METHOD)
    return robustness.sensitivity(inputs).shares


def _draw_validation(opened: Opened, language: str) -> None:
    _heading("validation", language)
    try:
        table = _validation(opened, opened.fingerprint)
    except TerritoryError as error:  # tables of a part of France cannot be held against it
        st.info(escaped(error.say(language)))
        return
    st.html(method_sheet.validation_html(table, language))


@st.cache_data(max_entries=2, show_spinner=False)
def _validation(_opened: Opened, fingerprint: str) -> pd.DataFrame:  # noqa: ARG001 - the cache's key
    return illectronism.validation(_opened.tables.communes, _opened.country.draws)


def _draw_completeness(opened: Opened, language: str) -> None:
    _heading("completeness", language)
    table = completeness(opened.tables.communes, opened.country.need_interval)
    hours = hours_known_share(opened.tables.counters)
    st.html(method_sheet.completeness_html(table, hours, language))


if __name__ == "__main__":
    draw_method_page(open_all(), page_language())
