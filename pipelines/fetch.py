"""Fetch the sources' files: the only place that speaks HTTP.

What surprised us: Insee answers 500 for a file that does not exist and 200 with a web page for
a dead link, and one of its ZIPs held a ZIP; data.gouv.fr changes a file's address at each
update; HTTP libraries stop at the announced length, so that a file longer than its server says
would be cut without a word.

A file is received under a temporary name, checked, then moved: whatever stands under a
published name is whole. One file at a time, out of courtesy.
"""

from __future__ import annotations

import http.client
import json
import time
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from enum import StrEnum
from pathlib import Path
from typing import Any, TypeVar

import requests
import urllib3.exceptions

import territory
from pipelines import datagouv
from pipelines.archives import check_arrival, unpack_gzip, unwrap_double_zip
from pipelines.catalogue import Source
from pipelines.lock import Lock, LockEntry, open_lock, sha256_of
from pipelines.names import published_name
from pipelines.part import Part
from pipelines.progress import Progress
from territory import messages
from territory.errors import DownloadError, SourceChangedError, SourceMissingError, TerritoryError

CHUNK_BYTES = 1 << 16
MOST_JSON_BYTES = 50_000_000
# A server that is overloaded, restarting, or (Insee) has no such file.
PASSING_STATUSES = (408, 429, 500, 502, 503, 504)
PASSING_ERRORS = (
    requests.ConnectionError,
    requests.Timeout,
    requests.exceptions.ChunkedEncodingError,
)
CUT = (urllib3.exceptions.ProtocolError, urllib3.exceptions.TimeoutError)

T = TypeVar("T")


@dataclass(frozen=True)
class Policy:
    """How patient and how trusting a fetch is.

    Parameters
    ----------
    attempts : int
        How many times a request is made before giving up.
    backoff_seconds : float
        Wait before the second attempt; it doubles each time.
    longest_wait_seconds : float
        The longest wait, whether doubled to or asked for by ``Retry-After``.
    connect_seconds, read_seconds : float
        How long a server may take to accept, and to send its next bytes.
    max_bytes : int
        The largest file received.
    max_unpacked_bytes : int
        What an archive may unpack to.
    """

    attempts: int = 5
    backoff_seconds: float = 1.0
    longest_wait_seconds: float = 120.0
    connect_seconds: float = 10.0
    read_seconds: float = 60.0
    max_bytes: int = 4_000_000_000
    max_unpacked_bytes: int = 16_000_000_000


DEFAULT_POLICY = Policy()


class Outcome(StrEnum):
    """What a fetch did."""

    DOWNLOADED = "downloaded"
    UNCHANGED = "unchanged"
    UPDATED = "updated"


@dataclass(frozen=True)
class FetchOutcome:
    """A source's file is in the folder, and how it came there.

    Parameters
    ----------
    source_id : str
        The source.
    outcome : Outcome
        ``downloaded``: it was not there; ``unchanged``: it is what it was; ``updated``: its
        producer published other bytes.
    path : Path
        The file.
    sha256 : str
        Its hash.
    bytes : int
        Its size.
    was_altered : bool
        Whether the file on disk was no longer the one fetched, and was fetched again.
    was_double_zip : bool
        Whether it came zipped twice, and the inner ZIP was kept.
    """

    source_id: str
    outcome: Outcome
    path: Path
    sha256: str
    bytes: int
    was_altered: bool = False
    was_double_zip: bool = False

    def say(self, language: str | None = None) -> str:
        """Return the outcome as a line."""
        said = messages.text(
            f"fetch.outcome.{self.outcome}",
            language,
            source=self.source_id,
            name=self.path.name,
            size_mb=messages.number(self.bytes / 1_000_000, language, digits=1),
        )
        if self.was_altered:
            said += " " + messages.text("fetch.was_altered", language)
        if self.was_double_zip:
            said += " " + messages.text("fetch.was_double_zip", language)
        return said


@dataclass(frozen=True)
class FetchReport:
    """What a fetch of several sources did.

    Parameters
    ----------
    outcomes : tuple of FetchOutcome
        The sources that are in the folder.
    failures : dict of str to TerritoryError
        Why the others are not, by source.
    """

    outcomes: tuple[FetchOutcome, ...]
    failures: Mapping[str, TerritoryError]

    def say(self, language: str | None = None) -> str:
        """Return one line a source, then how many of each outcome."""
        counts = {outcome: 0 for outcome in Outcome}
        for one in self.outcomes:
            counts[one.outcome] += 1
        lines = [one.say(language) for one in self.outcomes]
        for source_id, error in self.failures.items():
            detail = error.say(language)
            lines.append(
                messages.text("fetch.outcome.failed", language, source=source_id, detail=detail)
            )
        lines.append(
            messages.text(
                "fetch.summary",
                language,
                **{str(outcome): count for outcome, count in counts.items()},
                failed=len(self.failures),
            )
        )
        return "\n".join(lines)


