"""The estimate of a table of communes: margins → cells → rates → people."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache, cached_property

import numpy as np
import pandas as pd

from territory.errors import TerritoryError
from territory.illectronism.cells import Factors, Seed, cells_of, fit_factors, implied_positions
from territory.illectronism.facts import SHAPE, Array, Assumptions, Fact, published_facts
from territory.illectronism.groups import survey_field
from territory.illectronism.income import composition_log_income, fifth_effect
from territory.illectronism.margins import Margins, read_margins
from territory.illectronism.rates import Rates, fit_rates, published_targets
from territory.illectronism.reference import Reference, stored_reference, structural
from territory.illectronism.seed import make_seed

CHUNK = 1024


@dataclass(frozen=True, eq=False)
class Model:
    """What is published, what is assumed, and the nation both are held against.

    Raises
    ------
    TerritoryError
        If the reference was made with another value of an assumption it rests on.
    """

    facts: Mapping[str, Fact]
    assumptions: Assumptions
    reference: Reference

    def __post_init__(self) -> None:
        for name, value in structural(self.assumptions).items():
            if value != self.reference.made_with[name]:
                raise TerritoryError(
                    "illectronism_reference_differs",
                    name=name,
                    value=value,
                    made_with=self.reference.made_with[name],
                )

    @cached_property
    def seed(self) -> Seed:
        """Associations of the cells."""
        return make_seed(self.assumptions)

    @cached_property
    def field(self) -> Array:
        """Share of each cell that lives in ordinary dwellings; shape (875,)."""
        return survey_field(self.assumptions)

    @cached_property
    def rates(self) -> Rates:
        """The rates solved on the published figures."""
        targets = published_targets(self.facts, self.assumptions)
        return fit_rates(targets, self.facts, self.assumptions, self.reference)


@dataclass(frozen=True, eq=False)
class Fitted:
    """The cells of communes and the rates applied to them.

    Parameters
    ----------
    model : Model
    margins : Margins
    factors : Factors
        Of the joint cells.
    """

    model: Model
    margins: Margins
    factors: Factors

    @cached_property
    def shares(self) -> tuple[Array, Array, Array, Array]:
        """The four margins, positions implied by the others where they are missing."""
        ages, diplomas, households, positions = self.margins.shares
        missing = np.isnan(positions[:, 0])
        if missing.any():
            implied = implied_positions(self.model.seed, self.factors)
            positions = np.where(missing[:, None], implied, positions)
        return ages, diplomas, households, positions

    @cached_property
    def income(self) -> Array:
        """What income says beyond the margins, in logarithm; 0 where it is not known; shape (n,)."""
        reference, assumptions = self.model.reference, self.model.assumptions
        own = fifth_effect(self.margins.log_income, assumptions)
        if assumptions.income_is_residual:
            said = composition_log_income(reference.composition, self.shares)
            own = own - fifth_effect(said - reference.composition_mean, assumptions)
        return np.where(np.isnan(own), 0.0, own)

    @cached_property
    def shift(self) -> Array:
        """What income and being overseas add to the logits; shape (n,)."""
        rates, margins = self.model.rates, self.margins
        return np.asarray(rates.income[0] * self.income + rates.overseas[0] * margins.is_overseas)

    @property
    def adults(self) -> Array:
        """People aged 15 or more in ordinary dwellings, those the survey asks; shape (n,)."""
        return np.asarray(self.moments.ordinary * self.margins.adults)

    @property
    def institution_people(self) -> Array:
        """People in institutions who would be in illectronism at the rate of their cell; (n,)."""
        return np.asarray(self.moments.institution * self.margins.adults)

    @cached_property
    def moments(self) -> Moments:
        """Sums over each commune's cells, at the published figures."""
        return moments(self, slice(None))

    @property
    def people(self) -> Array:
        """People in illectronism; shape (n,)."""
        return np.asarray(self.moments.share * self.adults)

    def on_index(self, values: Array, name: str) -> pd.Series:
        """Return values of the estimated communes on the whole table's index."""
        column = np.full(len(self.margins.index), np.nan)
        column[self.margins.rows] = values
        return pd.Series(column, self.margins.index, name=name)


