"""What each part of the method brings: the checks again without it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

import numpy as np
import pandas as pd

from territory.illectronism.build_reference import build_reference
from territory.illectronism.draws import draw_people
from territory.illectronism.external import errors_by_level, external_table
from territory.illectronism.model import Fitted, Model, fit
from territory.illectronism.validate import mean_and_high_moves, validation_table

# What each change of the method brought, put back as it was before, one at a time, then together.
WITHOUT: Mapping[str, Mapping[str, float | bool]] = {
    "positions": {"positions_are_used": False},
    "residual_income": {"income_is_residual": False},
    "income_by_fifths": {"income_by_fifths": False},
    "ordinary_dwellings": {"field_is_ordinary_dwellings": False},
    "epci_effect": {"epci_effect_sd": 0.0},
    "merged_incomes": {},
    "all": {
        "positions_are_used": False,
        "income_is_residual": False,
        "income_by_fifths": False,
        "field_is_ordinary_dwellings": False,
        "epci_effect_sd": 0.0,
    },
}
_WITH_PUBLISHED_INCOMES = ("merged_incomes", "all")


def ablation_table(
    communes: pd.DataFrame,
    model: Model,
    draws: int,
    seed: int,
    *,
    types: pd.Series | None = None,
    names: Iterable[str] = WITHOUT,
) -> pd.DataFrame:
    """Return what each part of the method brings: what its absence does to the checks.

    Parameters
    ----------
    communes : DataFrame
        All France.
    types : Series of str, optional
        As `territory.illectronism.external.area_types` gives them.
    names : iterable of str
        Of `WITHOUT`; all of them if not given.

    Returns
    -------
    DataFrame
        Index: ``stated``, then `names`. ``missed_count``: national figures outside
        their rounding; ``region_rmse``, ``departement_rmse``, ``area_type_rmse``; ``inside_share`` of
        all figures below the nation; ``people``; ``mean_move`` of a commune's share.
    """
    whole = fit(communes, model)
    rows = {"stated": _checks(communes, whole, draws, seed, types) | {"mean_move": 0.0}}
    for name in names:
        assumptions = model.assumptions.replace(**WITHOUT[name])
        table = communes
        if name in _WITH_PUBLISHED_INCOMES:
            table = communes.assign(
                median_income_used_eur=communes["median_income_eur"],
                median_income_used_status=communes["median_income_status"],
            )
        reference = build_reference(table, model.facts, assumptions, model.reference.census)
        other = fit(table, Model(model.facts, assumptions, reference))
        rows[name] = _checks(table, other, draws, seed, types) | {
            "mean_move": mean_and_high_moves(whole, other)["mean_move"]
        }
    return pd.DataFrame.from_dict(rows, orient="index").rename_axis("without")


def _checks(
    communes: pd.DataFrame, fitted: Fitted, draws: int, seed: int, types: pd.Series | None
) -> dict[str, float]:
    drawn = draw_people(fitted, draws, seed)
    external = external_table(communes, drawn, seed, types)
    by_level = errors_by_level(external)["rmse"]
    nation = validation_table(fitted)["is_met"].dropna()
    return {
        "missed_count": float((~nation.astype(bool)).sum()),
        **{
            f"{level}_rmse": float(by_level.get(level, np.nan))
            for level in ("region", "departement", "area_type")
        },
        "inside_share": float(external["is_inside"].dropna().astype(float).mean()),
        "people": float(fitted.people.sum()),
    }
