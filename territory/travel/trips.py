"""Trips of a real matrix beside the estimate: any pair, or to the nearest of some places."""

from __future__ import annotations

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from territory.travel.estimate import estimated_minutes
from territory.travel.places import Floats, Integers
from territory.travel.truth import Truth

# Beyond, no one is said to be near a counter.
MOST_KM = 30.0
# Made-up networks of counters: one place in so many has one (there is one fixed counter for 13
# communes in France), chosen at random, the more people the likelier, in so many networks.
PLACES_A_COUNTER = 13
NETWORKS = 200
SEED = 20


def _trips(km: Floats, minutes: Floats, origin: Integers) -> pd.DataFrame:
    estimate = estimated_minutes(km)
    known = np.isfinite(minutes) & (km > 0)
    made = pd.DataFrame(
        {"origin": origin, "km": km, "estimate_minutes": estimate, "road_minutes": minutes}
    )
    return made[known].reset_index(drop=True)


def pair_trips(
    truth: Truth, rows: Integers | None = None, most_km: float = MOST_KM
) -> pd.DataFrame:
    """Return the trips between all pairs of places at most some kilometres apart.

    Parameters
    ----------
    truth : Truth
        Real minutes.
    rows : array of int, optional
        Positions of the places looked at; all by default.
    most_km : float
        Straight line.

    Returns
    -------
    DataFrame
        ``origin`` (position), ``km``, ``estimate_minutes``, ``road_minutes``: one row a trip known.
    """
    chosen = np.arange(len(truth.codes)) if rows is None else rows
    km, minutes = (one[np.ix_(chosen, chosen)] for one in (truth.km, truth.minutes))
    origin, place = np.nonzero(km <= most_km)
    return _trips(km[origin, place], minutes[origin, place], chosen[origin])


def nearest_trips(truth: Truth, origins: Integers, places: Integers) -> pd.DataFrame:
    """Return the trip of each origin to the nearest of some places, by estimate and by road.

    The two are minima of their own: the place nearest by road is often another. An origin where a
    place stands makes no trip.

    Returns
    -------
    DataFrame
        As `pair_trips`; ``km`` is the straight line to the place nearest as the crow flies.
    """
    starts = np.setdiff1d(origins, places)
    km, minutes = (one[np.ix_(starts, places)] for one in (truth.km, truth.minutes))
    reached = np.where(np.isfinite(minutes), minutes, np.inf).min(axis=1)
    return _trips(km.min(axis=1), np.where(np.isinf(reached), np.nan, reached), starts)


def network_trips(
    truth: Truth,
    rows: Integers | None = None,
    *,
    count: int | None = None,
    networks: int = NETWORKS,
    seed: int = SEED,
) -> pd.DataFrame:
    """Return trips to the nearest counter of many made-up networks of counters.

    Parameters
    ----------
    truth : Truth
        Real minutes.
    rows : array of int, optional
        Positions of the places looked at: counters and origins are chosen among them.
    count : int, optional
        Counters of a network; one for `PLACES_A_COUNTER` places of the whole matrix by default, so
        that they are as far apart as those of France even where half of the places are looked at.
    networks : int
        How many networks.
    seed : int
        Of the draws.

    Returns
    -------
    DataFrame
        As `pair_trips`.
    """
    chosen = np.arange(len(truth.codes)) if rows is None else rows
    wanted = count or max(2, round(len(truth.codes) / PLACES_A_COUNTER))
    people = truth.people[chosen]
    lived = int((people > 0).sum())
    rng = np.random.default_rng(seed)
    made = [
        nearest_trips(
            truth,
            chosen,
            rng.choice(chosen, min(wanted, lived), replace=False, p=people / people.sum()),
        )
        for _ in range(networks)
    ]
    return pd.concat(made, ignore_index=True)


def ratio_table(trips: pd.DataFrame, groups: pd.Series | NDArray[np.generic]) -> pd.DataFrame:
    """Return what road takes for one minute of estimate, by group of trips.

    Parameters
    ----------
    trips : DataFrame
        As `pair_trips` gives them.
    groups : Series or array
        Group of each trip; trips whose group is missing are left out.

    Returns
    -------
    DataFrame
        One row a group: ``trips_count``, ``origins_count``, ``median_km``, ``ratio_p5``,
        ``ratio_p50``, ``ratio_p95``: quantiles of road over estimate (numpy's linear ones).
    """
    ratio = trips["road_minutes"] / trips["estimate_minutes"]
    grouped = trips.assign(ratio=ratio).groupby(np.asarray(groups), observed=True)
    return pd.DataFrame(
        {
            "trips_count": grouped.size(),
            "origins_count": grouped["origin"].nunique(),
            "median_km": grouped["km"].median(),
            "ratio_p5": grouped["ratio"].quantile(0.05),
            "ratio_p50": grouped["ratio"].quantile(0.5),
            "ratio_p95": grouped["ratio"].quantile(0.95),
        }
    )
