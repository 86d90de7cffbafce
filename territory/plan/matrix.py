"""One matrix: the minutes from where people live to where a counter may open, beside what they have.

All plans read it: places to open, counters to open on Saturday, stops of a bus. Its minutes are any
engine's, so no trip joins two zones or leaves an island. Existing counters stay, those across the
territory's border included.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
import pandas as pd
from numpy.typing import NDArray
from scipy.sparse import csr_array

from territory.geography import is_among
from territory.indicators.counters import (
    Origins,
    nearest_counter,
    origins_of,
    places_of,
)
from territory.indicators.stops import minutes_with_stops
from territory.plan.question import Question, candidates_of
from territory.tables import Tables
from territory.territories import communes_of
from territory.travel import Nearest, Places

Floats = NDArray[np.float64]
Integers = NDArray[np.int64]
Flags = NDArray[np.bool_]

# Bands of limits, each asked of the engine at once.
BANDS_COUNT = 8


@dataclass(frozen=True)
class Matrix:
    """Minutes to candidate places, and what people have today.

    Parameters
    ----------
    minutes : csr_array of shape (origins, candidates)
        Minutes by car of the pairs within reach, never zero; what is not stored is out of reach.
    before_minutes : array of float, of shape (origins,)
        Minutes to the nearest existing counter; missing where none can be reached.
    people : array of float, of shape (origins,)
        People in illectronism; 0 where there is no estimate (`unknown` tells the communes).
    commune : array of int, of shape (origins,)
        Position of each origin's commune in `communes`.
    weight : array of float, of shape (origins,)
        Share of the commune's people who live there.
    communes : Index of str
        The communes whose people count, in the order of codes.
    candidates : Index of str
        Communes, or counters, in the order of preference among equals.
    unknown : Index of str
        Communes without an estimate of their people: nobody of theirs is counted.
    engine : str
        Name of the engine the minutes come from.
    is_estimate : bool
        Whether they are an estimate rather than trips on roads.
    """

    minutes: csr_array
    before_minutes: Floats
    people: Floats
    commune: Integers
    weight: Floats
    communes: pd.Index
    candidates: pd.Index
    unknown: pd.Index
    engine: str
    is_estimate: bool

    def of_candidates(self, chosen: Integers) -> Matrix:
        """Return the same matrix with some of the candidates only."""
        return replace(self, minutes=self.minutes[:, chosen], candidates=self.candidates[chosen])

    def by_commune(self, values: Floats) -> Floats:
        """Sum a quantity of origins over their communes."""
        return np.bincount(self.commune, values, len(self.communes)).astype(np.float64)

    def is_within(self, limit_minutes: float) -> Flags:
        """Tell the origins an existing counter serves within a limit."""
        within: Flags = self.before_minutes <= limit_minutes
        return within

    def after_minutes(self, chosen: Integers) -> Floats:
        """Return the minutes to the nearest counter once candidates are open; missing as before."""
        after = self.before_minutes.copy()
        if len(chosen):
            picked = self.minutes[:, chosen].tocoo()
            nearest = np.full(len(after), np.inf)
            np.minimum.at(nearest, picked.coords[0], picked.data)
            after = np.fmin(after, np.where(np.isfinite(nearest), nearest, np.nan))
        return after


def site_matrix(tables: Tables, question: Question, people: pd.Series) -> Matrix:
    """Return the matrix of the places where a counter may open.

    Parameters
    ----------
    tables : Tables
        All communes and counters known, beyond the territory too.
    question : Question
        Its goal says which pairs matter: those that would serve someone who is not, that would spare
        minutes, or all those shorter than the longest trip of today.
    people : Series of float
        People in illectronism of each commune, those of the territory at least; missing where there is
        no estimate.
    """
    part, demand = demand_of(tables, question, people)
    origins = demand.origins
    nearest = nearest_counter(part, origins=origins)
    before = nearest.minutes.to_numpy(float)
    if question.counts_stops:
        before = minutes_with_stops(part, origins)
    codes = candidates_of(tables, question)
    halls = tables.communes.loc[codes]
    places = Places.of(halls["town_hall_point"], halls.index.to_series(), halls["zone"])
    limits = _limits(question, before, demand.people)
    minutes = minutes_of(part, origins, places, limits)
    return demand.matrix(before, minutes, codes, nearest)


@dataclass(frozen=True)
class Demand:
    """Whose people count, and where they live.

    Parameters
    ----------
    origins : Origins
        Where trips start.
    people : array of float, of shape (origins,)
        People in illectronism; 0 where there is no estimate.
    unknown : Index of str
        Communes without an estimate.
    """

    origins: Origins
    people: Floats
    unknown: pd.Index

    def matrix(
        self, before: Floats, minutes: csr_array, candidates: pd.Index, nearest: Nearest
    ) -> Matrix:
        """Return the matrix of candidates, from what was measured to and from them."""
        return Matrix(
            minutes,
            before,
            self.people,
            self.origins.commune.astype(np.int64),
            self.origins.weight,
            self.origins.communes,
            candidates,
            self.unknown,
            nearest.engine,
            nearest.is_estimate,
        )


def demand_of(tables: Tables, question: Question, people: pd.Series) -> tuple[Tables, Demand]:
    """Return the tables of the territory, and its demand."""
    communes = communes_of(tables, question.territory).sort_index()
    part = tables.of(communes)
    if tables.points is not None:
        mine = is_among(tables.points["commune_code"], communes.index)
        part = replace(part, points=tables.points[mine])
    origins = origins_of(part)
    known = people.reindex(communes.index)
    # Communes without an estimate add nobody; how many they are is said beside the plan.
    counted = known.fillna(0.0).to_numpy(float)[origins.commune] * origins.weight
    return part, Demand(origins, counted, communes.index[known.isna()])


def _limits(question: Question, before: Floats, people: Floats) -> Floats:
    """Return up to how many minutes a candidate matters to each origin; 0 where none does.

    To serve someone who is not, the limit; to spare minutes, those of today: a candidate further than
    the counter of today changes nothing.
    """
    counted = people > 0
    if question.goal == "coverage":
        return np.where(
            counted & ~(before <= question.within_minutes), question.within_minutes, 0.0
        )
    longest = float(np.nanmax(before[counted], initial=question.within_minutes))
    nothing_yet = 0.0 if question.goal == "minutes" else longest
    return np.where(counted, np.where(np.isfinite(before), before, nothing_yet), 0.0)


def minutes_of(part: Tables, origins: Origins, places: Places, limits: Floats) -> csr_array:
    """Measure the pairs of each origin within a limit of its own; of those whose limit is 0, none.

    Origins of near-by limits are asked together (`BANDS_COUNT` bands): the few who are far from everything
    would else have all be asked as far.
    """
    rows = np.flatnonzero(limits > 0)
    shape = (len(limits), len(places))
    if not len(rows):
        return csr_array(shape)
    edges = np.unique(np.quantile(limits[rows], np.linspace(0, 1, BANDS_COUNT + 1)[1:]))
    band = np.searchsorted(edges, limits[rows])
    found = []
    for rank, edge in enumerate(edges):
        here = rows[band == rank]
        some = origins.places.take(here)
        cells = part.engine.minutes_within(some, places, float(edge)).minutes.tocoo()
        row = here[cells.coords[0]]
        kept = cells.data <= limits[row]
        found.append((cells.data[kept], row[kept], cells.coords[1][kept]))
    data, row, column = (np.concatenate(parts) for parts in zip(*found, strict=True))
    return csr_array((data, (row, column)), shape=shape)


def counter_matrix(
    tables: Tables,
    question: Question,
    people: pd.Series,
    has_it: pd.Series,
    may_have_it: pd.Series,
) -> Matrix:
    """Return the matrix of existing counters that may come to offer something.

    Parameters
    ----------
    tables : Tables
        All communes and counters known.
    question : Question
        Of goal ``coverage``.
    people : Series of float
        As for `site_matrix`.
    has_it, may_have_it : Series of bool
        The counters that offer it today, and those that may (opening on Saturday), on the index of
        ``tables.counters``.
    """
    part, demand = demand_of(tables, question, people)
    nearest = nearest_counter(part, has_it, demand.origins)
    before = nearest.minutes.to_numpy(float)
    may = tables.counters[may_have_it].sort_index()
    limits = _limits(question, before, demand.people)
    minutes = minutes_of(part, demand.origins, places_of(may), limits)
    return demand.matrix(before, minutes, may.index, nearest)
