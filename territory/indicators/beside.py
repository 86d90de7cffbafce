"""The estimate, to be shown beside official minutes."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pandas as pd

from territory.indicators.counters import nearest_counter_minutes
from territory.tables import Tables
from territory.travel import OfficialEngine


def estimated_counter_minutes(tables: Tables) -> pd.Series:
    """Return the estimate to the nearest fixed counter, to be shown beside official minutes.

    Returns
    -------
    Series of float
        Missing everywhere where the minutes shown are not official ones.
    """
    engine = tables.engine
    if isinstance(engine, OfficialEngine):
        minutes = nearest_counter_minutes(replace(tables, engine=engine.beside))
    else:
        minutes = pd.Series(np.nan, index=tables.communes.index)
    return minutes.rename("estimated_counter_minutes")
