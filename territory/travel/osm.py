"""Read the roads of an OpenStreetMap extract (``.osm.pbf``).

What surprised us: a way crosses the extract's border with points the extract does not hold; a
barrier is a point of the road, possibly at its end or at a junction, so whoever splits ways by
their ends alone drives through bollards; and most points of an extract, three in four in Andorra,
belong to buildings and fields. So it is read twice, ways first, then only the points they go
through: memory follows the roads, not the map, and the order of the file does not matter.

Needs ``osmium`` (pyosmium), which comes with ``pip install "territory[roads]"``.
"""

from __future__ import annotations

from array import array
from dataclasses import dataclass, field
from importlib import import_module
from itertools import product
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd

from territory.errors import SourceChangedError, SourceMissingError, TerritoryError
from territory.travel.road_rules import ROUNDABOUTS, RoadRules
from territory.travel.road_ways import RoadWays, arrange

# Raised when what is read, or how, changes: cached networks are then read again.
READER_VERSION = 2


@dataclass
class _Ways:
    """Ways as they are read, in compact arrays: a region has tens of millions of steps."""

    ref: array[int] = field(default_factory=lambda: array("q"))
    start: array[int] = field(default_factory=lambda: array("q", [0]))
    forward: array[float] = field(default_factory=lambda: array("f"))
    backward: array[float] = field(default_factory=lambda: array("f"))
    ferry_minutes: array[float] = field(default_factory=lambda: array("f"))

    is_roundabout: array[int] = field(default_factory=lambda: array("b"))
    number: array[int] = field(default_factory=lambda: array("q"))

    def add(
        self,
        number: int,
        refs: list[int],
        speeds: tuple[float, float],
        ferry_minutes: float,
        junction: str,
    ) -> None:
        self.number.append(number)
        self.ref.extend(refs)
        self.start.append(len(self.ref))
        self.forward.append(speeds[0])
        self.backward.append(speeds[1])
        self.ferry_minutes.append(ferry_minutes)
        self.is_roundabout.append(junction in ROUNDABOUTS)


@dataclass
class _Restriction:
    """A turn forbidden, or the only one allowed, by the numbers of its ways and its point."""

    from_way: int
    via: int
    to_way: int
    is_only: bool


@dataclass
class _Points:
    """Points as they are read; `stops` and `delay` hold those that stop or delay a car."""

    ref: array[int] = field(default_factory=lambda: array("q"))
    x: array[int] = field(default_factory=lambda: array("i"))
    y: array[int] = field(default_factory=lambda: array("i"))
    stops: set[int] = field(default_factory=set)
    delay_seconds: dict[int, float] = field(default_factory=dict)


def read_ways(path: Path, rules: RoadRules) -> RoadWays:
    """Read the ways of an extract that cars may drive on, and the ferries that carry them.

    Raises
    ------
    TerritoryError
        If ``osmium`` is not installed, the extract holds no road open to cars, or its roads go
        through points it does not hold.
    SourceMissingError
        If the extract is not there.
    SourceChangedError
        If it is not an extract, or is cut.
    """
    osmium = _osmium()
    if not path.is_file():
        raise SourceMissingError("roads_missing", path=path)
    try:
        ways, used, extracted_on = _read_roads(osmium, path, rules)
        points = _read_points(osmium, path, rules, used)
        restrictions = _read_restrictions(osmium, path, rules)
    except (RuntimeError, ValueError) as error:  # what libosmium raises for a damaged file
        raise SourceChangedError("roads_unreadable", path=path, detail=error) from error
    if not any(np.isnan(ways.ferry_minutes)):
        raise TerritoryError("roads_none", path=path)
    barred = pd.DataFrame(restrictions, columns=["from_way", "via", "to_way", "is_only"])
    arranged = arrange(
        way_number=np.frombuffer(ways.number, dtype=np.int64),
        barred=barred,
        refs=np.frombuffer(ways.ref, dtype=np.int64),
        way_start=np.frombuffer(ways.start, dtype=np.int64),
        forward_kmh=np.frombuffer(ways.forward, dtype=np.float32),
        backward_kmh=np.frombuffer(ways.backward, dtype=np.float32),
        ferry_minutes=np.frombuffer(ways.ferry_minutes, dtype=np.float32),
        is_roundabout=np.frombuffer(ways.is_roundabout, dtype=np.bool_),
        point_ref=np.frombuffer(points.ref, dtype=np.int64),
        x=np.frombuffer(points.x, dtype=np.int32),
        y=np.frombuffer(points.y, dtype=np.int32),
        stops=points.stops,
        delay_seconds=points.delay_seconds,
        extracted_on=extracted_on,
    )
    if not len(arranged.way_point):
        raise TerritoryError("roads_without_points", path=path, ways=len(ways.forward))
    return arranged


