"""The list of communes, the most exposed first."""

from __future__ import annotations

import pandas as pd

from territory.illectronism import adult_people, illectronism_people
from territory.indicators import INDICATORS
from territory.scores import DEFAULT_PROFILE, Profile, score_communes
from territory.tables import Tables, select

LIST_COLUMNS = (
    "exposure_rank",
    "commune_name",
    "departement_code",
    "epci_name",
    "population_people",
    "adult_people",
    "illectronism_people",
    *(indicator.name for indicator in INDICATORS),
    "need_score",
    "counters_score",
    "network_score",
    "exposure_score",
    "need_class",
    "counters_class",
    "known_share",
)


def ranked_communes(
    tables: Tables,
    level: str | None = None,
    code: str | None = None,
    profile: Profile = DEFAULT_PROFILE,
) -> pd.DataFrame:
    """Return the communes of a territory, the most exposed first.

    Parameters
    ----------
    tables : Tables
        The tables in use: counters outside the territory count for distances.
    level, code : str, optional
        The territory, as `territory.tables.select` takes it; all communes if left out.
    profile : Profile
        Weights of the dimensions.

    Returns
    -------
    DataFrame
        Columns `LIST_COLUMNS`, index ``commune_code``. ``exposure_rank`` is the place inside the
        territory (1 is the most exposed; equals share the best place); communes without a score
        have no rank and come last.
    """
    communes = tables.communes
    chosen = communes if level is None or code is None else select(communes, level, code)
    chosen = chosen.assign(
        adult_people=adult_people(chosen), illectronism_people=illectronism_people(chosen)
    )
    scores = score_communes(Tables(chosen, tables.counters), profile)
    listed = chosen.join(scores)
    rank = listed["exposure_score"].rank(ascending=False, method="min")
    listed["exposure_rank"] = rank.astype("Int64")
    listed = pd.DataFrame(listed)[list(LIST_COLUMNS)]
    return listed.sort_values(["exposure_rank", "commune_code"], na_position="last")
