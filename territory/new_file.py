"""Begin a file anew under a temporary name, never through what already stands there.

A name of ours may be a link to a precious file, or a pipe that nobody reads: what is there is
removed and the file is made, so that nothing is ever written through it.
"""

from __future__ import annotations

import errno
import os
from pathlib import Path
from typing import BinaryIO


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
