"""Why it is high here: what each factor of a commune adds to the nation's share.

Shapley values of five factors: age, diploma, household, income, overseas. The worth of a set of
factors is the share a commune would have with its own margins for these and the nation's for the
others. The values add up exactly to the gap.
"""

from __future__ import annotations

from itertools import combinations
from math import factorial

import numpy as np
import pandas as pd
from numpy.typing import NDArray
from scipy.optimize import brentq

from territory.illectronism.cells import Factors, cells_of, fit_factors
from territory.illectronism.facts import Array
from territory.illectronism.model import CHUNK, Fitted, cell_rates

FACTORS = ("age", "diploma", "household", "income", "overseas")
TOLERANCE = 1e-6  # of the mixed margins; the two ends, which make the sum exact, are finer


def explain_shares(fitted: Fitted) -> pd.DataFrame:
    """Decompose the gap of each commune to the nation; see `territory.illectronism.explain`."""
    margins, model = fitted.margins, fitted.model
    nation = model.reference.margins
    own = (margins.ages, margins.diplomas, margins.households)
    whole = float(model.facts["everyone"].share)
    logits = model.rates.logits[0]
    average = _average_shift(model.seed, nation, logits, whole)
    n = len(margins.adults)
    income = model.rates.income[0] * margins.log_income
    overseas = model.rates.overseas[0] * margins.is_overseas
    shifts = {
        (): np.full(n, average),
        ("income",): income,
        ("overseas",): average + overseas,
        ("income", "overseas"): income + overseas,
    }
    worth: dict[frozenset[str], Array] = {}
    for size in range(len(own) + 1):
        for chosen in combinations(FACTORS[: len(own)], size):
            mixed = [
                own[i] if factor in chosen else np.tile(nation[i], (n, 1))
                for i, factor in enumerate(FACTORS[: len(own)])
            ]
            factors = fitted.factors
            if size == 0:
                factors = _fit_once(model.seed, mixed)
            elif size < len(own):
                factors = fit_factors(model.seed, mixed, tolerance=TOLERANCE)
            shares = _shares(model.seed, factors, logits, shifts, margins.is_overseas)
            for moved, values in shares.items():
                worth[frozenset((*chosen, *moved))] = values
    table = {"nation": np.full(n, whole)}
    for factor in FACTORS:
        table[factor] = _shapley(factor, worth)
    table["commune"] = fitted.moments.share
    return pd.DataFrame({name: fitted.on_index(values, name) for name, values in table.items()})


def _fit_once(seed: Array, mixed: list[Array]) -> Factors:
    """Fit margins that are the same for all communes."""
    fitted = fit_factors(seed, [margin[:1] for margin in mixed])
    n = len(mixed[0])
    age, diploma, household = (
        np.tile(x, (n, 1)) for x in (fitted.age, fitted.diploma, fitted.household)
    )
    return Factors(age, diploma, household, fitted.worst)


def _average_shift(
    seed: Array, nation: tuple[Array, Array, Array], logits: Array, whole: float
) -> float:
    """Return the shift at which a commune with the nation's margins has the nation's share."""
    cells = cells_of(seed, fit_factors(seed, [margin[None] for margin in nation]))[0]

    def gap(shift: float) -> float:
        return float((cells / (1 + np.exp(-(logits + shift)))).sum() - whole)

    return float(brentq(gap, -3.0, 3.0, xtol=1e-14))


def _shares(
    seed: Array,
    factors: Factors,
    logits: Array,
    shifts: dict[tuple[str, ...], Array],
    is_overseas: NDArray[np.bool_],
) -> dict[tuple[str, ...], Array]:
    """Return the share of each commune under each set of shifts."""
    shares = {moved: np.empty(len(is_overseas)) for moved in shifts}
    for first in range(0, len(is_overseas), CHUNK):
        block = slice(first, first + CHUNK)
        cells = cells_of(seed, factors, block)
        for moved, shift in shifts.items():
            if "overseas" in moved and not is_overseas[block].any():
                shares[moved][block] = shares[moved[:-1]][block]
                continue
            shares[moved][block] = np.einsum("nc,nc->n", cells, cell_rates(logits, shift[block]))
    return shares


def _shapley(factor: str, worth: dict[frozenset[str], Array]) -> Array:
    others = [other for other in FACTORS if other != factor]
    count = len(FACTORS)
    value = np.zeros_like(worth[frozenset()])
    for size in range(count):
        weight = factorial(size) * factorial(count - size - 1) / factorial(count)
        for chosen in combinations(others, size):
            without = frozenset(chosen)
            value += weight * (worth[without | {factor}] - worth[without])
    return value
