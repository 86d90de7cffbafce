"""What IGN's service is asked, and what is made of each thing it may answer."""

from __future__ import annotations

from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest

from territory.errors import DownloadError
from territory.isochrones import ZoneService
from territory.isochrones.service import NoZone, Zone, read_zone
from territory.travel.http import Answer
from tests.isochrones.ign_site import circle

HERE = (3.5, 44.5)
RING = circle(HERE, 10)


def answer(status: int = 200, **changes: Any) -> Answer:
    content = {
        "point": "3.5,44.5",
        "resource": "bdtopo-valhalla",
        "resourceVersion": "2026-09-01",
        "costType": "time",
        "costValue": "600",
        "profile": "car",
        "direction": "arrival",
        "crs": "EPSG:4326",
        "geometry": {"type": "Polygon", "coordinates": [RING]},
    }
    return Answer("http://here", status, content | changes)


def error(words: str, status: int) -> Answer:
    return Answer("http://here", status, {"error": {"errorType": "x", "message": words}})


def test_the_address_asks_for_the_zone_people_come_from_by_the_documented_parameters():
    url = urlsplit(ZoneService("http://here/isochrone").address(3.5, 44.5, 20))
    assert {name: values[0] for name, values in parse_qs(url.query).items()} == {
        "resource": "bdtopo-valhalla",
        "point": "3.500000,44.500000",
        "costType": "time",
        "costValue": "1200",
        "timeUnit": "second",
        "profile": "car",
        "direction": "arrival",
        "geometryFormat": "geojson",
        "crs": "EPSG:4326",
    }


def test_a_polygon_is_a_zone_with_the_version_of_its_roads():
    zone = read_zone(answer())
    assert isinstance(zone, Zone)
    assert zone.version == "2026-09-01"
    assert zone.shape.bounds == pytest.approx(
        (
            min(x for x, _ in RING),
            min(y for _, y in RING),
            max(x for x, _ in RING),
            max(y for _, y in RING),
        )
    )


def test_several_polygons_are_a_zone_and_one_that_crosses_itself_is_repaired():
    other = circle((4.5, 44.5), 5)
    zone = read_zone(answer(geometry={"type": "MultiPolygon", "coordinates": [[RING], [other]]}))
    assert isinstance(zone, Zone)
    assert zone.shape.geom_type == "MultiPolygon"
    bow = [[0, 0], [1, 1], [1, 0], [0, 1], [0, 0]]
    crossed = read_zone(answer(geometry={"type": "Polygon", "coordinates": [bow]}))
    assert isinstance(crossed, Zone)
    assert crossed.shape.is_valid
    assert crossed.shape.area == pytest.approx(0.5)


@pytest.mark.parametrize(
    ("given", "reason"),
    [
        (error(" No path found ", 404), NoZone.NOT_FOUND),
        (error(" No data found ", 404), NoZone.NOT_FOUND),
        (error("Parameter 'point' is invalid.", 400), NoZone.OUTSIDE),
        (answer(geometry={"type": "Point", "coordinates": [3.5, 44.5]}), NoZone.NO_AREA),
        (answer(geometry={"type": "Polygon", "coordinates": []}), NoZone.NO_AREA),
        (
            answer(geometry={"type": "Polygon", "coordinates": [[[0, 0], [1, 1], [2, 2], [0, 0]]]}),
            NoZone.NO_AREA,
        ),
    ],
)
def test_a_place_without_a_zone_has_a_reason_and_the_next_may_be_asked(given, reason):
    assert read_zone(given) is reason


@pytest.mark.parametrize(
    ("given", "key"),
    [
        (error("Parameter 'resource' is invalid.", 400), "road_service_refused"),
        (Answer("http://here", 400, "bad"), "road_service_refused"),
        (Answer("http://here", 404, {"error": "Not found"}), "road_service_refused"),
        (Answer("http://here", 403, {"message": "Forbidden"}), "road_service_refused"),
        (Answer("http://here", 200, []), "road_service_nonsense"),
        (answer(direction="departure"), "road_service_nonsense"),
        (answer(costType="distance"), "road_service_nonsense"),
        (answer(profile="pedestrian"), "road_service_nonsense"),
        (answer(crs="EPSG:2154"), "road_service_nonsense"),
        (answer(geometry=None), "road_service_nonsense"),
        (answer(geometry="polyline"), "road_service_nonsense"),
        (
            answer(geometry={"type": "LineString", "coordinates": [[0, 0], [1, 1]]}),
            "road_service_nonsense",
        ),
        (
            answer(geometry={"type": "Polygon", "coordinates": [[[0, 0], [1, 1]]]}),
            "road_service_nonsense",
        ),
        (answer(geometry={"type": "Polygon", "coordinates": "far"}), "road_service_nonsense"),
        (
            answer(
                geometry={
                    "type": "Polygon",
                    "coordinates": [[[7e5, 6e6], [8e5, 6e6], [8e5, 7e6], [7e5, 6e6]]],
                }
            ),
            "road_service_nonsense",
        ),
    ],
)
def test_what_no_isochrone_service_answers_ends_the_asking(given: Answer, key: str):
    with pytest.raises(DownloadError) as caught:
        read_zone(given)
    assert caught.value.key == key
    assert "http://here" in str(caught.value)
