"""What the choice of a travel engine changes for a territory: minutes, classes, decisions."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

import numpy as np
import pandas as pd

from territory.country import Country
from territory.indicators import find_indicator
from territory.indicators.catchments import PUBLIC_TARGET_MINUTES
from territory.indicators.counters import nearest_counter_minutes
from territory.indicators.minutes_band import BAND_COLUMNS
from territory.robustness import WORST_SHARE
from territory.scores import entering_and_leaving, score_class, score_indicators
from territory.scores.certainty import CERTAINTY_COLUMN, CLASS_OPEN, LIMIT_OPEN
from territory.travel import EstimateEngine, OfficialEngine

FAR = "nearest_counter_minutes"


@dataclass(frozen=True)
class LeftOpen:
    """What the error of estimated minutes leaves open in a territory.

    Parameters
    ----------
    known_count : int
        Communes that have a band.
    expected_count : float
        Communes expected beyond 20 minutes: the sum of probabilities.
    surely_count, limit_open_count, class_open_count : int
        Communes whose whole band is beyond, those on both sides of 20 minutes, those between classes.
    """

    known_count: int
    expected_count: float
    surely_count: int
    limit_open_count: int
    class_open_count: int


def left_open(band: pd.DataFrame) -> LeftOpen:
    """Return what is left open, from `territory.country.Country.minutes_band` of some communes."""
    low, _, within = (band[name] for name in BAND_COLUMNS)
    certainty = band[CERTAINTY_COLUMN]
    return LeftOpen(
        int(within.notna().sum()),
        float((1 - within).sum()),
        int((low > PUBLIC_TARGET_MINUTES).sum()),
        int((certainty == LIMIT_OPEN).sum()),
        int((certainty == CLASS_OPEN).sum()),
    )


@dataclass(frozen=True)
class EngineEffect:
    """What an engine says of a territory, and what it changes from a first one.

    Parameters
    ----------
    known_count, communes_count : int
        Communes whose minutes it gives, of how many.
    known_people_share : float
        Share of the people who live there; missing where none are known.
    median_minutes : float
        Median of its communes; missing when it knows none.
    beyond_count : int
        Communes beyond 20 minutes.
    both_count : int
        Communes whose minutes both engines give.
    differences : Series of float
        Its minutes less the first one's, by commune, where both are known; empty for the first.
    class_changes_count : int
        Communes whose class of distance is another (`territory.scores.CLASS_BREAKS`).
    nearer, farther : Index of str
        Communes that come within 20 minutes, and that go beyond.
    entering, leaving : Index of str
        Communes that enter the worst tenth of the territory, and that leave it: the list.
    """

    known_count: int
    communes_count: int
    known_people_share: float
    median_minutes: float
    beyond_count: int
    both_count: int
    differences: pd.Series
    class_changes_count: int
    nearer: pd.Index
    farther: pd.Index
    entering: pd.Index
    leaving: pd.Index


def minutes_by_engine(country: Country, codes: pd.Index) -> dict[str, pd.Series]:
    """Return the minutes of some communes by each engine that needs nothing more than the tables.

    Parameters
    ----------
    country : Country
        All communes, with the engine in use.
    codes : Index of str
        Communes looked at.

    Returns
    -------
    dict
        Engine → minutes to the nearest fixed counter: the estimate first, then the engine in use and
        Insee's minutes where the tables hold some.
    """
    tables = country.tables
    inside = tables.of(tables.communes.loc[codes])
    estimate = nearest_counter_minutes(replace(inside, engine=EstimateEngine()))
    in_use = {tables.engine.name: country.indicators.loc[codes, FAR]}
    return {EstimateEngine.name: estimate} | in_use | official_of(inside.communes)


def official_of(communes: pd.DataFrame) -> dict[str, pd.Series]:
    """Return Insee's minutes of some communes under the name of their engine; empty if none has any."""
    minutes = communes["official_counter_minutes"]
    return {OfficialEngine.name: minutes} if minutes.notna().any() else {}


def engine_effects(
    indicators: pd.DataFrame, people: pd.Series, minutes: Mapping[str, pd.Series]
) -> dict[str, EngineEffect]:
    """Return what each engine says, and changes from the first.

    Parameters
    ----------
    indicators : DataFrame
        Of the communes of the territory, as `territory.indicators.compute_indicators` gives them: need
        and network are the same whatever the engine.
    people : Series of float
        Inhabitants, on their index.
    minutes : mapping
        Engine → minutes to the nearest fixed counter, on their index. The first is the reference.
    """
    first = next(iter(minutes.values()))
    return {
        name: _effect_of(indicators, people, first, of_engine)
        for name, of_engine in minutes.items()
    }


def _effect_of(
    indicators: pd.DataFrame, people: pd.Series, first: pd.Series, own: pd.Series
) -> EngineEffect:
    known, both = own.notna(), own.notna() & first.notna()
    total = float(people.sum())
    beyond, before = own > PUBLIC_TARGET_MINUTES, first > PUBLIC_TARGET_MINUTES
    far = find_indicator(FAR)
    classes, of_first = (score_class(far.score(one), "counters") for one in (own, first))
    # Ranked among the communes both know: one without minutes neither enters nor leaves.
    ranked = [
        score_indicators(indicators[both].assign(**{FAR: one[both]}))["exposure_score"]
        for one in (first, own)
    ]
    entering, leaving = entering_and_leaving(ranked[0], ranked[1], WORST_SHARE)
    return EngineEffect(
        int(known.sum()),
        len(own),
        float(people[known].sum()) / total if total > 0 else np.nan,
        float(own.median()) if known.any() else np.nan,
        int(beyond.sum()),
        int(both.sum()),
        (own - first)[both] if own is not first else first.iloc[:0],
        int((classes != of_first)[both].fillna(False).sum()),
        own.index[both & before & ~beyond],
        own.index[both & beyond & ~before],
        entering,
        leaving,
    )
