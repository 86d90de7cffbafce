"""What the pages show, opened once and shared by all sessions until the tables change."""

from __future__ import annotations

import gc
import threading
from contextlib import suppress
from dataclasses import dataclass, replace
from functools import cached_property, lru_cache
from pathlib import Path
from typing import Any

import pandas as pd
import streamlit as st

from territory import paths
from territory.cache import LruCache, forget_old
from territory.country import Country, open_country
from territory.errors import TerritoryError
from territory.files import Stamp, stamp_of
from territory.maps.atlas import Atlas
from territory.method import effects_table
from territory.names import levelled
from territory.portrait import PortraitMaker
from territory.scores import DEFAULT_METHOD
from territory.tables import DataInUse, SourceInUse, Tables, open_data_in_use
from territory.tables.fingerprint import inputs_of
from territory.tables.scenarios import Scenario, read_scenario, scenarios_in
from territory.territories.figures import GROUPINGS
from territory.territories.search import SearchIndex, build_index
from territory.views.shelf import ServedShelf

# Pieces of pages kept: sentences, legends, small tables.
TOLD_COUNT = 400
# In the address, the name of the scenario looked at.
SCENARIO = "scenario"
# Scenarios kept open, those shown last: each holds the figures of all communes once more.
SCENARIOS_COUNT = 2


@dataclass(frozen=True)
class Opened:
    """The tables in use and what is made of them. Shared: never write into it.

    ``departements`` and ``regions`` are names by code; ``fingerprint`` names all
    they rest on (`territory.tables.fingerprint`), for what is kept of them. ``today`` is the
    situation that a scenario starts from; None of the situation itself.
    """

    tables: Tables
    data_in_use: DataInUse
    country: Country
    engine: str
    atlas: Atlas
    departements: dict[str, str]
    regions: dict[str, str]
    fingerprint: str
    today: Opened | None = None

    @property
    def edition(self) -> str:
        """What the names of files say of the data: their fingerprint, and the scenario if there is one."""
        names = [levelled(one.name).replace(" ", "-") for one in self.tables.scenarios]
        return "-".join([self.data_in_use.fingerprint, *names])

    @cached_property
    def search(self) -> SearchIndex:
        """What names, postcodes and codes are looked up in."""
        if self.today is not None:
            return self.today.search
        return build_index(self.tables)

    @cached_property
    def told(self) -> LruCache[Any]:
        """What pages told last, by what it is of: a click asks for most of it again."""
        return LruCache(TOLD_COUNT)

    @cached_property
    def portraits(self) -> PortraitMaker:
        """What portraits are made from."""
        return PortraitMaker(self.country)


def open_situation() -> Opened:
    """Open the tables in use; again when any of what they rest on has changed since."""
    data_in_use = open_data_in_use()
    engine = paths.engine_words()
    return _open(data_in_use, engine, inputs_of(data_in_use.folder, engine).fingerprint)


@st.cache_resource(max_entries=1, show_spinner=False)
def _open(_data_in_use: DataInUse, engine: str, fingerprint: str) -> Opened:
    gc.unfreeze()  # the tables opened before may go, and what scenarios made of them
    _open_under.clear()
    country = open_country(_data_in_use.folder, engine)
    country.ranked(DEFAULT_METHOD)
    opened = Opened(
        country.tables,
        _data_in_use,
        country,
        engine,
        Atlas(country, ServedShelf(fingerprint), _counters_source(_data_in_use)),
        departement_names(country.tables.communes),
        region_names(country.tables.communes),
        fingerprint,
    )
    threading.Thread(target=_prepare, args=(opened,), daemon=True).start()
    return opened


@dataclass(frozen=True)
class Shown:
    """What the address asks for: the situation, or what a scenario of the user's folder makes of it.

    Parameters
    ----------
    situation : Opened
        The situation of today.
    opened : Opened
        What is shown.
    problems : tuple of TerritoryError
        Why the scenario asked for is not shown, and the situation is.
    """

    situation: Opened
    opened: Opened
    problems: tuple[TerritoryError, ...] = ()


