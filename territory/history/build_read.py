"""A folder of tables read to be held against another: of an earlier version too."""

from __future__ import annotations

from pathlib import Path

import pandas as pd

from territory.history.builds_compared import Build, Source
from territory.history.comparable import Edition
from territory.paths import (
    COMMUNES_FILE,
    COUNTERS_FILE,
    FORMER_FILE,
    MEDIATION_FILE,
    PUBLIC_FILE,
    STOPS_FILE,
)
from territory.tables import DataInUse, find_folder, open_data_in_use
from territory.tables.checks import if_there, open_table
from territory.tables.former_codes import read_former_codes

_NEEDED = {"communes": COMMUNES_FILE, "counters": COUNTERS_FILE}
_OTHERS = {
    "mediation_places": MEDIATION_FILE,
    "public_counters": PUBLIC_FILE,
    "itinerant_stops": STOPS_FILE,
}


def read_build(folder: Path | None) -> tuple[Build, DataInUse]:
    """Read the tables of a folder as they were built, without local corrections; those in use by default.

    Raises
    ------
    SourceMissingError
        If the folder holds no tables.
    TerritoryError
        If a table cannot be read, or is not one of the contract's; columns it lacks are allowed.
    """
    where, _ = find_folder(folder)
    in_use = open_data_in_use(folder)
    tables: dict[str, pd.DataFrame] = {
        name: open_table(where / file, name, may_lack=True) for name, file in _NEEDED.items()
    }
    for name, file in _OTHERS.items():
        path = if_there(where / file)
        if path is not None:
            tables[name] = open_table(path, name, may_lack=True)
    former = if_there(where / FORMER_FILE)
    if former is not None:
        tables["former_codes"] = read_former_codes(former)
    version = str(in_use.report.get("territory_version", ""))
    day, year = in_use.built_at.date(), in_use.geography_year
    return Build(tables, sources_of(in_use), version, day, year), in_use


def sources_of(in_use: DataInUse) -> dict[str, Source]:
    """Return the sources that a build read, by id."""
    return {
        one.id: Source(one.title, one.file_name, Edition(one.day, one.sha256))
        for one in in_use.sources
    }
