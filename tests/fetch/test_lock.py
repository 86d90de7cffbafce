"""The lock file: whole, sorted, and one process at a time."""

from __future__ import annotations

import io
import json
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pytest

from pipelines.fetch.lock import GUARD_FILE, LOCK_FILE, Lock, LockEntry, open_lock
from territory.errors import DownloadError, TerritoryError
from territory.messages import Words

ENTRY = LockEntry("https://example.org/a.csv", "a.csv", "ab" * 32, 3, '"é"', "", "2026-01-31")


def test_what_is_recorded_is_read_back_sorted(tmp_path: Path) -> None:
    lock = Lock(tmp_path / LOCK_FILE)
    lock.record("b", ENTRY)
    lock.record("a", replace(ENTRY, bytes=4))
    written = (tmp_path / LOCK_FILE).read_text(encoding="utf-8")
    assert list(json.loads(written)) == ["a", "b"]
    assert list(json.loads(written)["a"]) == sorted(json.loads(written)["a"])
    assert written.endswith("}\n")
    again = Lock(tmp_path / LOCK_FILE)
    assert again.entry("b") == ENTRY
    assert again.entry("a") == replace(ENTRY, bytes=4)
    assert again.entry("c") is None
    assert [path.name for path in tmp_path.iterdir()] == [LOCK_FILE]


@pytest.mark.skipif(sys.platform == "win32", reason="an open file cannot be replaced there")
def test_whoever_is_reading_the_lock_reads_it_whole(tmp_path: Path) -> None:
    lock = Lock(tmp_path / LOCK_FILE)
    lock.record("a", ENTRY)
    before = (tmp_path / LOCK_FILE).read_bytes()
    with (tmp_path / LOCK_FILE).open("rb") as reader:
        lock.record("b", ENTRY)
        assert reader.read() == before


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="no /dev/full, the disk always full")
def test_a_lock_that_cannot_be_written_stays_as_it_was(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    lock = Lock(tmp_path / LOCK_FILE)
    lock.record("a", ENTRY)
    before = (tmp_path / LOCK_FILE).read_bytes()
    monkeypatch.setattr("pipelines.fetch.lock.begin", lambda _: io.FileIO("/dev/full", "w"))
    with pytest.raises(DownloadError, match="No space left"):
        lock.record("b", ENTRY)
    assert (tmp_path / LOCK_FILE).read_bytes() == before
    assert lock.entry("b") is None
    assert [path.name for path in tmp_path.iterdir()] == [LOCK_FILE]


@pytest.mark.parametrize(
    "written",
    [
        "",
        "<<<<<<< HEAD",
        "[]",
        '{"a": {"url": "x"}}',
        '{"a": 3}',
        json.dumps({"a": {**vars(ENTRY), "file_name": "../a.csv"}}),
    ],
)
def test_a_file_that_is_not_a_lock_is_said_and_left_alone(tmp_path: Path, written: str) -> None:
    (tmp_path / LOCK_FILE).write_text(written, encoding="utf-8")
    with pytest.raises(TerritoryError) as caught, open_lock(tmp_path):
        pass
    assert caught.value.key == "lock_unreadable"
    assert LOCK_FILE in caught.value.say(Words("fr"))
    assert (tmp_path / LOCK_FILE).read_text(encoding="utf-8") == written


def test_a_second_process_is_told_that_one_is_at_work(tmp_path: Path) -> None:
    hold = (
        "import sys; from filelock import FileLock\n"
        "with FileLock(sys.argv[1]): print('held', flush=True); sys.stdin.read()"
    )
    with subprocess.Popen(
        [sys.executable, "-c", hold, str(tmp_path / GUARD_FILE)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
    ) as other:
        assert other.stdout is not None
        assert other.stdout.readline() == b"held\n"
        with pytest.raises(DownloadError) as caught, open_lock(tmp_path):
            pass
        assert caught.value.key == "fetch_busy"
        other.communicate(b"")
    with open_lock(tmp_path) as lock:
        assert lock.entry("a") is None


@pytest.mark.parametrize(
    ("content", "is_intact"), [(b"abc", True), (b"abd", False), (b"abcd", False)]
)
def test_a_file_is_intact_when_its_size_and_hash_are_the_locks(
    tmp_path: Path, content: bytes, is_intact: bool
) -> None:
    # SHA-256 of "abc", from FIPS 180-2, appendix B.1.
    abc = "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"
    (tmp_path / "a.csv").write_bytes(content)
    assert replace(ENTRY, sha256=abc).is_intact(tmp_path) is is_intact
