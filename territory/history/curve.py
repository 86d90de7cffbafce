"""How many people had a counter within reach at the end of each quarter, seen from the list in use.

The need is held constant: the people in illectronism of today, wherever they lived then. What moves is the
counters alone. The last row is the day of the list and says what the other pages say of today.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd

from territory.country import Country
from territory.doors import is_fixed
from territory.history.moments import Moment, list_day, moments_of
from territory.indicators.counters import Floats
from territory.indicators.one_counter import one_counter_of_groups
from territory.indicators.since import MinutesSince, mean_minutes, open_since
from territory.tables import DataInUse, Tables
from territory.territories import Territory, communes_of

# Limits of minutes a curve is made for; the third is the public target.
LIMITS = (10.0, 15.0, 20.0, 30.0)


@dataclass(frozen=True)
class Dates:
    """What is known of the days of the fixed counters of the list.

    Parameters
    ----------
    counters_count : int
        Fixed counters of the tables.
    undated_count : int
        Those without a day a label can bear: counted on the day of the list alone.
    ahead_count : int
        Those whose label is later than the list: counted on its day too, as on all pages.
    """

    counters_count: int
    undated_count: int
    ahead_count: int


@dataclass(frozen=True)
class Curve:
    """The people within reach of a counter of a territory, moment by moment.

    Parameters
    ----------
    territory : Territory
    moments : tuple of Moment
        In order; the last is the day of the list.
    rows : DataFrame
        One row a moment, index ``moment_name``: ``moment_date``; ``open_counters_count`` in the
        territory; for each limit ``within_20_minutes_people`` and ``within_20_minutes_share`` of the
        people in illectronism; ``median_counter_minutes``, which half of them exceed;
        ``nearest_counter_minutes``, the mean over inhabitants as everywhere else. Missing where
        too little is known, or where no counter could be reached.
    counted_people : float
        The people in illectronism counted, the same at each moment.
    unknown_communes_count : int
        Communes without an estimate, or whose place is unknown: nobody of theirs is counted.
    dates : Dates
    """

    territory: Territory
    moments: tuple[Moment, ...]
    rows: pd.DataFrame
    counted_people: float
    unknown_communes_count: int
    dates: Dates

    def share(self, within_minutes: float) -> pd.Series:
        """Return the share of people within a limit the curve was made for, moment by moment."""
        shares: pd.Series = self.rows[f"within_{within_minutes:g}_minutes_share"]
        return shares


def curve_of(
    country: Country,
    territory: Territory,
    in_use: DataInUse,
    limits: Sequence[float] = LIMITS,
) -> Curve:
    """Return the curve of a territory; under a scenario, that of the situation as it is.

    Raises
    ------
    UnknownNameError
        If the territory does not exist.
    """
    today = country.today or country
    communes = communes_of(today.tables, territory)
    since = today.minutes_since_of(communes.index)
    moments = moments_of(since.days, list_day(in_use))
    people = today.people_of(communes.index)
    shares = _commune_shares(since, moments, limits)
    groups = pd.Series("asked", index=communes.index)
    found = one_counter_of_groups(shares, people, groups)
    known = people.where(shares.notna().all(axis="columns"))
    counted = float(known.sum())
    rows = pd.DataFrame(
        {
            "moment_date": pd.to_datetime(pd.Series([one.day for one in moments])),
            "open_counters_count": open_counts(today.tables, communes.index, moments),
        }
    )
    rows.index = pd.Index([one.name for one in moments], name="moment_name")
    for limit in limits:
        name = f"within_{limit:g}_minutes"
        share = np.array([found[f"{one.name} {limit:g}"].get("asked", np.nan) for one in moments])
        rows[f"{name}_people"] = share * counted
        rows[f"{name}_share"] = share
    by_origin = people.to_numpy(float)[since.origins.commune] * since.origins.weight
    rows["median_counter_minutes"] = [
        weighted_median(minutes_at(since, one), by_origin, since.is_placed.to_numpy())
        for one in moments
    ]
    inhabitants = communes["population_people"]
    rows["nearest_counter_minutes"] = [
        float(mean_minutes(commune_minutes(since, one), inhabitants, groups)["asked"])
        for one in moments
    ]
    unknown = int(known.isna().sum())
    return Curve(territory, moments, rows, counted, unknown, dates_of(today.tables, moments[-1]))


def minutes_at(since: MinutesSince, moment: Moment) -> Floats:
    """Return the minutes of each origin at a moment; missing where no counter open was reached."""
    if moment.is_list or moment.day is None:
        return since.minutes[:, -1]
    return since.minutes[:, since.column(pd.Timestamp(moment.day))]


def commune_minutes(since: MinutesSince, moment: Moment) -> pd.Series:
    """Return the minutes of each commune at a moment, as `nearest_counter_minutes` is made today."""
    if moment.is_list or moment.day is None:
        return since.of_communes(None)
    return since.of_communes(pd.Timestamp(moment.day))


def open_counts(tables: Tables, codes: pd.Index, moments: Sequence[Moment]) -> list[int]:
    """Return how many fixed counters of some communes were open at each moment."""
    counters = tables.counters
    since = open_since(counters)[is_fixed(counters) & counters["commune_code"].isin(codes)]
    return [
        len(since)
        if one.day is None or one.is_list
        else int((since <= pd.Timestamp(one.day)).sum())
        for one in moments
    ]


def dates_of(tables: Tables, last: Moment) -> Dates:
    """Return what is known of the days of the list's fixed counters."""
    since = open_since(tables.counters)[is_fixed(tables.counters)]
    ahead = 0 if last.day is None else int((since > pd.Timestamp(last.day)).sum())
    return Dates(len(since), int(since.isna().sum()), ahead)


def weighted_median(minutes: Floats, weight: Floats, is_placed: np.ndarray) -> float:
    """Return the minutes that half of the weight exceeds; missing where half reaches no counter.

    Parameters
    ----------
    minutes : array of float
        Missing where no counter is reached: further than any that is.
    weight : array of float
        People; missing where unknown, who count for nothing.
    is_placed : array of bool
        Where the start is known; the others count for nothing.

    Examples
    --------
    >>> weighted_median(np.array([5.0, 9.0, np.nan]), np.array([1.0, 3.0, 1.0]), np.ones(3, bool))
    9.0
    """
    counted = np.where(is_placed, np.nan_to_num(weight), 0.0)
    if counted.sum() <= 0:
        return float("nan")
    far = np.where(np.isfinite(minutes), minutes, np.inf)
    order = np.argsort(far, kind="stable")
    reached = np.cumsum(counted[order])
    found = float(far[order][np.searchsorted(reached, reached[-1] / 2)])
    return found if np.isfinite(found) else float("nan")


def _commune_shares(
    since: MinutesSince, moments: Sequence[Moment], limits: Sequence[float]
) -> pd.DataFrame:
    """Return the share of each commune's people within each limit at each moment.

    Missing where the place is unknown; 0 where no counter could be reached.
    """
    placed = since.is_placed.to_numpy()
    return pd.DataFrame(
        {
            f"{one.name} {limit:g}": since.origins.average(
                np.where(placed, minutes_at(since, one) <= limit, np.nan)
            )
            for one in moments
            for limit in limits
        }
    )
