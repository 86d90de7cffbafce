"""Make the stored reference from the census of all France."""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from territory.contract import POSITIONS as POSITION_COLUMNS
from territory.illectronism.cells import cells_of, fit_factors
from territory.illectronism.facts import (
    CELLS_COUNT,
    OCCUPATIONS,
    POSITIONS,
    SHAPE,
    Array,
    Assumptions,
    Fact,
    seed_tables,
)
from territory.illectronism.income import composition_effects, composition_log_income
from territory.illectronism.margins import Margins
from territory.illectronism.model import Fitted, Model, fit, fit_margins, moments
from territory.illectronism.positions import active_mix, former_scale
from territory.illectronism.reason_codes import IMPUTED
from territory.illectronism.reference import (
    DENSITY_CLASSES_COUNT,
    GROUPS_COUNT,
    OVERSEAS_GROUP,
    Reference,
    structural,
)

# Limits of the classes of what income says beyond the other margins, in logarithm.
MAINLAND_LIMITS = (
    -0.18,
    -0.13,
    -0.1,
    -0.07,
    -0.045,
    -0.02,
    0.0,
    0.02,
    0.045,
    0.07,
    0.1,
    0.13,
    0.18,
)
OVERSEAS_LIMITS = (-0.25, -0.1)


def build_reference(
    communes: pd.DataFrame, facts: Mapping[str, Fact], assumptions: Assumptions, census: str
) -> Reference:
    """Make a reference from a table of all communes.

    Parameters
    ----------
    communes : DataFrame
        All France; columns of `territory.illectronism.margins.COLUMNS`.
    facts, assumptions
        To measure the error made by imputing.
    census : str
        Which census and which incomes, for the file's head.
    """
    reference = _with_positions(_blank(census, assumptions), communes, assumptions)
    fitted = fit(communes, Model(facts, assumptions, reference))
    groups = _groups(communes, fitted.margins, reference)
    reference = _with_groups(reference, fitted.margins, groups)
    fitted = fit(communes, Model(facts, assumptions, reference))
    reference = _with_nation(reference, fitted)
    fitted = fit(communes, Model(facts, assumptions, reference))
    reference = _with_strata(reference, fitted)
    return _with_errors(reference, communes, facts, assumptions)


def _blank(census: str, assumptions: Assumptions) -> Reference:
    even, zeros = np.full((GROUPS_COUNT, 5), 0.2), np.zeros(GROUPS_COUNT)
    occupations = np.full(len(OCCUPATIONS), 1 / len(OCCUPATIONS))
    return Reference(
        census=census,
        made_with=structural(assumptions),
        log_income=0.0,
        composition=np.zeros(sum(SHAPE)),
        composition_mean=0.0,
        actives=occupations,
        former_scale=occupations,
        position_factor=np.ones(len(POSITIONS)),
        stratum_income=np.zeros(2),
        stratum_is_overseas=np.array([False, True]),
        people=np.ones((2, CELLS_COUNT)),
        diplomas=even,
        households=even,
        diplomas_imputation_sd=zeros,
        households_imputation_sd=zeros,
        positions_imputation_sd=zeros,
        income_imputation_sd=zeros,
    )


def _with_positions(
    reference: Reference, communes: pd.DataFrame, assumptions: Assumptions
) -> Reference:
    """Fill the mix of the nation's actives and the scale of its former positions."""
    counts = communes[list(POSITION_COLUMNS)].to_numpy(dtype=np.float64, na_value=np.nan)
    counts = counts[~np.isnan(counts).any(axis=1)]
    actives = counts[:, : len(OCCUPATIONS)]
    nation = actives.sum(axis=0) / actives.sum()
    scale = former_scale(
        active_mix(actives, nation, assumptions.shrink_actives_count),
        counts[:, len(OCCUPATIONS)],
        nation,
        seed_tables()["former_positions_percent"][0],
        assumptions.former_position_power,
    )
    return dataclasses.replace(reference, actives=nation, former_scale=scale)


def _groups(communes: pd.DataFrame, margins: Margins, reference: Reference) -> NDArray[Any]:
    here = communes["density_class"].iloc[margins.rows]
    return reference.groups_of(here, margins.is_overseas)


def _complete(margins: Margins, kind: str) -> NDArray[Any]:
    codes = [code for code in IMPUTED if code.startswith(kind)]
    lacks = np.logical_or.reduce([margins.flags[code] for code in codes])
    return np.asarray(~lacks[margins.rows])


def _with_groups(reference: Reference, margins: Margins, groups: NDArray[Any]) -> Reference:
    """Fill what communes of each density look like: shares of their people."""
    return dataclasses.replace(
        reference,
        diplomas=_group_shares(margins.diplomas, margins, groups, "diplomas"),
        households=_group_shares(margins.households, margins, groups, "households"),
    )


