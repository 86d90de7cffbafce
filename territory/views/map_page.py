"""The page of the map: a territory, what the colours say, a commune beside it, the twin table."""

from __future__ import annotations

from functools import partial

import pandas as pd
import streamlit as st
from streamlit_folium import st_folium

from territory import exports
from territory.errors import UnknownNameError
from territory.indicators import INDICATORS, column_in_use, columns_in_use
from territory.maps import leaflet as maps
from territory.maps.layers import DEFAULT_LAYER, GROUPS, LAYERS, Layer, find_layer
from territory.maps.legend import (
    concerned_in_words,
    layer_heading,
    layer_legend_html,
    layer_name,
    layer_summary,
    most_concerned,
)
from territory.maps.signs import sign_counts
from territory.messages import Words
from territory.messages.articles import with_article
from territory.sheet import make_sheet
from territory.sheet.html import sheet_html
from territory.territories import Territory, communes_of
from territory.territories.figures import FRANCE
from territory.views import state
from territory.views.leaflet_files import serve_leaflet
from territory.views.opened import Opened, open_all
from territory.views.shell import draw_table, escaped, page_words
from territory.views.state import State

LAYER = "layer"
TABLE = "table"
BASEMAP = "basemap"
MAP_KEY = "the map"
TABLE_COLUMNS = (
    "exposure_rank",
    "national_rank",
    "commune_name",
    "exposure_score",
    "population_people",
    "illectronism_people",
    "illectronism_low_people",
    "illectronism_high_people",
    *(indicator.name for indicator in INDICATORS),
    "fixed_counters_count",
    "need_score",
    "counters_score",
    "network_score",
    "known_share",
    "commune_code",
    "epci_name",
)
TERRITORY_COLUMNS = (
    "territory_name",
    "communes_count",
    "population_people",
    "illectronism_people",
    *(indicator.name for indicator in INDICATORS),
    "fixed_counters_count",
    "need_score",
    "counters_score",
    "network_score",
    "exposure_score",
)


def draw_map_page(opened: Opened, words: Words) -> None:
    """Draw the page for what the address asks for.

    What takes the browser longest is sent first: the sheet that was clicked for, then the map. The
    places on the page are kept before.
    """
    wanted = state.read_state(opened)
    wanted = _take_click(opened, wanted)
    heading, choices, problems = st.empty(), st.container(key="choices"), st.container()
    with problems:
        layer = _read_layer(opened, words)
        state.say_problems(wanted, words)
    rows = opened.atlas.told_rows(wanted.territory, layer, wanted.method)
    name = state.territory_title(opened, wanted.territory, words)
    title = words.text("map.heading", territory=name, map=layer_heading(layer, words))
    heading.title(title, anchor=False)
    summary = layer_summary(layer, rows, words)
    with st.container(key="atlas"):
        legend_column, map_column, side_column = st.columns([1, 1.85, 1.35], gap="medium")
    if wanted.commune:
        with side_column:
            _draw_sheet(opened, wanted, words)
    with map_column:
        _draw_map(opened, wanted, layer, f"{title}. {summary}", words)
        engine = opened.tables.engine.cite(words)
        st.caption(escaped(words.text("map.engine.used", citation=engine)))
    with choices:
        _draw_choices(opened, wanted, layer, words)
    with legend_column:
        signs = sign_counts(opened.atlas, wanted.territory)
        st.html(layer_legend_html(layer, rows, signs, words))
    if wanted.commune:
        st.markdown(escaped(summary))
    else:
        with side_column:
            _draw_summary(layer, rows, summary, words)
    without_shape = maps.undrawable(communes_of(opened.tables, wanted.territory))
    if not without_shape.empty:
        said = words.communes(len(without_shape))
        st.caption(escaped(words.text("map.no_shape", communes=said)))
    _draw_twin(opened, wanted, rows, words)
    state.draw_cite(opened, words, title)


def _take_click(opened: Opened, wanted: State) -> State:
    """Select the commune clicked on the map since the last run."""
    clicked = (st.session_state.get(MAP_KEY) or {}).get("last_clicked")
    if clicked and clicked != st.session_state.get("taken click"):
        st.session_state["taken click"] = clicked
        found = opened.atlas.commune_at(clicked["lat"], clicked["lng"])
        if found:
            state.ask(commune=found)
            return state.read_state(opened)
    return wanted


