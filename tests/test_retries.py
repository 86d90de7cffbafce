"""One policy of retries: what is asked again, after how long, and when it is given up."""

from __future__ import annotations

import time
from email.utils import formatdate

import pytest

from territory import retries
from territory.errors import DownloadError
from territory.retries import RetryPolicy, TryAgainError, retried, retry_after_seconds

FIVE = RetryPolicy(attempts=5, backoff_seconds=1.0, longest_wait_seconds=3.0)


@pytest.fixture
def waits(monkeypatch: pytest.MonkeyPatch) -> list[float]:
    found: list[float] = []
    monkeypatch.setattr(retries.time, "sleep", found.append)
    return found


class Server:
    """Fails a number of times, then answers."""

    def __init__(self, failures: int, wait_seconds: float | None = None) -> None:
        self.failures, self.wait_seconds, self.asked = failures, wait_seconds, 0

    def __call__(self) -> str:
        """Answer once, as a request would."""
        self.asked += 1
        if self.asked <= self.failures:
            raise TryAgainError(DownloadError(f"failure {self.asked}"), self.wait_seconds)
        return "answer"


def too_long(seconds: float) -> DownloadError:
    return DownloadError("too long", seconds=seconds)


def test_waits_double_up_to_the_longest(waits: list[float]):
    assert retried(Server(4), FIVE, too_long=too_long) == "answer"
    assert waits == [1, 2, 3, 3]


@pytest.mark.parametrize("attempts", [1, 2, 5])
def test_the_last_failure_is_said_once_all_attempts_are_made(waits: list[float], attempts: int):
    server = Server(99)
    with pytest.raises(DownloadError) as caught:
        retried(server, RetryPolicy(attempts=attempts), too_long=too_long)
    assert caught.value.key == f"failure {attempts}"
    assert server.asked == attempts
    assert len(waits) == attempts - 1


@pytest.mark.parametrize("asked", [0, 2.5])
def test_the_wait_a_server_asks_for_takes_the_place_of_the_doubled_one(
    waits: list[float], asked: float
):
    retried(Server(3, asked), FIVE, too_long=too_long)
    assert waits == [asked] * 3


def test_a_wait_longer_than_allowed_is_refused_with_its_length_and_not_waited_for(
    waits: list[float],
):
    with pytest.raises(DownloadError) as caught:
        retried(Server(1, 3.5), FIVE, too_long=too_long)
    assert (caught.value.key, caught.value.values) == ("too long", {"seconds": 3.5})
    assert waits == []


def test_each_wait_is_told_with_what_failed_and_the_number_of_the_next_attempt(waits: list[float]):
    told = []
    retried(
        Server(2),
        FIVE,
        too_long=too_long,
        tell=lambda failure, seconds, number: told.append((failure.key, seconds, number)),
    )
    assert told == [("failure 1", 1, 2), ("failure 2", 2, 3)]
    assert len(waits) == 2


@pytest.mark.parametrize(
    ("header", "seconds"),
    [
        ("0", 0),
        (" 120 ", 120),
        ("86400", 86_400),
        (None, None),
        ("", None),
        ("soon", None),
        ("-5", None),
        ("Fri, 31 Dec 99999999999999 23:59:59 GMT", None),
    ],
)
def test_retry_after_is_seconds_or_nothing(header: str | None, seconds: float | None):
    assert retry_after_seconds(header) == seconds


def test_retry_after_may_be_a_date_and_one_in_the_past_is_no_wait():
    assert retry_after_seconds(formatdate(time.time() + 3600, usegmt=True)) == pytest.approx(
        3600, abs=5
    )
    assert retry_after_seconds(formatdate(time.time() - 3600, usegmt=True)) == 0
