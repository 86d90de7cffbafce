"""The sample as if Insee's minutes were in it, written by hand."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pandas as pd

from territory.tables import Tables
from territory.tables.official import engine_for
from territory.travel import OfficialEngine

REPORT = {"sources": [{"id": "insee_access", "reference_date": "2024-01-01"}]}


def with_official(
    tables: Tables,
    minutes: float = 12.0,
    *,
    unknown: tuple[str, ...] = (),
    engine: OfficialEngine | None = None,
    **of_commune: float,
) -> Tables:
    """Return the tables with official minutes, all the same but for some communes (``c48095=3.0``)."""
    communes = tables.communes.copy()
    official = pd.Series(minutes, index=communes.index)
    for code, value in of_commune.items():
        official[code.removeprefix("c")] = value
    official[list(unknown)] = np.nan
    communes["official_counter_minutes"] = official
    for limit in (10, 15, 20, 30):
        within = (official <= limit).astype("float64").where(official.notna())
        communes[f"official_within_{limit}_minutes_share"] = within
    opened = engine_for(engine or OfficialEngine(is_asked=False), communes, REPORT)
    return replace(tables, communes=communes, engine=opened)
