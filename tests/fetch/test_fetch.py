"""Fetching from a real server on 127.0.0.1 that is slow, cut, lying, or answers in anger."""

from __future__ import annotations

import gzip
import hashlib
import io
import json
import os
import random
import select
import struct
import sys
import time
import zipfile
from collections.abc import Iterator
from dataclasses import replace
from email.utils import formatdate
from pathlib import Path

import pytest

import territory
from pipelines.fetch import Policy, fetch_all, fetch_source, open_session
from pipelines.fetch.lock import GUARD_FILE, LOCK_FILE, open_lock
from pipelines.fetch.outcomes import FetchFailedError, FetchOutcome, Outcome
from pipelines.fetch.progress import Progress
from pipelines.sources.catalogue import Source, read_catalogue
from pipelines.sources.names import published_name
from territory.errors import DownloadError, SourceChangedError, SourceMissingError, TerritoryError
from tests.http_server import Answer, Site, serve

POLICY = Policy(
    attempts=3,
    backoff_seconds=0.01,
    longest_wait_seconds=2,
    connect_seconds=2,
    read_seconds=2,
    max_bytes=3_000_000,
    max_unpacked_bytes=2_000_000,
)
# 200 000 bytes that do not repeat, so that a piece put in the wrong place shows in the hash.
ROWS = b"code;count\n" + bytes(random.Random(48).choices(b"0123456789;\n", k=199_989))
V1, V2 = {"ETag": '"v1"'}, {"ETag": '"v2"'}
DAY_1 = {"Last-Modified": "Mon, 01 Sep 2025 10:00:00 GMT"}


