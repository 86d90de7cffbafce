"""The answer to a question of sites: its plan and its rows, for the tables in use."""

from __future__ import annotations

from dataclasses import dataclass

import pandas as pd

from territory import illectronism
from territory.country import Country
from territory.illectronism import Draws
from territory.messages import Words
from territory.plan.question import Question
from territory.plan.sites import Plan, plan_sites
from territory.plan.stability import holds, other_engines
from territory.plan.table import site_rows
from territory.territories import WHOLE, Territory, communes_of
from territory.travel import TravelEngine


@dataclass(frozen=True)
class Answer:
    """A plan and what is told of its places.

    Parameters
    ----------
    plan : Plan
    rows : DataFrame
        As `territory.plan.table.site_rows` gives them.
    holds : str
        How many places hold whatever is tried: `territory.plan.stability.holds`.
    """

    plan: Plan
    rows: pd.DataFrame
    holds: str = ""


def people_of(country: Country, territory: Territory) -> tuple[pd.Series, Draws]:
    """Return the people of a territory's communes, and draws of them; those of a part in less time."""
    if territory == WHOLE:
        return country.need_interval["illectronism_people"], country.draws
    communes = communes_of(country.tables, territory)
    return illectronism.illectronism_people(communes), country.draws_of(communes.index)


def answer(
    country: Country,
    question: Question,
    words: Words,
    against: tuple[TravelEngine, ...] = (),
) -> Answer:
    """Return the plan of a question and its rows, told in the reader's language.

    Parameters
    ----------
    against : tuple of TravelEngine
        Whose minutes the plan is made again with, to tell the places that stay; by default the estimate,
        where the minutes are others.

    Raises
    ------
    TerritoryError
        As `territory.plan.question.candidates_of`.
    """
    people, draws = people_of(country, question.territory)
    plan = plan_sites(country.tables, question, people)
    engines = against or other_engines(plan)
    rows = site_rows(country.tables, plan, draws, people, words, engines=engines)
    return Answer(plan, rows, holds(question, rows, engines, words))
