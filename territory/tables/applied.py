"""Tables as a scenario would make them; the tables it starts from, and their files, stay as they are."""

from __future__ import annotations

from dataclasses import replace

import geopandas as gpd
import pandas as pd

from territory.doors import is_itinerant
from territory.tables import Tables
from territory.tables.corrected import added_code, apply_overrides
from territory.tables.scenarios import Scenario
from territory.travel import OfficialEngine

# What changes neither where counters stand nor whether they travel: official minutes stay true of it.
HOURS_ACTION = "change_hours"


def with_scenario(tables: Tables, scenario: Scenario) -> Tables:
    """Return the tables as they would be.

    Parameters
    ----------
    tables : Tables
        Left unchanged, and compared with `measured_alike` where the scenario changes more than hours:
        official minutes go to Insee's list of counters, which no scenario changes.

    Raises
    ------
    ContractError
        Listing every row that is wrong.
    """
    rows = scenario.rows
    changed = apply_overrides(tables.counters, rows, tables.communes, scenario.file_name)
    counters = _marked(changed.counters, rows)
    is_moved = bool((rows["action"] != HOURS_ACTION).any())
    after = measured_alike(tables) if is_moved else tables
    said = replace(scenario, leaves_official=after.engine is not tables.engine)
    stops = tables.itinerant_stops
    if stops is not None:
        # A counter that is closed, or that is made fixed, stops nowhere.
        travelling = counters.index[is_itinerant(counters)]
        stops = stops[stops["counter_code"].isin(travelling)]
    return replace(
        after, counters=counters, itinerant_stops=stops, scenarios=(*tables.scenarios, said)
    )


def _marked(counters: gpd.GeoDataFrame, rows: pd.DataFrame) -> gpd.GeoDataFrame:
    """Return the counters that a scenario touches marked as such, not as corrected."""
    for _, row in rows.iterrows():
        code = added_code(row) if row["action"] == "add" else row["counter_code"]
        if code in counters.index:
            counters.loc[code, "correction_name"] = f"scenario_{row['action']}"
    return counters


def measured_alike(tables: Tables) -> Tables:
    """Return the tables with an engine that measures the minutes to any counter, added ones too."""
    engine = tables.engine
    if isinstance(engine, OfficialEngine):
        return replace(tables, engine=engine.beside)
    return tables