def open_session() -> requests.Session:
    """Return a session that says who asks and takes files as they are, to be closed after use."""
    session = requests.Session()
    session.headers["User-Agent"] = f"territory/{territory.__version__}"
    # As they are: a file compressed on the way has neither the length nor the hash of the file.
    session.headers["Accept-Encoding"] = "identity"
    # One request a file, and the end of the connection shows where the file really ends.
    session.headers["Connection"] = "close"
    return session


def fetch_all(
    sources: Iterable[Source],
    folder: Path,
    *,
    progress: Progress | None = None,
    policy: Policy = DEFAULT_POLICY,
    is_locked: bool = False,
    api_address: str = datagouv.API_ADDRESS,
) -> FetchReport:
    """Fetch sources one after the other; one that fails does not stop the next.

    Parameters
    ----------
    sources : iterable of Source
        What to fetch.
    folder : Path
        Where files and the lock file are kept; made if absent.
    progress, policy, is_locked, api_address
        As in `fetch_source`.

    Returns
    -------
    FetchReport
        Outcomes, and failures with their reason.

    Raises
    ------
    DownloadError
        If another process is fetching into the folder, or the folder cannot be written.
    TerritoryError
        If the lock file is not one.
    """
    outcomes: list[FetchOutcome] = []
    failures: dict[str, TerritoryError] = {}
    with open_lock(folder) as lock, open_session() as session:
        for source in sources:
            try:
                outcome = fetch_source(
                    source,
                    folder,
                    lock=lock,
                    session=session,
                    progress=progress,
                    policy=policy,
                    is_locked=is_locked,
                    api_address=api_address,
                )
            except TerritoryError as error:
                failures[source.id] = error
            else:
                outcomes.append(outcome)
    return FetchReport(tuple(outcomes), failures)


def fetch_source(
    source: Source,
    folder: Path,
    *,
    lock: Lock,
    session: requests.Session | None = None,
    progress: Progress | None = None,
    policy: Policy = DEFAULT_POLICY,
    is_locked: bool = False,
    api_address: str = datagouv.API_ADDRESS,
) -> FetchOutcome:
    """Bring a source's file into a folder, unless the very same is there.

    Parameters
    ----------
    source : Source
        What to fetch: a `file_url`, or a `dataset_id` of data.gouv.fr.
    folder : Path
        Where it is kept, under its published name.
    lock : Lock
        What was fetched before; updated.
    session : requests.Session, optional
        As `open_session` makes it; one is opened and closed if absent.
    progress : Progress, optional
        Who to tell; silent if absent.
    policy : Policy
        Waits and caps.
    is_locked : bool
        Whether to accept only the file whose hash the lock holds. A file that is there with
        that hash is not asked for again.
    api_address : str
        Base address of data.gouv.fr's API.

    Returns
    -------
    FetchOutcome
        Downloaded, unchanged or updated.

    Raises
    ------
    SourceMissingError
        If the source declares no address.
    DownloadError
        If the server cannot be reached, refuses, cuts the file each time, asks to wait too
        long or sends too much; if the disk is full or cannot be written; if `is_locked` and
        the lock does not know the source.
    SourceChangedError
        If what came is not the file: a web page, another type, a damaged or unsafe archive,
        another name, or another hash than the lock's. It is not kept.
    """
    progress = progress or Progress(quiet=True)
    entry = lock.entry(source.id)
    is_intact = entry is not None and entry.is_intact(folder)
    was_altered = entry is not None and not is_intact and (folder / entry.file_name).exists()
    if is_locked and entry is None:
        raise DownloadError("fetch_not_locked", source=source.id, path=lock.path)
    if entry is not None and is_intact and is_locked:
        return _unchanged(source, folder, entry)
    if entry is not None and was_altered:
        progress.say("fetch.altered", source=source.id, name=entry.file_name)
    with ExitStack() as stack:
        receiver = _Receiver(
            source,
            session or stack.enter_context(open_session()),
            Part(folder, source.id),
            policy,
            progress,
        )
        if is_locked and entry is not None and source.dataset_id:
            url = entry.url  # the very resource the lock speaks of, not the newest
        else:
            url = receiver.address(api_address)
        known = entry if entry is not None and is_intact and entry.url == url else None
        arrival = receiver.receive(url, known)
    if arrival is None and known is not None:
        return _unchanged(source, folder, known)
    assert arrival is not None  # noqa: S101  a 304 is only accepted for a known file
    return _settle(source, folder, lock, arrival, policy, was_altered=was_altered, is_locked=is_locked)