@pytest.fixture(autouse=True)
def _no_proxy(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("NO_PROXY", "127.0.0.1")


@pytest.fixture
def site() -> Iterator[Site]:
    with serve() as running:
        yield running


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "raw"


def source_of(**declared: object) -> Source:
    return Source(
        **{
            "id": "insee_base",
            "title": "Base communale",
            "producer": "Insee",
            "licence": "Licence Ouverte 2.0",
            "page_url": "https://www.insee.fr/fr/statistiques/1",
            "file_pattern": r"base_(?P<edition>\d{4})\.(csv|zip|json|geojson\.gz|xlsx)",
            "published_on": "2025-06-01",
            "reference_date": "2025-01-01",
            "geography_year": 2025,
            "geography_level": "commune",
            "zones": ("metropole",),
            "missing_row_means": "unknown",
            **declared,
        }
    )


def get(source: Source, folder: Path, **options: object) -> FetchOutcome:
    with open_lock(folder) as lock:
        return fetch_source(source, folder, lock=lock, **{"policy": POLICY, **options})


def refusal(
    error: type[TerritoryError], key: str, source: Source, folder: Path, **options: object
) -> TerritoryError:
    """Fetch, expecting an error; its message must read in both languages."""
    with pytest.raises(error) as caught:
        get(source, folder, **options)
    assert caught.value.key == key
    assert caught.value.say("fr") != caught.value.say("en")
    return caught.value


def kept(folder: Path) -> set[str]:
    """Names in the folder, the lock file and its guard left out."""
    return {path.name for path in folder.iterdir()} - {LOCK_FILE, GUARD_FILE}


def lock_of(folder: Path) -> dict:
    return json.loads((folder / LOCK_FILE).read_text(encoding="utf-8"))


def zip_of(**members: bytes) -> bytes:
    """Return a ZIP; ``__`` stands for ``.`` in names."""
    return zip_named({name.replace("__", "."): content for name, content in members.items()})


def zip_named(members: dict[str, bytes]) -> bytes:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members.items():
            archive.writestr(name, content)
    return packed.getvalue()


# --- A file that comes well -----------------------------------------------------------------


def test_a_file_is_kept_under_its_published_name_and_written_in_the_lock(
    site: Site, folder: Path
) -> None:
    url = site.on("/1/base_2022.csv", Answer(ROWS, headers={**V1, **DAY_1}))
    outcome = get(source_of(file_url=url), folder)
    assert outcome.outcome is Outcome.DOWNLOADED
    assert outcome.path == folder / "base_2022.csv"
    assert outcome.path.read_bytes() == ROWS
    assert kept(folder) == {"base_2022.csv"}
    entry = lock_of(folder)["insee_base"]
    assert entry.pop("fetched_on") >= "2025"
    assert entry == {
        "url": url,
        "file_name": "base_2022.csv",
        "sha256": hashlib.sha256(ROWS).hexdigest(),
        "bytes": 200_000,
        "etag": '"v1"',
        "last_modified": "Mon, 01 Sep 2025 10:00:00 GMT",
    }


def test_the_server_is_told_who_asks_and_to_send_files_as_they_are(
    site: Site, folder: Path
) -> None:
    get(source_of(file_url=site.on("/base_2022.csv", Answer(ROWS))), folder)
    (request,) = site.requests
    assert request.headers["user-agent"] == f"territory/{territory.__version__}"
    assert request.headers["accept-encoding"] == "identity"


def test_a_slow_server_is_waited_for(site: Site, folder: Path) -> None:
    url = site.on("/base_2022.csv", Answer(ROWS, piece_bytes=50_000, pause_seconds=0.1))
    outcome = get(source_of(file_url=url), folder, policy=replace(POLICY, read_seconds=0.5))
    assert outcome.path.read_bytes() == ROWS
    assert len(site.requests) == 1


@pytest.mark.parametrize("how", [{"announced": -1}, {"is_chunked": True}, {"stays_open": True}])
def test_a_body_of_unsaid_length_in_chunks_or_on_a_kept_connection_is_whole(
    site: Site, folder: Path, how: dict
) -> None:
    url = site.on("/base_2022.csv", Answer(ROWS + b"\n", **how))
    assert get(source_of(file_url=url), folder).path.read_bytes() == ROWS + b"\n"
    assert len(site.requests) == 1


def test_the_edition_is_read_from_the_end_of_a_redirection(site: Site, folder: Path) -> None:
    site.on("/2023/base_2023.csv", Answer(ROWS))
    url = site.on("/last/", Answer(status=302, headers={"Location": "/2023/base_2023.csv"}))
    source = source_of(file_url=url)
    outcome = get(source, folder)
    assert source.edition_of(outcome.path.name) == "2023"


def test_a_redirection_to_an_opaque_address_keeps_the_name_asked_for(
    site: Site, folder: Path
) -> None:
    site.on("/store/8f3a", Answer(ROWS))
    url = site.on("/base_2022.csv", Answer(status=302, headers={"Location": "/store/8f3a"}))
    assert get(source_of(file_url=url), folder).path.name == "base_2022.csv"


def test_content_disposition_names_a_file_whose_address_does_not(site: Site, folder: Path) -> None:
    named = {"Content-Disposition": 'attachment; filename="base_2024.csv"'}
    url = site.on("/download", Answer(ROWS, headers=named))
    assert get(source_of(file_url=url), folder).path.name == "base_2024.csv"


def test_a_declared_file_name_comes_before_the_servers(site: Site, folder: Path) -> None:
    named = {"Content-Disposition": 'attachment; filename="base_2024.csv"'}
    url = site.on("/download", Answer(ROWS, headers=named))
    source = source_of(file_url=url, file_name="base_2021.csv")
    assert get(source, folder).path.name == "base_2021.csv"


def test_a_file_compressed_on_the_way_is_uncompressed(site: Site, folder: Path) -> None:
    packed = Answer(gzip.compress(ROWS), headers={"Content-Encoding": "gzip"})
    url = site.on("/base_2022.csv", packed)
    assert get(source_of(file_url=url), folder).path.read_bytes() == ROWS
    assert kept(folder) == {"base_2022.csv"}


def test_a_gz_file_whose_server_calls_its_content_compressed_stays_a_gz_file(
    site: Site, folder: Path
) -> None:
    published = gzip.compress(b'{"type": "FeatureCollection", "features": []}')
    answer = Answer(published, headers={"Content-Encoding": "gzip"})
    url = site.on("/base_2025.geojson.gz", answer)
    assert get(source_of(file_url=url), folder).path.read_bytes() == published


def test_an_encoding_that_cannot_be_undone_is_refused(site: Site, folder: Path) -> None:
    url = site.on("/base_2022.csv", Answer(ROWS, headers={"Content-Encoding": "br"}))
    refusal(SourceChangedError, "fetch_encoding", source_of(file_url=url), folder)


# --- Unchanged, updated, altered ------------------------------------------------------------


@pytest.mark.parametrize(("said", "asked"), [(V1, "if-none-match"), (DAY_1, "if-modified-since")])
def test_a_file_that_has_not_changed_is_not_sent_again(
    site: Site, folder: Path, said: dict, asked: str
) -> None:
    source = source_of(file_url=site.on("/base_2022.csv", Answer(ROWS, headers=said)))
    get(source, folder)
    before = (folder / LOCK_FILE).read_bytes()
    assert get(source, folder).outcome is Outcome.UNCHANGED
    assert site.requests[1].headers[asked] in said.values()
    assert (folder / LOCK_FILE).read_bytes() == before


def test_a_server_that_dates_nothing_sends_the_same_bytes_and_that_is_unchanged(
    site: Site, folder: Path
) -> None:
    source = source_of(file_url=site.on("/base_2022.csv", Answer(ROWS)))
    get(source, folder)
    assert get(source, folder).outcome is Outcome.UNCHANGED


def test_a_file_replaced_in_place_by_its_producer_is_updated(site: Site, folder: Path) -> None:
    url = site.on("/base_2022.csv", Answer(ROWS, headers=V1), Answer(ROWS[:-9], headers=V2))
    get(source_of(file_url=url), folder)
    outcome = get(source_of(file_url=url), folder)
    assert outcome.outcome is Outcome.UPDATED
    assert outcome.path.read_bytes() == ROWS[:-9]
    assert lock_of(folder)["insee_base"]["etag"] == '"v2"'


def test_a_new_edition_stands_beside_the_old_one_and_is_asked_without_condition(
    site: Site, folder: Path
) -> None:
    get(source_of(file_url=site.on("/base_2022.csv", Answer(ROWS, headers=V1))), folder)
    newer = source_of(file_url=site.on("/base_2023.csv", Answer(ROWS + b"1", headers=V1)))
    assert get(newer, folder).outcome is Outcome.UPDATED
    assert "if-none-match" not in site.requests[1].headers
    assert kept(folder) == {"base_2022.csv", "base_2023.csv"}


def test_a_file_altered_on_disk_is_fetched_again_and_said_so(
    site: Site, folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    source = source_of(file_url=site.on("/base_2022.csv", Answer(ROWS, headers=V1)))
    get(source, folder)
    # Same size, so that only the hash can tell.
    (folder / "base_2022.csv").write_bytes(ROWS[:-1] + b"X")
    outcome = get(source, folder, progress=Progress(language="en"))
    assert outcome.outcome is Outcome.DOWNLOADED
    assert outcome.was_altered
    assert outcome.path.read_bytes() == ROWS
    assert "if-none-match" not in site.requests[1].headers
    assert "'base_2022.csv' is no longer the one downloaded" in capsys.readouterr().err
    assert "had been altered" in outcome.say("en")


def test_a_file_deleted_from_disk_is_downloaded_again(site: Site, folder: Path) -> None:
    source = source_of(file_url=site.on("/base_2022.csv", Answer(ROWS, headers=V1)))
    get(source, folder).path.unlink()
    outcome = get(source, folder)
    assert (outcome.outcome, outcome.was_altered) == (Outcome.DOWNLOADED, False)
    assert outcome.path.read_bytes() == ROWS


def test_a_304_nobody_asked_for_is_refused(site: Site, folder: Path) -> None:
    url = site.on("/base_2022.csv", Answer(status=304))
    refusal(DownloadError, "fetch_status", source_of(file_url=url), folder)


# --- Locked ---------------------------------------------------------------------------------


def test_locked_refuses_a_file_whose_hash_differs_and_keeps_the_old_one(
    site: Site, folder: Path
) -> None:
    url = site.on("/base_2022.csv", Answer(ROWS, headers=V1), Answer(ROWS[:-9], headers=V2))
    source = source_of(file_url=url)
    get(source, folder)
    before = (folder / LOCK_FILE).read_bytes()
    (folder / "base_2022.csv").unlink()
    error = refusal(SourceChangedError, "fetch_locked_differs", source, folder, locked=True)
    assert error.values["locked"] == hashlib.sha256(ROWS).hexdigest()
    assert error.values["sha256"] == hashlib.sha256(ROWS[:-9]).hexdigest()
    assert kept(folder) == set()
    assert (folder / LOCK_FILE).read_bytes() == before


def test_locked_accepts_the_file_the_lock_knows(site: Site, folder: Path) -> None:
    source = source_of(file_url=site.on("/base_2022.csv", Answer(ROWS)))
    get(source, folder).path.unlink()
    assert get(source, folder, locked=True).outcome is Outcome.DOWNLOADED


def test_locked_asks_nothing_for_a_file_already_there(site: Site, folder: Path) -> None:
    source = source_of(file_url=site.on("/base_2022.csv", Answer(ROWS)))
    get(source, folder)
    assert get(source, folder, locked=True).outcome is Outcome.UNCHANGED
    assert len(site.requests) == 1


def test_locked_refuses_a_source_the_lock_does_not_know(site: Site, folder: Path) -> None:
    source = source_of(file_url=site.on("/base_2022.csv", Answer(ROWS)))
    refusal(DownloadError, "fetch_not_locked", source, folder, locked=True)
    assert site.requests == []


# --- Cut, resumed, lying about the length ---------------------------------------------------


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
    packed = zip_of(base__csv=ROWS)
    answer = Answer(packed, announced=len(packed) - 100, stays_open=True)
    source = source_of(file_url=site.on("/base_2022.zip", answer))
    refusal(SourceChangedError, "archive_damaged", source, folder)
    assert kept(folder) == set()


def test_a_server_that_hangs_is_left_after_the_read_time(site: Site, folder: Path) -> None:
    source = source_of(
        file_url=site.on("/base_2022.csv", Answer(ROWS, sent=150_000, stall_seconds=5))
    )
    hasty = replace(POLICY, attempts=2, read_seconds=0.2)
    started = time.monotonic()
    refusal(DownloadError, "fetch_cut", source, folder, policy=hasty)
    assert time.monotonic() - started < 4
    assert kept(folder) == set()


# --- Too large, disk ------------------------------------------------------------------------


@pytest.mark.parametrize("how", [{}, {"announced": -1}, {"is_chunked": True}])
def test_a_file_over_the_cap_is_refused_whether_its_size_is_said_or_not(
    site: Site, folder: Path, how: dict
) -> None:
    source = source_of(file_url=site.on("/base_2022.csv", Answer(ROWS, headers=V1, **how)))
    small = replace(POLICY, max_bytes=150_000)
    refusal(DownloadError, "fetch_too_large", source, folder, policy=small)
    assert kept(folder) == set()


def test_a_file_that_says_it_is_over_the_cap_is_not_even_begun(site: Site, folder: Path) -> None:
    source = source_of(file_url=site.on("/base_2022.csv", Answer(ROWS, announced=4_000_000_000)))
    refusal(DownloadError, "fetch_too_large", source, folder)
    assert len(site.requests) == 1
    assert kept(folder) == set()


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="no /dev/full, the disk always full")
def test_a_full_disk_is_said_and_nothing_remains(
    site: Site, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    source = source_of(file_url=site.on("/base_2022.csv", Answer(ROWS, headers=V1)))
    folder.mkdir()
    monkeypatch.setattr("pipelines.fetch.receive.begin", lambda _: io.FileIO("/dev/full", "w"))
    error = refusal(DownloadError, "fetch_disk", source, folder)
    assert error.values["detail"] == os.strerror(28)  # ENOSPC
    assert kept(folder) == set()


def test_a_target_that_cannot_be_replaced_is_said_and_nothing_remains(
    site: Site, folder: Path
) -> None:
    source = source_of(file_url=site.on("/base_2022.csv", Answer(ROWS)))
    (folder / "base_2022.csv").mkdir(parents=True)
    refusal(DownloadError, "fetch_disk", source, folder)
    assert kept(folder) == {"base_2022.csv"}
    assert (folder / "base_2022.csv").is_dir()


def test_a_folder_that_is_a_file_is_said(site: Site, folder: Path) -> None:
    folder.write_text("")
    source = source_of(file_url=site.on("/base_2022.csv", Answer(ROWS)))
    refusal(DownloadError, "fetch_disk", source, folder)
    assert site.requests == []


@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() == 0, reason="root writes anywhere")
def test_a_read_only_folder_is_said(site: Site, folder: Path) -> None:
    folder.mkdir(mode=0o555)
    source = source_of(file_url=site.on("/base_2022.csv", Answer(ROWS)))
    refusal(DownloadError, "fetch_disk", source, folder)


# --- Servers that refuse --------------------------------------------------------------------


def test_429_is_waited_for_as_long_as_the_server_asks(site: Site, folder: Path) -> None:
    wait = Answer(status=429, headers={"Retry-After": "1"})
    source = source_of(file_url=site.on("/base_2022.csv", wait, Answer(ROWS)))
    assert get(source, folder).path.read_bytes() == ROWS
    first, second = site.requests
    assert second.at - first.at >= 1  # the policy's own wait is a hundred times shorter


def test_a_wait_asked_for_as_a_date_in_the_past_is_no_wait(site: Site, folder: Path) -> None:
    wait = Answer(status=503, headers={"Retry-After": formatdate(time.time() - 60, usegmt=True)})
    source = source_of(file_url=site.on("/base_2022.csv", wait, Answer(ROWS)))
    slow = replace(POLICY, backoff_seconds=2)
    started = time.monotonic()
    get(source, folder, policy=slow)
    assert time.monotonic() - started < 2


@pytest.mark.parametrize("as_date", [False, True])
def test_a_wait_longer_than_allowed_is_said_not_waited_for(
    site: Site, folder: Path, as_date: bool
) -> None:
    asked = formatdate(time.time() + 3600, usegmt=True) if as_date else "3600"
    wait = Answer(status=429, headers={"Retry-After": asked})
    source = source_of(file_url=site.on("/base_2022.csv", wait))
    error = refusal(DownloadError, "fetch_wait_too_long", source, folder)
    assert error.values["seconds"] == pytest.approx(3600, abs=5)
    assert len(site.requests) == 1


def test_an_unreadable_retry_after_falls_back_to_the_usual_wait(site: Site, folder: Path) -> None:
    wait = Answer(status=503, headers={"Retry-After": "soon"})
    source = source_of(file_url=site.on("/base_2022.csv", wait, Answer(ROWS)))
    assert get(source, folder).outcome is Outcome.DOWNLOADED


def test_waits_double_from_one_attempt_to_the_next(site: Site, folder: Path) -> None:
    source = source_of(file_url=site.on("/base_2022.csv", Answer(status=502)))
    refusal(
        DownloadError, "fetch_status", source, folder, policy=replace(POLICY, backoff_seconds=0.2)
    )
    first, second, third = (one.at for one in site.requests)
    assert second - first >= 0.2
    assert third - second >= 0.4


def test_500_for_ever_is_said_to_be_perhaps_a_missing_file(site: Site, folder: Path) -> None:
    source = source_of(file_url=site.on("/base_2022.csv", Answer(status=500)))
    error = refusal(DownloadError, "fetch_status_500", source, folder)
    assert len(site.requests) == POLICY.attempts
    assert "Insee" in error.say("fr")
    assert source.page_url in error.say("fr")
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
    assert "https://www.insee.fr/fr/statistiques/1" in error.say("fr")


# --- What is not the file -------------------------------------------------------------------


def test_a_dead_link_answering_html_is_refused(site: Site, folder: Path) -> None:
    page = Answer(b"<!DOCTYPE html><html>", headers={"Content-Type": "text/html; charset=utf-8"})
    source = source_of(file_url=site.on("/base_2022.zip", page))
    error = refusal(SourceChangedError, "fetch_web_page", source, folder)
    assert source.page_url in error.say("fr")
    assert kept(folder) == set()


PAGE = b"\xef\xbb\xbf  \n<html><body>Page introuvable</body></html>"


@pytest.mark.parametrize(
    ("name", "body", "key"),
    [
        ("base_2022.csv", PAGE, "arrival_web_page"),
        ("base_2022.json", PAGE, "arrival_web_page"),
        ("base_2022.zip", PAGE, "arrival_other_type"),
        ("base_2022.xlsx", ROWS, "arrival_other_type"),
        ("base_2022.geojson.gz", PAGE, "arrival_other_type"),
        ("base_2022.geojson.gz", gzip.compress(PAGE), "arrival_web_page"),
        ("base_2022.json", b"code;count\n", "arrival_other_type"),
        ("base_2022.csv", zip_of(base__csv=ROWS), "arrival_other_type"),
        ("base_2022.csv", b"", "arrival_empty"),
        ("base_2022.csv", b"\xef\xbb\xbf\r\n", "arrival_empty"),
        ("base_2022.zip", zip_of(base__csv=ROWS)[:-30], "archive_damaged"),
        ("base_2022.geojson.gz", gzip.compress(b"{" + ROWS)[:-9], "archive_damaged"),
    ],
    ids=lambda value: "" if isinstance(value, bytes) else value,
)
def test_what_is_not_the_type_its_name_says_or_is_cut_is_refused(
    site: Site, folder: Path, name: str, body: bytes, key: str
) -> None:
    answer = Answer(body, headers={"Content-Type": "application/octet-stream", **V1})
    source = source_of(file_url=site.on(f"/{name}", answer))
    refusal(SourceChangedError, key, source, folder)
    assert kept(folder) == set()


def test_a_bad_file_does_not_take_the_place_of_the_good_one(site: Site, folder: Path) -> None:
    url = site.on("/base_2022.csv", Answer(ROWS, headers=V1), Answer(PAGE, headers=V2))
    get(source_of(file_url=url), folder)
    before = (folder / LOCK_FILE).read_bytes()
    refusal(SourceChangedError, "arrival_web_page", source_of(file_url=url), folder)
    assert (folder / "base_2022.csv").read_bytes() == ROWS
    assert (folder / LOCK_FILE).read_bytes() == before


@pytest.mark.parametrize(
    "name",
    ["../base_2022.csv", "/etc/base_2022.csv", "..\\base_2022.csv", "C:base_2022.csv", ".base"],
)
def test_a_name_with_a_path_in_it_is_refused(site: Site, folder: Path, name: str) -> None:
    quoted = name.replace("\\", "\\\\")
    named = {"Content-Disposition": f'attachment; filename="{quoted}"'}
    # A pattern that takes anything, so that only the rule on paths can refuse.
    source = source_of(
        file_url=site.on("/base_2022.csv", Answer(ROWS, headers=named)), file_pattern="(?s).*"
    )
    refusal(SourceChangedError, "fetch_name_unsafe", source, folder)
    assert kept(folder) == set()
    assert {path.name for path in folder.parent.iterdir()} == {"raw"}


def test_a_path_hidden_in_the_address_is_refused(site: Site, folder: Path) -> None:
    source = source_of(file_url=site.on("/..%2Fbase_2022.csv", Answer(ROWS)), file_pattern="(?s).*")
    refusal(SourceChangedError, "fetch_name_unsafe", source, folder)


def test_a_name_that_is_not_the_sources_is_refused_before_its_body(
    site: Site, folder: Path
) -> None:
    source = source_of(file_url=site.on("/other.csv", Answer(ROWS)))
    error = refusal(SourceChangedError, "fetch_name_unexpected", source, folder)
    assert "other.csv" in error.say("fr")
    assert kept(folder) == set()


@pytest.mark.parametrize(
    "source",
    [
        pytest.param(file, id=file.id)
        for one in read_catalogue().values()
        for file in one.each_file()
        if one.id != "mediation_places"  # no address is known: from its page, by hand
    ],
)
def test_every_declared_source_can_be_fetched_and_recognised(source: Source) -> None:
    if source.file_url:
        assert published_name(source, "", source.file_url)
    else:
        assert source.dataset_id
        assert source.resource_title


# --- Archives -------------------------------------------------------------------------------


def test_a_whole_zip_is_kept_as_it_came(site: Site, folder: Path) -> None:
    packed = zip_named({"communes/base.csv": ROWS, "lisez-moi.txt": b"..."})
    source = source_of(file_url=site.on("/base_2022.zip", Answer(packed)))
    outcome = get(source, folder)
    assert outcome.path.read_bytes() == packed
    assert not outcome.was_double_zip


def test_of_a_file_zipped_twice_the_inner_zip_is_kept(site: Site, folder: Path) -> None:
    inner = zip_of(base__csv=ROWS)
    answer = Answer(zip_of(base_2022__zip=inner), headers=V1)
    source = source_of(file_url=site.on("/base_2022.zip", answer))
    outcome = get(source, folder)
    assert outcome.was_double_zip
    assert outcome.path.read_bytes() == inner
    assert kept(folder) == {"base_2022.zip"}
    assert lock_of(folder)["insee_base"]["sha256"] == hashlib.sha256(inner).hexdigest()
    assert get(source, folder).outcome is Outcome.UNCHANGED


def test_the_inner_zip_is_looked_into_too(site: Site, folder: Path) -> None:
    inner = zip_named({"../base.csv": ROWS})
    source = source_of(file_url=site.on("/base_2022.zip", Answer(zip_of(base__zip=inner))))
    refusal(SourceChangedError, "archive_outside", source, folder)
    assert kept(folder) == set()


@pytest.mark.parametrize(
    "member",
    [
        "../base.csv",
        "/etc/base.csv",
        "a/../../base.csv",
        "..\\base.csv",
        "C:\\base.csv",
        "C:base.csv",
    ],
)
def test_an_archive_with_a_member_outside_is_refused(site: Site, folder: Path, member: str) -> None:
    source = source_of(
        file_url=site.on("/base_2022.zip", Answer(zip_named({"a.csv": ROWS, member: ROWS})))
    )
    error = refusal(SourceChangedError, "archive_outside", source, folder)
    assert member in error.say("fr")
    assert kept(folder) == set()


def test_an_archive_with_a_link_is_refused(site: Site, folder: Path) -> None:
    link = zipfile.ZipInfo("base.csv")
    link.external_attr = 0o120777 << 16
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        archive.writestr(link, "/etc/passwd")
    source = source_of(file_url=site.on("/base_2022.zip", Answer(packed.getvalue())))
    refusal(SourceChangedError, "archive_outside", source, folder)


@pytest.mark.parametrize(
    ("name", "packed"),
    [
        ("base_2022.zip", zip_of(base__csv=bytes(3_000_000))),
        ("base_2022.geojson.gz", gzip.compress(b"{" + bytes(3_000_000))),
    ],
)
def test_an_archive_that_unpacks_to_too_much_is_refused(
    site: Site, folder: Path, name: str, packed: bytes
) -> None:
    assert len(packed) < 5_000  # small to receive: only its content weighs
    source = source_of(file_url=site.on(f"/{name}", Answer(packed)))
    refusal(SourceChangedError, "archive_too_large", source, folder)
    assert kept(folder) == set()


def test_an_archive_lying_about_what_it_unpacks_to_is_refused(site: Site, folder: Path) -> None:
    packed = bytearray(zip_of(base__csv=bytes(3_000_000)))
    directory = packed.rindex(b"PK\x01\x02")
    assert struct.unpack_from("<I", packed, directory + 24) == (3_000_000,)
    struct.pack_into("<I", packed, directory + 24, 1000)  # the size declared for the member
    source = source_of(file_url=site.on("/base_2022.zip", Answer(bytes(packed))))
    refusal(SourceChangedError, "archive_damaged", source, folder)
    assert kept(folder) == set()


def test_an_archive_with_a_byte_changed_is_refused(site: Site, folder: Path) -> None:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_STORED) as archive:
        archive.writestr("base.csv", ROWS)
    altered = bytearray(packed.getvalue())
    altered[100_000] ^= 1
    source = source_of(file_url=site.on("/base_2022.zip", Answer(bytes(altered))))
    refusal(SourceChangedError, "archive_damaged", source, folder)


