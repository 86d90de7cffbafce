"""Each rule of the road on a map of its own, its minutes worked out by hand.

A road of 10 km goes from A to B through m; who may not take it goes around by C, at a kilometre a
minute: 2 x sqrt(5² + 50²) = 100.5 minutes. At A and B two roads meet, so no turn costs anything.
"""

from __future__ import annotations

from pathlib import Path

import pytest

from territory.travel import RoadsEngine
from tests.travel.road_map import KM_A_MINUTE, places, write_map

SPOTS = {"A": (0, 0), "m": (5, 0), "B": (10, 0), "C": (5, 50)}
AROUND = 100.5
GRAVEL = {"highway": "secondary", "maxspeed": "90", "surface": "gravel"}
BOAT = {"route": "ferry"}


def minutes(folder: Path, road: dict[str, str], point: dict[str, str]) -> tuple[float, float]:
    """Return the minutes from A to B, and back, the road and its point m having these tags."""
    roads = [("A m B", road), ("A C B", KM_A_MINUTE)]
    engine = RoadsEngine.open(
        write_map(folder / "rule.osm.pbf", SPOTS, roads, {"m": point}), folder / "cache"
    )
    there, here = (places(**{name: SPOTS[name]}) for name in "BA")
    return (
        float(engine.minutes_to_nearest(here, there).minutes["A"]),
        float(engine.minutes_to_nearest(there, here).minutes["B"]),
    )


@pytest.mark.parametrize(
    ("road", "there", "back"),
    [
        # Under construction: closed, unless it is but being widened. 10 km at 65 km/h.
        ({"highway": "primary", "construction": "primary"}, AROUND, AROUND),
        ({"highway": "primary", "construction": "minor"}, 9.231, 9.231),
        ({"highway": "construction", "construction": "primary"}, AROUND, AROUND),
        ({"highway": "proposed", "proposed": "primary"}, AROUND, AROUND),
        # Permissions: the most precise tag first, each way first, the most open of several.
        ({"highway": "primary", "access": "private"}, AROUND, AROUND),
        ({"highway": "primary", "motor_vehicle": "agricultural"}, AROUND, AROUND),
        ({"highway": "primary", "access": "no", "motor_vehicle": "yes"}, 9.231, 9.231),
        ({"highway": "primary", "motor_vehicle:backward": "no"}, 9.231, AROUND),
        ({"highway": "primary", "vehicle": "private; destination"}, 40, 40),  # 15 km/h
        ({"highway": "residential", "access": "destination"}, 40, 40),
        # One way, either way.
        ({"highway": "primary", "oneway": "yes"}, 9.231, AROUND),
        ({"highway": "primary", "oneway": "-1"}, AROUND, 9.231),
        ({"highway": "primary", "oneway": "yes", "oneway:motorcar": "no"}, 9.231, 9.231),
        ({"highway": "primary", "oneway": "reversible"}, AROUND, AROUND),
        ({"highway": "primary", "junction": "roundabout"}, 9.231, AROUND),
        ({"highway": "primary", "junction": "circular"}, 9.231, AROUND),
        ({"highway": "motorway", "maxspeed": "none"}, 5.769, AROUND),  # 0.8 x 130 km/h
        # Limits: 0.8 x 80, 0.8 x 30, 0.8 x 50 x 1.609344 and 0.8 x 50 km/h.
        ({"highway": "primary", "maxspeed": "80|70"}, 9.375, 9.375),
        ({"highway": "primary", "source:maxspeed": "FR:rural"}, 9.375, 9.375),
        ({"highway": "primary", "maxspeed:type": "FR:zone30"}, 25, 25),
        ({"highway": "primary", "zone:maxspeed": "FR:30"}, 25, 25),
        ({"highway": "primary", "maxspeed": "50 mph"}, 9.321, 9.321),
        ({"highway": "primary", "maxspeed": "80", "maxspeed:backward": "50"}, 9.375, 15),
        ({"highway": "primary", "maxspeed": "80", "maxspeed:advisory": "50"}, 15, 15),
        # Ground: no faster than 40, 20 and 20 km/h.
        (GRAVEL, 15, 15),
        ({"highway": "unclassified", "tracktype": "grade5"}, 30, 30),
        ({"highway": "residential", "smoothness": "very_bad"}, 30, 30),
        ({"highway": "residential", "smoothness": "impassable"}, AROUND, AROUND),
        ({"highway": "residential", "impassable": "yes"}, AROUND, AROUND),
        # Service ways, living streets, tracks.
        ({"highway": "service", "service": "driveway"}, 40, 40),
        ({"highway": "service", "service": "emergency_access"}, AROUND, AROUND),
        ({"highway": "living_street"}, 60, 60),
        ({"highway": "track"}, AROUND, AROUND),
        ({"highway": "track", "motor_vehicle": "yes"}, 60, 60),
        # Too low, too narrow, too weak for a car.
        ({"highway": "primary", "maxheight": "1.9"}, AROUND, AROUND),
        ({"highway": "primary", "maxheight": "2,1 m"}, 9.231, 9.231),
        ({"highway": "primary", "maxwidth": "1.8"}, AROUND, AROUND),
        ({"highway": "primary", "maxweight": "1.5"}, AROUND, AROUND),
        # Ferries: their duration, and half the interval between two; else 5 km/h, 120 minutes.
        (BOAT | {"duration": "00:12"}, 12, 12),
        (BOAT | {"duration": "PT12M", "interval": "00:30"}, 27, 27),
        (BOAT | {"duration": "00:12", "motor_vehicle": "yes", "foot": "yes"}, 12, 12),
        (BOAT | {"duration": "00:12", "motor_vehicle": "no"}, AROUND, AROUND),
        (BOAT | {"duration": "00:12", "foot": "yes", "bicycle": "yes"}, AROUND, AROUND),
        (BOAT, AROUND, AROUND),
        ({"route": "shuttle_train"}, 60, 60),  # 10 km/h
    ],
)
def test_a_road_takes_the_minutes_its_tags_say(
    tmp_path: Path, road: dict[str, str], there: float, back: float
):
    assert minutes(tmp_path, road, {}) == pytest.approx((there, back), rel=1e-3)


