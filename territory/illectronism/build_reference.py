"""Make the stored reference from the census of all France."""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from territory.illectronism.cells import cells_of, fit_factors
from territory.illectronism.facts import CELLS_COUNT, Array, Assumptions, Fact
from territory.illectronism.margins import IMPUTED, Margins
from territory.illectronism.model import Fitted, Model, fit, moments
from territory.illectronism.reference import (
    DENSITY_CLASSES_COUNT,
    GROUPS_COUNT,
    OVERSEAS_GROUP,
    Reference,
    structural,
)

# Limits of the classes of median income, in logarithm relative to the nation's.
MAINLAND_LIMITS = (-0.25, -0.2, -0.15, -0.1, -0.05, 0.0, 0.05, 0.1, 0.15, 0.2, 0.3, 0.45)
OVERSEAS_LIMITS = (-0.3, -0.15)


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
    blank = _blank(census, assumptions)
    model = Model(facts, assumptions, blank)
    fitted = fit(communes, model)
    blank = _with_groups(blank, fitted.margins, _groups(communes, fitted.margins, blank))
    fitted = fit(communes, Model(facts, assumptions, blank))
    reference = _with_strata(blank, fitted)
    return _with_errors(reference, communes, facts, assumptions)


def _blank(census: str, assumptions: Assumptions) -> Reference:
    even, zeros = np.full((GROUPS_COUNT, 5), 0.2), np.zeros(GROUPS_COUNT)
    return Reference(
        census=census,
        made_with=structural(assumptions),
        log_income=0.0,
        stratum_log_income=np.zeros(2),
        stratum_is_overseas=np.array([False, True]),
        people=np.ones((2, CELLS_COUNT)),
        diplomas=even,
        households=even,
        group_log_income=zeros,
        diplomas_imputation_sd=zeros,
        households_imputation_sd=zeros,
        income_imputation_sd=zeros,
    )


def _groups(communes: pd.DataFrame, margins: Margins, reference: Reference) -> NDArray[Any]:
    here = communes["density_class"].iloc[margins.rows]
    return reference.groups_of(here, margins.is_overseas)


def _complete(margins: Margins, kind: str) -> NDArray[Any]:
    codes = [code for code in IMPUTED if code.startswith(kind)]
    lacks = np.logical_or.reduce([margins.flags[code] for code in codes])
    return np.asarray(~lacks[margins.rows])


def _with_groups(reference: Reference, margins: Margins, groups: NDArray[Any]) -> Reference:
    """Fill what communes of each density look like: shares of their people, mean of log income."""
    known = _complete(margins, "income")
    log_income = float(np.average(margins.log_income[known], weights=margins.adults[known]))
    return dataclasses.replace(
        reference,
        log_income=log_income,
        diplomas=_group_shares(margins.diplomas, margins, groups, "diplomas"),
        households=_group_shares(margins.households, margins, groups, "households"),
        group_log_income=_group_means(margins.log_income - log_income, known, groups),
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
    return _fill_with_nation(np.array(rows))


def _group_means(values: Array, known: NDArray[Any], groups: NDArray[Any]) -> Array:
    means = [
        values[known & _members(group, groups)].mean()
        if (known & _members(group, groups)).any()
        else np.nan
        for group in range(GROUPS_COUNT)
    ]
    return _fill_with_nation(np.array(means)[:, None])[:, 0]


def _fill_with_nation(rows: Array) -> Array:
    empty = np.isnan(rows).any(axis=1)
    rows[empty] = rows[0]
    return rows


def _with_strata(reference: Reference, fitted: Fitted) -> Reference:
    margins = fitted.margins
    mainland = np.searchsorted(MAINLAND_LIMITS, margins.log_income)
    overseas = np.searchsorted(OVERSEAS_LIMITS, margins.log_income) + len(MAINLAND_LIMITS) + 1
    stratum = np.where(margins.is_overseas, overseas, mainland)
    people, log_income, is_overseas = [], [], []
    for number in np.unique(stratum):
        rows = np.flatnonzero(stratum == number)
        cells = cells_of(fitted.model.seed, fitted.factors, rows)
        people.append(margins.adults[rows] @ cells)
        log_income.append(np.average(margins.log_income[rows], weights=margins.adults[rows]))
        is_overseas.append(bool(margins.is_overseas[rows[0]]))
    return dataclasses.replace(
        reference,
        people=np.array(people),
        stratum_log_income=np.array(log_income),
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
    for kind, values in (
        ("diplomas", reference.diplomas[groups]),
        ("households", reference.households[groups]),
        ("log_income", reference.group_log_income[groups]),
    ):
        changed = dataclasses.replace(margins, **{kind: values})
        factors = fit_factors(model.seed, changed.shares)
        other = moments(Fitted(model, changed, factors), slice(None)).share
        complete = _complete(margins, kind.removeprefix("log_"))
        found[f"{kind.removeprefix('log_')}_imputation_sd"] = np.array(
            [_error(other - share, complete & _members(g, groups)) for g in range(GROUPS_COUNT)]
        )
    changes: dict[str, Any] = found
    return dataclasses.replace(reference, **changes)


def _error(gap: Array, chosen: NDArray[Any]) -> float:
    return float(np.sqrt((gap[chosen] ** 2).mean())) if chosen.any() else float("nan")
