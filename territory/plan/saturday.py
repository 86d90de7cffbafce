"""Which existing counters to open on Saturday: the same plan, its candidates the counters themselves."""

from __future__ import annotations

import pandas as pd

from territory.doors import is_fixed
from territory.geography import is_among
from territory.indicators.counters import opens_saturday
from territory.plan.matrix import Matrix, counter_matrix
from territory.plan.question import Question
from territory.plan.sites import Plan, solve_matrix
from territory.tables import Tables
from territory.territories import communes_of


def saturday_matrix(tables: Tables, question: Question, people: pd.Series) -> Matrix:
    """Return the matrix of the territory's fixed counters that are not known to open every Saturday.

    A counter whose hours are unknown is among them; those open on Saturday beyond the border count.
    """
    inside = communes_of(tables, question.territory).index
    opens = opens_saturday(tables.counters)
    mine = is_among(tables.counters["commune_code"], inside)
    may = is_fixed(tables.counters) & ~opens & mine & tables.counters.geometry.notna()
    return counter_matrix(tables, question, people, opens, may)


def plan_saturdays(tables: Tables, question: Question, people: pd.Series) -> Plan:
    """Find which counters should open on Saturday to give most people one within the limit.

    Parameters
    ----------
    tables : Tables
        All communes and counters known.
    question : Question
        Of goal ``coverage``; its choices of communes play no part.
    people : Series of float
        People in illectronism by commune.
    """
    return solve_matrix(saturday_matrix(tables, question, people), question)
