"""Receive one file over HTTP: ask, wait, resume, retry, and check what came.

What surprised us: HTTP libraries stop at the announced length, so that a file longer than its
server says would be cut without a word.
"""

from __future__ import annotations

import http.client
import json
import re
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from typing import Any, TypeVar

import requests
import urllib3.exceptions

from pipelines import datagouv
from pipelines.arrivals import Arrival, disk
from pipelines.catalogue import Source
from pipelines.lock import LockEntry
from pipelines.names import published_name
from pipelines.part import Part
from pipelines.progress import Progress
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
    max_unpacked_bytes: int = 8_000_000_000


DEFAULT_POLICY = Policy()


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
class Receiver:
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
        number = 1
        while True:
            try:
                return attempt()
            except _TryAgainError as failure:
                wait = self._wait_seconds(failure, number)
                if number == self.policy.attempts:
                    raise failure.error from failure
                number += 1
                self.progress.say(
                    "fetch.retry",
                    reason=failure.error,
                    seconds=wait,
                    number=number,
                    attempts=self.policy.attempts,
                )
                time.sleep(wait)

    def _wait_seconds(self, failure: _TryAgainError, number: int) -> float:
        most = self.policy.longest_wait_seconds
        if failure.wait_seconds is None:
            doubled: float = self.policy.backoff_seconds * 2 ** (number - 1)
            return min(doubled, most)
        if failure.wait_seconds > most:
            raise DownloadError(
                "fetch_wait_too_long",
                source=self.source.id,
                seconds=failure.wait_seconds,
                most_seconds=most,
            ) from failure
        return failure.wait_seconds

    def _json(self, url: str) -> Any:
        with self._answer(url, {}) as response:
            if response.status_code != 200:
                raise self._refused(response)
            received = bytearray()
            try:
                for piece in response.raw.stream(CHUNK_BYTES, decode_content=True):
                    received += piece
                    if len(received) > MOST_JSON_BYTES:
                        raise self._too_large(MOST_JSON_BYTES)
            except urllib3.exceptions.HTTPError as error:
                raise _TryAgainError(self._unreachable(url, error)) from error
        try:
            return json.loads(received)
        except ValueError as error:
            raise DownloadError(
                "datagouv_unreadable",
                source=self.source.id,
                page_url=self.source.page_url,
                detail=error,
            ) from error

    def _file(self, url: str, known: LockEntry | None) -> Arrival | LockEntry:
        start, validator = self.part.resume_from(url)
        asked = _resume_headers(start, validator) if start else _condition_headers(known)
        with self._answer(url, asked) as response:
            status = response.status_code
            if status == 304 and known is not None and asked:
                return known
            if start and (
                status == 416 or (status == 206 and not _goes_on(response, start, validator))
            ):
                # What we have is not the beginning of what the server has: from the start, at once.
                self.part.discard()
                raise _TryAgainError(self._cut(url, 0, None), wait_seconds=0)
            if status != 200 and not (start and status == 206):
                raise self._refused(response)
            name = self._accept(response)
            self._write(response, url, start if status == 206 else 0)
            return Arrival(
                part=self.part,
                url=url,
                name=name,
                etag=response.headers.get("ETag", ""),
                last_modified=response.headers.get("Last-Modified", ""),
                is_compressed=bool(_encoding(response)),
            )

    def _answer(self, url: str, headers: Mapping[str, str]) -> requests.Response:
        try:
            response = self.session.get(
                url,
                headers=headers,
                stream=True,
                timeout=(self.policy.connect_seconds, self.policy.read_seconds),
            )
        except requests.exceptions.SSLError as error:
            raise self._unreachable(url, error) from error
        except PASSING_ERRORS as error:
            raise _TryAgainError(self._unreachable(url, error)) from error
        except requests.RequestException as error:
            raise self._unreachable(url, error) from error
        if response.status_code in PASSING_STATUSES:
            with response:
                wait = _retry_after_seconds(response.headers.get("Retry-After", ""))
                raise _TryAgainError(self._refused(response), wait)
        return response

    def _accept(self, response: requests.Response) -> str:
        """Return the name of the file an answer announces, or refuse it before its body."""
        content_type = response.headers.get("Content-Type", "").lower()
        if content_type.startswith(("text/html", "application/xhtml")):
            raise SourceChangedError(
                "fetch_web_page",
                source=self.source.id,
                url=response.url,
                page_url=self.source.page_url,
            )
        if _encoding(response) not in ("", "gzip", "x-gzip"):
            raise SourceChangedError(
                "fetch_encoding",
                source=self.source.id,
                url=response.url,
                encoding=_encoding(response),
            )
        asked = response.history[0].url if response.history else response.url
        disposition = response.headers.get("Content-Disposition", "")
        return published_name(self.source, disposition, response.url, str(asked))

    def _write(self, response: requests.Response, url: str, start: int) -> None:
        """Write a body at the end of the temporary file, counting its bytes."""
        remaining = response.raw.length_remaining
        total = None if remaining is None else start + remaining
        received = start
        try:
            self._check_size(url, total or 0, total)
            with (
                disk(self.part.path),
                self.part.path.open("ab" if start else "wb") as file,
                self.progress.bar(self.source.id, total, start) as bar,
            ):
                if not start:
                    self.part.remember(url, _validator(response))
                for piece in _pieces(response, remaining):
                    received += len(piece)
                    self._check_size(url, received, total)
                    file.write(piece)
                    bar.update(len(piece))
        except DownloadError:
            self.part.discard()
            raise
        except urllib3.exceptions.HTTPError as error:
            raise _TryAgainError(self._cut(url, received, total)) from error
        if total is not None and received < total:
            raise _TryAgainError(self._cut(url, received, total))

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
        return DownloadError("fetch_unreachable", source=self.source.id, url=url, detail=error)

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


