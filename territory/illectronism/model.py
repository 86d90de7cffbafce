"""The estimate of a table of communes: margins → cells → rates → people."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache, cached_property

import numpy as np
import pandas as pd

from territory.errors import TerritoryError
from territory.illectronism.cells import Factors, cells_of, fit_factors
from territory.illectronism.facts import SHAPE, Array, Assumptions, Fact, published_facts, seed
from territory.illectronism.margins import Margins, read_margins
from territory.illectronism.rates import Rates, fit_rates, published_targets
from territory.illectronism.reference import Reference, stored_reference, structural

CHUNK = 4096


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
    def seed(self) -> Array:
        """Associations of the cells; shape (5, 5, 5)."""
        return seed(self.assumptions)

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
    def shift(self) -> Array:
        """What income and being overseas add to the logits; shape (n,)."""
        rates, margins = self.model.rates, self.margins
        return np.asarray(
            rates.income[0] * margins.log_income + rates.overseas[0] * margins.is_overseas
        )

    @cached_property
    def moments(self) -> Moments:
        """Sums over each commune's cells, at the published figures."""
        return moments(self, slice(None))

    @property
    def people(self) -> Array:
        """People in illectronism; shape (n,)."""
        return np.asarray(self.moments.share * self.margins.adults)

    def on_index(self, values: Array, name: str) -> pd.Series:
        """Return values of the estimated communes on the whole table's index."""
        column = np.full(len(self.margins.index), np.nan)
        column[self.margins.rows] = values
        return pd.Series(column, self.margins.index, name=name)


@dataclass(frozen=True)
class Moments:
    """Sums over the cells of a commune, as shares of its adults.

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
    """

    share: Array
    slope: Array
    spread: Array
    seniors: Array
    alone: Array
    no_diploma: Array


def moments(fitted: Fitted, rows: slice) -> Moments:
    """Return the sums over the cells of some communes, a chunk at a time."""
    logits = fitted.model.rates.logits[0]
    shift = fitted.shift[rows]
    columns: list[list[Array]] = []
    positions = np.arange(len(fitted.shift))[rows]
    for first in range(0, len(positions), CHUNK):
        part = positions[first : first + CHUNK]
        cells = cells_of(fitted.model.seed, fitted.factors, part)
        rate = cell_rates(logits, shift[first : first + CHUNK])
        concerned = cells * rate
        share = concerned.sum(axis=1)
        squares = (concerned * rate).sum(axis=1)
        table = concerned.reshape(-1, *SHAPE)
        columns.append(
            [
                share,
                share - squares,
                np.maximum(squares - share**2, 0.0),
                table[:, -1].sum(axis=(1, 2)),
                table[:, :, :, 0].sum(axis=(1, 2)),
                table[:, :, 0].sum(axis=(1, 2)),
            ]
        )
    if not columns:
        return Moments(*(np.empty(0) for _ in range(6)))
    return Moments(*(np.concatenate(column) for column in zip(*columns, strict=True)))


def cell_rates(logits: Array, shift: Array) -> Array:
    """Return the rate of each cell of communes whose logits are all moved by a shift.

    Returns
    -------
    array of shape (n, 125)
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
    factors = fit_factors(model.seed, margins.shares)
    return Fitted(model, margins, factors)
