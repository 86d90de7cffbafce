"""Receive one file over HTTP: ask, wait, resume, retry, and check what came."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, TypeVar

import requests
import urllib3.exceptions

from pipelines.fetch import datagouv
from pipelines.fetch.answers import (
    CHUNK_BYTES,
    encoding_of,
    is_labelled_page,
    is_page,
    pieces_of,
)
from pipelines.fetch.arrival import Arrival
from pipelines.fetch.asking import ask
from pipelines.fetch.lock import LockEntry, disk, sha256_of
from pipelines.fetch.part import Part
from pipelines.fetch.policy import Policy
from pipelines.fetch.progress import Progress
from pipelines.fetch.validators import (
    condition_headers,
    date_of,
    etag_of,
    goes_on,
    range_of,
    resume_headers,
    validator_of,
)
from pipelines.fetch.watch import Watch
from pipelines.fetch.whole import check_content, is_cut, is_gzip, may_be_cut
from pipelines.sources.catalogue import Source
from pipelines.sources.names import published_name
from territory.errors import DownloadError, SourceChangedError, SourceMissingError, TerritoryError
from territory.files import begin
from territory.retries import PASSING_STATUSES, TryAgainError, retried, retry_after_seconds

MOST_JSON_BYTES = 50_000_000
# A file of unsaid length under this share of the last one received was cut.
SHRUNK_SHARE = 0.8
PASSING_ERRORS = (
    requests.ConnectionError,
    requests.Timeout,
    requests.exceptions.ChunkedEncodingError,
)

T = TypeVar("T")


@dataclass(frozen=True)
class Receiver:
    """The requests made for one source.

    ``last_bytes`` is the size of the file received last, 0 if there was none; ``seen`` holds the
    hashes of files whose end was in doubt.
    """

    source: Source
    session: requests.Session
    part: Part
    policy: Policy
    progress: Progress
    last_bytes: int = 0
    seen: set[str] = field(default_factory=set)

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

    def receive(self, url: str, known: LockEntry | None) -> Arrival | LockEntry:
        """Receive a file under its temporary name; or return the known one if it still holds.

        A cut file is left for a later fetch to go on with, if the server can.
        """
        try:
            return self._retry(lambda: self._file(url, known))
        except TerritoryError:
            self.part.discard_unless_resumable()
            raise

    def _retry(self, attempt: Callable[[], T]) -> T:
        return retried(
            attempt,
            self.policy,
            too_long=lambda seconds: DownloadError(
                "fetch_wait_too_long",
                source=self.source.id,
                seconds=seconds,
                most_seconds=self.policy.longest_wait_seconds,
            ),
            tell=lambda failure, seconds, number: self.progress.say(
                "fetch.retry",
                reason=failure,
                seconds=seconds,
                number=number,
                attempts=self.policy.attempts,
            ),
        )

    def _json(self, url: str) -> Any:
        with self._answer(url, {}) as response:
            if response.status_code != 200:
                raise self._refused(response)
            received = bytearray()
            stream = response.raw.stream(CHUNK_BYTES, decode_content=True)
            try:
                with self._watch(response) as watch:
                    for piece in self._watched(watch, url, stream):
                        received += piece
                        watch.allow(self.policy.seconds_for(len(received)))
                        if len(received) > MOST_JSON_BYTES:
                            raise self._too_large(MOST_JSON_BYTES)
            except urllib3.exceptions.HTTPError as error:
                raise TryAgainError(self._unreachable(url, error)) from error
        try:
            return json.loads(received)
        except (ValueError, RecursionError) as error:
            raise DownloadError(
                "datagouv_unreadable",
                source=self.source.id,
                page_url=self.source.page_url,
                detail=error,
            ) from error

    def _file(self, url: str, known: LockEntry | None) -> Arrival | LockEntry:
        start, validator, total = self.part.resume_from(url)
        if start:
            asked = resume_headers(start, validator)
        else:
            asked = {} if known is None else condition_headers(known.etag, known.last_modified)
        with self._answer(url, asked) as response:
            status, headers = response.status_code, response.headers
            if status == 304 and known is not None and asked:
                return known
            length = response.raw.length_remaining
            if start and (
                status == 416
                or (status == 206 and not goes_on(headers, start, validator, total, length))
            ):
                # What we have is not the beginning of what the server has: from the start, at once.
                self.part.discard()
                raise TryAgainError(self._cut(url, 0, None), wait_seconds=0)
            if status != 200 and not (start and status == 206):
                raise self._refused(response)
            name = self._accept(response)
            self._write(response, url, start if status == 206 else 0)
            if length is None and status == 200 and not response.raw.chunked:
                self._check_end(url, name)
            return Arrival(
                part=self.part,
                url=url,
                name=name,
                etag=etag_of(headers),
                last_modified=date_of(headers),
                is_compressed=bool(encoding_of(response)),
            )

    def _check_end(self, url: str, name: str) -> None:
        """Look at the end of a file whose length the server did not say: it may have been cut.

        A text cut in the middle of a row is asked for again. So is a text whose last row has no
        end of line, until the same bytes come twice.
        """
        path = self.part.path
        with path.open("rb") as file:
            if is_page(file.read(CHUNK_BYTES)):  # refused as such, whether whole or not
                return
        if is_gzip(path):  # which tells its own end
            return
        try:
            check_content(path, name)
        except SourceChangedError:
            self.part.discard()
            raise
        size = path.stat().st_size
        if self.last_bytes and size < SHRUNK_SHARE * self.last_bytes:
            self.part.discard()
            raise DownloadError(
                "fetch_shrunk", source=self.source.id, url=url, received=size, last=self.last_bytes
            )
        if is_cut(path, name) or (may_be_cut(path, name) and sha256_of(path) not in self.seen):
            self.seen.add(sha256_of(path))
            self.part.discard()
            raise TryAgainError(self._cut(url, size, None))

    def _answer(self, url: str, headers: Mapping[str, str]) -> requests.Response:
        try:
            response = ask(self.source, self.session, url, headers, self.policy.timeout)
        except requests.exceptions.SSLError as error:
            raise self._unreachable(url, error) from error
        except PASSING_ERRORS as error:
            raise TryAgainError(self._unreachable(url, error)) from error
        except (requests.RequestException, urllib3.exceptions.HTTPError, ValueError) as error:
            # What is no address ends in one of these, by the way in which it is none.
            raise self._unreachable(url, error) from error
        if response.status_code in PASSING_STATUSES:
            with response:
                wait = retry_after_seconds(response.headers.get("Retry-After"))
                raise TryAgainError(self._refused(response), wait)
        return response

    def _accept(self, response: requests.Response) -> str:
        """Return the name of the file an answer announces, or refuse it before its body."""
        if encoding_of(response) not in ("", "gzip", "x-gzip"):
            raise SourceChangedError(
                "fetch_encoding",
                source=self.source.id,
                url=response.url,
                encoding=encoding_of(response),
            )
        asked = response.history[0].url if response.history else response.url
        disposition = response.headers.get("Content-Disposition", "")
        try:
            return published_name(self.source, disposition, response.url, str(asked))
        except SourceChangedError as error:
            # Neither the name nor the type of a file of ours: the page of a dead link.
            if is_labelled_page(response):
                raise self._web_page(response) from error
            raise

    def _web_page(self, response: requests.Response) -> SourceChangedError:
        return SourceChangedError(
            "fetch_web_page",
            source=self.source.id,
            url=response.url,
            page_url=self.source.page_url,
        )

    def _write(self, response: requests.Response, url: str, start: int) -> None:
        """Write a body at the end of the temporary file, counting its bytes and the time it takes."""
        remaining = response.raw.length_remaining
        said = range_of(response.headers) if start else None
        total = None if remaining is None else start + remaining
        if said is not None:
            total = said[2] or total
        received = start
        try:
            self._check_size(url, total or 0, total)
            with (
                disk(self.part.path),
                self.part.path.open("ab") if start else begin(self.part.path) as file,
                self.progress.bar(self.source.id, total, start) as bar,
                self._watch(response) as watch,
            ):
                if not start:
                    self.part.remember(url, validator_of(response.headers), total)
                for piece in self._watched(watch, url, pieces_of(response, remaining)):
                    # A good file under a wrong label is taken; a page under its own is not.
                    if received == 0 and is_labelled_page(response) and is_page(piece):
                        raise self._web_page(response)
                    received += len(piece)
                    self._check_size(url, received, total)
                    watch.allow(self.policy.seconds_for(received - start))
                    file.write(piece)
                    bar.update(len(piece))
        except (DownloadError, SourceChangedError) as error:
            if error.key != "fetch_too_slow":
                self.part.discard()
            raise
        except urllib3.exceptions.HTTPError as error:
            raise TryAgainError(self._cut(url, received, total)) from error
        if total is not None and received < total:
            raise TryAgainError(self._cut(url, received, total))

    def _watch(self, response: requests.Response) -> Watch:
        return Watch(response.raw.shutdown, self.policy.seconds_for(0))

    def _watched(self, watch: Watch, url: str, pieces: Iterable[bytes]) -> Iterator[bytes]:
        """Yield pieces, and say that the server is too slow once the time is over."""
        try:
            yield from pieces
        except (urllib3.exceptions.HTTPError, OSError, ValueError):
            if not watch.has_expired:
                raise
        # A connection shut for its slowness looks like one that ended.
        if watch.has_expired:
            raise DownloadError(
                "fetch_too_slow",
                source=self.source.id,
                url=url,
                rate=self.policy.slowest_bytes_per_second / 1000,
                seconds=self.policy.patience_seconds,
            )

    def _check_size(self, url: str, size: int, total: int | None) -> None:
        if total is not None and size > total:
            raise DownloadError("fetch_too_long", source=self.source.id, url=url, expected=total)
        if size > self.policy.max_bytes:
            raise self._too_large(self.policy.max_bytes)

    def _refused(self, response: requests.Response) -> DownloadError:
        status = response.status_code
        key = f"fetch_status_{status}" if status in (429, 500) else "fetch_status"
        return DownloadError(
            key,
            source=self.source.id,
            url=response.url,
            status=status,
            page_url=self.source.page_url,
        )

    def _unreachable(self, url: str, error: Exception) -> DownloadError:
        # A library begins with which of its objects failed: what failed is enough.
        detail = re.sub(r"^\w+\(host=.*?\): ", "", str(error))
        return DownloadError("fetch_unreachable", source=self.source.id, url=url, detail=detail)

    def _cut(self, url: str, received: int, total: int | None) -> DownloadError:
        return DownloadError(
            "fetch_cut",
            source=self.source.id,
            url=url,
            received=received,
            expected="?" if total is None else total,
        )

    def _too_large(self, most: int) -> DownloadError:
        return DownloadError("fetch_too_large", source=self.source.id, most_mb=most / 1_000_000)
