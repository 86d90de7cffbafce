"""Read the bytes of a published file, in or out of an archive, trusting nothing.

INSEE answers 200 with a page of HTML for a dead link, and once published a ZIP inside a ZIP.
Archives are read in memory, member by member: nothing is ever extracted, a name that points
outside is refused all the same (such an archive was not made by a producer), and so is one that
would unpack to more than `MOST_BYTES`, or that holds archives within archives.
"""

from __future__ import annotations

import gzip
import io
import re
import zipfile
from pathlib import Path, PurePosixPath

from pipelines.sources.archives import DAMAGE, MAGIC, is_inside
from pipelines.sources.names import readable_name
from territory.errors import SourceChangedError, SourceMissingError, TerritoryError
from territory.messages import default_words

MOST_BYTES = 1_000_000_000
_ZIP_MAGIC = b"PK"


def read_bytes(path: Path) -> bytes:
    """Return the content of a file, unpacked if it is gzipped.

    Raises
    ------
    SourceMissingError
        If there is no such file.
    SourceChangedError
        If it is empty, is a web page, is cut, or is an archive behind something else.
    TerritoryError
        If it cannot be read at all.
    """
    try:
        content = path.read_bytes()
    except FileNotFoundError as error:
        raise SourceMissingError("read_absent", path=path) from error
    except OSError as error:
        raise TerritoryError("file_unreadable", path=path, detail=error) from error
    refuse_page(content, path.name)
    if content.startswith(MAGIC[".gz"]):
        content = _gunzip(content, path.name)
        refuse_page(content, path.name)
    if not is_zip(content) and zipfile.is_zipfile(io.BytesIO(content)):
        raise SourceChangedError("read_not_first", file=path.name)
    return content


def refuse_page(content: bytes, file: str) -> None:
    """Refuse what is empty or is a web page: no file of ours starts with ``<``.

    Raises
    ------
    SourceChangedError
        If so.
    """
    if not content.strip():
        raise SourceChangedError("read_empty", file=file)
    if content[:200].removeprefix(b"\xef\xbb\xbf").lstrip().startswith(b"<"):
        raise SourceChangedError("read_page", file=file)


def is_zip(content: bytes) -> bool:
    """Say whether bytes start as a ZIP does."""
    return content.startswith(_ZIP_MAGIC)


def open_archive(content: bytes, file: str) -> zipfile.ZipFile:
    """Open a ZIP held in memory, after checking what it would unpack to.

    Parameters
    ----------
    content : bytes
        The archive.
    file : str
        Its name, for messages.

    Raises
    ------
    SourceChangedError
        If it is not a whole ZIP, has a member outside, is locked or would unpack too large.
    """
    if not is_zip(content):
        raise SourceChangedError("read_not_archive", file=file)
    try:
        archive = zipfile.ZipFile(io.BytesIO(content))
    except DAMAGE as error:
        raise SourceChangedError("read_damaged", file=file, detail=error) from error
    members = archive.infolist()
    for member in members:
        if not is_inside(member.orig_filename):
            raise SourceChangedError("read_outside", file=file, member=member.orig_filename)
        if member.flag_bits & 0x1:
            raise SourceChangedError("read_locked", file=file, member=member.filename)
    total = sum(member.file_size for member in members)
    if total > MOST_BYTES:
        raise SourceChangedError(
            "read_too_large", file=file, size=total // 1_000_000, most=MOST_BYTES // 1_000_000
        )
    return archive


def read_member(
    content: bytes, file: str, pattern: str, example: str = "", *, is_inner: bool = False
) -> tuple[bytes, str]:
    """Return the one member of a ZIP whose name matches, and its name for messages.

    A ZIP that holds nothing but another ZIP is read through, once: one that holds itself has no end.

    Parameters
    ----------
    content : bytes
        The archive.
    file : str
        Its name, for messages.
    pattern : str
        Regular expression of the member's name, without its folders; capitals do not matter.
    example : str
        Such a name for a person to read; by default what the pattern says of it.
    is_inner : bool
        Whether this archive was itself the one member of another.

    Raises
    ------
    SourceChangedError
        If the archive is bad, or no member or several match.
    """
    archive = open_archive(content, file)
    names = [member.filename for member in archive.infolist() if not member.is_dir()]
    found = [name for name in names if re.fullmatch(pattern, PurePosixPath(name).name, re.I)]
    if not (found or is_inner) and len(names) == 1 and names[0].lower().endswith(".zip"):
        inner = _read(archive, names[0], file)
        return read_member(inner, f"{file} > {names[0]}", pattern, example, is_inner=True)
    if len(found) != 1:
        raise SourceChangedError(
            "read_no_member",
            file=file,
            pattern=readable_name(example, default_words()) or _readable(pattern),
            members=", ".join(names),
        )
    label = f"{file} > {found[0]}"
    member = _read(archive, found[0], file)
    refuse_page(member, label)
    return member, label


def _readable(pattern: str) -> str:
    """Write a pattern of names the way a person reads one: ``v_commune_NNNN.csv``."""
    read = pattern.replace(r"\d{4}", "NNNN").replace(".*", "…").replace("?", "")
    return read.replace("\\", "")


def _read(archive: zipfile.ZipFile, name: str, file: str) -> bytes:
    try:
        return archive.read(name)
    except DAMAGE as error:
        raise SourceChangedError("read_damaged", file=file, detail=error) from error


def _gunzip(content: bytes, file: str) -> bytes:
    try:
        with gzip.open(io.BytesIO(content)) as stream:
            unpacked = stream.read(MOST_BYTES + 1)
    except DAMAGE as error:
        raise SourceChangedError("read_damaged", file=file, detail=error) from error
    if len(unpacked) > MOST_BYTES:
        most = MOST_BYTES // 1_000_000
        raise SourceChangedError("read_too_large", file=file, size=f"> {most}", most=most)
    return unpacked
