"""Plans searched by prices: against every plan counted out, and against the linear program."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from territory import illectronism
from territory.plan import curve as curves
from territory.plan import prices
from territory.plan.covering import covering_of
from territory.plan.curve import best_plans, solve_curve
from territory.plan.greedy import greedy
from territory.plan.matrix import site_matrix
from territory.plan.pairs import greedy_pairs, pairs_of
from territory.plan.prices import left_by, search, search_budget
from territory.plan.question import Question
from territory.plan.robust import searched_plans
from territory.territories import Territory
from tests.plan.cases import every_plan, gain_by_hand, matrix_of, random_matrix

GOALS = ("coverage", "minutes")


@pytest.fixture(params=[3, 100], ids=["few steps", "all steps"])
def searched_only(request, monkeypatch) -> None:
    """Have prices searched whatever the size; after few steps the program must do the rest."""
    monkeypatch.setattr(prices, "PRICE_STEPS", request.param)
    monkeypatch.setattr(curves, "FEW_CELLS", 0)


@pytest.mark.usefixtures("searched_only")
@pytest.mark.parametrize("seed", range(12))
def test_each_budget_gets_the_best_of_all_plans_and_it_is_proved(seed):
    matrix = random_matrix(seed, "minutes")
    _, curve = best_plans(matrix, "minutes", 6)
    for budget, plan in enumerate(curve.plans, start=1):
        best = max(gain_by_hand(matrix, "minutes", one) for one in every_plan(matrix, budget))
        assert gain_by_hand(matrix, "minutes", tuple(plan)) == pytest.approx(best)
        assert curve.gains[budget - 1] == pytest.approx(best)
        assert curve.bounds[budget - 1] == pytest.approx(best)
        assert curve.gap_share[budget - 1] == 0
    everything = tuple(range(len(matrix.candidates)))
    assert curve.reachable == pytest.approx(gain_by_hand(matrix, "minutes", everything))


@pytest.mark.usefixtures("searched_only")
def test_the_order_of_rows_changes_nothing():
    matrix = random_matrix(3, "minutes", 60, 40)
    other = np.random.default_rng(1).permutation(len(matrix.people))
    turned = replace(
        matrix,
        minutes=matrix.minutes[other],
        before_minutes=matrix.before_minutes[other],
        people=matrix.people[other],
    )
    plans = [best_plans(one, "minutes", 8)[1].plans for one in (matrix, turned)]
    assert [plan.tolist() for plan in plans[0]] == [plan.tolist() for plan in plans[1]]


@pytest.mark.parametrize("goal", GOALS)
def test_without_any_program_bounds_hold_and_no_plan_is_worse_than_greedy(goal, monkeypatch):
    monkeypatch.setattr(curves, "FEW_CELLS", 0)
    monkeypatch.setattr(curves, "MOST_CELLS", 0)
    gaps = []
    for seed in range(10):
        matrix = random_matrix(seed, goal, 40, 25)
        best = solve_curve(covering_of(matrix, goal), 10)
        _, curve = best_plans(matrix, goal, 10)
        alone = greedy_pairs(pairs_of(matrix, goal), 10).gains
        assert np.all(curve.bounds >= best.gains - 1e-6)
        assert np.all(curve.gains <= best.gains + 1e-6)
        assert np.all(curve.gains >= alone - 1e-9)
        assert np.all(np.diff(curve.gains) >= -1e-9)
        gaps.append(curve.gap_share.max())
    assert np.median(gaps) < (0.1 if goal == "coverage" else 0.01)


@pytest.mark.parametrize("goal", GOALS)
def test_the_greedy_plan_of_pairs_is_that_of_the_covering_problem(goal):
    for seed in range(10):
        matrix = random_matrix(seed, goal, 40, 25)
        whole = covering_of(matrix, goal, is_reduced=False)
        one, other = (
            greedy_pairs(pairs_of(matrix, goal), 8),
            greedy(whole.covers, whole.weights, 8),
        )
        assert one.columns.tolist() == other.columns.tolist()
        np.testing.assert_allclose(one.gains, other.gains)


def test_a_place_left_out_is_in_no_better_plan():
    """Any prices: a plan with a candidate that is ruled out gains less than what is known."""
    matrix = random_matrix(4, "minutes")
    pairs = pairs_of(matrix, "minutes")
    plans = {one: gain_by_hand(matrix, "minutes", one) for one in every_plan(matrix, 3)}
    known = max(plans.values())
    told = 0
    _, good = search_budget(pairs, greedy_pairs(pairs, 3))
    for seed in range(20):
        given = good * np.random.default_rng(seed).uniform(0.8, 1.2, len(good))
        left = left_by(pairs.adds(given), float(matrix.people @ given), 3, known)
        best = max(plans, key=plans.__getitem__)
        assert left[list(best)].all()
        for plan, gain in plans.items():
            if not left[list(plan)].all():
                told += 1
                assert gain < known
    assert told


def test_one_budget_searched_alone_is_that_of_the_curve():
    matrix = random_matrix(7, "minutes", 50, 30)
    pairs = pairs_of(matrix, "minutes")
    found = search(pairs, 6)
    plan, _ = search_budget(pairs, greedy_pairs(pairs, 6))
    assert pairs.gain(plan) == pytest.approx(found.gains[-1])
    assert not found.is_open[-1]


def test_nothing_to_gain_is_an_empty_curve(monkeypatch):
    monkeypatch.setattr(curves, "FEW_CELLS", -1)
    matrix = matrix_of(np.array([[np.inf]]), np.array([5.0]), np.array([10.0]))
    covering, curve = best_plans(matrix, "minutes", 5)
    assert (curve.plans, curve.gains.tolist(), curve.reachable) == ((), [], 0)
    assert covering.covers.shape[0] == 0


@pytest.mark.parametrize("goal", GOALS)
def test_prices_find_the_plans_of_lozere_that_the_program_finds(sample, goal):
    people = illectronism.illectronism_people(sample.communes)
    where = Question(Territory("departement", "48"), within_minutes=12, goal=goal)
    matrix = site_matrix(sample, where, people)
    found = search(pairs_of(matrix, goal), 12)
    best = solve_curve(covering_of(matrix, goal), 12)
    assert np.all(found.bounds >= best.gains - 1e-6)
    proved = ~found.is_open
    assert proved.sum() >= 6
    np.testing.assert_allclose(found.gains[proved], best.gains[proved])


def test_the_plan_of_each_draw_of_people_is_the_best_of_all():
    matrix = random_matrix(8, "minutes")
    drawn = matrix.people[:, None] * np.random.default_rng(0).uniform(0.4, 1.8, (14, 12))
    known = greedy_pairs(pairs_of(matrix, "minutes"), 3).columns
    found = searched_plans(pairs_of(matrix, "minutes"), drawn, known)
    for plan, people in zip(found, drawn.T, strict=True):
        one = replace(matrix, people=people)
        best = max(gain_by_hand(one, "minutes", each) for each in every_plan(one, 3))
        assert gain_by_hand(one, "minutes", tuple(plan)) == pytest.approx(best)
    assert len({tuple(sorted(plan)) for plan in found}) > 1
