"""Two scenarios side by side, over the communes of a territory; the situation of today counts as one."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd

from territory.country import Country
from territory.illectronism import Draws
from territory.illectronism.sums import interval
from territory.plan.answer import people_of
from territory.plan.effect import PEOPLE, Served, Totals, effect, served, totals
from territory.plan.matrix import Floats
from territory.tables import Tables
from territory.tables.applied import measured_alike, with_scenario
from territory.tables.scenarios import Scenario
from territory.territories import Territory, communes_of


@dataclass(frozen=True)
class Side:
    """One of the two.

    Parameters
    ----------
    scenario : Scenario or None
        None for the situation of today.
    tables : Tables
        Of all communes, as it makes them.
    served : Served
        The minutes and people of the territory's communes.
    """

    scenario: Scenario | None
    tables: Tables
    served: Served


@dataclass(frozen=True)
class Reach:
    """How far people are by one side.

    Parameters
    ----------
    beyond_people, beyond_low_people, beyond_high_people : float
        People in illectronism whose minutes are beyond the limit, with the interval of summed draws.
    unreached_people : float
        Those whose minutes are not known: neither within nor beyond.
    mean_minutes : float
        Weighted by people, over those whose minutes are known on both sides; missing without any.
    beyond_count, unmeasured_count : int
        Communes whose mean is beyond the limit; whose mean is not known.
    """

    beyond_people: float
    beyond_low_people: float
    beyond_high_people: float
    unreached_people: float
    mean_minutes: float
    beyond_count: int
    unmeasured_count: int


@dataclass(frozen=True)
class Comparison:
    """Two sides, and what changes from the first to the second.

    Parameters
    ----------
    territory : Territory
    within_minutes : float
        The limit: a person is served within it, itself included.
    today : Tables
        Of all communes, measured as both sides are.
    sides : (Side, Side)
    reaches : (Reach, Reach)
    difference_people, difference_low_people, difference_high_people : float
        People beyond the limit, from the first side to the second: the difference, below 0 where there
        are fewer, and its interval, of the same draws.
    rows : DataFrame
        Index ``commune_code``, all communes of the territory, those of most people touched first:
        ``commune_name``, ``departement_code``, ``first_minutes``, ``second_minutes``,
        ``difference_minutes`` (missing where either is), the people of `territory.plan.effect.PEOPLE` and
        ``change_name``. People are missing where the commune has no estimate.
    change : Totals
    """

    territory: Territory
    within_minutes: float
    today: Tables
    sides: tuple[Side, Side]
    reaches: tuple[Reach, Reach]
    difference_people: float
    difference_low_people: float
    difference_high_people: float
    rows: pd.DataFrame
    change: Totals


def compare_scenarios(
    country: Country,
    scenarios: tuple[Scenario | None, Scenario | None],
    territory: Territory,
    within_minutes: float,
) -> Comparison:
    """Return two scenarios side by side.

    Parameters
    ----------
    country : Country
        The situation that both start from.
    scenarios : (Scenario or None, Scenario or None)
        None is the situation itself.
    territory : Territory
        Whose communes are compared; counters beyond its border count.
    within_minutes : float
        The limit.

    Raises
    ------
    ContractError
        Listing every row of a scenario that is wrong.
    """
    today = measured_alike(country.tables)
    people, draws = people_of(country, territory)
    communes = communes_of(today, territory)
    made: list[Side] = []
    for one in scenarios:
        tables = today if one is None else with_scenario(today, one)
        made.append(Side(one, tables, served(tables.of(communes), people)))
    first, second = made
    table = effect(first.served, second.served, within_minutes)
    both = np.isfinite(first.served.minutes) & np.isfinite(second.served.minutes)
    shares = [_beyond_share(one.served, within_minutes) for one in made]
    difference = _interval(shares[1] - shares[0], first.served, draws)
    reaches = [
        _reach(one.served, share, both, draws, within_minutes)
        for one, share in zip(made, shares, strict=True)
    ]
    return Comparison(
        territory,
        within_minutes,
        today,
        (first, second),
        (reaches[0], reaches[1]),
        reaches[1].beyond_people - reaches[0].beyond_people,
        *difference,
        _rows(table, communes, people),
        totals(first.served, second.served, table),
    )


def _beyond_share(one: Served, within_minutes: float) -> Floats:
    """Return the share of each commune's people who are beyond the limit, as far as is known."""
    origins = one.origins
    is_beyond = one.minutes > within_minutes
    share = np.bincount(origins.commune, origins.weight * is_beyond, len(origins.communes))
    return share.astype(np.float64)


def _interval(share: Floats, one: Served, draws: Draws) -> tuple[float, float]:
    """Return the interval of people summed over communes, a share of each: that of summed draws."""
    row = draws.fitted.margins.codes.get_indexer(one.origins.communes)
    is_drawn = row >= 0
    drawn = share[is_drawn] @ draws.people[row[is_drawn]].astype(np.float64)
    bounds = interval(
        drawn[None, :].astype(np.float32), draws.fitted.model.assumptions.interval_share
    )
    return float(bounds[0][0]), float(bounds[1][0])


def _reach(
    one: Served, share: Floats, both: np.ndarray, draws: Draws, within_minutes: float
) -> Reach:
    minutes = one.origins.average(one.minutes)
    weight = one.people[both]
    total = float(weight.sum())
    return Reach(
        float(one.people[one.minutes > within_minutes].sum()),
        *_interval(share, one, draws),
        float(one.people[~np.isfinite(one.minutes)].sum()),
        float((weight * one.minutes[both]).sum() / total) if total else float("nan"),
        int((minutes > within_minutes).sum()),
        int(minutes.isna().sum()),
    )


def _rows(table: pd.DataFrame, communes: pd.DataFrame, people: pd.Series) -> pd.DataFrame:
    told = table.rename(
        columns={"before_minutes": "first_minutes", "after_minutes": "second_minutes"}
    )
    place = told.columns.get_loc("second_minutes")
    assert isinstance(place, int)  # noqa: S101 - names of an effect's columns are each its own
    told.insert(place + 1, "difference_minutes", told["second_minutes"] - told["first_minutes"])
    is_estimated = people.reindex(told.index).notna()
    told[list(PEOPLE)] = told[list(PEOPLE)].where(is_estimated)
    rows = communes[["commune_name", "departement_code"]].join(told)
    rows = pd.DataFrame(rows.rename_axis("commune_code"))
    weight = rows[list(PEOPLE)].max(axis=1).fillna(0.0)
    return rows.loc[weight.sort_values(ascending=False, kind="stable").index]
