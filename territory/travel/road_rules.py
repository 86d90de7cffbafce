"""Which way a car drives along a road of the map, and how fast; what stops it or delays it.

Read from tags of OpenStreetMap by the rules of ``road_rules.toml``. Not modelled: traffic, limits and
permissions of some hours (``docs/decisions/0026-road-rules.md``).
"""

from __future__ import annotations

import hashlib
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from territory.travel.road_measures import read_limit_kmh, read_minutes, read_size

Tags = Mapping[str, str]
Floats = NDArray[np.float64]

_ONEWAY_KEYS = ("oneway:motorcar", "oneway:motor_vehicle", "oneway:vehicle", "oneway")
ROUNDABOUTS = frozenset({"roundabout", "circular"})
_FORWARD = frozenset({"yes", "true", "1"})
_BACKWARD = frozenset({"-1", "reverse"})


class Crossing(NamedTuple):
    """How a ferry or a shuttle train is taken.

    Parameters
    ----------
    kmh : float
        Speed, where its minutes are not known.
    minutes : float or None
        Minutes from end to end, half the interval between departures included; None where the map
        does not say.
    """

    kmh: float
    minutes: float | None


@dataclass(frozen=True)
class RoadRules:
    """Speeds and permissions, as ``road_rules.toml`` declares them.

    Parameters
    ----------
    declared : dict
        The tables of the file.
    version : str
        Hash of the file.
    """

    declared: Mapping[str, Any]
    version: str

    def approach_minutes(self, km: Floats) -> Floats:
        """Return the minutes between places and the roads they are put on.

        Examples
        --------
        >>> read_rules().approach_minutes(np.array([0.1, 0.7])).round(3).tolist()
        [0.0, 2.0]
        """
        approach = self.declared["approach"]
        beyond_km = np.maximum(km - float(approach["free_km"]), 0)
        return np.asarray(beyond_km / float(approach["kmh"]) * 60)

    @property
    def road_classes(self) -> tuple[str, ...]:
        """Classes of road a car may drive on."""
        return (*self.declared["kmh"], *self.declared["opened"]["classes"])

    @property
    def ferry_routes(self) -> tuple[str, ...]:
        """Kinds of route that carry cars."""
        return tuple(self.declared["ferries"]["kmh"])

    @property
    def point_keys(self) -> tuple[str, ...]:
        """Tags by which a point of a road stops or delays a car."""
        return ("barrier", "highway", *self.declared["access"]["keys"])

    def speeds(self, tags: Tags) -> tuple[float, float] | None:
        """Return the km/h along a way and against it, 0 where forbidden; None if not for cars.

        Examples
        --------
        >>> read_rules().speeds({"highway": "residential", "oneway": "yes"})
        (25.0, 0.0)
        >>> read_rules().speeds({"highway": "secondary", "maxspeed": "80"})
        (64.0, 64.0)
        >>> read_rules().speeds({"highway": "primary", "construction": "primary"}) is None
        True
        """
        if tags.get("highway") not in self.road_classes or self._is_closed(tags):
            return None
        oneway = next((value for key in _ONEWAY_KEYS if (value := tags.get(key))), "")
        is_implied = tags["highway"] == "motorway" or tags.get("junction") in ROUNDABOUTS
        is_forward = oneway in _FORWARD or (is_implied and oneway not in ("no", *_BACKWARD))
        forward = 0.0 if oneway in _BACKWARD else self._speed(tags, "forward")
        backward = 0.0 if is_forward else self._speed(tags, "backward")
        return (forward, backward) if forward or backward else None

    def crossing(self, tags: Tags) -> Crossing | None:
        """Return how a ferry or a shuttle train is taken by car; None if it carries none.

        Examples
        --------
        >>> read_rules().crossing({"route": "ferry", "duration": "00:10", "interval": "00:20"})
        Crossing(kmh=5.0, minutes=20.0)
        >>> read_rules().crossing({"route": "ferry", "foot": "yes"}) is None
        True
        """
        ferries = self.declared["ferries"]
        kmh = ferries["kmh"].get(tags.get("route"))
        if kmh is None or self._is_closed(tags):
            return None
        permission = self._permission(tags, "forward")
        if permission is None:
            if any(tags.get(other) for other in ferries["others"]):
                return None
        elif self._openness(permission) < 2:
            return None
        minutes = read_minutes(tags.get("duration"))
        if minutes is not None:
            minutes += (read_minutes(tags.get("interval")) or 0) / 2
        return Crossing(float(kmh), minutes)

    def is_barrier(self, tags: Tags) -> bool:
        """Whether a point of a road stops a car.

        Examples
        --------
        >>> [read_rules().is_barrier({"barrier": kind}) for kind in ("bollard", "gate")]
        [True, False]
        >>> read_rules().is_barrier({"barrier": "gate", "access": "private"})
        True
        """
        if (permission := self._permission(tags)) is not None:
            return permission in self.declared["access"]["refused"]
        barrier, barriers = tags.get("barrier"), self.declared["barriers"]
        if not barrier:
            return False
        if barrier == "height_restrictor" and self._is_too_small(tags, "height"):
            return True
        unless = barriers["passed_if"].get(barrier, {})
        is_passed = barrier in barriers["passed"] or _carries(tags, unless)
        return not is_passed

    def delay_seconds(self, tags: Tags) -> float:
        """Return the seconds lost at a point of a road, on average of both directions.

        Examples
        --------
        >>> rules = read_rules()
        >>> [rules.delay_seconds({"barrier": "gate"}), rules.delay_seconds({"highway": "stop"})]
        [60.0, 1.0]
        """
        delays = self.declared["delays"]
        is_open = self._permission(tags) is not None
        barrier = 0 if is_open else delays["barrier"].get(tags.get("barrier"), 0)
        kind = tags.get("highway")
        is_directed = kind in delays["one_direction"] or any(
            tags.get(key) in delays["directions"] for key in delays["direction_keys"]
        )
        return float(barrier + delays["highway"].get(kind, 0) / (2 if is_directed else 1))

    def is_only_turn(self, tags: Tags) -> bool | None:
        """Return whether a relation forbids all turns but its own, or its own; None if neither.

        Examples
        --------
        >>> [read_rules().is_only_turn({"restriction": kind}) for kind in ("no_entry", "give_way")]
        [False, None]
        """
        turns = self.declared["turns"]
        said = next((tags[key] for key in turns["keys"] if key in tags), "")
        if set(tags.get("except", "").replace(" ", "").split(";")) & set(turns["excepted"]):
            return None
        return True if said in turns["only"] else False if said in turns["forbidden"] else None

    def limit_kmh(self, tags: Tags, direction: str) -> float | None:
        """Return the limit of a way in a direction; None if the map gives none we can believe."""
        limits = self.declared["limits"]
        for key in limits["keys"]:
            for name in (f"{key}:{direction}", key):
                if name in tags:
                    kmh = read_limit_kmh(
                        tags[name], limits["words"], limits["lowest_kmh"], limits["highest_kmh"]
                    )
                    if kmh is not None:
                        return kmh
        return None

    def _speed(self, tags: Tags, direction: str) -> float:
        """Return the km/h in a direction, 0 where permissions forbid it."""
        access, opened = self.declared["access"], self.declared["opened"]
        permission = self._permission(tags, direction)
        kmh = self.declared["kmh"].get(tags["highway"])
        if kmh is None and permission in opened["permissions"]:
            kmh = opened["kmh"]
        if kmh is None or permission in access["refused"]:
            return 0.0
        limit_kmh = self.limit_kmh(tags, direction)
        if limit_kmh is not None:
            kmh = limit_kmh * self.declared["limits"]["factor"]
        slowed = self.declared["slowed"]
        most = [table[tags[key]] for key, table in slowed.items() if tags.get(key) in table]
        if permission in access["ends_only"]:
            most.append(access["ends_only_kmh"])
        return float(min([kmh, *most]))

    def _permission(self, tags: Tags, direction: str | None = None) -> str | None:
        """Return the tag about permission that decides, the most open of its values."""
        for key in self.declared["access"]["keys"]:
            said = (direction and tags.get(f"{key}:{direction}")) or tags.get(key)
            if said:
                return max((part.strip() for part in said.split(";")), key=self._openness)
        return None

    def _openness(self, permission: str) -> int:
        """Return 3 for open, 2 for open to those who go there, 1 for refused, 0 for a word unknown."""
        if permission in self.declared["opened"]["permissions"]:
            return 3
        if permission in self.declared["access"]["ends_only"]:
            return 2
        return int(permission in self.declared["access"]["refused"])

    def _is_closed(self, tags: Tags) -> bool:
        construction = tags.get("construction")
        return (
            _carries(tags, self.declared["closed"])
            or (
                construction is not None
                and construction not in self.declared["construction"]["open"]
            )
            or any(self._is_too_small(tags, size) for size in self.declared["smallest"])
        )

    def _is_too_small(self, tags: Tags, size: str) -> bool:
        rule = self.declared["smallest"][size]
        sizes = (read_size(tags[key]) for key in rule["keys"] if key in tags)
        first = next((one for one in sizes if one is not None), None)
        return first is not None and first < rule["least"]


def _carries(tags: Tags, values: Mapping[str, list[str]]) -> bool:
    return any(tags.get(key) in said for key, said in values.items())


@cache
def read_rules() -> RoadRules:
    """Return the rules the package declares."""
    text = files(__package__).joinpath("road_rules.toml").read_text("utf-8")
    return RoadRules(tomllib.loads(text), hashlib.sha256(text.encode()).hexdigest())
