"""The estimate held against what is published, and against other choices.

Tables of numbers only; `territory.illectronism.report` puts them into words.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Iterable

import numpy as np
import pandas as pd

from territory.errors import TerritoryError
from territory.illectronism.build_reference import build_reference
from territory.illectronism.cells import cells_of
from territory.illectronism.draws import Draws, draw_people
from territory.illectronism.facts import AGES, CELLS_COUNT, SHAPE, Array, Fact, alternatives
from territory.illectronism.groups import group_mask
from territory.illectronism.model import CHUNK, Fitted, Model, cell_rates, fit
from territory.illectronism.rates import RATIOS, zones_of
from territory.illectronism.reference import STRUCTURAL
from territory.illectronism.sums import interval, sum_draws
from territory.messages import default_words

COVERAGE_TOLERANCE_SHARE = 0.05
WIDTH_EVERY = 20  # a commune's interval does not depend on the others: some are enough


def check_covers_france(drawn: Draws, model: Model) -> None:
    """Check that an estimate is of all France, where published figures are of.

    Raises
    ------
    TerritoryError
        If its adults are not those of the nation, within `COVERAGE_TOLERANCE_SHARE`.
    """
    found, wanted = drawn.fitted.margins.adults.sum(), model.reference.people.sum()
    if abs(found - wanted) > COVERAGE_TOLERANCE_SHARE * wanted:
        raise TerritoryError(
            "illectronism_needs_france",
            found=default_words().number(found),
            wanted=default_words().number(wanted),
        )


def age_only_rates(model: Model) -> Array:
    """Return the rates of direct standardisation on age alone; shape (5,).

    The published rates, that of 40–59 being the one that gives the published total: what one would
    do without the other margins.
    """
    people = model.reference.margins[0]
    shares = np.array(
        [model.facts[f"age_{age}"].share if f"age_{age}" in model.facts else np.nan for age in AGES]
    )
    unknown = int(np.flatnonzero(np.isnan(shares))[0])
    known = np.nansum(shares * people)
    shares[unknown] = (model.facts["everyone"].share - known) / people[unknown]
    return shares


def age_only_people(fitted: Fitted) -> Array:
    """Return the people in illectronism by age alone; shape (n,)."""
    margins = fitted.margins
    return np.asarray(margins.ages @ age_only_rates(fitted.model) * fitted.adults)


@dataclasses.dataclass(frozen=True)
class NationalCells:
    """Adults in ordinary dwellings and people in illectronism by cell, mainland then overseas; arrays of shape (2, 875)."""

    adults: Array
    concerned: Array


def national_cells(fitted: Fitted) -> NationalCells:
    """Sum the cells of all communes of a table."""
    margins, model = fitted.margins, fitted.model
    adults, concerned = np.zeros((2, CELLS_COUNT)), np.zeros((2, CELLS_COUNT))
    for first in range(0, len(margins.adults), CHUNK):
        block = slice(first, first + CHUNK)
        cells = cells_of(model.seed, fitted.factors, block) * margins.adults[block, None]
        cells *= model.field
        touched = cells * cell_rates(model.rates.logits[0], fitted.shift[block])
        for zone in (0, 1):
            inside = margins.is_overseas[block] == bool(zone)
            adults[zone] += cells[inside].sum(axis=0)
            concerned[zone] += touched[inside].sum(axis=0)
    return NationalCells(adults, concerned)


def validation_table(fitted: Fitted) -> pd.DataFrame:
    """Return each figure published for the nation beside the modelled one.

    Parameters
    ----------
    fitted : Fitted
        Of all France.

    Returns
    -------
    DataFrame
        Index: id of the figure. ``published``, ``modelled``, ``gap`` (modelled − published),
        ``age_only`` (by age standardisation alone); ``is_met``: within its rounding if it was fitted,
        missing otherwise; ``used_for``, ``read_in_original``, ``source``.
    """
    model, cells = fitted.model, national_cells(fitted)
    rows = {
        fact.id: _row(fact, model, cells)
        for fact in model.facts.values()
        if fact.used_for != "none"
    }
    table = pd.DataFrame.from_dict(rows, orient="index")
    table.index.name = "figure"
    return table


def _row(fact: Fact, model: Model, cells: NationalCells) -> dict[str, object]:
    age_only = np.nan
    if fact.id in RATIOS:
        modelled = float(np.exp(model.rates.effects[0, RATIOS[fact.id]]))
    elif fact.group.startswith("income"):
        modelled = float(np.exp(-model.rates.income[0] * model.assumptions.income_spread_log))
    else:
        modelled, age_only = _share_of(fact.group, model, cells)
    is_met: object = pd.NA
    if fact.used_for == "fit" and not np.isnan(fact.share):
        is_met = bool(abs(modelled - fact.value) <= fact.half_width)
    return {
        "published": fact.value,
        "modelled": modelled,
        "gap": modelled - fact.value,
        "age_only": age_only,
        "is_met": is_met,
        "used_for": fact.used_for,
        "read_in_original": fact.read_in_original,
        "source": fact.source,
    }


def _share_of(group: str, model: Model, cells: NationalCells) -> tuple[float, float]:
    """Return the modelled share of a group of the nation, and that by age alone."""
    by_age = np.repeat(age_only_rates(model), CELLS_COUNT // SHAPE[0])
    zones = np.array(zones_of(group), dtype=float)[:, None]
    inside = zones * group_mask(group, model.assumptions)
    adults = cells.adults * inside
    total = float(adults.sum())
    return float((cells.concerned * inside).sum()) / total, float((adults @ by_age).sum()) / total


def density_table(communes: pd.DataFrame, draws: Draws) -> pd.DataFrame:
    """Return the share of each density class, by the model and by age alone."""
    classes = communes["density_class"].astype("Int64").astype("string")
    table = sum_draws(draws, classes.rename("density_class"))
    naive = draws.fitted.on_index(age_only_people(draws.fitted), "age_only")
    table["age_only_share"] = naive.groupby(classes).sum() / table["adult_people"]
    return table


def leave_one_out_table(communes: pd.DataFrame, model: Model) -> pd.DataFrame:
    """Return what the model says of each figure when it is not fitted on it.

    The total and the ages cannot be left out: the rate of 40–59, which is not published, follows
    from them.

    Returns
    -------
    DataFrame
        Index: id. ``published``, ``modelled`` with it, ``left_out`` without it; ``mean_move`` and
        ``high_move``, mean and 95th percentile of what its absence moves in a commune's share.
    """
    whole = fit(communes, model)
    cells = national_cells(whole)
    rows = {}
    for fact in model.facts.values():
        if fact.used_for != "fit" or fact.group == "everyone" or fact.group.startswith("age."):
            continue
        if fact.id == "ratio_income":
            still = model.assumptions.replace(income_is_used=False)
            other = dataclasses.replace(model, assumptions=still)
        else:
            unused = dataclasses.replace(fact, used_for="check")
            other = dataclasses.replace(model, facts={**model.facts, fact.id: unused})
        fitted = dataclasses.replace(whole, model=other)
        rows[fact.id] = {
            "published": fact.value,
            "modelled": _value(fact, model, cells),
            "left_out": _value(fact, other, national_cells(fitted)),
            **mean_and_high_moves(whole, fitted),
        }
    table = pd.DataFrame.from_dict(rows, orient="index")
    table.index.name = "figure"
    return table


def _value(fact: Fact, model: Model, cells: NationalCells) -> float:
    if fact.id in RATIOS:
        return float(np.exp(model.rates.effects[0, RATIOS[fact.id]]))
    if fact.group.startswith("income"):
        return float(np.exp(-model.rates.income[0] * model.assumptions.income_spread_log))
    return _share_of(fact.group, model, cells)[0]


def mean_and_high_moves(whole: Fitted, other: Fitted) -> dict[str, float]:
    """Return the mean and the 95th percentile of what moves in communes' shares."""
    moved = np.abs(other.moments.share - whole.moments.share)
    return {"mean_move": float(moved.mean()), "high_move": float(np.quantile(moved, 0.95))}


