"""Which way a car drives along a road of the map, and how fast; what stops it.

Read from tags of OpenStreetMap. Not modelled: turn restrictions, waiting at lights and junctions,
traffic, surfaces, conditional limits, ferries (their timetable is not in the map).
"""

from __future__ import annotations

import hashlib
import re
import tomllib
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Protocol

KMH_PER_MPH = 1.609344
_LIMIT = re.compile(r"(\d+(?:\.\d+)?)\s*(km/h|kmh|kph|mph)?")
_ONEWAY_KEYS = ("oneway:motorcar", "oneway:motor_vehicle", "oneway:vehicle", "oneway")
_FORWARD = frozenset({"yes", "true", "1"})
_BACKWARD = frozenset({"-1", "reverse"})


class Tags(Protocol):
    """Tags of an element of the map: a dict will do."""

    def get(self, key: str, /) -> str | None:
        """Return a tag's value, None if it is not there."""


@dataclass(frozen=True)
class RoadRules:
    """Speeds and permissions, as ``speeds.toml`` declares them.

    Parameters
    ----------
    kmh : dict of str to float
        Speed of each class of road; a class that is absent is not driven on.
    limit_factor : float
        Part of a posted limit that is driven.
    lowest_limit_kmh, highest_limit_kmh : float
        A limit outside these is not believed.
    limit_words_kmh : dict of str to float
        Limits the map gives in words.
    approach_kmh : float
        Speed between a place and the road.
    access_keys : tuple of str
        Tags about permission, the first one present decides.
    refused, passed_barriers : frozenset of str
        Permissions that close a road to a car; barriers that let it pass.
    version : str
        Hash of the declaration.
    """

    kmh: dict[str, float]
    limit_factor: float
    lowest_limit_kmh: float
    highest_limit_kmh: float
    limit_words_kmh: dict[str, float]
    approach_kmh: float
    access_keys: tuple[str, ...]
    refused: frozenset[str]
    passed_barriers: frozenset[str]
    version: str

    def speeds(self, tags: Tags) -> tuple[float, float] | None:
        """Return the km/h along a way and against it, 0 where forbidden; None if not for cars.

        Examples
        --------
        >>> read_rules().speeds({"highway": "residential", "oneway": "yes"})
        (25.0, 0.0)
        >>> read_rules().speeds({"highway": "secondary", "maxspeed": "80"})
        (64.0, 64.0)
        >>> read_rules().speeds({"highway": "footway"}) is None
        True
        """
        road_class = tags.get("highway") or ""
        kmh = self.kmh.get(road_class)
        if kmh is None or tags.get("area") == "yes" or self.is_refused(tags):
            return None
        limit = tags.get("maxspeed")
        forward = self._driven_kmh(tags.get("maxspeed:forward") or limit, kmh)
        backward = self._driven_kmh(tags.get("maxspeed:backward") or limit, kmh)
        oneway = next((value for key in _ONEWAY_KEYS if (value := tags.get(key))), "")
        if oneway == "reversible":  # open one way, then the other: when is not in the map
            return None
        if oneway in _BACKWARD:
            return 0.0, backward
        is_implied = road_class == "motorway" or tags.get("junction") in ("roundabout", "circular")
        if oneway in _FORWARD or (is_implied and oneway != "no"):
            return forward, 0.0
        return forward, backward

    def is_barrier(self, tags: Tags) -> bool:
        """Whether a point of a road stops a car.

        Examples
        --------
        >>> [read_rules().is_barrier({"barrier": kind}) for kind in ("bollard", "gate")]
        [True, False]
        >>> read_rules().is_barrier({"barrier": "gate", "access": "private"})
        True
        """
        if any(tags.get(key) for key in self.access_keys):
            return self.is_refused(tags)
        barrier = tags.get("barrier")
        if not barrier or barrier in self.passed_barriers:
            return False
        return tags.get("bollard") != "rising"

    def is_refused(self, tags: Tags) -> bool:
        """Whether the first tag about permission closes the way to a car."""
        value = next((value for key in self.access_keys if (value := tags.get(key))), "")
        return value in self.refused

    def limit_kmh(self, text: str | None) -> float | None:
        """Return a posted limit in km/h; None if it says nothing we can believe.

        Examples
        --------
        >>> [read_rules().limit_kmh(written) for written in ("50", "30 mph", "FR:rural", "signals")]
        [50.0, 48.28032, 80.0, None]
        """
        if not text:
            return None
        said = text.strip()
        if said in self.limit_words_kmh:
            return self.limit_words_kmh[said]
        match = _LIMIT.fullmatch(said)
        if match is None:
            return None
        kmh = float(match[1]) * (KMH_PER_MPH if match[2] == "mph" else 1)
        return kmh if self.lowest_limit_kmh <= kmh <= self.highest_limit_kmh else None

    def _driven_kmh(self, limit: str | None, class_kmh: float) -> float:
        kmh = self.limit_kmh(limit)
        return class_kmh if kmh is None else kmh * self.limit_factor


@cache
def read_rules() -> RoadRules:
    """Return the rules the package declares."""
    text = files(__package__).joinpath("speeds.toml").read_text("utf-8")
    declared = tomllib.loads(text)
    limits = declared["limits"]
    return RoadRules(
        kmh={name: float(kmh) for name, kmh in declared["kmh"].items()},
        limit_factor=limits["factor"],
        lowest_limit_kmh=float(limits["lowest_kmh"]),
        highest_limit_kmh=float(limits["highest_kmh"]),
        limit_words_kmh={word: float(kmh) for word, kmh in limits["words"].items()},
        approach_kmh=float(declared["approach"]["kmh"]),
        access_keys=tuple(declared["access"]["keys"]),
        refused=frozenset(declared["access"]["refused"]),
        passed_barriers=frozenset(declared["barriers"]["passed"]),
        version=hashlib.sha256(text.encode()).hexdigest(),
    )
