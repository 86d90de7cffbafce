"""What can go wrong, said in words: what happened, to what, and what to do.

An error carries a key of the message catalogue, not a sentence, so that the app and the
command say it in the reader's language. ``str(error)`` speaks the default language.
"""

from __future__ import annotations

import difflib
from collections.abc import Iterable

from territory.messages import Words, default_words
from territory.plain_text import cut, quoted, quoted_all

# Breaches said one by one; a name typed that is longer is no name.
MOST_PROBLEMS = 20
MOST_NAME = 120


class TerritoryError(Exception):
    """A failure a person can understand and act on.

    What it quotes, a path, a cell, an address typed, is cut and nothing in it is hidden
    (`territory.plain_text.quoted`).

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

    def say(self, words: Words) -> str:
        """Return the message in a language; an error among its values is said in that language."""
        values = {
            name: value.say(words) if isinstance(value, TerritoryError) else value
            for name, value in self.values.items()
        }
        return words.counted(f"errors.{self.key}", **quoted_all(values))

    def __str__(self) -> str:
        return self.say(default_words())


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

    def say(self, words: Words) -> str:
        """Return the message followed by one line a problem."""
        lines = [super().say(words)]
        lines += [f"  - {one.say(words)}" for one in self.problems[:MOST_PROBLEMS]]
        if (others := len(self.problems) - MOST_PROBLEMS) > 0:
            lines.append(f"  - {words.text('errors.other_problems', count=others)}")
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
        short = cut(name, MOST_NAME)
        self.near = difflib.get_close_matches(short, list(known), n=3)
        super().__init__("unknown_name", kind=kind, name=short)

    def say(self, words: Words) -> str:
        """Return the message, with what may have been meant."""
        kind = words.text(f"errors.kind.{self.values['kind']}")
        said = words.text("errors.unknown_name", kind=kind, name=quoted(self.values["name"]))
        if self.near:
            near = ", ".join(map(quoted, self.near))
            said += " " + words.text("errors.did_you_mean", near=near)
        return said
