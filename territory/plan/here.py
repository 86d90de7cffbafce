"""What would help most in a territory: the next places, for its portrait."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd

from territory.country import Country
from territory.messages import Words
from territory.plan.question import Question
from territory.plan.sites import NOBODY, Plan, people_interval, plan_sites
from territory.plan.table import as_good_names, of_place
from territory.tables import Tables
from territory.territories import Territory, communes_of

# How many places a portrait names, and the public target of minutes.
NEXT_COUNT = 3
WITHIN_MINUTES = 20.0


@dataclass(frozen=True)
class Help:
    """The next places that would help most.

    Parameters
    ----------
    plan : Plan
        Of `planned_territory`.
    rows : DataFrame
        A place each, the one that gains most first: its name, the people who gain with their interval
        (`territory.plan.sites.people_interval`), ``gaining_communes_text``, ``as_good_text``.
    """

    plan: Plan
    rows: pd.DataFrame


def planned_territory(tables: Tables, territory: Territory) -> Territory:
    """Return the territory a plan is made for: of a commune, its département; of another, itself."""
    if territory.level != "commune":
        return territory
    return Territory("departement", str(tables.communes.at[territory.code, "departement_code"]))


def what_helps(country: Country, territory: Territory, words: Words) -> Help | None:
    """Find the next places that would help most people of a territory; None where nothing can be said.

    Nothing can be said where no commune has an estimate of its people, or none has a place to measure to.
    """
    tables = country.tables
    communes = communes_of(tables, territory)
    people = country.need_interval["illectronism_people"]
    known = people.reindex(communes.index).notna()
    if not known.any() or not communes["town_hall_point"].notna().any():
        return None
    plan = plan_sites(tables, Question(territory, NEXT_COUNT, WITHIN_MINUTES), people)
    rows = tables.communes.loc[plan.codes, ["commune_name"]]
    gaining = np.unique(plan.matrix.commune[plan.place_of != NOBODY])
    if len(gaining):
        # Those who gain are enough.
        draws = country.draws_of(plan.matrix.communes[gaining])
        rows = rows.join(people_interval(plan, draws))
        told = [
            of_place(plan, rank, tables.communes, words)
            | {"as_good_text": as_good_names(plan, rank, tables.communes, words)}
            for rank in range(len(rows))
        ]
        rows = rows.join(pd.DataFrame(told, index=rows.index))
    return Help(plan, rows)


def gains_from(plan: Plan, commune: str) -> bool:
    """Tell whether people of a commune gain by a plan."""
    mine = plan.matrix.commune == plan.matrix.communes.get_loc(commune)
    return bool((plan.place_of[mine] != NOBODY).any())


def is_served_today(plan: Plan, commune: str) -> bool:
    """Tell whether all people of a commune have a counter within the limit."""
    mine = plan.matrix.commune == plan.matrix.communes.get_loc(commune)
    return bool(plan.matrix.is_within(plan.question.within_minutes)[mine].all())
