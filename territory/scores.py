"""Scores: rescale the indicators, weigh them, aggregate them. 100 is the most exposed.

Need and scarcity of counters stay visible side by side (`need_class`, `counters_class`) beside
the combined score. The score is a weighted geometric mean, so that a good network does not hide
high need far from a counter; see ``docs/decisions/0001-geometric-mean.md``.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

import numpy as np
import pandas as pd

from territory.errors import UnknownNameError
from territory.indicators import DIMENSIONS, INDICATORS, compute_indicators, find_indicator
from territory.tables import Tables

KNOWN_WEIGHT_NEEDED_SHARE = 2 / 3
GEOMETRIC_FLOOR_SCORE = 10.0


@dataclass(frozen=True)
class Profile:
    """A named set of weights over the dimensions, relative to one another."""

    name: str
    weights: Mapping[str, float]
    reason: str


PROFILES = MappingProxyType(
    {
        profile.name: profile
        for profile in (
            Profile(
                "balanced",
                MappingProxyType({"need": 0.45, "counters": 0.45, "network": 0.10}),
                "need and scarcity of counters alike; Insee finds that fixed coverage plays a "
                "small part in illectronism, so the network weighs little",
            ),
        )
    }
)
DEFAULT_PROFILE = PROFILES["balanced"]

# Limits of the three classes of the bivariate map, on the dimension's score: the national
# terciles of communes (census 2022, counters of August 2024), fixed and rounded: 14.0% and 18.2%
# in illectronism, 8.3 and 12.2 minutes.
# The hours within reach, on the indicator's own score: terciles too (16.8 and 7.9 hours per 1,000),
# rounded to 17 and 8.
CLASS_BREAKS = MappingProxyType(
    {"need": (31.5, 57.8), "counters": (35.2, 56.5), "hours": (57.5, 80.0)}
)
# Scores that are classed and are no dimension: the indicator each is of.
CLASSED_INDICATORS = MappingProxyType({"hours": "reachable_hours_per_1k"})


def find_profile(name: str) -> Profile:
    """Return a profile by its name.

    Raises
    ------
    UnknownNameError
        If there is none of this name.
    """
    if name not in PROFILES:
        raise UnknownNameError("profile", name, PROFILES)
    return PROFILES[name]


def weighted_mean(scores: pd.DataFrame, weights: pd.Series) -> tuple[pd.Series, pd.Series]:
    """Return the arithmetic mean over what is known, and the share of the weight known.

    Parameters
    ----------
    scores : DataFrame
        One column a component, 0–100 or missing.
    weights : Series
        Weight of each column, relative.
    """
    values, known_share, relative = _known(scores, weights)
    mean = (values * relative).sum(axis=1)
    return _enough(pd.Series(mean, index=scores.index), known_share), known_share


def geometric_mean(scores: pd.DataFrame, weights: pd.Series) -> tuple[pd.Series, pd.Series]:
    """Return the weighted geometric mean over what is known, and the share of the weight known.

    Parameters
    ----------
    scores : DataFrame
        One column a component, 0–100 or missing.
    weights : Series
        Weight of each column, relative.

    Notes
    -----
    A score of 0 would annihilate the product, so scores are lifted to `GEOMETRIC_FLOOR_SCORE`…100
    before the mean and lowered back after it: 0 everywhere stays 0, 100 everywhere stays 100, and
    the order is kept. OECD/JRC Handbook on Constructing Composite Indicators (2008), §6.
    """
    values, known_share, relative = _known(scores, weights)
    floor, span = GEOMETRIC_FLOOR_SCORE, 1 - GEOMETRIC_FLOOR_SCORE / 100
    lifted = np.exp((np.log(floor + span * values) * relative).sum(axis=1))
    mean = pd.Series((lifted - floor) / span, index=scores.index).clip(0, 100)
    return _enough(mean, known_share), known_share


def _known(scores: pd.DataFrame, weights: pd.Series) -> tuple[np.ndarray, pd.Series, np.ndarray]:
    """Return the values (anything where unknown), the known share, the weights shared out."""
    values = scores.to_numpy(dtype=np.float64)
    is_known = ~np.isnan(values)
    weight = np.where(is_known, weights[scores.columns].to_numpy(dtype=np.float64), 0.0)
    total = weight.sum(axis=1, keepdims=True)
    known_share = pd.Series(
        total[:, 0] / float(weights[scores.columns].sum()), index=scores.index, name="known_share"
    )
    relative = np.divide(weight, total, out=np.zeros_like(weight), where=total > 0)
    # An unknown component weighs nothing: whatever number stands in its place is multiplied by 0.
    return np.where(is_known, values, 1.0), known_share, relative


def _enough(mean: pd.Series, known_share: pd.Series) -> pd.Series:
    """Leave out the means that rest on less than two thirds of the weight."""
    return mean.where(known_share >= KNOWN_WEIGHT_NEEDED_SHARE - 1e-9)


def score_class(scores: pd.Series, dimension: str) -> pd.Series:
    """Return the class 1 (low) to 3 (high) of a score, by fixed national breaks.

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


def score_indicators(indicators: pd.DataFrame, profile: Profile = DEFAULT_PROFILE) -> pd.DataFrame:
    """Return the dimensions' scores, the exposure score and the two classes.

    Parameters
    ----------
    indicators : DataFrame
        One column for each of `INDICATORS`.
    profile : Profile
        Weights of the dimensions.

    Returns
    -------
    DataFrame
        ``need_score``, ``counters_score``, ``network_score``, ``exposure_score`` (0–100 or
        missing), ``known_share`` (share of the weight that is known, 0–1), ``need_class``,
        ``counters_class`` and ``hours_class`` (1–3 or missing).
    """
    dimensions, known = {}, {}
    for dimension in DIMENSIONS:
        weighed = [one for one in INDICATORS if one.dimension == dimension and one.weight > 0]
        scores = pd.DataFrame({one.name: one.score(indicators[one.name]) for one in weighed})
        inside = pd.Series({one.name: one.weight for one in weighed})
        dimensions[dimension], known[dimension] = weighted_mean(scores, inside)
    dimension_scores = pd.DataFrame(dimensions, index=indicators.index)
    weights = pd.Series(profile.weights, dtype=np.float64)
    exposure, _ = geometric_mean(dimension_scores, weights)
    # A dimension known in part counts for the part known.
    known_share = (pd.DataFrame(known) * weights).sum(axis="columns") / weights.sum()
    return pd.DataFrame(
        {
            **{f"{name}_score": dimension_scores[name] for name in DIMENSIONS},
            "exposure_score": exposure,
            "known_share": known_share,
            "need_class": score_class(dimension_scores["need"], "need"),
            "counters_class": score_class(dimension_scores["counters"], "counters"),
            **{
                f"{name}_class": score_class(find_indicator(of).score(indicators[of]), name)
                for name, of in CLASSED_INDICATORS.items()
            },
        }
    )


def score_communes(tables: Tables, profile: Profile = DEFAULT_PROFILE) -> pd.DataFrame:
    """Return the indicators and the scores of all communes, and what measured their minutes."""
    indicators = compute_indicators(tables)
    scored = indicators.join(score_indicators(indicators, profile))
    return scored.assign(engine_name=tables.engine.name)
