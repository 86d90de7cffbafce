"""A bus stops nowhere that another of its stops serves as often: counted by hand, and on the sample."""

from __future__ import annotations

import numpy as np
import pytest

from territory import illectronism
from territory.plan.question import Question
from territory.plan.rounds import Rounds, RoundsQuestion, plan_rounds
from territory.plan.timetable import reached_by, timetable, without_idle_stops
from territory.plan.tours import Tours
from territory.territories import Territory
from tests.plan.cases import matrix_of

LOZERE = Territory("departement", "48")
WEEKLY, MONTHLY = 0, 2
FAR = np.inf


def rounds_of(tours, rhythm, minutes, people):
    """Return rounds among places ten minutes from one another; the first is the depot."""
    minutes = np.array(minutes, dtype=float)
    legs = np.full((minutes.shape[1],) * 2, 10.0)
    np.fill_diagonal(legs, 0.0)
    matrix = matrix_of(minutes, np.full(len(people), 30.0), np.array(people, dtype=float))
    asked = RoundsQuestion(Question(LOZERE), days=5, stops=2)
    driven = [10.0 * (1 + sum(stop >= 0 for stop in tour)) for tour in tours]
    taken = Tours(np.array(tours), np.array(driven))
    return Rounds(asked, matrix, legs, 0, taken, np.array(rhythm), 0.0, 0.0, 9)


def test_a_stop_whose_people_all_have_another_is_not_made():
    # Place 1 reaches the first two people; place 2 the second alone; place 3 the third.
    minutes = [[FAR, 5, FAR, FAR], [FAR, 5, 5, FAR], [FAR, FAR, FAR, 5]]
    kept = without_idle_stops(rounds_of([[1, -1], [2, 3]], [WEEKLY, WEEKLY], minutes, [10, 20, 30]))
    assert kept.tours.stops.tolist() == [[1, -1], [3, -1]]
    # To place 3 and back: the way by place 2 is no longer driven.
    assert kept.tours.minutes.tolist() == [20.0, 20.0]


def test_the_more_frequent_stop_stays_and_an_empty_tour_is_not_driven():
    minutes = [[FAR, 5, 5], [FAR, 5, FAR]]
    kept = without_idle_stops(rounds_of([[2, -1], [1, -1]], [MONTHLY, WEEKLY], minutes, [10, 20]))
    assert kept.tours.stops.tolist() == [[1, -1]]
    assert kept.rhythm.tolist() == [WEEKLY]


def test_people_without_estimate_keep_no_stop():
    minutes = [[FAR, 5, FAR], [FAR, FAR, 5]]
    kept = without_idle_stops(rounds_of([[1, 2]], [WEEKLY], minutes, [10, 0]))
    assert kept.tours.stops.tolist() == [[1, -1]]


@pytest.fixture(scope="module")
def many(sample):
    asked = RoundsQuestion(Question(LOZERE, within_minutes=15), buses=2, stops=3)
    return plan_rounds(sample, asked, illectronism.illectronism_people(sample.communes))


def test_on_the_sample_every_stop_left_serves_somebody_and_nobody_is_lost(many):
    kept = without_idle_stops(many)
    before, after = (timetable(one) for one in (many, kept))
    assert len(after) < len(before)
    ranks = reached_by(many, before), reached_by(kept, after)
    counted = many.matrix.people > 0
    weeks = [
        np.array([len(visits[rank].weeks) if rank >= 0 else 0 for rank in found])[counted]
        for visits, found in zip((before, after), ranks, strict=True)
    ]
    # Everybody has the bus as often as before.
    assert np.array_equal(*weeks)
    people = np.bincount(ranks[1][ranks[1] >= 0], many.matrix.people[ranks[1] >= 0], len(after))
    assert (people > 0).all()
    assert (kept.tours.minutes <= many.question.day_minutes + 1e-9).all()
    assert without_idle_stops(kept) is kept
