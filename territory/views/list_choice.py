"""The communes chosen in the list: why they are in it, and what can be done with them."""

from __future__ import annotations

import pandas as pd
import streamlit as st

from territory import paths
from territory.compare import MOST_TERRITORIES
from territory.lists import Underserved, with_reasons
from territory.look import parts
from territory.messages import Words
from territory.territories import COMMUNES, Territory, communes_of
from territory.territories.figures import FRANCE
from territory.views import list_state, state
from territory.views.opened import Opened
from territory.views.plan_state import KEEP
from territory.views.shell import escaped
from territory.views.state import State

RANKS = ("exposure_rank", "national_rank")
# The reasons of more communes than this would push the table away.
TOLD_COUNT = 5


def draw_choice(
    made: Underserved, chosen: list[str], opened: Opened, wanted: State, words: Words
) -> None:
    """Draw the communes chosen, one or several, with their links."""
    if not chosen:
        st.caption(escaped(words.text("list.pick")))
        return
    with st.container(key="chosen", gap="xxsmall"):
        if len(chosen) == 1:
            _draw_one(made, chosen[0], opened, wanted, words)
        else:
            _draw_several(made, chosen, opened, wanted, words)


def _draw_one(made: Underserved, code: str, opened: Opened, wanted: State, words: Words) -> None:
    st.markdown(escaped(_told(made, code, opened, words)))
    communes = opened.tables.communes
    # France and régions are images: a commune is read in its département.
    is_near = code in _inside(made) and wanted.territory.level not in (FRANCE, "region")
    departement = communes.at[code, "departement_code"]
    territory = wanted.territory.key if is_near else f"departement:{departement}"
    links = {
        "map": {state.TERRITORY: territory},
        "diagnostic": {},
        "compare": {"compare": ""},
        "plan": {state.TERRITORY: territory},
    }
    with st.container(horizontal=True, gap="small", vertical_alignment="center"):
        for page, changes in links.items():
            _link(page, words.text(f"list.to_{page}"), opened, words, commune=code, **changes)
        _draw_forget(words)


def _draw_several(
    made: Underserved, chosen: list[str], opened: Opened, wanted: State, words: Words
) -> None:
    count = len(chosen)
    st.markdown(escaped(words.text("list.choice.chosen", count=words.number(count))))
    if count <= TOLD_COUNT:
        told = [_told(made, code, opened, words) for code in chosen]
        st.html(parts.details(words.text("list.choice.why"), parts.items(told)))
    else:
        names = opened.tables.communes.loc[chosen, "commune_name"]
        st.caption(escaped(", ".join(names)))
    several = {state.TERRITORY: f"{COMMUNES}:{','.join(chosen)}", state.COMMUNE: ""}
    with st.container(horizontal=True, gap="small", vertical_alignment="center"):
        label = words.text("list.choice.portrait", count=words.number(count))
        _link("diagnostic", label, opened, words, **several)
        if count <= MOST_TERRITORIES:
            asked = {"compare": ";".join(f"commune:{code}" for code in chosen)}
            _link("compare", words.text("list.to_compare"), opened, words, **asked)
        _link("map", words.text("list.to_map"), opened, words, **several)
        around = _around(chosen, opened, wanted)
        planned = {state.TERRITORY: around.key, state.COMMUNE: "", KEEP: ",".join(chosen)}
        _link("plan", words.text("list.to_plan"), opened, words, **planned)
        _draw_forget(words, "choice.forget")
    if count > MOST_TERRITORIES:
        st.caption(words.text("list.choice.most", most=words.number(MOST_TERRITORIES)))


def _around(chosen: list[str], opened: Opened, wanted: State) -> Territory:
    """Return whose people count in a plan among communes: of what is looked at, if that is no more than a région.

    Else of the département or the région that holds them all; else of these communes alone.
    """
    if wanted.territory.level != FRANCE:
        inside = communes_of(opened.tables, wanted.territory).index
        if all(code in inside for code in chosen):
            return wanted.territory
    communes = opened.tables.communes.loc[chosen]
    for level in ("departement", "region"):
        codes = communes[f"{level}_code"].unique()
        if len(codes) == 1:
            return Territory(level, str(codes[0]))
    return Territory(COMMUNES, ",".join(chosen))


def _link(page: str, label: str, opened: Opened, words: Words, **changes: str) -> None:
    st.page_link(
        str(paths.PACKAGE / "views" / f"{page}_page.py"),
        label=escaped(label),
        query_params=state.parameters(opened, words, **changes),
    )


def _draw_forget(words: Words, key: str = "forget") -> None:
    st.button(
        words.text(f"list.{key}"),
        key="forget commune",
        on_click=list_state.write_chosen,
        args=([],),
        type="tertiary",
    )


def _parts(made: Underserved) -> dict[str, pd.DataFrame]:
    return {
        "kept": made.rows,
        "undetermined": made.selection.undetermined,
        "out": made.selection.out,
    }


def _inside(made: Underserved) -> set[str]:
    return {code for rows in _parts(made).values() for code in rows.index}


def _told(made: Underserved, code: str, opened: Opened, words: Words) -> str:
    """Return where a commune stands in the list, its ranks where it has any, and all its reasons."""
    name = str(opened.tables.communes.at[code, "commune_name"])
    where, rows = next(
        ((one, rows) for one, rows in _parts(made).items() if code in rows.index),
        ("elsewhere", None),
    )
    place = words.text(f"list.chosen.{where}", name=name, code=code)
    if rows is None:
        return place
    row = with_reasons(rows.loc[[code]], made.request).iloc[0]
    reasons = row["reasons_text"]
    if pd.isna(row["exposure_rank"]):
        return words.text("list.chosen.told_unranked", place=place, reasons=reasons)
    rank, among = (words.number(row[one]) for one in RANKS)
    return words.text("list.chosen.told", place=place, rank=rank, national=among, reasons=reasons)
