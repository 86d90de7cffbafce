"""The page of the list: criteria in plain words, live counts, reasons a row, all the files."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Any

import streamlit as st

from territory import cards, exports, legend
from territory.criteria import read_criteria
from territory.errors import UnknownNameError
from territory.messages import number, text
from territory.robustness import ROBUST_PROBABILITY
from territory.territories import whole_name
from territory.underserved import Request, Underserved, about, make_list, territory_name
from territory.views import address
from territory.views.opened import Opened, departement_names, open_all
from territory.views.shell import escaped, page_language

TERRITORY_KEY = "list_departement"
FRANCE = "france"
ASKED = ("min-people", "min-minutes", "min-saturday-minutes", "max-hours", "min-score")
COLUMNS = (
    "exposure_rank",
    "commune_name",
    "reasons_text",
    "exposure_score",
    "illectronism_people",
    "nearest_counter_minutes",
    "reachable_hours_per_1k",
    "worst_decile_probability_share",
    "low_rank",
    "high_rank",
    "known_share",
    "commune_code",
    "epci_name",
)
HEIGHT_PX = 560
ROW_PX = 88
REASONS = "reasons_text"
REASONS_WIDTH_PX = 520


def draw_list_page(opened: Opened, language: str) -> None:
    """Draw the list for the territory and the criteria chosen in the page."""
    names = departement_names(opened.tables.communes)
    heading = st.empty()
    code = _choose_territory(names, whole_name(opened.tables, language), language)
    request = Request(
        level="" if code == FRANCE else "departement",
        code="" if code == FRANCE else code,
        criteria=read_criteria(_ask(language)),
        engine=opened.engine,
        language=language,
    )
    made = make_list(opened.country, request)
    name = territory_name(opened.tables, request)
    heading.title(text("list.heading", language, territory=name), anchor=False)
    _tell(made, language)
    ranked = number(len(opened.tables.communes), language)
    st.caption(escaped(text("list.ranked", language, count=ranked)))
    if not made.rows.empty:
        _draw_table(made, language)
    _draw_download(made, opened, code, language)


def _choose_territory(names: dict[str, str], whole: str, language: str) -> str:
    options = {FRANCE: whole, **names}
    unknown = address.read_choice(TERRITORY_KEY, options, next(iter(names)))
    st.selectbox(
        text("list.choose.territory", language),
        list(options),
        format_func=lambda one: (
            options[one]
            if one == FRANCE
            else text("app.departement_option", language, code=one, name=options[one])
        ),
        key=TERRITORY_KEY,
        placeholder=text("app.departement_placeholder", language),
    )
    if unknown is not None:
        st.warning(escaped(UnknownNameError("departement", unknown, names).say(language)))
    return address.write_choice(TERRITORY_KEY)


def _ask(language: str) -> dict[str, object]:
    """Draw the criteria and return what was given."""
    given: dict[str, object] = {}
    columns = st.columns(len(ASKED), vertical_alignment="bottom")
    for column, name in zip(columns, ASKED, strict=True):
        with column:
            given[name] = st.number_input(
                text(f"list.label.{name}", language),
                min_value=0.0,
                value=None,
                format="%g",
                placeholder=text("list.label.no_limit", language),
                key=f"criterion-{name}",
            )
    if st.checkbox(text("list.label.robust", language), key="criterion-robust"):
        given["min-probability"] = ROBUST_PROBABILITY
    return given


def _tell(made: Underserved, language: str) -> None:
    words = made.request.criteria.in_words(language)
    st.caption(escaped(text("list.criteria", language, criteria=words)))
    if made.rows.empty:
        st.markdown(escaped(text("list.none", language)))
    else:
        bounds = {bound: made.totals[f"illectronism_{bound}_people"] for bound in ("low", "high")}
        st.markdown(
            escaped(
                text(
                    "list.counts",
                    language,
                    communes=legend.communes_in_words(len(made.rows), language),
                    people=number(made.totals["population_people"], language),
                    illectronism=number(made.totals["illectronism_people"], language),
                    **{bound: number(value, language) for bound, value in bounds.items()},
                )
            )
        )
    undetermined = made.selection.undetermined
    if len(undetermined):
        communes = legend.communes_in_words(len(undetermined), language)
        people = number(undetermined["population_people"].sum(min_count=1), language)
        said = text("list.undetermined", language, communes=communes, people=people)
        st.caption(escaped(said))


def _draw_table(made: Underserved, language: str) -> None:
    st.header(text("list.table.title", language), anchor=False)
    shown = made.rows.reset_index()[list(COLUMNS)]
    formats: dict[str, Callable[[Any], str]] = {
        str(name): partial(cards.written, str(name), language=language)
        for name in shown.select_dtypes("number")
    }
    st.dataframe(
        shown.style.format(formats),  # type: ignore[arg-type]
        height=HEIGHT_PX,
        row_height=ROW_PX,
        hide_index=True,
        column_config={
            name: (st.column_config.TextColumn if name == REASONS else st.column_config.Column)(
                text(f"columns.{name}.short", language),
                help=text(f"columns.{name}.meaning", language),
                width=REASONS_WIDTH_PX if name == REASONS else None,
                pinned=name == "commune_name",
            )
            for name in COLUMNS
        },
        placeholder=text("report.missing", language),
        alt=text("list.alt", language, communes=legend.communes_in_words(len(shown), language)),
        key="listed",
    )


def _draw_download(made: Underserved, opened: Opened, code: str, language: str) -> None:
    choice, button = st.columns([1, 2], vertical_alignment="bottom")
    with choice:
        name = st.selectbox(
            text("list.label.format", language), list(exports.FORMATS), index=2, key="format"
        )
    chosen = exports.FORMATS[name]
    file_name = text(
        "list.file_name",
        language,
        code=code,
        vintage=opened.data_in_use.vintage,
        suffix=chosen.suffix,
    )
    said = about(made, opened.tables, opened.data_in_use, chosen.name, file_name)
    with button:
        st.download_button(
            text("list.download", language),
            partial(exports.write_list, made.rows, opened.tables.communes, said, chosen),
            file_name=file_name,
            mime=chosen.media_type,
            key="download_list",
            on_click="ignore",
        )


if __name__ == "__main__":
    draw_list_page(open_all(), page_language())
