"""Proportional fitting, against hand computation and another algorithm."""

from __future__ import annotations

import numpy as np
import pytest
from scipy.optimize import minimize

from territory.illectronism.cells import (
    Seed,
    cells_of,
    fit_factors,
    implied_positions,
    rake,
    sums_over_cells,
)
from territory.illectronism.facts import SHAPE
from territory.illectronism.model import stated_model


def margins_of(cells: np.ndarray) -> list[np.ndarray]:
    tables = cells.reshape(-1, *SHAPE)
    return [
        tables.sum(axis=tuple(k + 1 for k in range(len(SHAPE)) if k != axis))
        for axis in range(len(SHAPE))
    ]


def flat_seed() -> Seed:
    return Seed(np.ones(SHAPE[:3]), np.ones((*SHAPE[:2], SHAPE[3])))


def random_margins(count: int, seed: int) -> list[np.ndarray]:
    generator = np.random.default_rng(seed)
    return [generator.dirichlet(np.full(levels, 2.0), count) for levels in SHAPE]


def test_two_by_two_against_the_root_worked_out_by_hand():
    # Ages half and half, diplomas 0.6 and 0.4, odds ratio of the seed 4. The first cell x solves
    # x (0.5 - (0.6 - x)) = 4 (0.5 - x) (0.6 - x), that is 3x² - 4.3x + 1.2 = 0:
    # x = (4.3 - √4.09) / 6 = 0.379605.
    seed = flat_seed()
    seed.household[0, 0] = 4.0
    one = np.array([[1.0, 0, 0, 0, 0]])
    position = np.array([[1.0, 0, 0, 0, 0, 0, 0]])
    margins = [np.array([[0.5, 0.5, 0, 0, 0]]), np.array([[0.6, 0.4, 0, 0, 0]]), one, position]
    cells = cells_of(seed, fit_factors(seed, margins)).reshape(SHAPE)
    assert cells[0, 0, 0, 0] == pytest.approx(0.379605, abs=1e-6)
    assert cells[1, 1, 0, 0] == pytest.approx(0.279605, abs=1e-6)


def test_without_associations_cells_are_products_of_margins():
    margins = random_margins(4, 1)
    seed = flat_seed()
    cells = cells_of(seed, fit_factors(seed, margins)).reshape(-1, *SHAPE)
    expected = np.einsum("na,nd,nh,np->nadhp", *margins)
    assert np.abs(cells - expected).max() < 1e-12


def test_cells_have_the_margins_asked_for_and_keep_the_seed_s_odds_ratios():
    margins, seed = random_margins(50, 2), stated_model().seed
    cells = cells_of(seed, fit_factors(seed, margins))
    for found, wanted in zip(margins_of(cells), margins, strict=True):
        assert np.abs(found - wanted).max() < 1e-6
    tables = cells.reshape(-1, *SHAPE)

    def odds(table: np.ndarray) -> np.ndarray:
        ages_diplomas = table[..., 0, 0, 0, 0] * table[..., 4, 3, 0, 0]
        return ages_diplomas / table[..., 0, 3, 0, 0] / table[..., 4, 0, 0, 0]

    assert odds(tables) == pytest.approx(odds(seed.table.reshape(SHAPE)))


def test_cells_are_those_of_another_algorithm():
    # The fitted table is the one nearest to the seed in relative entropy: here its dual is
    # maximised by a general optimiser (BFGS), which knows nothing of proportional fitting.
    seed = stated_model().seed
    margins = random_margins(3, 3)
    ours = cells_of(seed, fit_factors(seed, margins, tolerance=1e-10))
    for row in range(3):
        wanted = np.concatenate([margin[row] for margin in margins])

        def table(dual: np.ndarray) -> np.ndarray:
            a, d, h, p = np.split(dual, np.cumsum(SHAPE)[:-1])
            sums = a[:, None, None, None] + d[:, None, None] + h[:, None] + p
            return seed.table.reshape(SHAPE) * np.exp(sums)

        def loss(dual: np.ndarray, wanted: np.ndarray = wanted) -> tuple[float, np.ndarray]:
            cells = table(dual)
            found = np.concatenate([m[0] for m in margins_of(cells[None])])
            return float(cells.sum() - dual @ wanted), found - wanted

        best = minimize(
            loss,
            np.full(sum(SHAPE), -1.5),
            jac=True,
            method="BFGS",
            options={"gtol": 1e-9, "maxiter": 2000},
        )
        assert np.abs(table(best.x).ravel() - ours[row]).max() < 2e-6


def test_an_empty_level_keeps_its_cells_empty():
    margins = random_margins(1, 4)
    margins[1] = np.array([[0.0, 0.3, 0.3, 0.3, 0.1]])
    seed = stated_model().seed
    cells = cells_of(seed, fit_factors(seed, margins)).reshape(SHAPE)
    assert cells[:, 0].sum() == 0
    assert cells.sum() == pytest.approx(1)


def test_starting_from_a_near_by_problem_gives_the_same_cells():
    margins, seed = random_margins(20, 5), stated_model().seed
    near = fit_factors(flat_seed(), margins)
    kept = [factor.copy() for factor in near.all]
    cold, warm = fit_factors(seed, margins), fit_factors(seed, margins, near)
    # Those it starts from are left as they were.
    assert all(np.array_equal(*pair) for pair in zip(near.all, kept, strict=True))
    assert np.abs(cells_of(seed, cold) - cells_of(seed, warm)).max() < 1e-6


def test_a_commune_s_cells_do_not_depend_on_the_others():
    margins, seed = random_margins(300, 6), stated_model().seed
    together = cells_of(seed, fit_factors(seed, margins))[:5]
    alone = cells_of(seed, fit_factors(seed, [margin[:5] for margin in margins]))
    assert np.abs(together - alone).max() < 1e-14


def test_positions_that_are_missing_are_those_that_ages_and_diplomas_imply():
    margins, seed = random_margins(3, 7), stated_model().seed
    margins[3][1] = np.nan
    factors = fit_factors(seed, margins)
    cells = cells_of(seed, factors).reshape(-1, *SHAPE)
    implied = implied_positions(seed, factors)
    assert implied == pytest.approx(cells.sum(axis=(1, 2, 3)))
    # Given age and diploma, positions are the seed's.
    given = cells[1].sum(axis=2) / cells[1].sum(axis=(2, 3))[..., None]
    assert given == pytest.approx(seed.position / seed.position.sum(axis=2, keepdims=True))


def test_one_table_raked_has_the_margins_given_and_leaves_the_others():
    generator = np.random.default_rng(8)
    table = generator.uniform(0.5, 1.5, SHAPE)
    wanted = [generator.dirichlet(np.full(levels, 2.0)) for levels in SHAPE[:3]]
    cells = rake(table, wanted)
    for found, margin in zip(margins_of(cells[None])[:3], wanted, strict=True):
        assert found[0] == pytest.approx(margin, abs=1e-9)


def test_a_sum_over_cells_is_that_of_the_cells_made():
    margins, seed = random_margins(6, 9), stated_model().seed
    factors = fit_factors(seed, margins)
    values = np.random.default_rng(10).uniform(size=seed.table.shape)
    rows = np.array([4, 0, 5])
    assert sums_over_cells(seed, factors, rows, values) == pytest.approx(
        cells_of(seed, factors, rows) @ values
    )
