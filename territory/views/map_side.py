"""What stands beside the map: the summary of a layer, or the sheet of a commune."""

from __future__ import annotations

from functools import partial

import pandas as pd
import streamlit as st

from territory.history.moments import list_day
from territory.look import parts
from territory.maps.layers import Layer
from territory.maps.legend import concerned_in_words, layer_summary, most_concerned
from territory.maps.units import COMMUNE, unit_of_rows
from territory.messages import Words
from territory.messages.articles import with_article
from territory.sheet import make_sheet
from territory.sheet.html import sheet_html
from territory.territories import Territory
from territory.views import state
from territory.views.epci_links import draw_epci_links
from territory.views.opened import Opened
from territory.views.pressed import draw_buttons
from territory.views.shell import escaped
from territory.views.state import State

CONCERNED_KEY = "most"


def tell_summary(
    opened: Opened, wanted: State, layer: Layer, rows: pd.DataFrame, words: Words
) -> str:
    """Return what a layer says of a territory, in a sentence or two."""
    shown = ("summary", wanted.territory, layer, wanted.method, wanted.unit, words)
    return str(opened.told.get(shown, lambda: layer_summary(layer, rows, words)))


def draw_summary(  # noqa: PLR0917 - a summary, and what it is of
    opened: Opened, wanted: State, layer: Layer, rows: pd.DataFrame, summary: str, words: Words
) -> None:
    """Draw what a layer says of a territory, and the communes with most people concerned."""
    st.markdown(escaped(summary))
    shown = ("concerned", wanted.territory, layer, wanted.method, wanted.unit)
    concerned = opened.told.get(shown, lambda: most_concerned(layer, rows))
    unit = unit_of_rows(rows)
    if not concerned.empty:
        most = "sheet.most" if unit == COMMUNE else f"map_unit.most.{unit}"
        st.header(words.text(most), anchor=False)
        said = [(str(code), concerned_in_words(row, words)) for code, row in concerned.iterrows()]
        html = parts.render("views/concerned.html", rows=said)
        draw_buttons(html, key=CONCERNED_KEY, take=partial(_open, unit))
    if unit == COMMUNE:
        st.caption(escaped(words.text("sheet.none")))


def _open(unit: str, code: str) -> None:
    if unit == COMMUNE:
        state.ask(commune=code)
    else:
        state.ask(territory=f"{unit}:{code}", commune="")


def draw_sheet(opened: Opened, wanted: State, words: Words) -> None:
    """Draw the sheet of the commune selected, with its links."""
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
    draw_epci_links(opened, code, words)
    sheet = make_sheet(
        opened.country,
        code,
        wanted.territory,
        wanted.method,
        link=lambda one: state.link(
            opened, words, commune=one, territory=_departement_of(opened, one)
        ),
        sources=[source.cite(words) for source in opened.data_in_use.sources],
        list_day=list_day(opened.data_in_use),
        words=words,
    )
    st.html(sheet_html(sheet, words))


def _departement_of(opened: Opened, code: str) -> str:
    return f"departement:{opened.tables.communes.at[code, 'departement_code']}"