def _osmium() -> Any:
    try:
        return import_module("osmium")
    except ModuleNotFoundError as error:
        raise TerritoryError("roads_reader_missing") from error


def _read_roads(osmium: Any, path: Path, rules: RoadRules) -> tuple[_Ways, Any, str]:
    """Return the ways a car takes, the tracker of their points, and the date of the extract."""
    wanted = [("highway", name) for name in rules.road_classes]
    wanted += [("route", name) for name in rules.ferry_routes]
    elements = osmium.FileProcessor(str(path), osmium.osm.WAY).with_filter(
        osmium.filter.TagFilter(*wanted)
    )
    ways, used = _Ways(), osmium.IdTracker()
    for element in elements:
        tags = dict(element.tags)
        if tags.get("route") in rules.ferry_routes:
            crossing = rules.crossing(tags)
            if crossing is None:
                continue
            # Infinite: the map gives no minutes, the speed counts.
            minutes = float("inf") if crossing.minutes is None else crossing.minutes
            speeds: tuple[float, float] | None = (crossing.kmh, crossing.kmh)
        else:
            speeds, minutes = rules.speeds(tags), float("nan")
        if speeds is None:
            continue
        refs = [node.ref for node in element.nodes]
        ways.add(element.id, refs, speeds, minutes, tags.get("junction", ""))
        used.add_references(element)
    return ways, used, str(elements.header.get("osmosis_replication_timestamp"))


def _read_restrictions(osmium: Any, path: Path, rules: RoadRules) -> list[_Restriction]:
    """Return the turns forbidden at a point; those along a way are not read."""
    elements = osmium.FileProcessor(str(path), osmium.osm.RELATION).with_filter(
        osmium.filter.TagFilter(("type", "restriction"))
    )
    found = []
    for element in elements:
        is_only = rules.is_only_turn(dict(element.tags))
        if is_only is None:
            continue
        members = [(one.role, one.type, one.ref) for one in element.members]
        via = [ref for role, kind, ref in members if (role, kind) == ("via", "n")]
        leaves, enters = (
            [ref for role, kind, ref in members if (role, kind) == (end, "w")]
            for end in ("from", "to")
        )
        for point, leave, enter in product(via, leaves, enters):
            found.append(_Restriction(leave, point, enter, is_only))
    return found


def _read_points(osmium: Any, path: Path, rules: RoadRules, used: Any) -> _Points:
    """Return the points that ways go through."""
    elements = osmium.FileProcessor(str(path), osmium.osm.NODE).with_filter(used.id_filter())
    points = _Points()
    for element in elements:
        location = element.location
        if not location.valid():
            continue
        points.ref.append(element.id)
        points.x.append(location.x)
        points.y.append(location.y)
        if len(element.tags) and any(key in element.tags for key in rules.point_keys):
            tags = dict(element.tags)
            if rules.is_barrier(tags):
                points.stops.add(element.id)
            elif seconds := rules.delay_seconds(tags):
                points.delay_seconds[element.id] = seconds
    return points
