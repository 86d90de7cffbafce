"""Downloads cut, resumed, or whose server lies about the length."""

from __future__ import annotations

import time
from dataclasses import replace
from pathlib import Path

import pytest

from territory.errors import DownloadError, SourceChangedError
from tests.fetch.declared import DAY_1, POLICY, ROWS, V1, V2, get, kept, lock_of, refusal
from tests.fetch.fetching import source_of
from tests.http_server import Answer, Site
from tests.sources.published import zip_bytes


def test_a_download_cut_in_the_middle_goes_on_where_it_stopped(site: Site, folder: Path) -> None:
    url = site.on(
        "/base_2022.csv",
        Answer(ROWS, headers=V1, has_ranges=True, sent=150_000),
        Answer(ROWS, headers=V1, has_ranges=True),
    )
    assert get(source_of(file_url=url), folder).path.read_bytes() == ROWS
    assert site.requests[1].headers["range"] == "bytes=150000-"
    assert site.requests[1].headers["if-range"] == '"v1"'
    assert kept(folder) == {"base_2022.csv"}
    assert lock_of(folder)["insee_base"]["etag"] == '"v1"'


def test_a_download_cut_for_good_is_resumed_by_the_next_fetch(site: Site, folder: Path) -> None:
    dated = {"headers": DAY_1, "has_ranges": True}
    url = site.on("/base_2022.csv", Answer(ROWS, sent=150_000, **dated), Answer(ROWS, **dated))
    source = source_of(file_url=url)
    once = replace(POLICY, attempts=1)
    error = refusal(DownloadError, "fetch_cut", source, folder, policy=once)
    assert (error.values["received"], error.values["expected"]) == (150_000, 200_000)
    assert not (folder / "base_2022.csv").exists()
    assert get(source, folder).path.read_bytes() == ROWS
    assert site.requests[1].headers["range"] == "bytes=150000-"
    assert site.requests[1].headers["if-range"] == DAY_1["Last-Modified"]
    assert kept(folder) == {"base_2022.csv"}


def test_a_file_cut_then_replaced_by_its_producer_starts_again(site: Site, folder: Path) -> None:
    other = ROWS[::-1]
    url = site.on(
        "/base_2022.csv",
        Answer(ROWS, headers=V1, has_ranges=True, sent=150_000),
        Answer(b"code" + other, headers=V2, has_ranges=True),  # If-Range differs: 200
    )
    assert get(source_of(file_url=url), folder).path.read_bytes() == b"code" + other


def test_a_server_that_resumes_another_version_is_asked_from_the_start(
    site: Site, folder: Path
) -> None:
    other = b"code" + ROWS[::-1]
    url = site.on(
        "/base_2022.csv",
        Answer(ROWS, headers=V1, has_ranges=True, sent=150_000),
        Answer(other, headers=V2, has_ranges=True, ignores_if_range=True),
    )
    assert get(source_of(file_url=url), folder).path.read_bytes() == other
    assert "range" not in site.requests[2].headers


def test_a_server_that_resumes_elsewhere_is_asked_from_the_start(site: Site, folder: Path) -> None:
    ranges = {"headers": V1, "has_ranges": True}
    url = site.on(
        "/base_2022.csv",
        Answer(ROWS, sent=150_000, **ranges),
        Answer(ROWS, range_start=140_000, **ranges),
        Answer(ROWS, **ranges),
    )
    assert get(source_of(file_url=url), folder).path.read_bytes() == ROWS
    assert "range" not in site.requests[2].headers


def test_bytes_from_another_address_are_not_gone_on_with(site: Site, folder: Path) -> None:
    ranges = {"headers": V1, "has_ranges": True}
    cut = source_of(file_url=site.on("/base_2022.csv", Answer(ROWS, sent=150_000, **ranges)))
    refusal(DownloadError, "fetch_cut", cut, folder, policy=replace(POLICY, attempts=1))
    other = b"code" + ROWS[::-1]
    source = source_of(file_url=site.on("/base_2023.csv", Answer(other, **ranges)))
    assert get(source, folder).path.read_bytes() == other
    assert "range" not in site.asked("/base_2023.csv")[0].headers
    assert kept(folder) == {"base_2023.csv"}


def test_a_part_longer_than_the_file_is_dropped_when_the_server_says_416(
    site: Site, folder: Path
) -> None:
    url = site.on(
        "/base_2022.csv",
        Answer(ROWS, headers=V1, has_ranges=True, sent=150_000),
        Answer(ROWS[:1000], headers=V1, has_ranges=True),
    )
    assert get(source_of(file_url=url), folder).path.read_bytes() == ROWS[:1000]


def test_without_a_way_to_know_the_version_a_cut_file_starts_again(
    site: Site, folder: Path
) -> None:
    url = site.on("/base_2022.csv", Answer(ROWS, sent=150_000), Answer(ROWS, has_ranges=True))
    assert get(source_of(file_url=url), folder).path.read_bytes() == ROWS
    assert "range" not in site.requests[1].headers


def test_a_weak_etag_does_not_allow_to_resume(site: Site, folder: Path) -> None:
    weak = {"headers": {"ETag": 'W/"v1"'}, "has_ranges": True}
    url = site.on("/base_2022.csv", Answer(ROWS, sent=150_000, **weak), Answer(ROWS, **weak))
    assert get(source_of(file_url=url), folder).path.read_bytes() == ROWS
    assert "range" not in site.requests[1].headers


@pytest.mark.parametrize(
    "how",
    [
        {"announced": 250_000},
        {"announced": 250_000, "stays_open": True, "sent": 200_000},
        {"is_chunked": True, "sent": 150_000},
    ],
)
def test_a_file_shorter_than_announced_is_refused_and_nothing_remains(
    site: Site, folder: Path, how: dict
) -> None:
    source = source_of(file_url=site.on("/base_2022.csv", Answer(ROWS, **how)))
    refusal(DownloadError, "fetch_cut", source, folder)
    assert len(site.requests) == POLICY.attempts
    assert kept(folder) == set()


def test_a_file_longer_than_announced_is_refused_and_nothing_remains(
    site: Site, folder: Path
) -> None:
    source = source_of(
        file_url=site.on("/base_2022.csv", Answer(ROWS, headers=V1, announced=150_000))
    )
    refusal(DownloadError, "fetch_too_long", source, folder)
    assert kept(folder) == set()


def test_a_zip_cut_by_the_length_its_server_announces_is_refused(site: Site, folder: Path) -> None:
    # On a connection that stays open nothing shows that more was to come, but the ZIP's own end.
    packed = zip_bytes({"base.csv": ROWS})
    answer = Answer(packed, announced=len(packed) - 100, stays_open=True)
    source = source_of(file_url=site.on("/base_2022.zip", answer))
    refusal(SourceChangedError, "archive_damaged", source, folder)
    assert kept(folder) == set()


def test_a_server_that_hangs_is_left_after_the_read_time(site: Site, folder: Path) -> None:
    source = source_of(
        file_url=site.on("/base_2022.csv", Answer(ROWS, sent=150_000, stall_seconds=20))
    )
    hasty = replace(POLICY, attempts=2, read_seconds=0.2)
    started = time.monotonic()
    refusal(DownloadError, "fetch_cut", source, folder, policy=hasty)
    assert time.monotonic() - started < 15  # it hangs for 20 s each time
    assert kept(folder) == set()
