"""Whether the error of estimated minutes leaves it open how far a counter is."""

from __future__ import annotations

import numpy as np
import pandas as pd

from territory.indicators import find_indicator
from territory.indicators.catchments import PUBLIC_TARGET_MINUTES
from territory.indicators.minutes_band import BAND_COLUMNS
from territory.scores import score_class

CERTAINTY_COLUMN = "far_certainty_name"
# Nothing is open; the class of the map is; on which side of 20 minutes the commune stands is.
CERTAIN, CLASS_OPEN, LIMIT_OPEN = "certain", "class_open", "limit_open"


def far_certainty(band: pd.DataFrame) -> pd.Series:
    """Return what the band of minutes leaves open, by commune.

    Parameters
    ----------
    band : DataFrame
        As `territory.indicators.minutes_band.counter_band` gives it.

    Returns
    -------
    Series of str
        ``limit_open`` where 20 minutes lie in the band, else ``class_open`` where a limit of the
        three classes of the map does (`territory.scores.CLASS_BREAKS`), else ``certain``. Missing where
        the band is.
    """
    low, high = (band[name] for name in BAND_COLUMNS[:2])
    far = find_indicator("nearest_counter_minutes")
    classes = [score_class(far.score(minutes), "counters") for minutes in (low, high)]
    names = np.select(
        [
            band[list(BAND_COLUMNS)].isna().any(axis="columns"),
            (low <= PUBLIC_TARGET_MINUTES) & (high > PUBLIC_TARGET_MINUTES),
            (classes[0] != classes[1]).fillna(False).astype(bool),
        ],
        ["", LIMIT_OPEN, CLASS_OPEN],
        CERTAIN,
    )
    found = pd.Series(names, index=band.index, dtype="str", name=CERTAINTY_COLUMN)
    return found.where(found != "")
