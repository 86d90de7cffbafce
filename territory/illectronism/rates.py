"""A logit rate for each cell, solved so that the nation has the published figures.

logit p = age + diploma + household + position + overseas + income × what income says beyond these

Each published figure pulls with the precision it is printed with; levels that no figure pins are
held near the step the assumptions give them. Least squares (Levenberg, 1944; Marquardt, 1963), for
all draws at once.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache

import numpy as np
from numpy.typing import NDArray

from territory.illectronism.facts import (
    AGES,
    CELLS_COUNT,
    POSITIONS,
    SHAPE,
    Array,
    Assumptions,
    Fact,
)
from territory.illectronism.groups import BELOW_60, group_mask, survey_field
from territory.illectronism.reference import Reference

MOST_STEPS = 100
SMALLEST_STEP = 1e-5
FIRST_DAMPING, MOST_DAMPING = 1e-3, 1e9
LOOSEST = 1e-3  # pull of nothing at all; its inverse holds an effect at zero

# Effects solved for: five ages, then the levels below, against bac+3, couple with children and
# executives; two more for the gap of executives and of workers below 60.
_AGE = slice(0, 5)
_NO_DIPLOMA, _BREVET, _BAC, _ALONE, _COUPLE, _LONE, _OTHER = range(5, 12)
_FARMERS, _CRAFTSPEOPLE, _INTERMEDIATE, _EMPLOYEES, _WORKERS, _INACTIVE = range(12, 18)
_YOUNG_EXECUTIVES, _YOUNG_WORKERS, _OVERSEAS = range(18, 21)
EFFECTS_COUNT = 21

RATIOS = {
    "ratio_no_diploma_bac_plus_3": _NO_DIPLOMA,
    "ratio_alone_couple_with_children": _ALONE,
}
STEPS = {
    "brevet_cap_step": (_BREVET, _NO_DIPLOMA),
    "bac_step": (_BAC, _NO_DIPLOMA),
    "lone_parent_step": (_LONE, _ALONE),
    "other_household_step": (_OTHER, _ALONE),
    "craftspeople_step": (_CRAFTSPEOPLE, _FARMERS),
    "employees_step": (_EMPLOYEES, _WORKERS),
    "inactive_step": (_INACTIVE, _WORKERS),
}
# Effects held near zero, the width being an assumption.
LOOSE = {_YOUNG_EXECUTIVES: "young_position_sd", _YOUNG_WORKERS: "young_position_sd"}
_POSITION_EFFECTS = range(_FARMERS, _OVERSEAS)


@dataclass(frozen=True)
class Rates:
    """Effects on the logit scale, one row a draw.

    Parameters
    ----------
    effects : array of shape (R, 21)
        Ages, no diploma, brevet or CAP, bac or bac+2, alone, couple without children, lone
        parent, other, farmers, craftspeople, intermediate, employees, workers, inactive, what
        executives and workers below 60 have more, overseas.
    income : array of shape (R,)
        Effect of one unit of what income says beyond the margins, in logarithm; negative.
    in_school : int
        Which effect people still in school take, -1 for that of bac+3.
    """

    effects: Array
    income: Array
    in_school: int

    @property
    def logits(self) -> Array:
        """Logit of each cell, mainland, income of the nation; shape (R, 875)."""
        return np.asarray(self.effects[:, :_OVERSEAS] @ _design(self.in_school)[:, :_OVERSEAS].T)

    @property
    def overseas(self) -> Array:
        """Effect of being overseas; shape (R,)."""
        return np.asarray(self.effects[:, _OVERSEAS])

    def named(self) -> dict[str, float]:
        """Return the effects of the first draw by name, odds ratios of levels not pinned at 0."""
        effects = self.effects[0]
        names = (
            *(f"age.{age}" for age in AGES),
            *("diploma.no_diploma", "diploma.brevet_cap", "diploma.bac_bac_plus_2"),
            *("household.alone", "household.couple_without_children"),
            *("household.lone_parent", "household.other"),
            *("position.farmers", "position.craftspeople", "position.intermediate"),
            *("position.employees", "position.workers", "position.inactive"),
            *("below_60.executives", "below_60.workers", "overseas"),
        )
        return {**dict(zip(names, effects.tolist(), strict=True)), "income": float(self.income[0])}


@dataclass(frozen=True)
class Targets:
    """What the nation must look like: one row a draw, one column a published figure.

    Parameters
    ----------
    shares : dict of str to array of shape (R,)
        Published shares by group.
    log_ratios : dict of str to array of shape (R,)
        Logarithms of the odds ratios of `RATIOS`.
    steps : dict of str to array of shape (R,)
        Steps of `STEPS`, plus what the draw adds in logits.
    income : array of shape (R,)
        Effect of income.
    """

    shares: Mapping[str, Array]
    log_ratios: Mapping[str, Array]
    steps: Mapping[str, tuple[float, Array]]
    income: Array


def income_effect(facts: Mapping[str, Fact], assumptions: Assumptions) -> float:
    """Return the change of logit for one unit of the logarithm of income; 0 if it is not used."""
    if not assumptions.income_is_used or "ratio_income" not in facts:
        return 0.0
    published = -float(np.log(facts["ratio_income"].ratio)) / assumptions.income_spread_log
    return published * assumptions.income_strength


def published_targets(facts: Mapping[str, Fact], assumptions: Assumptions) -> Targets:
    """Return the published figures themselves, as one row."""
    return Targets(
        shares={
            name: np.array([fact.share]) for name, fact in fitted_facts(facts, assumptions).items()
        },
        log_ratios={
            name: np.log([facts[name].ratio])
            for name in RATIOS
            if name in facts and facts[name].used_for == "fit"
        },
        steps={name: (getattr(assumptions, name), np.zeros(1)) for name in STEPS},
        income=np.array([income_effect(facts, assumptions)]),
    )


def fitted_facts(facts: Mapping[str, Fact], assumptions: Assumptions) -> dict[str, Fact]:
    """Return the published shares the effects are solved on, by id."""
    return {
        name: fact
        for name, fact in facts.items()
        if fact.used_for == "fit"
        and not np.isnan(fact.share)
        and (assumptions.overseas_is_fitted or name != "overseas")
        and (assumptions.positions_are_used or not _is_of_positions(fact))
    }


def _is_of_positions(fact: Fact) -> bool:
    return fact.group.startswith(("in_work", "retired", "position"))


def zones_of(group: str) -> tuple[bool, bool]:
    """Return whether a group holds people of the mainland, and people overseas."""
    return group != "zone.overseas", group != "zone.mainland"


def fit_rates(
    targets: Targets,
    facts: Mapping[str, Fact],
    assumptions: Assumptions,
    reference: Reference,
    *,
    people: Array | None = None,
    start: Rates | None = None,
    smallest_step: float = SMALLEST_STEP,
) -> Rates:
    """Solve the effects on the published figures.

    Parameters
    ----------
    targets : Targets
        R rows to solve, together.
    people : array of shape (R, S, 875), optional
        The nation's cells of each draw; the reference's by default.
    start : Rates, optional
        Effects to start from.
    smallest_step : float
        In logits: an effect that moves by less is solved.

    Returns
    -------
    Rates
    """
    problem = _Problem.of(targets, facts, assumptions, reference, people)
    guess = _first_guess() if start is None else start.effects[0]
    effects = np.tile(guess, (len(targets.income), 1))
    active = np.arange(len(effects))
    jacobian, residual = problem.evaluate(effects, active)
    cost = (residual**2).sum(axis=1)
    damping = np.full(len(effects), FIRST_DAMPING)
    for _ in range(MOST_STEPS):
        normal = jacobian.transpose(0, 2, 1) @ jacobian
        diagonal = np.einsum("rkk->rk", normal) * damping[:, None] + LOOSEST**2
        normal += diagonal[:, :, None] * np.eye(EFFECTS_COUNT)
        gradient = jacobian.transpose(0, 2, 1) @ residual[:, :, None]
        step = np.linalg.solve(normal, gradient)[:, :, 0]
        trial = effects[active] + step
        jacobian_there, residual_there = problem.evaluate(trial, active)
        cost_there = (residual_there**2).sum(axis=1)
        is_better = cost_there < cost
        effects[active[is_better]] = trial[is_better]
        jacobian[is_better], residual[is_better] = (
            jacobian_there[is_better],
            residual_there[is_better],
        )
        cost = np.where(is_better, cost_there, cost)
        damping = np.where(is_better, damping / 10, damping * 5)
        going = (np.abs(step).max(axis=1) > smallest_step) & (damping < MOST_DAMPING)
        active, damping, cost = active[going], damping[going], cost[going]
        jacobian, residual = jacobian[going], residual[going]
        if not len(active):
            break
    return Rates(effects, targets.income, problem.in_school)


@dataclass(frozen=True)
class _Problem:
    """What the effects are solved on, as arrays.

    Parameters
    ----------
    people : array of shape (1 or R, S, 125)
        The nation's cells, in the survey's field.
    shift : array of shape (R, S)
        What income adds to the logits of each stratum.
    masks : array of shape (2, f, 875)
        Which cells each published share is about, mainland then overseas.
    designs : array of shape (2, 875, f × 21)
        Which effects these cells take, for each share.
    wanted, precision : array of shape (R, f)
        Published shares, and the standard error their rounding leaves, in logits.
    """

    targets: Targets
    assumptions: Assumptions
    people: Array
    overseas: Array
    shift: Array
    masks: Array
    designs: Array
    wanted: Array
    precision: Array
    in_school: int

    @classmethod
    def of(
        cls,
        targets: Targets,
        facts: Mapping[str, Fact],
        assumptions: Assumptions,
        reference: Reference,
        people: Array | None,
    ) -> _Problem:
        names = [name for name in targets.shares if name in fitted_facts(facts, assumptions)]
        groups = [facts[name].group for name in names]
        masks = np.array([group_mask(group, assumptions) for group in groups])
        zones = np.array([zones_of(group) for group in groups])
        wanted = np.column_stack([targets.shares[name] for name in names])
        rounding = np.array([facts[name].half_width for name in names]) / np.sqrt(3)
        people = reference.people[None] if people is None else people
        in_school = _BAC if assumptions.in_school_as_bac else -1
        masks = np.stack([masks * zones[:, [zone]] for zone in (0, 1)])
        designs = masks[..., None] * _design(in_school)[None, None]
        return cls(
            targets=targets,
            assumptions=assumptions,
            people=people * survey_field(assumptions),
            overseas=reference.stratum_is_overseas.astype(float),
            shift=targets.income[:, None] * reference.stratum_income,
            masks=masks,
            designs=designs.transpose(0, 2, 1, 3).reshape(2, CELLS_COUNT, -1),
            wanted=wanted,
            precision=rounding / (wanted * (1 - wanted)),
            in_school=in_school,
        )

    def evaluate(self, effects: Array, active: NDArray[np.intp]) -> tuple[Array, Array]:
        """Return the Jacobian (r, m, 21) and the residuals (r, m) of some draws."""
        design = _design(self.in_school)
        shift = self.shift[active] + effects[:, _OVERSEAS, None] * self.overseas
        rate = _expit((effects @ design.T)[:, None, :] + shift[:, :, None])
        people = self.people if len(self.people) == 1 else self.people[active]
        concerned = people * rate
        slope = concerned * (1 - rate)
        found = np.zeros((len(effects), self.wanted.shape[1]))
        total = np.zeros((len(people), self.wanted.shape[1]))
        jacobian = np.zeros((*found.shape, EFFECTS_COUNT))
        for zone, mask in enumerate(self.masks):
            inside = self.overseas == zone
            found += concerned[:, inside].sum(axis=1) @ mask.T
            total += people[:, inside].sum(axis=1) @ mask.T
            weighted = slope[:, inside].sum(axis=1)
            part = (weighted @ self.designs[zone]).reshape(jacobian.shape)
            part[:, :, _OVERSEAS] = weighted @ mask.T * zone
            jacobian += part
        share = found / total
        # On the logit scale the problem is nearly linear.
        residual = (_logit(self.wanted[active]) - _logit(share)) / self.precision[active]
        jacobian /= (total * share * (1 - share) * self.precision[active])[:, :, None]
        rows, more = _linear_residuals(effects, self.targets, self.assumptions, active)
        rows = np.broadcast_to(rows, (len(effects), *rows.shape))
        return np.concatenate([jacobian, rows], axis=1), np.concatenate([residual, more], axis=1)


def _linear_residuals(
    effects: Array,
    targets: Targets,
    assumptions: Assumptions,
    active: NDArray[np.intp],
) -> tuple[Array, Array]:
    """Return the rows and residuals of what is linear in the effects: ratios and steps."""
    rows, residuals = [], []
    for name, values in targets.log_ratios.items():
        row = np.zeros(EFFECTS_COUNT)
        row[RATIOS[name]] = 1.0
        width = assumptions.ratio_tolerance_log
        rows.append(row / width)
        residuals.append((values[active] - effects @ row) / width)
    for name, (step, extra) in targets.steps.items():
        level, top = STEPS[name]
        row = np.zeros(EFFECTS_COUNT)
        row[level], row[top] = 1.0, -step
        rows.append(row / assumptions.step_sd)
        residuals.append((extra[active] - effects @ row) / assumptions.step_sd)
    held = {effect: float(getattr(assumptions, width)) for effect, width in LOOSE.items()}
    if not assumptions.overseas_is_fitted or "overseas" not in targets.shares:
        held[_OVERSEAS] = LOOSEST
    if not assumptions.positions_are_used:
        held |= dict.fromkeys(_POSITION_EFFECTS, LOOSEST)
    for effect, width in held.items():
        row = np.zeros(EFFECTS_COUNT)
        row[effect] = 1 / width
        rows.append(row)
        residuals.append(-effects[:, effect] / width)
    return np.array(rows), np.column_stack(residuals)


@cache
def _design(in_school: int) -> Array:
    """Return which effects each cell takes; shape (875, 21)."""
    design = np.zeros((*SHAPE, EFFECTS_COUNT))
    for age in range(len(AGES)):
        design[age, ..., age] = 1.0
    for diploma, effect in enumerate((_NO_DIPLOMA, _BREVET, _BAC, -1, in_school)):
        if effect >= 0:
            design[:, diploma, ..., effect] = 1.0
    for household, effect in enumerate((_ALONE, _COUPLE, -1, _LONE, _OTHER)):
        if effect >= 0:
            design[:, :, household, :, effect] = 1.0
    by_position = _FARMERS, _CRAFTSPEOPLE, -1, _INTERMEDIATE, _EMPLOYEES, _WORKERS, _INACTIVE
    for position, effect in enumerate(by_position):
        if effect >= 0:
            design[..., position, effect] = 1.0
    design[:BELOW_60, ..., POSITIONS.index("executives"), _YOUNG_EXECUTIVES] = 1.0
    design[:BELOW_60, ..., POSITIONS.index("workers"), _YOUNG_WORKERS] = 1.0
    return design.reshape(CELLS_COUNT, EFFECTS_COUNT)


def _first_guess() -> Array:
    guess = np.zeros(EFFECTS_COUNT)
    guess[_AGE] = (-6.0, -5.0, -4.8, -4.0, -2.6)
    guess[[_NO_DIPLOMA, _BREVET, _BAC]] = (2.0, 1.3, 0.7)
    guess[[_FARMERS, _CRAFTSPEOPLE, _EMPLOYEES, _WORKERS]] = 1.4
    guess[[_INTERMEDIATE, _INACTIVE]] = (0.5, 0.7)
    guess[[_ALONE, _COUPLE, _LONE, _OTHER]] = (1.2, 0.5, 0.6, 0.6)
    return guess


def _logit(share: Array) -> Array:
    return np.asarray(np.log(share / (1 - share)))


def _expit(logit: Array) -> Array:
    return np.asarray(1.0 / (1.0 + np.exp(-logit)))
