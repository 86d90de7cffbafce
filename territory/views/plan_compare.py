"""Two scenarios side by side: the choice of both, the map of differences, the figures, the files."""

from __future__ import annotations

from functools import partial

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from territory import paths
from territory.errors import TerritoryError, UnknownNameError
from territory.exports import FORMATS, write_list
from territory.messages import Words
from territory.names import levelled
from territory.plan import told
from territory.plan.comparison import Comparison, compare_scenarios
from territory.plan.comparison_html import comparison_html
from territory.plan.comparison_told import about_comparison, command, side_name, title
from territory.tables.scenarios import Scenario, read_scenario, scenarios_in
from territory.territories import Territory
from territory.views import state
from territory.views.opened import SCENARIO, Opened
from territory.views.plan_choices import choose_one, choose_within
from territory.views.plan_files import OfferedFile, draw_files
from territory.views.plan_state import Asked
from territory.views.shell import escaped

# In the address, the names of the two; the situation of today has none of its own.
FIRST, SECOND = ADDRESS = ("first", "second")
TODAY = "today"
FILES = ("xlsx", "csv")


def draw_compare(
    opened: Opened, territory: Territory, asked: Asked, heading: DeltaGenerator, words: Words
) -> str:
    """Draw two scenarios side by side; return their title."""
    situation, folder = opened.today or opened, paths.scenarios_folder()
    scenarios = _read_all(words)
    told_names = {TODAY: words.text("scenario.none")} | {one: one for one in scenarios}
    heading.title(words.text("plan.page.question.compare"), anchor=False)
    if not scenarios:
        st.markdown(escaped(words.text("plan.compare.no_scenario", folder=str(folder))))
        return words.text("plan.page.question.compare")
    chosen = _choose(list(told_names), told_names, asked, words)
    first, second = (scenarios.get(one) for one in chosen)
    with st.spinner(words.text("plan.page.waiting.close")):
        try:
            found = _compared(
                situation,
                (first, second),
                situation.fingerprint,
                tuple("" if one is None else one.fingerprint for one in (first, second)),
                territory,
                asked.within_minutes,
            )
        except TerritoryError as error:
            st.error(escaped(error.say(words)))
            return words.text("plan.page.question.compare")
    said = title(found, words)
    heading.title(escaped(said), anchor=False)
    st.caption(escaped(told.engine_line(situation.tables, words)))
    st.html(comparison_html(found, words))
    _draw_files(situation, found, words)
    return said


def _read_all(words: Words) -> dict[str, Scenario]:
    """Return the scenarios of the folder that can be read; what is wrong with the others is said."""
    read = {}
    for name, path in scenarios_in(paths.scenarios_folder()).items():
        try:
            read[name] = read_scenario(path)
        except TerritoryError as error:
            problem = TerritoryError("scenario_left_out", name=name)
            state.say_all((problem, error), words)
    return read


def _choose(
    options: list[str], names: dict[str, str], asked: Asked, words: Words
) -> tuple[str, str]:
    """Draw the choice of both, and return it: today, and the scenario looked at or the first one."""
    looked_at = state.asked(SCENARIO)
    defaults = (TODAY, looked_at if looked_at in options else options[1])
    chosen = []
    columns = st.columns([1.3, 1.3, 1], gap="medium")
    for name, default, column in zip(ADDRESS, defaults, columns, strict=False):
        said = state.asked(name)
        if said and said not in options:
            st.warning(escaped(UnknownNameError("scenario", said, options).say(words)))
        one = said if said in options else default
        with column:
            choose_one(name, options, one, names.__getitem__, words.text(f"plan.compare.{name}"))
        chosen.append(one)
    with columns[2]:
        choose_within(asked, words)
    return chosen[0], chosen[1]


@st.cache_resource(max_entries=8, show_spinner=False)
def _compared(
    _opened: Opened,
    _scenarios: tuple[Scenario | None, Scenario | None],
    fingerprint: str,  # noqa: ARG001 - with the next, the cache's key
    scenarios: tuple[str, ...],  # noqa: ARG001
    territory: Territory,
    within_minutes: float,
) -> Comparison:
    return compare_scenarios(_opened.country, _scenarios, territory, within_minutes)


def _draw_files(opened: Opened, found: Comparison, words: Words) -> None:
    code = found.territory.key.replace(":", "-").replace(",", "-")[:60]
    sides = [levelled(side_name(one.scenario, words)).replace(" ", "-") for one in found.sides]
    offered = []
    for one in FILES:
        chosen = FORMATS[one]
        name = words.text(
            "plan.compare.file_name",
            code=code,
            first=sides[0],
            second=sides[1],
            fingerprint=opened.data_in_use.fingerprint,
            suffix=chosen.suffix,
        )
        make = partial(_file, opened, found, one, name, words)
        offered.append(OfferedFile(one, f"plan.page.files.{one}", name, chosen.media_type, make))
    draw_files(offered, words)


def _file(opened: Opened, found: Comparison, one: str, name: str, words: Words) -> bytes:
    again = command(found, opened.engine, words, name)
    about = about_comparison(found, opened.data_in_use, again=again, words=words)
    return write_list(found.rows, opened.tables.communes, about, FORMATS[one])
