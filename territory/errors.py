"""What can go wrong, said in words: what happened, to what, and what to do.

An error carries a key of the message catalogue, not a sentence, so that the app and the
command say it in the reader's language. ``str(error)`` speaks the default language.
"""

from __future__ import annotations

import difflib
from collections.abc import Iterable

from territory import messages


def quoted(value: object, most: int = 60) -> str:
    """Return a value as a message quotes it: on one line, cut, without what cannot be seen.

    Examples
    --------
    >>> quoted("a" + chr(10) + "b"), quoted("abcdef", most=3)
    ('a?b', 'abc…')
    """
    words = str(value)
    clean = "".join(one if one.isprintable() else "?" for one in words[:most])
    return clean if len(words) <= most else f"{clean}…"


class TerritoryError(Exception):
    """A failure a person can understand and act on.

    Parameters
    ----------
    key : str
        Name of the message in ``errors.toml``: ``source_missing`` for ``errors.source_missing``.
    **values
        What the message's braces ask for.
    """

    def __init__(self, key: str, **values: object) -> None:
        super().__init__(key, values)
        self.key = key
        self.values = values

    def say(self, language: str | None = None) -> str:
        """Return the message in a language; an error among its values is said in that language."""
        values = {
            name: value.say(language) if isinstance(value, TerritoryError) else value
            for name, value in self.values.items()
        }
        return messages.text(f"errors.{self.key}", language, **values)

    def __str__(self) -> str:
        return self.say()


class SourceMissingError(TerritoryError):
    """A source's file is not where it should be."""


class SourceChangedError(TerritoryError):
    """A file is not what its source declares: not the type, the columns or the codes expected."""


class DownloadError(TerritoryError):
    """A file could not be fetched."""


class ContractError(TerritoryError):
    """A table breaks its contract; `problems` lists every breach at once.

    Parameters
    ----------
    table : str
        Name of the table.
    problems : iterable of TerritoryError
        Each breach, as a message of its own.
    """

    def __init__(self, table: str, problems: Iterable[TerritoryError]) -> None:
        self.problems = tuple(problems)
        super().__init__("contract", table=table, count=len(self.problems))

    def say(self, language: str | None = None) -> str:
        """Return the message followed by one line a problem."""
        lines = [super().say(language), *(f"  - {one.say(language)}" for one in self.problems)]
        return "\n".join(lines)


class UnknownNameError(TerritoryError):
    """A name that is not in the list; the message suggests the nearest ones.

    Parameters
    ----------
    kind : str
        What was looked for, as the catalogue's key ``errors.kind.<kind>``.
    name : str
        What was typed.
    known : iterable of str
        What exists.
    """

    def __init__(self, kind: str, name: str, known: Iterable[str]) -> None:
        self.near = difflib.get_close_matches(name, list(known), n=3)
        super().__init__("unknown_name", kind=kind, name=name)

    def say(self, language: str | None = None) -> str:
        """Return the message, with what may have been meant."""
        kind = messages.text(f"errors.kind.{self.values['kind']}", language)
        said = messages.text("errors.unknown_name", language, kind=kind, name=self.values["name"])
        if self.near:
            near = ", ".join(self.near)
            said += " " + messages.text("errors.did_you_mean", language, near=near)
        return said
