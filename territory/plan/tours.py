"""The day tours a bus can drive: out from the depot, one stop or a few, and back."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import combinations, permutations

import numpy as np
from numpy.typing import NDArray

from territory.errors import TerritoryError
from territory.plan.matrix import Floats, Integers

MOST_TOURS = 400_000
MOST_STOPS = 3


@dataclass(frozen=True)
class Tours:
    """All tours within a day's driving.

    Parameters
    ----------
    stops : array of int, of shape (tours, stops)
        Positions of the stops in the order they are driven to; −1 where a tour has fewer.
    minutes : array of float, of shape (tours,)
        Driving of the day, depot to depot.
    """

    stops: Integers
    minutes: Floats

    def __len__(self) -> int:
        return len(self.minutes)


def tours_within(legs: Floats, depot: int, stops: Integers, most: int, day_minutes: float) -> Tours:
    """Return every tour of one stop to `most` whose driving fits in a day, each in its shortest order.

    Parameters
    ----------
    legs : array of float, of shape (places, places)
        Minutes from each place to each, infinite where there is no way.
    depot : int
        Position of the place where the bus starts and ends its day.
    stops : array of int
        Positions of the places where it may stop.
    most : int
        Most stops of a day, 1 to `MOST_STOPS`.
    day_minutes : float
        Most driving of a day.

    Raises
    ------
    TerritoryError
        If they are more than `MOST_TOURS`.
    """
    # A stop too far alone is too far in any tour.
    alone = legs[depot, stops] + legs[stops, depot]
    reached = stops[alone <= day_minutes]
    found_stops, found_minutes = [], []
    for size in range(1, most + 1):
        if _choices(len(reached), size) > MOST_TOURS:
            raise TerritoryError("plan_tours", count=_choices(len(reached), size), most=MOST_TOURS)
        sets = np.array(list(combinations(reached.tolist(), size)), dtype=np.int64)
        if not len(sets):
            break
        best, order = _shortest(legs, depot, sets)
        fits = best <= day_minutes
        filled = np.full((int(fits.sum()), most), -1, dtype=np.int64)
        filled[:, :size] = order[fits]
        found_stops.append(filled)
        found_minutes.append(best[fits])
    if not found_minutes:
        return Tours(np.empty((0, most), dtype=np.int64), np.empty(0))
    return Tours(np.concatenate(found_stops), np.concatenate(found_minutes))


def _choices(count: int, size: int) -> int:
    total = 1
    for taken in range(size):
        total = total * (count - taken) // (taken + 1)
    return total


def _shortest(legs: Floats, depot: int, sets: Integers) -> tuple[Floats, Integers]:
    """Return the driving of each set in its shortest order, and that order."""
    best = np.full(len(sets), np.inf)
    order = sets.copy()
    for turn in permutations(range(sets.shape[1])):
        path: NDArray[np.int64] = sets[:, list(turn)]
        driven = legs[depot, path[:, 0]] + legs[path[:, -1], depot]
        for before, after in zip(path.T[:-1], path.T[1:], strict=True):
            driven = driven + legs[before, after]
        shorter = driven < best
        best[shorter], order[shorter] = driven[shorter], path[shorter]
    return best, order
