"""Minutes on a real road network, embedded: an OpenStreetMap extract and Dijkstra's algorithm.

Every trip goes from an origin to a place, one-way streets included: searches start at the places
and run against the traffic. A place is put on the nearest point of a road from which one can come
back (a strongly connected piece of network, long enough not to be a car park). Too far from one, or
on a piece without any place, its minutes are missing.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import ClassVar

import numpy as np
import pandas as pd
from scipy.sparse import csr_array
from scipy.sparse.csgraph import dijkstra

from territory.errors import TerritoryError
from territory.messages import Words, default_words
from territory.travel.places import (
    MOST_SNAP_KM,
    Floats,
    Integers,
    Nearest,
    Pairs,
    Places,
    Reach,
    nearest_of,
    reach_of,
)
from territory.travel.road_cache import open_network
from territory.travel.road_network import LEAST_MINUTES, Edges, RoadNetwork, Snapper
from territory.travel.road_rules import RoadRules, read_rules
from territory.travel.straight import straight_km

LEAST_NETWORK_KM = 5.0
# Distances of several searches at once: what they may take in memory.
_MOST_BYTES = 128_000_000


@dataclass(frozen=True)
class _Search:
    """The graph of a question: each origin and each place that stands on a road is a vertex.

    `origin` and `place` are positions in what was asked; `origin_vertex` and `place_vertex` are
    their vertices.
    """

    graph: csr_array
    origin: Integers
    place: Integers
    origin_vertex: Integers
    place_vertex: Integers


@dataclass(frozen=True)
class RoadsEngine:
    """Minutes by car on the roads of an extract.

    Parameters
    ----------
    network : RoadNetwork
        The roads.
    extract_name : str
        File they were read from.
    rules : RoadRules
        Speeds and permissions they were read with.
    most_snap_km : float
        A place further than this from a road has no minutes.
    least_network_km : float
        A piece of network with less road than this is not one.
    """

    network: RoadNetwork
    extract_name: str
    rules: RoadRules
    most_snap_km: float = MOST_SNAP_KM
    least_network_km: float = LEAST_NETWORK_KM

    name: ClassVar[str] = "roads"
    is_estimate: ClassVar[bool] = False
    has_catchments: ClassVar[bool] = True

    @classmethod
    def open(
        cls,
        extract: Path,
        cache_folder: Path,
        *,
        most_snap_km: float = MOST_SNAP_KM,
        least_network_km: float = LEAST_NETWORK_KM,
    ) -> RoadsEngine:
        """Open an OpenStreetMap extract, read once and kept in a folder.

        Raises
        ------
        TerritoryError
            If the extract is missing, damaged or without roads, or ``osmium`` is not installed.
        """
        rules = read_rules()
        network = open_network(extract, rules, cache_folder)
        return cls(network, extract.name, rules, most_snap_km, least_network_km)

    @property
    def citation(self) -> str:
        """What to print under a figure made with it, in the default language."""
        return self.cite(default_words())

    def cite(self, words: Words) -> str:
        """Say which roads, of which day."""
        key = (
            "travel.citation.roads"
            if self.network.ways.extracted_on
            else "travel.citation.roads_undated"
        )
        return words.text(key, extract=self.extract_name, day=self.network.ways.extracted_on[:10])

    @cached_property
    def _snapper(self) -> Snapper:
        return Snapper(self.network, self.least_network_km)

    def minutes_to_nearest(self, origins: Places, places: Places) -> Nearest:
        """Find the place each origin reaches first, on its land, and the minutes.

        Raises
        ------
        TerritoryError
            If not one origin or place stands near a road: the extract covers another area.
        """
        search = self._search(origins, places)
        origin_land = origins.land.to_numpy(object)[search.origin]
        place_land = places.land.to_numpy(object)[search.place]
        minutes = np.full(len(search.origin), np.inf)
        found = np.full(len(search.origin), -1)
        position = np.full(search.graph.shape[0], -1)
        position[search.place_vertex] = search.place
        for land in pd.unique(pd.Series(place_land)):
            here, there = np.flatnonzero(origin_land == land), place_land == land
            if not len(here):
                continue
            reached, _, source = dijkstra(
                search.graph,
                indices=search.place_vertex[there],
                min_only=True,
                return_predecessors=True,
            )
            vertex = search.origin_vertex[here]
            is_reached = np.isfinite(reached[vertex])
            minutes[here] = reached[vertex]
            # Where nothing is reached, scipy's source is a negative mark, not a vertex.
            found[here[is_reached]] = position[source[vertex[is_reached]]]
        is_found = found >= 0
        origin, place = search.origin[is_found], found[is_found]
        pairs = Pairs(origin, place, straight_km(origins, places, origin, place))
        return nearest_of(self, origins, places, pairs, minutes[is_found])

    def minutes_within(self, origins: Places, places: Places, limit_minutes: float) -> Reach:
        """Find every pair of an origin and a place of its land within a limit.

        Raises
        ------
        TerritoryError
            If not one origin or place stands near a road: the extract covers another area.
        """
        search = self._search(origins, places)
        origin_land = origins.land.to_numpy(object)[search.origin]
        place_land = places.land.to_numpy(object)[search.place]
        rows, columns, minutes = [search.origin[:0]], [search.place[:0]], [np.empty(0)]
        for batch in _batches(len(search.place), search.graph.shape[0]):
            reached = dijkstra(
                search.graph, indices=search.place_vertex[batch], limit=limit_minutes
            )[:, search.origin_vertex]
            is_same_land = place_land[batch][:, None] == origin_land[None, :]
            column, row = np.nonzero(np.isfinite(reached) & is_same_land)
            rows.append(search.origin[row])
            columns.append(search.place[batch][column])
            minutes.append(reached[column, row])
        # How far as the crow flies is not asked here.
        pairs = Pairs(np.concatenate(rows), np.concatenate(columns), np.empty(0))
        return reach_of(
            self, origins, places, pairs, np.concatenate(minutes), limit_minutes=limit_minutes
        )

    def _search(self, origins: Places, places: Places) -> _Search:
        """Return the graph of roads against the traffic, with the origins and places on it."""
        origin, origin_point, origin_km = self._on_roads(origins)
        place, place_point, place_km = self._on_roads(places)
        if not len(origin) and not len(place):
            raise TerritoryError("roads_elsewhere", extract=self.extract_name, km=self.most_snap_km)
        edges, vertex = self.network.edges(np.concatenate([origin_point, place_point]))
        on_road, at_road = vertex[: len(origin)], vertex[len(origin) :]
        origin_vertex = edges.count + np.arange(len(origin))
        place_vertex = edges.count + len(origin) + np.arange(len(place))
        graph = Edges(
            # Against the traffic: from the place to the road, and from the road to the origin.
            np.concatenate([edges.head, place_vertex, on_road]),
            np.concatenate([edges.tail, at_road, origin_vertex]),
            np.concatenate([edges.minutes, self._approach(place_km), self._approach(origin_km)]),
            edges.count + len(origin) + len(place),
        ).graph()
        return _Search(graph, origin, place, origin_vertex, place_vertex)

    def _on_roads(self, places: Places) -> tuple[Integers, Integers, Floats]:
        """Return the places that stand near a road, the point they are put on and how far."""
        point, km = self._snapper.snap(places.degrees())
        near = np.flatnonzero(km <= self.most_snap_km)
        return near, point[near], km[near]

    def _approach(self, km: Floats) -> Floats:
        return np.maximum(km / self.rules.approach_kmh * 60, LEAST_MINUTES)


def _batches(searches: int, vertices: int) -> Iterator[slice]:
    """Yield batches of searches whose distances fit in memory."""
    size = max(1, _MOST_BYTES // (8 * max(vertices, 1)))
    for start in range(0, searches, size):
        yield slice(start, min(start + size, searches))
