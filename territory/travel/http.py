"""Ask a road service over HTTP: the only place of `territory` that speaks it.

One request at a time, no faster than the service allows; asked again as `territory.retries` says.
Whatever is not JSON is refused with the address and the beginning of what came.
"""

from __future__ import annotations

import json
import time
from dataclasses import dataclass
from types import TracebackType
from typing import Any

import requests

import territory
from territory.errors import DownloadError
from territory.retries import (
    PASSING_STATUSES,
    RetryPolicy,
    TryAgainError,
    retried,
    retry_after_seconds,
)

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
class Patience(RetryPolicy):
    """How fast and how long a service is asked: a `RetryPolicy`, and a rate.

    Parameters
    ----------
    most_per_second : float
        Requests a second, at most.
    """

    most_per_second: float = 5.0


@dataclass(frozen=True)
class Answer:
    """What a service answered: its status and its JSON."""

    url: str
    status: int
    content: Any


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
        return retried(
            lambda: self._once(url),
            self.patience,
            too_long=lambda seconds: DownloadError(
                "road_service_wait",
                url=shown(url),
                seconds=seconds,
                most_seconds=self.patience.longest_wait_seconds,
            ),
        )

    def _once(self, url: str) -> Answer:
        pause = self._next_at - time.monotonic()
        if pause > 0:
            time.sleep(pause)
        self._next_at = time.monotonic() + _RATE_MARGIN / self.patience.most_per_second
        try:
            with self._session.get(url, stream=True, timeout=self.patience.timeout) as response:
                status, headers, body = response.status_code, response.headers, _body(response)
        except requests.exceptions.SSLError as error:
            raise unreachable(url, error) from error
        except PASSING_ERRORS as error:
            raise TryAgainError(unreachable(url, error)) from error
        except requests.RequestException as error:
            raise unreachable(url, error) from error
        if status in PASSING_STATUSES:
            wait = retry_after_seconds(headers.get("Retry-After"))
            raise TryAgainError(refused(url, status, body), wait)
        if len(body) > _MOST_BYTES:
            raise nonsense(url, body)
        try:
            return Answer(url, status, json.loads(body))
        except ValueError as error:
            failure = nonsense(url, body) if status == 200 else refused(url, status, body)
            raise failure from error


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
