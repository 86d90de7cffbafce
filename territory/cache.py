"""The two caches: the last values asked for, in memory; what takes seconds to make, on disk.

Nothing here is a source. A file of the disk cache is used only for the very inputs it was made of
(`territory.tables.fingerprint`), and can be deleted at any time.
"""

from __future__ import annotations

import io
import shutil
import threading
import zipfile
from collections.abc import Callable, Hashable
from contextlib import suppress
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from typing import Generic, TypeVar

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from territory.files import check_regular, say_damaged, write_new

CACHE_FOLDER = "cache"
# Editions kept: this one and the last ones before it.
EDITIONS_COUNT = 3

Made = TypeVar("Made")
T = TypeVar("T")


class LruCache(Generic[Made]):
    """The values asked for last: an app that runs for months keeps a bounded number of them.

    Parameters
    ----------
    most : int
        How many are kept; those asked for longest ago go first.

    Examples
    --------
    >>> squares = LruCache[int](2)
    >>> squares.get(3, lambda: 9), squares.get(3, lambda: 0)
    (9, 9)
    """

    def __init__(self, most: int) -> None:
        self._most = most
        self._made: dict[Hashable, Made] = {}
        self._lock = threading.Lock()

    def get(self, key: Hashable, make: Callable[[], Made]) -> Made:
        """Return what was made under a key; made if it is not kept.

        Two threads may make the same value twice; both are right and one is kept.
        """
        with self._lock:
            found = self._made.get(key)
        if found is None:
            found = make()
        with self._lock:
            self._made.pop(key, None)
            while len(self._made) >= self._most:
                self._made.pop(next(iter(self._made)))
            self._made[key] = found
        return found


@dataclass(frozen=True)
class DiskCache:
    """Files made of the same inputs.

    Parameters
    ----------
    folder : Path or None
        Where they are, named by the fingerprint of the inputs; None to keep nothing and make
        everything anew.
    """

    folder: Path | None = None

    def frame(self, name: str, make: Callable[[], pd.DataFrame]) -> pd.DataFrame:
        """Return a table: as it was kept, or made and kept."""
        kept = self._read(f"{name}.parquet", _as_frame)
        if kept is not None:
            return kept
        made = make()
        self._write(f"{name}.parquet", made.to_parquet())
        return made

    def arrays(
        self, name: str, make: Callable[[], dict[str, NDArray[np.generic]]]
    ) -> dict[str, NDArray[np.generic]]:
        """Return arrays by name: as they were kept, or made and kept."""
        kept = self._read(f"{name}.npz", _as_arrays)
        if kept is not None:
            return kept
        made = make()
        written = io.BytesIO()
        # NumPy's stubs take a name of ours for its own option `allow_pickle`, a bool.
        np.savez_compressed(written, **made)  # type: ignore[arg-type] # arrays by name, which numpy types as flags too
        self._write(f"{name}.npz", written.getvalue())
        return made

    def large_array(
        self, name: str, make: Callable[[], NDArray[np.float32]]
    ) -> NDArray[np.float32]:
        """Return an array of tens of megabytes: as it was kept, not compressed, or made and kept."""
        kept = self._read(f"{name}.npy", _as_array)
        if kept is not None:
            return kept
        made = make()
        written = io.BytesIO()
        np.save(written, made)
        self._write(f"{name}.npy", written.getvalue())
        return made

    def content(self, name: str, make: Callable[[], bytes]) -> bytes:
        """Return a file: as it was kept, or made and kept."""
        kept = self._read(name, bytes)
        if kept is not None:
            return kept
        made = make()
        self._write(name, made)
        return made

    def _read(self, name: str, decode: Callable[[bytes], T]) -> T | None:
        """Return what was kept; None if nothing was, or if it is damaged, which is said."""
        if self.folder is None:
            return None
        path = self.folder / name
        try:
            check_regular(path)
            sealed = path.read_bytes()
            seal, content = sealed[:_SEAL_BYTES], sealed[_SEAL_BYTES:]
            if sha256(content).digest() == seal:
                return decode(content)
        except (FileNotFoundError, NotADirectoryError):
            return None
        except (OSError, ValueError, LookupError, EOFError, zipfile.BadZipFile):
            pass  # pyarrow's errors are ValueErrors
        say_damaged(path)
        return None

    def _write(self, name: str, content: bytes) -> None:
        if self.folder is None:
            return
        staged = self.folder / f".{name}.part"
        # A folder that cannot be written costs time at the next start, nothing else.
        with suppress(OSError):
            self.folder.mkdir(parents=True, exist_ok=True)
            write_new(staged, sha256(content).digest() + content)
            try:
                staged.replace(self.folder / name)
            except OSError:
                staged.unlink(missing_ok=True)


def _as_frame(content: bytes) -> pd.DataFrame:
    return pd.read_parquet(io.BytesIO(content))


def _as_array(content: bytes) -> NDArray[np.float32]:
    read: NDArray[np.float32] = np.load(io.BytesIO(content), allow_pickle=False)
    return read


def _as_arrays(content: bytes) -> dict[str, NDArray[np.generic]]:
    with np.load(io.BytesIO(content), allow_pickle=False) as found:
        return dict(found)


_SEAL_BYTES = 32
NO_CACHE = DiskCache()


def forget_old(disk: DiskCache) -> None:
    """Delete the oldest editions beside the one in use."""
    if disk.folder is None or not disk.folder.parent.is_dir():
        return
    others = sorted(
        (one for one in disk.folder.parent.iterdir() if one.is_dir() and one != disk.folder),
        key=lambda one: one.stat().st_mtime,
    )
    for old in others[: max(0, len(others) + 1 - EDITIONS_COUNT)]:
        shutil.rmtree(old, ignore_errors=True)