@pytest.mark.parametrize(
    ("point", "expected"),
    [
        ({"barrier": "gate"}, 11),
        ({"barrier": "lift_gate"}, 11),
        ({"barrier": "gate", "access": "yes"}, 10),
        ({"barrier": "gate", "access": "private"}, AROUND),
        ({"barrier": "bollard"}, AROUND),
        ({"barrier": "bollard", "bollard": "rising"}, 10),
        ({"barrier": "kerb"}, AROUND),
        ({"barrier": "kerb", "kerb": "lowered"}, 10),
        ({"barrier": "toll_booth"}, 10),
        ({"barrier": "height_restrictor"}, 10),
        ({"barrier": "height_restrictor", "maxheight": "1.9"}, AROUND),
        ({"highway": "traffic_signals"}, 10 + 2 / 60),
        ({"highway": "traffic_signals", "traffic_signals:direction": "forward"}, 10 + 1 / 60),
        ({"highway": "stop"}, 10 + 1 / 60),
        ({"highway": "crossing"}, 10),
    ],
)
def test_a_point_of_the_road_stops_or_delays(
    tmp_path: Path, point: dict[str, str], expected: float
):
    found = minutes(tmp_path, KM_A_MINUTE, point)
    assert found == pytest.approx((expected, expected), rel=1e-3 if expected == AROUND else 1e-4)


def test_a_boat_is_not_where_a_trip_starts(tmp_path: Path):
    spots = SPOTS | {"sea": (5, 0)}
    roads = [("A sea B", BOAT | {"duration": "00:12"}), ("A C B", KM_A_MINUTE)]
    engine = RoadsEngine.open(write_map(tmp_path / "b.osm.pbf", spots, roads), tmp_path / "cache")
    # 0.5 km from the boat's line, 5 km from any road.
    out = places(out=(5, 0.5))
    assert engine.minutes_to_nearest(out, places(B=SPOTS["B"])).minutes.isna().all()


def test_an_island_s_trip_does_not_take_the_boat(tmp_path: Path):
    # A and B are two ports of one island, 12 minutes apart by boat, 100.5 by road.
    roads = [("A m B", BOAT | {"duration": "00:12"}), ("A C B", KM_A_MINUTE)]
    engine = RoadsEngine.open(write_map(tmp_path / "i.osm.pbf", SPOTS, roads), tmp_path / "cache")
    here, there = (places(land="yeu", **{name: SPOTS[name]}) for name in "AB")
    nearest = engine.minutes_to_nearest(here, there)
    assert nearest.minutes["A"] == pytest.approx(AROUND, rel=1e-3)


def test_a_road_without_points_for_a_kilometre_is_where_people_stand(tmp_path: Path):
    # A straight road of 10 km with points at its ends alone: who stands 50 m from its middle is on it.
    roads = [("A B", KM_A_MINUTE), ("A C B", KM_A_MINUTE)]
    engine = RoadsEngine.open(write_map(tmp_path / "s.osm.pbf", SPOTS, roads), tmp_path / "cache")
    nearest = engine.minutes_to_nearest(places(mid=(4.01, 0.05)), places(B=SPOTS["B"]))
    # 5.99 km from B, to 50 / 2 = 25 m: what the points added leave.
    assert nearest.minutes["mid"] == pytest.approx(5.99, abs=0.026)
