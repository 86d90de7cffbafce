"""The page of the method: weights and what they change, how far figures can be trusted, limits."""

from __future__ import annotations

from functools import partial

import pandas as pd
import streamlit as st

from territory import exports, illectronism, robustness
from territory.errors import TerritoryError
from territory.look import parts
from territory.look.glossary import explained, glossary_html
from territory.messages import Words
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
from territory.method.engine_tables import band_html, engines_html
from territory.method.engine_words import band_line, effect_lines
from territory.method.engines import EngineEffect, engine_effects, minutes_by_engine
from territory.method.map import moves_html, moves_of
from territory.method.sentences import (
    effect_in_words,
    effect_inside_in_words,
    method_in_words,
)
from territory.scores import DEFAULT_METHOD, Method
from territory.tables.completeness import completeness, hours_known_share
from territory.territories import WHOLE, Territory, communes_of
from territory.views import state
from territory.views.citing import draw_cite
from territory.views.method_choice import choose_method
from territory.views.opened import Opened, open_all
from territory.views.shell import draw_table, escaped, page_words
from territory.views.state import State

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


def draw_method_page(opened: Opened, words: Words) -> None:
    """Draw the choice of weights and its effect, then what figures rest on."""
    wanted = state.read_state(opened)
    title = words.text("method.title")
    st.title(title, anchor=False)
    state.say_problems(wanted, words)
    st.markdown(escaped(words.text("choices.intro")))
    _draw_choice(opened, wanted, words)
    _draw_effects(opened, words)
    _draw_robustness(opened, words)
    _draw_engines(opened, wanted.territory, words)
    _heading("indicators", words)
    st.html(method_sheet.indicators_html(words))
    _draw_validation(opened, words)
    _draw_completeness(opened, words)
    _heading("sources", words)
    st.html(method_sheet.sources_html(opened.data_in_use, words))
    st.header(words.text("limits.title"), anchor=False)
    st.html(parts.sentences([words.text(f"limits.{name}") for name in LIMITS]))
    st.header(words.text("glossary.title"), anchor=False)
    st.html(glossary_html(words))
    _heading("accessibility", words)
    st.html(parts.sentences([words.text(f"choices.access.{name}") for name in ACCESS]))
    draw_cite(opened, words, title)


def _heading(name: str, words: Words) -> None:
    st.header(words.text(f"choices.title.{name}"), anchor=False)


def _draw_choice(opened: Opened, wanted: State, words: Words) -> None:
    """Draw the sliders beside what they change."""
    method = wanted.method
    choices, effects = st.columns([1, 2], gap="large")
    with choices:
        st.header(words.text("choices.choose"), anchor=False)
        choose_method(method, words, key="method")
        if method != DEFAULT_METHOD:
            st.button(
                words.text("choices.reset"),
                key="default method",
                on_click=state.ask_method,
                args=(DEFAULT_METHOD,),
            )
    with effects:
        effect = effect_of(opened.country, method)
        said = f"{method_in_words(method, words)} {effect_in_words(effect, words)}"
        st.html(parts.render("method/effect.html", words=explained(said, words)))
        st.html(
            moves_html(opened.atlas.images, moves_of(effect, opened.tables.communes.index), words)
        )
        _draw_weights(opened, method, words)
        _draw_moves(opened, effect, wanted.territory, words)


def _draw_moves(opened: Opened, effect: Effect, territory: Territory, words: Words) -> None:
    """Draw who enters and who leaves in the territory at hand, all of them, with their files."""
    effect = effect.within(communes_of(opened.tables, territory).index)
    if territory != WHOLE:
        title = state.territory_title(opened, territory, words)
        st.markdown(escaped(effect_inside_in_words(effect, title, words)))
    for name, rows in (("entering", effect.entering), ("leaving", effect.leaving)):
        if rows.empty:
            continue
        st.subheader(words.text(f"choices.{name}"), anchor=False)
        draw_table(
            rows.reset_index()[list(EFFECT_COLUMNS)],
            words,
            pinned="commune_name",
            alt=words.text(f"choices.{name}_alt", communes=words.communes(len(rows))),
            key=name,
            height_px=min(TABLE_HEIGHT_PX, 38 + 35 * len(rows)),
        )
        code = territory.key.replace(":", "-").replace(",", "-")[:60]
        st.download_button(
            words.text(f"choices.download.{name}", communes=words.communes(len(rows))),
            partial(exports.write_csv, rows, words=words),
            file_name=words.text(
                f"choices.file_name.{name}",
                code=code,
                fingerprint=opened.edition,
            ),
            mime="text/csv",
            key=f"download {name}",
            on_click="ignore",
        )


