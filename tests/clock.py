"""Waits that take no time: who waits here moves the clock, and nothing else does.

A test of waits that looks at the machine's clock fails when the machine is busy, and takes as long
as it waits.
"""

from __future__ import annotations

import threading
import time
from dataclasses import dataclass, field

import pytest


@dataclass
class Clock:
    """A clock that stands still but for the waits of the thread that made it.

    Parameters
    ----------
    waits : list of float
        Seconds of each wait, in order.
    """

    waits: list[float] = field(default_factory=list)

    def stop(self, monkeypatch: pytest.MonkeyPatch) -> Clock:
        """Stand in for `time.monotonic` and `time.sleep`; servers of other threads wait for real."""
        waiting, really_sleep, started = threading.current_thread(), time.sleep, time.monotonic()

        def sleep(seconds: float) -> None:
            if threading.current_thread() is waiting:
                self.waits.append(seconds)
            else:
                really_sleep(seconds)

        monkeypatch.setattr(time, "sleep", sleep)
        monkeypatch.setattr(time, "monotonic", lambda: started + sum(self.waits))
        return self
