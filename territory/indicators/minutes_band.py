"""What the estimate's own error leaves open: a band of minutes to a counter, and the odds of a limit.

Only estimated minutes have one (`territory.travel.band`): a trip measured on roads is not an estimate.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from territory.indicators.catchments import PUBLIC_TARGET_MINUTES
from territory.indicators.counters import COUNTED, nearest_counter, origins_of
from territory.tables import Tables
from territory.travel import EstimateEngine, engine_of_column, published_band
from territory.travel.band import HIGH_LEVEL, LOW_LEVEL
from territory.travel.calibration import probability_within

Floats = NDArray[np.float64]

BAND_COLUMNS = (
    "nearest_counter_low_minutes",
    "nearest_counter_high_minutes",
    "within_20_minutes_probability_share",
)


@dataclass(frozen=True)
class MinutesByLevel:
    """Quantiles of the road minutes of each commune.

    Parameters
    ----------
    levels : tuple of float
        Shares, rising from 0 to 1.
    minutes : array of float, of shape (communes, levels)
        Rising along each row; NaN where the commune's minutes are unknown.
    communes : Index
        Codes of the communes.
    """

    levels: tuple[float, ...]
    minutes: Floats
    communes: pd.Index

    def at(self, level: float) -> pd.Series:
        """Return the quantile of one of the levels, by commune."""
        return pd.Series(self.minutes[:, self.levels.index(level)], index=self.communes)

    def within(self, limit_minutes: float) -> pd.Series:
        """Return the probability that the road takes a limit or less, by commune; 0–1 or missing."""
        shares = probability_within(self.minutes, self.levels, limit_minutes)
        return pd.Series(shares, index=self.communes)

    def drawn(self, shares: Floats) -> Floats:
        """Return the minutes at a share of one's own for each commune.

        Parameters
        ----------
        shares : array of float, of shape (draws, communes)
            0–1.

        Returns
        -------
        array of float, of the same shape
            Linear between quantiles; NaN where unknown.
        """
        levels = np.array(self.levels)
        left = np.clip(np.searchsorted(levels, shares, side="right") - 1, 0, len(levels) - 2)
        row = np.arange(len(self.communes))
        low, high = self.minutes[row, left], self.minutes[row, left + 1]
        between = (shares - levels[left]) / (levels[left + 1] - levels[left])
        drawn: Floats = low + between * (high - low)
        return drawn


def minutes_by_level(
    tables: Tables, name: str = "nearest_counter_minutes"
) -> MinutesByLevel | None:
    """Return the quantiles of the road minutes that a measure of minutes estimates.

    Parameters
    ----------
    tables : Tables
        Communes, counters, engine.
    name : str
        The measure, one of `territory.indicators.counters.COUNTED`.

    Returns
    -------
    MinutesByLevel or None
        None where these minutes are no estimate: driven on roads, or official.

    Notes
    -----
    ``t_c(q) = Σ_p w_p t_p r(q, d_p)``: the estimated minutes ``t_p`` of each point p of the commune, times
    the quantile q of road over estimate at its straight line ``d_p``. The points of a commune are taken
    to be wrong together, for they share their roads; with one point a commune it is its own quantile.
    """
    if engine_of_column(name, tables.engine.name) != EstimateEngine.name:
        return None
    origins = origins_of(tables)
    found = nearest_counter(tables, COUNTED[name](tables.counters), origins)
    km, minutes = found.km.to_numpy(float), found.minutes.to_numpy(float)
    band = published_band()
    quantiles = [origins.average(minutes * band.ratio(km, level)) for level in band.levels]
    return MinutesByLevel(band.levels, np.column_stack(quantiles), origins.communes)


def counter_band(tables: Tables) -> pd.DataFrame:
    """Return, beside the minutes to the nearest fixed counter, what their error leaves open.

    Returns
    -------
    DataFrame
        `BAND_COLUMNS` on the communes' index: nine roads in ten take between the low and the high
        minutes; the probability (0–1) that the road takes 20 minutes or less. Missing where the minutes
        are, and everywhere with an engine that drives on roads.
    """
    found = minutes_by_level(tables)
    index = tables.communes.index
    if found is None:
        return pd.DataFrame(np.nan, index=index, columns=list(BAND_COLUMNS))
    values = (found.at(LOW_LEVEL), found.at(HIGH_LEVEL), found.within(PUBLIC_TARGET_MINUTES))
    return pd.DataFrame(dict(zip(BAND_COLUMNS, values, strict=True)), index=index)
