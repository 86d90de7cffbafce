"""Figures of any territory: sums of people, means of indicators, then the scores of these means.

The scores of communes are never averaged. A level is a way of grouping communes: EPCI, département,
région, France, density class, or a hand-picked set.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from territory import illectronism
from territory.doors import counts_by_commune
from territory.errors import UnknownNameError
from territory.illectronism import Draws
from territory.indicators import INDICATORS, columns_in_use, find_indicator
from territory.known import is_known_enough
from territory.scores import DEFAULT_METHOD, SCORED_COLUMNS, Method, score_indicators
from territory.tables import Tables

GROUPINGS = ("epci", "departement", "region", "density", "france")
FRANCE = "france"
_NAMES = tuple(indicator.name for indicator in INDICATORS)
_BOUNDS = ("illectronism_low_people", "illectronism_high_people")
_PREMISES = ("premises_count", "technology_premises_count")


def groups_of(communes: pd.DataFrame, level: str) -> pd.Series:
    """Return the territory each commune belongs to at a level.

    Parameters
    ----------
    communes : DataFrame
        Rows of the table of communes.
    level : str
        One of `GROUPINGS`, or ``"commune"``.

    Returns
    -------
    Series of str
        Code of the territory; missing where the commune is in none (four islands have no EPCI).

    Raises
    ------
    UnknownNameError
        If there is no such level.
    """
    if level == FRANCE:
        return pd.Series(FRANCE, index=communes.index, dtype="str")
    if level == "commune":
        return communes.index.to_series()
    if level == "density":
        density: pd.Series = communes["density_class"].astype("str")
        return density.where(communes["density_class"].notna())
    if level not in GROUPINGS:
        raise UnknownNameError("level", level, ("commune", *GROUPINGS))
    code: pd.Series = communes[f"{level}_code"]
    return code


def group_of_set(communes: pd.DataFrame, codes: Collection[str], name: str = "set") -> pd.Series:
    """Return the grouping that makes one territory of a hand-picked set of communes.

    Raises
    ------
    UnknownNameError
        If a code is no commune of the tables; the message names the first.
    """
    for code in codes:
        if code not in communes.index:
            raise UnknownNameError("commune", code, communes.index)
    chosen = pd.Series(None, index=communes.index, dtype="str")
    chosen[list(codes)] = name
    return chosen


def territory_figures(
    tables: Tables,
    indicators: pd.DataFrame,
    groups: pd.Series,
    method: Method = DEFAULT_METHOD,
    draws: Draws | None = None,
    *,
    adults: pd.Series | None = None,
) -> pd.DataFrame:
    """Return the figures of territories.

    Parameters
    ----------
    tables : Tables
        The communes.
    indicators : DataFrame
        As `territory.indicators.compute_indicators` gives them, for all communes.
    groups : Series of str
        Territory of each commune, on the communes' index; missing for those left out.
    method : Method
        How scores are made.
    draws : Draws, optional
        As `territory.illectronism.draw_people` gives them, for the interval of the people; without
        them the interval is missing.
    adults : Series of float, optional
        As `territory.illectronism.adult_people` gives them, for these communes at least; computed
        if absent.

    Returns
    -------
    DataFrame
        One row a territory: ``communes_count``, ``population_people``, ``adult_people``,
        ``illectronism_people`` and its interval, ``unknown_population_share`` (share of the communes
        whose people are unknown); its counters (`territory.doors.COUNT_COLUMNS`); each indicator and its ``<indicator>_known_share``; then the scores
        and classes of these indicators.

    Notes
    -----
    An indicator of a territory is ``Σ_c W_c x_c / Σ_c W_c`` over the communes where it is known, ``W``
    the weight `Indicator.weighted_by` (what the indicator is a rate of, so that the mean is the rate of
    the whole). ``known_share`` is the share of the weight these communes hold, and the indicator is
    missing under two thirds. Where premises are the weight and are themselves unknown, the share of
    people whose commune's premises are known is a factor of it.
    """
    communes = tables.communes
    names, group = np.unique(groups.dropna().astype(str), return_inverse=True)
    rows = np.flatnonzero(groups.reindex(communes.index).notna().to_numpy())
    index = pd.Index(names, name=groups.name)
    bounds = _intervals(draws, groups, index)
    return _figures(tables, indicators, _Members(rows, group, index), method, bounds, adults)


def figures_of_sets(
    tables: Tables,
    indicators: pd.DataFrame,
    sets: Mapping[str, NDArray[np.int64]],
    method: Method = DEFAULT_METHOD,
    *,
    adults: pd.Series | None = None,
) -> pd.DataFrame:
    """Return the figures of sets of communes that share some, without intervals.

    Parameters
    ----------
    tables, indicators, method, adults
        As for `territory_figures`.
    sets : mapping of str to array of int
        The positions of the communes of each set in the table of communes, one at least.

    Returns
    -------
    DataFrame
        As `territory_figures`, one row a set, in their order.
    """
    index = pd.Index(list(sets), dtype="str")
    group = np.repeat(np.arange(len(sets)), [len(one) for one in sets.values()])
    rows = np.concatenate([*sets.values(), np.zeros(0, dtype=np.int64)])
    bounds = pd.DataFrame(np.nan, index=index, columns=list(_BOUNDS))
    return _figures(tables, indicators, _Members(rows, group, index), method, bounds, adults)


@dataclass(frozen=True)
class _Members:
    """Which communes are of which territory: positions of both, a commune as often as it is of one."""

    rows: NDArray[np.int64]
    group: NDArray[np.int64]
    index: pd.Index


def _figures(  # noqa: PLR0917 - what territories are made of
    tables: Tables,
    indicators: pd.DataFrame,
    members: _Members,
    method: Method,
    bounds: pd.DataFrame,
    adults: pd.Series | None,
) -> pd.DataFrame:
    communes = tables.communes
    rows, group, index = members.rows, members.group, members.index

    def total(values: pd.Series) -> NDArray[np.float64]:
        amounts = np.nan_to_num(values.to_numpy(float)[rows])
        return np.bincount(group, amounts, len(index)).astype(np.float64)

    def summed(values: pd.Series) -> pd.Series:
        known = total(values.notna())
        return pd.Series(np.where(known > 0, total(values), np.nan), index=index)

    weights = _weights(tables, indicators, adults)
    counted = np.bincount(group, minlength=len(index))
    population = communes["population_people"]
    figures = pd.DataFrame(
        {
            "communes_count": pd.Series(counted, index=index, dtype="Int64"),
            **{
                name: summed(weights[name])
                for name in ("population_people", "adult_people", "illectronism_people")
            },
            "unknown_population_share": total(population.isna()) / counted,
        },
        index=index,
    )
    for name, counts in counts_by_commune(tables.counters, communes.index).items():
        figures[str(name)] = pd.Series(total(counts), index=index).astype("Int64")
    figures = figures.join(bounds)
    means = {}
    for indicator in map(find_indicator, columns_in_use(_NAMES, indicators.columns)):
        weight, values = weights[indicator.weighted_by], indicators[indicator.name]
        is_known = values.notna() & weight.notna()
        known, all_weight = total(weight.where(is_known)), total(weight)
        mean = np.divide(
            total((weight * values).where(is_known)),
            known,
            out=np.full(len(index), np.nan),
            where=known > 0,
        )
        share = np.divide(known, all_weight, out=np.zeros(len(index)), where=all_weight > 0)
        if indicator.weighted_by in _PREMISES:
            share *= _share_of(total(population.where(weight.notna())), total(population))
        means[indicator.name] = np.where(is_known_enough(share), mean, np.nan)
        figures[f"{indicator.name.rsplit('_', 1)[0]}_known_share"] = share
    return _scored(figures.join(pd.DataFrame(means, index=index)), method)


def scored_again(figures: pd.DataFrame, method: Method) -> pd.DataFrame:
    """Return the figures of territories with the scores of another method.

    Parameters
    ----------
    figures : DataFrame
        As `territory_figures` gives them; only the scores and classes change.
    """
    return _scored(figures.drop(columns=list(SCORED_COLUMNS)), method)


def _scored(figures: pd.DataFrame, method: Method) -> pd.DataFrame:
    return figures.join(score_indicators(figures, method))


def _share_of(part: NDArray[np.float64], whole: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return a part as a share of a whole; 1 where the whole is 0."""
    return np.divide(part, whole, out=np.ones(len(whole)), where=whole > 0)


def _weights(
    tables: Tables, indicators: pd.DataFrame, adults: pd.Series | None
) -> dict[str, pd.Series]:
    communes = tables.communes
    if adults is None:
        adults = illectronism.adult_people(communes)
    adults = adults.reindex(communes.index)
    return {
        "population_people": communes["population_people"],
        "adult_people": adults,
        "illectronism_people": (indicators["illectronism_share"] * adults).rename(
            "illectronism_people"
        ),
        **{name: communes[name].astype("float64") for name in _PREMISES},
        "area_km2": communes["area_km2"],
    }


def _intervals(draws: Draws | None, groups: pd.Series, index: pd.Index) -> pd.DataFrame:
    if draws is None:
        return pd.DataFrame(np.nan, index=index, columns=list(_BOUNDS))
    return illectronism.sum_over(draws, groups)[list(_BOUNDS)].reindex(index)
