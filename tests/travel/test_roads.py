"""The embedded road engine, on maps whose minutes are worked out by hand."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from territory.errors import TerritoryError
from territory.messages import Words
from territory.travel import SHORTEST_MINUTES, Places, RoadsEngine
from tests.travel.hand_map import ROADS, SPOTS, TAGS, spot
from tests.travel.road_map import KM_A_MINUTE, places, write_map


@pytest.fixture
def engine(tmp_path: Path) -> RoadsEngine:
    extract = write_map(tmp_path / "hand.osm.pbf", SPOTS, ROADS, TAGS)
    return RoadsEngine.open(extract, tmp_path / "cache")


@pytest.mark.parametrize(
    ("origin", "place", "minutes"),
    [
        ("A", "B", 10),  # 10 km at 60 km/h, through an entrance nobody closed
        ("half", "B", 5),  # from a bend of the road, not a junction
        ("B", "C", 6),  # along the one-way street: 2.5 km at 25 km/h
        ("C", "B", 12.5),  # not back along it, nor on the private road: 5 + 2.5 + 5 km at 60
        ("A", "F", 30),  # the motorway: 45 km at 90 km/h
        (
            "F",
            "A",
            55,
        ),  # a motorway is one way: 5 + 45 + 5 km at 60, and no car on the forbidden road
        (
            "K",
            "B",
            22.0351,
        ),  # the bollard is no passage: 10 + 2 + 10 km at 60; at A, to the right: 2.105 s
        ("I", "J", 6),  # on the island
        ("M", "N", 6),  # on the part joined to nothing
    ],
)
def test_minutes_are_those_worked_out_by_hand(
    engine: RoadsEngine, origin: str, place: str, minutes: float
):
    nearest = engine.minutes_to_nearest(spot(origin), spot(place))
    assert nearest.minutes[origin] == pytest.approx(minutes, abs=5e-4)
    assert nearest.place[origin] == place
    reach = engine.minutes_within(spot(origin), spot(place), 60)
    assert reach.minutes.toarray() == pytest.approx(np.array([[minutes]]), abs=5e-4)


@pytest.mark.parametrize(("origin", "place"), [("I", "A"), ("A", "I"), ("M", "A"), ("A", "N")])
def test_what_no_road_joins_is_missing(engine: RoadsEngine, origin: str, place: str):
    nearest = engine.minutes_to_nearest(spot(origin), spot(place))
    assert nearest.minutes.isna().all()
    assert nearest.km.isna().all()
    assert nearest.place.isna().all()
    assert engine.minutes_within(spot(origin), spot(place), 1000).minutes.nnz == 0


def test_the_straight_line_given_is_that_of_the_place_found(engine: RoadsEngine):
    # From C, D is 5 + 2.5 = 7.5 min away and B 12.5, though B is nearer as the crow flies: 2.5 km.
    # D is at (10, 5), C at (12.5, 0): sqrt(2.5^2 + 5^2) = 5.590 km.
    nearest = engine.minutes_to_nearest(spot("C"), places(B=SPOTS["B"], D=SPOTS["D"]))
    assert nearest.place["C"] == "D"
    assert nearest.minutes["C"] == pytest.approx(7.5, abs=5e-4)
    assert nearest.km["C"] == pytest.approx(5.590, rel=1e-3)


def test_every_answer_says_which_engine_gave_it(engine: RoadsEngine):
    nearest = engine.minutes_to_nearest(spot("A"), spot("B"))
    reach = engine.minutes_within(spot("A"), spot("B"), 20)
    assert (nearest.engine, nearest.is_estimate) == ("roads", False)
    assert (reach.engine, reach.is_estimate) == ("roads", False)
    assert "hand.osm.pbf" in engine.cite(Words("fr"))
    assert "2026-10-01" in engine.cite(Words("fr"))
    assert "OpenStreetMap" in engine.cite(Words("en"))


def test_the_catchment_holds_the_pairs_within_the_limit_and_no_other(engine: RoadsEngine):
    # By hand, to B: A 10, half 5, C 12.5, D 5, K 22. To F: A 30, others further.
    origins = places(**{name: SPOTS[name] for name in ("A", "half", "C", "D", "K", "I")})
    reach = engine.minutes_within(origins, places(B=SPOTS["B"], F=SPOTS["F"]), 12.6)
    table = pd.DataFrame(reach.minutes.toarray(), index=reach.origins, columns=reach.places)
    assert table["B"].to_dict() == pytest.approx(
        {"A": 10, "half": 5, "C": 12.5, "D": 5, "K": 0, "I": 0}, abs=5e-4
    )
    assert reach.minutes.nnz == 4


def test_a_place_on_an_origin_s_doorstep_is_not_at_zero_minutes(engine: RoadsEngine):
    assert engine.minutes_to_nearest(spot("A"), spot("A")).minutes["A"] == SHORTEST_MINUTES
    reach = engine.minutes_within(spot("A"), spot("A"), 20)
    assert reach.minutes.nnz == 1
    assert reach.minutes.toarray()[0, 0] == SHORTEST_MINUTES


def test_a_place_off_the_road_drives_to_it_at_the_speed_stated(engine: RoadsEngine):
    # R stands on a car park of 100 m, no network: it is put on E, 0.5 km away, of
    # which 0.2 cost nothing: 0.3 km at 15 km/h = 1.2 min.
    # From E to B: 2.5 + 5 km at 60 km/h = 7.5 min.
    nearest = engine.minutes_to_nearest(spot("R"), spot("B"))
    assert nearest.minutes["R"] == pytest.approx(8.7, rel=1e-4)


def test_a_place_too_far_from_any_road_is_missing_and_said_so(engine: RoadsEngine):
    origins = places(far=(12.5, 7), none=None, A=SPOTS["A"])
    nearest = engine.minutes_to_nearest(origins, spot("B"))
    assert nearest.minutes.isna().to_dict() == {"far": True, "none": True, "A": False}


def test_two_lands_are_never_joined_even_by_a_road_of_the_map(engine: RoadsEngine):
    here = places(land="ile_aux_moines", A=SPOTS["A"])
    assert engine.minutes_to_nearest(here, spot("B")).minutes.isna().all()
    assert engine.minutes_within(here, spot("B"), 60).minutes.nnz == 0


def test_each_land_finds_its_own_nearest_place(engine: RoadsEngine):
    origins = Places(
        *(
            pd.concat([getattr(spot("A"), name), getattr(places(land="yeu", I=SPOTS["I"]), name)])
            for name in ("points", "land", "zone")
        )
    )
    counters = Places(
        *(
            pd.concat([getattr(spot("B"), name), getattr(places(land="yeu", J=SPOTS["J"]), name)])
            for name in ("points", "land", "zone")
        )
    )
    nearest = engine.minutes_to_nearest(origins, counters)
    assert nearest.place.to_dict() == {"A": "B", "I": "J"}
    assert nearest.minutes.to_dict() == pytest.approx({"A": 10, "I": 6}, abs=5e-4)


def test_no_place_at_all_leaves_everyone_without_minutes(engine: RoadsEngine):
    assert engine.minutes_to_nearest(spot("A"), places()).minutes.isna().all()
    assert engine.minutes_within(spot("A"), places(), 20).minutes.shape == (1, 0)


def test_an_extract_of_another_region_is_refused_in_words(engine: RoadsEngine):
    here = places(X=(300, 300))
    with pytest.raises(TerritoryError, match="autre région") as caught:
        engine.minutes_to_nearest(here, here)
    assert "another region" in caught.value.say(Words("en"))


def test_a_bollard_at_a_junction_stops_every_way_through_it(tmp_path: Path):
    # P - X - Q with a bollard on X, where a third road ends too; around: P - O - Q, 10 + 10 km.
    spots = {"P": (0, 0), "X": (1, 0), "Q": (2, 0), "O": (1, 8), "T": (1, -5)}
    roads = [(way, KM_A_MINUTE) for way in ("P X", "X Q", "T X", "P O Q", "T P")]
    extract = write_map(tmp_path / "x.osm.pbf", spots, roads, {"X": {"barrier": "bollard"}})
    engine = RoadsEngine.open(extract, tmp_path)
    nearest = engine.minutes_to_nearest(places(P=spots["P"]), places(Q=spots["Q"]))
    # By hand: 2 x sqrt(1 + 64) = 16.12 km at 60 km/h.
    assert nearest.minutes["P"] == pytest.approx(16.125, rel=1e-3)


def test_a_way_that_leaves_the_extract_is_cut_where_it_does(tmp_path: Path):
    spots = {"A": (0, 0), "B": (6, 0), "out": (9, 0), "C": (12, 0), "D": (18, 0)}
    extract = write_map(
        tmp_path / "cut.osm.pbf", spots, [("A B out C D", KM_A_MINUTE)], left_out=["out"]
    )
    engine = RoadsEngine.open(extract, tmp_path)
    origins = places(A=spots["A"], C=spots["C"])
    minutes = engine.minutes_to_nearest(origins, places(B=spots["B"])).minutes
    assert minutes["A"] == pytest.approx(6, abs=5e-4)
    assert pd.isna(minutes["C"])
