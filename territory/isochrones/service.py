"""IGN's isochrone service (Géoplateforme): the zone from which a place is reached in some minutes.

What surprised us, in the code it runs on (github.com/IGNF/road2): a zone that its engine does not find
comes as a **point**, with status 200; any failure of the engine is a 404 ``No path found``, so that a 404
says nothing of the roads; and a point outside its map is a 400 ``Parameter 'point' is invalid``, which is
of this place, where any other 400 is of all requests. Like all road services it moves a place to its
nearest road, however far.
"""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any
from urllib.parse import urlencode

import numpy as np
import shapely
from shapely.geometry.base import BaseGeometry

from territory.surfaces import surfaces_of
from territory.travel.http import Answer, Patience, nonsense, refused

IGN_ISOCHRONE_URL = "https://data.geopf.fr/navigation/isochrone"
IGN_RESOURCE = "bdtopo-valhalla"
IGN_MOST_PER_SECOND = 5.0
# People travel to the counter: with one-way streets, not the zone reached from it.
DIRECTION = "arrival"
_CRS = "EPSG:4326"
_AREAS = ("Polygon", "MultiPolygon")


class NoZone(StrEnum):
    """Why a counter has no zone: none of these says that nobody reaches it."""

    NOT_FOUND = "not_found"
    NO_AREA = "no_area"
    OUTSIDE = "outside"
    FAR = "far"
    TOO_WIDE = "too_wide"
    NO_PLACE = "no_place"
    NOT_ASKED = "not_asked"


@dataclass(frozen=True)
class Zone:
    """A zone as the service gave it.

    Parameters
    ----------
    shape : BaseGeometry
        Polygon or MultiPolygon, valid, in longitude and latitude (EPSG:4326).
    version : str
        Version of the roads; empty if the answer does not say.
    """

    shape: BaseGeometry
    version: str = ""


@dataclass(frozen=True)
class ZoneService:
    """How IGN's service is asked.

    Parameters
    ----------
    url, resource : str
        The service and its road data.
    patience : Patience
        How fast and how long it is asked.
    """

    url: str = IGN_ISOCHRONE_URL
    resource: str = IGN_RESOURCE
    patience: Patience = field(
        default_factory=lambda: Patience(most_per_second=IGN_MOST_PER_SECOND)
    )

    def address(self, lon: float, lat: float, minutes: int) -> str:
        """Return the address of a zone: all it depends on.

        Examples
        --------
        >>> ZoneService("http://here").address(3.5, 44.5, 20)[:63]
        'http://here?resource=bdtopo-valhalla&point=3.500000,44.500000&c'
        """
        asked = {
            "resource": self.resource,
            "point": f"{lon:.6f},{lat:.6f}",
            "costType": "time",
            "costValue": str(minutes * 60),
            "timeUnit": "second",
            "profile": "car",
            "direction": DIRECTION,
            "geometryFormat": "geojson",
            "crs": _CRS,
        }
        return f"{self.url}?{urlencode(asked, safe=',:')}"


def read_zone(answer: Answer) -> Zone | NoZone:
    """Return the zone an answer gives, or why it gives none.

    Raises
    ------
    DownloadError
        If the service refuses all requests like this one (a resource, a quota), or answers what no
        isochrone service answers: nothing is to be asked of it any more.
    """
    content = answer.content
    said = _words_of(content)
    if answer.status == 404 and ("no path found" in said or "no data found" in said):
        return NoZone.NOT_FOUND
    if answer.status == 400 and "'point'" in said:
        return NoZone.OUTSIDE
    if answer.status != 200:
        raise refused(answer.url, answer.status, content)
    if not isinstance(content, dict):
        raise nonsense(answer.url, content)
    expected = {"direction": DIRECTION, "costType": "time", "profile": "car", "crs": _CRS}
    if any(content.get(name, value) != value for name, value in expected.items()):
        raise nonsense(answer.url, content)
    shape = _shape_of(answer)
    surface = surfaces_of(np.array([shape], dtype=object))[0]
    if surface is None:
        return NoZone.NO_AREA
    return Zone(surface, str(content.get("resourceVersion") or ""))


def _words_of(content: Any) -> str:
    """Return, in small letters, what the service's own error says; nothing if it is not one."""
    error = content.get("error") if isinstance(content, dict) else None
    message = error.get("message") if isinstance(error, dict) else None
    return message.lower() if isinstance(message, str) else ""


def _shape_of(answer: Answer) -> BaseGeometry:
    """Return the geometry of an answer, a lone point included; refuse what is no place on earth."""
    given = answer.content.get("geometry")
    kind = given.get("type") if isinstance(given, dict) else None
    if kind not in (*_AREAS, "Point"):
        raise nonsense(answer.url, answer.content)
    try:
        shape = shapely.from_geojson(json.dumps(given))
    except shapely.errors.GEOSException as error:
        raise nonsense(answer.url, answer.content) from error
    corners = shapely.get_coordinates(shape)
    is_on_earth = np.isfinite(corners).all() and (np.abs(corners) <= (180.0, 90.0)).all()
    if not is_on_earth:
        raise nonsense(answer.url, answer.content)
    return shape
