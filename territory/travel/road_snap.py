"""The point of a road network nearest to a place."""

from __future__ import annotations

import numpy as np
from scipy.spatial import cKDTree

from territory.travel.road_ways import Floats, Integers, RoadWays, to_space


class Snapper:
    """Finds the point of a network nearest to a place.

    Parameters
    ----------
    ways : RoadWays
        The roads.
    points : array of int
        The points of theirs where a trip may start or end.
    """

    def __init__(self, ways: RoadWays, points: Integers) -> None:
        self.points = points.astype(np.int32)
        # Unbalanced: made in a fraction of the time, and few questions are asked of it.
        self._tree = cKDTree(ways.space(self.points), balanced_tree=False, compact_nodes=False)

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
