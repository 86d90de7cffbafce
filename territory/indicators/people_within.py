"""The share of people who live within some minutes of a counter: access as the people see it."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pandas as pd

from territory.indicators.catchments import PUBLIC_TARGET_MINUTES
from territory.indicators.counters import Floats, Origins, nearest_counter, origins_of
from territory.indicators.official import official_minutes, people_within_officially
from territory.tables import Tables

# Limits of the shares of people who live near a counter.
WITHIN_MINUTES = (10, PUBLIC_TARGET_MINUTES, 30)


def people_within(
    tables: Tables,
    groups: pd.Series,
    is_counted: pd.Series | None = None,
    limits: Sequence[float] = WITHIN_MINUTES,
) -> pd.DataFrame:
    """Return the share of each territory's people who live within some minutes of a counter.

    Parameters
    ----------
    tables : Tables
        Communes and counters.
    groups : Series
        Territory of each commune, on the communes' index; missing for those left out.
    is_counted : Series of bool, optional
        The counters to choose among, on their index; the fixed ones by default.
    limits : sequence of float
        Minutes; the limit itself is within.

    Returns
    -------
    DataFrame
        One row a territory: ``known_people`` and ``unknown_people`` (whose minutes are known or not;
        a commune of unknown population adds to neither), and ``within_10_minutes_share``… of the
        known people, missing where there are none.

    Notes
    -----
    ``Σ_p D_p [t_p ≤ L] / Σ_p D_p`` over the points p of the territory whose minutes ``t_p`` are known,
    ``D_p`` the people who live there: the cumulative measure of access, seen from the people.
    """
    if is_counted is None and official_minutes(tables) is not None:
        return people_within_officially(tables, groups, tuple(limits))
    origins = origins_of(tables)
    minutes = nearest_counter(tables, is_counted, origins).minutes.to_numpy(float)
    return people_of_minutes(tables, groups, origins, minutes, limits)


def people_of_minutes(
    tables: Tables, groups: pd.Series, origins: Origins, minutes: Floats, limits: Sequence[float]
) -> pd.DataFrame:
    """Return the shares of `people_within`, of minutes already measured from each origin."""
    population = tables.communes["population_people"].to_numpy(float)
    people = np.nan_to_num(population[origins.commune] * origins.weight)
    group = groups.reindex(tables.communes.index).to_numpy(object)[origins.commune]
    is_known = np.isfinite(minutes)
    table = pd.DataFrame(
        {
            "known_people": people * is_known,
            "unknown_people": people * ~is_known,
            **{
                f"within_{limit:g}_minutes_share": people * (is_known & (minutes <= limit))
                for limit in limits
            },
        }
    )
    summed = table.groupby(group).sum()
    for name in summed.columns[2:]:
        summed[name] /= summed["known_people"].where(summed["known_people"] > 0)
    return summed
