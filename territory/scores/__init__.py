"""Scores: rescale the indicators, weigh them, aggregate them. 100 is the most exposed.

Need and scarcity of counters stay visible side by side (`need_class`, `counters_class`) beside
the combined score. The score is by default a weighted geometric mean, so that a good network does
not hide high need far from a counter; see ``docs/decisions/0001-geometric-mean.md``. Profiles of
weights and ways of aggregating are `Method`s.
"""

from __future__ import annotations

from types import MappingProxyType

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from territory.indicators import DIMENSIONS, columns_in_use, find_indicator
from territory.scores.aggregate import (
    AGGREGATIONS,
    DEFAULT_AGGREGATION,
    GEOMETRIC_FLOOR_SCORE,
    aggregate,
)
from territory.scores.diagnose import (
    correlation_matrix,
    effective_weights,
    entering_and_leaving,
    worst,
)
from territory.scores.method import (
    DEFAULT_PROFILE,
    MOST_WEIGHT,
    PROFILES,
    WEIGHT_STEP,
    Method,
    Profile,
    find_profile,
    method_of,
    read_weights,
    shares_of,
    slider_weights,
    weigh,
)

__all__ = [
    "AGGREGATIONS",
    "CLASSED_INDICATORS",
    "CLASS_BREAKS",
    "DEFAULT_AGGREGATION",
    "DEFAULT_METHOD",
    "DEFAULT_PROFILE",
    "GEOMETRIC_FLOOR_SCORE",
    "HIGH_CLASS",
    "MOST_WEIGHT",
    "PROFILES",
    "WEIGHT_STEP",
    "Method",
    "Profile",
    "correlation_matrix",
    "dimension_scores",
    "effective_weights",
    "entering_and_leaving",
    "exposure",
    "find_profile",
    "method_of",
    "read_weights",
    "score_class",
    "score_indicators",
    "shares_of",
    "slider_weights",
    "weigh",
    "weighted_mean",
    "worst",
]

DEFAULT_METHOD = Method()

# Limits of the three classes of the bivariate map, on the dimension's score: the national
# terciles of communes (census 2022, counters of August 2024), fixed and rounded: 14.9% and 19.2%
# in illectronism, 8.3 and 12.2 minutes.
# The hours within reach, on the indicator's own score: terciles too (16.8 and 7.9 hours per 1,000),
# rounded to 17 and 8.
CLASS_BREAKS = MappingProxyType(
    {"need": (30.8, 57.7), "counters": (35.2, 56.5), "hours": (57.5, 80.0)}
)
# The class of the most exposed.
HIGH_CLASS = 3
# Other scores that have classes → the indicator they are of.
CLASSED_INDICATORS = MappingProxyType({"hours": "reachable_hours_per_1k"})
# Columns `score_indicators` gives.
SCORED_COLUMNS = (
    *(f"{name}_score" for name in DIMENSIONS),
    *("exposure_score", "known_share", "score_reason_code", "need_class", "counters_class"),
    *(f"{name}_class" for name in CLASSED_INDICATORS),
)


def weighted_mean(scores: pd.DataFrame, weights: pd.Series) -> tuple[pd.Series, pd.Series]:
    """Return the weighted arithmetic mean of the known components, and the share of weight known.

    Parameters
    ----------
    scores : DataFrame
        One column a component, 0–100 or missing.
    weights : Series
        Weight of each column, relative.

    Notes
    -----
    ``Σ_k w_k s_k / Σ_k w_k`` over the known components; missing under two thirds of the weight.
    """
    means, known_share = aggregate(
        scores.to_numpy(float), weights[scores.columns].to_numpy(float), "arithmetic"
    )
    return (
        pd.Series(means, index=scores.index),
        pd.Series(known_share, index=scores.index, name="known_share"),
    )


def score_class(scores: pd.Series, dimension: str) -> pd.Series:
    """Return the class of a score, 1 (low) to 3 (high), by the fixed limits of `CLASS_BREAKS`.

    Returns
    -------
    Series of Int64
        Missing where the score is.
    """
    classes = pd.Series(pd.NA, index=scores.index, dtype="Int64", name=f"{dimension}_class")
    known = scores.notna()
    edges = np.asarray(CLASS_BREAKS[dimension])
    classes[known] = np.searchsorted(edges, scores[known], side="right") + 1
    return classes


