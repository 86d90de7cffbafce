"""Digital mediation places: a second source of help, beside the counters.

Libraries, social centres, associations, digital counsellors. An optional table: without it every
figure here is missing.
"""

from __future__ import annotations

import numpy as np
import pandas as pd

from territory.indicators.counters import origins_of, places_of
from territory.tables import Tables

# There are places all over France: when the nearest one listed is three hours away, the list does not
# cover the area.
FARTHEST_MINUTES = 180.0


def nearest_mediation_place_minutes(tables: Tables) -> pd.Series:
    """Return the minutes by car to the nearest digital mediation place, by commune.

    Returns
    -------
    Series of float
        Itinerant places are left out, as for counters. Missing everywhere without a table of places,
        in the départements a partial file does not cover, and where the nearest place listed is
        beyond `FARTHEST_MINUTES`.

    Notes
    -----
    The formula of `territory.indicators.counters.minutes_to`.
    """
    name = "nearest_mediation_place_minutes"
    places = tables.mediation_places
    if places is None:
        return pd.Series(np.nan, index=tables.communes.index, name=name)
    fixed = places[~places["is_itinerant"].fillna(False).astype(bool) & places["zone"].notna()]
    origins = origins_of(tables)
    nearest = tables.engine.minutes_to_nearest(origins.places, places_of(fixed))
    minutes = origins.average(nearest.minutes.to_numpy(float)).rename(name)
    is_known = tables.is_covered_by("mediation_places") & (minutes <= FARTHEST_MINUTES)
    return minutes.where(is_known)
