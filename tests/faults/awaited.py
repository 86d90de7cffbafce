"""Faults known to come out silent, and why: a short list, that must only grow shorter.

Each is tried all the same: once it no longer comes out silent, its test asks to take it off.
"""

from __future__ import annotations

from fnmatch import fnmatchcase

# (subject, fault) patterns -> what is missing.
AWAITED: dict[tuple[str, str], str] = {
    ("*", "a code in other digits"): "figures are those of ASCII, in every code",
    ("*", "a control character in a name"): "names are cleaned at the door, with a line",
    ("*", "a character nobody sees in a name"): "names are cleaned at the door, with a line",
    ("*", "a name without end"): "names have a length",
    ("*", "in UTF-8 read as Windows-1252 and written again"): "names encoded twice are told",
}


def reason(subject: str, fault: str) -> str:
    """Return why a fault comes out silent; blank when it must not."""
    return next(
        (
            why
            for (subjects, faults), why in AWAITED.items()
            if fnmatchcase(subject, subjects) and fnmatchcase(fault, faults)
        ),
        "",
    )
