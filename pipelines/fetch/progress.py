"""Tell how a long fetch goes, on the error stream: a bar for a terminal, lines for a log."""

from __future__ import annotations

import sys
from typing import NoReturn

from tqdm import tqdm

from territory.errors import TerritoryError
from territory.messages import Words
from territory.plain_text import quoted_all


class Progress:
    """What a person watching sees.

    Parameters
    ----------
    words : Words
        Of the reader's language.
    quiet : bool
        Whether to say nothing at all. A bar is drawn only on a terminal in any case.
    """

    def __init__(self, words: Words, *, quiet: bool = False) -> None:
        self.quiet = quiet
        self.words = words

    def say(self, key: str, **values: object) -> None:
        """Write a line of the message catalogue."""
        said = quoted_all(values) | {
            name: value.say(self.words)
            for name, value in values.items()
            if isinstance(value, TerritoryError)
        }
        self.write(self.words.text(key, **said))

    def write(self, line: str) -> None:
        """Write a line, above the bar if there is one."""
        if not self.quiet:
            tqdm.write(line, file=sys.stderr)

    def bar(self, name: str, total_bytes: int | None, done_bytes: int) -> tqdm[NoReturn]:
        """Return a bar counting a file's bytes, to be closed by a ``with``."""
        return tqdm(
            desc=name,
            total=total_bytes,
            initial=done_bytes,
            unit="B",
            unit_scale=True,
            leave=False,
            file=sys.stderr,
            disable=True if self.quiet else None,  # None: unless it is a terminal
        )
