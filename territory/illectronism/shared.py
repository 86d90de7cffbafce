"""What all communes share: the survey taken again, and everything solved again on it.

Its sampling and the rounding of its figures, the odds ratios, the unpublished levels, the
associations of the seed: a draw of these moves every commune together.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache

import numpy as np

from territory.illectronism.cells import cells_of, fit_factors
from territory.illectronism.facts import CELLS_COUNT, SHAPE, Array, Assumptions
from territory.illectronism.model import Model
from territory.illectronism.rates import (
    RATIOS,
    STEPS,
    Rates,
    Targets,
    fit_rates,
    group_people,
    income_effect,
)

PUBLISHED_BOUNDS = (0.002, 0.998)
LOWEST_FIFTH_SHARE = 0.20  # the lowest two fifths are published at 20 %, the highest fifth at 3 %
HIGHEST_FIFTH_SHARE = 0.03


@dataclass(frozen=True)
class SharedDraws:
    """What all communes share: rates solved again, and how strong the seed's associations are.

    Parameters
    ----------
    rates : Rates
        R draws.
    strengths : array of shape (R, 3)
        Standard deviations by which each association of the seed is stronger.
    """

    rates: Rates
    strengths: Array


@lru_cache(maxsize=8)
def draw_shared(model: Model, count: int, seed: int) -> SharedDraws:
    """Take the survey again `count` times in the nation's cells and solve the rates each time."""
    generator = np.random.default_rng(seed)
    facts, assumptions, reference = model.facts, model.assumptions, model.reference
    overseas = reference.stratum_is_overseas.astype(float)
    rates = model.rates
    shift = rates.income[0] * reference.stratum_log_income + rates.overseas[0] * overseas
    rate = 1 / (1 + np.exp(-(rates.logits[0][None, :] + shift[:, None])))
    surveyed = _survey_again(model, rate, count, generator)
    shares = {}
    for name in surveyed:
        fact = facts[name]
        rounding = generator.uniform(-1, 1, count) * fact.half_width
        published = _logit(np.clip(fact.share + rounding, *PUBLISHED_BOUNDS))
        shares[name] = 1 / (1 + np.exp(-(published + surveyed[name])))
    log_ratios = {
        name: np.log(facts[name].ratio) + _ratio_noise(name, surveyed, count)
        for name in RATIOS
        if name in facts and facts[name].used_for == "fit"
    }
    noise = generator.standard_normal((len(STEPS), count)) * assumptions.step_sd
    steps = {name: (getattr(assumptions, name), noise[i]) for i, name in enumerate(STEPS)}
    income = income_effect(facts, assumptions) + _income_noise(assumptions, count, generator)
    strengths = generator.standard_normal((count, 3))
    nation = _nation_by_association(model)
    people = reference.people[None] + np.einsum("rk,ksc->rsc", strengths, nation)
    targets = Targets(shares, log_ratios, steps, income)
    solved = fit_rates(targets, facts, assumptions, reference, people=people, start=rates)
    return SharedDraws(solved, strengths)


def _survey_again(
    model: Model, rate: Array, count: int, generator: np.random.Generator
) -> dict[str, Array]:
    """Return how far each published share moves, in logits, in a survey taken again.

    The sample is weighted to the nation's ages, as the survey's is.
    """
    facts, assumptions, reference = model.facts, model.assumptions, model.reference
    everywhere = reference.people.sum(axis=0)
    share = everywhere / everywhere.sum()
    mean_rate = (reference.people * rate).sum(axis=0) / np.maximum(everywhere, 1e-12)
    asked = assumptions.dwellings_surveyed_count * assumptions.response_share
    effective = round(asked / assumptions.design_effect)
    people = generator.multinomial(effective, share, size=count)
    concerned = generator.binomial(people, mean_rate)
    by_age = people.reshape(count, SHAPE[0], -1).sum(axis=2)
    weight = share.reshape(SHAPE[0], -1).sum(axis=1) / np.maximum(by_age, 1)
    weight = np.repeat(weight, CELLS_COUNT // SHAPE[0], axis=1)
    moved = {}
    for name, fact in facts.items():
        if fact.used_for != "fit" or np.isnan(fact.share):
            continue
        if fact.group == "zone.overseas":
            asked = round(assumptions.overseas_respondents_count / assumptions.design_effect)
            found = generator.binomial(asked, fact.share, size=count) / asked
            true = fact.share
        else:
            mask = group_people(fact.group, np.ones((1, CELLS_COUNT)), np.zeros(1))[0]
            found = (concerned * weight) @ mask / ((people * weight) @ mask)
            true = float(((share * mean_rate) @ mask) / (share @ mask))
        moved[name] = _logit(np.clip(found, *PUBLISHED_BOUNDS)) - float(np.log(true / (1 - true)))
    return moved


def _ratio_noise(name: str, surveyed: Mapping[str, Array], count: int) -> Array:
    """Return how far an odds ratio moves with the shares it compares, in logarithm."""
    above, below = {
        "ratio_no_diploma_bac_plus_3": ("no_diploma", "bac_plus_3"),
        "ratio_alone_couple_with_children": ("alone", ""),
    }[name]
    still = np.zeros(count)
    return np.asarray(surveyed.get(above, still) - surveyed.get(below, still))


def _income_noise(assumptions: Assumptions, count: int, generator: np.random.Generator) -> Array:
    """Return the sampling error of the income effect, from the rates of the two extreme fifths."""
    if not assumptions.income_is_used:
        return np.zeros(count)
    asked = assumptions.dwellings_surveyed_count * assumptions.response_share
    fifth = asked / assumptions.design_effect / 5
    variance = sum(1 / (fifth * p * (1 - p)) for p in (LOWEST_FIFTH_SHARE, HIGHEST_FIFTH_SHARE))
    error = np.sqrt(variance) / assumptions.income_spread_log
    return np.asarray(generator.standard_normal(count) * error)


def associations(model: Model) -> list[Array]:
    """Return what one standard deviation adds to each cell of the seed, in logarithm.

    Age with diploma and age with household: the seed's own association, a share stronger.
    Diploma with household, absent from the seed: without diploma go those who live alone.
    """
    log_seed = np.log(model.seed)
    with_age = [
        np.broadcast_to(np.expand_dims(_centred(log_seed.mean(axis=axis)), axis), SHAPE)
        for axis in (2, 1)
    ]
    diploma = np.array([1.0, 0.33, -0.33, -1.0, 0.0])
    household = np.array([1.0, 0.0, -1.0, 0.0, 0.0])
    between = np.broadcast_to((diploma[:, None] * household[None, :])[None], SHAPE)
    return [model.assumptions.seed_sd * association for association in (*with_age, between)]


def _centred(table: Array) -> Array:
    rows, columns = table.mean(axis=1, keepdims=True), table.mean(axis=0)
    return np.asarray(table - rows - columns + table.mean())


def _nation_by_association(model: Model) -> Array:
    """Return how the nation's cells move with each association; shape (3, S, 125)."""
    people = model.reference.people
    totals = people.sum(axis=1, keepdims=True)
    moved = []
    for added in associations(model):
        rows = []
        for cells in people / totals:
            table = cells.reshape(SHAPE)
            margins = [
                table.sum(axis=tuple(k for k in range(3) if k != axis))[None] for axis in range(3)
            ]
            factors = fit_factors(table * np.exp(added), margins)
            rows.append(cells_of(table * np.exp(added), factors)[0] - cells)
        moved.append(np.array(rows) * totals)
    return np.array(moved)


def _logit(share: Array) -> Array:
    return np.asarray(np.log(share / (1 - share)))
