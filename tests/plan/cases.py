"""Small matrices whose best plan can be counted out."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import combinations

import numpy as np
import pandas as pd
from scipy.sparse import csr_array

from territory.plan.matrix import Matrix

LIMIT = 15.0


def matrix_of(
    minutes: np.ndarray, before: np.ndarray, people: np.ndarray, names: list[str] | None = None
) -> Matrix:
    """Return a matrix from a dense table of minutes, where an infinite one is out of reach."""
    count = len(people)
    communes = pd.Index([f"{row:05d}" for row in range(count)])
    row, column = np.nonzero(np.isfinite(minutes))
    return Matrix(
        csr_array((minutes[row, column], (row, column)), shape=minutes.shape),
        before,
        people,
        np.arange(count),
        np.ones(count),
        communes,
        pd.Index(names or [f"c{place:02d}" for place in range(minutes.shape[1])]),
        communes[:0],
        "estimate",
        True,
    )


def random_matrix(seed: int, goal: str, origins: int = 14, places: int = 9) -> Matrix:
    """Return people and places thrown on a square of 40 minutes, as `site_matrix` would keep them."""
    random = np.random.default_rng(seed)
    home, hall = random.uniform(0, 40, (origins, 2)), random.uniform(0, 40, (places, 2))
    minutes = 1.0 + np.linalg.norm(home[:, None] - hall[None], axis=2)
    before = random.uniform(5, 45, origins)
    people = random.integers(1, 200, origins).astype(float)
    if goal == "coverage":
        minutes[(before <= LIMIT)[:, None] | (minutes > LIMIT)] = np.inf
    else:
        minutes[minutes > before.max()] = np.inf
    return matrix_of(minutes, before, people)


def dense(matrix: Matrix) -> np.ndarray:
    """Return the minutes as a table, infinite where out of reach."""
    table = matrix.minutes.toarray()
    return np.where(table > 0, table, np.inf)


def gain_by_hand(matrix: Matrix, goal: str, chosen: tuple[int, ...]) -> float:
    """Return what places gain, person by person."""
    table = dense(matrix)
    gained = 0.0
    for origin, people in enumerate(matrix.people):
        before = matrix.before_minutes[origin]
        after = min([before, *(table[origin, place] for place in chosen)])
        if goal == "coverage":
            gained += people * (before > LIMIT >= after)
        else:
            gained += people * (before - after)
    return gained


def every_plan(matrix: Matrix, count: int) -> Iterator[tuple[int, ...]]:
    """Return every plan of so many places."""
    return combinations(range(len(matrix.candidates)), count)
