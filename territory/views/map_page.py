"""The page of the map: need × scarcity of counters in a département, and its twin in a table."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Any

import geopandas as gpd
import pandas as pd
import streamlit as st
from streamlit_folium import st_folium

from territory import cards, exports, legend, maps
from territory.bivariate import BIVARIATE_MAPS, DEFAULT_MAP, BivariateMap, find_map
from territory.errors import UnknownNameError
from territory.indicators import INDICATORS
from territory.messages import text
from territory.priorities import ranked_communes
from territory.tables import select
from territory.views import address
from territory.views.leaflet_files import serve_leaflet
from territory.views.opened import Opened, departement_names, open_all
from territory.views.shell import escaped, page_language

DEPARTEMENT_KEY = "departement"
MAP_KEY = "map"
TABLE_HEIGHT_PX = 460
NAME_WIDTH_PX = 176
TABLE_COLUMNS = (
    "exposure_rank",
    "commune_name",
    "exposure_score",
    "population_people",
    "illectronism_people",
    "illectronism_low_people",
    "illectronism_high_people",
    *(indicator.name for indicator in INDICATORS),
    "need_score",
    "counters_score",
    "network_score",
    "known_share",
    "commune_code",
    "epci_name",
)


def draw_map_page(opened: Opened, language: str) -> None:
    """Draw the page for the département chosen in it or in the address."""
    names = departement_names(opened.tables.communes)
    title_column, choice_column = st.columns([2.6, 1], gap="medium", vertical_alignment="center")
    with choice_column:
        code = _choose_departement(names, language)
    communes = select(opened.tables.communes, "departement", code)
    rows = ranked_communes(communes, opened.scores)
    counters = maps.counters_in_view(opened.tables.counters, communes)
    heading = title_column.empty()
    chosen = _choose_map(language)
    words = text(f"map.map.{chosen.name}.heading", language)
    heading.title(
        text("map.heading", language, name=names[code], code=code, map=words), anchor=False
    )
    st.markdown(escaped(legend.summary(rows, language, chosen)))
    map_column, legend_column = st.columns([2.6, 1], gap="medium")
    with map_column:
        _draw_map(communes, rows, counters, chosen, language)
    with legend_column:
        st.html(legend.legend_html(rows, counters, language, chosen))
    engine = opened.tables.engine.cite(language)
    st.caption(escaped(text("map.engine.used", language, citation=engine)))
    _draw_table(rows, language)
    _draw_downloads(rows, code, opened.data_in_use.vintage, language)


def _choose_departement(names: dict[str, str], language: str) -> str:
    unknown = address.read_choice(DEPARTEMENT_KEY, names, next(iter(names)))
    st.selectbox(
        text("app.departement", language),
        list(names),
        format_func=lambda one: text("app.departement_option", language, code=one, name=names[one]),
        key=DEPARTEMENT_KEY,
        placeholder=text("app.departement_placeholder", language),
    )
    if unknown is not None:
        error = UnknownNameError("departement", unknown, names)
        st.warning(escaped(error.say(language)))
    return address.write_choice(DEPARTEMENT_KEY)


def _choose_map(language: str) -> BivariateMap:
    unknown = address.read_choice(MAP_KEY, BIVARIATE_MAPS, DEFAULT_MAP.name)
    st.segmented_control(
        text("map.map.choose", language),
        list(BIVARIATE_MAPS),
        format_func=lambda one: text(f"map.map.{one}.name", language),
        key=MAP_KEY,
        required=True,
        label_visibility="collapsed",
    )
    if unknown is not None:
        st.warning(escaped(UnknownNameError("map", unknown, BIVARIATE_MAPS).say(language)))
    return find_map(address.write_choice(MAP_KEY))


def _draw_map(
    communes: gpd.GeoDataFrame,
    rows: pd.DataFrame,
    counters: gpd.GeoDataFrame,
    chosen: BivariateMap,
    language: str,
) -> None:
    if not maps.drawable(communes).empty:
        assets = serve_leaflet()
        drawn = maps.draw_bivariate_map(communes, rows, counters, assets, language, chosen=chosen)
        # Nothing is sent back: looking at the map must not run the page again.
        st_folium(drawn, height=maps.HEIGHT_PX, use_container_width=True, returned_objects=[])
    without_shape = maps.undrawable(communes)
    if not without_shape.empty:
        words = legend.communes_in_words(len(without_shape), language)
        st.caption(escaped(text("map.no_shape", language, communes=words)))


def _draw_table(rows: pd.DataFrame, language: str) -> None:
    st.header(text("app.table.title", language), anchor=False)
    communes = legend.communes_in_words(len(rows), language)
    st.caption(text("app.table.hint", language, communes=communes))
    shown = rows.reset_index()[list(TABLE_COLUMNS)]
    formats: dict[str, Callable[[Any], str]] = {
        str(name): partial(cards.written, str(name), language=language)
        for name in shown.select_dtypes("number")
    }
    st.dataframe(
        shown.style.format(formats),  # type: ignore[arg-type]
        height=TABLE_HEIGHT_PX,
        hide_index=True,
        column_config={
            name: st.column_config.Column(
                text(f"columns.{name}.short", language),
                help=text(f"columns.{name}.meaning", language),
                width=NAME_WIDTH_PX if name == "commune_name" else None,
                pinned=name == "commune_name",
            )
            for name in TABLE_COLUMNS
        },
        placeholder=text("report.missing", language),
        alt=text("app.table.alt", language, communes=communes),
        key="communes",
    )


def _draw_downloads(rows: pd.DataFrame, code: str, vintage: str, language: str) -> None:
    columns = st.columns([1, 1, 2])
    for column, style in zip(columns, exports.CSV_STYLES, strict=False):
        variant = "-excel" if exports.CSV_STYLES[style].is_for_excel else ""
        with column:
            st.download_button(
                text(f"app.download.{style}", language),
                exports.write_csv(rows, style, language),
                file_name=text(
                    "app.download.file_name", language, code=code, vintage=vintage, variant=variant
                ),
                mime="text/csv",
                help=text(f"app.download.help.{style}", language),
                key=f"download_{style}",
                on_click="ignore",
                width="stretch",
            )


if __name__ == "__main__":
    draw_map_page(open_all(), page_language())
