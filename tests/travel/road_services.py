"""A faithful road service on 127.0.0.1: an OSRM table service.

It drives straight lines at 60 km/h (pyproj's geodesics), so minutes are kilometres. What the real
one does is done here: a request too big, an unknown profile or an index out of range is refused with
status 400 and JSON.
"""

from __future__ import annotations

import json
import re
import threading
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
