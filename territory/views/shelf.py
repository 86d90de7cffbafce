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


# How Streamlit names the component that hands the folder out: by this module.
_COMPONENT = "shelf"
_SERVED = f"{__name__}.{_COMPONENT}"


def serve_shelf() -> str:
    """Let the server hand out the folder: called by each page that shows a map.

    A component declared outside a visit is not declared, so it is not done where files are put.

    Returns
    -------
    str
        The name it is served under.
    """
    return str(components.declare_component(_COMPONENT, path=str(_folder())).name)


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
        file = _folder() / self._fingerprint / name
        if not file.is_file():
            with self._lock:
                if not file.is_file():
                    file.parent.mkdir(exist_ok=True)
                    write_file(file, make())
        return f"../{_SERVED}/{self._fingerprint}/{name}"
