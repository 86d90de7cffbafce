"""How far the built-in estimate is from Insee's minutes by road, where both are known.

They do not answer quite the same question: the estimate goes from the town hall to the nearest fixed
counter of these tables, Insee goes from where people live to the nearest France Services of its own
list. The gap holds both the error of straight lines and that difference.
"""

from __future__ import annotations

import geopandas as gpd
import numpy as np
import pandas as pd

from pipelines.notes import Notes
from pipelines.sources.catalogue import SourceFile
from pipelines.sources.insee_cog import Cog
from pipelines.steps.joins import join_nothing
from pipelines.steps.official_minutes import official_minutes
from territory.doors import is_fixed
from territory.travel import EstimateEngine, Places, land_of

# The public target, at which a commune is said near or far.
TARGET_MINUTES = 20.0


def add_official(
    placed: gpd.GeoDataFrame,
    counters: gpd.GeoDataFrame,
    file: SourceFile | None,
    cog: Cog,
    year: int,
) -> tuple[gpd.GeoDataFrame, Notes | None]:
    """Return the communes with Insee's minutes and their gap to the estimate; missing without a file.

    Parameters
    ----------
    placed : GeoDataFrame
        The communes, with their town halls.
    counters : GeoDataFrame
        All counters.
    file : SourceFile or None
        Insee's files of one edition.
    cog : Cog
        The official geographic code.
    year : int
        Geography year of the tables.
    """
    if file is None:
        return placed.join(join_nothing(placed, "insee_access")), None
    official = official_minutes(placed, file, cog, year)
    placed = placed.join(official.communes)
    official.notes.extend(official_gap(placed, counters))
    return placed, official.notes


def official_gap(communes: gpd.GeoDataFrame, counters: gpd.GeoDataFrame) -> Notes:
    """Compare the estimate of these tables with the official minutes of the same communes.

    Parameters
    ----------
    communes : GeoDataFrame
        With ``town_hall_point``, ``zone``, ``population_people`` and ``official_counter_minutes``.
    counters : GeoDataFrame
        All counters; the fixed ones count.

    Returns
    -------
    list of Note
        The median and the 5th and 95th percentiles of official less estimated minutes, over communes; how
        many communes the estimate puts within 20 minutes and Insee beyond, and the other way, with
        their people. Nothing where no commune has both.
    """
    notes = Notes()
    estimated = estimated_minutes_of(communes, counters)
    official = communes["official_counter_minutes"]
    both = estimated.notna() & official.notna()
    if not both.any():
        return notes
    gap = (official - estimated)[both]
    low, median, high = (float(gap.quantile(share)) for share in (0.05, 0.5, 0.95))
    notes.add(
        "official.gap",
        number=int(both.sum()),
        median_minutes=median,
        p5_minutes=low,
        p95_minutes=high,
    )
    population = communes["population_people"]
    is_near, is_near_by_road = estimated <= TARGET_MINUTES, official <= TARGET_MINUTES
    changed = {
        "official.gap_farther": both & is_near & ~is_near_by_road,
        "official.gap_nearer": both & ~is_near & is_near_by_road,
    }
    for key, rows in changed.items():
        codes = list(map(str, communes.index[rows]))
        notes.add(key, codes, people=float(population[rows].sum()), number=len(codes))
    return notes


def estimated_minutes_of(communes: gpd.GeoDataFrame, counters: gpd.GeoDataFrame) -> pd.Series:
    """Return the estimated minutes from each town hall to the nearest fixed counter."""
    fixed = counters[is_fixed(counters)]
    halls = Places.of(communes["town_hall_point"], communes.index.to_series(), communes["zone"])
    there = Places(fixed.geometry, land_of(fixed["commune_code"], fixed["zone"]), fixed["zone"])
    found = EstimateEngine().minutes_to_nearest(halls, there).minutes
    return pd.Series(found.to_numpy(np.float64), index=communes.index)
