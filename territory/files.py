"""Files written whole or not at all; the same content, the same bytes."""

from __future__ import annotations

import errno
import io
import os
import re
import sys
import zipfile
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import BinaryIO, Generic, ParamSpec

from territory.errors import TerritoryError, UnknownNameError
from territory.messages import default_words

_Content = ParamSpec("_Content")
_MODIFIED = re.compile(rb"(<dcterms:modified[^>]*>)[^<]*(</dcterms:modified>)")
# (size, time of the last change in ns), None when there is no such file.
Stamp = tuple[int, int] | None


@dataclass(frozen=True)
class FileFormat(Generic[_Content]):
    """A kind of file that something is written to.

    Parameters
    ----------
    name : str
        Its name, as the command takes it.
    suffix : str
        Of its files.
    media_type : str
        For a browser.
    write : callable
        From what is written, and what the file says of itself, to bytes.
    is_alone : bool
        Whether it has no room for what the file says of itself: that then stands in files beside.
    """

    name: str
    suffix: str
    media_type: str
    write: Callable[_Content, bytes]
    is_alone: bool = False


def find_format(
    formats: Mapping[str, FileFormat[_Content]], name: str | None, path: Path | None = None
) -> FileFormat[_Content]:
    """Return the format of a name; without one, the first of those a file's name ends as.

    Raises
    ------
    UnknownNameError
        If there is no such format.
    """
    if name is None:
        suffix = "" if path is None else path.suffix.lower()
        of_suffix = {each.suffix: key for key, each in reversed([*formats.items()])}
        name = of_suffix.get(suffix, suffix.removeprefix(".") or "?")
    if name not in formats:
        raise UnknownNameError("format", name, formats)
    return formats[name]


def zipped(members: Mapping[str, bytes], day: str) -> bytes:
    """Return files as a ZIP whose members all bear the same day: the same files, the same bytes.

    Parameters
    ----------
    members : mapping
        Name → content, in the order of the archive.
    day : str
        ISO day to give all members.
    """
    stamp = (*date.fromisoformat(day).timetuple()[:3], 0, 0, 0)
    written = io.BytesIO()
    with zipfile.ZipFile(written, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members.items():
            info = zipfile.ZipInfo(name, stamp)
            info.compress_type = zipfile.ZIP_DEFLATED
            # A ZIP says on which system it was made, and who may read: always the same.
            info.create_system, info.external_attr = 3, 0o644 << 16
            archive.writestr(info, content, compresslevel=9)
    return written.getvalue()


def same_bytes(archive: bytes, day: str) -> bytes:
    """Return an office file whose members all bear the same day.

    Parameters
    ----------
    archive : bytes
        A ZIP (a DOCX, an XLSX).
    day : str
        ISO day to give all members, and the date of modification written inside.
    """
    with zipfile.ZipFile(io.BytesIO(archive)) as found:
        members = {one.filename: found.read(one) for one in found.infolist()}
    if "docProps/core.xml" in members:
        dated = rb"\g<1>" + f"{day}T00:00:00Z".encode() + rb"\2"
        members["docProps/core.xml"] = _MODIFIED.sub(dated, members["docProps/core.xml"])
    return zipped(members, day)


def write_file(path: Path, content: bytes) -> None:
    """Write a file whole or not at all.

    Raises
    ------
    TerritoryError
        If it cannot be written; what stood there before stays.
    """
    staged = path.with_name(f".{path.name}.part")
    try:
        write_new(staged, content)
        staged.replace(path)
    except OSError as error:
        if not staged.is_dir():
            staged.unlink(missing_ok=True)
        raise TerritoryError("write_failed", folder=path.parent, detail=error) from error


def begin(path: Path) -> BinaryIO:
    """Return a new, empty file open for writing, in the place of what stood at a path.

    Parameters
    ----------
    path : Path
        A temporary name of this program's own.

    Raises
    ------
    OSError
        If a folder stands there, or the disk refuses.
    """
    path.unlink(missing_ok=True)
    # Exclusive: fails rather than follow what somebody put there meanwhile.
    return path.open("xb")


def write_new(path: Path, content: bytes) -> None:
    """Write a new file whole, in the place of what stood at a path; as `begin`."""
    with begin(path) as file:
        file.write(content)


def is_plain(path: Path) -> bool:
    """Whether a path is a file of its own: no link, folder, pipe or device, nor out of reach."""
    try:
        return path.is_file() and not path.is_symlink() and os.access(path, os.R_OK)
    except OSError:
        return False


def stamp_of(path: Path) -> Stamp:
    """Return what changes when a file does, without reading it."""
    try:
        seen = path.stat()
    except OSError:
        return None
    return seen.st_size, seen.st_mtime_ns


def check_regular(path: Path) -> None:
    """Check that a file about to be read is one: a pipe would be waited on for ever.

    Raises
    ------
    OSError
        If a folder, a pipe or a device stands there; nothing if nothing does.
    """
    if path.exists() and not path.is_file():
        number = errno.EISDIR if path.is_dir() else errno.EINVAL
        raise OSError(number, os.strerror(number), str(path))


def say_damaged(path: Path) -> None:
    """Say on the error stream that a kept file cannot be used and is made again."""
    print(default_words().text("cli.cache_damaged", path=path), file=sys.stderr)


def check_suffix(path: Path, known: Sequence[str], key: str) -> None:
    """Refuse to write a file of another kind, before anything is computed.

    Parameters
    ----------
    path : Path
        The file asked for.
    known : sequence of str
        How its name may end, in small letters.
    key : str
        Of the message.

    Raises
    ------
    TerritoryError
        If its name ends otherwise.
    """
    if path.suffix.lower() not in known:
        raise TerritoryError(key, path=path, known=", ".join(known))
