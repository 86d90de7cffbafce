"""What all communes share: the survey taken again, and everything solved again on it.

Its sampling and the rounding of its figures, the odds ratios, the unpublished levels, the
associations of the seed, what the retired did before, the strength of income: a draw of these moves
every commune together.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache

import numpy as np

from territory.illectronism.cells import Factors, Seed, fit_factors, rake
from territory.illectronism.facts import CELLS_COUNT, SHAPE, Array, Assumptions, Fact, seed_tables
from territory.illectronism.groups import BELOW_60, group_mask
from territory.illectronism.margins import Margins
from territory.illectronism.model import Model
from territory.illectronism.positions import former_positions
from territory.illectronism.rates import (
    RATIOS,
    STEPS,
    Rates,
    Targets,
    fit_rates,
    fitted_facts,
    income_effect,
)
from territory.illectronism.reference import Reference

PUBLISHED_BOUNDS = (0.002, 0.998)
LOWEST_FIFTH_SHARE = 0.20  # the lowest two fifths are published at 20 %, the highest fifth at 3 %
HIGHEST_FIFTH_SHARE = 0.03
ASSOCIATIONS_COUNT = 6
DRAWN_STEP = 1e-2  # of effects drawn, in logits: a hundredth of what the survey leaves open
DRAWN_CLASSES = 4  # of income on the mainland, for the draws: the mean of a class is enough


@dataclass(frozen=True)
class SharedDraws:
    """What all communes share: rates solved again, and how strong the seed's associations are.

    Parameters
    ----------
    rates : Rates
        R draws.
    strengths : array of shape (R, 6)
        Standard deviations by which each association of `refits` is stronger.
    """

    rates: Rates
    strengths: Array


@lru_cache(maxsize=8)
def draw_shared(model: Model, count: int, seed: int) -> SharedDraws:
    """Take the survey again `count` times in the nation's cells and solve the rates each time."""
    generator = np.random.default_rng(seed)
    model = dataclasses.replace(model, reference=_coarse(model.reference))
    facts, assumptions, reference = model.facts, model.assumptions, model.reference
    overseas = reference.stratum_is_overseas.astype(float)
    rates = model.rates
    shift = rates.income[0] * reference.stratum_income + rates.overseas[0] * overseas
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
    income = _draw_income(facts, assumptions, count, generator)
    strengths = generator.standard_normal((count, ASSOCIATIONS_COUNT))
    nation = _nation_by_association(model)
    people = reference.people[None] + np.einsum("rk,ksc->rsc", strengths, nation)
    targets = Targets(shares, log_ratios, steps, income)
    solved = fit_rates(
        targets,
        facts,
        assumptions,
        reference,
        people=people,
        start=rates,
        smallest_step=DRAWN_STEP,
    )
    return SharedDraws(solved, strengths)


def _coarse(reference: Reference) -> Reference:
    """Merge neighbouring classes of income into a few, each with the mean of its people's."""
    people = reference.people.sum(axis=1)
    order = np.argsort(reference.stratum_income)
    merged = []
    for zone, count in ((False, DRAWN_CLASSES), (True, 1)):
        rows = order[reference.stratum_is_overseas[order] == zone]
        done = np.cumsum(people[rows]) - people[rows] / 2
        of_class = np.minimum((count * done / people[rows].sum()).astype(int), count - 1)
        merged += [rows[of_class == k] for k in range(count) if (of_class == k).any()]
    return dataclasses.replace(
        reference,
        stratum_income=np.array(
            [np.average(reference.stratum_income[rows], weights=people[rows]) for rows in merged]
        ),
        stratum_is_overseas=np.array([reference.stratum_is_overseas[rows[0]] for rows in merged]),
        people=np.array([reference.people[rows].sum(axis=0) for rows in merged]),
    )


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
    for name, fact in fitted_facts(facts, assumptions).items():
        if fact.group == "zone.overseas":
            asked = round(assumptions.overseas_respondents_count / assumptions.design_effect)
            found = generator.binomial(asked, fact.share, size=count) / asked
            true = fact.share
        else:
            mask = group_mask(fact.group, assumptions) * model.field
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


def _draw_income(
    facts: Mapping[str, Fact], assumptions: Assumptions, count: int, generator: np.random.Generator
) -> Array:
    """Draw the income effect: the sampling error of the two extreme fifths, then its strength."""
    stated = income_effect(facts, assumptions)
    if stated == 0.0:
        return np.zeros(count)
    asked = assumptions.dwellings_surveyed_count * assumptions.response_share
    fifth = asked / assumptions.design_effect / 5
    variance = sum(1 / (fifth * p * (1 - p)) for p in (LOWEST_FIFTH_SHARE, HIGHEST_FIFTH_SHARE))
    error = np.sqrt(variance) / assumptions.income_spread_log * assumptions.income_strength
    spread = assumptions.income_strength_sd / assumptions.income_strength
    strength = np.maximum(1 + spread * generator.standard_normal(count), 0.0)
    return np.asarray((stated + error * generator.standard_normal(count)) * strength)


