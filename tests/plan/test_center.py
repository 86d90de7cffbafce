"""The longest trip made shortest, against every plan counted out."""

from __future__ import annotations

import numpy as np
import pytest

from territory.plan.center import shortest_longest
from tests.plan.cases import dense, every_plan, matrix_of, random_matrix


def longest_by_hand(matrix, chosen):
    table = dense(matrix)
    return max(
        min([before, *(table[origin, place] for place in chosen)])
        for origin, before in enumerate(matrix.before_minutes)
    )


@pytest.mark.parametrize("seed", range(12))
def test_no_plan_makes_the_longest_trip_shorter(seed):
    matrix = random_matrix(seed, "farthest")
    found = shortest_longest(matrix, 4)
    for budget in range(1, 5):
        best = min(longest_by_hand(matrix, one) for one in every_plan(matrix, budget))
        assert found.minutes[budget - 1] == pytest.approx(best)
        assert longest_by_hand(matrix, found.plans[budget - 1]) == pytest.approx(best)
        assert found.is_proved[budget - 1]
        assert len(found.plans[budget - 1]) <= budget


def test_people_who_reach_nothing_are_left_out_and_told():
    minutes = np.array([[5.0], [np.inf]])
    matrix = matrix_of(minutes, np.array([30.0, np.nan]), np.array([10.0, 10.0]))
    found = shortest_longest(matrix, 1)
    assert found.minutes.tolist() == [5]
    assert found.unreached.tolist() == [False, True]


def test_people_without_a_counter_today_are_brought_one_first():
    minutes = np.array([[5.0, np.inf], [np.inf, 8.0]])
    matrix = matrix_of(minutes, np.array([30.0, np.nan]), np.array([10.0, 10.0]))
    found = shortest_longest(matrix, 2)
    assert np.isnan(found.before_minutes)
    assert found.minutes.tolist() == [30, 8]
    assert [plan.tolist() for plan in found.plans] == [[1], [0, 1]]
