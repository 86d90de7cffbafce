"""A file that comes well: its name, its bytes, its line in the lock."""

from __future__ import annotations

import gzip
import hashlib
from dataclasses import replace
from pathlib import Path

import pytest

import territory
from pipelines.fetch.outcomes import Outcome
from territory.errors import SourceChangedError
from tests.fetch.declared import DAY_1, POLICY, ROWS, V1, get, kept, lock_of, refusal
from tests.fetch.fetching import source_of
from tests.http_server import Answer, Site


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