def dimension_scores(
    indicators: pd.DataFrame, profile: Profile = DEFAULT_PROFILE
) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Return the score of each dimension, and the share of its weight that is known.

    A dimension is the arithmetic mean of the scores of its indicators.

    Parameters
    ----------
    indicators : DataFrame
        As `territory.indicators.compute_indicators` gives them.
    profile : Profile
        Weights of the indicators inside their dimension.
    """
    means, known = {}, {}
    for dimension in DIMENSIONS:
        weighed = profile.weighed(dimension)
        weights = pd.Series(
            {name: weighed[name] for name in columns_in_use(weighed, indicators.columns)},
            dtype=np.float64,
        )
        scores = pd.DataFrame(
            {name: find_indicator(name).score(indicators[name]) for name in weights.index},
            index=indicators.index,
        )
        means[dimension], known[dimension] = weighted_mean(scores, weights)
    return pd.DataFrame(means, index=indicators.index), pd.DataFrame(known, index=indicators.index)


def exposure(dimensions: pd.DataFrame, method: Method = DEFAULT_METHOD) -> pd.Series:
    """Return the exposure score from the scores of the dimensions.

    Parameters
    ----------
    dimensions : DataFrame
        As `dimension_scores` gives it for the method's profile.
    method : Method
        Weights of the dimensions and aggregation.

    Returns
    -------
    Series of float
        0–100; missing where under two thirds of the weight is known. The formula is that of the
        method's aggregation (`territory.scores.aggregate`).
    """
    weights = np.array([method.profile.weights[name] for name in DIMENSIONS], dtype=np.float64)
    scores, _ = aggregate(
        dimensions[list(DIMENSIONS)].to_numpy(np.float64), weights, method.aggregation
    )
    return pd.Series(scores, index=dimensions.index, name="exposure_score")


def score_indicators(indicators: pd.DataFrame, method: Method = DEFAULT_METHOD) -> pd.DataFrame:
    """Return the dimensions' scores, the exposure score and the classes.

    Parameters
    ----------
    indicators : DataFrame
        As `territory.indicators.compute_indicators` gives them.
    method : Method
        Weights and aggregation.

    Returns
    -------
    DataFrame
        ``need_score``, ``counters_score``, ``network_score``, ``exposure_score`` (0–100 or
        missing), ``known_share`` (share of the weight that is known, 0–1), ``score_reason_code``
        (the dimensions that are missing, where the score is; else missing), ``need_class``,
        ``counters_class`` and ``hours_class`` (1–3 or missing).
    """
    dimensions, known = dimension_scores(indicators, method.profile)
    combined = exposure(dimensions, method)
    weights = pd.Series(method.profile.weights, dtype=np.float64)
    # A dimension known in part adds the part of its weight that is known.
    known_share = (known * weights).sum(axis="columns") / weights.sum()
    far = find_indicator("nearest_counter_minutes")
    return pd.DataFrame(
        {
            **{f"{name}_score": dimensions[name] for name in DIMENSIONS},
            "exposure_score": combined,
            "known_share": known_share,
            "score_reason_code": _reasons(dimensions, combined, weights),
            "need_class": score_class(dimensions["need"], "need"),
            # The maps class this indicator, whatever the profile weighs.
            "counters_class": score_class(far.score(indicators[far.name]), "counters"),
            **{
                f"{name}_class": score_class(find_indicator(of).score(indicators[of]), name)
                for name, of in CLASSED_INDICATORS.items()
            },
        }
    )


def _reasons(dimensions: pd.DataFrame, combined: pd.Series, weights: pd.Series) -> pd.Series:
    """Return which dimensions are missing where the score is, as ``no_need+no_network``."""
    reasons: NDArray[np.object_] = np.full(len(combined), None, dtype=object)
    unscored = np.flatnonzero(combined.isna())
    lacking = dimensions.iloc[unscored][[name for name in DIMENSIONS if weights[name] > 0]].isna()
    for row, lacks in zip(unscored, lacking.to_numpy(), strict=True):
        reasons[row] = "+".join(f"no_{name}" for name in lacking.columns[lacks]) or None
    return pd.Series(reasons, index=combined.index, dtype="str", name="score_reason_code")
