"""Two faithful road services on 127.0.0.1: an OSRM table service and IGN's route service.

Both drive straight lines at 60 km/h (pyproj's geodesics), so minutes are kilometres. What the real
ones do is done here: an OSRM refuses a request too big, an unknown profile or an index out of
range with status 400 and JSON; IGN's gives longitude and latitude of both ends as moved to a road,
404 with JSON where no road leads, and 429 with Retry-After beyond its rate.
"""

from __future__ import annotations

import json
import re
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any, TypeVar
from urllib.parse import parse_qs, unquote, urlsplit

from tests.http_server import Answer, Site
from tests.travel.road_map import GEOD, Spot

Lead = Callable[[Spot, Spot], bool]

JSON_TYPE = {"Content-Type": "application/json; charset=utf-8"}


def km_between(start: Spot, end: Spot) -> float:
    """Return the geodesic between two longitudes and latitudes."""
    return GEOD.inv(*start, *end)[2] / 1000


def said(content: Any, status: int = 200, **headers: str) -> Answer:
    """Return a JSON answer."""
    return Answer(json.dumps(content).encode(), status, JSON_TYPE | headers)


class RoadSite(Site):
    """A service: what it answers first, whatever it is asked, then faithfully."""

    def __init__(self) -> None:
        super().__init__()
        self.first: list[Answer] = []
        self.leads: Lead = lambda _start, _end: True
        self.moved_km: Callable[[Spot], float] = lambda _spot: 0.0

    def next_answer(self, path: str) -> Answer:
        """Return what a path answers this time."""
        with self.guard:
            if self.first:
                return self.first.pop(0)
        split = urlsplit(path)
        asked = {name: values[-1] for name, values in parse_qs(split.query).items()}
        return self.answer(unquote(split.path), asked)

    def answer(self, path: str, asked: dict[str, str]) -> Answer:
        """Return a faithful answer."""
        raise NotImplementedError


class OsrmSite(RoadSite):
    """``osrm-routed``, of a profile named driving."""

    most_points = 100

    def answer(self, path: str, asked: dict[str, str]) -> Answer:
        """Return a table, or say what is wrong with the request."""
        match = re.fullmatch(r"/table/v1/(\w+)/([-\d.,;]+)", path)
        if match is None:
            return said({"code": "InvalidUrl", "message": "URL string malformed"}, 400)
        if match[1] != "driving":
            return said({"code": "InvalidUrl", "message": "Profile not found"}, 400)
        spots = [tuple(float(one) for one in spot.split(",")) for spot in match[2].split(";")]
        if len(spots) > self.most_points:
            return said({"code": "TooBig", "message": "Too many table coordinates"}, 400)
        sides = [
            [int(one) for one in asked[side].split(";")] if side in asked else range(len(spots))
            for side in ("sources", "destinations")
        ]
        if any(one >= len(spots) for side in sides for one in side):
            return said({"code": "InvalidOptions", "message": "Index out of range"}, 400)
        sources, destinations = ([spots[one] for one in side] for side in sides)
        return said(
            {
                "code": "Ok",
                "durations": [
                    # Tenths of a second, as OSRM counts: 60 km/h is 60 s a km.
                    [self._seconds(start, end) for end in destinations]
                    for start in sources
                ],
                "sources": [self._waypoint(spot) for spot in sources],
                "destinations": [self._waypoint(spot) for spot in destinations],
            }
        )

    def _seconds(self, start: Spot, end: Spot) -> float | None:
        return round(km_between(start, end) * 60, 1) if self.leads(start, end) else None

    def _waypoint(self, spot: Spot) -> dict[str, Any]:
        return {
            "hint": "",
            "distance": self.moved_km(spot) * 1000,
            "name": "",
            "location": list(spot),
        }


class IgnSite(RoadSite):
    """``/navigation/itineraire``, which counts requests over a sliding second."""

    most_per_second = 5
    retry_after_seconds = 1

    def __init__(self) -> None:
        super().__init__()
        self.served_at: list[float] = []
        self.refused_count = 0

    def answer(self, path: str, asked: dict[str, str]) -> Answer:
        """Return a route, a refusal, or a wait to be kept."""
        now = time.monotonic()
        with self.guard:
            self.served_at = [at for at in self.served_at if now - at < 1]
            if len(self.served_at) >= self.most_per_second:
                self.refused_count += 1
                wait = str(self.retry_after_seconds)
                return said({"message": "API rate limit exceeded"}, 429, **{"Retry-After": wait})
            self.served_at.append(now)
        if path != "/navigation/itineraire":
            return said({"error": {"errorType": "Not Found"}}, 404)
        if asked.get("resource") not in ("bdtopo-osrm", "bdtopo-valhalla", "bdtopo-pgr"):
            return said({"error": {"message": "Parameter 'resourceId' is invalid"}}, 400)
        start, end = (
            tuple(float(one) for one in asked[side].split(",")) for side in ("start", "end")
        )
        if not self.leads(start, end):
            return said({"error": {"message": " No path found "}}, 404)
        per_minute = {"minute": 1, "second": 60, "hour": 1 / 60}[asked.get("timeUnit", "minute")]
        km = km_between(start, end)
        return said(
            {
                "resource": asked["resource"],
                "resourceVersion": "2026-09-01",
                "start": self._moved(start),
                "end": self._moved(end),
                "profile": asked.get("profile", "car"),
                "optimization": asked.get("optimization", "fastest"),
                "geometry": {"type": "LineString", "coordinates": [list(start), list(end)]},
                "crs": "EPSG:4326",
                "distanceUnit": asked.get("distanceUnit", "meter"),
                "timeUnit": asked.get("timeUnit", "minute"),
                "distance": km,
                "duration": km * per_minute,
                "constraints": [],
                "portions": [],
            }
        )

    def _moved(self, spot: Spot) -> str:
        lon, lat, _ = GEOD.fwd(*spot, 0, self.moved_km(spot) * 1000)
        return f"{lon:.6f},{lat:.6f}"


Service = TypeVar("Service", bound=RoadSite)


@contextmanager
def running(site: Service) -> Iterator[Service]:
    """Run a service until the end of the block."""
    with site:
        thread = threading.Thread(target=site.serve_forever, kwargs={"poll_interval": 0.01})
        thread.start()
        try:
            yield site
        finally:
            site.shutdown()
            thread.join()
