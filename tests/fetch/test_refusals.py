"""Servers that refuse, for a while or for ever; waits are told to a stopped clock."""

from __future__ import annotations

import time
from dataclasses import replace
from email.utils import formatdate
from pathlib import Path

import pytest

from pipelines.fetch.outcomes import Outcome
from territory.errors import DownloadError, SourceMissingError
from territory.messages import Words
from tests.clock import Clock
from tests.fetch.declared import POLICY, ROWS, get, kept, refusal
from tests.fetch.fetching import source_of
from tests.http_server import Answer, Site, serve


def test_429_is_waited_for_as_long_as_the_server_asks(
    site: Site, folder: Path, clock: Clock
) -> None:
    wait = Answer(status=429, headers={"Retry-After": "1"})
    source = source_of(file_url=site.on("/base_2022.csv", wait, Answer(ROWS)))
    assert get(source, folder).path.read_bytes() == ROWS
    assert len(site.requests) == 2
    assert clock.waits == [1]  # the policy's own wait is a hundred times shorter


def test_a_wait_asked_for_as_a_date_in_the_past_is_no_wait(
    site: Site, folder: Path, clock: Clock
) -> None:
    wait = Answer(status=503, headers={"Retry-After": formatdate(time.time() - 60, usegmt=True)})
    source = source_of(file_url=site.on("/base_2022.csv", wait, Answer(ROWS)))
    slow = replace(POLICY, backoff_seconds=2)
    get(source, folder, policy=slow)
    assert len(site.requests) == 2
    assert sum(clock.waits) == 0


@pytest.mark.parametrize("as_date", [False, True])
def test_a_wait_longer_than_allowed_is_said_not_waited_for(
    site: Site, folder: Path, as_date: bool
) -> None:
    asked = formatdate(time.time() + 3600, usegmt=True) if as_date else "3600"
    wait = Answer(status=429, headers={"Retry-After": asked})
    source = source_of(file_url=site.on("/base_2022.csv", wait))
    error = refusal(DownloadError, "fetch_wait_too_long", source, folder)
    assert error.values["seconds"] == pytest.approx(3600, abs=600)
    assert len(site.requests) == 1


def test_an_unreadable_retry_after_falls_back_to_the_usual_wait(
    site: Site, folder: Path, clock: Clock
) -> None:
    wait = Answer(status=503, headers={"Retry-After": "soon"})
    source = source_of(file_url=site.on("/base_2022.csv", wait, Answer(ROWS)))
    assert get(source, folder).outcome is Outcome.DOWNLOADED
    assert clock.waits == [POLICY.backoff_seconds]


def test_waits_double_from_one_attempt_to_the_next(site: Site, folder: Path, clock: Clock) -> None:
    source = source_of(file_url=site.on("/base_2022.csv", Answer(status=502)))
    refusal(
        DownloadError, "fetch_status", source, folder, policy=replace(POLICY, backoff_seconds=0.2)
    )
    assert len(site.requests) == 3
    assert clock.waits == [0.2, 0.4]


def test_500_for_ever_is_said_to_be_perhaps_a_missing_file(site: Site, folder: Path) -> None:
    source = source_of(file_url=site.on("/base_2022.csv", Answer(status=500)))
    error = refusal(DownloadError, "fetch_status_500", source, folder)
    assert len(site.requests) == POLICY.attempts
    assert "Insee" in error.say(Words("fr"))
    assert source.page_url in error.say(Words("fr"))
    assert kept(folder) == set()


def test_429_for_ever_is_said(site: Site, folder: Path) -> None:
    source = source_of(file_url=site.on("/base_2022.csv", Answer(status=429)))
    refusal(DownloadError, "fetch_status_429", source, folder)


def test_404_is_not_asked_twice(site: Site, folder: Path) -> None:
    source = source_of(file_url=site.address + "/base_2022.csv")
    error = refusal(DownloadError, "fetch_status", source, folder)
    assert error.values["status"] == 404
    assert len(site.requests) == 1


def test_a_server_that_is_not_there_is_said(site: Site, folder: Path) -> None:
    with serve() as gone:
        address = gone.address
    source = source_of(file_url=address + "/base_2022.csv")
    refusal(DownloadError, "fetch_unreachable", source, folder)


def test_redirections_in_a_circle_are_said(site: Site, folder: Path) -> None:
    url = site.on("/base_2022.csv", Answer(status=302, headers={"Location": "/base_2022.csv"}))
    refusal(DownloadError, "fetch_redirections", source_of(file_url=url), folder)


def test_an_address_that_is_not_one_is_said(folder: Path) -> None:
    source = source_of(file_url="insee.fr/base_2022.csv")
    refusal(DownloadError, "fetch_unreachable", source, folder)


def test_a_source_without_an_address_says_where_to_get_it(folder: Path) -> None:
    error = refusal(SourceMissingError, "fetch_no_address", source_of(), folder)
    assert "https://www.insee.fr/fr/statistiques/1" in error.say(Words("fr"))
