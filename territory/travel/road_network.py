"""A road network as arrays: its points, its ways, and which pieces hold together.

Junctions and ends of ways are the vertices of the graph; points in between only bend a road, and
become vertices when a trip starts or ends there. So the graph is several times smaller than the
map, and the minutes are the same.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_array
from scipy.sparse.csgraph import connected_components
from scipy.spatial import cKDTree

from territory.travel.osm import RoadWays

Floats = NDArray[np.float64]
Integers = NDArray[np.int64]

# GRS80, the ellipsoid of every legal projection of France.
_EQUATOR_KM = 6378.137
_FLATTENING = 1 / 298.257222101
# Two points of a road at the same spot: scipy takes 0 in a sparse graph for a free edge, but not
# every function of it does.
LEAST_MINUTES = 1e-9


@dataclass(frozen=True)
class Edges:
    """Directed edges between vertices.

    Parameters
    ----------
    tail, head : arrays of int, of shape (edges,)
        Vertices.
    minutes : array of float, of shape (edges,)
        Minutes from tail to head.
    count : int
        How many vertices there are.
    """

    tail: Integers
    head: Integers
    minutes: Floats
    count: int

    def graph(self) -> csr_array:
        """Return the edges as a matrix, from row to column, the quickest of parallel ones."""
        key = self.tail * self.count + self.head
        order = np.argsort(key)
        pair, first = np.unique(key[order], return_index=True)
        quickest = np.minimum.reduceat(self.minutes[order], first)
        cells = (quickest, (pair // self.count, pair % self.count))
        return csr_array(cells, shape=(self.count, self.count))


@dataclass(frozen=True)
class RoadNetwork:
    """Ways, and the piece of network each point belongs to.

    Parameters
    ----------
    ways : RoadWays
        The ways as read.
    piece : array of int, of shape (points,)
        Strongly connected piece of each point: between two points of a piece a car can go and
        come back.
    piece_km : array of float, of shape (pieces,)
        Length of road inside each piece.
    """

    ways: RoadWays
    piece: NDArray[np.int32]
    piece_km: Floats

    @classmethod
    def of(cls, ways: RoadWays) -> RoadNetwork:
        """Find the pieces of ways as read."""
        step_km = _step_km(ways)
        is_step = np.ones(len(ways.way_point) - 1, dtype=bool)
        is_step[ways.way_start[1:-1] - 1] = False
        tail, head = ways.way_point[:-1][is_step], ways.way_point[1:][is_step]
        way = np.repeat(np.arange(len(ways.way_start) - 1), np.diff(ways.way_start))[:-1][is_step]
        goes, comes = ways.forward_kmh[way] > 0, ways.backward_kmh[way] > 0
        rows = np.concatenate([tail[goes], head[comes]])
        columns = np.concatenate([head[goes], tail[comes]])
        size = len(ways.lon)
        graph = csr_array((np.ones(len(rows), dtype=np.int8), (rows, columns)), shape=(size, size))
        pieces, piece = connected_components(graph, directed=True, connection="strong")
        inside = piece[tail] == piece[head]
        piece_km = np.bincount(
            piece[tail][inside], weights=step_km[is_step][inside], minlength=pieces
        )
        return cls(ways, piece.astype(np.int32), piece_km.astype(np.float64))

    @cached_property
    def _along_km(self) -> Floats:
        """Kilometres up to each step of `way_point`: their difference is a length within a way."""
        return np.concatenate([[0.0], np.cumsum(_step_km(self.ways))])

    @cached_property
    def _is_vertex(self) -> NDArray[np.bool_]:
        """Whether each point is a junction or the end of a way."""
        is_vertex = np.bincount(self.ways.way_point, minlength=len(self.ways.lon)) > 1
        is_vertex[self.ways.way_point[self.ways.way_start[:-1]]] = True
        is_vertex[self.ways.way_point[self.ways.way_start[1:] - 1]] = True
        return is_vertex

    def on_pieces_of(self, least_km: float) -> Integers:
        """Return the points that stand on a piece of at least `least_km` of road."""
        return np.flatnonzero((self.piece_km >= least_km)[self.piece])

    def edges(self, points: Integers) -> tuple[Edges, Integers]:
        """Return the graph's edges, `points` being vertices too, and the vertex of each point.

        Returns
        -------
        Edges
            Between junctions, ends of ways and `points`.
        array of int, of shape (points,)
            Vertex of each of `points`.
        """
        ways = self.ways
        is_vertex = self._is_vertex.copy()
        is_vertex[points] = True
        vertex = np.cumsum(is_vertex) - 1
        steps = np.flatnonzero(is_vertex[ways.way_point])
        way = np.searchsorted(ways.way_start, steps, side="right") - 1
        same_way = way[1:] == way[:-1]
        start, end, way = steps[:-1][same_way], steps[1:][same_way], way[:-1][same_way]
        km = self._along_km[end] - self._along_km[start]
        tail, head = vertex[ways.way_point[start]], vertex[ways.way_point[end]]
        goes, comes = ways.forward_kmh[way] > 0, ways.backward_kmh[way] > 0
        minutes = np.concatenate(
            [
                km[goes] / ways.forward_kmh[way][goes] * 60,
                km[comes] / ways.backward_kmh[way][comes] * 60,
            ]
        )
        edges = Edges(
            np.concatenate([tail[goes], head[comes]]),
            np.concatenate([head[goes], tail[comes]]),
            np.maximum(minutes, LEAST_MINUTES),
            int(is_vertex.sum()),
        )
        return edges, vertex[points]


class Snapper:
    """Finds the point of a network nearest to a place.

    Parameters
    ----------
    network : RoadNetwork
        The network.
    least_km : float
        Pieces of network shorter than this are left out: car parks, estates, roads that the
        extract's border cut off.
    """

    def __init__(self, network: RoadNetwork, least_km: float) -> None:
        self.points = network.on_pieces_of(least_km)
        self._tree = cKDTree(to_space(network.ways.lon[self.points], network.ways.lat[self.points]))

    def snap(self, degrees: Floats) -> tuple[Integers, Floats]:
        """Return the nearest point of the network to each place, and how far it is.

        Parameters
        ----------
        degrees : array of shape (n, 2)
            Longitudes and latitudes; NaN where missing.

        Returns
        -------
        array of int, of shape (n,)
            Points of the network; -1 where the place is missing or there is no network.
        array of float, of shape (n,)
            Kilometres; infinite there.
        """
        point = np.full(len(degrees), -1, dtype=np.int64)
        km = np.full(len(degrees), np.inf)
        known = np.flatnonzero(np.isfinite(degrees).all(axis=1))
        if len(known) and len(self.points):
            km[known], nearest = self._tree.query(to_space(*degrees[known].T))
            point[known] = self.points[nearest]
        return point, km


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


def _step_km(ways: RoadWays) -> Floats:
    """Return the length of each step of `way_point` to the next, also from a way to another."""
    place = to_space(ways.lon, ways.lat)[ways.way_point]
    return np.asarray(np.linalg.norm(np.diff(place, axis=0), axis=1), dtype=np.float64)
