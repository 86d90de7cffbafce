"""Files for the browser, on a shelf of this server's own: made once, gone with the server."""

from __future__ import annotations

import atexit
import shutil
import tempfile
import threading
from collections.abc import Callable
from functools import cache
from pathlib import Path

import streamlit.components.v1 as components

from territory.files import write_file


@cache
def _folder() -> Path:
    folder = Path(tempfile.mkdtemp(prefix="territory-"))
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    return folder


class ServedShelf:
    """A folder that the app's server hands out, read-only, to the map's frame.

    Parameters
    ----------
    fingerprint : str
        What tells these data from others: part of every address, so that a browser never shows a
        file of older data.
    """

    def __init__(self, fingerprint: str) -> None:
        self._fingerprint = fingerprint
        self._lock = threading.Lock()

    def put(self, name: str, make: Callable[[], bytes]) -> str:
        """Return the address of a file relative to the map's frame; made if it is not there."""
        served = components.declare_component("shelf", path=str(_folder()))
        file = _folder() / self._fingerprint / name
        if not file.is_file():
            with self._lock:
                if not file.is_file():
                    file.parent.mkdir(exist_ok=True)
                    write_file(file, make())
        return f"../{served.name}/{self._fingerprint}/{name}"
