"""Read the records of a large JSON file one by one, in an archive or not: memory holds one at a time.

The file is never unpacked on the disk, and one that would unpack to more than `MOST_BYTES` is refused.
"""

from __future__ import annotations

import gzip
import re
import tarfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path, PurePosixPath
from typing import IO, Any, cast

import ijson

from pipelines.sources._archive import MOST_BYTES, refuse_page
from pipelines.sources.archives import DAMAGE, HEAD_BYTES
from pipelines.sources.names import readable_name
from territory.errors import SourceChangedError, SourceMissingError, TerritoryError
from territory.messages import default_words

_GZIP, _BZIP2 = b"\x1f\x8b", b"BZh"
# What a damaged stream raises while it is read.
_DAMAGED = (*DAMAGE, tarfile.TarError, EOFError, ijson.JSONError, UnicodeError)


class _Counted:
    """A stream that refuses to give more than `MOST_BYTES`: what it came from is no file of a producer."""

    def __init__(self, stream: IO[bytes], file: str) -> None:
        self._stream, self._file, self._given = stream, file, 0

    def read(self, size: int = -1) -> bytes:
        content = self._stream.read(size)
        self._given += len(content)
        if self._given > MOST_BYTES:
            most = MOST_BYTES // 1_000_000
            raise SourceChangedError("read_too_large", file=self._file, size=f"> {most}", most=most)
        return content


@contextmanager
def open_stream(path: Path, member: str, example: str) -> Iterator[tuple[IO[bytes], str]]:
    """Open a JSON file, alone, gzipped, or a member of a ``.tar.bz2``.

    Parameters
    ----------
    path : Path
        The file; what it is follows from its first bytes, not from its name.
    member : str
        Regular expression of the member's name, without folders.
    example : str
        Such a name for a person to read.

    Yields
    ------
    stream
        Of the JSON's bytes.
    str
        The name of the JSON file.

    Raises
    ------
    SourceMissingError, SourceChangedError, TerritoryError
        If the file is absent, is a web page or is damaged, or holds no such member.
    """
    try:
        file = path.open("rb")
    except FileNotFoundError as error:
        raise SourceMissingError("read_absent", path=path) from error
    except OSError as error:
        raise TerritoryError("file_unreadable", path=path, detail=error) from error
    with file:
        head = file.read(HEAD_BYTES)
        file.seek(0)
        refuse_page(head, path.name)
        try:
            if head.startswith(_BZIP2):
                with tarfile.open(fileobj=file, mode="r|bz2") as archive:
                    stream, name = _member(archive, path.name, member, example)
                    yield cast("IO[bytes]", _Counted(stream, path.name)), name
            elif head.startswith(_GZIP):
                with gzip.open(file) as unzipped:
                    counted = _Counted(cast("IO[bytes]", unzipped), path.name)
                    yield cast("IO[bytes]", counted), path.name
            else:
                yield file, path.name
        except _DAMAGED as error:
            raise SourceChangedError("read_damaged", file=path.name, detail=error) from error


def _member(
    archive: tarfile.TarFile, file: str, pattern: str, example: str
) -> tuple[IO[bytes], str]:
    """Return the first member of a name, met as the archive is read through."""
    met = []
    for one in archive:
        name = PurePosixPath(one.name).name
        if one.isfile() and re.fullmatch(pattern, name, re.IGNORECASE):
            stream = archive.extractfile(one)
            if stream is not None:
                return stream, name
        met.append(one.name)
    raise SourceChangedError(
        "read_no_member",
        file=file,
        pattern=readable_name(example, default_words()),
        members=", ".join(met[:12]),
    )


def records_of(stream: IO[bytes], key: str) -> Iterator[Any]:
    """Yield the records of a list under a top key, one by one.

    Numbers come as floats; a record is whatever stands in the list.
    """
    yield from ijson.items(stream, f"{key}.item", use_float=True)


def first_key(stream: IO[bytes]) -> str:
    """Return the first top key of a JSON object; what the file holds instead if it is none."""
    for _, event, value in ijson.parse(stream):
        if event == "map_key":
            return f"« {value} »"
        if event != "start_map":
            break
    return "[…]"
