"""How patient and how trusting a fetch is."""

from __future__ import annotations

from dataclasses import dataclass


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
        How long a server may take to accept, and to send all its headers, then its next bytes.
    patience_seconds, slowest_bytes_per_second : float
        How long a whole file may take: so many seconds, and its bytes at the slowest rate. A slow
        line that is honest gets its file, a server that drips is left.
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
    patience_seconds: float = 300.0
    slowest_bytes_per_second: float = 4_000.0
    max_bytes: int = 4_000_000_000
    max_unpacked_bytes: int = 8_000_000_000

    def seconds_for(self, received_bytes: int) -> float:
        """Return how long a server that has sent so many bytes may have taken."""
        return self.patience_seconds + received_bytes / self.slowest_bytes_per_second


DEFAULT_POLICY = Policy()