def assumptions_table(
    communes: pd.DataFrame, model: Model, draws: int, seed: int, names: Iterable[str] = ()
) -> pd.DataFrame:
    """Return what each assumption moves when the other value of the data file takes its place.

    Returns
    -------
    DataFrame
        Index: name. ``stated``, ``other``; ``people``: people in illectronism in France;
        ``mean_move`` and ``high_move`` of a commune's share, as `leave_one_out_table`; ``width``:
        median half-width of communes' intervals, relative to the estimate, stated then other.
    """
    whole = fit(communes, model)
    some = communes.iloc[::WIDTH_EVERY]
    width = _median_width(fit(some, model), draws, seed)
    rows = {
        "stated": {"people": whole.people.sum(), "mean_move": 0.0, "high_move": 0.0, "width": width}
    }
    for name, value in alternatives().items():
        if names and name not in names:
            continue
        assumptions = model.assumptions.replace(**{name: value})
        reference = model.reference
        if name in STRUCTURAL:
            reference = build_reference(communes, model.facts, assumptions, reference.census)
        changed = Model(model.facts, assumptions, reference)
        other = fit(communes, changed)
        rows[name] = {
            "stated": getattr(model.assumptions, name),
            "other": value,
            "people": other.people.sum(),
            **mean_and_high_moves(whole, other),
            "width": _median_width(fit(some, changed), draws, seed),
        }
    table = pd.DataFrame.from_dict(rows, orient="index")
    table.index.name = "assumption"
    return table


def _median_width(fitted: Fitted, draws: int, seed: int) -> float:
    drawn = draw_people(fitted, draws, seed)
    low, high = interval(drawn.people, fitted.model.assumptions.interval_share)
    return float(np.median((high - low) / 2 / fitted.people))
