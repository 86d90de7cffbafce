"""What happens to a file that has just arrived: looked into, compared, named, written down."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from pipelines.fetch.lock import Lock, LockEntry, disk, sha256_of
from pipelines.fetch.outcomes import FetchOutcome, Outcome
from pipelines.fetch.part import Part
from pipelines.fetch.whole import check_content, is_gzip
from pipelines.sources.archives import check_arrival, unpack_gzip, unwrap_double_zip
from pipelines.sources.catalogue import Source
from territory.errors import SourceChangedError


@dataclass(frozen=True)
class Arrival:
    """A file received whole under its temporary name, not yet looked into."""

    part: Part
    url: str
    name: str
    etag: str
    last_modified: str
    is_compressed: bool  # by the server, on the way


def settle(
    source: Source,
    folder: Path,
    lock: Lock,
    arrival: Arrival,
    *,
    max_unpacked_bytes: int,
    is_intact: bool,
    was_altered: bool,
    locked: bool,
) -> FetchOutcome:
    """Check a file that arrived, give it its name and write it in the lock.

    Parameters
    ----------
    source, folder, lock
        As in `pipelines.fetch.fetch_source`.
    arrival : Arrival
        The file; its temporary name is freed whatever happens.
    max_unpacked_bytes : int
        What an archive may unpack to.
    is_intact : bool
        Whether the file the lock speaks of is there as it was fetched.
    was_altered : bool
        Whether it is there otherwise.
    locked : bool
        Whether another hash than the lock's is refused.

    Returns
    -------
    FetchOutcome
        Downloaded, unchanged or updated.

    Raises
    ------
    SourceChangedError
        If it is not the file expected; nothing of it is kept.
    DownloadError
        If the disk is full or cannot be written.
    """
    before = lock.entry(source.id)
    path = folder / arrival.name
    try:
        with disk(path):
            was_double_zip = _look_into(arrival, max_unpacked_bytes)
            entry = LockEntry(
                url=arrival.url,
                file_name=arrival.name,
                sha256=sha256_of(arrival.part.path),
                bytes=arrival.part.path.stat().st_size,
                etag=arrival.etag,
                last_modified=arrival.last_modified,
                fetched_on=datetime.now(UTC).date().isoformat(),
            )
            is_same = before is not None and entry.sha256 == before.sha256
            if locked and before is not None and not is_same:
                raise SourceChangedError(
                    "fetch_locked_differs",
                    source=source.id,
                    name=arrival.name,
                    sha256=entry.sha256,
                    locked=before.sha256,
                )
            arrival.part.path.replace(path)
            lock.record(source.id, entry)
    finally:
        arrival.part.discard()
    if before is not None and not is_same:
        outcome = Outcome.UPDATED
    else:
        outcome = Outcome.UNCHANGED if is_intact else Outcome.DOWNLOADED
    return FetchOutcome(
        source.id, outcome, path, entry.sha256, entry.bytes, was_altered, was_double_zip
    )


def _look_into(arrival: Arrival, max_unpacked_bytes: int) -> bool:
    """Refuse a file that is not what its name says; return whether it was zipped twice."""
    part, name = arrival.part, arrival.name
    suffix = Path(name).suffix.lower()
    # A server may say that it compressed what it did not: the content is the judge.
    if arrival.is_compressed and suffix != ".gz" and is_gzip(part.path):
        unpack_gzip(part.path, part.staged, name, max_unpacked_bytes)
    check_arrival(part.path, name, max_unpacked_bytes)
    check_content(part.path, name)
    if suffix != ".zip" or not unwrap_double_zip(part.path, part.staged):
        return False
    check_arrival(part.path, name, max_unpacked_bytes)
    return True
