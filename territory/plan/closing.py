"""What the closure of one counter takes, and how fragile a territory is: every closure of its own."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

import pandas as pd

from territory.country import Country
from territory.indicators.one_counter import two_nearest
from territory.messages import Words
from territory.plan.changes_told import closure_rows, effect_lines, effect_rows
from territory.plan.effect import served
from territory.plan.scenario import Signed, closed
from territory.tables.applied import measured_alike, with_scenario
from territory.tables.scenarios import Scenario
from territory.territories import Territory, communes_of


@dataclass(frozen=True)
class Effect:
    """What a scenario does to all communes.

    Parameters
    ----------
    lines : list of str
        Sentences in the reader's language.
    rows : DataFrame
        The communes touched, as `territory.plan.changes_told.effect_rows`.
    """

    lines: list[str]
    rows: pd.DataFrame


def effect_of(country: Country, scenario: Scenario, within_minutes: float, words: Words) -> Effect:
    """Return what a scenario does to all communes, for people within a limit."""
    people = country.need_interval["illectronism_people"]
    tables = measured_alike(country.tables)
    before, after = served(tables, people), served(with_scenario(tables, scenario), people)
    communes = tables.communes
    return Effect(
        effect_lines(communes, before, after, within_minutes, words),
        effect_rows(communes, before, after, within_minutes),
    )


def closing_effect(country: Country, counter: str, within_minutes: float, words: Words) -> Effect:
    """Return what closing a counter does to all communes.

    Raises
    ------
    UnknownNameError
        If there is no such counter.
    """
    signed = Signed("-", "-", date.today().isoformat())
    rows = closed(country.tables, [counter], signed)
    return effect_of(country, Scenario("close", rows), within_minutes, words)


def closures_in(country: Country, territory: Territory, within_minutes: float) -> pd.DataFrame:
    """Return every fixed counter of a territory with what its closure takes, the heaviest loss first.

    Columns are those of `territory.plan.changes_told.closure_rows`; people come from beyond the territory
    too.
    """
    tables = country.tables
    people = country.need_interval["illectronism_people"]
    rows = closure_rows(tables, two_nearest(tables), people, country.draws, within_minutes)
    return rows[rows["commune_code"].isin(communes_of(tables, territory).index)]