def _pieces(response: requests.Response, length: int | None) -> Iterator[bytes]:
    """Yield a body as it comes, and one byte more if it goes on past its announced length.

    `http.client` stops at the announced length and drops the rest. When the server is to close
    the connection, it is told not to, so that the end of the body is where it really ends.
    """
    raw = response.raw
    if length is None:
        yield from raw.stream(CHUNK_BYTES, decode_content=False)
        return
    beneath, shows_end = getattr(raw, "_fp", None), False
    if isinstance(beneath, http.client.HTTPResponse) and beneath.will_close:
        beneath.length = raw.length_remaining = None
        shows_end = True
    while length and (piece := raw.read(min(CHUNK_BYTES, length), decode_content=False)):
        length -= len(piece)
        yield piece
    if shows_end and not length:
        with suppress(urllib3.exceptions.HTTPError):  # closed late or roughly: it is whole
            if surplus := raw.read(1, decode_content=False):
                yield surplus


def _resume_headers(start: int, validator: str) -> dict[str, str]:
    return {"Range": f"bytes={start}-", "If-Range": validator}


def _condition_headers(known: LockEntry | None) -> dict[str, str]:
    if known is None:
        return {}
    headers = {"If-None-Match": known.etag, "If-Modified-Since": known.last_modified}
    return {name: value for name, value in headers.items() if value}


def _goes_on(response: requests.Response, start: int, validator: str) -> bool:
    """Whether a 206 answers with the end of the very version whose beginning we have."""
    begins = re.match(r"bytes (\d+)-", response.headers.get("Content-Range", ""))
    if begins is None or int(begins[1]) != start:
        return False
    # If-Range was sent: a server may leave out what it only confirms.
    return _validator(response) in ("", validator)


def _validator(response: requests.Response) -> str:
    """Return what ``If-Range`` may be given: a strong ETag, else the date, else nothing."""
    etag = response.headers.get("ETag", "")
    if etag and not etag.startswith("W/"):
        return etag
    return response.headers.get("Last-Modified", "")


def _encoding(response: requests.Response) -> str:
    encoding = response.headers.get("Content-Encoding", "").strip().lower()
    return "" if encoding == "identity" else encoding


def _retry_after_seconds(header: str) -> float | None:
    """Return how long ``Retry-After`` asks to wait, in seconds or as a date; None if unsaid."""
    if header.strip().isdecimal():
        return float(header)
    try:
        moment = parsedate_to_datetime(header)
    except ValueError:
        return None
    moment = moment if moment.tzinfo else moment.replace(tzinfo=UTC)
    return max(0.0, (moment - datetime.now(UTC)).total_seconds())
