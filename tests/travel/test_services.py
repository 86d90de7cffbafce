"""The client of a road service, against a faithful one on 127.0.0.1."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from typing import Any

import numpy as np
import pytest

from territory.errors import DownloadError
from territory.messages import Words
from territory.travel import SHORTEST_MINUTES, OsrmEngine, Patience, Places, engine_of
from tests.clock import Clock
from tests.http_server import Answer
from tests.travel.road_map import at, places
from tests.travel.road_services import OsrmSite, RoadSite, km_between, running, said

HASTY = Patience(most_per_second=1000, attempts=3, backoff_seconds=0.01)
# The service drives straight lines at 60 km/h: minutes are kilometres.
HERE = places(A=(0, 0), B=(10, 0))
THERE = places(P=(0, 3), Q=(10, 4))
PAGE = Answer(
    b"<html><body>Service unavailable</body></html>", headers={"Content-Type": "text/html"}
)


@pytest.fixture
def osrm() -> Iterator[OsrmSite]:
    with running(OsrmSite()) as site:
        yield site


def osrm_engine(site: OsrmSite, **options: Any) -> OsrmEngine:
    return OsrmEngine(site.address, patience=options.pop("patience", HASTY), quiet=True, **options)


def both(count: int) -> Places:
    """Return places on a grid of 3 km, off the counters by half a kilometre."""
    return places(**{f"n{i}": (3 * (i % 20) + 0.5, 3 * (i // 20)) for i in range(count)})


def test_osrm_s_seconds_become_minutes_to_the_quickest_place(osrm: OsrmSite):
    nearest = osrm_engine(osrm).minutes_to_nearest(HERE, THERE)
    # By hand: 3 km and 4 km at 60 km/h; OSRM rounds to a tenth of a second.
    assert nearest.minutes.to_dict() == pytest.approx({"A": 3, "B": 4}, abs=2e-3)
    assert nearest.place.to_dict() == {"A": "P", "B": "Q"}
    assert nearest.km.to_dict() == pytest.approx({"A": 3, "B": 4}, rel=2e-3)
    assert (nearest.engine, nearest.is_estimate) == ("osrm", False)
    assert osrm.address in osrm_engine(osrm).cite(Words("fr"))


def test_osrm_is_asked_for_tables_no_bigger_than_it_accepts(osrm: OsrmSite):
    osrm.most_points = 30
    origins, counters = both(200), both(55)
    reach = osrm_engine(osrm, most_points=30).minutes_within(origins, counters, 20)
    # Independent tool: pyproj's geodesics, pair by pair.
    degrees, to = origins.degrees(), counters.degrees()
    km = np.array([[km_between(tuple(a), tuple(b)) for b in to] for a in degrees])
    expected = np.where(km <= 20, np.maximum(km, SHORTEST_MINUTES), 0)
    assert reach.minutes.toarray() == pytest.approx(expected, abs=2e-3)
    assert 1 < len(osrm.requests) < 200 * 55 / 10


def test_osrm_s_null_is_missing_and_the_next_place_is_found(osrm: OsrmSite):
    osrm.leads = lambda _start, end: end != pytest.approx(at(0, 3), abs=1e-5)
    nearest = osrm_engine(osrm).minutes_to_nearest(HERE, THERE)
    # From A to Q: sqrt(10^2 + 4^2) = 10.77 km.
    assert nearest.place["A"] == "Q"
    assert nearest.minutes["A"] == pytest.approx(10.77, abs=0.02)
    osrm.leads = lambda _start, _end: False
    nearest = osrm_engine(osrm).minutes_to_nearest(HERE, THERE)
    assert nearest.minutes.isna().all()
    assert nearest.place.isna().all()


def test_a_point_osrm_moves_far_to_a_road_has_no_minutes(osrm: OsrmSite):
    osrm.moved_km = lambda spot: 27.0 if spot == pytest.approx(at(0, 0), abs=1e-5) else 0.2
    nearest = osrm_engine(osrm).minutes_to_nearest(HERE, THERE)
    assert nearest.minutes.isna().to_dict() == {"A": True, "B": False}


def test_osrm_s_zero_seconds_are_a_second(osrm: OsrmSite):
    assert osrm_engine(osrm).minutes_to_nearest(HERE, HERE).minutes["A"] == SHORTEST_MINUTES
    reach = osrm_engine(osrm).minutes_within(HERE, HERE, 20)
    assert reach.minutes.nnz == 4


def test_missing_points_and_other_lands_are_not_asked_about(osrm: OsrmSite):
    origins = places(A=(0, 0), none=None)
    nearest = osrm_engine(osrm).minutes_to_nearest(origins, THERE)
    assert nearest.minutes.isna().to_dict() == {"A": False, "none": True}
    count = len(osrm.requests)
    elsewhere = places(land="yeu", P=(0, 3))
    assert osrm_engine(osrm).minutes_to_nearest(origins, elsewhere).minutes.isna().all()
    assert osrm_engine(osrm).minutes_within(origins, elsewhere, 20).minutes.nnz == 0
    assert len(osrm.requests) == count


@pytest.mark.parametrize("status", [429, 500, 502, 503, 504])
def test_a_passing_failure_is_asked_again(osrm: OsrmSite, status: int):
    osrm.first = [Answer(b"busy", status=status), Answer(b"busy", status=status)]
    assert osrm_engine(osrm).minutes_to_nearest(HERE, THERE).minutes.notna().all()
    assert len(osrm.requests) == 3


def test_a_cut_answer_is_asked_again(osrm: OsrmSite):
    osrm.first = [Answer(b'{"code": "Ok", "durations"', announced=500, sent=20)]
    assert osrm_engine(osrm).minutes_to_nearest(HERE, THERE).minutes.notna().all()


def test_a_service_that_keeps_failing_is_given_up_with_its_address(osrm: OsrmSite):
    osrm.first = [Answer(b"out of order", status=500)] * 9
    with pytest.raises(DownloadError, match="500") as caught:
        osrm_engine(osrm).minutes_to_nearest(HERE, THERE)
    assert osrm.address in str(caught.value)
    assert "out of order" in caught.value.say(Words("en"))
    assert len(osrm.requests) == 3


@pytest.mark.parametrize("as_date", [False, True])
def test_the_wait_a_service_asks_for_is_kept(osrm: OsrmSite, clock: Clock, as_date: bool):
    when = format_datetime(datetime.now(UTC) + timedelta(minutes=2), usegmt=True)
    osrm.first = [Answer(b"", status=429, headers={"Retry-After": when if as_date else "45"})]
    patience = replace(HASTY, longest_wait_seconds=300)
    osrm_engine(osrm, patience=patience).minutes_to_nearest(HERE, THERE)
    assert len(osrm.requests) == 2
    # A date has whole seconds, and some go by before it is read.
    assert clock.waits == ([pytest.approx(120, abs=60)] if as_date else [45])


def test_a_wait_longer_than_accepted_is_refused_at_once(osrm: OsrmSite):
    osrm.first = [Answer(b"", status=503, headers={"Retry-After": "86400"})]
    with pytest.raises(DownloadError, match="86400 s") as caught:
        osrm_engine(osrm).minutes_to_nearest(HERE, THERE)
    assert caught.value.key == "road_service_wait"


def table(**changes: Any) -> Answer:
    content = {"code": "Ok", "durations": [[180.0, 640.0], [640.0, 240.0]]} | changes
    return said(content)


@pytest.mark.parametrize(
    "answer",
    [
        PAGE,
        Answer(b""),
        Answer(b"{"),
        said([1, 2]),
        said("Ok"),
        table(durations=None),
        table(durations=[[180.0, 640.0]]),
        table(durations=[[180.0, 640.0], [640.0]]),
        table(durations=[[180.0, 640.0, 1.0], [640.0, 240.0, 1.0]]),
        table(durations=[[180.0, "640"], [640.0, 240.0]]),
        table(durations=[[180.0, -1.0], [640.0, 240.0]]),
        table(durations=[[180.0, float("nan")], [640.0, 240.0]]),
        table(durations=[[180.0, True], [640.0, 240.0]]),
        table(durations={"0": [1, 2]}),
        table(fallback_speed_cells=[[0, 1]]),
        table(sources=[{"distance": 1.0}]),
    ],
)
def test_nonsense_from_osrm_is_refused_with_the_address_and_what_came(
    osrm: OsrmSite, answer: Answer
):
    osrm.first = [answer]
    with pytest.raises(DownloadError) as caught:
        osrm_engine(osrm).minutes_to_nearest(HERE, THERE)
    assert caught.value.key == "road_service_nonsense"
    assert osrm.address in str(caught.value)
    assert answer.body.decode().strip('"')[:20] in str(caught.value)
    assert len(osrm.requests) == 1


def test_what_osrm_refuses_is_told_in_its_words(osrm: OsrmSite):
    osrm.most_points = 3
    with pytest.raises(DownloadError, match="TooBig") as caught:
        osrm_engine(osrm).minutes_to_nearest(HERE, THERE)
    assert caught.value.key == "road_service_refused"
    with pytest.raises(DownloadError, match="Profile not found"):
        osrm_engine(osrm, profile="boat").minutes_to_nearest(HERE, THERE)


def test_an_address_nobody_answers_is_said():
    with running(RoadSite()) as gone:
        address = gone.address
    with pytest.raises(DownloadError, match="injoignable") as caught:
        OsrmEngine(address, patience=HASTY, quiet=True).minutes_to_nearest(HERE, THERE)
    assert address in str(caught.value)
    with pytest.raises(DownloadError):
        OsrmEngine("not an address", patience=HASTY, quiet=True).minutes_to_nearest(HERE, THERE)


def test_the_service_is_opened_by_name(osrm: OsrmSite):
    engine = engine_of("osrm", url=osrm.address, patience=HASTY, quiet=True)
    assert engine.minutes_to_nearest(HERE, THERE).minutes.notna().all()