def stronger_seeds(model: Model) -> list[Seed]:
    """Return the seed with each of its associations one standard deviation stronger.

    Age with diploma, age with household, diploma with position: the seed's own association, a share
    stronger. Diploma with household: without diploma go those who live alone.
    """
    household, position = model.seed.household, model.seed.position
    log_household, log_position = np.log(household), np.log(position)
    diploma = np.array([1.0, 0.33, -0.33, -1.0, 0.0])
    alone = np.array([1.0, 0.0, -1.0, 0.0, 0.0])
    sd = model.assumptions.seed_sd
    between = (
        _centred(log_household.mean(axis=2))[:, :, None],
        _centred(log_household.mean(axis=1))[:, None, :],
        (diploma[:, None] * alone[None, :])[None],
    )
    by_position = _centred(log_position.mean(axis=0))[None]
    return [
        *(Seed(household * np.exp(sd * added), position) for added in between),
        Seed(household, position * np.exp(sd * by_position)),
    ]


def _former_tilt(assumptions: Assumptions) -> Array:
    """Return what one standard deviation adds to the former positions, in logarithm; shape (6,)."""
    return np.asarray(assumptions.former_positions_sd * seed_tables()["former_positions_tilt"][0])


def moved_positions(model: Model, margins: Margins) -> list[Array]:
    """Return the positions of communes under other former positions of the retired.

    One standard deviation of the nation's former positions, then of the power by which a commune's
    retired resemble its actives.
    """
    assumptions, reference = model.assumptions, model.reference
    power = assumptions.former_position_power
    stated = former_positions(margins.actives, reference.actives, reference.former_scale, power)
    others = (
        (reference.former_scale * np.exp(_former_tilt(assumptions)), power),
        (reference.former_scale, power + assumptions.former_position_power_sd),
    )
    moved = []
    for scale, other_power in others:
        former = former_positions(margins.actives, reference.actives, scale, other_power)
        positions = margins.positions.copy()
        positions[:, :-1] += margins.retired[:, None] * (former - stated)
        moved.append(positions)
    return moved


def refits(
    model: Model, margins: Margins, start: Factors, tolerance: float
) -> list[tuple[Seed, Factors]]:
    """Fit the cells of communes again under each association; see `stronger_seeds`."""
    fitted = [
        (seed, fit_factors(seed, margins.shares, start, tolerance))
        for seed in stronger_seeds(model)
    ]
    for positions in moved_positions(model, margins):
        shares = (margins.ages, margins.diplomas, margins.households, positions)
        fitted.append((model.seed, fit_factors(model.seed, shares, start, tolerance)))
    return fitted


def _centred(table: Array) -> Array:
    rows, columns = table.mean(axis=1, keepdims=True), table.mean(axis=0)
    return np.asarray(table - rows - columns + table.mean())


def _nation_by_association(model: Model) -> Array:
    """Return how the nation's cells move with each association; shape (6, S, 875)."""
    people = model.reference.people
    totals = people.sum(axis=1, keepdims=True)
    stated = model.seed.table
    changes = [seed.table / stated for seed in stronger_seeds(model)]
    tilt = np.zeros(SHAPE)
    tilt[BELOW_60:, ..., :-1] = _former_tilt(model.assumptions)
    moved = []
    for change in changes:
        moved.append([_raked(cells, change, len(SHAPE)) - cells for cells in people / totals])
    moved.append(
        [_raked(cells, np.exp(tilt).ravel(), len(SHAPE) - 1) - cells for cells in people / totals]
    )
    # The nation's former positions stay the same under another power.
    moved.append([np.zeros(CELLS_COUNT) for _ in people])
    return np.asarray(np.array(moved) * totals)


def _raked(cells: Array, change: Array, kept_margins: int) -> Array:
    table = cells.reshape(SHAPE)
    margins = [
        table.sum(axis=tuple(k for k in range(len(SHAPE)) if k != axis))
        for axis in range(kept_margins)
    ]
    return np.asarray(rake(table * change.reshape(SHAPE), margins).reshape(CELLS_COUNT))


def _logit(share: Array) -> Array:
    return np.asarray(np.log(share / (1 - share)))
