"""The graph of a question: the network, and the origins and places that stand on it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

import numpy as np
import pandas as pd
from numpy.typing import NDArray
from scipy.sparse import csr_array

from territory.travel.road_network import RoadNetwork
from territory.travel.road_turns import LEAST_MINUTES
from territory.travel.road_ways import UNIT_DEGREES, Floats, Integers

LEAST_KM_A_DEGREE = 110.5  # of latitude, at the equator


@dataclass(frozen=True)
class Stops:
    """Origins or places that stand near a road.

    Parameters
    ----------
    asked : array of int, of shape (n,)
        Position of each in what was asked.
    point : array of int, of shape (n,)
        The point of the map it is put on.
    minutes : array of float, of shape (n,)
        Minutes between the two.
    """

    asked: Integers
    point: Integers
    minutes: Floats


@dataclass(frozen=True)
class Search:
    """Origins and places as vertices beside the lanes of a network.

    Parameters
    ----------
    network : RoadNetwork
        The roads.
    origins, places : Stops
        Those that stand near one.
    is_used : array of bool, of shape (stretches,)
        Stretches a trip may start or end on.
    """

    network: RoadNetwork
    origins: Stops
    places: Stops
    is_used: NDArray[np.bool_]

    @property
    def count(self) -> int:
        """How many vertices there are."""
        return self.network.count + len(self.origins.asked) + len(self.places.asked)

    @property
    def origin_vertex(self) -> Integers:
        """Vertex of each origin."""
        return self.network.count + np.arange(len(self.origins.asked))

    @property
    def place_vertex(self) -> Integers:
        """Vertex of each place."""
        return self.network.count + len(self.origins.asked) + np.arange(len(self.places.asked))

    def graph(self, *, is_island: bool) -> csr_array:
        """Return the graph against the traffic: on an island, no trip takes the boat."""
        return self._by_road if is_island else self._by_ferry_too

    def around(
        self, graph: csr_array, there: Integers, limit_minutes: float
    ) -> Iterator[tuple[Integers, Integers, csr_array]]:
        """Yield neighbouring places together, with all that lies within a limit of them.

        At the greatest speed of the network, in a straight line: no trip of the limit goes further.

        Parameters
        ----------
        graph : csr_array
            The graph against the traffic.
        there : array of int
            Places, by their position in `places`.
        limit_minutes : float
            The limit.

        Yields
        ------
        array of int
            Places of the group.
        array of int
            Vertices of `graph` that the part holds, in order.
        csr_array
            That part of the graph.
        """
        ways = self.network.ways
        kmh = max(ways.forward_kmh.max(initial=0), ways.backward_kmh.max(initial=0))
        reach = limit_minutes / 60 * float(kmh) / LEAST_KM_A_DEGREE / UNIT_DEGREES
        # Points of lanes, of origins and of places, in the order of the vertices.
        point = np.concatenate([self.network.lane_head, self.origins.point, self.places.point])
        is_place = np.arange(self.count) >= self.place_vertex[0]
        x, y = ways.x[point], ways.y[point]
        at = self.place_vertex[there]
        cell = np.column_stack([x[at] // reach, y[at] // reach]).astype(np.int64)
        _, group = np.unique(cell, axis=0, return_inverse=True)
        for number in range(group.max(initial=-1) + 1):
            chosen = there[group == number]
            here = self.place_vertex[chosen]
            north = np.radians((np.abs(y[here]).max() + reach) * UNIT_DEGREES)
            wide = reach / max(np.cos(north), 0.01)
            is_near = (x >= x[here].min() - wide) & (x <= x[here].max() + wide)
            is_near &= (y >= y[here].min() - reach) & (y <= y[here].max() + reach)
            is_near &= ~is_place
            is_near[here] = True
            vertices = np.flatnonzero(is_near)
            yield chosen, vertices, graph[vertices][:, vertices]

    @cached_property
    def _by_road(self) -> csr_array:
        return _widened(self.network.by_road, self.count) + self._ends

    @cached_property
    def _by_ferry_too(self) -> csr_array:
        if not self.network.by_ferry.nnz:
            return self._by_road
        return self._by_road + _widened(self.network.by_ferry, self.count)

    @cached_property
    def _ends(self) -> csr_array:
        """Edges from origins to lanes, from lanes to places, and from an origin to a place."""
        leaving = self._on_lanes(self.origins, self.origin_vertex)
        arriving = self._on_lanes(self.places, self.place_vertex)
        edges = pd.concat([_leave(leaving), self._arrive(arriving), _stay(leaving, arriving)])
        edges = edges[np.isfinite(edges["minutes"])]
        quickest = edges.groupby(["head", "tail"])["minutes"].min()
        head, tail = (quickest.index.get_level_values(name) for name in ("head", "tail"))
        minutes = np.maximum(quickest.to_numpy(float), LEAST_MINUTES)
        return csr_array((minutes, (head, tail)), shape=(self.count, self.count))

    def _on_lanes(self, stops: Stops, vertex: Integers) -> pd.DataFrame:
        """Return each lane each stop stands on, with the minutes already driven and left to drive.

        A stop at a junction stands on every lane that begins or ends there.
        """
        network, stretches = self.network, self.network.stretches
        is_asked = np.zeros(len(network.ways.x), dtype=bool)
        is_asked[stops.point] = True
        step = np.flatnonzero(is_asked[network.ways.way_point])
        # A step between two stretches is the end of one and the beginning of the next.
        before = np.searchsorted(stretches.end, step, side="left")
        after = np.searchsorted(stretches.start, step, side="right") - 1
        both = pd.DataFrame(
            {"step": np.concatenate([step, step]), "stretch": np.concatenate([before, after])}
        ).drop_duplicates()
        both = both[both["stretch"].between(0, len(stretches.way) - 1)]
        at = both["stretch"].to_numpy()
        inside = (stretches.start[at] <= both["step"]) & (both["step"] <= stretches.end[at])
        both = both[inside & self.is_used[at]]
        step, at = both["step"].to_numpy(), both["stretch"].to_numpy()
        found = []
        for is_back in (False, True):
            lane = self._lane_of[int(is_back), at]
            may = lane >= 0
            start, end, way = (
                one[at[may]] for one in (stretches.start, stretches.end, stretches.way)
            )
            before_it = network.along.minutes(start, step[may], way, is_back=is_back)
            after_it = network.along.minutes(step[may], end, way, is_back=is_back)
            found.append(
                pd.DataFrame(
                    {
                        "point": network.ways.way_point[step[may]],
                        "lane": lane[may],
                        "done": after_it if is_back else before_it,
                        "left": before_it if is_back else after_it,
                    }
                )
            )
        asked = pd.DataFrame({"point": stops.point, "vertex": vertex, "approach": stops.minutes})
        return asked.merge(pd.concat(found), on="point")

    @cached_property
    def _lane_of(self) -> NDArray[np.int32]:
        """Lane of each stretch along its way and against it, -1 where there is none."""
        lanes = self.network.lanes
        lane_of = np.full((2, len(self.network.stretches.way)), -1, dtype=np.int32)
        lane_of[lanes.is_back.astype(np.int8), lanes.stretch] = np.arange(len(lanes))
        return lane_of

    def _arrive(self, arriving: pd.DataFrame) -> pd.DataFrame:
        """Return the edges to places: from each lane that turns into one a place stands on.

        Of the minutes of the turn and of the whole lane, those beyond the place are not driven.
        """
        parts = []
        for graph in (self.network.by_road, self.network.by_ferry):
            lane = arriving["lane"].to_numpy()
            turns = np.diff(graph.indptr)[lane]
            every = arriving.loc[arriving.index.repeat(turns)]
            first = np.repeat(graph.indptr[lane] - (np.cumsum(turns) - turns), turns)
            cell = first + np.arange(len(every))
            driven = graph.data[cell] - every["left"] + every["approach"]
            parts.append(
                pd.DataFrame(
                    {"tail": graph.indices[cell], "head": every["vertex"], "minutes": driven}
                )
            )
        return pd.concat(parts)


def _leave(leaving: pd.DataFrame) -> pd.DataFrame:
    """Return the edges from origins to the ends of the lanes they stand on."""
    minutes = leaving["approach"] + leaving["left"]
    return pd.DataFrame({"tail": leaving["vertex"], "head": leaving["lane"], "minutes": minutes})


def _stay(leaving: pd.DataFrame, arriving: pd.DataFrame) -> pd.DataFrame:
    """Return the edges from origins to places further on along the same lane."""
    pairs = leaving.merge(arriving, on="lane", suffixes=("_origin", "_place"))
    between = pairs["done_place"] - pairs["done_origin"]
    pairs = pairs[between >= 0]
    minutes = between + pairs["approach_origin"] + pairs["approach_place"]
    return pd.DataFrame(
        {"tail": pairs["vertex_origin"], "head": pairs["vertex_place"], "minutes": minutes}
    )


def _widened(graph: csr_array, count: int) -> csr_array:
    """Return a graph with vertices added that nothing joins."""
    more = np.full(count - graph.shape[0], graph.indptr[-1], dtype=graph.indptr.dtype)
    pointer = np.concatenate([graph.indptr, more])
    return csr_array((graph.data, graph.indices, pointer), shape=(count, count))
