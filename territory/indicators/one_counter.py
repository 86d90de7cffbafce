"""The counter people depend on: the two that are nearest, and those whom one alone serves.

Only the two nearest counters of each person matter: the closure of the first sends them to the second.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from territory.doors import is_fixed
from territory.indicators.catchments import PUBLIC_TARGET_MINUTES
from territory.indicators.counters import Origins, origins_of, places_of
from territory.known import is_known_enough
from territory.tables import Tables
from territory.travel import EstimateEngine, OfficialEngine, Places, TravelEngine, estimated_minutes
from territory.travel.straight import candidates

Floats = NDArray[np.float64]
Integers = NDArray[np.int64]
Flags = NDArray[np.bool_]

# An engine of roads is asked for all counters within these minutes; a second one further is not known.
ASKED_MINUTES = 60.0
NO_COUNTER = -1


@dataclass(frozen=True)
class TwoNearest:
    """The two counters each origin reaches first.

    Parameters
    ----------
    origins : Origins
        Where trips start.
    counters : Index of str
        Codes of the fixed counters, sorted.
    first : array of int, of shape (origins,)
        Position of the nearest in `counters`; `NO_COUNTER` where none is reached.
    first_minutes, second_minutes : array of float, of shape (origins,)
        Missing where there is none, or none within `ASKED_MINUTES` by an engine of roads.
    """

    origins: Origins
    counters: pd.Index
    first: Integers
    first_minutes: Floats
    second_minutes: Floats


def two_nearest(tables: Tables) -> TwoNearest:
    """Find the two fixed counters each origin reaches first; of equals, the lower code is the first."""
    origins = origins_of(tables)
    counters = tables.counters[is_fixed(tables.counters)].sort_index()
    origin, place, minutes = _near_pairs(tables.engine, origins.places, places_of(counters))
    order = np.lexsort((place, minutes, origin))
    origin, place, minutes = origin[order], place[order], minutes[order]
    who, start, count = np.unique(origin, return_index=True, return_counts=True)
    size = len(origins.places)
    first = np.full(size, NO_COUNTER, dtype=np.int64)
    nearest, second = np.full(size, np.nan), np.full(size, np.nan)
    first[who], nearest[who] = place[start], minutes[start]
    has_two = count > 1
    second[who[has_two]] = minutes[start[has_two] + 1]
    return TwoNearest(origins, counters.index, first, nearest, second)


def _near_pairs(
    engine: TravelEngine, origins: Places, places: Places
) -> tuple[Integers, Integers, Floats]:
    if isinstance(engine, EstimateEngine | OfficialEngine):
        pairs = candidates(origins, places, 2)
        return pairs.origin, pairs.place, estimated_minutes(pairs.km)
    cells = engine.minutes_within(origins, places, ASKED_MINUTES).minutes.tocoo()
    return (
        cells.coords[0].astype(np.int64),
        cells.coords[1].astype(np.int64),
        cells.data.astype(np.float64),
    )


def depends_on_one(near: TwoNearest, within_minutes: float) -> Flags:
    """Tell the origins that one counter alone serves within a limit: how fragile their access is."""
    alone: Flags = (near.first_minutes <= within_minutes) & ~(near.second_minutes <= within_minutes)
    return alone


def one_counter_shares(tables: Tables) -> pd.DataFrame:
    """Return how far each commune's access hangs on one counter, within the public target of minutes.

    Returns
    -------
    DataFrame
        By commune, 0 to 1: ``one_counter_share`` of its people, by where they live, whom one fixed counter
        alone serves: they have none within `PUBLIC_TARGET_MINUTES` if it closes; ``counter_within_share``
        who have one at all. Where nobody has, a commune is not concerned: its first share is 0 and says
        nothing. Missing where it is not known where people start from.
    """
    near = two_nearest(tables)
    is_placed = near.origins.places.points.notna().to_numpy()
    within = near.first_minutes <= PUBLIC_TARGET_MINUTES
    return pd.DataFrame(
        {
            name: near.origins.average(np.where(is_placed, held, np.nan))
            for name, held in (
                ("one_counter_share", depends_on_one(near, PUBLIC_TARGET_MINUTES)),
                ("counter_within_share", within),
            )
        }
    )


def one_counter_of_groups(
    shares: pd.DataFrame, people: pd.Series, groups: pd.Series
) -> pd.DataFrame:
    """Return the same of territories: people counted together, not a mean of communes.

    Parameters
    ----------
    shares : DataFrame
        As `one_counter_shares` gives it.
    people : Series of float
        People in illectronism by commune; one without an estimate is left out.
    groups : Series of str
        Territory of each commune; missing for those in none.

    Returns
    -------
    DataFrame
        The columns of `shares` by territory; missing where under two thirds of the people counted live in
        communes whose shares are known.
    """
    counted = people.where(groups.notna())
    known = counted.where(shares.notna().all(axis="columns"))
    every, told = (one.groupby(groups).sum(min_count=1) for one in (counted, known))
    summed = shares.mul(known, axis="index").groupby(groups).sum(min_count=1)
    found = summed.div(told, axis="index")
    found[~is_known_enough((told / every).to_numpy(float))] = np.nan
    return found
