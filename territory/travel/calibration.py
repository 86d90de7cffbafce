"""Whether a band holds: measured on half of the places, held against the other half."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
import pandas as pd

from territory.errors import TerritoryError
from territory.travel.band import (
    HIGH_LEVEL,
    LEAST_TRIPS,
    LOW_LEVEL,
    NEAREST,
    TRIP,
    Band,
    measure_band,
)
from territory.travel.places import Floats, Integers
from territory.travel.trips import SEED, network_trips, pair_trips
from territory.travel.truth import Truth

# How trips of each kind are made of the places of a half.
TRIPS_OF: dict[str, Callable[[Truth, Integers | None], pd.DataFrame]] = {
    NEAREST: network_trips,
    TRIP: pair_trips,
}


@dataclass(frozen=True)
class Held:
    """Trips held against a band.

    Parameters
    ----------
    trips_count : int
        How many.
    inside_share, below_share, above_share : float
        Shares of them whose road minutes lie in the band, under it and over it.
    within_real_share, within_expected_share : float
        Share of them of 20 minutes or less by road, and the mean of the band's probabilities.
    within_estimate_share : float
        The same by the estimate alone.
    """

    trips_count: int
    inside_share: float
    below_share: float
    above_share: float
    within_real_share: float
    within_expected_share: float
    within_estimate_share: float


def halves(count: int, seed: int = SEED) -> tuple[Integers, Integers]:
    """Return the positions of places divided at random in two halves, each in order."""
    mixed = np.random.default_rng(seed).permutation(count)
    return np.sort(mixed[: count // 2]), np.sort(mixed[count // 2 :])


def probability_within(minutes: Floats, levels: tuple[float, ...], limit: float) -> Floats:
    """Return the probability that minutes are within a limit, from their quantiles.

    Parameters
    ----------
    minutes : array of float, of shape (n, levels)
        Quantiles of each, rising along each row; NaN where unknown.
    levels : tuple of float
        Their shares, from 0 to 1.
    limit : float
        Itself within.

    Returns
    -------
    array of float, of shape (n,)
        0–1, linear between quantiles: 0 under the least measured, 1 from the most; NaN where unknown.
    """
    shares, row = np.array(levels), np.arange(len(minutes))
    under = (minutes <= limit).sum(axis=1)
    left, right = np.maximum(under - 1, 0), np.minimum(under, len(levels) - 1)
    low, high = minutes[row, left], minutes[row, right]
    apart = np.where(high > low, high - low, 1.0)
    between = np.clip((limit - low) / apart, 0, 1)
    found: Floats = shares[left] + between * (shares[right] - shares[left])
    found[under == 0] = 0.0
    found[np.isnan(minutes).any(axis=1)] = np.nan
    return found


def hold(band: Band, trips: pd.DataFrame, limit_minutes: float) -> Held:
    """Hold trips against a band.

    Parameters
    ----------
    band : Band
        Measured on others.
    trips : DataFrame
        As `territory.travel.trips.pair_trips` gives them.
    limit_minutes : float
        The limit whose probability is held too.
    """
    km, estimate, road = (
        trips[name].to_numpy(float) for name in ("km", "estimate_minutes", "road_minutes")
    )
    minutes = np.column_stack([estimate * band.ratio(km, level) for level in band.levels])
    low, high = (minutes[:, band.levels.index(level)] for level in (LOW_LEVEL, HIGH_LEVEL))
    return Held(
        len(trips),
        float(((road >= low) & (road <= high)).mean()),
        float((road < low).mean()),
        float((road > high).mean()),
        float((road <= limit_minutes).mean()),
        float(probability_within(minutes, band.levels, limit_minutes).mean()),
        float((estimate <= limit_minutes).mean()),
    )


def calibrate(truth: Truth, kind: str, limit_minutes: float, seed: int = SEED) -> Held:
    """Measure a band on a random half of the places and hold the trips of the other half against it.

    Parameters
    ----------
    truth : Truth
        Real minutes.
    kind : str
        One of `TRIPS_OF`.
    limit_minutes : float
        The limit whose probability is held too.
    seed : int
        Of the division.

    Raises
    ------
    TerritoryError
        If one half has no class of enough trips.
    """
    fitted, left_out = (TRIPS_OF[kind](truth, rows) for rows in halves(len(truth.codes), seed))
    band = measure_band(fitted)
    if not len(band.median_km) or left_out.empty:
        raise TerritoryError("truth_few_trips", count=len(fitted), least=LEAST_TRIPS)
    return hold(band, left_out, limit_minutes)
