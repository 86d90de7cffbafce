"""The sample with all that a map can draw: a stop, mediation places, public counters."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pandas as pd

from territory.country import Country
from territory.tables import open_tables
from territory.tables.stops import COLUMNS, apply_stops_overrides

# Where its bus stops.
LANGOGNE = "48080"


def country_of_every_place(folder: Path) -> Country:
    """Return the tables of a folder, built with the places beside, their bus in Langogne too."""
    tables = open_tables(folder)
    row = dict.fromkeys(COLUMNS, "") | {
        "action": "add",
        "counter_code": "3255",
        "commune_code": LANGOGNE,
        "weekday_name": "wednesday",
        "half_day_name": "morning",
        "reason": "vu",
        "author": "CD48",
    }
    corrections = pd.DataFrame([row], index=pd.Index([2], name="line"), dtype="str")
    stops = apply_stops_overrides(
        tables.itinerant_stops, corrections, tables.counters, tables.communes
    )
    return Country(replace(tables, itinerant_stops=stops))
