"""What a change of counters does to all communes: people, minutes, communes that enter and leave."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd

from territory.indicators.counters import Origins, nearest_counter, origins_of
from territory.plan.matrix import Floats
from territory.tables import Tables

# Minutes that differ by less are the same: rounding.
SAME_MINUTES = 1e-6
# Columns of an effect that count people, and what becomes of a commune, in the order of `Totals`.
PEOPLE = (
    "gaining_people",
    "losing_people",
    "nearer_people",
    "further_people",
    "not_comparable_people",
)
CHANGES = ("enters", "leaves", "not_comparable")


@dataclass(frozen=True)
class Served:
    """What people have: their minutes to the nearest fixed counter.

    Parameters
    ----------
    origins : Origins
        Where trips start.
    minutes : array of float, of shape (origins,)
        Missing where no counter is reached.
    people : array of float, of shape (origins,)
        People in illectronism; 0 where there is no estimate.
    unknown_count : int
        How many communes have none: said beside what the people gain or lose.
    """

    origins: Origins
    minutes: Floats
    people: Floats
    unknown_count: int = 0


def served(tables: Tables, people: pd.Series, is_counted: pd.Series | None = None) -> Served:
    """Return what people have by some tables.

    Parameters
    ----------
    tables : Tables
        Measured by an engine of all counters (`territory.tables.applied.measured_alike`).
    people : Series of float
        People in illectronism by commune.
    is_counted : Series of bool, optional
        The counters to choose among; the fixed ones by default.
    """
    origins = origins_of(tables)
    minutes = nearest_counter(tables, is_counted, origins).minutes.to_numpy(float)
    estimated = people.reindex(origins.communes)
    # Communes without an estimate add nobody; how many they are is said.
    known = estimated.fillna(0.0).to_numpy(float)
    unknown_count = int(estimated.isna().sum())
    return Served(origins, minutes, known[origins.commune] * origins.weight, unknown_count)


def effect(before: Served, after: Served, within_minutes: float) -> pd.DataFrame:
    """Return what changes for each commune.

    Parameters
    ----------
    before, after : Served
        Of the same communes and people.
    within_minutes : float
        A person is served within these minutes, the limit included.

    Returns
    -------
    DataFrame
        Index ``commune_code``: ``before_minutes`` and ``after_minutes`` (means over where people live),
        ``gaining_people`` and ``losing_people`` (served within the limit only after, only before; who
        reaches no counter is not served),
        ``nearer_people`` and ``further_people``, ``not_comparable_people`` (whose minutes are known on
        one side only: neither nearer nor further), and ``change_name``: ``enters`` where the commune's
        mean comes within the limit, ``leaves`` where it no longer is, ``not_comparable`` where the mean is
        known on one side only, else missing.
    """
    origins = before.origins
    is_near = before.minutes <= within_minutes, after.minutes <= within_minutes
    # Missing, and so neither less nor more, where one side is.
    delta = after.minutes - before.minutes
    is_known = np.isfinite(before.minutes), np.isfinite(after.minutes)
    count = len(origins.communes)

    def people(who: np.ndarray) -> Floats:
        return np.bincount(origins.commune, before.people * who, count).astype(np.float64)

    table = pd.DataFrame(
        {
            "before_minutes": origins.average(before.minutes),
            "after_minutes": origins.average(after.minutes),
            "gaining_people": people(is_near[1] & ~is_near[0]),
            "losing_people": people(is_near[0] & ~is_near[1]),
            "nearer_people": people(delta < -SAME_MINUTES),
            "further_people": people(delta > SAME_MINUTES),
            "not_comparable_people": people(is_known[0] != is_known[1]),
        },
        index=origins.communes.rename("commune_code"),
    )
    minutes = [table[f"{when}_minutes"] for when in ("before", "after")]
    was, will = (one <= within_minutes for one in minutes)
    change = pd.Series(None, index=table.index, dtype="str")
    change = change.mask(will & ~was, "enters").mask(was & ~will, "leaves")
    table["change_name"] = change.mask(minutes[0].notna() != minutes[1].notna(), "not_comparable")
    return table


@dataclass(frozen=True)
class Totals:
    """An effect in a few figures.

    Parameters
    ----------
    gaining_people, losing_people : float
        People in illectronism served within the limit only after, only before.
    nearer_people, further_people : float
    not_comparable_people : float
        People whose minutes are known on one side only.
    spared_minutes : float
        Minutes spared one way, on average over the people whose minutes are known before and after;
        below 0 where they travel more.
    entering_count, leaving_count, not_comparable_count : int
        Communes.
    """

    gaining_people: float
    losing_people: float
    nearer_people: float
    further_people: float
    not_comparable_people: float
    spared_minutes: float
    entering_count: int
    leaving_count: int
    not_comparable_count: int


def totals(before: Served, after: Served, table: pd.DataFrame) -> Totals:
    """Return an effect in a few figures."""
    known = np.isfinite(before.minutes) & np.isfinite(after.minutes)
    counted = before.people[known]
    spared = (counted * (before.minutes - after.minutes)[known]).sum() / max(counted.sum(), 1.0)
    gaining, losing, nearer, further, apart = (float(table[name].sum()) for name in PEOPLE)
    entering, leaving, unlike = (int((table["change_name"] == name).sum()) for name in CHANGES)
    return Totals(gaining, losing, nearer, further, apart, float(spared), entering, leaving, unlike)
