"""Whether a file that arrived is a table at all, and whether it is all there.

Servers answer 200 with an error in JSON or in plain words, under the name of a CSV; and an answer
whose length nobody announced ends where its connection ends, be it in the middle of a row.
"""

from __future__ import annotations

import csv
import json
import os
from collections.abc import Callable
from pathlib import Path
from typing import Any, BinaryIO

from pipelines.sources._header import MOST_BANNER_LINES
from pipelines.sources.archives import MAGIC
from territory.errors import SourceChangedError
from territory.plain_text import quoted

HEAD_BYTES = 1 << 16
TABLES = (".csv", ".txt")
JSONS = (".json", ".geojson")
SEPARATORS = (";", ",", "\t", "|")
# An answer that is an error is short; a file of data is not looked through.
MOST_ERROR_BYTES = 1 << 16
ERROR_FIELDS = {"error", "errors", "exception", "fault"}
GZIP = MAGIC[".gz"][0]
_BOM = b"\xef\xbb\xbf"


def check_content(path: Path, name: str) -> None:
    """Check that a file under the name of a table or of JSON is not an error put in words.

    Parameters
    ----------
    path : Path
        The file, under its temporary name.
    name : str
        Its published name.

    Raises
    ------
    SourceChangedError
        If it is JSON or plain words instead of a table, or says itself that it is an error; if a
        file that tells its own size is shorter.
    """
    suffix = Path(name).suffix.lower()
    with path.open("rb") as file:
        head = file.read(HEAD_BYTES).removeprefix(_BOM).lstrip()
        if suffix in TABLES and not _is_table(head):
            raise SourceChangedError("arrival_no_table", name=name, head=_shown(head))
        if suffix in JSONS and path.stat().st_size <= MOST_ERROR_BYTES and _is_error(head):
            raise SourceChangedError("arrival_no_table", name=name, head=_shown(head))
        expected = _SIZES_SAID[suffix](file) if suffix in _SIZES_SAID else None
    if expected is not None and path.stat().st_size < expected:
        raise SourceChangedError(
            "arrival_short", name=name, received=path.stat().st_size, expected=expected
        )


def is_cut(path: Path, name: str) -> bool:
    """Whether the end of a text shows that some of it is missing.

    A table is cut when its last row, not ended, has fewer cells than its header or an open quote;
    JSON, when what it opened is not closed.
    """
    suffix, end = Path(name).suffix.lower(), _tail(path)
    if suffix in JSONS:
        return not end.rstrip().endswith((b"}", b"]"))
    if suffix not in TABLES or end.endswith((b"\n", b"\r")):
        return False
    with path.open("rb") as file:
        header, separator = _header(file.read(HEAD_BYTES).removeprefix(_BOM))
    last = end.replace(b"\r", b"\n").rpartition(b"\n")[2].decode("latin-1")
    if last.count('"') % 2:
        return True
    return len(next(csv.reader([last], delimiter=separator), [])) < len(header)


def may_be_cut(path: Path, name: str) -> bool:
    """Whether a table ends without the end of a row, so that its last cell may be half of one."""
    return Path(name).suffix.lower() in TABLES and not _tail(path).endswith((b"\n", b"\r"))


def is_gzip(path: Path) -> bool:
    """Whether a file begins as gzip does, whatever it is said to be."""
    with path.open("rb") as file:
        return file.read(len(GZIP)) == GZIP


def _tail(path: Path) -> bytes:
    with path.open("rb") as file:
        file.seek(max(0, path.stat().st_size - HEAD_BYTES))
        return file.read()


def _is_table(head: bytes) -> bool:
    if head.startswith((b"{", b"[")):
        return False
    text = head.replace(b"\x00", b"").decode("latin-1")
    lines = [line for line in text.splitlines() if line.strip()]
    has_cells = any(mark in line for line in lines[:MOST_BANNER_LINES] for mark in SEPARATORS)
    # A header and a row at least: a single line of words may well hold a comma.
    return has_cells and len(lines) > 1


def _is_error(head: bytes) -> bool:
    try:
        said = json.loads(head)
    except (ValueError, RecursionError):
        return False
    return isinstance(said, dict) and bool(ERROR_FIELDS & {str(name).lower() for name in said})


def _header(head: bytes) -> tuple[list[str], str]:
    lines = head.decode("latin-1").splitlines()[:MOST_BANNER_LINES]
    line = next((line for line in lines if any(mark in line for mark in SEPARATORS)), "")
    separator = max(SEPARATORS, key=line.count)
    return next(csv.reader([line], delimiter=separator), []), separator


def _sevenzip_size(file: BinaryIO) -> int | None:
    """Return where a 7z says that it ends: 32 bytes, then its streams, then its own header."""
    file.seek(0)
    head = file.read(32)
    if len(head) < 32:
        return 32
    return 32 + int.from_bytes(head[12:20], "little") + int.from_bytes(head[20:28], "little")


def _sqlite_size(file: BinaryIO) -> int | None:
    """Return the size of an SQLite file: pages times their size, where it says so."""
    file.seek(0)
    head = file.read(100)
    if len(head) < 100:
        return 100
    page = int.from_bytes(head[16:18], "big")
    pages, changes, valid_for = (int.from_bytes(head[at : at + 4], "big") for at in (28, 24, 92))
    # The count of pages is only kept up when both counters agree.
    return pages * (65_536 if page == 1 else page) if changes == valid_for else None


def _parquet_size(file: BinaryIO) -> int | None:
    """Return a size that a Parquet file without its last mark does not reach."""
    size = file.seek(0, os.SEEK_END)
    file.seek(max(0, size - 4))
    return None if file.read() == b"PAR1" else size + 1


_SIZES_SAID: dict[str, Callable[[Any], int | None]] = {
    ".7z": _sevenzip_size,
    ".gpkg": _sqlite_size,
    ".parquet": _parquet_size,
}


def _shown(head: bytes) -> str:
    words = head[:400].decode("utf-8", errors="replace").splitlines()
    return quoted(words[0] if words else "")
