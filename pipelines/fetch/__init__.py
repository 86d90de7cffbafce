"""Fetch the sources' files; with `pipelines.fetch.receive`, the only place that speaks HTTP.

What surprised us: Insee answers 500 for a file that does not exist and 200 with a web page for
a dead link, and one of its ZIPs held a ZIP; data.gouv.fr changes a file's address at each
update; HTTP libraries stop at the announced length, so that a file longer than its server says
would be cut without a word.

A file is received under a temporary name, checked, then moved: whatever stands under a
published name is whole. One file at a time, out of courtesy.
"""

from __future__ import annotations

from collections.abc import Iterable
from contextlib import ExitStack
from pathlib import Path

import requests

from pipelines.fetch import datagouv
from pipelines.fetch.arrival import settle
from pipelines.fetch.asking import open_session
from pipelines.fetch.lock import Lock, LockEntry, open_lock
from pipelines.fetch.outcomes import FetchFailedError, FetchOutcome, Outcome, count_outcomes
from pipelines.fetch.part import Part
from pipelines.fetch.policy import DEFAULT_POLICY, Policy
from pipelines.fetch.progress import Progress
from pipelines.fetch.receive import Receiver
from pipelines.sources.catalogue import Source
from territory.errors import DownloadError, TerritoryError
from territory.messages import default_words


def fetch_all(
    sources: Iterable[Source],
    folder: Path,
    *,
    locked: bool = False,
    quiet: bool = False,
    policy: Policy = DEFAULT_POLICY,
    api_address: str = datagouv.API_ADDRESS,
) -> tuple[FetchOutcome, ...]:
    """Fetch sources one after the other; one that fails does not stop the next.

    Each outcome is written on the error stream as it comes, then how many there are of each.

    Parameters
    ----------
    sources : iterable of Source
        What to fetch.
    folder : Path
        Where files and the lock file are kept; made if absent.
    quiet : bool
        Whether to tell nothing.
    locked, policy, api_address
        As in `fetch_source`.

    Returns
    -------
    tuple of FetchOutcome
        One a source, in their order.

    Raises
    ------
    FetchFailedError
        If some sources failed, once all were tried; its `outcomes` are the others.
    DownloadError
        If another process is fetching into the folder, or the folder cannot be written.
    TerritoryError
        If the lock file is not one.
    """
    progress = Progress(default_words(), quiet=quiet)
    outcomes: list[FetchOutcome] = []
    problems: dict[str, TerritoryError] = {}
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
                    locked=locked,
                    api_address=api_address,
                )
            except TerritoryError as error:
                problems[source.id] = error
                progress.say("fetch.outcome.failed", source=source.id)
            else:
                outcomes.append(outcome)
                progress.write(outcome.say(progress.words))
    progress.say("fetch.summary", failed=len(problems), **count_outcomes(outcomes))
    if problems:
        raise FetchFailedError(outcomes, problems)
    return tuple(outcomes)


def fetch_source(
    source: Source,
    folder: Path,
    *,
    lock: Lock,
    session: requests.Session | None = None,
    progress: Progress | None = None,
    policy: Policy = DEFAULT_POLICY,
    locked: bool = False,
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
    locked : bool
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
        long or sends too much; if the disk is full or cannot be written; if `locked` and
        the lock does not know the source.
    SourceChangedError
        If what came is not the file: a web page, another type, a damaged or unsafe archive,
        another name, or another hash than the lock's. It is not kept.
    """
    progress = progress or Progress(default_words(), quiet=True)
    entry = lock.entry(source.id)
    is_intact = entry is not None and entry.is_intact(folder)
    was_altered = entry is not None and not is_intact and entry.is_there(folder)
    if locked and entry is None:
        raise DownloadError("fetch_not_locked", source=source.id, path=lock.path)
    if entry is not None and is_intact and locked:
        return _unchanged(source, folder, entry)
    if entry is not None and was_altered:
        progress.say("fetch.altered", source=source.id, name=entry.file_name)
    with ExitStack() as stack:
        receiver = Receiver(
            source,
            session or stack.enter_context(open_session()),
            Part(folder, source.id),
            policy,
            progress,
            0 if entry is None else entry.bytes,
        )
        if locked and entry is not None and source.dataset_id:
            url = entry.url  # the very resource the lock speaks of, not the newest
        else:
            url = receiver.address(api_address)
        known = entry if entry is not None and is_intact and entry.url == url else None
        arrival = receiver.receive(url, known)
    if isinstance(arrival, LockEntry):
        return _unchanged(source, folder, arrival)
    return settle(
        source,
        folder,
        lock,
        arrival,
        max_unpacked_bytes=policy.max_unpacked_bytes,
        is_intact=is_intact,
        was_altered=was_altered,
        locked=locked,
    )


def _unchanged(source: Source, folder: Path, entry: LockEntry) -> FetchOutcome:
    path = folder / entry.file_name
    return FetchOutcome(source.id, Outcome.UNCHANGED, path, entry.sha256, entry.bytes)
