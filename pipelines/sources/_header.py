"""Find the header of a published text, its separator and its lines, whoever wrote the file."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Callable, Iterable

from pipelines.sources._check import some
from territory.errors import SourceChangedError

# A banner is a line or two; further down, a header is not a header.
MOST_BANNER_LINES = 20
MOST_HEAD_BYTES = 200_000
_SEPARATORS = (";", ",")
_WRONG_SEPARATORS = {"\t": "tabulation", "|": "|"}
# What a message repeats of a file is cut: a cell may hold a page.
_MOST_CELL, _MOST_SHOWN = 60, 600
# What `csv` says of a quote that nothing closes.
_CUT_IN_QUOTES = re.compile("unexpected end of data|field larger")
# A column's name: it begins with a letter, and is not a sentence.
_NAME = re.compile(r"#?[^\W\d_][\w' ./()%#-]{0,39}")


def with_plain_line_ends(content: bytes) -> bytes:
    """Return a text whose lines end as Unix's do: ``CR LF`` and a lone ``CR`` (old Mac) too."""
    if b"\r" not in content:
        return content
    return content.replace(b"\r\n", b"\n").replace(b"\r", b"\n")


def refuse_open_quote(content: bytes, file: str) -> None:
    """Refuse a text that ends inside a quoted cell: it was cut there, or swallows its own rows.

    Raises
    ------
    SourceChangedError
        If so.
    """
    if content.count(b'"') % 2 == 0:
        return
    lines = io.StringIO(content.decode("utf-8"), newline="")
    separator = max(_SEPARATORS, key=lambda mark: content[:MOST_HEAD_BYTES].count(mark.encode()))
    try:
        for _ in csv.reader(lines, delimiter=separator, strict=True):
            pass
    except csv.Error as error:
        if _CUT_IN_QUOTES.search(str(error)):
            raise SourceChangedError("read_open_quote", file=file, detail=error) from error


def find_header(
    content: bytes, file: str, key: str, rename: Callable[[list[str]], list[str]] | None
) -> tuple[list[str], int, str]:
    """Return the header, where the rows start below it (in bytes), and the separator.

    Parameters
    ----------
    content : bytes
        UTF-8, with plain ends of lines.
    file : str
        Its name, for messages.
    key : str
        The name a header must hold.
    rename : callable, optional
        Brings the names of another edition to those declared.

    Raises
    ------
    SourceChangedError
        If no line near the top holds the key: the message shows the likeliest header.
    """
    published = content[:MOST_HEAD_BYTES].split(b"\n")[:MOST_BANNER_LINES]
    lines = [line.decode("utf-8", errors="replace") for line in published]
    for rank, line in enumerate(lines):
        separator = max(_SEPARATORS, key=line.count)
        header = _split(line, separator)
        if rename:
            header = rename(header)
        if key in header:
            start = sum(len(above) + 1 for above in published[: rank + 1])
            return header, start, separator
    for mark, name in _WRONG_SEPARATORS.items():
        if any(mark in line and key in _split(line, mark) for line in lines):
            raise SourceChangedError("read_wrong_separator", file=file, separator=name)
    raise SourceChangedError(
        "read_no_columns", file=file, columns=key, header=shown(_likely_header(lines))
    )


def _likely_header(lines: list[str]) -> list[str]:
    """Return the line with the most names among those made of names alone, else the first.

    A row of data holds a number or a blank somewhere, and must never be taken for the header.
    """
    split = [_split(line, max(_SEPARATORS, key=line.count)) for line in lines if line.strip()]
    named = [cells for cells in split if all(map(_NAME.fullmatch, cells))]
    return max(named or split[:1], key=len, default=[])


def shown(header: Iterable[str]) -> str:
    """Write a header for a message, cut where it is long."""
    return some(map(cut, header), most=40)[:_MOST_SHOWN]


def cut(cell: object) -> str:
    """Write a cell for a message, cut where it is long."""
    written = str(cell)
    return written if len(written) <= _MOST_CELL else written[:_MOST_CELL] + "…"


def names_count(cells: list[str]) -> int:
    """Return how many of a line's cells are names."""
    return sum(bool(_NAME.fullmatch(cell)) for cell in cells)


def _split(line: str, separator: str) -> list[str]:
    return [
        name.strip() for name in next(csv.reader([line.strip("\r\n")], delimiter=separator), [])
    ]
