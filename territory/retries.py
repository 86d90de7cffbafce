"""When a server is asked again, and after how long: one policy for files and for road services.

urllib3's `Retry` counts the attempts, doubles the waits and reads ``Retry-After``. It is driven from
here and not by the connection, because more than an answer's status may fail: its body may be cut,
and a wait may be longer than anybody would sit through.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import TypeVar

from urllib3.exceptions import InvalidHeader, MaxRetryError
from urllib3.util.retry import RequestHistory, Retry

from territory.errors import DownloadError

# A server that is overloaded, restarting, or (Insee) has no such file.
PASSING_STATUSES = (408, 429, 500, 502, 503, 504)
# `Retry` shortens a wait to this without a word; a wait refused is told in full.
_READER = Retry()
_READER.retry_after_max = 10**9
# urllib3 waits from the second failure on; with this one before all others, from the first.
_BEFORE = RequestHistory(None, None, None, None, None)

T = TypeVar("T")


@dataclass(frozen=True)
class RetryPolicy:
    """How many times a server is asked, and how long it may take.

    Parameters
    ----------
    attempts : int
        How many times a request is made before giving up.
    backoff_seconds : float
        Wait before the second attempt; it doubles each time.
    longest_wait_seconds : float
        The longest wait accepted, doubled to or asked for by ``Retry-After``.
    connect_seconds, read_seconds : float
        How long a server may take to accept, and to send all its headers, then its next bytes.
    """

    attempts: int = 5
    backoff_seconds: float = 1.0
    longest_wait_seconds: float = 120.0
    connect_seconds: float = 10.0
    read_seconds: float = 60.0

    @property
    def timeout(self) -> tuple[float, float]:
        """Seconds to connect and to read, as requests takes them."""
        return self.connect_seconds, self.read_seconds


class TryAgainError(Exception):
    """An attempt failed in a way that may pass.

    Parameters
    ----------
    failure : DownloadError
        What to say if it does not.
    wait_seconds : float, optional
        The wait before the next attempt, when the server asked for one.
    """

    def __init__(self, failure: DownloadError, wait_seconds: float | None = None) -> None:
        super().__init__(failure)
        self.failure = failure
        self.wait_seconds = wait_seconds


def retried(
    attempt: Callable[[], T],
    policy: RetryPolicy,
    *,
    too_long: Callable[[float], DownloadError],
    tell: Callable[[DownloadError, float, int], None] = lambda *_: None,
) -> T:
    """Return what an attempt gives, made again while it raises `TryAgainError`.

    Parameters
    ----------
    attempt : callable
        What to do.
    policy : RetryPolicy
        How many times, and how long to wait in between.
    too_long : callable
        Seconds the server asks to wait → the error raised when that is longer than allowed.
    tell : callable
        Told, before each wait, what failed, the seconds to wait, and the number of the next attempt.

    Raises
    ------
    DownloadError
        The failure of the last attempt, or what `too_long` returns.
    """
    retry = Retry(
        total=policy.attempts - 1,
        backoff_factor=policy.backoff_seconds / 2,
        backoff_max=policy.longest_wait_seconds,
        history=(_BEFORE,),
    )
    while True:
        try:
            return attempt()
        except TryAgainError as passing:
            try:
                retry = retry.increment(error=passing)
            except MaxRetryError:
                raise passing.failure from passing
            wait = passing.wait_seconds
            if wait is None:
                wait = retry.get_backoff_time()
            elif wait > policy.longest_wait_seconds:
                raise too_long(wait) from passing
            tell(passing.failure, wait, len(retry.history))
            time.sleep(wait)


def retry_after_seconds(header: str | None) -> float | None:
    """Return how long ``Retry-After`` asks to wait, in seconds or as a date; None if it does not.

    Examples
    --------
    >>> retry_after_seconds("120"), retry_after_seconds("soon"), retry_after_seconds(None)
    (120.0, None, None)
    """
    try:
        return float(_READER.parse_retry_after(header or ""))
    except (InvalidHeader, ValueError, OverflowError):  # the last two: a date of no calendar
        return None
