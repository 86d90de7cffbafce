"""The best plan of each budget, against every plan counted out, and the laws it keeps."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from territory.plan.covering import covering_of
from territory.plan.curve import solve_curve
from territory.plan.greedy import bounds_of, gains_of, greedy
from tests.plan.cases import every_plan, gain_by_hand, matrix_of, random_matrix

GOALS = ("coverage", "minutes")


@pytest.mark.parametrize("goal", GOALS)
@pytest.mark.parametrize("seed", range(12))
def test_each_budget_gets_the_best_of_all_plans_and_it_is_proved(goal, seed):
    matrix = random_matrix(seed, goal)
    curve = solve_curve(covering_of(matrix, goal), 6)
    for budget, plan in enumerate(curve.plans, start=1):
        best = max(gain_by_hand(matrix, goal, one) for one in every_plan(matrix, budget))
        assert curve.gains[budget - 1] == pytest.approx(best)
        assert gain_by_hand(matrix, goal, tuple(plan)) == pytest.approx(best)
        assert curve.bounds[budget - 1] == pytest.approx(best)
        assert curve.gap_share[budget - 1] == 0
        assert len(plan) <= budget


def test_a_plan_beats_greedy_where_greedy_is_wrong():
    """Two places share four groups; a third, the largest, straddles them: greedy takes it and errs."""
    far = np.inf
    minutes = np.array([[5, far, far], [5, far, 5], [far, 5, 5], [far, 5, far]])
    matrix = matrix_of(minutes, np.full(4, 40.0), np.array([10.0, 11.0, 11.0, 10.0]))
    covering = covering_of(matrix, "coverage")
    assert greedy(covering.covers, covering.weights, 2).gains[-1] == 32
    curve = solve_curve(covering, 2)
    assert curve.gains.tolist() == [22, 42]
    assert [plan.tolist() for plan in curve.plans] == [[2], [0, 1]]
    assert curve.gap_share.tolist() == [0, 0]


@pytest.mark.parametrize("goal", GOALS)
def test_gains_never_decrease_and_are_never_worse_than_greedy(goal):
    for seed in range(20):
        covering = covering_of(random_matrix(seed, goal, 30, 20), goal)
        curve = solve_curve(covering, 15)
        alone = greedy(covering.covers, covering.weights, 15).gains
        assert np.all(np.diff(curve.gains) >= -1e-9)
        assert np.all(curve.gains >= alone[: len(curve.gains)] - 1e-9)
        assert np.all(curve.bounds >= curve.gains - 1e-9)


@pytest.mark.parametrize("goal", GOALS)
def test_the_order_of_rows_changes_nothing(goal):
    matrix = random_matrix(3, goal, 40, 25)
    other = np.random.default_rng(1).permutation(len(matrix.people))
    turned = replace(
        matrix,
        minutes=matrix.minutes[other],
        before_minutes=matrix.before_minutes[other],
        people=matrix.people[other],
    )
    plans = [solve_curve(covering_of(one, goal), 8).plans for one in (matrix, turned)]
    assert [plan.tolist() for plan in plans[0]] == [plan.tolist() for plan in plans[1]]


def test_an_integer_program_is_solved_where_the_linear_one_is_not_whole():
    """Three groups, three places, each serving two groups: halves of all three serve everybody."""
    far = np.inf
    minutes = np.array([[5, 5, far], [far, 5, 5], [5, far, 5]])
    matrix = matrix_of(minutes, np.full(3, 40.0), np.array([10.0, 10.0, 10.0]))
    curve = solve_curve(covering_of(matrix, "coverage"), 1)
    assert curve.gains.tolist() == [20]
    assert curve.bounds.tolist() == pytest.approx([20])


def test_any_prices_bound_all_plans():
    matrix = random_matrix(2, "coverage")
    covering = covering_of(matrix, "coverage")
    best = [
        max(gain_by_hand(matrix, "coverage", one) for one in every_plan(matrix, budget))
        for budget in (1, 2, 3)
    ]
    for seed in range(10):
        prices = np.random.default_rng(seed).uniform(0, 1, len(covering.weights))
        bounds = bounds_of(covering.covers, covering.weights, prices * covering.weights, 3)
        assert np.all(bounds >= np.array(best) - 1e-9)


def test_merging_and_dropping_lose_nothing():
    for seed in range(8):
        matrix = random_matrix(seed, "coverage", 30, 16)
        whole = covering_of(matrix, "coverage", is_reduced=False)
        small = covering_of(matrix, "coverage")
        assert small.covers.shape[0] <= whole.covers.shape[0]
        assert small.covers.shape[1] < whole.covers.shape[1]
        assert small.weights.sum() == pytest.approx(whole.weights.sum())
        plan = small.columns[greedy(small.covers, small.weights, 5).columns]
        assert gains_of(whole.covers, whole.weights, plan)[-1] == pytest.approx(
            greedy(small.covers, small.weights, 5).gains[-1]
        )


def test_of_two_places_that_serve_the_same_people_the_first_is_kept():
    minutes = np.array([[5.0, 5.0], [6.0, 6.0]])
    matrix = matrix_of(minutes, np.full(2, 40.0), np.array([10.0, 10.0]), ["large", "small"])
    curve = solve_curve(covering_of(matrix, "coverage"), 3)
    assert matrix.candidates[curve.plans[0]].tolist() == ["large"]
    assert len(curve.plans) == 1


def test_nothing_left_to_gain_is_an_empty_curve():
    matrix = matrix_of(np.array([[np.inf]]), np.array([5.0]), np.array([10.0]))
    curve = solve_curve(covering_of(matrix, "coverage"), 5)
    assert (curve.plans, curve.gains.tolist(), curve.elbow_count) == ((), [], 0)


def test_the_elbow_is_where_a_further_place_begins_to_gain_clearly_less():
    """The first two places serve 100 people each, the others 1."""
    table = np.full((10, 10), np.inf)
    np.fill_diagonal(table, 5.0)
    people = np.array([100.0, 100.0, *[1.0] * 8])
    curve = solve_curve(covering_of(matrix_of(table, np.full(10, 40.0), people), "coverage"), 10)
    assert curve.elbow_count == 2
    assert curve.table().loc[3, "last_gain"] == 1
