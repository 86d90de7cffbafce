"""Every closure at once: who loses what if one counter closes, and who has no other."""

from __future__ import annotations

import numpy as np
import pandas as pd

from territory.illectronism import Draws
from territory.illectronism.sums import interval
from territory.indicators.one_counter import NO_COUNTER, TwoNearest, depends_on_one
from territory.plan.matrix import Floats, Integers


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
        average, one way (missing without anybody, or where the next is not known),
        ``stranded_people`` who would reach none at all, as far as known, and ``unknown_communes_count``:
        communes without an estimate, so nobody counted, where it is the nearest of most people. Where these
        are all the communes it serves, its people are missing, not 0.
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
    found = pd.DataFrame(
        {
            "nearest_people": summed(here),
            "losing_people": summed(here * depends_on_one(near, within_minutes)),
            "added_minutes": mean,
            "stranded_people": summed(here * ~known),
            "unknown_communes_count": _unknown_count(near, people),
        },
        index=near.counters,
    )
    is_uncounted = (found["nearest_people"] == 0) & (found["unknown_communes_count"] > 0)
    found.loc[is_uncounted, ["nearest_people", "losing_people", "stranded_people"]] = np.nan
    return found


def _unknown_count(near: TwoNearest, people: pd.Series) -> Integers:
    """Count the communes without an estimate by the nearest counter of most of their people."""
    origins = near.origins
    order = np.lexsort((np.arange(len(origins.weight)), -origins.weight, origins.commune))
    _, heaviest = np.unique(origins.commune[order], return_index=True)
    first = order[heaviest]
    is_unknown = people.reindex(origins.communes[origins.commune[first]]).isna().to_numpy()
    counter = near.first[first][is_unknown]
    return np.bincount(counter[counter != NO_COUNTER], minlength=len(near.counters))


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
