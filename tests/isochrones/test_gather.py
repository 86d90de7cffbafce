"""Zones asked of a faithful service on 127.0.0.1: pace, what is kept, what ends the asking."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
import shapely

from territory.errors import TerritoryError
from territory.isochrones import Grounds, Wanted, Zones, ZoneService, gather_zones, wanted_zones
from territory.travel import Patience
from tests.clock import Clock
from tests.http_server import Answer
from tests.isochrones.ground import placed, tables_of
from tests.isochrones.ign_site import IsochroneSite, circle, refusal
from tests.travel.road_services import running, said

HASTY = Patience(most_per_second=1000, attempts=3, backoff_seconds=0.01)
TABLES = tables_of({"48001": (0, 0, 10)}, {"P": (2, 5), "Q": (3, 5), "R": (8, 8)})
P, Q, R = (tuple(point.coords[0]) for point in TABLES.counters.geometry)


@pytest.fixture
def site() -> Iterator[IsochroneSite]:
    with running(IsochroneSite()) as one:
        one.most_per_second = 1000
        yield one


def wanted_of(*limits: int) -> Wanted:
    return wanted_zones(TABLES, Grounds.of(TABLES.communes), limits)


def gather(site: IsochroneSite, folder: Path, *limits: int, patience: Patience = HASTY) -> Zones:
    service = ZoneService(site.url, patience=patience)
    return gather_zones(wanted_of(*limits), service, folder / "kept" / "ign.sqlite", quiet=True)


def is_at(spot: tuple[float, float], place: tuple[float, float]) -> bool:
    return spot == pytest.approx(place, abs=1e-5)


def reasons(zones: Zones) -> list[str | None]:
    return [one if isinstance(one, str) else None for one in zones.rows["zone_reason_name"]]


def test_zones_are_those_the_service_draws(site: IsochroneSite, tmp_path: Path):
    zones = gather(site, tmp_path, 10, 20)
    assert zones.rows["counter_code"].tolist() == ["P", "P", "Q", "Q", "R", "R"]
    assert zones.rows["limit_minutes"].tolist() == [10, 20] * 3
    # Circles of a kilometre a minute: π r², but for 360 corners and Lambert-93 (under 0.3 %).
    areas = shapely.area(zones.shapes.shapes) / 1e6
    assert areas.tolist() == pytest.approx([314.16, 1256.6] * 3, rel=3e-3)
    assert (zones.known_count, zones.asked_count, zones.stopped) == (6, 6, None)
    assert set(zones.rows["roads_version_text"]) == {"2026-09-01"}


def test_no_zone_is_asked_for_twice(site: IsochroneSite, tmp_path: Path):
    before = gather(site, tmp_path, 10)
    assert len(site.requests) == 3
    after = gather(site, tmp_path, 10)
    assert len(site.requests) == 3
    assert after.asked_count == 0
    assert after.rows.geometry.equals(before.rows.geometry)
    assert gather(site, tmp_path, 10, 15).asked_count == 3


def test_counters_of_one_spot_share_their_zone(site: IsochroneSite, tmp_path: Path):
    twins = tables_of({"48001": (0, 0, 10)}, {"P": (2, 5), "twin": (2, 5)})
    wanted = wanted_zones(twins, Grounds.of(twins.communes), (10,))
    service = ZoneService(site.url, patience=HASTY)
    assert gather_zones(wanted, service, tmp_path / "ign.sqlite", quiet=True).known_count == 2
    assert len(site.requests) == 1


def test_the_service_is_asked_no_more_than_five_times_a_second(
    site: IsochroneSite, tmp_path: Path, clock: Clock
):
    site.most_per_second = 5
    patience = ZoneService().patience
    zones = gather(site, tmp_path, 10, 15, 20, 30, patience=patience)
    # 12 zones: 11 waits of a fifth of a second, or hardly more; and nothing refused.
    assert (zones.known_count, site.refused_count) == (12, 0)
    assert len(clock.waits) == 11
    assert all(0.2 <= wait < 0.25 for wait in clock.waits)


def test_a_throttle_is_waited_out_as_long_as_it_asks(
    site: IsochroneSite, tmp_path: Path, clock: Clock
):
    site.most_per_second, site.retry_after_seconds = 5, 5
    zones = gather(site, tmp_path, 10, 15, 20, 30)
    assert zones.known_count == 12
    assert site.refused_count >= 1
    assert clock.waits.count(5) == site.refused_count


QUOTAS = {
    "429 for ever": said({"message": "API rate limit exceeded"}, 429, **{"Retry-After": "1"}),
    "429 for a day": said({"message": "quota"}, 429, **{"Retry-After": "86400"}),
    "403 in JSON": said({"message": "Forbidden"}, 403),
    "403 in HTML": Answer(b"<html>Forbidden</html>", status=403),
    "500 for ever": Answer(b"out of order", status=500),
    "a page": Answer(b"<html>Maintenance</html>"),
    "cut short": Answer(b'{"geometry": {"type"', announced=500, sent=20),
    "another direction": said({"direction": "departure", "geometry": {"type": "Point"}}),
    "a wrong resource": refusal("Parameter 'resource' is invalid.", 400),
    "a silence": Answer(b"{}", announced=500, sent=2, stall_seconds=0.3),
}


@pytest.mark.parametrize("answer", QUOTAS.values(), ids=QUOTAS)
def test_what_ends_the_asking_keeps_what_came_and_the_next_run_goes_on(
    site: IsochroneSite, tmp_path: Path, clock: Clock, answer: Answer
):
    site.instead = lambda spot, _minutes: answer if is_at(spot, Q) else None
    patience = replace(HASTY, attempts=2, read_seconds=0.1)
    zones = gather(site, tmp_path, 10, 20, patience=patience)
    assert zones.stopped is not None
    assert site.address in str(zones.stopped)
    assert reasons(zones) == [None, None, *["not_asked"] * 4]
    assert zones.rows["zone_status"].tolist() == ["modelled"] * 2 + ["missing"] * 4
    assert zones.rows.geometry.isna().tolist() == [False] * 2 + [True] * 4
    site.instead = lambda _spot, _minutes: None
    asked = len(site.requests)
    again = gather(site, tmp_path, 10, 20)
    assert (again.known_count, again.stopped) == (6, None)
    assert len(site.requests) - asked == 4


def test_nobody_at_the_address_is_said(tmp_path: Path):
    with running(IsochroneSite()) as gone:
        pass
    zones = gather(gone, tmp_path, 10)
    assert zones.known_count == 0
    assert "injoignable" in str(zones.stopped)


PLACES = {
    "not_found": refusal(" No path found ", 404),
    "outside": refusal("Parameter 'point' is invalid.", 400),
    "no_area": said({"direction": "arrival", "geometry": {"type": "Point", "coordinates": Q}}),
}


@pytest.mark.parametrize(("reason", "answer"), PLACES.items())
def test_a_counter_without_a_zone_is_unknown_and_the_others_are_asked_for(
    site: IsochroneSite, tmp_path: Path, reason: str, answer: Answer
):
    site.instead = lambda spot, _minutes: answer if is_at(spot, Q) else None
    zones = gather(site, tmp_path, 10)
    assert reasons(zones) == [None, reason, None]
    assert zones.stopped is None
    # It may have been a passing failure: asked again, and it alone.
    site.instead = lambda _spot, _minutes: None
    again = gather(site, tmp_path, 10)
    assert (again.known_count, again.asked_count) == (3, 1)


def test_a_zone_far_from_its_counter_or_wider_than_a_drive_is_unknown(
    site: IsochroneSite, tmp_path: Path
):
    def odd(spot: tuple[float, float], minutes: int) -> Answer | None:
        asked = {"resource": "bdtopo-valhalla", "costType": "time", "costValue": "600"}
        moved = circle((spot[0] + 0.1, spot[1]), 3)  # 8 km away: 5 km from the counter
        wide = circle(spot, 130 / 60 * minutes + 2.5)
        if is_at(spot, P):
            return site.zone(spot, asked | {"direction": "arrival"}, moved)
        return site.zone(spot, asked | {"direction": "arrival"}, wide) if is_at(spot, R) else None

    site.instead = odd
    zones = gather(site, tmp_path, 10)
    assert reasons(zones) == ["far", None, "too_wide"]
    assert zones.rows.geometry.isna().tolist() == [True, False, True]
    assert shapely.is_missing(zones.shapes.shapes).tolist() == [True, False, True]


def test_a_counter_without_a_place_is_not_asked_about(site: IsochroneSite, tmp_path: Path):
    tables = tables_of({"48001": (0, 0, 10)}, {"P": (2, 5), "nowhere": None})
    wanted = wanted_zones(tables, Grounds.of(tables.communes), (10,))
    service = ZoneService(site.url, patience=HASTY)
    zones = gather_zones(wanted, service, tmp_path / "ign.sqlite", quiet=True)
    assert reasons(zones) == [None, "no_place"]
    assert len(site.requests) == 1


def test_a_file_that_is_no_file_of_zones_is_said(site: IsochroneSite, tmp_path: Path):
    (tmp_path / "kept").mkdir()
    (tmp_path / "kept" / "ign.sqlite").write_bytes(b"something else, long enough to be read" * 30)
    with pytest.raises(TerritoryError, match=r"ign\.sqlite") as caught:
        gather(site, tmp_path, 10)
    assert caught.value.key == "isochrones_kept_unusable"
    assert not site.requests


def test_a_territory_no_counter_is_near_is_said():
    tables = tables_of({"48001": (0, 0, 10)}, {"far": (300, 5)})
    with pytest.raises(TerritoryError, match="20") as caught:
        wanted_zones(tables, Grounds.of(tables.communes), (10, 20))
    assert caught.value.key == "isochrones_no_counter"


def test_made_up_places_are_where_they_are_said_to_be():
    assert is_at(P, tuple(placed([shapely.Point(2, 5)])[0].coords[0]))
