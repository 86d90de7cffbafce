"""The map’s twin: its table, and the files of it."""

from __future__ import annotations

from functools import partial

import pandas as pd
import streamlit as st

from territory import exports
from territory.context import CONTEXT_COLUMNS
from territory.indicators import INDICATORS, columns_in_use
from territory.maps import units
from territory.messages import Words
from territory.territories import communes_of
from territory.views import state
from territory.views.opened import Opened
from territory.views.shell import draw_table, escaped
from territory.views.state import State

TABLE = "table"
_SHOWN = "show the table"
# What a layer shows alone, beside the columns of the table.
_ALONE = ("one_counter_share", "counter_within_share")
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


# The table stands under a map as high as the window, and takes its room some moments after it came.
_INTO_VIEW = """<script>
  let turns = 12;
  const go = () => {
    const twin = document.querySelector(".st-key-twin");
    twin?.scrollIntoView({block: "start"});
    turns -= 1;
    if (turns && !(twin && twin.getBoundingClientRect().y < 80)) { setTimeout(go, 150); }
  };
  go();
</script>"""


def ask_table() -> None:
    """Ask for the table, and for the page to go to it."""
    state.ask(**{TABLE: "1"})
    st.session_state[_SHOWN] = True


def draw_twin(opened: Opened, wanted: State, rows: pd.DataFrame, words: Words) -> None:
    """Draw the map's table: its units, or départements when its communes are too many to read."""
    if not state.asked(TABLE):
        st.button(words.text("map.table"), key="open table", on_click=ask_table)
        return
    with st.container(key="twin"):
        if wanted.unit != units.COMMUNE:
            _draw_units(rows, wanted.unit, words)
            rows = rows[[*_unit_columns(rows, wanted.unit)]]
        else:
            _draw_communes(opened, wanted, rows, words)
        _draw_downloads(rows, opened, wanted, words)
        st.button(
            words.text("map.table_close"), key="close table", on_click=state.ask, kwargs={TABLE: ""}
        )
    if st.session_state.pop(_SHOWN, False):
        st.html(_INTO_VIEW, unsafe_allow_javascript=True)


def _draw_communes(opened: Opened, wanted: State, rows: pd.DataFrame, words: Words) -> None:
    st.header(words.text("app.table.title"), anchor=False)
    said = words.communes(len(rows))
    if opened.atlas.is_drawn_one_by_one(wanted.territory):
        st.caption(escaped(words.text("app.table.hint", communes=said)))
        draw_table(
            rows.reset_index()[[*columns_in_use(TABLE_COLUMNS, rows.columns), *_of_layer(rows)]],
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


def _unit_columns(rows: pd.DataFrame, unit: str) -> tuple[str, ...]:
    names = (f"{unit}_name", *TERRITORY_COLUMNS[1:], "known_share")
    return (*columns_in_use(names, rows.columns), *_of_layer(rows))


def _of_layer(rows: pd.DataFrame) -> tuple[str, ...]:
    """Return the columns that rows hold for the layer shown alone."""
    return tuple(name for name in (*_ALONE, *CONTEXT_COLUMNS) if name in rows)


def _draw_units(rows: pd.DataFrame, unit: str, words: Words) -> None:
    said = units.counted(len(rows), unit, words)
    st.header(words.text("map_unit.table.title"), anchor=False)
    st.caption(escaped(words.text(f"map_unit.table.hint.{unit}", units=said)))
    draw_table(
        rows[[*_unit_columns(rows, unit)]],
        words,
        pinned=f"{unit}_name",
        alt=words.text("map_unit.table.alt", units=said),
        key=f"units {unit}",
    )


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
                    code=_file_code(wanted),
                    fingerprint=opened.edition,
                    variant=variant,
                ),
                mime="text/csv",
                help=words.text(f"app.download.help.{style}"),
                key=f"download_{style}",
                on_click="ignore",
                width="stretch",
            )


def _file_code(wanted: State) -> str:
    """Return what a file's name says of its rows: the territory, and their unit but communes."""
    code = wanted.territory.key.replace(":", "-").replace(",", "-")[:60]
    return code if wanted.unit == units.COMMUNE else f"{code}-{wanted.unit}"