def read_shown() -> Shown:
    """Open the tables in use, under the scenario of the address if there is one that can be read."""
    situation = open_situation()
    shown = Shown(situation, situation)
    name = str(st.query_params.get(SCENARIO, ""))
    if not name:
        return shown
    folder = paths.scenarios_folder()
    path = scenarios_in(folder).get(name)
    if path is None:
        problem = TerritoryError("scenario_unknown", name=name, folder=folder)
        return replace(shown, problems=(problem,))
    try:
        return replace(shown, opened=open_under(situation, _read(path, stamp_of(path))))
    except TerritoryError as error:
        return replace(shown, problems=(TerritoryError("scenario_wrong", name=name), error))


@lru_cache(maxsize=8)
def _read(path: Path, stamp: Stamp) -> Scenario:
    """Read a scenario, again only when its file changes: each page asks for it twice."""
    del stamp
    return read_scenario(path)


def open_all() -> Opened:
    """Open what the address asks for, as `read_shown`; `territory.views.scenario_choice` says the rest."""
    return read_shown().opened


def open_under(situation: Opened, scenario: Scenario) -> Opened:
    """Open the situation as a scenario would make it; again when the scenario has changed since.

    Raises
    ------
    ContractError
        Listing every row of the scenario that is wrong.
    """
    return _open_under(situation, scenario, situation.fingerprint, scenario.fingerprint)


@st.cache_resource(max_entries=SCENARIOS_COUNT, show_spinner=False)
def _open_under(_situation: Opened, _scenario: Scenario, data: str, scenario: str) -> Opened:  # noqa: ARG001 - the cache's key
    country = _situation.country.under(_scenario)
    country.ranked(DEFAULT_METHOD)
    opened = replace(
        _situation,
        tables=country.tables,
        country=country,
        atlas=Atlas(
            country, ServedShelf(country.fingerprint), _counters_source(_situation.data_in_use)
        ),
        fingerprint=country.fingerprint,
        today=_situation,
    )
    threading.Thread(target=_prepare_figures, args=(opened,), daemon=True).start()
    return opened


def _counters_source(data_in_use: DataInUse) -> SourceInUse | None:
    return next((one for one in data_in_use.sources if one.id == "france_services"), None)


def _prepare(opened: Opened) -> None:
    """Make, while the first map is looked at, what the first click asks for."""
    forget_old(opened.country.disk)
    _ = opened.search
    _prepare_figures(opened)
    # Streamlit collects garbage after each answer: what stays for good need not be looked through.
    gc.collect()
    gc.freeze()


def _prepare_figures(opened: Opened) -> None:
    """Make what the first click asks of the figures."""
    country = opened.country
    country.robustness(DEFAULT_METHOD)
    for level in GROUPINGS:
        country.figures(level, DEFAULT_METHOD)
    country.listed(DEFAULT_METHOD)
    _ = country.nearest_counters, country.draws
    country.prepare_peers()
    opened.portraits.prepare()
    _ = country.explained
    effects_table(country)
    with suppress(TerritoryError):  # what is published of France is not held against a part of it
        _ = country.external_validation


def departement_names(communes: pd.DataFrame) -> dict[str, str]:
    """Return the name of each département by its code, in the order of codes."""
    names = _names(communes, "departement")
    return {str(code): str(name) for code, name in names.sort_index().items()}


def region_names(communes: pd.DataFrame) -> dict[str, str]:
    """Return the name of each région by its code, in the order of names."""
    names = _names(communes, "region")
    return {str(code): str(name) for code, name in names.sort_values().items()}


def _names(communes: pd.DataFrame, level: str) -> pd.Series:
    pairs = communes[[f"{level}_code", f"{level}_name"]].drop_duplicates(f"{level}_code")
    return pairs.set_index(f"{level}_code")[f"{level}_name"]