def _read_layer(opened: Opened, words: Words) -> Layer:
    name = state.asked(LAYER)
    if name not in LAYERS:
        if name:
            st.warning(escaped(UnknownNameError("map", name, LAYERS).say(words)))
        return DEFAULT_LAYER
    layer = find_layer(column_in_use(name, opened.country.indicators.columns))
    if layer.name != name:
        asked, shown = (layer_name(one, words) for one in (find_layer(name), layer))
        st.warning(escaped(words.text("map.layer.instead", asked=asked, shown=shown)))
    return layer


def _draw_choices(opened: Opened, wanted: State, shown: Layer, words: Words) -> None:
    """Draw what is looked at and what colours say: one row, the search first."""
    search, territory, layer, more = st.columns(
        [1.3, 1.1, 1.3, 0.5], vertical_alignment="bottom", gap="small"
    )
    with search:
        state.search_territory(opened, words)
    with territory:
        _choose_territory(opened, wanted, words)
    with layer:
        _choose_layer(opened, shown, words)
    with more, st.popover(words.text("map.more"), width="stretch"):
        _draw_options(wanted, words)


def _choose_territory(opened: Opened, wanted: State, words: Words) -> None:
    options = {state.default_territory(opened).key: ""}
    if len(opened.departements) > 1:
        options |= {f"region:{code}": "" for code in opened.regions}
        options |= {f"departement:{code}": "" for code in opened.departements}
    options.setdefault(wanted.territory.key, "")
    titles = {key: _territory_words(opened, key, words) for key in options}
    st.session_state["chosen territory"] = wanted.territory.key
    st.selectbox(
        words.text("map.territory"),
        list(options),
        format_func=lambda key: titles[key],
        key="chosen territory",
        on_change=_write_territory,
        args=(opened,),
        placeholder=words.text("map.territory"),
    )


def _territory_words(opened: Opened, key: str, words: Words) -> str:
    level, _, code = key.partition(":")
    if level == "departement":
        name = opened.departements[code]
        return words.text("app.departement_option", code=code, name=name)
    if level == "region":
        return opened.regions[code]
    return state.territory_title(opened, Territory(level, code or FRANCE), words)


def _write_territory(opened: Opened) -> None:
    level, _, code = str(st.session_state["chosen territory"]).partition(":")
    state.open_territory(opened, Territory(level, code or FRANCE))


def _choose_layer(opened: Opened, shown: Layer, words: Words) -> None:
    st.session_state["chosen layer"] = shown.name
    layers = columns_in_use(LAYERS, opened.country.indicators.columns)
    options = [name for group in GROUPS for name in layers if LAYERS[name].group == group]
    st.selectbox(
        words.text("map.layer.choose"),
        options,
        format_func=lambda name: _layer_words(LAYERS[name], words),
        key="chosen layer",
        on_change=_write_layer,
        placeholder=words.text("map.layer.choose"),
    )


def _layer_words(layer: Layer, words: Words) -> str:
    group = words.text(f"map.layer.group.{layer.group}")
    return words.text("map.layer.option", group=group, name=layer_name(layer, words))


def _write_layer() -> None:
    name = str(st.session_state["chosen layer"])
    state.ask(layer="" if name == DEFAULT_LAYER.name else name)


def _draw_options(wanted: State, words: Words) -> None:
    for key in (TABLE, BASEMAP):
        st.session_state[f"chosen {key}"] = bool(state.asked(key))
    st.toggle(
        words.text("map.table"), key=f"chosen {TABLE}", on_change=_write_toggle, args=(TABLE,)
    )
    st.toggle(
        words.text("map.basemap"),
        key=f"chosen {BASEMAP}",
        on_change=_write_toggle,
        args=(BASEMAP,),
        help=words.text("map.basemap_help"),
    )
    state.choose_method(wanted.method, words, key="map")


def _write_toggle(key: str) -> None:
    state.ask(**{key: "1" if st.session_state[f"chosen {key}"] else ""})


def _draw_map(opened: Opened, wanted: State, layer: Layer, label: str, words: Words) -> None:
    view = opened.atlas.view(
        wanted.territory,
        layer,
        wanted.method,
        commune=wanted.commune,
        has_basemap=bool(state.asked(BASEMAP)),
        label=label,
        words=words,
    )
    if view is None:
        return
    st_folium(
        maps.draw_map(serve_leaflet()),
        key=MAP_KEY,
        height=maps.HEIGHT_PX,
        use_container_width=True,
        feature_group_to_add=maps.show_view(view, words),
        returned_objects=["last_clicked"],
    )


