"""Floating catchment areas: examples by hand, pysal's `access` as an oracle, and laws."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays
from scipy.sparse import coo_array, csr_array

from territory.errors import UnknownNameError
from territory.indicators.catchments import DECAYS, Catchments, decay_of

STEPS = decay_of("steps", 30)


def matrix(rows: list[list[float | None]]) -> csr_array:
    """A matrix of minutes; None is out of reach."""
    cells = [
        (minutes, origin, place)
        for origin, row in enumerate(rows)
        for place, minutes in enumerate(row)
        if minutes is not None
    ]
    minutes, origin, place = zip(*cells, strict=True) if cells else ([], [], [])
    return coo_array((minutes, (origin, place)), shape=(len(rows), len(rows[0]))).tocsr()


def test_three_communes_and_two_counters_by_hand():
    # Counter 1 (30 h): commune A at 5 min (1), B at 15 min (0.68). Counter 2 (10 h): B at 25 (0.22).
    # R1 = 30 / (100 + 0.68 x 50) = 30 / 134 ; R2 = 10 / (0.22 x 50) = 10 / 11.
    # A = R1 ; B = 0.68 R1 + 0.22 R2 = 0.152239 + 0.2 ; C reaches nothing.
    reached = Catchments(matrix([[5, None], [15, 25], [None, None]])).supply_per_demand(
        np.array([30.0, 10.0]), np.array([100.0, 50.0, 80.0]), STEPS
    )
    assert reached.tolist() == pytest.approx([30 / 134, 0.68 * 30 / 134 + 0.2, 0])


def test_a_trip_at_the_edge_still_counts_and_one_beyond_does_not():
    catchments = Catchments(matrix([[30.0], [30.01]]))
    reached = catchments.supply_per_demand(np.array([11.0]), np.array([10.0, 10.0]), STEPS)
    assert reached.tolist() == pytest.approx([0.22 * 11 / 2.2, 0])


def test_the_two_step_method_is_all_or_nothing():
    # 12 hours shared by 10 + 20 people, whatever their minutes.
    reached = Catchments(matrix([[1.0], [29.0]])).supply_per_demand(
        np.array([12.0]), np.array([10.0, 20.0]), decay_of("binary", 30)
    )
    assert reached.tolist() == pytest.approx([0.4, 0.4])


def test_the_gaussian_is_1_at_the_door_and_a_hundredth_at_the_edge():
    weights = decay_of("gaussian", 20).weigh(np.array([0.0, 10.0, 20.0, 20.1]))
    assert weights.tolist() == pytest.approx([1, 0.01**0.25, 0.01, 0])


def test_people_who_are_unknown_are_left_out_and_have_no_figure():
    reached = Catchments(matrix([[1.0], [1.0]])).supply_per_demand(
        np.array([12.0]), np.array([10.0, np.nan]), STEPS
    )
    assert reached[0] == pytest.approx(1.2)
    assert np.isnan(reached[1])


def test_a_counter_that_serves_nobody_known_gives_no_figure_not_infinity():
    reached = Catchments(matrix([[1.0], [1.0]])).supply_per_demand(
        np.array([12.0]), np.array([0.0, 0.0]), STEPS
    )
    assert np.isnan(reached).all()


def test_an_unknown_supply_is_refused_for_it_is_not_zero():
    with pytest.raises(ValueError, match="impute"):
        Catchments(matrix([[1.0]])).supply_per_demand(np.array([np.nan]), np.array([1.0]), STEPS)


def test_an_unknown_decay_is_refused_with_a_suggestion():
    with pytest.raises(UnknownNameError, match="gaussian"):
        decay_of("gaussien")


@pytest.mark.parametrize("name", DECAYS)
def test_a_decay_never_rises_and_stays_between_0_and_1(name):
    weights = decay_of(name, 20).weigh(np.linspace(0.01, 25, 500))
    assert (np.diff(weights) <= 1e-12).all()
    assert ((weights >= 0) & (weights <= 1)).all()


def case(
    seed: int, origins: int = 40, places: int = 12
) -> tuple[csr_array, np.ndarray, np.ndarray]:
    drawn = np.random.default_rng(seed)
    minutes = drawn.uniform(1, 60, (origins, places))
    rows = [[one if one <= 30 else None for one in row] for row in minutes.tolist()]
    rows[0][0] = 10.0
    return matrix(rows), drawn.uniform(1, 40, places), drawn.uniform(0, 900, origins)


@pytest.mark.parametrize("seed", [1, 2, 3])
@pytest.mark.filterwarnings("ignore")
def test_the_steps_equal_pysal_access(seed):
    # Independent tool: pysal's `access` 1.1.
    fca = pytest.importorskip("access.fca")
    weights = pytest.importorskip("access.weights")
    minutes, supply, demand = case(seed)
    pairs = minutes.tocoo()
    cost = pd.DataFrame({"origin": pairs.coords[0], "dest": pairs.coords[1], "cost": pairs.data})
    theirs = fca.two_stage_fca(
        pd.DataFrame({"demand": demand}).rename_axis("geoid"),
        pd.DataFrame({"supply": supply}).rename_axis("geoid"),
        cost,
        max_cost=30,
        weight_fn=weights.step_fn({10: 1, 20: 0.68, 30: 0.22}),
    )
    ours = Catchments(minutes).supply_per_demand(supply, demand, STEPS)
    assert ours == pytest.approx(theirs.reindex(range(len(demand)), fill_value=0).to_numpy())


@given(st.integers(0, 10_000), st.sampled_from(list(DECAYS)))
def test_what_is_given_out_is_what_is_offered(seed, name):
    minutes, supply, demand = case(seed, origins=8, places=4)
    reached = Catchments(minutes).supply_per_demand(supply, demand, decay_of(name, 30))
    serves = (minutes > 0).T @ (demand > 0) > 0
    assert np.nansum(demand * reached) == pytest.approx(supply[serves].sum())


@given(arrays(float, 4, elements=st.floats(0, 50)), st.integers(0, 100))
def test_more_hours_never_lower_anyone_s_access(more, seed):
    minutes, supply, demand = case(seed, origins=8, places=4)
    before = Catchments(minutes).supply_per_demand(supply, demand, STEPS)
    after = Catchments(minutes).supply_per_demand(supply + more, demand, STEPS)
    assert (np.nan_to_num(after) >= np.nan_to_num(before) - 1e-12).all()


@given(st.integers(0, 7), st.floats(0, 1000), st.integers(0, 100))
def test_more_people_elsewhere_never_raise_access(where, more, seed):
    minutes, supply, demand = case(seed, origins=8, places=4)
    before = Catchments(minutes).supply_per_demand(supply, demand, STEPS)
    crowded = demand.copy()
    crowded[where] += more
    after = Catchments(minutes).supply_per_demand(supply, crowded, STEPS)
    known = ~np.isnan(before)
    assert (after[known] <= before[known] + 1e-12).all()


@given(st.permutations(range(8)), st.integers(0, 100))
def test_the_order_of_communes_does_not_matter(order, seed):
    minutes, supply, demand = case(seed, origins=8, places=4)
    rank = list(order)
    before = Catchments(minutes).supply_per_demand(supply, demand, STEPS)
    after = Catchments(minutes[rank]).supply_per_demand(supply, demand[rank], STEPS)
    assert after == pytest.approx(before[rank], nan_ok=True)
