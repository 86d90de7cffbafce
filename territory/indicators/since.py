"""Since when counters have been open, and how far the nearest one was at the end of each quarter.

The list of counters in use gives each its label's day. Seen from it, a quarter is today's tables without
the counters labelled later: survivors only, for the list does not hold those that closed. Minutes are those
of the engine in use, and a counter counts by the same rules as everywhere (`territory.doors`).
"""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
import pandas as pd

from territory.doors import is_fixed
from territory.indicators.counters import Floats, Origins, origins_of, places_of
from territory.known import is_known_enough
from territory.tables import Tables
from territory.tables.applied import measured_alike

# The programme was announced on this day: an earlier label is of something else.
FIRST_LABEL_DAY = pd.Timestamp("2019-07-01")
# The first counters opened on this day; the first moment there is something to say of.
START = pd.Timestamp("2020-01-01")
# The last column of the minutes: all counters of the list, those without a date among them.
WHOLE_LIST = "list"


def open_since(counters: pd.DataFrame) -> pd.Series:
    """Return the day since when each counter has been open.

    Parameters
    ----------
    counters : DataFrame
        As the table keeps them.

    Returns
    -------
    Series of datetime64
        On the counters' index. The earliest label of the rows of a door: a place whose antenna became a
        counter of its own has been open since the antenna. Missing where no row of the door has a
        date, or it is before `FIRST_LABEL_DAY`, which no label can bear: unknown, never "always".
    """
    days = counters["label_date"].where(counters["label_date"] >= FIRST_LABEL_DAY)
    door = counters["double_of_code"].fillna(counters.index.to_series())
    since: pd.Series = days.groupby(door.to_numpy()).transform("min")
    return since.rename("open_since_date")


def quarter_ends(since: pd.Series) -> pd.DatetimeIndex:
    """Return the days at which counters are looked at: `START`, then the end of each quarter.

    The last is the end of the quarter of the last known day: after it nothing changes.
    """
    known = since.dropna()
    last = START if known.empty else known.max().to_period("Q").end_time.normalize()
    return pd.DatetimeIndex([START, *pd.date_range(START, last, freq="QE")])


def tables_at(tables: Tables, day: pd.Timestamp) -> Tables:
    """Return the tables without the counters that were not open yet on a day, nor their stops.

    A counter whose day is not known is not among them: it is known to be open in the list alone.
    """
    is_open = open_since(tables.counters) <= day
    counters, stops = tables.counters[is_open], tables.itinerant_stops
    if stops is not None:
        stops = stops[stops["counter_code"].isin(counters.index)]
    return replace(tables, counters=counters, itinerant_stops=stops)


def mean_minutes(minutes: pd.Series, people: pd.Series, groups: pd.Series) -> pd.Series:
    """Return the mean minutes of territories, as their figures of today are made.

    Parameters
    ----------
    minutes, people : Series of float
        Of communes, on one index: minutes, and inhabitants who weigh them.
    groups : Series of str
        Territory of each commune; missing for those in none.

    Returns
    -------
    Series of float
        By territory; missing where the minutes of less than two thirds of the people are known.
    """
    weight = people.fillna(0.0)
    known = weight.where(minutes.notna(), 0.0)
    every, told, summed = (
        one.groupby(groups).sum() for one in (weight, known, known * minutes.fillna(0.0))
    )
    enough = is_known_enough((told / every.where(every > 0)).to_numpy(float))
    mean: pd.Series = (summed / told.where(told > 0)).where(enough)
    return mean.rename("nearest_counter_minutes")


@dataclass(frozen=True)
class MinutesSince:
    """Minutes to the nearest of the fixed counters open on some days.

    Parameters
    ----------
    origins : Origins
        Where trips start.
    days : DatetimeIndex
        As `quarter_ends` gives them, rising.
    minutes : array of float, of shape (origins, days + 1)
        By car, to the nearest of the counters open on each day; in the last column to the nearest of
        the whole list. Missing where no counter open can be reached.
    """

    origins: Origins
    days: pd.DatetimeIndex
    minutes: Floats

    def frame(self) -> pd.DataFrame:
        """Return the minutes as a table a cache can keep, a column a day."""
        names = [*self.days.strftime("%Y-%m-%d"), WHOLE_LIST]
        return pd.DataFrame(self.minutes, columns=pd.Index(names))

    @classmethod
    def of_frame(cls, origins: Origins, frame: pd.DataFrame) -> MinutesSince:
        """Return what `frame` gave, of the same origins."""
        days = pd.DatetimeIndex(pd.to_datetime(frame.columns[:-1]))
        return cls(origins, days, frame.to_numpy(float))

    def of(self, codes: pd.Index) -> MinutesSince:
        """Return the same of some communes, in the order of their codes."""
        whole = self.origins
        place = codes.get_indexer(whole.communes)[whole.commune]
        rows = np.flatnonzero(place >= 0)
        rows = rows[np.argsort(place[rows], kind="stable")]
        origins = Origins(whole.places.take(rows), place[rows], whole.weight[rows], codes)
        return MinutesSince(origins, self.days, self.minutes[rows])

    def column(self, day: pd.Timestamp) -> int:
        """Return the position of the last day that is not after one; before `START`, an error."""
        place = int(self.days.searchsorted(day, side="right")) - 1
        if place < 0:
            raise ValueError(f"{day:%Y-%m-%d} is before {START:%Y-%m-%d}")
        return place

    def of_communes(self, day: pd.Timestamp | None) -> pd.Series:
        """Return the minutes of communes on a day, as `nearest_counter_minutes`; of the list for None."""
        place = -1 if day is None else self.column(day)
        return self.origins.average(self.minutes[:, place]).rename("nearest_counter_minutes")

    @property
    def is_placed(self) -> pd.Series:
        """Tell the origins whose place is known: without one, minutes are unknown, not endless."""
        placed: pd.Series = self.origins.places.points.notna()
        return placed


def minutes_since(tables: Tables) -> MinutesSince:
    """Measure the minutes to the nearest counter open at the end of each quarter.

    Parameters
    ----------
    tables : Tables
        Communes and counters; counters across the border too. Official minutes go to the list they were
        made for, so that the engine beside them measures (`territory.tables.applied.measured_alike`).

    Notes
    -----
    Counters are grouped by the quarter they opened in, and the nearest of each group is found once: the
    nearest of those open at a quarter's end is the least over the groups opened until then,
    ``t(q) = min(t(q − 1), min_{j opened in q} t_j)``. This is exact, and each counter is asked for once
    instead of once a quarter.
    """
    measured = measured_alike(tables)
    counters = measured.counters[is_fixed(measured.counters)]
    since = open_since(measured.counters).reindex(counters.index)
    days = quarter_ends(since)
    group = np.where(since.isna(), len(days), days.searchsorted(since.fillna(START), side="left"))
    origins, every = origins_of(measured), places_of(counters)
    minutes = np.full((len(origins.places), len(days) + 1), np.nan)
    for rank in np.unique(group):
        places = every.take(np.flatnonzero(group == rank))
        found = measured.engine.minutes_to_nearest(origins.places, places)
        minutes[:, rank] = found.minutes.to_numpy(float)
    return MinutesSince(origins, days, np.fmin.accumulate(minutes, axis=1))
