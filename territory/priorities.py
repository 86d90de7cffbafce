"""The list of communes, the most exposed first: the one table app, command and file all show."""

from __future__ import annotations

import pandas as pd

from territory.illectronism import adult_people, estimate
from territory.indicators import INDICATORS

INTERVAL_COLUMNS = (
    "illectronism_people",
    "illectronism_low_people",
    "illectronism_high_people",
    "illectronism_status",
)
LIST_COLUMNS = (
    "exposure_rank",
    "commune_name",
    "departement_code",
    "epci_name",
    "population_people",
    "adult_people",
    *INTERVAL_COLUMNS,
    *(indicator.name for indicator in INDICATORS),
    "need_score",
    "counters_score",
    "network_score",
    "exposure_score",
    "known_share",
    "score_reason_code",
    "need_class",
    "counters_class",
    "hours_class",
    "engine_name",
)


def ranked_communes(communes: pd.DataFrame, scores: pd.DataFrame) -> pd.DataFrame:
    """Return the communes of a territory, the most exposed first.

    Parameters
    ----------
    communes : DataFrame
        Rows of the table of communes, as `territory.tables.select` gives them.
    scores : DataFrame
        Indicators and scores, as `territory.scores.score_communes` gives them; they may hold
        more communes.

    Returns
    -------
    DataFrame
        Columns `LIST_COLUMNS`, index ``commune_code``. ``exposure_rank`` is the place inside the
        territory (1 is the most exposed; equals share the best place); communes without a score
        have no rank and come last.
    """
    listed = pd.DataFrame(communes).join(scores.loc[communes.index])
    listed["adult_people"] = adult_people(communes)
    need = estimate(communes)
    for name in INTERVAL_COLUMNS:
        listed[name] = need[name]
    rank = listed["exposure_score"].rank(ascending=False, method="min")
    listed["exposure_rank"] = rank.astype("Int64")
    return listed[list(LIST_COLUMNS)].sort_values(
        ["exposure_rank", "commune_code"], na_position="last"
    )
