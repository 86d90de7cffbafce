"""Digital mediation places: a second source of help, beside the counters.

Libraries, social centres, associations, digital counsellors. An optional table: without it every
figure here is missing.
"""

from __future__ import annotations

import numpy as np
import pandas as pd

from territory.indicators.counters import origins_of, places_of
from territory.tables import Tables

# Places are everywhere in France: when the nearest one listed is three hours away, it is the
# list that does not reach, not the place that is far.
FARTHEST_MINUTES = 180.0


def nearest_mediation_place_minutes(tables: Tables) -> pd.Series:
    """Return the minutes by car to the nearest digital mediation place, by commune.

    Returns
    -------
    Series of float
        Itinerant places left out, as for counters; missing everywhere without a table of places,
        where the file is a part that does not reach, and where the nearest place it holds is
        beyond `FARTHEST_MINUTES`.
    """
    name = "nearest_mediation_place_minutes"
    places = tables.mediation_places
    if places is None:
        return pd.Series(np.nan, index=tables.communes.index, name=name)
    fixed = places[~places["is_itinerant"].fillna(False).astype(bool) & places["zone"].notna()]
    origins = origins_of(tables)
    nearest = tables.engine.minutes_to_nearest(origins.places, places_of(fixed))
    minutes = origins.average(nearest.minutes.to_numpy(float)).rename(name)
    is_known = tables.is_told_by("mediation_places") & (minutes <= FARTHEST_MINUTES)
    return minutes.where(is_known)
