"""What a build has to say, line by line: notes that steps make, and the report tells by their key.

To say one thing more, a step adds a note and ``messages/{fr,en}/build.toml`` gains its sentence.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

# Codes named in a sentence; the JSON report holds them all.
MOST_SHOWN = 12


@dataclass(frozen=True)
class Note:
    """A line of the report.

    Parameters
    ----------
    key : str
        Its sentence in ``build.toml``, which may ask for ``{count}`` (of the codes, else of the rows),
        ``{codes}``, ``{listed}`` (the codes after a dash, or nothing) and any of the values.
    codes : tuple of str or Note
        The communes, counters or places concerned, as one names them in the sentence.
    rows : tuple of Note
        Lines that follow, one a row.
    values : dict
        What else it says. A number is written by the suffix of its name: ``_share`` as a percentage,
        ``_hours`` and ``_minutes`` with a decimal, ``year`` as it is, others as whole numbers. A `Note` is written by
        its own sentence.
    most_shown : int
        Codes named in the sentence.
    """

    key: str
    codes: tuple[str | Note, ...] = ()
    rows: tuple[Note, ...] = ()
    values: dict[str, Any] = field(default_factory=dict)
    most_shown: int = MOST_SHOWN

    def plain(self) -> dict[str, Any]:
        """Return the note as JSON keeps it: its key, and what else it has."""
        parts = {"codes": self.codes, "rows": self.rows, "values": self.values}
        parts_kept = {name: _plain(part) for name, part in parts.items() if part}
        if self.most_shown != MOST_SHOWN:
            parts_kept["most_shown"] = self.most_shown
        return {"key": self.key, **parts_kept}


class Notes(list[Note]):
    """The notes of a step, in their order."""

    def add(
        self,
        key: str,
        codes: Iterable[str | Note] = (),
        *,
        rows: Iterable[Note] = (),
        **values: Any,
    ) -> None:
        """Append a note; see `Note`."""
        self.append(Note(key, tuple(codes), tuple(rows), values))

    def add_words(self, said: Iterable[str]) -> None:
        """Append what a reader said in words of its own."""
        self.extend(Note("note", values={"words": words}) for words in said)

    def find(self, key: str) -> Note:
        """Return the first note of a key.

        Raises
        ------
        KeyError
            If there is none.
        """
        for note in self:
            if note.key == key:
                return note
        raise KeyError(key)

    def plain(self) -> list[dict[str, Any]]:
        """Return the notes as JSON keeps them."""
        return [note.plain() for note in self]


def _plain(part: Any) -> Any:
    if isinstance(part, Note):
        return part.plain()
    if isinstance(part, dict):
        return {name: _plain(value) for name, value in part.items()}
    if isinstance(part, list | tuple):
        return [_plain(value) for value in part]
    return part
