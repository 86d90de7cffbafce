"""What turning costs, by hand and against a search of its own over every step of a random map."""

from __future__ import annotations

import heapq
import math
import random
from collections import defaultdict
from itertools import pairwise
from pathlib import Path

import numpy as np
import pytest

from territory.travel import SHORTEST_MINUTES, RoadsEngine
from territory.travel.road_rules import read_rules
from tests.travel.road_map import GEOD, KM_A_MINUTE, at, places, write_map

# OSRM's function by hand, at a right angle: 7.5 / (1 + e^0.9411) = 2.105 s to the right, for
# 6.5 x 1.075 - 13 / 1.075 / 2 = 0.9411; to the left 7.5 / (1 + e^-0.9411) = 5.395 s, and
# 2 / (1 + e^-3.25) = 1.925 s to let pass who comes the other way.
RIGHT, LEFT = 2.105 / 60, 7.320 / 60


def minutes_between(engine: RoadsEngine, spots: dict[str, tuple[float, float]], trip: str) -> float:
    origin, place = trip.split()
    nearest = engine.minutes_to_nearest(
        places(**{origin: spots[origin]}), places(**{place: spots[place]})
    )
    return float(nearest.minutes[origin])


@pytest.mark.parametrize(
    ("trip", "minutes"),
    [
        ("W E", 10 + 0.01 / 60),  # straight on
        ("W S", 10 + RIGHT),
        ("W N", 10 + LEFT),
        ("S W", 10 + LEFT),
        ("N W", 10 + RIGHT),
    ],
)
def test_a_turn_costs_what_osrm_says(tmp_path: Path, trip: str, minutes: float):
    spots = {"W": (-5, 0), "E": (5, 0), "N": (0, 5), "S": (0, -5), "X": (0, 0)}
    roads = [(through, KM_A_MINUTE) for through in ("W X", "X E", "N X", "X S")]
    engine = RoadsEngine.open(write_map(tmp_path / "x.osm.pbf", spots, roads), tmp_path)
    assert minutes_between(engine, spots, trip) == pytest.approx(minutes, abs=5e-4)


def test_a_bend_where_two_ways_meet_is_no_turn(tmp_path: Path):
    spots = {"W": (-5, 0), "N": (0, 5), "X": (0, 0)}
    roads = [("W X", KM_A_MINUTE), ("X N", KM_A_MINUTE)]
    engine = RoadsEngine.open(write_map(tmp_path / "x.osm.pbf", spots, roads), tmp_path)
    assert minutes_between(engine, spots, "W N") == pytest.approx(10, abs=5e-4)


