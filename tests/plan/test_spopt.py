"""The same optimum as spopt (pysal), an independent tool, to the person."""

from __future__ import annotations

import warnings

import numpy as np
import pytest

from territory import illectronism
from territory.plan.center import shortest_longest
from territory.plan.curve import best_plans
from territory.plan.matrix import Matrix, site_matrix
from territory.plan.question import Question
from territory.territories import Territory
from tests.once import BuiltOnce
from tests.plan.cases import random_matrix

with warnings.catch_warnings():
    warnings.simplefilter("ignore")
    absent = "spopt and PuLP, the oracle of plans, are not installed: pip install 'territory[test]'"
    pulp = pytest.importorskip("pulp", reason=absent)
    locate = pytest.importorskip("spopt.locate", reason=absent)

# spopt makes its variables in a way that PuLP announces to change.
pytestmark = pytest.mark.filterwarnings("ignore::DeprecationWarning")
OUT_OF_REACH = 1e6
SOLVER = pulp.HiGHS(msg=False)


def spopt_coverage(matrix: Matrix, limit: float, count: int) -> float:
    """Return the people served by spopt's maximal covering of those not served, by all candidates."""
    rows = np.flatnonzero(np.diff(matrix.minutes.indptr) > 0)
    used = np.unique(matrix.minutes.indices)
    table = matrix.minutes[rows][:, used].toarray()
    table[table == 0] = OUT_OF_REACH
    solved = locate.MCLP.from_cost_matrix(table, matrix.people[rows], limit, count).solve(SOLVER)
    chosen = [place for place, one in enumerate(solved.fac_vars) if one.value() > 0.5]
    return float(matrix.people[rows][(table[:, chosen] <= limit).any(axis=1)].sum())


def spopt_minutes(matrix: Matrix, count: int) -> float:
    """Return the person-minutes spopt's p-median spares: today's counter is one place, always open."""
    table = matrix.minutes.toarray()
    table[table == 0] = OUT_OF_REACH
    table = np.column_stack([matrix.before_minutes, table])
    kept = np.array([1, *[0] * (table.shape[1] - 1)])
    problem = locate.PMedian.from_cost_matrix(
        table, matrix.people, count + 1, predefined_facilities_arr=kept
    )
    solved = problem.solve(SOLVER)
    chosen = [place for place, one in enumerate(solved.fac_vars) if one.value() > 0.5]
    after = table[:, chosen].min(axis=1)
    return float((matrix.people * (matrix.before_minutes - after)).sum())


def spopt_longest(matrix: Matrix, count: int) -> float:
    """Return the longest trip of spopt's p-center: today's counter is one place, always open."""
    table = matrix.minutes.toarray()
    table[table == 0] = OUT_OF_REACH
    table = np.column_stack([matrix.before_minutes, table])[matrix.people > 0]
    kept = np.array([1, *[0] * (table.shape[1] - 1)])
    problem = locate.PCenter.from_cost_matrix(table, count + 1, predefined_facilities_arr=kept)
    solved = problem.solve(SOLVER)
    chosen = [place for place, one in enumerate(solved.fac_vars) if one.value() > 0.5]
    return float(table[:, chosen].min(axis=1).max())


@pytest.mark.parametrize("count", [1, 2, 4])
@pytest.mark.parametrize("seed", range(3))
def test_the_longest_trip_of_a_made_up_country_is_that_of_spopt(seed, count):
    matrix = random_matrix(seed, "farthest", 40, 25)
    found = shortest_longest(matrix, count)
    assert found.minutes[count - 1] == found.least_minutes[count - 1]
    assert found.minutes[count - 1] == pytest.approx(spopt_longest(matrix, count))


@pytest.mark.parametrize("count", [1, 3, 6])
def test_coverage_of_lozere_is_that_of_spopt(sample, count):
    people = illectronism.illectronism_people(sample.communes)
    where = Question(Territory("departement", "48"), within_minutes=12)
    matrix = site_matrix(sample, where, people)
    _, curve = best_plans(matrix, "coverage", count)
    assert curve.gains[count - 1] == pytest.approx(spopt_coverage(matrix, 12, count), abs=1e-6)


@pytest.mark.parametrize("count", [1, 4])
def test_minutes_of_lozere_are_those_of_spopt(sample, count):
    people = illectronism.illectronism_people(sample.communes)
    where = Question(Territory("departement", "48"), goal="minutes")
    matrix = site_matrix(sample, where, people)
    _, curve = best_plans(matrix, "minutes", count)
    assert curve.gains[count - 1] == pytest.approx(spopt_minutes(matrix, count), rel=1e-9)


@pytest.mark.national
def test_coverage_of_three_regions_is_that_of_spopt_to_the_person(france: BuiltOnce):
    tables = france.tables
    people = illectronism.illectronism_people(tables.communes)
    for region in ("27", "75", "76"):
        matrix = site_matrix(
            tables, Question(Territory("region", region), within_minutes=15), people
        )
        _, curve = best_plans(matrix, "coverage", 5)
        assert abs(curve.gains[4] - spopt_coverage(matrix, 15, 5)) < 0.5
