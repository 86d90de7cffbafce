"""Read the roads of an OpenStreetMap extract (``.osm.pbf``).

What surprised us: a way crosses the extract's border with points the extract does not hold; a
barrier is a point of the road, possibly at its end or at a junction, so whoever splits ways by
their ends alone drives through bollards; an extract whose ways come before its points can be read
in one go by nobody.

Needs ``osmium`` (pyosmium), which comes with ``pip install "territory[roads]"``.
"""

from __future__ import annotations

from array import array
from collections.abc import Iterator
from dataclasses import dataclass, field
from importlib import import_module
from itertools import count
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from territory.errors import SourceChangedError, SourceMissingError, TerritoryError
from territory.travel.road_rules import RoadRules

# Raised when what is read, or how, changes: cached networks are then read again.
READER_VERSION = 1
_NOWHERE = 2_147_483_647  # libosmium's mark for a point whose place the extract does not give
_UNIT = 1e-7  # degrees: what the format counts in


@dataclass(frozen=True)
class RoadWays:
    """Drivable ways of an extract, as sequences of points.

    Parameters
    ----------
    lon, lat : arrays of float, of shape (points,)
        Degrees. A point a barrier stands on is there once a way it cuts.
    way_point : array of int, of shape (steps,)
        Points of all ways, one way after the other.
    way_start : array of int, of shape (ways + 1,)
        Where each way begins in `way_point`.
    forward_kmh, backward_kmh : arrays of float, of shape (ways,)
        Speeds along and against each way; 0 where forbidden.
    extracted_on : str
        When the map was as the extract shows it; empty if it does not say.
    """

    lon: NDArray[np.float64]
    lat: NDArray[np.float64]
    way_point: NDArray[np.int32]
    way_start: NDArray[np.int64]
    forward_kmh: NDArray[np.float32]
    backward_kmh: NDArray[np.float32]
    extracted_on: str


@dataclass
class _Collected:
    """Ways as they are read, in compact arrays: a region has tens of millions of steps."""

    ref: array[int] = field(default_factory=lambda: array("q"))
    x: array[int] = field(default_factory=lambda: array("i"))
    y: array[int] = field(default_factory=lambda: array("i"))
    start: array[int] = field(default_factory=lambda: array("q", [0]))
    forward: array[float] = field(default_factory=lambda: array("f"))
    backward: array[float] = field(default_factory=lambda: array("f"))
    copies: Iterator[int] = field(default_factory=lambda: count(1))

    def add(
        self, steps: list[tuple[int, int, int]], speeds: tuple[float, float], stops: set[int]
    ) -> None:
        """Add a way; it is cut where a barrier stands and where a point is not in the extract."""
        piece: list[tuple[int, int, int]] = []
        for ref, x, y in steps:
            if x == _NOWHERE:
                self._end(piece, speeds)
                piece = []
            elif ref in stops:
                # One copy ends this piece, another begins the next: nothing joins the two.
                self._end([*piece, (-next(self.copies), x, y)], speeds)
                piece = [(-next(self.copies), x, y)]
            else:
                piece.append((ref, x, y))
        self._end(piece, speeds)

    def _end(self, piece: list[tuple[int, int, int]], speeds: tuple[float, float]) -> None:
        if len(piece) < 2:
            return
        refs, xs, ys = zip(*piece, strict=True)
        self.ref.extend(refs)
        self.x.extend(xs)
        self.y.extend(ys)
        self.start.append(len(self.ref))
        self.forward.append(speeds[0])
        self.backward.append(speeds[1])


def read_ways(path: Path, rules: RoadRules) -> RoadWays:
    """Read the ways of an extract that cars may drive on.

    Raises
    ------
    TerritoryError
        If ``osmium`` is not installed, or the extract holds no road.
    SourceMissingError
        If the extract is not there.
    SourceChangedError
        If it is not an extract, or is cut.
    """
    osmium = _osmium()
    if not path.is_file():
        raise SourceMissingError("roads_missing", path=path)
    collected = _Collected()
    try:
        extracted_on = _collect(osmium, path, rules, collected)
    except (RuntimeError, ValueError) as error:  # what libosmium raises for a damaged file
        raise SourceChangedError("roads_unreadable", path=path, detail=error) from error
    if not collected.forward:
        raise TerritoryError("roads_none", path=path)
    return _arranged(collected, extracted_on)


def _osmium() -> Any:
    try:
        return import_module("osmium")
    except ModuleNotFoundError as error:
        raise TerritoryError("roads_reader_missing") from error


def _collect(osmium: Any, path: Path, rules: RoadRules, collected: _Collected) -> str:
    entities, keys = osmium.osm, osmium.filter.KeyFilter
    elements = (
        osmium.FileProcessor(str(path), entities.NODE | entities.WAY)
        .with_locations()
        .with_filter(keys("highway").enable_for(entities.WAY))
        .with_filter(keys("barrier", *rules.access_keys).enable_for(entities.NODE))
    )
    stops: set[int] = set()
    for element in elements:
        if element.is_node():
            if rules.is_barrier(element.tags):
                stops.add(element.id)
        elif (speeds := rules.speeds(element.tags)) is not None:
            steps = [(node.ref, node.x, node.y) for node in element.nodes]
            collected.add(steps, speeds, stops)
    return str(elements.header.get("osmosis_replication_timestamp"))


def _arranged(collected: _Collected, extracted_on: str) -> RoadWays:
    ref = np.frombuffer(collected.ref, dtype=np.int64)
    _, first, way_point = np.unique(ref, return_index=True, return_inverse=True)
    return RoadWays(
        lon=np.frombuffer(collected.x, dtype=np.int32)[first].astype(np.float64) * _UNIT,
        lat=np.frombuffer(collected.y, dtype=np.int32)[first].astype(np.float64) * _UNIT,
        way_point=way_point.astype(np.int32),
        way_start=np.frombuffer(collected.start, dtype=np.int64).copy(),
        forward_kmh=np.frombuffer(collected.forward, dtype=np.float32).copy(),
        backward_kmh=np.frombuffer(collected.backward, dtype=np.float32).copy(),
        extracted_on=extracted_on,
    )
