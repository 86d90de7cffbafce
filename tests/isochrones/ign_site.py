"""A faithful isochrone service on 127.0.0.1: IGN's ``/navigation/isochrone``.

Its zones are circles of a kilometre a minute around the place (pyproj's geodesics), so that areas are
those of circles. What the real one does is done here, after the code it runs on (IGNF/road2) and its
page: parameters checked with status 400 and JSON, 404 where its engine fails, a point for a zone it does
not find, 429 with Retry-After beyond its rate.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import Any

import numpy as np

from tests.http_server import Answer
from tests.travel.road_map import GEOD, Spot
from tests.travel.road_services import RoadSite, said

PATH = "/navigation/isochrone"
RESOURCES = ("bdtopo-valhalla", "bdtopo-pgr")
CORNERS = 360


def circle(spot: Spot, km: float) -> list[list[float]]:
    """Return a closed ring of longitudes and latitudes, counter-clockwise."""
    bearings = -np.linspace(0, 360, CORNERS, endpoint=False)
    every = np.ones(CORNERS)
    lon, lat, _ = GEOD.fwd(spot[0] * every, spot[1] * every, bearings, km * 1000 * every)
    ring = [[round(x, 7), round(y, 7)] for x, y in zip(lon, lat, strict=True)]
    return [*ring, ring[0]]


def refusal(words: str, status: int, kind: str = "undefined") -> Answer:
    """Return an error as the service gives it."""
    return said({"error": {"errorType": kind, "message": words}}, status)


class IsochroneSite(RoadSite):
    """The service: circles of `km_per_minute`, no faster than `most_per_second` a sliding second."""

    def __init__(self) -> None:
        super().__init__()
        self.most_per_second = 5.0
        self.retry_after_seconds = 1
        self.km_per_minute = 1.0
        self.served_at: list[float] = []
        self.refused_count = 0
        # What a place (longitude, latitude, minutes) is answered instead of its circle.
        self.instead: Callable[[Spot, int], Answer | None] = lambda _spot, _minutes: None

    @property
    def url(self) -> str:
        """Its whole address."""
        return self.address + PATH

    def answer(self, path: str, asked: dict[str, str]) -> Answer:
        """Return a zone, a refusal, or a wait to be kept."""
        now = time.monotonic()
        with self.guard:
            self.served_at = [at for at in self.served_at if now - at < 1]
            if len(self.served_at) >= self.most_per_second:
                self.refused_count += 1
                wait = str(self.retry_after_seconds)
                return said({"message": "API rate limit exceeded"}, 429, **{"Retry-After": wait})
            self.served_at.append(now)
        if path != PATH:
            return said({"error": "Not found"}, 404)
        wrong = _wrong_parameter(asked)
        if wrong is not None:
            return refusal(wrong, 400)
        lon, lat = (float(part) for part in asked["point"].split(","))
        per_minute = {"second": 60, "minute": 1, "hour": 1 / 60}[asked.get("timeUnit", "second")]
        minutes = float(asked["costValue"]) / per_minute
        other = self.instead((lon, lat), round(minutes))
        if other is not None:
            return other
        return self.zone((lon, lat), asked, circle((lon, lat), minutes * self.km_per_minute))

    def zone(
        self, spot: Spot, asked: dict[str, str], ring: list[list[float]], **changes: Any
    ) -> Answer:
        """Return a zone as the service gives it."""
        content = {
            "point": f"{spot[0]},{spot[1]}",
            "resource": asked["resource"],
            "resourceVersion": "2026-09-01",
            "costType": asked["costType"],
            "costValue": asked["costValue"],
            "timeUnit": asked.get("timeUnit", "second"),
            "profile": asked.get("profile", "car"),
            "direction": asked.get("direction", "departure"),
            "crs": asked.get("crs", "EPSG:4326"),
            "geometry": {"type": "Polygon", "coordinates": [ring]},
            "constraints": [],
        }
        return said(content | changes)


def _wrong_parameter(asked: dict[str, str]) -> str | None:
    """Return the service's own words on the first parameter that is missing or wrong."""
    for name in ("resource", "point", "costType", "costValue"):
        if not asked.get(name):
            return f"Parameter '{name}' not found."
    if asked["resource"] not in RESOURCES:
        return "Parameter 'resource' is invalid."
    lon, lat = (float(part) for part in asked["point"].split(","))
    if not (-64 <= lon <= 56 and -22 <= lat <= 52):
        return "Parameter 'point' is invalid."
    allowed = {
        "costType": ("time", "distance"),
        "profile": ("car", "pedestrian"),
        "direction": ("departure", "arrival"),
        "geometryFormat": ("geojson", "polyline"),
        "timeUnit": ("second", "minute", "hour"),
    }
    for name, values in allowed.items():
        if asked.get(name, values[0]) not in values:
            return f"Parameter '{name}' is invalid."
    return None
