"""Minutes from IGN's keyless route service (Géoplateforme), for the places of a département.

What surprised us: one pair a request, and five requests a second (the service's page; its table of
limits says ten): a département is minutes, the country is days. A point off the network is moved to
the nearest road without a word, tens of kilometres away if need be, with status 200; where it was
moved to is in the answer's ``start`` and ``end``. A pair without a road is a 404 with JSON.
"""

from __future__ import annotations

import math
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, ClassVar
from urllib.parse import urlencode

import numpy as np
from tqdm import tqdm

from territory.errors import TerritoryError
from territory.messages import Words, default_words
from territory.travel.http import Answer, Patience, RoadClient, nonsense, refused
from territory.travel.places import (
    MOST_SNAP_KM,
    Floats,
    Nearest,
    Pairs,
    Places,
    Reach,
    nearest_of,
    reach_of,
)
from territory.travel.road_ways import to_space
from territory.travel.route_cache import Route, RouteCache, open_cache
from territory.travel.straight import candidates, possible_pairs

IGN_URL = "https://data.geopf.fr/navigation/itineraire"
IGN_RESOURCE = "bdtopo-osrm"
IGN_MOST_PER_SECOND = 5.0
NEAREST_COUNT = 3
MOST_ROUTES = 10_000


@dataclass(frozen=True)
class IgnEngine:
    """Minutes from IGN's route service.

    Parameters
    ----------
    cache_path : Path
        File where routes are kept (SQLite), so that none is asked for twice.
    url, resource : str
        The service and its road data.
    nearest_count : int
        How many places, the nearest as the crow flies, the nearest by road is looked for among.
    most_snap_km : float
        A point the service moves further than this has no minutes.
    most_routes : int
        More routes than this are not asked for: an error says how many and how long.
    patience : Patience
        How fast and how long it is asked.
    quiet : bool
        Whether to show no progress bar. One is drawn only on a terminal in any case.
    """

    cache_path: Path
    url: str = IGN_URL
    resource: str = IGN_RESOURCE
    nearest_count: int = NEAREST_COUNT
    most_snap_km: float = MOST_SNAP_KM
    most_routes: int = MOST_ROUTES
    patience: Patience = field(
        default_factory=lambda: Patience(most_per_second=IGN_MOST_PER_SECOND)
    )
    quiet: bool = False

    name: ClassVar[str] = "ign"
    is_estimate: ClassVar[bool] = False
    has_catchments: ClassVar[bool] = False

    @property
    def citation(self) -> str:
        """What to print under a figure made with it, in the default language."""
        return self.cite(default_words())

    def cite(self, words: Words) -> str:
        """Say which service and which road data."""
        return words.text("travel.citation.ign", resource=self.resource)

    def minutes_to_nearest(self, origins: Places, places: Places) -> Nearest:
        """Find the quickest of the `nearest_count` places nearest as the crow flies.

        Raises
        ------
        TerritoryError
            If that is more routes than `most_routes`, or the cache cannot be used.
        DownloadError
            If the service cannot be reached, refuses or answers nonsense. What it gave before is
            kept.
        """
        pairs = candidates(origins, places, self.nearest_count)
        return nearest_of(self, origins, places, pairs, self._minutes(origins, places, pairs))

    def minutes_within(self, origins: Places, places: Places, limit_minutes: float) -> Reach:
        """Find every pair within a limit, among those whose straight line can be driven in it.

        Raises
        ------
        TerritoryError
            If that is more routes than `most_routes`, or the cache cannot be used.
        DownloadError
            If the service cannot be reached, refuses or answers nonsense. What it gave before is
            kept.
        """
        pairs = possible_pairs(origins, places, limit_minutes)
        minutes = self._minutes(origins, places, pairs)
        return reach_of(self, origins, places, pairs, minutes, limit_minutes=limit_minutes)

    def _minutes(self, origins: Places, places: Places, pairs: Pairs) -> Floats:
        """Return the minutes of pairs, asked for or kept; NaN where there is no road."""
        here, there = origins.degrees()[pairs.origin], places.degrees()[pairs.place]
        urls = [self._address(*ends) for ends in zip(here, there, strict=True)]
        with open_cache(self.cache_path) as cache:
            unknown = {
                url: (start, end)
                for url, start, end in zip(urls, here, there, strict=True)
                if cache.known(url) is None
            }
            if len(unknown) > self.most_routes:
                raise TerritoryError(
                    "ign_too_many",
                    count=len(unknown),
                    minutes=len(unknown) / self.patience.most_per_second / 60,
                    most=self.most_routes,
                )
            self._fetch(unknown, cache)
            return np.array([self._read(cache.known(url)) for url in urls], dtype=np.float64)

    def _fetch(self, unknown: dict[str, tuple[Floats, Floats]], cache: RouteCache) -> None:
        bar = tqdm(
            unknown.items(), desc=self.name, leave=False, disable=True if self.quiet else None
        )
        with RoadClient(self.patience) as client, bar:
            for url, (start, end) in bar:
                cache.keep(url, _read_route(client.ask(url), start, end))

    def _read(self, route: Route | None) -> float:
        """Return a route's minutes; NaN if there is no road, or an end is too far from one."""
        if route is None or route.minutes is None:
            return math.nan
        moved = (route.start_km, route.end_km)
        is_far = any(km is not None and km > self.most_snap_km for km in moved)
        return math.nan if is_far else route.minutes

    def _address(self, start: Floats, end: Floats) -> str:
        asked = {
            "resource": self.resource,
            "start": f"{start[0]:.6f},{start[1]:.6f}",
            "end": f"{end[0]:.6f},{end[1]:.6f}",
            "profile": "car",
            "optimization": "fastest",
            "getSteps": "false",
            "getBbox": "false",
            "distanceUnit": "kilometer",
            "timeUnit": "minute",
            "crs": "EPSG:4326",
        }
        return f"{self.url}?{urlencode(asked, safe=',:')}"


def _read_route(answer: Answer, start: Floats, end: Floats) -> Route:
    """Return the route an answer gives, or refuse the answer."""
    content = answer.content
    if answer.status == 404 and _is_no_path(content):
        return Route(None)
    if answer.status != 200:
        raise refused(answer.url, answer.status, content)
    if not isinstance(content, dict) or content.get("timeUnit", "minute") != "minute":
        raise nonsense(answer.url, content)
    minutes: Any = content.get("duration")
    is_minutes = (
        isinstance(minutes, int | float)
        and not isinstance(minutes, bool)
        and math.isfinite(minutes)
        and minutes >= 0
    )
    if not is_minutes:
        raise nonsense(answer.url, content)
    moved = [
        _moved_km(answer, content.get(side), asked)
        for side, asked in (("start", start), ("end", end))
    ]
    return Route(float(minutes), *moved)


def _is_no_path(content: Any) -> bool:
    """Whether a 404 is the service's own word for "no road leads there"."""
    error = content.get("error") if isinstance(content, dict) else None
    message = error.get("message") if isinstance(error, dict) else None
    return isinstance(message, str) and "no path found" in message.lower()


def _moved_km(answer: Answer, said: object, asked: Floats) -> float | None:
    """Return how far an end was moved to a road; None if the answer does not say."""
    if said is None:
        return None
    try:
        lon, lat = (float(part) for part in str(said).split(","))
    except ValueError as error:
        raise nonsense(answer.url, answer.content) from error
    ends = to_space(np.array([lon, asked[0]]), np.array([lat, asked[1]]))
    return float(np.linalg.norm(ends[0] - ends[1]))
