"""Look into a file that has just arrived, before it gets its real name.

A producer's server answers a web page with status 200 for a dead link, cuts files, and zips
some twice; and an archive is never trusted: no member outside the target, a cap on what it
unpacks to, every check sum verified.
"""

from __future__ import annotations

import gzip
import lzma
import stat
import struct
import zipfile
import zlib
from pathlib import Path, PurePosixPath, PureWindowsPath
from typing import Protocol

from territory.errors import SourceChangedError
from territory.files import begin

CHUNK_BYTES = 1 << 20
HEAD_BYTES = 512

# What a file of each kind begins with.
MAGIC = {
    ".zip": (b"PK\x03\x04",),
    ".xlsx": (b"PK\x03\x04",),
    ".xls": (b"\xd0\xcf\x11\xe0",),
    ".gz": (b"\x1f\x8b",),
    ".7z": (b"7z\xbc\xaf\x27\x1c",),
    ".gpkg": (b"SQLite format 3\x00",),
    ".bz2": (b"BZh",),
    ".parquet": (b"PAR1",),
    ".json": (b"{", b"["),
    ".geojson": (b"{", b"["),
}
ZIPS = (".zip", ".xlsx")
TEXTS = (".csv", ".txt", ".json", ".geojson")
# A text that begins so is no table: a web page, or a binary file under a text's name.
NOT_TEXT = (b"<", b"PK\x03\x04", b"\x1f\x8b", b"7z\xbc\xaf")
# What unpacking a damaged archive raises, seen by damaging some byte by byte: bzip2 has no error of
# its own (OSError), a false offset or a name that is not UTF-8 is a ValueError, a false mark of
# encryption a RuntimeError (NotImplementedError is one: a method nobody knows).
DAMAGE = (
    zipfile.BadZipFile,
    zlib.error,
    lzma.LZMAError,
    struct.error,
    EOFError,
    OSError,
    OverflowError,
    RuntimeError,
    ValueError,
)


def check_arrival(path: Path, name: str, max_unpacked_bytes: int) -> None:
    """Check that a file is what its name says, and whole.

    Parameters
    ----------
    path : Path
        The file, under its temporary name.
    name : str
        Its published name; the suffix says what it must hold.
    max_unpacked_bytes : int
        What an archive may unpack to.

    Raises
    ------
    SourceChangedError
        If it is empty, of another type, truncated, or an archive that is not safe.
    """
    with path.open("rb") as file:
        _check_head(file.read(HEAD_BYTES), name, Path(name).suffix.lower())
    suffix = Path(name).suffix.lower()
    if suffix in ZIPS:
        check_zip(path, name, max_unpacked_bytes)
    elif suffix == ".gz":
        head = check_gzip(path, name, max_unpacked_bytes)
        _check_head(head, name, Path(Path(name).stem).suffix.lower())


def _check_head(head: bytes, name: str, suffix: str) -> None:
    if suffix in TEXTS:
        head = head.removeprefix(b"\xef\xbb\xbf").lstrip()
    if not head:
        raise SourceChangedError("arrival_empty", name=name)
    if suffix in TEXTS and head.startswith(b"<"):
        raise SourceChangedError("arrival_web_page", name=name)
    expected = MAGIC.get(suffix)
    is_other = (
        not head.startswith(expected) if expected else suffix in TEXTS and head.startswith(NOT_TEXT)
    )
    if is_other:
        raise SourceChangedError("arrival_other_type", name=name, head=repr(head[:8])[2:-1])


def check_zip(path: Path, name: str, max_unpacked_bytes: int) -> None:
    """Check a ZIP's members: where they would go, what they weigh, their check sums.

    Raises
    ------
    SourceChangedError
        If a member has an absolute path, ``..`` or is a link; if the whole is too large,
        encrypted, truncated or damaged.
    """
    try:
        with zipfile.ZipFile(path) as archive:
            members = archive.infolist()
            for member in members:
                if not is_inside(member.orig_filename) or _is_link(member):
                    raise SourceChangedError(
                        "archive_outside", name=name, member=member.orig_filename
                    )
                if member.flag_bits & 0x1:
                    raise SourceChangedError("archive_encrypted", name=name)
            # What a member declares is also the most the zipfile module ever reads of it.
            _check_size(sum(member.file_size for member in members), name, max_unpacked_bytes)
            broken = archive.testzip()
    except DAMAGE as error:
        raise SourceChangedError("archive_damaged", name=name, detail=error) from error
    if broken is not None:
        raise SourceChangedError("archive_damaged", name=name, detail=broken)


def check_gzip(path: Path, name: str, max_unpacked_bytes: int) -> bytes:
    """Check a gzip file by unpacking it to nowhere, and return its first bytes unpacked.

    Raises
    ------
    SourceChangedError
        If it is truncated, damaged, or unpacks to too much.
    """
    try:
        with gzip.open(path) as file:
            head = file.read(HEAD_BYTES)
            size = len(head)
            while piece := file.read(CHUNK_BYTES):
                size += len(piece)
                _check_size(size, name, max_unpacked_bytes)
    except DAMAGE as error:
        raise SourceChangedError("archive_damaged", name=name, detail=error) from error
    return head


def is_inside(member: str) -> bool:
    """Whether a member's path, read as Unix and as Windows do, stays in the target folder.

    Examples
    --------
    >>> is_inside("communes/48.csv"), is_inside("../48.csv"), is_inside("C:48.csv")
    (True, False, False)
    """
    windows = PureWindowsPath(member)
    return not (
        PurePosixPath(member).is_absolute()
        or windows.drive
        or windows.root
        or ".." in windows.parts
        or "\x00" in member
    )


def unwrap_double_zip(path: Path, staged: Path) -> bool:
    """Replace a ZIP that holds a single ZIP by the one it holds.

    Parameters
    ----------
    path : Path
        A ZIP that passed `check_zip`.
    staged : Path
        Temporary name, on the same disk, for the inner one.

    Returns
    -------
    bool
        Whether it was zipped twice.
    """
    with zipfile.ZipFile(path) as archive:
        members = [member for member in archive.infolist() if not member.is_dir()]
        if len(members) != 1 or not members[0].filename.lower().endswith(".zip"):
            return False
        with archive.open(members[0]) as inner:
            _copy(inner, staged)
    staged.replace(path)
    return True


def unpack_gzip(path: Path, staged: Path, name: str, max_unpacked_bytes: int) -> None:
    """Replace a gzipped file by what it holds, for a server that compressed on its own.

    Raises
    ------
    SourceChangedError
        If it is truncated, damaged, or unpacks to too much.
    """
    check_gzip(path, name, max_unpacked_bytes)
    with gzip.open(path) as packed:
        _copy(packed, staged)
    staged.replace(path)


class _Readable(Protocol):
    def read(self, size: int = ..., /) -> bytes: ...


def _copy(packed: _Readable, target: Path) -> None:
    with begin(target) as file:
        while piece := packed.read(CHUNK_BYTES):
            file.write(piece)


def _is_link(member: zipfile.ZipInfo) -> bool:
    return stat.S_ISLNK(member.external_attr >> 16)


def _check_size(size: int, name: str, max_bytes: int) -> None:
    if size > max_bytes:
        raise SourceChangedError("archive_too_large", name=name, most_mb=max_bytes / 1_000_000)