def test_an_archive_locked_by_a_password_is_refused(site: Site, folder: Path) -> None:
    packed = bytearray(zip_of(base__csv=ROWS))
    for signature, at in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        packed[packed.index(signature) + at] |= 1  # the flag that says so
    source = source_of(file_url=site.on("/base_2022.zip", Answer(bytes(packed))))
    refusal(SourceChangedError, "archive_encrypted", source, folder)


# --- data.gouv.fr ---------------------------------------------------------------------------


def counters_source() -> Source:
    return source_of(
        id="france_services",
        file_pattern=r"liste-fs-(?P<edition>\d{8})\.csv",
        dataset_id="liste-fs",
        resource_title=r"structures\b",
        resource_format="csv",
    )


def resource(site: Site, name: str, title: str, day: str, file_format: str = "csv") -> dict:
    url = site.on(f"/resources/{name}", Answer(ROWS, headers=V1))
    return {"title": title, "format": file_format, "url": url, "last_modified": day}


def publish(site: Site, *resources: dict) -> None:
    listed = json.dumps({"id": "liste-fs", "resources": resources}).encode()
    site.on(
        "/api/1/datasets/liste-fs/", Answer(listed, headers={"Content-Type": "application/json"})
    )


def test_the_newest_resource_of_the_declared_title_and_format_is_chosen(
    site: Site, folder: Path
) -> None:
    # By instant, not by text: 23:30 in UTC-2 is 01:30 the day after in UTC.
    publish(
        site,
        resource(site, "liste-fs-20240801.csv", "Liste des Structures", "2024-08-01T10:00:00"),
        resource(
            site, "liste-fs-20260910.csv", "Liste des STRUCTURES", "2026-09-10T23:30:00-02:00"
        ),
        resource(
            site, "liste-fs-20260909.csv", "Liste des structures", "2026-09-11T00:30:00+00:00"
        ),
        resource(site, "liste-fs-20261001.csv", "Communes couvertes", "2026-10-01T10:00:00"),
        resource(site, "liste-fs-20261002.pdf", "structures", "2026-10-02T10:00:00", "pdf"),
        {"title": "Lien", "format": None, "url": "https://example.org", "last_modified": None},
    )
    outcome = get(counters_source(), folder, api_address=f"{site.address}/api/1")
    assert outcome.path.name == "liste-fs-20260910.csv"
    assert lock_of(folder)["france_services"]["url"].endswith("/resources/liste-fs-20260910.csv")