@dataclass(frozen=True)
class Moments:
    """Sums over the cells of a commune, as shares of its adults in ordinary dwellings.

    Parameters
    ----------
    share : array of shape (n,)
        Σ cell × rate.
    slope : array of shape (n,)
        Σ cell × rate × (1 − rate): what one logit more would add.
    spread : array of shape (n,)
        Σ cell × (rate − share)²: variance of the rate between people.
    seniors, alone, no_diploma : array of shape (n,)
        Part of `share` that is 75 or more, living alone, without diploma.
    ordinary, institution : array of shape (n,)
        Of all adults, those in ordinary dwellings, and those in institutions times their rate.
    """

    share: Array
    slope: Array
    spread: Array
    seniors: Array
    alone: Array
    no_diploma: Array
    ordinary: Array
    institution: Array


def moments(fitted: Fitted, rows: slice) -> Moments:
    """Return the sums over the cells of some communes, a chunk at a time."""
    logits, field = fitted.model.rates.logits[0], fitted.model.field
    shift = fitted.shift[rows]
    columns: list[list[Array]] = []
    positions = np.arange(len(fitted.shift))[rows]
    parts = np.stack(
        [field, field * _part(0, -1), field * _part(2, 0), field * _part(1, 0), 1 - field]
    )
    for first in range(0, len(positions), CHUNK):
        part = positions[first : first + CHUNK]
        cells = cells_of(fitted.model.seed, fitted.factors, part)
        rate = cell_rates(logits, shift[first : first + CHUNK])
        ordinary = cells @ field
        rate *= cells
        share, seniors, alone, no_diploma, institution = (rate @ parts.T).T
        share, seniors, alone, no_diploma = (
            values / ordinary for values in (share, seniors, alone, no_diploma)
        )
        # Σ cell × rate², from cell × rate.
        rate *= rate
        np.divide(rate, cells, out=rate, where=cells > 0)
        squares = (rate @ field) / ordinary
        columns.append(
            [
                share,
                share - squares,
                np.maximum(squares - share**2, 0.0),
                *(seniors, alone, no_diploma, ordinary, institution),
            ]
        )
    if not columns:
        return Moments(*(np.empty(0) for _ in range(8)))
    return Moments(*(np.concatenate(column) for column in zip(*columns, strict=True)))


def _part(axis: int, level: int) -> Array:
    mask = np.zeros(SHAPE)
    place: list[int | slice] = [slice(None)] * len(SHAPE)
    place[axis] = level
    mask[tuple(place)] = 1.0
    return mask.ravel()


def cell_rates(logits: Array, shift: Array) -> Array:
    """Return the rate of each cell of communes whose logits are all moved by a shift.

    Returns
    -------
    array of shape (n, 875)
    """
    odds_against = np.exp(-shift)[:, None] * np.exp(-logits)[None, :]
    odds_against += 1.0
    return np.asarray(np.reciprocal(odds_against, out=odds_against))


@cache
def stated_model(assumptions: Assumptions | None = None) -> Model:
    """Return the model of the published figures and the stored reference."""
    return Model(published_facts(), assumptions or Assumptions.stated(), stored_reference())


def fit(communes: pd.DataFrame, model: Model) -> Fitted:
    """Fit the joint cells of communes.

    Raises
    ------
    TerritoryError
        If a column of `territory.illectronism.margins.COLUMNS` is absent.
    """
    margins = read_margins(communes, model.assumptions, model.reference)
    return Fitted(model, margins, fit_margins(model, margins))


def fit_margins(model: Model, margins: Margins) -> Factors:
    """Fit the joint cells to margins; those without positions keep the nation's factor of them."""
    n = len(margins.adults)
    ones = np.ones((n, SHAPE[0]))
    start = Factors(ones, ones, ones, np.tile(model.reference.position_factor, (n, 1)), 0.0)
    return fit_factors(model.seed, margins.shares, start)
