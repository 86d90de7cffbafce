"""The estimate held against real road times: by distance, by land, for the real counters."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd

from territory.doors import is_fixed
from territory.indicators.catchments import PUBLIC_TARGET_MINUTES
from territory.tables import Tables
from territory.travel import estimated_minutes, published_band
from territory.travel.band import HIGH_LEVEL, LEVELS, LOW_LEVEL, class_groups
from territory.travel.calibration import TRIPS_OF, Held, hold, probability_within
from territory.travel.trips import ratio_table
from territory.travel.truth import Truth


def ratios_by_distance(truth: Truth, kind: str) -> pd.DataFrame:
    """Return what road takes for a minute of estimate by class of straight line.

    Returns
    -------
    DataFrame
        As `territory.travel.trips.ratio_table`, index the upper limit of each class in kilometres.
    """
    trips = TRIPS_OF[kind](truth, None)
    group = pd.Series(np.nan, index=trips.index)
    for km, rows in class_groups(trips):
        group[rows.index] = km
    return ratio_table(trips, group.to_numpy())


def ratios_by_density(truth: Truth, kind: str, tables: Tables) -> pd.DataFrame:
    """Return the same by density class of the commune a trip starts from, 1 (dense) to 7 (sparse).

    Places that are no commune of the tables are left out: empty if none is. Density is what tables tell
    of land; they know nothing of relief.
    """
    trips = TRIPS_OF[kind](truth, None)
    density = tables.communes["density_class"].reindex(truth.codes).astype("float64").to_numpy()
    return ratio_table(trips, density[trips["origin"]])


def published_held(truth: Truth, kind: str) -> Held:
    """Hold the real times against the band the package publishes."""
    return hold(published_band(kind), TRIPS_OF[kind](truth, None), PUBLIC_TARGET_MINUTES)


@dataclass(frozen=True)
class CountersTold:
    """Minutes to the nearest real counter by the estimate, by its band and by road.

    Parameters
    ----------
    places_count, counters_count : int
        Places whose minutes by road are known, and places where a counter stands.
    spearman : float
        Rank correlation of minutes estimated and by road.
    beyond_estimate_count, beyond_road_count, beyond_both_count : int
        Places beyond 20 minutes.
    beyond_expected_count : float
        How many the band expects: the sum of probabilities.
    surely_beyond_count, open_count, surely_within_count : int
        Places whose whole band is beyond, that the band leaves open, whose whole band is within.
    road_of_surely_beyond_count, road_of_open_count, road_of_surely_within_count : int
        How many of each are beyond 20 minutes by road.
    """

    places_count: int
    counters_count: int
    spearman: float
    beyond_estimate_count: int
    beyond_road_count: int
    beyond_both_count: int
    beyond_expected_count: float
    surely_beyond_count: int
    open_count: int
    surely_within_count: int
    road_of_surely_beyond_count: int
    road_of_open_count: int
    road_of_surely_within_count: int


def counters_told(truth: Truth, tables: Tables) -> CountersTold | None:
    """Hold the minutes to the real fixed counters against the road.

    A counter is taken to stand at the place of its commune. The estimate and the road choose their
    nearest each.

    Returns
    -------
    CountersTold or None
        None where no place of the matrix has a counter.
    """
    fixed = tables.counters[is_fixed(tables.counters)]
    counters = np.flatnonzero(truth.codes.isin(fixed["commune_code"]))
    if not len(counters):
        return None
    by_road = truth.minutes[:, counters]
    road = np.where(np.isfinite(by_road), by_road, np.inf).min(axis=1)
    known = np.isfinite(road)
    road, km = road[known], truth.km[known][:, counters].min(axis=1)
    estimate = estimated_minutes(km)
    band = published_band()
    minutes = np.column_stack([estimate * band.ratio(km, level) for level in LEVELS])
    low, high = (minutes[:, LEVELS.index(level)] for level in (LOW_LEVEL, HIGH_LEVEL))
    limit = PUBLIC_TARGET_MINUTES
    is_beyond, is_said = road > limit, estimate > limit
    surely, within = low > limit, high <= limit
    undecided = ~surely & ~within
    return CountersTold(
        len(road),
        len(counters),
        float(pd.Series(estimate).corr(pd.Series(road), method="spearman")),
        int(is_said.sum()),
        int(is_beyond.sum()),
        int((is_said & is_beyond).sum()),
        float((1 - probability_within(minutes, LEVELS, limit)).sum()),
        int(surely.sum()),
        int(undecided.sum()),
        int(within.sum()),
        int((surely & is_beyond).sum()),
        int((undecided & is_beyond).sum()),
        int((within & is_beyond).sum()),
    )
