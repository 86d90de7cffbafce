"""Bus rounds: against every choice counted out, within their limits, laid without a clash, and read back."""

from __future__ import annotations

from collections import Counter
from datetime import date, datetime, timedelta
from itertools import combinations, pairwise, permutations, product

import icalendar
import numpy as np
import pandas as pd
import pytest
from dateutil.rrule import rrulestr
from scipy.sparse import csr_array

from territory import illectronism
from territory.errors import TerritoryError
from territory.plan.question import Question
from territory.plan.rounds import RHYTHMS, RoundsQuestion, _Problem, plan_rounds
from territory.plan.timetable import calendar, opening_hours, reached_by, read_start, timetable
from territory.plan.tours import Tours, tours_within
from territory.territories import Territory

LOZERE = Territory("departement", "48")
START = date(2026, 9, 7)


@pytest.fixture(scope="module")
def people(sample):
    return illectronism.illectronism_people(sample.communes)


@pytest.fixture(scope="module")
def found(sample, people):
    asked = RoundsQuestion(Question(LOZERE, within_minutes=12), buses=1, days=3, stops=2)
    return plan_rounds(sample, asked, people)


def problem_of(seed: int) -> _Problem:
    random = np.random.default_rng(seed)
    places, origins = 4, 6
    reach = csr_array((random.random((origins, places)) < 0.45).astype(float))
    sets = [*combinations(range(places), 1), *combinations(range(places), 2)]
    stops = np.array([[*one, -1][:2] for one in sets])
    tours = Tours(stops, np.ones(len(stops)))
    weights = random.integers(1, 50, origins).astype(float)
    asked = RoundsQuestion(Question(LOZERE), buses=1, days=1, stops=2)
    return _Problem.of(tours, reach, weights, asked)


def worth_by_hand(problem: _Problem, choice: tuple[tuple[int, int], ...]) -> float:
    """Return people reached, each at the best rhythm they have."""
    reached = problem.covers.toarray() > 0
    best = np.zeros(len(problem.people))
    for tour, rhythm in choice:
        best = np.maximum(best, np.where(reached[tour], (1.0, 0.7, 0.4)[rhythm], 0.0))
    return float((problem.people * best).sum())


