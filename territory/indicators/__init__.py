"""The list of indicators: each a function of the tables, and all that varies about it as data.

The legend, the menu of the app, the export's dictionary and the method's page come from here.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass
from functools import partial

import numpy as np
import pandas as pd

from territory import illectronism
from territory.errors import UnknownNameError
from territory.indicators import counters, mediation, network, stops
from territory.indicators.catchments import PUBLIC_TARGET_MINUTES
from territory.tables import Tables
from territory.travel import ESTIMATE_START_MINUTES

DIMENSIONS = ("need", "counters", "network")


@dataclass(frozen=True)
class Indicator:
    """A measure of all communes, and what turns it into a score.

    Parameters
    ----------
    name : str
        Name of the Series it computes; the suffix is the unit.
    dimension : str
        One of `DIMENSIONS`.
    compute : callable
        From the tables to one Series on the communes' index.
    best, worst : float
        Goalposts: the values whose scores are 0 and 100. They are fixed, so that a commune's score
        does not depend on the other communes.
    reason : str
        Why these goalposts.
    source_ids : tuple of str
        The sources it rests on.
    is_modelled : bool
        Whether it is an estimate rather than a count.
    weighted_by : str
        Weight of a commune in the mean of a territory: a column of the table of communes,
        ``adult_people`` or ``illectronism_people``.
    breaks : tuple of float
        Limits of the five classes of its map, from the best to the worst: round numbers near the
        national quintiles of communes, fixed like the goalposts.
    weight : float
        Its weight inside its dimension, relative to the others; with 0 it is shown and listed but
        is part of no score.
    stands_for : str
        The indicator it replaces when the tables lack that one's source; ``""`` for none. A frame of
        indicators holds one of the two, for all its communes: see `columns_in_use`.
    """

    name: str
    dimension: str
    compute: Callable[[Tables], pd.Series]
    best: float
    worst: float
    reason: str
    source_ids: tuple[str, ...]
    weighted_by: str
    breaks: tuple[float, float, float, float]
    is_modelled: bool = False
    weight: float = 1.0
    stands_for: str = ""

    def score(self, values: pd.Series) -> pd.Series:
        """Rescale values between the goalposts: 0 at `best` or better, 100 at `worst` or worse.

        Returns
        -------
        Series of float
            0–100; missing where the value is.

        Notes
        -----
        ``score = 100 (x − best) / (worst − best)``, held between 0 and 100: min–max with fixed
        goalposts, as in the Human Development Index (OECD/JRC, *Handbook on Constructing Composite
        Indicators*, 2008, step 5).

        Examples
        --------
        >>> find_indicator("nearest_counter_minutes").score(pd.Series([1.0, 11.01, 60.0])).tolist()
        [0.0, 50.0, 100.0]
        """
        scaled = 100 * (values - self.best) / (self.worst - self.best)
        return scaled.clip(0, 100).rename(f"{self.name.rsplit('_', 1)[0]}_score")


# The minutes to the nearest of some places, from the town hall of each commune.
_minutes = partial(
    Indicator,
    dimension="counters",
    best=ESTIMATE_START_MINUTES,
    worst=PUBLIC_TARGET_MINUTES,
    source_ids=("france_services", "town_halls"),
    weighted_by="population_people",
    breaks=(5, 10, 15, 20),
    is_modelled=True,
)

INDICATORS = (
    Indicator(
        "illectronism_share",
        "need",
        lambda tables: illectronism.illectronism_share(tables.communes),
        best=0.10,
        worst=0.26,
        reason="5th and 95th percentiles of communes (10.3% and 26.5%, census 2022), rounded",
        source_ids=(
            "insee_population",
            "insee_diplomas",
            "insee_households",
            "insee_income",
            "density_grid",
        ),
        weighted_by="adult_people",
        breaks=(0.13, 0.16, 0.18, 0.22),
        is_modelled=True,
    ),
    _minutes(
        "nearest_counter_minutes",
        compute=counters.nearest_counter_minutes,
        reason="the estimate at the door of the counter, and the public target of 20 minutes",
        source_ids=("france_services", "town_halls", "insee_access"),
    ),
    Indicator(
        "reachable_hours_per_1k",
        "counters",
        counters.reachable_hours_per_1k,
        best=40,
        worst=0,
        reason="the 95th percentile of communes (40.8 hours, August 2024), rounded, and nothing",
        source_ids=(
            "france_services",
            "town_halls",
            "insee_population",
            "insee_diplomas",
            "insee_households",
            "insee_income",
        ),
        weighted_by="illectronism_people",
        breaks=(25, 15, 10, 5),
        is_modelled=True,
        weight=0,
    ),
    _minutes(
        "nearest_full_week_counter_minutes",
        compute=counters.nearest_full_week_counter_minutes,
        reason="as for the nearest counter; the label asks for 24 hours a week",
        weight=0,
    ),
    _minutes(
        "nearest_saturday_counter_minutes",
        compute=counters.nearest_saturday_counter_minutes,
        worst=30,
        reason="the door of the counter, and the 30 minutes first promised in 2019",
        breaks=(10, 15, 20, 30),
        weight=0,
    ),
    _minutes(
        "nearest_any_counter_minutes",
        compute=counters.nearest_any_counter_minutes,
        reason="as for the nearest fixed counter",
        weight=0,
    ),
    _minutes(
        "nearest_counter_or_stop_minutes",
        compute=stops.nearest_counter_or_stop_minutes,
        reason="as for the nearest fixed counter",
        weight=0,
    ),
    _minutes(
        "nearest_mediation_place_minutes",
        compute=mediation.nearest_mediation_place_minutes,
        reason="as for the nearest counter",
        source_ids=("mediation_places", "town_halls"),
        weight=0,
    ),
    Indicator(
        "without_fibre_share",
        "network",
        lambda tables: network.without_fibre_share(tables.communes),
        best=0,
        worst=0.30,
        reason="fibre for all, and the 95th percentile of communes (30.4% in 2026), rounded",
        source_ids=("arcep_fixed_technology",),
        weighted_by="technology_premises_count",
        breaks=(0.02, 0.05, 0.10, 0.20),
    ),
    Indicator(
        "without_1_gbps_share",
        "network",
        lambda tables: network.without_1_gbps_share(tables.communes),
        best=0,
        worst=0.30,
        reason="as for fibre, which it stands for in tables without the file of technologies",
        source_ids=("arcep_fixed",),
        weighted_by="premises_count",
        breaks=(0.02, 0.05, 0.10, 0.20),
        stands_for="without_fibre_share",
    ),
    Indicator(
        "below_30_mbps_share",
        "network",
        lambda tables: network.below_30_mbps_share(tables.communes),
        best=0,
        worst=0.30,
        reason="very high speed for all, and the same upper goalpost as fibre",
        source_ids=("arcep_fixed",),
        weighted_by="premises_count",
        breaks=(0.02, 0.05, 0.10, 0.20),
    ),
    Indicator(
        "without_good_4g_share",
        "network",
        lambda tables: network.without_good_4g_share(tables.communes),
        best=0,
        worst=0.30,
        reason="good coverage of the whole area, and the same upper goalpost as the fixed network",
        source_ids=("arcep_mobile", "commune_boundaries"),
        weighted_by="area_km2",
        breaks=(0.02, 0.05, 0.10, 0.30),
        is_modelled=True,
    ),
    Indicator(
        "without_good_4g_all_operators_share",
        "network",
        lambda tables: network.without_good_4g_all_operators_share(tables.communes),
        best=0,
        worst=0.60,
        reason="all operators everywhere, and twice the upper goalpost of the best operator",
        source_ids=("arcep_mobile", "commune_boundaries"),
        weighted_by="area_km2",
        breaks=(0.10, 0.30, 0.60, 0.90),
        is_modelled=True,
        weight=0,
    ),
)


def find_indicator(name: str) -> Indicator:
    """Return an indicator by its name.

    Raises
    ------
    UnknownNameError
        If there is none of this name.
    """
    for indicator in INDICATORS:
        if indicator.name == name:
            return indicator
    raise UnknownNameError("indicator", name, (indicator.name for indicator in INDICATORS))


def columns_in_use(names: Iterable[str], columns: Collection[str] | pd.Index) -> tuple[str, ...]:
    """Return names without the indicators that a frame holds a substitute of.

    Parameters
    ----------
    names : iterable of str
        Columns asked for, indicators or not.
    columns : collection of str
        Those of a frame of indicators, or of a row of one.

    Examples
    --------
    >>> columns_in_use(["without_fibre_share", "without_1_gbps_share", "area_km2"], ["without_1_gbps_share"])
    ('without_1_gbps_share', 'area_km2')
    """
    absent = {
        indicator.name if indicator.stands_for in columns else indicator.stands_for
        for indicator in INDICATORS
        if indicator.stands_for
    }
    return tuple(name for name in names if name not in absent)


def column_in_use(name: str, columns: Collection[str] | pd.Index) -> str:
    """Return an indicator's name, or its substitute's where a frame holds that one.

    Examples
    --------
    >>> column_in_use("without_fibre_share", ["without_1_gbps_share"])
    'without_1_gbps_share'
    """
    if columns_in_use([name], columns):
        return name
    replaced = {
        indicator.name: indicator.stands_for for indicator in INDICATORS if indicator.stands_for
    }
    return replaced.get(name) or next(other for other, first in replaced.items() if first == name)


def with_other_counters(indicators: pd.DataFrame, tables: Tables) -> pd.DataFrame:
    """Return indicators of the same communes as other counters make them; those of no counter stay.

    Parameters
    ----------
    indicators : DataFrame
        As `compute_indicators` gives them, of tables with the same communes.
    tables : Tables
        The communes and the other counters.
    """
    changed = {
        one.name: one.compute(tables)
        for one in INDICATORS
        if one.dimension == "counters" and one.name in indicators
    }
    return indicators.assign(**changed)


def compute_indicators(tables: Tables) -> pd.DataFrame:
    """Return the indicators of all communes, one column each, missing where unknown.

    Of an indicator and its substitute (`Indicator.stands_for`), the frame holds the first if it is
    known of any commune, else the substitute: two communes are never compared by different ones.
    """
    computed = {indicator.name: indicator.compute(tables) for indicator in INDICATORS}
    known = [name for name, values in computed.items() if values.notna().any()]
    return pd.DataFrame(
        {name: computed[name] for name in columns_in_use(computed, known)},
        index=tables.communes.index,
        dtype=np.float64,
    )