def test_no_matching_resource_lists_the_titles_seen(site: Site, folder: Path) -> None:
    publish(
        site,
        resource(site, "a.csv", "Communes couvertes", "2026-10-01T10:00:00"),
        resource(site, "b.pdf", "Liste des structures", "2026-10-01T10:00:00", "pdf"),
    )
    error = refusal(
        SourceChangedError,
        "datagouv_no_resource",
        counters_source(),
        folder,
        api_address=f"{site.address}/api/1",
    )
    assert "Communes couvertes (csv); Liste des structures (pdf)" in error.say("fr")


@pytest.mark.parametrize("body", [b"<html>", b"[]", b'{"resources": [{"title": "structures"}]}'])
def test_an_answer_that_is_not_a_dataset_is_said(site: Site, folder: Path, body: bytes) -> None:
    site.on("/api/1/datasets/liste-fs/", Answer(body))
    refusal(
        DownloadError,
        "datagouv_unreadable",
        counters_source(),
        folder,
        api_address=f"{site.address}/api/1",
    )


def test_the_catalogue_api_is_asked_again_after_a_passing_failure(site: Site, folder: Path) -> None:
    publish(site, resource(site, "liste-fs-20260910.csv", "structures", "2026-09-10T10:00:00"))
    (listed,) = site.answers["/api/1/datasets/liste-fs/"]
    site.on(
        "/api/1/datasets/liste-fs/",
        Answer(status=503),
        replace(listed, sent=20),
        listed,
    )
    outcome = get(counters_source(), folder, api_address=f"{site.address}/api/1")
    assert outcome.outcome is Outcome.DOWNLOADED