def _draw_summary(layer: Layer, rows: pd.DataFrame, summary: str, words: Words) -> None:
    st.markdown(escaped(summary))
    concerned = most_concerned(layer, rows)
    if not concerned.empty:
        st.subheader(words.text("sheet.most"), anchor=False)
        with st.container(key="most", gap=None):
            for code, row in concerned.iterrows():
                st.button(
                    escaped(concerned_in_words(row, words)),
                    key=f"most {code}",
                    on_click=state.ask,
                    kwargs={"commune": str(code)},
                    type="tertiary",
                )
    st.caption(escaped(words.text("sheet.none")))


def _draw_sheet(opened: Opened, wanted: State, words: Words) -> None:
    code = wanted.commune
    commune = opened.tables.communes.loc[code]
    departement = Territory("departement", str(commune["departement_code"]))
    name = with_article(words, "departement", departement.code, str(commune["departement_name"]))
    with st.container(horizontal=True, horizontal_alignment="distribute"):
        if wanted.territory != departement:
            st.button(
                escaped(words.text("sheet.open_departement", name=name)),
                key="open departement",
                on_click=state.ask,
                kwargs={"territory": departement.key},
                type="tertiary",
            )
        st.button(
            words.text("sheet.close"),
            key="close sheet",
            on_click=state.ask,
            kwargs={"commune": ""},
            type="tertiary",
        )
    sheet = make_sheet(
        opened.country,
        code,
        wanted.territory,
        wanted.method,
        link=lambda one: state.link(
            opened, words, commune=one, territory=_departement_of(opened, one)
        ),
        sources=[source.cite(words) for source in opened.data_in_use.sources],
        words=words,
    )
    st.html(sheet_html(sheet, words))


def _departement_of(opened: Opened, code: str) -> str:
    return f"departement:{opened.tables.communes.at[code, 'departement_code']}"


def _draw_twin(opened: Opened, wanted: State, rows: pd.DataFrame, words: Words) -> None:
    """Draw the map's table: its communes, or its départements when there are too many to read."""
    if not state.asked(TABLE):
        st.button(
            words.text("map.table"), key="open table", on_click=state.ask, kwargs={TABLE: "1"}
        )
        return
    st.header(words.text("app.table.title"), anchor=False)
    said = words.communes(len(rows))
    if opened.atlas.is_drawn_one_by_one(wanted.territory):
        st.caption(escaped(words.text("app.table.hint", communes=said)))
        draw_table(
            rows.reset_index()[list(columns_in_use(TABLE_COLUMNS, rows.columns))],
            words,
            pinned="commune_name",
            alt=words.text("app.table.alt", communes=said),
            key="communes",
        )
    else:
        st.caption(escaped(words.text("app.table.by_departement", communes=said)))
        figures = opened.country.figures("departement", wanted.method)
        codes = communes_of(opened.tables, wanted.territory)["departement_code"].unique()
        names = opened.departements
        shown = figures.loc[sorted(codes)]
        shown.insert(0, "territory_name", [f"{names[code]} ({code})" for code in shown.index])
        draw_table(
            shown[list(columns_in_use(TERRITORY_COLUMNS, shown.columns))],
            words,
            pinned="territory_name",
            alt=words.text("app.table.alt", communes=said),
            key="departements",
        )
    _draw_downloads(rows, opened, wanted, words)


def _draw_downloads(rows: pd.DataFrame, opened: Opened, wanted: State, words: Words) -> None:
    columns = st.columns([1, 1, 2])
    for column, style in zip(columns, exports.CSV_STYLES, strict=False):
        variant = "-excel" if exports.CSV_STYLES[style].is_for_excel else ""
        with column:
            st.download_button(
                words.text(f"app.download.{style}"),
                partial(exports.write_csv, rows, style, words=words),
                file_name=words.text(
                    "app.download.file_name",
                    code=wanted.territory.key.replace(":", "-").replace(",", "-")[:60],
                    fingerprint=opened.data_in_use.fingerprint,
                    variant=variant,
                ),
                mime="text/csv",
                help=words.text(f"app.download.help.{style}"),
                key=f"download_{style}",
                on_click="ignore",
                width="stretch",
            )


if __name__ == "__main__":
    draw_map_page(open_all(), page_words())
