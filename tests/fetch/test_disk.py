"""What stands on the disk where a fetch writes: folders, links, pipes, files of another kind."""

from __future__ import annotations

import json
import os
from collections.abc import Callable
from dataclasses import asdict
from pathlib import Path

import pytest

from pipelines.fetch import lock as lock_module
from pipelines.fetch.lock import GUARD_FILE, LOCK_FILE, Lock, LockEntry, open_lock
from pipelines.fetch.outcomes import Outcome
from pipelines.fetch.part import Part
from territory.errors import TerritoryError
from territory.files import is_plain, write_new
from territory.messages import Words
from tests.fetch.fetching import TABLE, get, published, refusal
from tests.http_server import Answer, Site

posix = pytest.mark.skipif(os.name != "posix", reason="links and pipes are POSIX's")

NAME = "/base_2022.csv"
V1 = {"ETag": '"v1"'}
PART, VERSION, UNPACKED = ".insee_base.part", ".insee_base.part.json", ".insee_base.unpacked"
STAGED_LOCK = f".{LOCK_FILE}.part"
ENTRY = LockEntry("https://example.org/a.csv", "a.csv", "ab" * 32, 3, '"a"', "", "2026-01-31")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "raw").mkdir()
    return tmp_path / "raw"


@pytest.fixture
def precious(tmp_path: Path) -> Path:
    path = tmp_path / "precious"
    path.write_text("mine")
    return path


def as_link(path: Path, precious: Path) -> None:
    path.symlink_to(precious)


def as_dead_link(path: Path, precious: Path) -> None:
    path.symlink_to(precious.with_name("absent"))


def as_pipe(path: Path, precious: Path) -> None:
    del precious
    os.mkfifo(path)


def as_hard_link(path: Path, precious: Path) -> None:
    path.hardlink_to(precious)


@posix
@pytest.mark.parametrize("how", [as_link, as_dead_link, as_pipe, as_hard_link])
@pytest.mark.parametrize("name", [PART, VERSION, UNPACKED, STAGED_LOCK, "base_2022.csv"])
def test_nothing_is_written_through_what_stands_under_a_name_of_ours(
    site: Site, folder: Path, precious: Path, name: str, how: Callable[[Path, Path], None]
) -> None:
    how(folder / name, precious)
    url = site.on(NAME, Answer(TABLE, headers=V1))
    assert get(url, folder).path.read_bytes() == TABLE
    assert precious.read_text() == "mine"
    assert not precious.with_name("absent").exists()
    assert is_plain(folder / "base_2022.csv")
    assert is_plain(folder / LOCK_FILE)


@posix
def test_a_cut_file_is_not_gone_on_with_through_a_link(
    site: Site, folder: Path, precious: Path
) -> None:
    url = site.on(NAME, Answer(TABLE, headers=V1, has_ranges=True))
    write_new(folder / VERSION, json.dumps({"url": url, "validator": '"v1"'}).encode())
    (folder / PART).symlink_to(precious)
    assert get(url, folder).path.read_bytes() == TABLE
    assert precious.read_text() == "mine"
    assert "range" not in site.requests[0].headers


@pytest.mark.parametrize("name", [PART, VERSION, "base_2022.csv"])
def test_a_folder_under_a_name_of_ours_is_said_and_left(
    site: Site, folder: Path, name: str
) -> None:
    (folder / name).mkdir()
    (folder / name / "inside").write_text("mine")
    url = site.on(NAME, Answer(TABLE, headers=V1))
    said = refusal("fetch_disk", url, folder)
    assert str(folder) in said
    assert (folder / name / "inside").read_text() == "mine"


def test_a_lock_that_cannot_be_written_is_said_and_the_file_is_whole(
    site: Site, folder: Path
) -> None:
    (folder / STAGED_LOCK).mkdir()
    with pytest.raises(TerritoryError) as caught:
        get(site.on(NAME, Answer(TABLE)), folder)
    assert caught.value.key == "fetch_disk"
    assert LOCK_FILE in caught.value.say(Words("en"))
    assert published(folder) == {"base_2022.csv": TABLE}


@pytest.mark.parametrize(
    "version",
    [
        b"",
        b"\xff\xfe",
        b"[" * 100_000,
        b"[]",
        b'{"url": "URL", "validator": "a\\r\\nHost: b"}',
        b'{"url": "URL", "validator": 3}',
        b'{"url": "URL", "validator": "\\u20ac"}',
        b'{"url": "URL"}',
        b'{"url": "URL", "validator": "\\"v1\\"", "total": "many"}',
        b'{"url": "URL", "validator": "\\"v1\\"", "total": 1e999}',
    ],
)
def test_a_version_that_makes_no_sense_is_not_gone_on_with(
    site: Site, folder: Path, version: bytes
) -> None:
    url = site.on(NAME, Answer(TABLE, headers=V1, has_ranges=True))
    (folder / PART).write_bytes(TABLE[:1_000])
    (folder / VERSION).write_bytes(version.replace(b"URL", url.encode()))
    assert get(url, folder).path.read_bytes() == TABLE


