"""Minutes on a real road network, embedded: an OpenStreetMap extract and Dijkstra's algorithm.

Every trip goes from an origin to a place, one-way streets and turns included: searches start at the
places and run against the traffic. A place is put on the nearest point of a road from which one can
come back (a strongly connected piece of network, long enough not to be a car park). Too far from one,
or on a piece without any place, its minutes are missing. Ferries that carry cars are taken, but not
from an island without a bridge: its trips stay on it.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import ClassVar

import numpy as np
import pandas as pd
from numpy.typing import NDArray
from scipy.sparse import csr_array
from scipy.sparse.csgraph import dijkstra

from territory.errors import TerritoryError
from territory.messages import Words
from territory.travel.places import (
    MOST_SNAP_KM,
    Integers,
    Nearest,
    Pairs,
    Places,
    Reach,
    nearest_of,
    reach_of,
)
from territory.travel.road_cache import open_network
from territory.travel.road_network import RoadNetwork
from territory.travel.road_rules import RoadRules, read_rules
from territory.travel.road_search import Search, Stops
from territory.travel.road_snap import Snapper
from territory.travel.straight import straight_km

LEAST_NETWORK_KM = 5.0
# Distances of several searches at once: what they may take in memory.
_MOST_BYTES = 128_000_000


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

    def cite(self, words: Words) -> str:
        """Say which roads, of which day."""
        key = (
            "travel.citation.roads"
            if self.network.ways.extracted_on
            else "travel.citation.roads_undated"
        )
        return words.text(key, extract=self.extract_name, day=self.network.ways.extracted_on[:10])

    @cached_property
    def _is_used(self) -> NDArray[np.bool_]:
        return self.network.stretches_of(self.least_network_km)

    @cached_property
    def _snapper(self) -> Snapper:
        return Snapper(self.network.ways, self.network.points_of(self._is_used))

    def minutes_to_nearest(self, origins: Places, places: Places) -> Nearest:
        """Find the place each origin reaches first, on its land, and the minutes.

        Raises
        ------
        TerritoryError
            If not one origin or place stands near a road: the extract covers another area.
        """
        search = self._search(origins, places)
        asked, place_asked = search.origins.asked, search.places.asked
        minutes, found = np.full(len(asked), np.inf), np.full(len(asked), -1)
        for here, there, graph in _lands(search, origins, places):
            reached, _, source = dijkstra(
                graph,
                indices=search.place_vertex[there],
                min_only=True,
                return_predecessors=True,
            )
            vertex = search.origin_vertex[here]
            is_reached = np.isfinite(reached[vertex])
            minutes[here] = reached[vertex]
            # Where nothing is reached, scipy's source is a negative mark, not a vertex.
            found[here[is_reached]] = place_asked[
                source[vertex[is_reached]] - search.place_vertex[0]
            ]
        is_found = found >= 0
        origin, place = asked[is_found], found[is_found]
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
        asked, place_asked = search.origins.asked, search.places.asked
        rows, columns, minutes = [asked[:0]], [place_asked[:0]], [np.empty(0)]
        for here, there, graph in _lands(search, origins, places):
            for group, vertices, part in search.around(graph, there, limit_minutes):
                near = here[np.isin(search.origin_vertex[here], vertices)]
                origin, place = (
                    np.searchsorted(vertices, vertex)
                    for vertex in (search.origin_vertex[near], search.place_vertex[group])
                )
                for batch in _batches(len(group), len(vertices)):
                    reached = dijkstra(part, indices=place[batch], limit=limit_minutes)[:, origin]
                    column, row = np.nonzero(np.isfinite(reached))
                    rows.append(asked[near[row]])
                    columns.append(place_asked[group[batch]][column])
                    minutes.append(reached[column, row])
        # How far as the crow flies is not asked here.
        pairs = Pairs(np.concatenate(rows), np.concatenate(columns), np.empty(0))
        return reach_of(
            self, origins, places, pairs, np.concatenate(minutes), limit_minutes=limit_minutes
        )

    def _search(self, origins: Places, places: Places) -> Search:
        """Return the graph of roads against the traffic, with the origins and places on it."""
        leaving, arriving = self._on_roads(origins), self._on_roads(places)
        if not len(leaving.asked) and not len(arriving.asked):
            raise TerritoryError("roads_elsewhere", extract=self.extract_name, km=self.most_snap_km)
        return Search(self.network, leaving, arriving, self._is_used)

    def _on_roads(self, places: Places) -> Stops:
        """Return the places that stand near a road, on the point they are put on."""
        point, km = self._snapper.snap(places.degrees())
        near = np.flatnonzero(km <= self.most_snap_km)
        return Stops(near, point[near], self.rules.approach_minutes(km[near]))


def _lands(
    search: Search, origins: Places, places: Places
) -> Iterator[tuple[Integers, Integers, csr_array]]:
    """Yield the origins and the places of each land, among those on a road, and its graph."""
    origin_land = origins.land.to_numpy(object)[search.origins.asked]
    place_land = places.land.to_numpy(object)[search.places.asked]
    zone = places.zone.to_numpy(object)[search.places.asked]
    for land in pd.unique(pd.Series(place_land)):
        here, there = np.flatnonzero(origin_land == land), np.flatnonzero(place_land == land)
        if len(here):
            yield here, there, search.graph(is_island=zone[there[0]] != land)


def _batches(searches: int, vertices: int) -> Iterator[slice]:
    """Yield batches of searches whose distances fit in memory."""
    size = max(1, _MOST_BYTES // (8 * max(vertices, 1)))
    for start in range(0, searches, size):
        yield slice(start, min(start + size, searches))