def _unchanged(source: Source, folder: Path, entry: LockEntry) -> FetchOutcome:
    path = folder / entry.file_name
    return FetchOutcome(source.id, Outcome.UNCHANGED, path, entry.sha256, entry.bytes)


@dataclass(frozen=True)
class _Arrival:
    """A file received whole under its temporary name, not yet looked into."""

    part: Part
    url: str
    name: str
    etag: str
    last_modified: str
    encoding: str


def _settle(
    source: Source,
    folder: Path,
    lock: Lock,
    arrival: _Arrival,
    policy: Policy,
    *,
    was_altered: bool,
    is_locked: bool,
) -> FetchOutcome:
    """Check a file that arrived, give it its name and write it in the lock."""
    part, name = arrival.part, arrival.name
    most = policy.max_unpacked_bytes
    before = lock.entry(source.id)
    try:
        with _disk(folder / name):
            if arrival.encoding and not name.lower().endswith(".gz"):
                unpack_gzip(part.path, part.staged, name, most)
            check_arrival(part.path, name, most)
            was_double_zip = name.lower().endswith(".zip") and unwrap_double_zip(
                part.path, part.staged
            )
            if was_double_zip:
                check_arrival(part.path, name, most)
            entry = LockEntry(
                url=arrival.url,
                file_name=name,
                sha256=sha256_of(part.path),
                bytes=part.path.stat().st_size,
                etag=arrival.etag,
                last_modified=arrival.last_modified,
                fetched_on=datetime.now(UTC).date().isoformat(),
            )
            if is_locked and before is not None and entry.sha256 != before.sha256:
                raise SourceChangedError(
                    "fetch_locked_differs",
                    source=source.id,
                    name=name,
                    sha256=entry.sha256,
                    locked=before.sha256,
                )
            was_there = before is not None and before.is_intact(folder)
            part.path.replace(folder / name)
            lock.record(source.id, entry)
    finally:
        part.discard()
    if before is not None and entry.sha256 != before.sha256:
        outcome = Outcome.UPDATED
    elif was_there:
        outcome = Outcome.UNCHANGED
    else:
        outcome = Outcome.DOWNLOADED
    return FetchOutcome(
        source.id, outcome, folder / name, entry.sha256, entry.bytes, was_altered, was_double_zip
    )


@contextmanager
def _disk(path: Path) -> Iterator[None]:
    """Say in words that a file could not be written."""
    try:
        yield
    except OSError as error:
        raise DownloadError("fetch_disk", path=path, detail=error.strerror or error) from error


class _TryAgainError(Exception):
    """An attempt failed in a way that may pass.

    Parameters
    ----------
    error : DownloadError
        What to say if it does not.
    wait_seconds : float, optional
        What the server asked for.
    """

    def __init__(self, error: DownloadError, wait_seconds: float | None = None) -> None:
        super().__init__(error)
        self.error = error
        self.wait_seconds = wait_seconds


@dataclass(frozen=True)
class _Receiver:
    """The requests made for one source."""

    source: Source
    session: requests.Session
    part: Part
    policy: Policy
    progress: Progress

    def address(self, api_address: str) -> str:
        """Return the address of the file, asking data.gouv.fr for it if need be."""
        if self.source.file_url:
            return self.source.file_url
        if self.source.dataset_id:
            url = datagouv.dataset_url(self.source, api_address)
            return datagouv.choose_resource(self.source, self._retry(lambda: self._json(url)))
        raise SourceMissingError(
            "fetch_no_address",
            source=self.source.id,
            title=self.source.title,
            page_url=self.source.page_url,
        )

    def receive(self, url: str, known: LockEntry | None) -> _Arrival | None:
        """Receive a file under its temporary name; None if it is still the known one.

        A cut file is left for a later fetch to go on with, if the server can.
        """
        try:
            return self._retry(lambda: self._file(url, known))
        except _TryAgainError as failure:
            self.part.discard_unless_resumable()
            raise failure.error from failure
        except TerritoryError:
            self.part.discard()
            raise

    def _retry(self, attempt: Callable[[], T]) -> T:
        return attempt()

    def _json(self, url: str) -> Any:
        return None

    def _file(self, url: str, known: LockEntry | None) -> _Arrival | None:
        return None
