"""What the pages show, opened once and shared by all sessions until the tables change."""

from __future__ import annotations

from dataclasses import dataclass

import pandas as pd
import streamlit as st

from territory import paths
from territory.errors import TerritoryError
from territory.scores import DEFAULT_METHOD
from territory.search import SearchIndex, build_index
from territory.tables import DataInUse, Tables, open_data_in_use, open_tables
from territory.travel import read_engine
from territory.underserved import Country


@dataclass(frozen=True)
class Opened:
    """The tables in use and the scores of all their communes. Shared: never write into it."""

    tables: Tables
    scores: pd.DataFrame
    data_in_use: DataInUse
    country: Country
    engine: str
    search: SearchIndex


def open_all() -> Opened:
    """Open the tables in use; again if they were rebuilt since."""
    data_in_use = open_data_in_use()
    state = (data_in_use.folder, data_in_use.built_at, data_in_use.vintage)
    return _open(data_in_use, paths.engine_words(), " ".join(map(str, state)))


@st.cache_resource(max_entries=1, show_spinner=False)
def _open(
    _data_in_use: DataInUse,
    engine: str,
    state: str,  # noqa: ARG001 - the state is the key
) -> Opened:
    chosen = read_engine(engine)
    if not chosen.has_catchments:
        raise TerritoryError("engine_not_for_app", engine=engine)
    tables = open_tables(_data_in_use.folder, chosen)
    country = Country(tables)
    return Opened(
        tables, country.scores(DEFAULT_METHOD), _data_in_use, country, engine, build_index(tables)
    )


def departement_names(communes: pd.DataFrame) -> dict[str, str]:
    """Return the name of each département by its code, in the order of codes."""
    names = communes.drop_duplicates("departement_code").set_index("departement_code")
    return {str(code): str(name) for code, name in names["departement_name"].sort_index().items()}
