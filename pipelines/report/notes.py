"""Tell notes in the reader's language: a sentence by its key, then the lines of its rows."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from pipelines.notes import MOST_SHOWN
from territory.messages import Words


def notes_lines(notes: Iterable[Mapping[str, Any]], words: Words) -> Iterator[str]:
    """Yield the lines of notes; a title has a blank line around it.

    Parameters
    ----------
    notes : iterable of mapping
        As `pipelines.notes.Note.plain` makes them and ``build_report.json`` keeps them.
    words : Words
        Of the reader's language.
    """
    for note in notes:
        line = sentence(note, words)
        yield from ("", line, "") if line.startswith("#") else (line,)
        yield from notes_lines(note.get("rows", ()), words)


def sentence(note: Mapping[str, Any], words: Words) -> str:
    """Return the sentence of a note, without its rows."""
    codes, rows = note.get("codes", ()), note.get("rows", ())
    most = note.get("most_shown", MOST_SHOWN)
    shown = [_written("", code, words) for code in codes[:most]]
    named = ", ".join(shown) + (", …" if len(codes) > most else "")
    values = {
        "count": len(codes) or len(rows),
        "codes": named,
        "listed": f" — {named}" if named else "",
        **note.get("values", {}),
    }
    written = {name: _written(name, value, words) for name, value in values.items()}
    return words.text(f"build.{note['key']}", **written)


def _written(name: str, value: Any, words: Words) -> str:
    """Return a value in words; the suffix of its name says how a number is written."""
    if isinstance(value, str):
        return value
    if isinstance(value, Mapping):
        return sentence(value, words)
    if isinstance(value, list):
        return "".join(_written(name, part, words) for part in value)
    if name.endswith("year"):
        return str(value)
    if name.endswith("_share"):
        return words.percent(value, digits=1)
    return words.number(value, digits=1 if name.endswith(("_hours", "_minutes")) else 0)
