"""Turns: from each stretch of road to the next, with what the turn costs.

A graph of junctions cannot tell a turn from the way straight on. So the vertices of ours are the
stretches of road, each in the direction it is driven, and its edges are the turns from one to the
next (an edge-based graph: Winter 2002, *Modeling costs of turns in route planning*, GeoInformatica 6).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import NDArray
from scipy.sparse import csr_array

from territory.travel.road_ways import Floats, Integers, RoadWays

# scipy takes 0 in a sparse graph for a free edge, but not every function of it does.
LEAST_MINUTES = 1e-9
_AT_ONCE = 2_000_000


@dataclass(frozen=True)
class Stretches:
    """Stretches of ways between two of their steps.

    Parameters
    ----------
    start, end : arrays of int, of shape (stretches,)
        Steps of `RoadWays.way_point`.
    way : array of int, of shape (stretches,)
        The way each is on.
    """

    start: Integers
    end: Integers
    way: NDArray[np.int32]

    @classmethod
    def of(cls, ways: RoadWays) -> Stretches:
        """Return the stretches between junctions and ends of ways."""
        steps = np.flatnonzero(ways.is_vertex()[ways.way_point])
        number = np.arange(len(ways.way_start) - 1, dtype=np.int32)
        way = np.repeat(number, np.diff(ways.way_start))[steps]
        same = way[1:] == way[:-1]
        return cls(steps[:-1][same], steps[1:][same], way[:-1][same])


@dataclass(frozen=True)
class Lanes:
    """Stretches in a direction they may be driven: the vertices of the graph.

    Parameters
    ----------
    stretch : array of int, of shape (lanes,)
        The stretch of each.
    is_back : array of bool, of shape (lanes,)
        Whether it is driven against its way.
    """

    stretch: NDArray[np.int32]
    is_back: NDArray[np.bool_]

    @classmethod
    def of(cls, ways: RoadWays, stretches: Stretches) -> Lanes:
        """Return the lanes of stretches: along the way, then those against it."""
        goes = np.flatnonzero(ways.forward_kmh[stretches.way] > 0)
        comes = np.flatnonzero(ways.backward_kmh[stretches.way] > 0)
        is_back = np.zeros(len(goes) + len(comes), dtype=bool)
        is_back[len(goes) :] = True
        return cls(np.concatenate([goes, comes]).astype(np.int32), is_back)

    def __len__(self) -> int:
        return len(self.stretch)

    def reverse(self, stretches: int) -> NDArray[np.int32]:
        """Return the lane of the same stretch the other way, -1 where there is none."""
        number = np.arange(len(self), dtype=np.int32)
        of_stretch = np.full((2, stretches), -1, dtype=np.int32)
        of_stretch[self.is_back.astype(np.int8), self.stretch] = number
        return np.asarray(of_stretch[(~self.is_back).astype(np.int8), self.stretch])


def turn_seconds(
    angle: Floats, rules: Mapping[str, float], *, crosses: NDArray[np.bool_] | bool = True
) -> Floats:
    """Return the seconds a turn costs, driving on the right.

    Parameters
    ----------
    angle : array of float
        Degrees from straight on: to the right above 0, to the left below.
    rules : dict of str to float
        The table ``turns`` of ``road_rules.toml``.
    crosses : bool or array of bool
        Whether a turn to the left crosses those who come the other way: not on a roundabout.

    Examples
    --------
    >>> from territory.travel.road_rules import read_rules
    >>> turns = read_rules().declared["turns"]
    >>> turn_seconds(np.array([0.0, 90.0, -90.0, 180.0]), turns).round(2).tolist()
    [0.01, 2.11, 7.32, 7.45]
    """
    bias, share = rules["bias"], np.abs(angle) / 180
    is_right = angle >= 0
    steep = np.where(is_right, 13 / bias, 13 * bias)
    middle = np.where(is_right, 6.5 * bias, 6.5 / bias)
    cost = rules["most_seconds"] / (1 + np.exp(middle - steep * share))
    sharp = rules["oncoming_seconds"] / (1 + np.exp(3.25 - 13 * share))
    return np.asarray(cost + np.where(crosses & ~is_right, sharp, 0))


@dataclass(frozen=True)
class Turns:
    """What turns are made of: where each lane leads from and to, and its minutes.

    Parameters
    ----------
    tail, head : arrays of int, of shape (lanes,)
        Points of the map where each lane begins and ends.
    minutes : array of float, of shape (lanes,)
        Minutes along each.
    leaves, arrives : arrays of float, of shape (lanes,)
        Bearings at its beginning and at its end, degrees clockwise from the north.
    reverse : array of int, of shape (lanes,)
        The lane of the same stretch the other way, -1 where there is none.
    map_way : array of int, of shape (lanes,)
        Way of the map each is a piece of.
    barred : array of int, of shape (turns, 4)
        Turns forbidden, as `RoadWays` gives them.
    is_ferry, is_roundabout : arrays of bool, of shape (lanes,)
        What it is.
    """

    tail: NDArray[np.int32]
    head: NDArray[np.int32]
    minutes: NDArray[np.float32]
    leaves: NDArray[np.float32]
    arrives: NDArray[np.float32]
    reverse: NDArray[np.int32]
    map_way: NDArray[np.int32]
    barred: NDArray[np.int32]
    is_ferry: NDArray[np.bool_]
    is_roundabout: NDArray[np.bool_]

    def against(self, points: int, rules: Mapping[str, float]) -> tuple[csr_array, csr_array]:
        """Return the turns as matrices, from the lane entered to the lane left.

        Parameters
        ----------
        points : int
            How many points the map has.
        rules : dict of str to float
            What turns cost.

        Returns
        -------
        csr_array of shape (lanes, lanes)
            Between roads: the minutes of the turn and of the lane entered.
        csr_array of shape (lanes, lanes)
            Onto ferries and off them.
        """
        count = len(self.tail)
        arriving = np.argsort(self.head, kind="stable").astype(np.int32)
        pointer = np.concatenate([[0], np.cumsum(np.bincount(self.head, minlength=points))])
        roads, barred = self._roads(points), self._barred()
        sizes = np.diff(pointer)[self.tail]
        parts = []
        for low in _slices(sizes):
            entered = np.repeat(np.arange(*low, dtype=np.int32), sizes[slice(*low)])
            first = np.repeat(pointer[self.tail[slice(*low)]], sizes[slice(*low)])
            within = np.arange(len(entered)) - np.repeat(
                np.cumsum(sizes[slice(*low)]) - sizes[slice(*low)], sizes[slice(*low)]
            )
            left = arriving[first + within]
            is_back = self.reverse[entered] == left
            # Only who cannot go on turns back: at the end of a road.
            is_taken = ~is_back | (roads[self.tail[entered]] == 1)
            is_taken &= ~_is_among(barred, _pair_key(left, entered))
            entered, left, is_back = entered[is_taken], left[is_taken], is_back[is_taken]
            parts.append((entered, left, self._cost(entered, left, is_back, roads, rules)))
        ferries = [self.is_ferry[entered] | self.is_ferry[left] for entered, left, _ in parts]
        return (
            _matrix(parts, [~is_ferry for is_ferry in ferries], count),
            _matrix(parts, ferries, count),
        )

    def _barred(self) -> Integers:
        """Return the turns forbidden, as sorted numbers of a lane left and a lane entered."""
        columns = ["from_way", "point", "to_way", "is_only"]
        rules = pd.DataFrame(self.barred, columns=columns)

        def at_rules(points: NDArray[np.int32], name: str) -> pd.DataFrame:
            lane = np.flatnonzero(np.isin(points, rules["point"]))
            found = {"point": points[lane], name: lane, f"{name}_way": self.map_way[lane]}
            return pd.DataFrame(found)

        left = rules.merge(at_rules(self.head, "left"), on="point")
        left = left[left["from_way"] == left["left_way"]]
        turns = left.merge(at_rules(self.tail, "entered"), on="point")
        # Of the only turn allowed, all others are forbidden.
        is_said = turns["to_way"] == turns["entered_way"]
        turns = turns[is_said != (turns["is_only"] == 1)]
        return np.unique(_pair_key(turns["left"].to_numpy(), turns["entered"].to_numpy()))

    def _roads(self, points: int) -> NDArray[np.int32]:
        """Return how many roads meet at each point, one-way or not; a ferry is none."""
        meeting = np.bincount(self.head[~self.is_ferry], minlength=points)
        alone = (self.reverse < 0) & ~self.is_ferry
        # A road one leaves by, and does not arrive by.
        meeting += np.bincount(self.tail[alone], minlength=points)
        return meeting.astype(np.int32)

    def _cost(
        self,
        entered: NDArray[np.int32],
        left: NDArray[np.int32],
        is_back: NDArray[np.bool_],
        roads: NDArray[np.int32],
        rules: Mapping[str, float],
    ) -> NDArray[np.float32]:
        angle: Floats = (self.leaves[entered] - self.arrives[left] + np.float64(180)) % 360 - 180
        crosses = ~(self.is_roundabout[entered] | self.is_roundabout[left])
        seconds = turn_seconds(angle, rules, crosses=crosses & ~is_back)
        is_turn = (roads[self.tail[entered]] > 2) | is_back
        is_turn &= ~(self.is_ferry[entered] | self.is_ferry[left])
        seconds = np.where(is_turn, seconds, 0) + np.where(is_back, rules["back_seconds"], 0)
        return np.maximum(self.minutes[entered] + seconds / 60, LEAST_MINUTES).astype(np.float32)


def _pair_key(left: NDArray[np.int32], entered: NDArray[np.int32]) -> Integers:
    """Return a number for a turn."""
    return (left.astype(np.int64) << 32) | entered


def _is_among(keys: Integers, asked: Integers) -> NDArray[np.bool_]:
    """Whether each of some numbers is among sorted ones."""
    if not len(keys):
        return np.zeros(len(asked), dtype=bool)
    place = np.searchsorted(keys, asked).clip(max=len(keys) - 1)
    return np.asarray(keys[place] == asked)


def _slices(sizes: Integers) -> list[tuple[int, int]]:
    """Return runs of lanes whose turns are few enough to be made at once."""
    total = np.cumsum(sizes)
    bounds = np.searchsorted(total, np.arange(0, total[-1] + _AT_ONCE, _AT_ONCE), side="right")
    bounds = np.unique(np.concatenate([[0], bounds, [len(sizes)]]))
    return list(zip(bounds[:-1].tolist(), bounds[1:].tolist(), strict=True))


def _matrix(
    parts: list[tuple[NDArray[np.int32], NDArray[np.int32], NDArray[np.float32]]],
    chosen: list[NDArray[np.bool_]],
    count: int,
) -> csr_array:
    """Return a matrix of the chosen cells of parts (row, column, minutes), whose rows are in order."""
    sizes = np.zeros(count, dtype=np.int32)
    for (row, _, _), is_chosen in zip(parts, chosen, strict=True):
        sizes += np.bincount(row[is_chosen], minlength=count).astype(np.int32)
    column, minutes = (
        np.concatenate(
            [part[place][is_chosen] for part, is_chosen in zip(parts, chosen, strict=True)]
        )
        for place in (1, 2)
    )
    pointer = np.concatenate([[0], np.cumsum(sizes)]).astype(np.int32)
    matrix = csr_array((minutes, column, pointer), shape=(count, count))
    matrix.sort_indices()
    return matrix
