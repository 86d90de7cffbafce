"""A road network as a graph against the traffic, and the pieces of it that hold together.

The vertices of the graph are lanes (`territory.travel.road_turns`): a vertex is reached at the end
of its stretch of road. The graph is made once, when an extract is first read; a question adds the
places it asks about beside it. So a question costs what it asks, not what the map holds.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_array
from scipy.sparse.csgraph import connected_components

from territory.travel.road_turns import Lanes, Stretches, Turns
from territory.travel.road_ways import Floats, Integers, RoadWays


@dataclass(frozen=True)
class RoadNetwork:
    """Ways, the turns they make, and the piece of network each lane belongs to.

    Parameters
    ----------
    ways : RoadWays
        The ways as read.
    step_km : array of float, of shape (steps,)
        Length of each step of the ways.
    by_road, by_ferry : csr_arrays of shape (lanes, lanes)
        Minutes of the turn and of the lane entered, from the lane entered to the lane left: between
        roads, and onto ferries and off them.
    piece : array of int, of shape (lanes,)
        Strongly connected piece of each lane: between two of a piece a car can go and come back.
    piece_km : array of float, of shape (pieces,)
        Length of road inside each piece.
    """

    ways: RoadWays
    step_km: NDArray[np.float32]
    by_road: csr_array
    by_ferry: csr_array
    piece: NDArray[np.int32]
    piece_km: Floats

    @classmethod
    def of(cls, ways: RoadWays, turns: Mapping[str, float]) -> RoadNetwork:
        """Make the graph of ways as read, and find its pieces.

        Parameters
        ----------
        ways : RoadWays
            The ways.
        turns : dict of str to float
            What turns cost, as `territory.travel.road_turns.turn_seconds` takes it.
        """
        step_km = ways.step_km()
        stretches = Stretches.of(ways)
        lanes = Lanes.of(ways, stretches)
        along = Along(ways, step_km)
        made = _turns(ways, stretches, lanes, along)
        by_road, by_ferry = made.against(len(ways.x), turns)
        pieces, piece = connected_components(by_road, directed=True, connection="strong")
        # A road of two directions is one road: half its length for each.
        km = along.km(stretches.start, stretches.end)[lanes.stretch]
        km = np.where(made.reverse >= 0, km / 2, km)
        piece_km = np.bincount(piece, weights=np.where(made.is_ferry, 0, km), minlength=pieces)
        return cls(
            ways, step_km, by_road, by_ferry, piece.astype(np.int32), piece_km.astype(np.float64)
        )

    @cached_property
    def stretches(self) -> Stretches:
        """Stretches of road between junctions."""
        return Stretches.of(self.ways)

    @cached_property
    def lanes(self) -> Lanes:
        """Stretches in each direction: the vertices of the graph."""
        return Lanes.of(self.ways, self.stretches)

    @cached_property
    def along(self) -> Along:
        """Lengths and minutes between steps of a way."""
        return Along(self.ways, self.step_km)

    @cached_property
    def lane_head(self) -> NDArray[np.int32]:
        """Point of the map where each lane ends."""
        stretches, lanes = self.stretches, self.lanes
        step = np.where(lanes.is_back, stretches.start[lanes.stretch], stretches.end[lanes.stretch])
        return np.asarray(self.ways.way_point[step])

    @property
    def count(self) -> int:
        """How many lanes there are."""
        return int(self.by_road.shape[0])

    def stretches_of(self, least_km: float) -> NDArray[np.bool_]:
        """Return whether each stretch is of a piece of at least `least_km` of road."""
        is_long = (self.piece_km >= least_km)[self.piece]
        is_there = np.zeros(len(self.stretches.way), dtype=bool)
        is_there[self.lanes.stretch[is_long]] = True
        return is_there & ~self.ways.is_ferry[self.stretches.way]

    def points_of(self, stretches: NDArray[np.bool_]) -> Integers:
        """Return the points of some stretches."""
        # +1 where a stretch begins, -1 after its end: its points are where the sum is not 0.
        bounds = np.zeros(len(self.ways.way_point) + 1, dtype=np.int32)
        np.add.at(bounds, self.stretches.start[stretches], 1)
        np.add.at(bounds, self.stretches.end[stretches] + 1, -1)
        is_there = np.zeros(len(self.ways.x), dtype=bool)
        is_there[self.ways.way_point[np.cumsum(bounds[:-1]) > 0]] = True
        return np.flatnonzero(is_there)


@dataclass(frozen=True)
class Along:
    """Lengths and minutes between two steps of a way."""

    ways: RoadWays
    step_km: NDArray[np.float32]

    @cached_property
    def _delay(self) -> NDArray[np.float32] | None:
        """Minutes lost on each step: half of what a point costs before it, half after."""
        if not self.ways.delay_minutes.any():
            return None
        delay = self.ways.delay_minutes[self.ways.way_point]
        return np.asarray((delay + np.append(delay[1:], np.float32(0))) / 2)

    def km(self, start: Integers, end: Integers) -> Floats:
        """Return the kilometres from each step to another of its way, further on or the same."""
        return _sums(self.step_km, start, end)

    def minutes(
        self, start: Integers, end: Integers, way: NDArray[np.int32], *, is_back: bool
    ) -> Floats:
        """Return the minutes along that, or against it; infinite where forbidden."""
        kmh = (self.ways.backward_kmh if is_back else self.ways.forward_kmh)[way]
        minutes = np.full(len(start), np.inf)
        may = kmh > 0
        minutes[may] = self.km(start[may], end[may]) / kmh[may] * 60
        if self._delay is not None:
            minutes[may] += _sums(self._delay, start[may], end[may])
        return minutes


def _turns(ways: RoadWays, stretches: Stretches, lanes: Lanes, along: Along) -> Turns:
    start, end = stretches.start[lanes.stretch], stretches.end[lanes.stretch]
    way, back = stretches.way[lanes.stretch], lanes.is_back
    minutes = np.empty(len(lanes), dtype=np.float32)
    for is_back in (False, True):
        some = back == is_back
        minutes[some] = along.minutes(start[some], end[some], way[some], is_back=is_back)
    from_start, to_end = ways.bearing(start, start + 1), ways.bearing(end - 1, end)
    return Turns(
        tail=np.where(back, ways.way_point[end], ways.way_point[start]),
        head=np.where(back, ways.way_point[start], ways.way_point[end]),
        minutes=minutes,
        leaves=np.where(back, to_end + np.float32(180), from_start),
        arrives=np.where(back, from_start + np.float32(180), to_end),
        reverse=lanes.reverse(len(stretches.way)),
        map_way=ways.map_way[way],
        barred=ways.barred,
        is_ferry=ways.is_ferry[way],
        is_roundabout=ways.is_roundabout[way],
    )


def _sums(of_steps: NDArray[np.float32], start: Integers, end: Integers) -> Floats:
    """Return the sum of what steps have, from `start` up to `end`, itself left out."""
    sums = np.zeros(len(start))
    some = np.flatnonzero(end > start)
    if len(some):
        bounds = np.column_stack([start[some], end[some]]).ravel()
        sums[some] = np.add.reduceat(of_steps, bounds, dtype=np.float64)[::2]
    return sums
