"""Proportional fitting, against hand computation and another algorithm."""

from __future__ import annotations

import numpy as np
import pytest
from scipy.optimize import minimize

from territory.illectronism.cells import cells_of, fit_factors
from territory.illectronism.facts import SHAPE
from territory.illectronism.model import stated_model


def margins_of(cells: np.ndarray) -> list[np.ndarray]:
    tables = cells.reshape(-1, *SHAPE)
    return [tables.sum(axis=axes) for axes in ((2, 3), (1, 3), (1, 2))]


def random_margins(count: int, seed: int) -> list[np.ndarray]:
    generator = np.random.default_rng(seed)
    return [generator.dirichlet(np.full(5, 2.0), count) for _ in range(3)]


def test_two_by_two_against_the_root_worked_out_by_hand():
    # Ages half and half, diplomas 0.6 and 0.4, odds ratio of the seed 4. The first cell x solves
    # x (0.5 - (0.6 - x)) = 4 (0.5 - x) (0.6 - x), that is 3x² - 4.3x + 1.2 = 0:
    # x = (4.3 - √4.09) / 6 = 0.379605.
    seed = np.ones(SHAPE)
    seed[0, 0] = 4.0
    one = np.array([[1.0, 0, 0, 0, 0]])
    margins = [np.array([[0.5, 0.5, 0, 0, 0]]), np.array([[0.6, 0.4, 0, 0, 0]]), one]
    cells = cells_of(seed, fit_factors(seed, margins)).reshape(SHAPE)
    assert cells[0, 0, 0] == pytest.approx(0.379605, abs=1e-6)
    assert cells[1, 1, 0] == pytest.approx(0.279605, abs=1e-6)


def test_without_associations_cells_are_products_of_margins():
    margins = random_margins(4, 1)
    seed = np.ones(SHAPE)
    cells = cells_of(seed, fit_factors(seed, margins)).reshape(-1, *SHAPE)
    expected = np.einsum("na,nd,nh->nadh", *margins)
    assert np.abs(cells - expected).max() < 1e-12


def test_cells_have_the_margins_asked_for_and_keep_the_seed_s_odds_ratios():
    margins, seed = random_margins(50, 2), stated_model().seed
    cells = cells_of(seed, fit_factors(seed, margins))
    for found, wanted in zip(margins_of(cells), margins, strict=True):
        assert np.abs(found - wanted).max() < 1e-6
    tables = cells.reshape(-1, *SHAPE)

    def odds(table: np.ndarray) -> np.ndarray:
        return table[..., 0, 0, 0] * table[..., 4, 3, 0] / table[..., 0, 3, 0] / table[..., 4, 0, 0]

    assert odds(tables) == pytest.approx(odds(seed))


def test_cells_are_those_of_another_algorithm():
    # The fitted table is the one nearest to the seed in relative entropy: here its dual is
    # maximised by a general optimiser (BFGS), which knows nothing of proportional fitting.
    seed = stated_model().seed
    margins = random_margins(3, 3)
    ours = cells_of(seed, fit_factors(seed, margins, tolerance=1e-10))
    for row in range(3):
        wanted = np.concatenate([margin[row] for margin in margins])

        def table(dual: np.ndarray) -> np.ndarray:
            a, d, h = dual.reshape(3, 5)
            return seed * np.exp(a[:, None, None] + d[None, :, None] + h[None, None, :])

        def loss(dual: np.ndarray, wanted: np.ndarray = wanted) -> tuple[float, np.ndarray]:
            cells = table(dual)
            found = np.concatenate([m[0] for m in margins_of(cells[None])])
            return float(cells.sum() - dual @ wanted), found - wanted

        best = minimize(
            loss,
            np.full(15, -1.5),
            jac=True,
            method="BFGS",
            options={"gtol": 1e-9, "maxiter": 2000},
        )
        assert np.abs(table(best.x).ravel() - ours[row]).max() < 1e-6


def test_an_empty_level_keeps_its_cells_empty():
    margins = random_margins(1, 4)
    margins[1] = np.array([[0.0, 0.3, 0.3, 0.3, 0.1]])
    seed = stated_model().seed
    cells = cells_of(seed, fit_factors(seed, margins)).reshape(SHAPE)
    assert cells[:, 0].sum() == 0
    assert cells.sum() == pytest.approx(1)


def test_starting_from_a_near_by_problem_gives_the_same_cells():
    margins, seed = random_margins(20, 5), stated_model().seed
    near = fit_factors(np.ones(SHAPE), margins)
    cold, warm = fit_factors(seed, margins), fit_factors(seed, margins, near)
    assert np.abs(cells_of(seed, cold) - cells_of(seed, warm)).max() < 1e-6


def test_a_commune_s_cells_do_not_depend_on_the_others():
    margins, seed = random_margins(300, 6), stated_model().seed
    together = cells_of(seed, fit_factors(seed, margins))[:5]
    alone = cells_of(seed, fit_factors(seed, [margin[:5] for margin in margins]))
    assert np.abs(together - alone).max() < 1e-14
