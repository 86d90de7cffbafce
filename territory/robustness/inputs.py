"""What the draws are made from: scores of dimensions, errors, other ways of measuring scarcity."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from territory.indicators import DIMENSIONS, find_indicator
from territory.indicators.catchments import CATCHMENT_MINUTES, DECAYS, decay_of
from territory.indicators.counters import hours_within_reach
from territory.indicators.minutes_band import MinutesByLevel
from territory.robustness.minutes_draws import FAR, FAR_VARIANTS, OWN
from territory.scores import DEFAULT_METHOD, Method, dimension_scores
from territory.scores.ranking import too_few
from territory.tables import Tables

Floats = NDArray[np.float32]


@dataclass(frozen=True)
class Inputs:
    """What the draws are made from, one row a commune that has a score.

    Parameters
    ----------
    dimensions : array of shape (n, 3)
        Scores of need, counters and network, 0–100; NaN where unknown.
    need_sd : array of shape (n,)
        Standard error of the need score, in points.
    scarcities : array of shape (s, n)
        Scores of counters by each way of measuring their scarcity; the first is the method's own.
    scarcity_names : tuple of str
        What each is.
    index : Index
        Codes of the communes.
    method : Method
        What is varied.
    bounds : mapping
        Name of a way of measuring scarcity → quantiles of the minutes it asks for, where they are an
        estimate, as `territory.robustness.minutes_draws.band_bounds` gives them.
    """

    dimensions: Floats
    need_sd: Floats
    scarcities: Floats
    scarcity_names: tuple[str, ...]
    index: pd.Index
    method: Method
    bounds: Mapping[str, MinutesByLevel] = field(default_factory=lambda: MappingProxyType({}))


def prepare(
    indicators: pd.DataFrame,
    need_interval: pd.DataFrame,
    scarcities: Mapping[str, pd.Series] | None = None,
    method: Method = DEFAULT_METHOD,
    bounds: Mapping[str, MinutesByLevel] | None = None,
) -> Inputs:
    """Prepare the draws.

    Parameters
    ----------
    indicators : DataFrame
        As `territory.indicators.compute_indicators` gives them.
    need_interval : DataFrame
        ``illectronism_low_share`` and ``illectronism_high_share``, bounds of the 90 % interval, and
        ``adult_people``: communes of too few adults are not ranked, so not drawn.
    scarcities : mapping, optional
        Name → score (0–100) of the scarcity of counters measured otherwise, as `scarcity_variants`
        gives them.
    method : Method
        Weights and aggregation to vary around.
    bounds : mapping, optional
        As `territory.robustness.minutes_draws.band_bounds` gives them; without them minutes have no
        error.

    Returns
    -------
    Inputs
        Of the communes that have all that their profile weighs and are ranked
        (`territory.scores.ranking.too_few`); the others have no robustness.
    """
    dimensions, _ = dimension_scores(indicators, method.profile)
    weighed = [name for name in DIMENSIONS if method.profile.weights[name] > 0]
    need = ["need", "counters"]
    known = dimensions[[name for name in need if name in weighed]].notna().all(axis="columns")
    known &= ~too_few(need_interval["adult_people"].reindex(known.index))
    others = dict(scarcities or {})
    for series in others.values():
        known &= series.reindex(dimensions.index).notna()
    rows = dimensions[known]
    span = find_indicator("illectronism_share")
    width = (
        need_interval["illectronism_high_share"] - need_interval["illectronism_low_share"]
    ).reindex(rows.index)
    # A 90 % interval is 3.29 standard errors wide under a normal law. One without an interval has
    # no error of its own to draw: it is still moved by the errors all communes share.
    sd = (width / 3.29 / (span.worst - span.best) * 100).fillna(0.0)
    own = rows["counters"]
    return Inputs(
        rows[list(DIMENSIONS)].to_numpy(np.float32),
        sd.to_numpy(np.float32),
        np.array(
            [own, *(scores.reindex(rows.index) for scores in others.values())], dtype=np.float32
        ),
        (OWN, *others),
        rows.index,
        method,
        bounds or {},
    )


HOURS_CATCHMENTS = (15.0, CATCHMENT_MINUTES, 30.0)
HOURS = "reachable_hours_per_1k"


def scarcity_variants(
    tables: Tables, indicators: pd.DataFrame, method: Method = DEFAULT_METHOD, *, both: bool = False
) -> dict[str, pd.Series]:
    """Return the scores of the scarcity of counters measured in other ways.

    Parameters
    ----------
    tables : Tables
        Communes and counters.
    indicators : DataFrame
        As `territory.indicators.compute_indicators` gives them.
    method : Method
        Its profile says which question is asked: how far, or how much for how many.
    both : bool
        Whether to answer the other question too, to see how much the choice of question moves.

    Returns
    -------
    dict
        Name → score, 0–100. How far: with itinerant counters, with those open 24 hours a week only.
        How much: catchments of 15, 20 and 30 minutes by three decays.
    """
    asks_hours = HOURS in method.profile.weighed("counters")
    variants: dict[str, pd.Series] = {}
    if both or not asks_hours:
        for name in (FAR, *FAR_VARIANTS) if asks_hours else FAR_VARIANTS:
            variants[name] = find_indicator(name).score(indicators[name])
    if both or asks_hours:
        prepared = hours_within_reach(tables, max(HOURS_CATCHMENTS))
        hours = {
            f"hours_{decay}_{minutes:g}": prepared.per_1k(decay_of(decay, minutes))
            for decay in DECAYS
            for minutes in HOURS_CATCHMENTS
        }
        variants |= scarcity_scores(hours)
    return variants


def scarcity_scores(hours: Mapping[str, pd.Series]) -> dict[str, pd.Series]:
    """Return the scores of hours within reach measured otherwise.

    Parameters
    ----------
    hours : mapping
        Name → hours within reach per 1,000 people, by another catchment or decay.

    Returns
    -------
    dict
        Name → score, 0–100. Catchments differ in level, so each is placed between nothing and its
        own 95th percentile of communes, as the indicator is.
    """
    return {
        name: (100 * (1 - values / values.quantile(0.95))).clip(0, 100)
        for name, values in hours.items()
    }
