"""Serve the app, and stop in order whoever asks and whenever they do.

This file imports nothing heavy, so that a signal that comes while Streamlit and the tables are
being imported already finds somebody to answer it.
"""

from __future__ import annotations

import os
import signal
import sys
import threading
from types import FrameType

from territory.views import WITH_PARENT

# A server that was stopped and still waits for a page being computed is left after this.
LEAVE_SECONDS = 3.0


def main(options: list[str]) -> None:
    """Serve the app with options of ``streamlit run``; returns when the server stops.

    Being stopped by SIGTERM, SIGINT (Ctrl+C) or SIGHUP (the terminal was closed) is a success:
    exit code 0. A SIGHUP that whoever started us chose to ignore (``nohup``) stays ignored.
    """
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, _leave)  # Streamlit puts its own in their place once it serves
    if hasattr(signal, "SIGHUP") and signal.getsignal(signal.SIGHUP) != signal.SIG_IGN:
        signal.signal(signal.SIGHUP, _as_terminated)
    if options[-1:] == [WITH_PARENT]:
        threading.Thread(target=_leave_with_parent, daemon=True).start()
        options = options[:-1]
    from territory.views import early  # noqa: PLC0415 - seconds of imports, signals come first

    try:
        early.serve(options)
    finally:
        leaving = threading.Timer(LEAVE_SECONDS, os._exit, [0])
        leaving.daemon = True
        leaving.start()


def _leave(number: int, frame: FrameType | None) -> None:
    del number, frame
    raise SystemExit(0)


def _as_terminated(number: int, frame: FrameType | None) -> None:
    del number, frame
    signal.raise_signal(signal.SIGTERM)


def _leave_with_parent() -> None:
    """Leave when the standard input, which our parent alone holds open, ends."""
    while sys.stdin.buffer.read(1):
        pass
    os._exit(0)


if __name__ == "__main__":
    main(sys.argv[1:])