def _members(group: int, groups: NDArray[Any]) -> NDArray[Any]:
    return np.asarray(groups != OVERSEAS_GROUP if group == 0 else groups == group)


def _group_shares(shares: Array, margins: Margins, groups: NDArray[Any], kind: str) -> Array:
    known = _complete(margins, kind)
    rows = []
    for group in range(DENSITY_CLASSES_COUNT + 2):
        chosen = known & _members(group, groups)
        people = (shares[chosen] * margins.adults[chosen, None]).sum(axis=0)
        rows.append(people / people.sum() if people.sum() > 0 else np.full(5, np.nan))
    table = np.array(rows)
    empty = np.isnan(table).any(axis=1)
    table[empty] = table[0]
    return table


def _with_nation(reference: Reference, fitted: Fitted) -> Reference:
    """Fill the nation's income, what its margins say of it, and its factor of positions."""
    margins, seed = fitted.margins, fitted.model.seed
    people = np.zeros(CELLS_COUNT)
    known = ~np.isnan(margins.positions[:, 0])
    chosen = known if known.any() else np.ones(len(known), dtype=bool)
    for rows in np.array_split(np.flatnonzero(chosen), 40):
        people += margins.adults[rows] @ cells_of(seed, fitted.factors, rows)
    cells = people.reshape(SHAPE) / people.sum()
    nation = [
        cells.sum(axis=tuple(k for k in range(len(SHAPE)) if k != axis))[None]
        for axis in range(len(SHAPE))
    ]
    effects = composition_effects(people, fitted.model.assumptions)
    said = composition_log_income(effects, fitted.shares)
    has_income = ~np.isnan(margins.log_income)
    weights = margins.adults * has_income
    factor = fit_factors(seed, nation).position[0] if known.any() else np.ones(len(POSITIONS))
    return dataclasses.replace(
        reference,
        log_income=float(
            np.average(np.where(has_income, margins.log_income, 0.0), weights=weights)
        ),
        composition=effects,
        composition_mean=float(np.average(said, weights=weights)),
        position_factor=factor / factor.mean(),
    )


def _with_strata(reference: Reference, fitted: Fitted) -> Reference:
    margins, income = fitted.margins, fitted.income
    mainland = np.searchsorted(MAINLAND_LIMITS, income)
    overseas = np.searchsorted(OVERSEAS_LIMITS, income) + len(MAINLAND_LIMITS) + 1
    stratum = np.where(margins.is_overseas, overseas, mainland)
    people, means, is_overseas = [], [], []
    for number in np.unique(stratum):
        rows = np.flatnonzero(stratum == number)
        people.append(
            sum(
                margins.adults[part] @ cells_of(fitted.model.seed, fitted.factors, part)
                for part in np.array_split(rows, max(1, len(rows) // 1024))
            )
        )
        means.append(np.average(income[rows], weights=margins.adults[rows]))
        is_overseas.append(bool(margins.is_overseas[rows[0]]))
    return dataclasses.replace(
        reference,
        people=np.array(people),
        stratum_income=np.array(means),
        stratum_is_overseas=np.array(is_overseas),
    )


def _with_errors(
    reference: Reference,
    communes: pd.DataFrame,
    facts: Mapping[str, Fact],
    assumptions: Assumptions,
) -> Reference:
    """Measure the error of imputing, on the communes that lack nothing."""
    model = Model(facts, assumptions, reference)
    fitted = fit(communes, model)
    margins, share = fitted.margins, fitted.moments.share
    groups = _groups(communes, margins, reference)
    found: dict[str, Array] = {}
    imputed = {
        "diplomas": dataclasses.replace(margins, diplomas=reference.diplomas[groups]),
        "households": dataclasses.replace(margins, households=reference.households[groups]),
        "positions": dataclasses.replace(
            margins, positions=np.full_like(margins.positions, np.nan)
        ),
    }
    for kind, changed in imputed.items():
        other = moments(Fitted(model, changed, fit_margins(model, changed)), slice(None)).share
        found[f"{kind}_imputation_sd"] = _errors(other - share, _complete(margins, kind), groups)
    unknown = dataclasses.replace(margins, log_income=np.full_like(margins.log_income, np.nan))
    other = moments(Fitted(model, unknown, fitted.factors), slice(None)).share
    found["income_imputation_sd"] = _errors(other - share, _complete(margins, "income"), groups)
    changes: dict[str, Any] = found
    return dataclasses.replace(reference, **changes)


def _errors(gap: Array, is_known: NDArray[Any], groups: NDArray[Any]) -> Array:
    """Return the root mean square of a gap by group of density; the nation's where there is none."""
    chosen = [is_known & _members(group, groups) for group in range(GROUPS_COUNT)]
    everywhere = float(np.sqrt((gap[is_known] ** 2).mean())) if is_known.any() else 0.0
    return np.array(
        [float(np.sqrt((gap[rows] ** 2).mean())) if rows.any() else everywhere for rows in chosen]
    )
