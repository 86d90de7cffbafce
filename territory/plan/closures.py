"""Every closure at once: who loses what if one counter closes, and who has no other.

Only the two nearest counters of each person matter: the closure of the first sends them to the second,
all else changes nothing for them.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd

from territory.doors import is_fixed
from territory.illectronism import Draws
from territory.illectronism.sums import interval
from territory.indicators.counters import Origins, origins_of, places_of
from territory.plan.matrix import Flags, Floats, Integers
from territory.tables import Tables
from territory.travel import EstimateEngine, OfficialEngine, Places, TravelEngine, estimated_minutes
from territory.travel.straight import candidates

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


def every_closure(near: TwoNearest, people: pd.Series, within_minutes: float) -> pd.DataFrame:
    """Return what the closure of each fixed counter would take from people, each closed alone.

    Parameters
    ----------
    near : TwoNearest
        As `two_nearest` gives it, of all communes: people come from across borders.
    people : Series of float
        People in illectronism by commune; one without an estimate counts for nobody.
    within_minutes : float
        A person is served within these minutes, the limit included.

    Returns
    -------
    DataFrame
        One row a counter: ``nearest_people`` whose nearest it is, ``losing_people`` who would have none
        within the limit any more (it is their only one), ``added_minutes`` they would travel more on
        average, one way (missing without anybody, or where the next is not known), and
        ``stranded_people`` who would reach none at all, as far as known.
    """
    # Communes without an estimate add nobody.
    counted = people.reindex(near.origins.communes).fillna(0.0).to_numpy(float)
    here = counted[near.origins.commune] * near.origins.weight
    has_counter = near.first != NO_COUNTER
    count = len(near.counters)

    def summed(values: Floats) -> Floats:
        kept = np.where(has_counter, values, 0.0)
        return np.bincount(np.maximum(near.first, 0), kept, count).astype(np.float64)

    known = np.isfinite(near.second_minutes)
    added = np.where(known, near.second_minutes - near.first_minutes, 0.0)
    moved = summed(here * known)
    with np.errstate(invalid="ignore"):
        mean = summed(here * added) / moved
    return pd.DataFrame(
        {
            "nearest_people": summed(here),
            "losing_people": summed(here * depends_on_one(near, within_minutes)),
            "added_minutes": mean,
            "stranded_people": summed(here * ~known),
        },
        index=near.counters,
    )


def depends_on_one(near: TwoNearest, within_minutes: float) -> Flags:
    """Tell the origins that one counter alone serves within a limit: how fragile their access is."""
    alone: Flags = (near.first_minutes <= within_minutes) & ~(near.second_minutes <= within_minutes)
    return alone


def losing_interval(
    near: TwoNearest, draws: Draws, within_minutes: float, counters: pd.Index
) -> pd.DataFrame:
    """Return the interval of the people who would lose their only counter, for some counters."""
    rank = counters.get_indexer(near.counters[np.maximum(near.first, 0)])
    alone = depends_on_one(near, within_minutes) & (near.first != NO_COUNTER) & (rank >= 0)
    codes = near.origins.communes[near.origins.commune[alone]]
    row = draws.fitted.margins.codes.get_indexer(codes)
    drawn = draws.people[row].astype(np.float64) * near.origins.weight[alone, None]
    drawn[row < 0] = 0.0
    summed = np.zeros((len(counters), draws.people.shape[1]))
    np.add.at(summed, rank[alone], drawn)
    low, high = interval(summed.astype(np.float32), draws.fitted.model.assumptions.interval_share)
    return pd.DataFrame({"losing_low_people": low, "losing_high_people": high}, index=counters)


def communes_on_one(near: TwoNearest, within_minutes: float) -> pd.Series:
    """Return the share of each commune's people whom one counter alone serves, by where they live."""
    alone = depends_on_one(near, within_minutes).astype(np.float64)
    alone[~np.isfinite(near.first_minutes)] = np.nan
    return near.origins.average(alone).rename("one_counter_share")
