"""Unpack the one member of a 7z archive to a temporary folder, trusting nothing."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import py7zr
from py7zr.exceptions import AbsolutePathError, ArchiveError, PasswordRequired

from pipelines.sources.archives import DAMAGE, is_inside
from territory.errors import SourceChangedError, SourceMissingError, TerritoryError

# Arcep's largest 4G layer unpacks to about 2 GB.
MOST_BYTES = 8_000_000_000
# What py7zr raises for a damaged archive, beside its own errors: its header is a tree of numbers.
_NOT_7Z = (*DAMAGE, ArchiveError, LookupError, TypeError, AttributeError, AssertionError)


@contextmanager
def unpacked(path: Path, suffix: str, most_bytes: int = MOST_BYTES) -> Iterator[Path]:
    """Unpack the one member with a suffix, for as long as it is used.

    Parameters
    ----------
    path : Path
        The archive.
    suffix : str
        As ``".gpkg"``.
    most_bytes : int
        What the archive may unpack to.

    Yields
    ------
    Path
        The member, in a temporary folder that goes away after use.

    Raises
    ------
    SourceMissingError
        If there is no such file.
    SourceChangedError
        If it is no 7z, is damaged or locked, points outside its folder, would unpack too large, or
        does not hold just one such member.
    TerritoryError
        If there is no room to unpack it.
    """
    file = path.name
    if not path.is_file():
        raise SourceMissingError("read_absent", path=path)
    if not py7zr.is_7zfile(path):
        raise SourceChangedError("read_not_7z", file=file)
    with tempfile.TemporaryDirectory(prefix="territory-") as folder:
        try:
            with py7zr.SevenZipFile(path) as archive:
                member = _member(archive, file, suffix, most_bytes, Path(folder))
                archive.extract(folder, targets=[member])
        except PasswordRequired as error:
            raise SourceChangedError("read_locked", file=file, member=file) from error
        except AbsolutePathError as error:
            raise SourceChangedError("read_outside", file=file, member=error) from error
        except _NOT_7Z as error:
            # The system gives its failures a number (no room, no right); a bad stream has none.
            if isinstance(error, OSError) and error.errno is not None:
                raise TerritoryError("unpack_failed", file=file, detail=error) from error
            raise SourceChangedError("read_damaged", file=file, detail=error) from error
        content = Path(folder) / member
        if content.is_symlink() or not content.is_file():
            raise SourceChangedError("read_outside", file=file, member=member)
        yield content


def _member(
    archive: py7zr.SevenZipFile, file: str, suffix: str, most_bytes: int, folder: Path
) -> str:
    """Return the name of the one member wanted, after looking at all of them."""
    if archive.needs_password():
        raise SourceChangedError("read_locked", file=file, member=file)
    members = archive.list()
    for member in members:
        if not is_inside(member.filename):
            raise SourceChangedError("read_outside", file=file, member=member.filename)
    total = sum(member.uncompressed for member in members)
    if total > most_bytes:
        raise SourceChangedError(
            "read_too_large", file=file, size=total // 1_000_000, most=most_bytes // 1_000_000
        )
    if total > (free := shutil.disk_usage(folder).free):
        raise TerritoryError(
            "unpack_no_room", file=file, size=total // 1_000_000, free=free // 1_000_000
        )
    found = [each.filename for each in members if each.filename.lower().endswith(suffix)]
    if len(found) != 1:
        names = ", ".join(each.filename for each in members)
        raise SourceChangedError("read_no_member", file=file, pattern=f"*{suffix}", members=names)
    return str(found[0])
