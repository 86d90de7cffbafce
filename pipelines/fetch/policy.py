"""How patient and how trusting a fetch is."""

from __future__ import annotations

from dataclasses import dataclass

from territory.retries import RetryPolicy


@dataclass(frozen=True)
class Policy(RetryPolicy):
    """How patient and how trusting a fetch is: a `RetryPolicy`, and caps on a file.

    Parameters
    ----------
    patience_seconds, slowest_bytes_per_second : float
        How long a whole file may take: a fixed time, and its bytes at the slowest rate. A slow
        line that is honest gets its file, a server that drips is left.
    max_bytes : int
        The largest file received.
    max_unpacked_bytes : int
        What an archive may unpack to.
    """

    patience_seconds: float = 300.0
    slowest_bytes_per_second: float = 4_000.0
    max_bytes: int = 4_000_000_000
    max_unpacked_bytes: int = 8_000_000_000

    def seconds_for(self, received_bytes: int) -> float:
        """Return how long a server may have taken to send a number of bytes."""
        return self.patience_seconds + received_bytes / self.slowest_bytes_per_second


DEFAULT_POLICY = Policy()
