"""Since when one commune has its counter: the day of the nearest one, and the minutes before it."""

from __future__ import annotations

import math
from dataclasses import dataclass
from datetime import date

import numpy as np
import pandas as pd

from territory.country import Country
from territory.history.curve import commune_minutes
from territory.history.moments import Moment, moments_of
from territory.indicators.counters import nearest_counter
from territory.indicators.since import open_since
from territory.tables.applied import measured_alike


@dataclass(frozen=True)
class CommuneSince:
    """What is known of the counters of a commune over time.

    Parameters
    ----------
    counter_name : str
        The fixed counter its place reaches first today; ``""`` where none is reached.
    since : date or None
        The day of the label of that counter; None where it is not known.
    moments : tuple of Moment
        In order; the last is the day of the list.
    minutes : tuple of float
        To the nearest counter open at each; missing where none could be reached.
    """

    counter_name: str
    since: date | None
    moments: tuple[Moment, ...]
    minutes: tuple[float, ...]

    @property
    def steps(self) -> list[tuple[Moment, float]]:
        """The moments at which the whole minutes changed, the first one always among them."""
        kept = [(self.moments[0], self.minutes[0])]
        for moment, minutes in zip(self.moments[1:], self.minutes[1:], strict=True):
            if _whole(minutes) != _whole(kept[-1][1]):
                kept.append((moment, minutes))
        return kept


def _whole(minutes: float) -> int | None:
    return None if math.isnan(minutes) else round(minutes)


def commune_since(country: Country, code: str, day: date | None) -> CommuneSince:
    """Return since when a commune has its counter; under a scenario, as things are without it.

    Parameters
    ----------
    country : Country
        All communes.
    code : str
        The commune.
    day : date or None
        The day of the list of counters.
    """
    return communes_since(country, pd.Index([code]), day)[0]


def communes_since(country: Country, codes: pd.Index, day: date | None) -> list[CommuneSince]:
    """Return the same of some communes, in the order of their codes."""
    today = country.today or country
    tables = measured_alike(today.tables)
    since = today.minutes_since_of(codes)
    moments = moments_of(since.days, day)
    minutes = np.column_stack(
        [commune_minutes(since, one).reindex(codes).to_numpy(float) for one in moments]
    )
    places = nearest_counter(tables.of(tables.communes.loc[codes])).place
    opened = open_since(tables.counters).reindex(places)
    names = tables.counters["counter_name"].reindex(places)
    return [
        CommuneSince(
            "" if pd.isna(place) else str(name),
            None if pd.isna(place) or pd.isna(since_day) else since_day.date(),
            moments,
            tuple(row),
        )
        for place, name, since_day, row in zip(places, names, opened, minutes.tolist(), strict=True)
    ]
