"""What tags say of a road: which way, how fast, and whether a car passes."""

from __future__ import annotations

import pytest

from territory.travel.road_rules import read_rules


@pytest.mark.parametrize(
    ("tags", "speeds"),
    [
        ({"highway": "residential"}, (25, 25)),
        ({"highway": "residential", "oneway": "-1"}, (0, 25)),
        ({"highway": "residential", "oneway": "no"}, (25, 25)),
        ({"highway": "residential", "oneway": "yes", "oneway:motorcar": "no"}, (25, 25)),
        ({"highway": "motorway"}, (90, 0)),
        ({"highway": "motorway", "oneway": "no"}, (90, 90)),
        ({"highway": "tertiary", "junction": "roundabout"}, (40, 0)),
        # A limit given is driven at 0.8 of it: 0.8 x 130, 0.8 x 50, 0.8 x 30 x 1.609344.
        ({"highway": "motorway", "maxspeed": "130"}, (104, 0)),
        ({"highway": "residential", "maxspeed": "FR:urban"}, (40, 40)),
        ({"highway": "residential", "maxspeed": "30 mph"}, (38.624256, 38.624256)),
        ({"highway": "primary", "maxspeed": "80", "maxspeed:backward": "50"}, (64, 40)),
        # Not to be believed, or not a number: the class's speed.
        ({"highway": "primary", "maxspeed": "999"}, (65, 65)),
        ({"highway": "primary", "maxspeed": "0"}, (65, 65)),
        # Several: the first, 0.8 x 50; a word unknown is passed over, 0.8 x 70.
        ({"highway": "primary", "maxspeed": "50;70"}, (40, 40)),
        ({"highway": "primary", "maxspeed": "signals|70"}, (56, 56)),
        ({"highway": "primary", "access": "no", "motor_vehicle": "yes"}, (65, 65)),
        ({"highway": "service", "access": "customers"}, (15, 15)),
        ({"highway": "service", "access": "private"}, None),
        ({"highway": "residential", "motor_vehicle": "no"}, None),
        ({"highway": "secondary", "oneway": "reversible"}, None),
        ({"highway": "service", "area": "yes"}, None),
        ({"highway": "track"}, None),
        ({"route": "ferry", "motor_vehicle": "yes"}, None),
    ],
)
def test_tags_say_which_way_and_how_fast(tags: dict[str, str], speeds: tuple[float, float] | None):
    assert read_rules().speeds(tags) == (None if speeds is None else pytest.approx(speeds))


@pytest.mark.parametrize(
    ("tags", "stops"),
    [
        ({"barrier": "bollard"}, True),
        ({"barrier": "bollard", "bollard": "rising"}, False),
        ({"barrier": "block", "access": "yes"}, False),
        ({"barrier": "gate"}, False),
        ({"barrier": "gate", "access": "private"}, True),
        ({"barrier": "gate", "access": "private", "motor_vehicle": "yes"}, False),
        ({"barrier": "toll_booth"}, False),
        ({"highway": "crossing"}, False),
    ],
)
def test_a_barrier_stops_a_car_or_lets_it_pass(tags: dict[str, str], stops: bool):
    assert read_rules().is_barrier(tags) is stops
