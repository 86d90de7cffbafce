"""How far from the estimate the road may be: a band of minutes, and the odds of a limit.

The quantiles of road over estimate by class of straight line were measured on real road times and
stand in ``band.toml`` with where. One département of mountains and plains is not France: see
``docs/decisions/0027-the-band-of-minutes.md``.
"""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

import numpy as np
import pandas as pd

from territory.travel.places import Floats

# The published band: nine real trips in ten.
LOW_LEVEL, HIGH_LEVEL = 0.05, 0.95
LEVELS = (0.0, 0.01, *(round(0.05 * step, 2) for step in range(1, 20)), 0.99, 1.0)
# Upper limits of the classes of straight line, in kilometres; the last has none.
CLASS_KM = (2.0, 4.0, 6.0, 8.0, 10.0, 12.0, 15.0, 20.0, 30.0, float("inf"))
# A class of fewer trips than this is not measured.
LEAST_TRIPS = 100
# What a band is of: the trip to the nearest of several places, or any trip.
NEAREST, TRIP = "nearest", "trip"


@dataclass(frozen=True)
class Band:
    """Quantiles of road minutes over estimated ones, by straight line.

    Parameters
    ----------
    levels : tuple of float
        Shares of trips, rising from 0 to 1.
    median_km : array of float, of shape (c,)
        The median straight line of each class, rising.
    ratios : array of float, of shape (c, levels)
        Quantiles of the ratio in each class, rising along each row.
    """

    levels: tuple[float, ...]
    median_km: Floats
    ratios: Floats

    def ratio(self, km: Floats, level: float) -> Floats:
        """Return the quantile of road over estimate at some straight lines.

        Parameters
        ----------
        km : array of float
            Straight lines; NaN where unknown.
        level : float
            One of `levels`.

        Returns
        -------
        array of float
            Linear between the medians of classes, that of the first or last class outside them; NaN
            where `km` is.
        """
        rank = self.levels.index(level)
        found: Floats = np.interp(km, self.median_km, self.ratios[:, rank])
        return found


def measure_band(trips: pd.DataFrame) -> Band:
    """Measure a band on trips.

    Parameters
    ----------
    trips : DataFrame
        As `territory.travel.trips.pair_trips` gives them.

    Returns
    -------
    Band
        Of the classes of `CLASS_KM` that have `LEAST_TRIPS` trips.
    """
    medians, ratios = [], []
    for _, rows in class_groups(trips):
        ratio = rows["road_minutes"] / rows["estimate_minutes"]
        medians.append(float(rows["km"].median()))
        ratios.append(np.quantile(ratio.to_numpy(float), LEVELS))
    return Band(LEVELS, np.array(medians), np.array(ratios).reshape(-1, len(LEVELS)))


def class_groups(trips: pd.DataFrame) -> list[tuple[float, pd.DataFrame]]:
    """Return the trips of each class of straight line that has enough, with its upper limit in km."""
    upper = np.array(CLASS_KM)[np.searchsorted(CLASS_KM, trips["km"], side="right")]
    grouped = trips.groupby(upper)
    return [(float(str(km)), rows) for km, rows in grouped if len(rows) >= LEAST_TRIPS]


@dataclass(frozen=True)
class Measured:
    """Where and on what the published band was measured.

    Parameters
    ----------
    place_name : str
        Territory.
    places_count, geography_year : int
        How many places, of the communes of which year.
    road_engine, road_month : str
        What measured the road times, and the month of its map.
    """

    place_name: str
    places_count: int
    geography_year: int
    road_engine: str
    road_month: str


@cache
def _published() -> dict[str, Any]:
    return tomllib.loads(files(__package__).joinpath("band.toml").read_text("utf-8"))


def band_measured() -> Measured:
    """Return where the published band was measured."""
    return Measured(**_published()["measured"])


def published_band(kind: str = NEAREST) -> Band:
    """Return the published band.

    Parameters
    ----------
    kind : str
        ``"nearest"`` for the trip to the nearest of several places, ``"trip"`` for any trip.
    """
    classes = published_classes(kind)
    return Band(
        tuple(_published()["levels"]),
        np.array([one["median_km"] for one in classes]),
        np.array([one["ratios"] for one in classes]),
    )


def published_classes(kind: str = NEAREST) -> list[dict[str, Any]]:
    """Return the classes of the published band as they are stored: limits, trips, quantiles."""
    classes: list[dict[str, Any]] = _published()[kind]
    return classes
