"""Find a note in a build's report."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any


def note_of(notes: Iterable[dict[str, Any]], key: str) -> dict[str, Any]:
    """Return the only note of a key, with its codes, rows and values, empty if it has none."""
    (found,) = [note for note in notes if note["key"] == key]
    return {"codes": [], "rows": [], "values": {}} | found
