"""What can be taken away of a plan: its files, its scenario."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from functools import partial

import pandas as pd
import streamlit as st

from territory.exports import FORMATS
from territory.messages import Words
from territory.plan.files import SHEET
from territory.plan.paper import sheet_pdf
from territory.plan.scenario import Signed
from territory.plan.shown import Shown
from territory.tables.scenarios import Scenario, joined, scenario_csv
from territory.territories import Territory
from territory.views import plan_rounds_state, plan_state, state
from territory.views.citing import whole_address
from territory.views.opened import Opened
from territory.views.shell import escaped


@dataclass(frozen=True)
class OfferedFile:
    """A file of a plan: the key of its button's words, its name, and what makes it when it is asked for."""

    key: str
    label: str
    name: str
    media_type: str
    make: Callable[[], bytes]


def file_name(opened: Opened, territory: Territory, key: str, words: Words, **values: str) -> str:
    """Return the name of a file of a plan: its territory, and the data it rests on."""
    code = territory.key.replace(":", "-").replace(",", "-")[:60]
    return words.text(key, code=code, fingerprint=opened.edition, **values)


def sheet_file(
    opened: Opened, shown: Shown, territory: Territory, key: str, words: Words, **pinned: str
) -> OfferedFile:
    """Return the page of paper of an answer, that gives the address of what is looked at.

    Parameters
    ----------
    key : str
        Of the name of the question's files.
    **pinned : str
        Parameters of the link that the address leaves to the day.
    """
    pinned = plan_address() | {state.TERRITORY: territory.key} | pinned
    link = whole_address(opened, words, **pinned)
    return OfferedFile(
        "pdf",
        "plan.page.files.pdf",
        file_name(opened, territory, key, words, suffix=SHEET),
        "application/pdf",
        partial(sheet_pdf, opened.tables, shown, opened.data_in_use, words, link=link),
    )


def plan_address(*others: str) -> dict[str, str]:
    """Return what the link of a plan holds besides what all pages keep, and other parameters."""
    names = (*plan_state.ADDRESS, *plan_rounds_state.ADDRESS, *others)
    return {name: state.asked(name) for name in names}


def files_in(
    opened: Opened,
    territory: Territory,
    key: str,
    formats: Sequence[str],
    words: Words,
    *,
    make: Callable[[str, str], bytes],
) -> list[OfferedFile]:
    """Return a plan in formats of `territory.exports`.

    Parameters
    ----------
    key : str
        Of the name of the question's files.
    formats : sequence of str
        Keys of `territory.exports.FORMATS`.
    make : callable
        From a format and the file's name to the file.
    """
    offered = []
    for one in formats:
        chosen = FORMATS[one]
        name = file_name(opened, territory, key, words, suffix=chosen.suffix)
        offered.append(
            OfferedFile(
                one, f"plan.page.files.{one}", name, chosen.media_type, partial(make, one, name)
            )
        )
    return offered


def draw_files(files: Sequence[OfferedFile], words: Words) -> None:
    """Draw a button a file."""
    with st.container(horizontal=True, key="plan-files"):
        for one in files:
            st.download_button(
                words.text(one.label),
                one.make,
                file_name=one.name,
                mime=one.media_type,
                key=f"plan-file-{one.key}",
                on_click="ignore",
            )


def draw_scenario(
    opened: Opened, name: str, rows: Callable[[Signed], pd.DataFrame], words: Words
) -> None:
    """Draw how to keep a plan as a scenario: it says who proposes it and why.

    A plan made under a scenario comes after it: its file holds the rows of both.

    Parameters
    ----------
    opened : Opened
        What the plan was made of.
    name : str
        Of the file.
    rows : callable
        Gives the rows of the scenario, signed.
    words : Words
        Of the reader's language.
    """
    with st.expander(words.text("plan.page.scenario.title")):
        st.caption(escaped(words.text("plan.page.scenario.hint")))
        author, reason = (
            st.text_input(words.text(f"plan.page.scenario.{one}"), key=f"plan-{one}").strip()
            for one in ("author", "reason")
        )

        def made() -> bytes:
            signed = Signed(author, reason, date.today().isoformat())
            both = (*opened.tables.scenarios, Scenario("plan", rows(signed)))
            return scenario_csv(Scenario("plan", joined(both)))

        st.download_button(
            words.text("plan.page.files.scenario"),
            made,
            file_name=name,
            mime="text/csv",
            key="plan-file-scenario",
            on_click="ignore",
            disabled=not (author and reason),
        )
