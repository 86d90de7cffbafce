"""Whether tables hold enough of Insee's minutes for them to be those shown."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import numpy as np
import pandas as pd

from territory.errors import TerritoryError
from territory.known import is_known_enough
from territory.travel import EstimateEngine, OfficialEngine, TravelEngine

SOURCE = "insee_access"
COLUMN = "official_counter_minutes"


def known_people_share(communes: pd.DataFrame) -> float:
    """Return the share of people whose commune has official minutes; missing without any people."""
    population = communes["population_people"]
    everybody = float(population.sum())
    known = float(population[communes[COLUMN].notna()].sum())
    return known / everybody if everybody else float("nan")


def engine_for(
    engine: TravelEngine, communes: pd.DataFrame, report: dict[str, Any]
) -> TravelEngine:
    """Return the engine tables are opened with, official minutes taken from them where it asks for some.

    Two communes are never compared by different minutes: the official ones are those of all communes, or
    of none. A commune without them is then unknown, not estimated.

    Parameters
    ----------
    engine : TravelEngine
        As `territory.travel.read_engine` gives it.
    communes : DataFrame
        The table of communes.
    report : dict
        The report of its build, which names the edition.

    Returns
    -------
    TravelEngine
        The engine itself, unless it is an `OfficialEngine` without minutes: then with them, or the
        built-in estimate where under two thirds of people have some and nobody asked for it by name.

    Raises
    ------
    TerritoryError
        If it was asked for by name and no commune has official minutes.
    """
    if not isinstance(engine, OfficialEngine) or engine.minutes is not None:
        return engine
    share = known_people_share(communes)
    if engine.is_asked and not share > 0:
        raise TerritoryError("travel_official_absent", engine=engine.name, source=SOURCE)
    if not engine.is_asked and not is_known_enough(np.array([share])).all():
        return EstimateEngine()
    return replace(engine, minutes=communes[COLUMN], edition=_edition(report))


def _edition(report: dict[str, Any]) -> str:
    days = [
        str(source.get("reference_date") or "")
        for source in report["sources"]
        if source.get("id") == SOURCE
    ]
    return days[0][:4] if days else ""
