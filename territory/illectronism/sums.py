"""Intervals of communes, and of territories whose communes move together."""

from __future__ import annotations

import numpy as np
import pandas as pd

from territory.illectronism.draws import BLOCK, Draws, Draws32
from territory.illectronism.facts import Array


def interval(values: Draws32, share: float) -> tuple[Array, Array]:
    """Return the bounds that leave the same share of draws on either side.

    Parameters
    ----------
    values : array of shape (n, R)
        Left as it is: draws are read together, and their order says what communes share.
    """
    count = values.shape[1]
    tail = (1 - share) / 2
    places = [tail * (count - 1), (1 - tail) * (count - 1)]
    kth = sorted({int(np.floor(p)) for p in places} | {int(np.ceil(p)) for p in places})
    bounds = np.empty((len(places), len(values)))
    for first in range(0, len(values), BLOCK):
        part = np.partition(values[first : first + BLOCK], kth, axis=1)
        for place, bound in zip(places, bounds, strict=True):
            low, high = int(np.floor(place)), int(np.ceil(place))
            above = place - low
            bound[first : first + BLOCK] = (1 - above) * part[:, low].astype(np.float64) + (
                above * part[:, high]
            )
    return bounds[0], bounds[1]


def sum_draws(draws: Draws, groups: pd.Series) -> pd.DataFrame:
    """Sum draws over groups of communes; see `territory.illectronism.sum_over`."""
    margins = draws.fitted.margins
    known = groups.reindex(margins.codes)
    names, group_of = np.unique(known.dropna().astype(str), return_inverse=True)
    rows = np.flatnonzero(known.notna().to_numpy())
    order = np.argsort(group_of, kind="stable")
    starts = np.searchsorted(group_of[order], np.arange(len(names)))
    chosen = rows[order]
    summed = np.empty((len(names), draws.people.shape[1]), dtype=np.float32)
    for group in range(len(names)):
        last = starts[group + 1] if group + 1 < len(names) else len(chosen)
        summed[group] = draws.people[chosen[starts[group] : last]].sum(axis=0, dtype=np.float64)
    low, high = interval(summed, draws.fitted.model.assumptions.interval_share)
    people = np.bincount(group_of, draws.fitted.people[rows], len(names))
    adults = np.bincount(group_of, draws.fitted.adults[rows], len(names))
    everyone = groups.dropna().astype(str).value_counts()
    estimated = np.bincount(group_of, minlength=len(names))
    table = pd.DataFrame(
        {
            "illectronism_people": people,
            "illectronism_low_people": low,
            "illectronism_high_people": high,
            "adult_people": adults,
            "illectronism_share": people / adults,
            "illectronism_low_share": low / adults,
            "illectronism_high_share": high / adults,
            "communes_count": estimated,
        },
        index=pd.Index(names, name=groups.name),
    ).reindex(sorted(everyone.index))
    # A territory without any estimated commune has none: a true zero, the others are counted missing.
    table["communes_count"] = table["communes_count"].fillna(0).astype("Int64")
    table["missing_communes_count"] = (everyone - table["communes_count"]).astype("Int64")
    return table