@pytest.mark.parametrize("seed", range(6))
def test_no_choice_of_tours_and_rhythms_is_worth_more(seed):
    """One bus, one day a week: one weekly tour, two fortnightly, four monthly, or a mix."""
    problem = problem_of(seed)
    tours = problem.covers.shape[0]
    mixes = ((0,), (1, 1), (1, 2, 2), (2, 2, 2, 2))
    best = 0.0
    for mix in mixes:
        for chosen in product(range(tours), repeat=len(mix)):
            best = max(best, worth_by_hand(problem, tuple(zip(chosen, mix, strict=True))))
    columns, value, bound = problem.solve()
    assert value == pytest.approx(best)
    assert bound == pytest.approx(best)
    taken = tuple((column % tours, column // tours) for column in columns)
    assert worth_by_hand(problem, taken) == pytest.approx(best)
    assert problem.costs(columns).sum() <= problem.budget
    assert problem.value(problem.greedy()) <= value + 1e-9


def test_tours_are_those_whose_shortest_order_fits_in_a_day():
    random = np.random.default_rng(4)
    legs = random.uniform(5, 60, (6, 6))
    np.fill_diagonal(legs, 0.0)
    tours = tours_within(legs, 0, np.arange(1, 6), 3, 90.0)
    expected = {}
    for size in (1, 2, 3):
        for chosen in combinations(range(1, 6), size):
            driven = min(
                legs[0, path[0]] + sum(legs[a, b] for a, b in pairwise(path)) + legs[path[-1], 0]
                for path in permutations(chosen)
            )
            if driven <= 90 and all(legs[0, one] + legs[one, 0] <= 90 for one in chosen):
                expected[frozenset(chosen)] = driven
    got = {
        frozenset(int(stop) for stop in row if stop >= 0): minutes
        for row, minutes in zip(tours.stops, tours.minutes, strict=True)
    }
    assert got == pytest.approx(expected)


def test_rounds_are_proved_and_keep_their_limits(found):
    assert found.gap_share == 0
    assert len(found.tours) > 0
    assert found.tours.minutes.max() <= found.question.day_minutes
    assert (np.sum(found.tours.stops >= 0, axis=1) <= 2).all()
    takes = np.array(list(RHYTHMS.values()))
    assert takes[found.rhythm].sum() <= found.question.budget
    for stops, minutes in zip(found.tours.stops, found.tours.minutes, strict=True):
        path = [found.depot, *stops[stops >= 0], found.depot]
        driven = sum(found.legs[a, b] for a, b in pairwise(path))
        assert driven == pytest.approx(minutes)


def test_people_counted_have_no_counter_near_and_are_counted_once(found):
    visits = timetable(found)
    rank = reached_by(found, visits)
    reached = rank >= 0
    assert (found.matrix.before_minutes[reached] > 12).all()
    worth = {4: 1.0, 2: 0.7, 1: 0.4}
    value = sum(
        found.matrix.people[origin] * worth[len(visits[rank[origin]].weeks)]
        for origin in np.flatnonzero(reached)
    )
    assert value == pytest.approx(found.value)


def test_a_bus_is_never_at_two_places_and_has_time_to_drive(found):
    visits = timetable(found)
    for week in range(4):
        days = Counter((one.bus, one.weekday) for one in visits if week in one.weeks)
        assert max(days.values()) <= 2
        for one, other in pairwise(visits):
            same = (one.bus, one.weekday, one.weeks) == (other.bus, other.weekday, other.weeks)
            if same and week in one.weeks:
                between = datetime.combine(START, other.opens) - datetime.combine(START, one.closes)
                assert between >= timedelta(minutes=found.legs[one.stop, other.stop])
    by_day = Counter()
    for one in visits:
        if one.opens.hour == 9:
            for week in one.weeks:
                by_day[one.bus, one.weekday, week] += 1
    assert max(by_day.values()) == 1
    assert {one.weekday for one in visits} <= {0, 1, 2}


def test_a_calendar_program_reads_the_timetable_back(found, sample):
    visits = timetable(found)
    names = sample.communes["commune_name"]
    content = calendar(found, visits, names, START, "Lozère")
    assert content == calendar(found, visits, names, START, "Lozère")
    read = icalendar.Calendar.from_ical(content)
    events = read.walk("VEVENT")
    assert len(events) == len(visits)
    assert [str(zone["TZID"]) for zone in read.walk("VTIMEZONE")] == ["Europe/Paris"]
    for event, visit in zip(events, visits, strict=True):
        first = event["DTSTART"].dt
        assert first.date().weekday() == visit.weekday
        rule = rrulestr(event["RRULE"].to_ical().decode(), dtstart=first.replace(tzinfo=None))
        days = [one.date() for one in rule[:8]]
        weeks = [((day - START).days // 7) % 4 for day in days]
        assert set(weeks) == set(visit.weeks)
        assert str(event["SUMMARY"]) == names[found.matrix.candidates[visit.stop]]
    assert len({str(event["UID"]) for event in events}) == len(events)


def test_hours_are_in_the_form_of_openstreetmap(found):
    forms = {len(one.weeks): opening_hours(one, START) for one in timetable(found)}
    for weeks, text in forms.items():
        head = {4: "", 2: "week ", 1: "week "}[weeks]
        assert text.startswith(head)
    # 7 September 2026 is in week 37 of ISO 8601, an odd one: the first, fifth… every other week.
    fortnightly = next((one for one in timetable(found) if one.weeks == (0, 2)), None)
    if fortnightly is not None:
        assert opening_hours(fortnightly, START).startswith("week 01-53/2 ")


def test_the_order_of_rows_changes_nothing(sample, people, found):
    turned = sample.of(sample.communes.sample(frac=1, random_state=3))
    again = plan_rounds(turned, found.question, people)
    assert again.value == pytest.approx(found.value)
    np.testing.assert_array_equal(again.tours.stops, found.tours.stops)


@pytest.mark.parametrize(
    "wrong", [{"stops": 4}, {"days": 0}, {"buses": 0}, {"values": (0.4, 0.7, 1.0)}]
)
def test_rounds_out_of_range_are_refused_in_words(wrong):
    with pytest.raises(TerritoryError) as refused:
        RoundsQuestion(Question(LOZERE), **wrong)
    assert str(refused.value)


def test_a_timetable_starts_on_a_monday():
    assert read_start("2026-09-07") == START
    for wrong in ("2026-09-08", "7/9/2026"):
        with pytest.raises(TerritoryError):
            read_start(wrong)


def test_nobody_to_reach_is_no_round(sample, people):
    asked = RoundsQuestion(Question(LOZERE, within_minutes=500))
    nothing = plan_rounds(sample, asked, people)
    assert (len(nothing.tours), nothing.value, nothing.gap_share) == (0, 0, 0)
    assert isinstance(people, pd.Series)
