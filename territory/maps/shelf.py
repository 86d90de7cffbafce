"""Where files for the browser are put."""

from __future__ import annotations

from collections.abc import Callable
from typing import Protocol


class Shelf(Protocol):
    """Where files are put for the browser."""

    def put(self, name: str, make: Callable[[], bytes]) -> str:
        """Return the address of a file, made if it is not there yet."""
