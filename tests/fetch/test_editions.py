"""Unchanged, updated, altered on disk, or locked: what is asked again and what is said."""

from __future__ import annotations

import hashlib
from pathlib import Path

import pytest

from pipelines.fetch.lock import LOCK_FILE
from pipelines.fetch.outcomes import Outcome
from pipelines.fetch.progress import Progress
from territory.errors import DownloadError, SourceChangedError
from territory.messages import Words
from tests.fetch.declared import DAY_1, ROWS, V1, V2, get, kept, lock_of, refusal
from tests.fetch.fetching import source_of
from tests.http_server import Answer, Site


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
    outcome = get(source, folder, progress=Progress(words=Words("en")))
    assert outcome.outcome is Outcome.DOWNLOADED
    assert outcome.was_altered
    assert outcome.path.read_bytes() == ROWS
    assert "if-none-match" not in site.requests[1].headers
    assert "'base_2022.csv' is no longer the one downloaded" in capsys.readouterr().err
    assert "had been altered" in outcome.say(Words("en"))


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
