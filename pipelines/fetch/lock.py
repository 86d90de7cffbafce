"""The lock file: what was fetched, from where, and the hash it had.

``sources.lock.json`` stands beside the files it speaks of and is written by machine only. It
tells, at the next fetch, whether a file is unchanged, updated by its producer, or altered here.
"""

from __future__ import annotations

import dataclasses
import hashlib
import json
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from filelock import FileLock, Timeout

from pipelines.fetch.validators import header_value
from pipelines.sources.names import is_safe_name
from territory.errors import DownloadError, TerritoryError
from territory.files import begin, is_plain

LOCK_FILE = "sources.lock.json"
GUARD_FILE = ".sources.lock"


def sha256_of(path: Path) -> str:
    """Return the SHA-256 of a file's bytes, in hexadecimal."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


@contextmanager
def disk(path: Path) -> Iterator[None]:
    """Say in words that a file could not be written."""
    try:
        yield
    except OSError as error:
        raise DownloadError("fetch_disk", path=path, detail=error.strerror or error) from error


@dataclasses.dataclass(frozen=True)
class LockEntry:
    """What the lock knows of one source's file.

    Parameters
    ----------
    url : str
        Address it was asked at.
    file_name : str
        Name it is kept under, in the lock's folder.
    sha256 : str
        Hash of the file as kept.
    bytes : int
        Its size.
    etag, last_modified : str
        What the server said of its version; empty when it said nothing.
    fetched_on : str
        ISO date the bytes were received.
    """

    url: str
    file_name: str
    sha256: str
    bytes: int
    etag: str
    last_modified: str
    fetched_on: str

    def is_intact(self, folder: Path) -> bool:
        """Whether the file is in the folder with the very bytes that were fetched.

        What cannot be read is not intact: it is fetched again.
        """
        path = folder / self.file_name
        try:
            return (
                path.is_file()
                and path.stat().st_size == self.bytes
                and sha256_of(path) == self.sha256
            )
        except OSError:
            return False

    def is_there(self, folder: Path) -> bool:
        """Whether anything stands under the file's name in the folder."""
        return os.path.lexists(folder / self.file_name)


class Lock:
    """The entries of a lock file; each record is written at once.

    Parameters
    ----------
    path : Path
        The lock file, which may not exist yet.

    Raises
    ------
    TerritoryError
        If the file exists and is not a lock file.
    """

    def __init__(self, path: Path) -> None:
        self.path = path
        self._entries = _read(path)

    def entry(self, source_id: str) -> LockEntry | None:
        """Return what is known of a source's file, None if it was never fetched."""
        return self._entries.get(source_id)

    def record(self, source_id: str, entry: LockEntry) -> None:
        """Write a source's entry, in the place of the one it had.

        The file is written under a temporary name then moved: it is never seen half-written.
        """
        entries = {**self._entries, source_id: entry}
        declared = {name: dataclasses.asdict(entry) for name, entry in entries.items()}
        text = json.dumps(declared, ensure_ascii=False, indent=2, sort_keys=True) + "\n"
        staged = self.path.with_name(f".{self.path.name}.part")
        with disk(self.path):
            try:
                with begin(staged) as file:
                    file.write(text.encode())
                    file.flush()
                    os.fsync(file.fileno())
                staged.replace(self.path)
            finally:
                if not staged.is_dir():
                    staged.unlink(missing_ok=True)
        self._entries = entries


def _read(path: Path) -> dict[str, LockEntry]:
    if not os.path.lexists(path):
        return {}
    try:
        # A pipe would be waited on for ever; a link is read, and replaced by a file when written.
        if path.exists() and not path.is_file():
            raise TerritoryError("lock_no_file", path=path)
        written = json.loads(path.read_text(encoding="utf-8"))
        return {source_id: _entry(declared) for source_id, declared in written.items()}
    except (OSError, ValueError, TypeError, AttributeError, RecursionError) as error:
        raise TerritoryError("lock_unreadable", path=path, detail=error) from error


def _entry(declared: dict[str, object]) -> LockEntry:
    entry = LockEntry(**declared)  # type: ignore[arg-type] # types are looked at just below
    for field in dataclasses.fields(LockEntry):
        value = getattr(entry, field.name)
        if type(value).__name__ != field.type:
            raise ValueError(f"{field.name}: {value!r:.60}")
    if not is_safe_name(entry.file_name) or entry.bytes < 0:
        raise ValueError(f"file_name: {entry.file_name!r:.60}")
    return dataclasses.replace(
        entry, etag=header_value(entry.etag), last_modified=header_value(entry.last_modified)
    )


@contextmanager
def open_lock(folder: Path, *, wait_seconds: float = 0) -> Iterator[Lock]:
    """Open a folder's lock for this process alone, making the folder if needed.

    Parameters
    ----------
    folder : Path
        Where fetched files are kept.
    wait_seconds : float
        How long to wait for another process to leave the folder.

    Yields
    ------
    Lock
        What was fetched before, empty the first time.

    Raises
    ------
    DownloadError
        If another process is fetching into the folder, or the folder cannot be written.
    TerritoryError
        If the lock file is not one.
    """
    guard = FileLock(folder / GUARD_FILE, timeout=wait_seconds)
    try:
        folder.mkdir(parents=True, exist_ok=True)
        if os.path.lexists(folder / GUARD_FILE) and not is_plain(folder / GUARD_FILE):
            raise TerritoryError("lock_no_file", path=folder / GUARD_FILE)
        guard.acquire()
    except Timeout as error:
        raise DownloadError("fetch_busy", folder=folder) from error
    except OSError as error:
        raise DownloadError("fetch_disk", path=folder, detail=error.strerror) from error
    try:
        yield Lock(folder / LOCK_FILE)
    finally:
        guard.release()
