"""Why it is high here: what each factor of a commune adds to the nation's share.

Shapley values of six factors: age, diploma, household, occupation, income, overseas. Income is what it says
beyond the others. The worth of a set of
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

from territory.illectronism.cells import Factors, Seed, cells_of, fit_factors, sums_over_cells
from territory.illectronism.facts import Array
from territory.illectronism.model import Fitted, Model, cell_rates

FACTORS = ("age", "diploma", "household", "occupation", "income", "overseas")
TOLERANCE = 1e-5  # of the mixed margins; the two ends, which make the sum exact, are finer
SHIFT_STEP = 0.02  # logits: communes of near-by shift share their rates, corrected to first order


def explain_shares(fitted: Fitted) -> pd.DataFrame:
    """Decompose the gap of each commune to the nation; see `territory.illectronism.explain`."""
    margins, model = fitted.margins, fitted.model
    nation = model.reference.margins
    own = fitted.shares
    whole = float(model.facts["everyone"].share)
    average = _average_shift(model, nation, whole)
    n = len(margins.adults)
    income = model.rates.income[0] * fitted.income
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
            shares = _shares(model, factors, shifts, margins.is_overseas)
            for moved, values in shares.items():
                worth[frozenset((*chosen, *moved))] = values
    # The two ends, of which the values are the difference, are exact.
    mainland = ~margins.is_overseas
    worth[frozenset()] = np.full(n, whole)
    worth[frozenset(["overseas"])][mainland] = whole
    worth[frozenset(FACTORS)] = fitted.moments.share
    worth[frozenset(FACTORS) - {"overseas"}][mainland] = fitted.moments.share[mainland]
    table = {"nation": np.full(n, whole)}
    for factor in FACTORS:
        table[factor] = _shapley(factor, worth)
    table["commune"] = fitted.moments.share
    return pd.DataFrame({name: fitted.on_index(values, name) for name, values in table.items()})


def _fit_once(seed: Seed, mixed: list[Array]) -> Factors:
    """Fit margins that are the same for all communes."""
    fitted = fit_factors(seed, [margin[:1] for margin in mixed])
    n = len(mixed[0])
    age, diploma, household, position = (np.tile(factor, (n, 1)) for factor in fitted.all)
    return Factors(age, diploma, household, position, fitted.worst)


def _average_shift(model: Model, nation: tuple[Array, ...], whole: float) -> float:
    """Return the shift at which a commune with the nation's margins has the nation's share."""
    factors = fit_factors(model.seed, [margin[None] for margin in nation])
    cells = cells_of(model.seed, factors)[0] * model.field
    logits = model.rates.logits[0]

    def gap(shift: float) -> float:
        return float((cells / (1 + np.exp(-(logits + shift)))).sum() / cells.sum() - whole)

    return float(brentq(gap, -3.0, 3.0, xtol=1e-14))


def _shares(
    model: Model,
    factors: Factors,
    shifts: dict[tuple[str, ...], Array],
    is_overseas: NDArray[np.bool_],
) -> dict[tuple[str, ...], Array]:
    """Return the share of each commune under each set of shifts.

    Communes of near-by shift take the rates of the middle of their bin, corrected to first order.
    """
    everyone = np.arange(len(is_overseas))
    ordinary = sums_over_cells(model.seed, factors, everyone, model.field)
    shares: dict[tuple[str, ...], Array] = {}
    for moved, shift in shifts.items():
        shares[moved] = np.empty(len(is_overseas))
        rows = everyone
        if "overseas" in moved:
            # On the mainland, being overseas moves nothing.
            shares[moved][:] = shares[moved[:-1]]
            rows = np.flatnonzero(is_overseas)
        bins = np.round(shift[rows] / SHIFT_STEP).astype(int)
        for bin_number in np.unique(bins):
            part = rows[bins == bin_number]
            middle = bin_number * SHIFT_STEP
            rate = cell_rates(model.rates.logits[0], np.array([middle]))[0]
            share = sums_over_cells(model.seed, factors, part, rate * model.field)
            slope = sums_over_cells(model.seed, factors, part, rate * (1 - rate) * model.field)
            share += (shift[part] - middle) * slope
            shares[moved][part] = share / ordinary[part]
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
