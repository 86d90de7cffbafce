"""Bus rounds: which tours, how often, reach most people, with the proof among all tours that fit.

A tour driven every week takes four days of the four weeks of a bus, every other week two, once one.
What a person is worth to the plan depends on how often the bus comes: the user says how much. It is a
covering problem whose columns are a tour and a rhythm and whose budget is the days of the buses; its
tours are priced, not all written down (Gilmore & Gomory 1961), and those that prices cannot rule out go
into an integer program.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd
from scipy.sparse import csr_array, vstack

from territory.errors import TerritoryError, UnknownNameError
from territory.indicators.counters import nearest_counter
from territory.plan.covering import NOTHING
from territory.plan.matrix import Floats, Integers, Matrix, demand_of, minutes_of
from territory.plan.question import Question, candidates_of
from territory.plan.solver import Priced, best_whole_plan, priced
from territory.plan.tours import MOST_STOPS, Tours, tours_within
from territory.tables import Tables
from territory.travel import Places

WEEKS_COUNT = 4
# Days of four weeks that a rhythm takes.
RHYTHMS = {"weekly": 4, "fortnightly": 2, "monthly": 1}
# What reaching a person is worth, by rhythm: assumptions, which the user may change.
DEFAULT_VALUES = (1.0, 0.7, 0.4)
ROUNDS_SECONDS = 60.0
# Columns taken at each pricing.
PRICED_COUNT = 150


@dataclass(frozen=True)
class RoundsQuestion:
    """Where a bus should stop.

    Parameters
    ----------
    where : Question
        Territory, and where a bus may stop; people are reached who have no fixed counter within its
        minutes.
    buses, days, stops : int
        Buses, days a week each is out (1 to 6), stops a day (1 to `MOST_STOPS`).
    radius_minutes : float
        A stop reaches people within these minutes.
    day_minutes : float
        Most driving of a day.
    depot : str
        Code of the commune where buses sleep; the largest commune of the territory by default.
    values : tuple of float
        What reaching a person weekly, fortnightly, monthly is worth: between 0 and 1, falling.

    Raises
    ------
    TerritoryError
        If a figure is out of its range.
    """

    where: Question
    buses: int = 1
    days: int = 5
    stops: int = 2
    radius_minutes: float = 8.0
    day_minutes: float = 120.0
    depot: str = ""
    values: tuple[float, ...] = DEFAULT_VALUES

    def __post_init__(self) -> None:
        ranges = {"buses": (1, 20), "days": (1, 6), "stops": (1, MOST_STOPS)}
        for name, (low, high) in ranges.items():
            if not low <= getattr(self, name) <= high:
                raise TerritoryError(
                    "plan_rounds_range", name=name, value=getattr(self, name), low=low, high=high
                )
        falls = all(a >= b for a, b in zip(self.values, self.values[1:], strict=False))
        if (
            len(self.values) != len(RHYTHMS)
            or not falls
            or not 0 < self.values[0] <= 1
            or min(self.values) < 0
        ):
            raise TerritoryError("plan_rounds_values", values=", ".join(map(str, self.values)))

    @property
    def budget(self) -> int:
        """Days of four weeks that the buses are out."""
        return self.buses * self.days * WEEKS_COUNT


@dataclass(frozen=True)
class Rounds:
    """The tours found for a question.

    Parameters
    ----------
    question : RoundsQuestion
    matrix : Matrix
        Minutes from people to the places where a bus may stop, within the radius.
    legs : array of float, of shape (places, places)
        Minutes of driving between those places.
    depot : int
        Position of the depot among the places.
    tours : Tours
        The tours taken.
    rhythm : array of int, of shape (tours,)
        Position in `RHYTHMS`.
    value : float
        People reached, each times the worth of the rhythm they have.
    bound : float
        No choice among all tours that fit is worth more.
    tours_count : int
        How many tours fit, all of them considered.
    """

    question: RoundsQuestion
    matrix: Matrix
    legs: Floats
    depot: int
    tours: Tours
    rhythm: Integers
    value: float
    bound: float
    tours_count: int

    @property
    def gap_share(self) -> float:
        """How far below the best these rounds may be at most; 0 where they are the best, proved."""
        gap = (self.bound - self.value) / max(self.bound, 1.0)
        return gap if gap > 1e-6 else 0.0


def plan_rounds(tables: Tables, question: RoundsQuestion, people: pd.Series) -> Rounds:
    """Find the tours that reach most people who have no counter near.

    Parameters
    ----------
    tables : Tables
        All communes and counters known.
    question : RoundsQuestion
    people : Series of float
        People in illectronism by commune.
    """
    matrix, legs = _measured(tables, question, people)
    depot = 0
    if question.depot:
        if question.depot not in matrix.candidates:
            raise UnknownNameError("commune", question.depot, matrix.candidates)
        depot = matrix.candidates.tolist().index(question.depot)
    useful = np.flatnonzero(matrix.minutes.T @ (matrix.people > 0) > 0)
    tours = tours_within(legs, depot, useful, question.stops, question.day_minutes)
    reach = csr_array(
        (np.ones(matrix.minutes.nnz), matrix.minutes.indices, matrix.minutes.indptr),
        shape=matrix.minutes.shape,
    )
    problem = _Problem.of(tours, reach, matrix.people, question)
    chosen, value, bound = problem.solve()
    tour, rhythm = chosen % max(len(tours), 1), chosen // max(len(tours), 1)
    taken = Tours(tours.stops[tour], tours.minutes[tour])
    return Rounds(question, matrix, legs, depot, taken, rhythm, value, bound, len(tours))


def _measured(tables: Tables, question: RoundsQuestion, people: pd.Series) -> tuple[Matrix, Floats]:
    part, demand = demand_of(tables, question.where, people)
    nearest = nearest_counter(part, origins=demand.origins)
    before = nearest.minutes.to_numpy(float)
    codes = candidates_of(tables, question.where)
    halls = tables.communes.loc[codes]
    places = Places.of(halls["town_hall_point"], halls.index.to_series(), halls["zone"])
    wanted = (demand.people > 0) & ~(before <= question.where.within_minutes)
    limits = np.where(wanted, question.radius_minutes, 0.0)
    minutes = minutes_of(part, demand.origins, places, limits)
    found = part.engine.minutes_within(places, places, question.day_minutes).minutes.tocoo()
    legs = np.full((len(codes), len(codes)), np.inf)
    legs[found.coords] = found.data
    np.fill_diagonal(legs, 0.0)
    return demand.matrix(before, minutes, codes, nearest), legs


@dataclass(frozen=True)
class _Problem:
    """Tours and rhythms to choose among; column t + f × tours is tour t at rhythm f.

    Parameters
    ----------
    covers : csr_array of shape (tours, groups)
        1 where a tour reaches a group of people.
    people : array of float, of shape (groups,)
    steps : array of float, of shape (3,)
        What monthly, then fortnightly, then weekly adds to a person reached.
    budget : int
    """

    covers: csr_array
    people: Floats
    steps: Floats
    budget: int

    @classmethod
    def of(
        cls, tours: Tours, reach: csr_array, people: Floats, question: RoundsQuestion
    ) -> _Problem:
        count, places = len(tours), reach.shape[1]
        row = np.repeat(np.arange(count), tours.stops.shape[1])
        stop = tours.stops.ravel()
        made = csr_array(
            (np.ones(int((stop >= 0).sum())), (row[stop >= 0], stop[stop >= 0])),
            shape=(count, places),
        )
        rows = np.flatnonzero((np.diff(reach.indptr) > 0) & (people > NOTHING))
        covers = (made @ reach[rows].T).tocsr()
        covers.data[:] = 1.0
        weekly, fortnightly, monthly = question.values
        steps = np.array([monthly, fortnightly - monthly, weekly - fortnightly])
        return cls(covers, people[rows], steps, question.budget)

    @property
    def weights(self) -> Floats:
        """What each row weighs: a group at a step, monthly first; of shape (3 × groups,)."""
        return np.concatenate([self.people * step for step in self.steps])

    def columns(self, chosen: Integers) -> csr_array:
        """Return columns as a matrix of shape (3 × groups, columns)."""
        tour, rhythm = chosen % self.covers.shape[0], chosen // self.covers.shape[0]
        mine = self.covers[tour]
        blocks = []
        for step in range(3):
            # Weekly (0) makes all three steps, fortnightly (1) two, monthly (2) the first.
            makes = (2 - rhythm >= step).astype(float)
            blocks.append((mine * makes[:, None]).tocsr().T)
        stacked = vstack(blocks).tocsr()
        stacked.eliminate_zeros()
        return stacked

    def costs(self, chosen: Integers) -> Floats:
        """Return the days of four weeks each column takes."""
        taken = np.array(list(RHYTHMS.values()), dtype=float)
        costs: Floats = taken[chosen // self.covers.shape[0]]
        return costs

    def paid(self, found: Priced) -> Floats:
        """Return what every tour at every rhythm is paid beyond its cost, at the prices found."""
        steps = found.prices.reshape(3, -1)
        together = np.cumsum(steps, axis=0)[::-1]
        worth = np.concatenate([self.covers @ prices for prices in together])
        left: Floats = worth - found.unit_price * self.costs(np.arange(len(worth)))
        return left

    def value(self, chosen: Integers) -> float:
        """Return what a choice is worth, each group counted once, at its best rhythm."""
        if not len(chosen):
            return 0.0
        made = np.asarray(self.columns(chosen).sum(axis=1)).ravel() > 0
        return float(self.weights[made].sum())

    def solve(self) -> tuple[Integers, float, float]:
        """Return the columns of the best choice found, its worth, and what no choice is worth more than."""
        if not self.covers.shape[0] or not len(self.people):
            return np.empty(0, dtype=np.int64), 0.0, 0.0
        pool = self.greedy()
        found, pool = self._generate(pool)
        known, _ = self._whole(pool, ROUNDS_SECONDS / 4)
        best = max((known, self.greedy()), key=self.value)
        # Whatever holds another column is worth no more than this: none of them is needed.
        gap = found.bound - self.value(best)
        if gap <= 1e-7 * found.bound:
            return best, self.value(best), found.bound
        wanted = np.flatnonzero(self.paid(found) > -gap - 1e-9)
        other, bound = self._whole(np.union1d(pool, wanted), ROUNDS_SECONDS)
        best = max((best, other), key=self.value)
        return best, self.value(best), max(min(bound, found.bound), self.value(best))

    def _generate(self, pool: Integers) -> tuple[Priced, Integers]:
        """Add columns that are paid more than they cost, until there is none: the bound is then that of all."""
        while True:
            found = priced(self.columns(pool), self.weights, self.costs(pool), self.budget)
            paid = self.paid(found)
            paid[pool] = 0.0
            best = np.argsort(-paid, kind="stable")[:PRICED_COUNT]
            best = best[paid[best] > 1e-7 * max(found.unit_price, 1.0)]
            if not len(best):
                return found, pool
            pool = np.concatenate([pool, best])

    def _whole(self, pool: Integers, seconds: float) -> tuple[Integers, float]:
        chosen, bound = best_whole_plan(
            self.columns(pool), self.weights, self.budget, seconds, self.costs(pool)
        )
        return pool[chosen], bound

    def greedy(self) -> Integers:
        """Take the tour and rhythm that gain most a day, again and again."""
        tours = self.covers.shape[0]
        every = np.arange(3 * tours)
        cost = self.costs(every)
        made = np.zeros((3, len(self.people)), dtype=bool)
        chosen: list[int] = []
        left = self.budget
        while True:
            rest = np.where(made, 0.0, self.steps[:, None] * self.people)
            together = np.cumsum(rest, axis=0)[::-1]
            gain = np.concatenate([self.covers @ one for one in together])
            gain[cost > left] = 0.0
            best = int(np.argmax(gain / cost))
            if gain[best] <= NOTHING:
                return np.array(chosen, dtype=np.int64)
            chosen.append(best)
            left -= int(cost[best])
            reached = self.covers.indices[
                self.covers.indptr[best % tours] : self.covers.indptr[best % tours + 1]
            ]
            made[: 3 - best // tours, reached] = True