def test_minutes_equal_those_of_a_plain_search_over_every_step_and_turn(tmp_path: Path):
    # Independent tool: heapq over pairs of neighbouring points, lengths and bearings by pyproj.
    rng = random.Random(4)
    spots = {f"n{i}": (i % 20 + rng.random() / 2, i // 20 + rng.random() / 2) for i in range(400)}
    roads = []
    for row in range(20):
        roads.append((" ".join(f"n{row * 20 + i}" for i in range(20)), KM_A_MINUTE))
        tags = {"highway": "residential"} | ({"oneway": "yes"} if row % 2 else {"oneway": "-1"})
        roads.append((" ".join(f"n{i * 20 + row}" for i in range(20)), tags))
    stops = {f"n{i}": {"barrier": "bollard"} for i in rng.sample(range(400), 15)}
    slow = {f"n{i}": {"highway": "traffic_signals"} for i in range(0, 400, 7)}
    extract = write_map(tmp_path / "r.osm.pbf", spots, roads, slow | stops)
    engine = RoadsEngine.open(extract, tmp_path)
    slow = {name for name in slow if name not in stops}

    steps, neighbours, bearing = defaultdict(list), defaultdict(set), {}
    for through, tags in roads:
        for a, b in pairwise(through.split()):
            there, back, metres = GEOD.inv(*at(*spots[a]), *at(*spots[b]))
            bearing[a, b], bearing[b, a] = there, back
            forward, backward = read_rules().speeds(tags)
            lost = ((a in slow) + (b in slow)) / 60  # 2 s, half before and half after
            steps[a] += [(b, metres * 0.06 / forward + lost)] if forward else []
            steps[b] += [(a, metres * 0.06 / backward + lost)] if backward else []
            neighbours[a].add(b)
            neighbours[b].add(a)

    def turn(before: str, here: str, after: str) -> float:
        if len(neighbours[here]) < 3:
            return 0.0
        # `bearing[before, here]` is that of leaving `before`: on a kilometre, the same to 0.01°.
        angle = (bearing[here, after] - bearing[before, here] + 180) % 360 - 180
        share = abs(angle) / 180
        if angle >= 0:
            return 7.5 / (1 + math.exp(6.5 * 1.075 - 13 / 1.075 * share)) / 60
        across = 2 / (1 + math.exp(3.25 - 13 * share))
        return (7.5 / (1 + math.exp(6.5 / 1.075 - 13 * 1.075 * share)) + across) / 60

    def plain(start: str) -> dict[str, float]:
        best: dict[str, float] = {start: 0.0}
        done, queue = set(), [(step, start, there) for there, step in steps[start]]
        heapq.heapify(queue)
        while queue:
            minutes, before, here = heapq.heappop(queue)
            if (before, here) in done:
                continue
            done.add((before, here))
            best.setdefault(here, minutes)
            if here in stops:
                continue
            for there, step in steps[here]:
                if there != before:
                    queued = minutes + turn(before, here, there) + step
                    heapq.heappush(queue, (queued, here, there))
        return best

    free = sorted(set(spots) - set(stops))
    names, counters = rng.sample(free, 30), rng.sample(free, 6)
    expected = np.array([[plain(name).get(one, np.inf) for one in counters] for name in names])
    origins, there = (places(**{one: spots[one] for one in some}) for some in (names, counters))
    nearest = engine.minutes_to_nearest(origins, there).minutes.to_numpy()
    assert nearest == pytest.approx(np.maximum(expected.min(axis=1), SHORTEST_MINUTES), abs=1e-3)
    reach = engine.minutes_within(origins, there, 20).minutes.toarray()
    within = np.where(expected <= 20, np.maximum(expected, SHORTEST_MINUTES), 0)
    assert reach == pytest.approx(within, abs=1e-3)


CROSS = {"W": (-5, 0), "E": (5, 0), "N": (0, 5), "S": (0, -5), "X": (0, 0)}
CROSSING = [(through, KM_A_MINUTE) for through in ("W X", "X E", "N X", "X S", "E N")]
# Not to the left at X: on to E, and back by the road from E to N: 10 + 5 x sqrt(2) minutes.
AROUND = 10 + 5 * math.sqrt(2)


@pytest.mark.parametrize(
    ("said", "minutes"),
    [
        ({"restriction": "no_left_turn"}, AROUND),
        ({"restriction:motorcar": "no_left_turn"}, AROUND),
        ({"restriction": "no_left_turn", "except": "bicycle;motorcar"}, 10 + LEFT),
        ({"restriction:hgv": "no_left_turn"}, 10 + LEFT),
        ({"restriction": "no_u_turn"}, 10 + LEFT),
        ({"restriction": "only_left_turn"}, 10 + LEFT),
    ],
)
def test_a_turn_forbidden_is_not_taken(tmp_path: Path, said: dict[str, str], minutes: float):
    extract = write_map(tmp_path / "x.osm.pbf", CROSS, CROSSING, turns=[(1, "X", 3, said)])
    engine = RoadsEngine.open(extract, tmp_path)
    assert minutes_between(engine, CROSS, "W N") == pytest.approx(minutes, abs=1e-3)
    assert minutes_between(engine, CROSS, "S N") == pytest.approx(10, abs=1e-3)


def test_the_only_turn_allowed_forbids_the_others(tmp_path: Path):
    only = [(1, "X", 2, {"restriction": "only_straight_on"})]
    engine = RoadsEngine.open(
        write_map(tmp_path / "x.osm.pbf", CROSS, CROSSING, turns=only), tmp_path
    )
    assert minutes_between(engine, CROSS, "W E") == pytest.approx(10, abs=1e-3)
    assert minutes_between(engine, CROSS, "W N") == pytest.approx(AROUND, abs=1e-3)
    # To S, by E and N, then straight on over X: 10 + 5 x sqrt(2) + 10.
    assert minutes_between(engine, CROSS, "W S") == pytest.approx(AROUND + 10, abs=1e-3)


def test_pairs_within_a_short_limit_are_those_of_a_long_one(tmp_path: Path):
    # A short limit looks at the neighbourhood of each place alone; a long one at the whole map.
    rng = random.Random(7)
    spots = {f"n{i}": (i % 30 + rng.random() / 2, i // 30 + rng.random() / 2) for i in range(900)}
    roads = [(" ".join(f"n{row * 30 + i}" for i in range(30)), KM_A_MINUTE) for row in range(30)]
    roads += [(" ".join(f"n{i * 30 + row}" for i in range(30)), KM_A_MINUTE) for row in range(30)]
    engine = RoadsEngine.open(write_map(tmp_path / "g.osm.pbf", spots, roads), tmp_path)
    chosen = rng.sample(sorted(spots), 80)
    origins, there = (
        places(**{name: spots[name] for name in some}) for some in (chosen[:50], chosen[50:])
    )
    long = engine.minutes_within(origins, there, 600).minutes.toarray()
    assert (long > 0).all()
    for limit in (2.0, 5.0, 12.0):
        short = engine.minutes_within(origins, there, limit).minutes.toarray()
        assert short == pytest.approx(np.where(long <= limit, long, 0), abs=1e-6)
