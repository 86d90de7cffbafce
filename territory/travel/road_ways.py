"""Drivable ways as arrays: cut where a car cannot pass, each point known by its place.

Four arrays of 4 bytes a point or step: a country has tens of millions of them.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
import pandas as pd
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Integers = NDArray[np.int64]

UNIT_DEGREES = 1e-7  # degrees: what the format counts in
# GRS80, the ellipsoid of every legal projection of France.
_EQUATOR_KM = 6378.137
_FLATTENING = 1 / 298.257222101
# On a longer straight line points are added: no place is put more than half of it too far along.
LONGEST_STEP_KM = 0.05
_MOST_STEPS = 1_000_000  # measured at once


@dataclass(frozen=True)
class RoadWays:
    """Drivable ways of an extract, as sequences of points.

    Parameters
    ----------
    x, y : arrays of int, of shape (points,)
        Longitudes and latitudes in 1e-7 degrees. A point a barrier stands on is there once a way
        it cuts.
    way_point : array of int, of shape (steps,)
        Points of all ways, one way after the other.
    way_start : array of int, of shape (ways + 1,)
        Where each way begins in `way_point`.
    forward_kmh, backward_kmh : arrays of float, of shape (ways,)
        Speeds along and against each way; 0 where forbidden.
    is_ferry : array of bool, of shape (ways,)
        Whether it is a boat or a train that carries cars: no trip starts or ends on it.
    is_roundabout : array of bool, of shape (ways,)
        Whether it is a roundabout: nobody comes the other way.
    delay_minutes : array of float, of shape (points,)
        Minutes lost when passing each point.
    map_way : array of int, of shape (ways,)
        Position, in the map, of the way each is a piece of.
    barred : array of int, of shape (turns, 4)
        Turns forbidden: way of the map left, point, way of the map entered, and 1 where that one is
        the only one allowed.
    extracted_on : str
        When the map was as the extract shows it; empty if it does not say.
    """

    x: NDArray[np.int32]
    y: NDArray[np.int32]
    way_point: NDArray[np.int32]
    way_start: NDArray[np.int64]
    forward_kmh: NDArray[np.float32]
    backward_kmh: NDArray[np.float32]
    is_ferry: NDArray[np.bool_]
    is_roundabout: NDArray[np.bool_]
    delay_minutes: NDArray[np.float32]
    map_way: NDArray[np.int32]
    barred: NDArray[np.int32]
    extracted_on: str

    def space(self, points: Integers | NDArray[np.int32]) -> Floats:
        """Return some points in space, as `to_space` does."""
        return to_space(
            *(place[points].astype(np.float64) * UNIT_DEGREES for place in (self.x, self.y))
        )

    def is_vertex(self) -> NDArray[np.bool_]:
        """Whether each point is a junction or the end of a way."""
        is_vertex = np.bincount(self.way_point, minlength=len(self.x)) > 1
        is_vertex[self.way_point[self.way_start[:-1]]] = True
        is_vertex[self.way_point[self.way_start[1:] - 1]] = True
        return is_vertex

    def bearing(self, start: Integers, end: Integers) -> NDArray[np.float32]:
        """Return the degrees clockwise from the north from one step's point to another's."""
        here, there = self.way_point[start], self.way_point[end]
        north = (self.y[there] - self.y[here]).astype(np.float64)
        east = (self.x[there] - self.x[here]) * np.cos(np.radians(self.y[here] * UNIT_DEGREES))
        return np.asarray(np.degrees(np.arctan2(east, north)), dtype=np.float32)

    def step_km(self) -> NDArray[np.float32]:
        """Return the length of each step of `way_point` to the next; 0 for the last of a way."""
        km = np.zeros(len(self.way_point), dtype=np.float32)
        for start in range(0, len(km), _MOST_STEPS):
            points = self.way_point[start : start + _MOST_STEPS + 1]
            if len(points) > 1:
                place = self.space(points)
                km[start : start + len(points) - 1] = np.linalg.norm(np.diff(place, axis=0), axis=1)
        km[self.way_start[1:] - 1] = 0
        return km


def arrange(
    *,
    way_number: Integers,
    refs: Integers,
    way_start: Integers,
    forward_kmh: NDArray[np.float32],
    backward_kmh: NDArray[np.float32],
    ferry_minutes: NDArray[np.float32],
    is_roundabout: NDArray[np.bool_],
    point_ref: Integers,
    x: NDArray[np.int32],
    y: NDArray[np.int32],
    stops: set[int],
    delay_seconds: dict[int, float],
    barred: pd.DataFrame,
    extracted_on: str,
) -> RoadWays:
    """Put ways as read into arrays, cut where a barrier stands and where a point is not known.

    Parameters
    ----------
    way_number : array of int, of shape (ways,)
        Numbers of the ways.
    refs, way_start : arrays of int
        Numbers of the points of all ways, and where each way begins in them.
    forward_kmh, backward_kmh, ferry_minutes : arrays of float, of shape (ways,)
        Speeds; minutes of a ferry from end to end, infinite where its speed counts, NaN for a road.
    is_roundabout : array of bool, of shape (ways,)
        Whether it is a roundabout.
    point_ref, x, y : arrays of int, of shape (points,)
        Numbers and places (1e-7 degrees) of the points known.
    stops : set of int
        Numbers of points that stop a car.
    delay_seconds : dict of int to float
        Numbers of points that delay it.
    barred : DataFrame
        Turns forbidden, columns ``from_way, via, to_way`` (numbers) and ``is_only``.
    """
    point, is_known = _positions(point_ref, refs)
    is_stop = is_known & np.isin(refs, np.fromiter(stops, dtype=np.int64, count=len(stops)))
    is_first, is_last = np.zeros(len(refs), dtype=bool), np.zeros(len(refs), dtype=bool)
    is_first[way_start[:-1]], is_last[way_start[1:] - 1] = True, True
    # A barrier inside a way is there twice: one copy ends a piece, the other begins the next.
    copies = is_known.astype(np.int8) + (is_stop & ~is_first & ~is_last)
    step = np.repeat(np.arange(len(refs)), copies)
    is_second = np.concatenate([[False], step[1:] == step[:-1]]) if len(step) else is_stop[:0]
    begins = is_first[step] | is_second
    begins[:1] = True
    begins[1:] |= np.diff(step) > 1  # a point that is not known lies between
    # Nothing joins the copies of a barrier: each is a point of its own.
    barrier = np.flatnonzero(is_stop[step])
    way_point = point[step].astype(np.int32)
    way_point[barrier] = len(x) + np.arange(len(barrier), dtype=np.int32)
    way = np.repeat(np.arange(len(way_start) - 1), np.diff(way_start))[step]
    piece = np.cumsum(begins) - 1
    size = np.bincount(piece) if len(piece) else piece
    kept = size[piece] > 1
    starts = np.flatnonzero(begins & kept)
    of_way = way[starts]
    delay = np.zeros(len(x) + len(barrier), dtype=np.float32)
    if delay_seconds:
        slow = np.fromiter(delay_seconds, dtype=np.int64, count=len(delay_seconds))
        where, is_there = _positions(point_ref, slow)
        seconds = np.fromiter(delay_seconds.values(), dtype=np.float32, count=len(slow))
        delay[where[is_there]] = seconds[is_there] / 60
    arranged = RoadWays(
        x=np.concatenate([x, x[point[step[barrier]]]]),
        y=np.concatenate([y, y[point[step[barrier]]]]),
        way_point=way_point[kept],
        way_start=np.concatenate([[0], np.cumsum(size[size > 1])]).astype(np.int64),
        forward_kmh=forward_kmh[of_way],
        backward_kmh=backward_kmh[of_way],
        is_ferry=~np.isnan(ferry_minutes[of_way]),
        is_roundabout=is_roundabout[of_way],
        delay_minutes=delay,
        map_way=of_way.astype(np.int32),
        barred=_barred(barred, way_number, point_ref),
        extracted_on=extracted_on,
    )
    _set_ferry_speeds(arranged, ferry_minutes[of_way])
    return _with_points_between(arranged)


def _positions(known: Integers, asked: Integers) -> tuple[Integers, NDArray[np.bool_]]:
    """Return where each number asked stands among those known, and whether it does."""
    if not len(known):
        return np.zeros(len(asked), dtype=np.int64), np.zeros(len(asked), dtype=bool)
    order = None if (np.diff(known) > 0).all() else np.argsort(known)
    place = np.searchsorted(known, asked, sorter=order).clip(max=len(known) - 1)
    position = place if order is None else order[place]
    return position, known[position] == asked


def _with_points_between(ways: RoadWays) -> RoadWays:
    """Return the ways with points on their long steps: a place is put on a point of a road."""
    parts = np.ceil(ways.step_km() / LONGEST_STEP_KM).clip(min=1).astype(np.int64)
    if not (parts > 1).any():
        return ways
    first = np.concatenate([[0], np.cumsum(parts)])
    step = np.repeat(np.arange(len(parts)), parts)
    share = (np.arange(first[-1]) - first[step]) / parts[step]
    is_new = share > 0
    here = ways.way_point[step[is_new]]
    there = ways.way_point[step[is_new] + 1]  # no long step ends a way
    way_point = ways.way_point[step]
    way_point[is_new] = len(ways.x) + np.arange(len(here), dtype=np.int32)

    def between(place: NDArray[np.int32]) -> NDArray[np.int32]:
        new = place[here] + (place[there] - place[here]) * share[is_new]
        return np.concatenate([place, np.rint(new).astype(np.int32)])

    return replace(
        ways,
        x=between(ways.x),
        y=between(ways.y),
        way_point=way_point,
        way_start=first[ways.way_start],
        delay_minutes=np.concatenate([ways.delay_minutes, np.zeros(len(here), dtype=np.float32)]),
    )


def _barred(barred: pd.DataFrame, way_number: Integers, point_ref: Integers) -> NDArray[np.int32]:
    """Return the turns forbidden between ways and at points that are known."""
    left, is_left = _positions(way_number, barred["from_way"].to_numpy(np.int64))
    entered, is_entered = _positions(way_number, barred["to_way"].to_numpy(np.int64))
    point, is_point = _positions(point_ref, barred["via"].to_numpy(np.int64))
    only = barred["is_only"].to_numpy(np.int64)
    rows = np.column_stack([left, point, entered, only])
    return rows[is_left & is_entered & is_point].astype(np.int32)


def _set_ferry_speeds(ways: RoadWays, ferry_minutes: NDArray[np.float32]) -> None:
    """Give each ferry whose minutes are known the speed that makes them."""
    timed = np.flatnonzero(np.isfinite(ferry_minutes))
    if len(timed):
        km = np.add.reduceat(ways.step_km(), ways.way_start[:-1])[timed]
        ways.forward_kmh[timed] = ways.backward_kmh[timed] = km / ferry_minutes[timed] * 60


def to_space(lon: Floats, lat: Floats) -> Floats:
    """Return points in space, in km from the centre of the Earth, of shape (n, 3).

    Straight through the Earth or along it, two points of a road 20 km apart differ by a
    centimetre; and one space serves every zone.
    """
    east, north = np.radians(lon), np.radians(lat)
    eccentricity2 = _FLATTENING * (2 - _FLATTENING)
    radius = _EQUATOR_KM / np.sqrt(1 - eccentricity2 * np.sin(north) ** 2)
    return np.column_stack(
        [
            radius * np.cos(north) * np.cos(east),
            radius * np.cos(north) * np.sin(east),
            radius * (1 - eccentricity2) * np.sin(north),
        ]
    )