def _draw_weights(opened: Opened, method: Method, words: Words) -> None:
    st.subheader(words.text("choices.title.weights"), anchor=False)
    told, matrix = weights_told(opened.country, method), correlations(opened.country, method)
    st.html(method_sheet.weights_html(told, matrix, words))


def _draw_effects(opened: Opened, words: Words) -> None:
    _heading("effects", words)
    effects = opened.told.get("method effects", lambda: effects_table(opened.country))
    st.html(method_sheet.effects_html(effects, words))


def _draw_robustness(opened: Opened, words: Words) -> None:
    _heading("robustness", words)
    counts = robustness_counts(opened.country)
    st.html(method_sheet.robustness_html(counts, words))
    if st.checkbox(words.text("choices.sensitivity.open"), key="sensitivity"):
        shares = _sensitivity(opened, opened.fingerprint)
        st.html(method_sheet.sensitivity_html(shares, words))


@st.cache_data(max_entries=2, show_spinner=False)
def _sensitivity(_opened: Opened, fingerprint: str) -> pd.DataFrame:  # noqa: ARG001 - the cache's key
    country = _opened.country
    variants = robustness.scarcity_variants(country.tables, country.indicators, DEFAULT_METHOD)
    inputs = robustness.prepare(country.indicators, country.need_interval, variants, DEFAULT_METHOD)
    return robustness.sensitivity(inputs).shares


def _draw_engines(opened: Opened, territory: Territory, words: Words) -> None:
    """Draw, for the territory at hand, what each engine says of minutes, then the estimate's error."""
    _heading("engines", words)
    communes = communes_of(opened.tables, territory)
    effects = _engine_effects(opened, opened.fingerprint, territory)
    first = next(iter(effects))
    notes = [
        line
        for name, effect in effects.items()
        # The table says the first of them, how many minutes are known.
        for line in effect_lines(name, effect, first, communes["commune_name"], words)[1:]
    ]
    is_estimate = opened.tables.engine.is_estimate
    if is_estimate:
        notes += [band_line(opened.country.minutes_band.loc[communes.index], words)]
        notes += [words.text("travel.engine_told.alone")]
    title = state.territory_title(opened, territory, words)
    st.html(engines_html(effects, title, notes, words))
    if is_estimate:
        st.html(band_html(words))


@st.cache_data(max_entries=8, show_spinner=False)
def _engine_effects(
    _opened: Opened,
    fingerprint: str,  # noqa: ARG001 - the cache's key
    territory: Territory,
) -> dict[str, EngineEffect]:
    country = _opened.country
    communes = communes_of(_opened.tables, territory)
    return engine_effects(
        country.indicators.loc[communes.index],
        communes["population_people"],
        minutes_by_engine(country, communes.index),
    )


def _draw_validation(opened: Opened, words: Words) -> None:
    _heading("validation", words)
    try:
        country = opened.country
        nation = opened.told.get("nation", lambda: illectronism.validation(country.draws))
        below = country.external_validation
    except TerritoryError as error:  # tables of a part of France cannot be held against it
        st.info(escaped(error.say(words)))
        return
    st.html(method_sheet.validation_html(nation, words))
    st.html(method_sheet.external_html(below, opened.tables.communes, words))


def _draw_completeness(opened: Opened, words: Words) -> None:
    _heading("completeness", words)
    table = completeness(opened.tables.communes, opened.country.need_interval)
    hours = hours_known_share(opened.tables.counters)
    st.html(method_sheet.completeness_html(table, hours, words))


if __name__ == "__main__":
    draw_method_page(open_all(), page_words())
