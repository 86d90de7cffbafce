"""Draws of the people in illectronism of each commune.

To what all communes share (`shared`) each draw adds a region's own, an intercommunality's and a
commune's own, what the model does not say of them, and what is a commune's alone: the census, what
was imputed, and chance between people.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from territory.illectronism.cells import cells_of, sums_over_cells
from territory.illectronism.facts import Array, Assumptions
from territory.illectronism.model import Fitted, Model, cell_rates
from territory.illectronism.noise import name_keys, normal_deviates
from territory.illectronism.shared import SharedDraws, draw_shared, refits

SEED_PASS_TOLERANCE = 1e-4
SHIFT_STEP = 0.02  # communes of near-by logit shift share their rates, corrected to first order
BLOCK = 1024

Draws32 = NDArray[np.float32]


@dataclass(frozen=True)
class Draws:
    """People in illectronism, R times for each commune estimated.

    Parameters
    ----------
    fitted : Fitted
        The estimate itself.
    people : array of float32 of shape (n, R)
        One row a commune of ``fitted.margins.codes``.
    """

    fitted: Fitted
    people: Draws32


def draw_people(fitted: Fitted, count: int, seed: int) -> Draws:
    """Draw the people in illectronism of each commune.

    Parameters
    ----------
    fitted : Fitted
    count : int
        Draws.
    seed : int
        Of what is shared; what is a commune's own depends on its code alone.
    """
    shared = draw_shared(fitted.model, count, seed)
    margins = fitted.margins
    people = _expected(fitted, shared, count)
    spread = _own_sd(fitted).astype(np.float32)
    slope = fitted.adults * fitted.moments.slope
    assumptions = fitted.model.assumptions
    together = [
        _Together.of(f"region {seed}", margins.region, slope * assumptions.region_effect_sd, count),
        _Together.of(f"epci {seed}", margins.epci, slope * assumptions.epci_effect_sd, count),
    ]
    keys = name_keys(margins.codes, f"commune {seed}")
    adults = fitted.adults.astype(np.float32)
    for first in range(0, len(people), BLOCK):
        block = slice(first, first + BLOCK)
        part = people[block]
        part += spread[block, None] * normal_deviates(keys[block], count)
        for level in together:
            part += level.sd[block, None] * level.deviates[level.member_of[block]]
        np.clip(part, 0.0, adults[block, None], out=part)
    return Draws(fitted, people)


@dataclass(frozen=True)
class _Together:
    """What the communes of a territory share.

    Parameters
    ----------
    sd : array of float32 of shape (n,)
        Standard error, in people of each commune.
    deviates : array of float32 of shape (g, R)
    member_of : array of int of shape (n,)
    """

    sd: Draws32
    deviates: Draws32
    member_of: NDArray[np.intp]

    @classmethod
    def of(cls, purpose: str, names: NDArray[np.object_], sd: Array, count: int) -> _Together:
        known, member_of = np.unique(names.astype(str), return_inverse=True)
        deviates = normal_deviates(name_keys(known, purpose), count)
        return cls(sd.astype(np.float32), deviates, member_of)


def _expected(fitted: Fitted, shared: SharedDraws, count: int) -> Draws32:
    """Return the expected people of each commune under each draw of what is shared."""
    model, margins = fitted.model, fitted.margins
    people = np.empty((len(margins.adults), count), dtype=np.float32)
    in_field = model.field.astype(np.float32)
    # Communes of near-by published shift are taken together, at the middle of their bin; a bin is
    # a span of the shift, so it is the same whatever the table holds.
    logits, income = shared.rates.logits, shared.rates.income
    bins = np.round(fitted.shift / SHIFT_STEP).astype(int)
    for bin_number, is_overseas in sorted(
        set(zip(bins.tolist(), margins.is_overseas.tolist(), strict=True))
    ):
        rows = np.flatnonzero((bins == bin_number) & (margins.is_overseas == is_overseas))
        middle = _bin_log_income(model, bin_number * SHIFT_STEP, is_overseas)
        shift = income * middle + shared.rates.overseas * is_overseas
        rate = 1 / (1 + np.exp(-(logits + shift[:, None])))
        both = np.vstack([rate.T, income]).astype(np.float32)
        for first in range(0, len(rows), BLOCK):
            part = rows[first : first + BLOCK]
            away = (fitted.income[part] - middle) * fitted.moments.slope[part] * fitted.adults[part]
            cells = cells_of(model.seed, fitted.factors, part, np.float32)
            cells *= in_field
            cells *= margins.adults[part, None].astype(np.float32)
            people[part] = cells @ both[:-1]
            people[part] += away.astype(np.float32)[:, None] * both[-1]
    seed_effects = _seed_effects(fitted) * fitted.adults[:, None]
    people += seed_effects.astype(np.float32) @ shared.strengths.T.astype(np.float32)
    return people


def _bin_log_income(model: Model, shift: float, is_overseas: bool) -> float:
    income = model.rates.income[0]
    if income == 0.0:
        return 0.0
    return float((shift - (model.rates.overseas[0] if is_overseas else 0.0)) / income)


def _seed_effects(fitted: Fitted) -> Array:
    """Return what one standard deviation of each association adds to a commune's share; (n, 6).

    At the middle of the commune's bin of shift: the difference of two shares hardly depends on it.
    """
    model = fitted.model
    field = model.field
    others = refits(model, fitted.margins, fitted.factors, SEED_PASS_TOLERANCE)
    tables = [(model.seed, fitted.factors), *others]
    shares = np.zeros((len(fitted.margins.adults), len(tables)))
    bins = np.round(fitted.shift / SHIFT_STEP).astype(int)
    for bin_number in np.unique(bins):
        rows = np.flatnonzero(bins == bin_number)
        rate = cell_rates(model.rates.logits[0], np.array([bin_number * SHIFT_STEP]))[0] * field
        for k, (seed, factors) in enumerate(tables):
            concerned = sums_over_cells(seed, factors, rows, rate)
            shares[rows, k] = concerned / sums_over_cells(seed, factors, rows, field)
    return shares[:, 1:] - shares[:, :1]


def _own_sd(fitted: Fitted) -> Array:
    """Return the standard error of what is a commune's alone, in people; shape (n,)."""
    assumptions, margins, sums = fitted.model.assumptions, fitted.margins, fitted.moments
    adults = fitted.adults
    census = census_noise(margins.people, assumptions) * adults * sums.spread
    chance = adults * sums.slope * assumptions.people_are_drawn
    local = (adults * sums.slope * assumptions.commune_effect_sd) ** 2
    imputed = (adults * margins.imputation_sd) ** 2
    return np.asarray(np.sqrt(census + chance + local + imputed))


def census_noise(people: Array, assumptions: Assumptions) -> Array:
    """Return the variance of a census count, as a multiple of that of as many people drawn at random.

    Parameters
    ----------
    people : array of shape (n,)
        Inhabitants.

    Notes
    -----
    From 10,000 inhabitants, addresses are sampled at 40 %: (1 − f) / f, times the design effect of
    addresses. Below, everybody is counted, but up to two years before or after the reference date:
    those who left in between were counted and those who came were not.
    """
    sampled = assumptions.large_commune_sampled_share
    large = (1 - sampled) / sampled * assumptions.address_design_effect
    replaced = 1 - (1 - assumptions.yearly_turnover_share) ** assumptions.survey_lag_years
    return np.where(people >= assumptions.large_commune_people, large, 2 * replaced)