def test_a_part_that_cannot_be_read_is_begun_again(
    site: Site, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    url = site.on(NAME, Answer(TABLE, headers=V1, has_ranges=True))
    part = Part(folder, "insee_base")
    part.path.write_bytes(TABLE[:1_000])
    part.remember(url, '"v1"', len(TABLE))
    assert part.resume_from(url) == (1_000, '"v1"', len(TABLE))
    # As for a file of mode 000, which a test run by root could read.
    monkeypatch.setattr("territory.files.os.access", lambda *_: False)
    assert part.resume_from(url) == (0, "", None)
    assert get(url, folder).path.read_bytes() == TABLE


def test_a_file_that_cannot_be_read_is_fetched_again(
    site: Site, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    url = site.on(NAME, Answer(TABLE))
    get(url, folder)
    read = lock_module.sha256_of

    def deny(path: Path) -> str:
        if path.name == "base_2022.csv":
            raise PermissionError(13, "Permission denied")
        return read(path)

    monkeypatch.setattr(lock_module, "sha256_of", deny)
    outcome = get(url, folder)
    assert (outcome.outcome, outcome.was_altered) == (Outcome.DOWNLOADED, True)


@posix
@pytest.mark.parametrize("name", [LOCK_FILE, GUARD_FILE])
@pytest.mark.parametrize("how", [as_pipe, lambda path, _: path.mkdir()], ids=["pipe", "folder"])
def test_a_lock_that_is_no_file_is_said(
    folder: Path, precious: Path, name: str, how: Callable[[Path, Path], None]
) -> None:
    how(folder / name, precious)
    with pytest.raises(TerritoryError) as caught, open_lock(folder):
        pass
    assert caught.value.key == "lock_no_file"
    assert str(folder / name) in caught.value.say(Words("fr"))


@posix
def test_a_guard_that_is_a_link_to_a_file_is_said_and_the_file_left(
    folder: Path, precious: Path
) -> None:
    (folder / GUARD_FILE).symlink_to(precious)
    with pytest.raises(TerritoryError) as caught, open_lock(folder):
        pass
    assert caught.value.key == "lock_no_file"
    assert precious.read_text() == "mine"


@posix
def test_a_lock_that_is_a_link_is_replaced_and_what_it_points_at_left(
    folder: Path, tmp_path: Path
) -> None:
    elsewhere = tmp_path / "lock"
    elsewhere.write_text("{}")
    (folder / LOCK_FILE).symlink_to(elsewhere)
    with open_lock(folder) as lock:
        lock.record("a", ENTRY)
    assert elsewhere.read_text() == "{}"
    assert Lock(folder / LOCK_FILE).entry("a") == ENTRY


@pytest.mark.parametrize(
    "changed",
    [
        {"bytes": "3"},
        {"bytes": True},
        {"bytes": -1},
        {"bytes": 3.0},
        {"file_name": 3},
        {"file_name": ""},
        {"file_name": ".."},
        {"file_name": "a\nb.csv"},
        {"file_name": "/etc/passwd"},
        {"file_name": LOCK_FILE + "/../../a"},
        {"etag": None},
        {"sha256": []},
        {"more": 1},
    ],
)
def test_a_lock_whose_fields_are_of_another_kind_is_said(
    folder: Path, changed: dict[str, object]
) -> None:
    (folder / LOCK_FILE).write_text(json.dumps({"a": asdict(ENTRY) | changed}))
    with pytest.raises(TerritoryError) as caught:
        Lock(folder / LOCK_FILE)
    assert caught.value.key == "lock_unreadable"


@pytest.mark.parametrize("content", [b"\xff\xfe{", b"[" * 100_000, b'{"a": {"bytes": 1e999}}'])
def test_a_lock_that_is_no_json_or_a_deep_one_is_said(folder: Path, content: bytes) -> None:
    (folder / LOCK_FILE).write_bytes(content)
    with pytest.raises(TerritoryError) as caught:
        Lock(folder / LOCK_FILE)
    assert caught.value.key == "lock_unreadable"


@pytest.mark.parametrize("said", ['"v1"\r\nX-Injected: yes', "\n", "€", '"\u0000"'])
def test_a_version_in_the_lock_that_no_header_may_hold_is_not_sent(
    site: Site, folder: Path, said: str
) -> None:
    url = site.on(NAME, Answer(TABLE, headers=V1))
    get(url, folder)
    written = json.loads((folder / LOCK_FILE).read_text())
    written["insee_base"] |= {"etag": said, "last_modified": said}
    (folder / LOCK_FILE).write_text(json.dumps(written))
    assert get(url, folder).outcome is Outcome.UNCHANGED
    assert not {"x-injected", "if-none-match", "if-modified-since"} & set(site.requests[1].headers)


def test_a_name_that_no_disk_can_hold_is_refused_in_words(site: Site, folder: Path) -> None:
    url = site.on("/base_" + "2" * 300 + ".csv", Answer(TABLE))
    refusal("fetch_name_unsafe", url, folder)
    assert published(folder) == {}
