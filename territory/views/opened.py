"""What the pages show, opened once and shared by all sessions until the tables change."""

from __future__ import annotations

import gc
import threading
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import pandas as pd
import streamlit as st

from territory import paths
from territory.cache import LruCache, forget_old
from territory.country import Country, open_country
from territory.maps.atlas import Atlas
from territory.portrait import PortraitMaker
from territory.scores import DEFAULT_METHOD
from territory.tables import DataInUse, SourceInUse, Tables, open_data_in_use
from territory.tables.fingerprint import inputs_of
from territory.territories.figures import GROUPINGS
from territory.territories.search import SearchIndex, build_index
from territory.views.shelf import ServedShelf

# Pieces of pages kept: sentences, legends, small tables.
TOLD_COUNT = 400


@dataclass(frozen=True)
class Opened:
    """The tables in use and what is made of them. Shared: never write into it.

    ``departements`` and ``regions`` are names by code; ``fingerprint`` names all
    they rest on (`territory.tables.fingerprint`), for what is kept of them.
    """

    tables: Tables
    data_in_use: DataInUse
    country: Country
    engine: str
    atlas: Atlas
    departements: dict[str, str]
    regions: dict[str, str]
    fingerprint: str

    @cached_property
    def search(self) -> SearchIndex:
        """What names, postcodes and codes are looked up in."""
        return build_index(self.tables)

    @cached_property
    def told(self) -> LruCache[Any]:
        """What pages told last, by what it is of: a click asks for most of it again."""
        return LruCache(TOLD_COUNT)

    @cached_property
    def portraits(self) -> PortraitMaker:
        """What portraits are made from."""
        return PortraitMaker(self.country)


def open_all() -> Opened:
    """Open the tables in use; again when any of what they rest on has changed since."""
    data_in_use = open_data_in_use()
    engine = paths.engine_words()
    return _open(data_in_use, engine, inputs_of(data_in_use.folder, engine).fingerprint)


@st.cache_resource(max_entries=1, show_spinner=False)
def _open(_data_in_use: DataInUse, engine: str, fingerprint: str) -> Opened:
    gc.unfreeze()  # the tables opened before may go
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


def _counters_source(data_in_use: DataInUse) -> SourceInUse | None:
    return next((one for one in data_in_use.sources if one.id == "france_services"), None)


def _prepare(opened: Opened) -> None:
    """Make, while the first map is looked at, what the first click asks for."""
    country = opened.country
    forget_old(country.disk)
    _ = opened.search
    country.robustness(DEFAULT_METHOD)
    for level in GROUPINGS:
        country.figures(level, DEFAULT_METHOD)
    country.listed(DEFAULT_METHOD)
    _ = country.nearest_counters, country.draws
    country.prepare_peers()
    opened.portraits.prepare()
    # Streamlit collects garbage after each answer: what stays for good need not be looked through.
    gc.collect()
    gc.freeze()


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
