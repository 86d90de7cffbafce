"""Ask a road service over HTTP: the only place of `territory` that speaks it.

One request at a time, no faster than the service allows. A server that is overloaded or restarting
is asked again, after the wait it asks for (``Retry-After``) or a wait that doubles. Whatever is not
JSON is refused with the address and the beginning of what came.
"""

from __future__ import annotations

import json
import time
from dataclasses import dataclass
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from types import TracebackType
from typing import Any

import requests

import territory
from territory.errors import DownloadError

PASSING_STATUSES = (408, 429, 500, 502, 503, 504)
PASSING_ERRORS = (
    requests.ConnectionError,
    requests.Timeout,
    requests.exceptions.ChunkedEncodingError,
)
_MOST_BYTES = 50_000_000
_PIECE_BYTES = 1 << 16
_SHOWN = 160
# A service that counts by the second sees requests bunched by the network.
_RATE_MARGIN = 1.05


@dataclass(frozen=True)
class Patience:
    """How fast and how long a service is asked.

    Parameters
    ----------
    most_per_second : float
        Requests a second, at most.
    attempts : int
        How many times a request is made before giving up.
    backoff_seconds : float
        Wait before the second attempt; it doubles each time.
    longest_wait_seconds : float
        The longest wait accepted, doubled to or asked for.
    connect_seconds, read_seconds : float
        How long a service may take to accept, and to send its next bytes.
    """

    most_per_second: float = 5.0
    attempts: int = 5
    backoff_seconds: float = 1.0
    longest_wait_seconds: float = 120.0
    connect_seconds: float = 10.0
    read_seconds: float = 60.0


@dataclass(frozen=True)
class Answer:
    """What a service answered: its status and its JSON."""

    url: str
    status: int
    content: Any


class _TryAgainError(Exception):
    """A failure that may pass, and how long the service asks to wait."""

    def __init__(self, failure: DownloadError, wait_seconds: float | None = None) -> None:
        super().__init__(failure)
        self.failure = failure
        self.wait_seconds = wait_seconds


class RoadClient:
    """A client of a road service, to be closed by a ``with``.

    Parameters
    ----------
    patience : Patience
        How fast and how long it asks.
    """

    def __init__(self, patience: Patience) -> None:
        self.patience = patience
        self._next_at = 0.0
        self._session = requests.Session()
        self._session.headers["User-Agent"] = f"territory/{territory.__version__}"
        self._session.headers["Accept"] = "application/json"

    def __enter__(self) -> RoadClient:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._session.close()

    def ask(self, url: str) -> Answer:
        """Return what an address answers, whether it accepts or refuses what is asked.

        Raises
        ------
        DownloadError
            If the service cannot be reached, keeps failing, asks for too long a wait, or answers
            anything but JSON.
        """
        for number in range(1, self.patience.attempts + 1):
            try:
                return self._once(url)
            except _TryAgainError as passing:
                if number == self.patience.attempts:
                    raise passing.failure from passing
                time.sleep(self._wait_seconds(url, passing, number))
        raise AssertionError("attempts is at least 1")

    def _once(self, url: str) -> Answer:
        pause = self._next_at - time.monotonic()
        if pause > 0:
            time.sleep(pause)
        self._next_at = time.monotonic() + _RATE_MARGIN / self.patience.most_per_second
        timeout = (self.patience.connect_seconds, self.patience.read_seconds)
        try:
            with self._session.get(url, stream=True, timeout=timeout) as response:
                status, headers, body = response.status_code, response.headers, _body(response)
        except requests.exceptions.SSLError as error:
            raise unreachable(url, error) from error
        except PASSING_ERRORS as error:
            raise _TryAgainError(unreachable(url, error)) from error
        except requests.RequestException as error:
            raise unreachable(url, error) from error
        if status in PASSING_STATUSES:
            wait = _retry_after_seconds(headers.get("Retry-After"))
            raise _TryAgainError(refused(url, status, body), wait)
        if len(body) > _MOST_BYTES:
            raise nonsense(url, body)
        try:
            return Answer(url, status, json.loads(body))
        except ValueError as error:
            failure = nonsense(url, body) if status == 200 else refused(url, status, body)
            raise failure from error

    def _wait_seconds(self, url: str, passing: _TryAgainError, number: int) -> float:
        most = self.patience.longest_wait_seconds
        if passing.wait_seconds is None:
            doubled: float = self.patience.backoff_seconds * 2 ** (number - 1)
            return min(doubled, most)
        if passing.wait_seconds > most:
            raise DownloadError(
                "road_service_wait",
                url=shown(url),
                seconds=passing.wait_seconds,
                most_seconds=most,
            ) from passing
        return passing.wait_seconds


def refused(url: str, status: int, body: object) -> DownloadError:
    """Return the error of a service that does not serve what is asked."""
    return DownloadError("road_service_refused", url=shown(url), status=status, came=shown(body))


def nonsense(url: str, body: object) -> DownloadError:
    """Return the error of a service that answers what no road service answers."""
    return DownloadError("road_service_nonsense", url=shown(url), came=shown(body))


def unreachable(url: str, error: Exception) -> DownloadError:
    """Return the error of a service that cannot be reached."""
    return DownloadError("road_service_unreachable", url=shown(url), detail=shown(error))


def shown(said: object) -> str:
    r"""Return the beginning of what was said, on one line.

    Examples
    --------
    >>> shown(b"<html>\n  <body>")
    '<html> <body>'
    """
    if isinstance(said, bytes):
        text = said.decode("utf-8", "replace")
    elif isinstance(said, dict | list):
        text = json.dumps(said, ensure_ascii=False)
    else:
        text = str(said)
    line = " ".join(text.split())
    return line if len(line) <= _SHOWN else line[:_SHOWN] + "…"


def _body(response: requests.Response) -> bytes:
    """Return an answer's body, and no more than one byte too many of it."""
    body = bytearray()
    for piece in response.iter_content(_PIECE_BYTES):
        body += piece
        if len(body) > _MOST_BYTES:
            break
    return bytes(body)


def _retry_after_seconds(header: str | None) -> float | None:
    """Return how long ``Retry-After`` asks to wait, in seconds or as a date; None if unsaid."""
    if header is None:
        return None
    if header.strip().isdecimal():
        return float(header)
    try:
        moment = parsedate_to_datetime(header)
    except ValueError:
        return None
    moment = moment if moment.tzinfo else moment.replace(tzinfo=UTC)
    return max(0.0, (moment - datetime.now(UTC)).total_seconds())