def test_a_dataset_that_does_not_exist_is_said(site: Site, folder: Path) -> None:
    refusal(
        DownloadError,
        "fetch_status",
        counters_source(),
        folder,
        api_address=f"{site.address}/api/1",
    )


def test_locked_asks_for_the_very_resource_the_lock_speaks_of(site: Site, folder: Path) -> None:
    older = resource(site, "liste-fs-20240801.csv", "structures", "2024-08-01T10:00:00")
    publish(site, older)
    api = {"api_address": f"{site.address}/api/1"}
    get(counters_source(), folder, **api).path.unlink()
    publish(
        site, older, resource(site, "liste-fs-20260910.csv", "structures", "2026-09-10T10:00:00")
    )
    outcome = get(counters_source(), folder, locked=True, **api)
    assert outcome.path.name == "liste-fs-20240801.csv"
    assert len(site.asked("/api/1/datasets/liste-fs/")) == 1


# --- Several sources ------------------------------------------------------------------------


def test_one_failure_does_not_stop_the_others_and_all_is_told(
    site: Site, folder: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("TERRITORY_LANG", "en")
    sources = [
        source_of(id="one", file_url=site.on("/1/base_2021.csv", Answer(ROWS))),
        source_of(id="two", file_url=site.address + "/2/base_2022.csv"),
        source_of(
            id="three", file_url=site.on("/3/base_2023.csv", Answer(ROWS, pause_seconds=0.05))
        ),
    ]
    with pytest.raises(FetchFailedError) as caught:
        fetch_all(sources, folder, policy=POLICY)
    assert [one.source_id for one in caught.value.outcomes] == ["one", "three"]
    assert list(caught.value.problems) == ["two"]
    assert "404" in caught.value.say("fr")
    assert kept(folder) == {"base_2021.csv", "base_2023.csv"}
    assert list(lock_of(folder)) == ["one", "three"]
    assert [one.path for one in site.requests] == [
        "/1/base_2021.csv",
        "/2/base_2022.csv",
        "/3/base_2023.csv",
    ]
    assert capsys.readouterr().err.splitlines() == [
        "one: downloaded (base_2021.csv, 0.2 MB)",
        "two: failed",
        "three: downloaded (base_2023.csv, 0.2 MB)",
        "2 downloaded, 0 updated, 0 unchanged, 1 failed.",
    ]


def test_quiet_says_nothing(site: Site, folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    source = source_of(file_url=site.on("/base_2022.csv", Answer(status=503), Answer(ROWS)))
    assert len(fetch_all([source], folder, policy=POLICY, quiet=True)) == 1
    assert capsys.readouterr() == ("", "")


def test_a_retry_is_told(site: Site, folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    source = source_of(file_url=site.on("/base_2022.csv", Answer(status=503), Answer(ROWS)))
    get(source, folder, progress=Progress(language="en"))
    said = capsys.readouterr().err
    assert "the server answered 503" in said
    assert "Attempt 2 of 3" in said


def test_a_bar_is_drawn_on_a_terminal_only(
    site: Site, folder: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    source = source_of(file_url=site.on("/base_2022.csv", Answer(ROWS)))
    get(source, folder, progress=Progress(language="en"))
    assert capsys.readouterr().err == ""
    (folder / "base_2022.csv").unlink()
    termios = pytest.importorskip("termios", reason="no pseudo-terminal on this system")
    reader, writer = os.openpty()
    termios.tcsetwinsize(writer, (24, 80))  # a terminal with no width is drawn nothing
    with os.fdopen(writer, "w", encoding="utf-8") as terminal:
        monkeypatch.setattr(sys, "stderr", terminal)
        get(source, folder, progress=Progress(language="en"))
        assert select.select([reader], [], [], 1)[0]
        drawn = os.read(reader, 4096).decode()
    os.close(reader)
    assert "insee_base" in drawn
    assert "/200k" in drawn


def test_a_session_can_be_shared(site: Site, folder: Path) -> None:
    with open_session() as session:
        for year in (2021, 2022):
            url = site.on(f"/base_{year}.csv", Answer(ROWS))
            assert get(source_of(file_url=url), folder, session=session).path.exists()
