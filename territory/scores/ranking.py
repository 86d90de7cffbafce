"""The ranked list of communes: the one table that the app, the command and the files show."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

import numpy as np
import pandas as pd

from territory import illectronism
from territory.doors import COUNT_COLUMNS
from territory.illectronism import FEW_ADULTS, Draws, estimate
from territory.indicators import INDICATORS, columns_in_use
from territory.indicators.counters import nearest_counter
from territory.indicators.minutes_band import BAND_COLUMNS
from territory.indicators.stops import stop_visits
from territory.scores.certainty import CERTAINTY_COLUMN
from territory.tables import Tables

INTERVAL_COLUMNS = (
    "illectronism_people",
    "illectronism_low_people",
    "illectronism_high_people",
    "illectronism_institution_people",
    "illectronism_status",
    "illectronism_reason_code",
)
# People in illectronism, each counting as much as their commune is exposed.
WEIGHED_COLUMN = "weighed_people"
# The reason, in ``score_reason_code``, why a commune that has a score has no rank.
TOO_FEW = "few_adults"
SATURDAY_COLUMNS = ("is_open_saturday", "saturday_share", "saturday_condition_name")
# Columns of the nearest counter in the list → their type there.
_OF_COUNTER = {
    "counter_name": "str",
    "weekly_hours": "float64",
    **dict(zip(SATURDAY_COLUMNS, ("boolean", "float64", "str"), strict=True)),
}
COUNTER_COLUMNS = (
    "nearest_counter_name",
    *(f"nearest_counter_{name}" for name in ("weekly_hours", *SATURDAY_COLUMNS)),
    "stop_visits_code",
)
ROBUSTNESS_COLUMNS = (
    "worst_decile_probability_share",
    "low_rank",
    "high_rank",
    "robustness_name",
)
# Columns whose values are names of the code's own → where they stand in words.
NAMES_IN_WORDS = MappingProxyType(
    {
        "robustness_name": "list.robustness",
        CERTAINTY_COLUMN: "list.far_certainty",
        "engine_name": "travel.engine",
        "minutes_from_name": "list.minutes_from",
        "nearest_counter_saturday_condition_name": "list.saturday_condition",
    }
)
LIST_COLUMNS = (
    "exposure_rank",
    "national_rank",
    "commune_name",
    "departement_code",
    "departement_name",
    "epci_code",
    "epci_name",
    "density_class",
    "population_people",
    "adult_people",
    *INTERVAL_COLUMNS,
    WEIGHED_COLUMN,
    *(indicator.name for indicator in INDICATORS),
    "estimated_counter_minutes",
    "official_counter_minutes",
    "official_within_20_minutes_share",
    *BAND_COLUMNS,
    CERTAINTY_COLUMN,
    *COUNT_COLUMNS,
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
    "minutes_from_name",
)


def ranked_communes(
    communes: pd.DataFrame, scores: pd.DataFrame, need: pd.DataFrame | None = None
) -> pd.DataFrame:
    """Return the communes of a territory, the most exposed first.

    Parameters
    ----------
    communes : DataFrame
        Rows of the table of communes, as `territory.tables.select` gives them.
    scores : DataFrame
        Indicators and scores, as `territory.country.Country.scores` gives them; they may hold
        more communes.
    need : DataFrame, optional
        As `territory.illectronism.estimate` gives it, for these communes at least; computed if absent.

    Returns
    -------
    DataFrame
        Columns `LIST_COLUMNS` (of an indicator and its substitute, the one in `scores`), index
        ``commune_code``. ``exposure_rank`` is the rank inside the territory (1 is the most exposed;
        equals share the best rank), ``national_rank`` among these communes, which later rankings of a
        part of them keep; communes without a score, or of too few adults (`rankable`), have
        no rank and come last, ``score_reason_code`` says why.
    """
    shown = columns_in_use(LIST_COLUMNS, scores.columns)
    of_commune = [name for name in shown if name in communes and name not in scores]
    told = [name for name in shown if name in scores]
    listed = pd.concat([communes[of_commune], _rows(scores, communes.index)[told]], axis="columns")
    interval = _rows(estimate(communes) if need is None else need, communes.index)
    for name in ("adult_people", *INTERVAL_COLUMNS):
        listed[name] = interval[name]
    listed[WEIGHED_COLUMN] = weighed_people(listed)
    return ranked_again(listed)[list(shown)]


def _rows(table: pd.DataFrame, codes: pd.Index) -> pd.DataFrame:
    """Return the rows of some communes; the table itself where they are its own."""
    return table if table.index.equals(codes) else table.loc[codes]


def ranked_again(listed: pd.DataFrame) -> pd.DataFrame:
    """Return a list, or a part of one, ranked among its own rows, the most exposed first.

    Equals share a rank and come in the order of people in illectronism, the most first.
    ``exposure_rank`` is made anew; ``national_rank``, made with the first list, stays.
    """
    scores = rankable(listed["exposure_score"], listed["adult_people"])
    rank = scores.rank(ascending=False, method="min").astype("Int64")
    left_out = listed["exposure_score"].notna() & scores.isna()
    reason = listed["score_reason_code"].astype("str").mask(left_out, TOO_FEW)
    national = listed.get("national_rank", rank)
    told = listed.assign(exposure_rank=rank, national_rank=national, score_reason_code=reason)
    keys = pd.DataFrame(
        {
            # Those that have a score but no rank come before those without either.
            "is_unscored": listed["exposure_score"].isna().to_numpy(),
            "exposure_rank": rank.to_numpy(float, na_value=np.nan),
            "people": -listed["illectronism_people"].to_numpy(float, na_value=np.nan),
            "commune_code": listed.index,
        }
    )
    # Sorted apart: a list has a hundred columns, which move once.
    return told.iloc[keys.sort_values(keys.columns.to_list(), na_position="last").index]


def weighed_people(listed: pd.DataFrame) -> pd.Series:
    """Return the people in illectronism, each counting as much as their commune is exposed.

    Parameters
    ----------
    listed : DataFrame
        ``illectronism_people``, ``exposure_score`` (0–100) and ``adult_people``.

    Returns
    -------
    Series of float
        People × score / 100; missing where either is, and where a commune has too few adults to be
        ranked (`rankable`).

    Examples
    --------
    >>> rows = {"illectronism_people": [300.0, 150.0], "exposure_score": [50.0, 100.0]}
    >>> weighed_people(pd.DataFrame(rows | {"adult_people": [900.0, 400.0]})).tolist()
    [150.0, 150.0]
    """
    scores = rankable(listed["exposure_score"], listed["adult_people"])
    return (listed["illectronism_people"] * scores / 100).rename(WEIGHED_COLUMN)


def rankable(scores: pd.Series, adults: pd.Series) -> pd.Series:
    """Return the scores of the communes that are ranked, missing for those of too few adults.

    Parameters
    ----------
    scores : Series of float
        One a commune.
    adults : Series of float
        People of 15 or more in ordinary dwellings, for these communes at least; a commune whose adults
        are not known keeps its score.

    Notes
    -----
    Under `territory.illectronism.FEW_ADULTS` the share in illectronism is that of a handful: its rank
    would say more of whom the census found at home than of the commune.

    Examples
    --------
    >>> rankable(pd.Series([80.0, 60.0, 40.0]), pd.Series([49.9, 50.0, float("nan")])).tolist()
    [nan, 60.0, 40.0]
    """
    return scores.mask(too_few(adults.reindex(scores.index)))


def too_few(adults: pd.Series) -> pd.Series:
    """Tell the communes known to have fewer adults than a rank needs: see `rankable`."""
    return adults < FEW_ADULTS


def add_nearest_counter(listed: pd.DataFrame, tables: Tables) -> pd.DataFrame:
    """Return a list with the fixed counter each town hall reaches first, and the bus that stops there.

    Parameters
    ----------
    listed : DataFrame
        As `ranked_communes` gives it.
    tables : Tables
        The tables the list is of.

    Returns
    -------
    DataFrame
        With `COUNTER_COLUMNS`: name, hours and Saturday of the counter, missing where none can be reached
        or its hours are unknown; visits of itinerant counters, missing where no stop is known.
    """
    inside = tables.of(tables.communes.loc[listed.index])
    place = nearest_counter(inside).place
    counters = tables.counters
    reached = counters[list(_OF_COUNTER)].reindex(place)
    return listed.assign(
        **{
            name: pd.Series(reached[column].to_numpy(), index=place.index, dtype=dtype)
            for name, (column, dtype) in zip(COUNTER_COLUMNS[:-1], _OF_COUNTER.items(), strict=True)
        },
        stop_visits_code=stop_visits(tables).reindex(listed.index).astype("str"),
    )


def add_robustness(listed: pd.DataFrame, robustness: pd.DataFrame) -> pd.DataFrame:
    """Return a list with its robustness.

    Parameters
    ----------
    listed : DataFrame
        As `ranked_communes` gives it.
    robustness : DataFrame
        Of all communes, as `territory.robustness.draw_ranks` gives it.
    """
    return listed.join(robustness.loc[listed.index, list(ROBUSTNESS_COLUMNS)])


def totals(listed: pd.DataFrame, draws: Draws) -> Mapping[str, float]:
    """Return the totals of a list.

    Parameters
    ----------
    listed : DataFrame
        As `ranked_communes` gives it.
    draws : Draws
        As `territory.illectronism.draw_people` gives them, for the interval of the sum.

    Returns
    -------
    mapping
        ``communes_count``, ``population_people``, ``adult_people``, ``illectronism_people`` and its
        bounds; NaN, not 0, where none is known.
    """
    figures: dict[str, float] = {
        "communes_count": float(len(listed)),
        "population_people": float(listed["population_people"].sum(min_count=1)),
        "adult_people": float(listed["adult_people"].sum(min_count=1)),
    }
    names = ("illectronism_people", "illectronism_low_people", "illectronism_high_people")
    if listed.empty or listed["illectronism_people"].isna().all():
        return figures | dict.fromkeys(names, float("nan"))
    summed = illectronism.sum_over(draws, pd.Series("list", index=listed.index)).iloc[0]
    return figures | {name: float(summed[name]) for name in names}
