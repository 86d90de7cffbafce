"""What takes seconds to make of a build, kept beside its tables so that the app opens at once.

Nothing here is a source: a file is used only if data, engine and the code that made it are the
same, and it can be deleted at any time.
"""

from __future__ import annotations

import io
import shutil
import zipfile
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from functools import cache
from hashlib import sha256
from pathlib import Path
from typing import TypeVar

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from territory import paths
from territory.files import check_regular, say_damaged, write_new
from territory.tables import DataInUse

T = TypeVar("T")

CACHE_FOLDER = "cache"
# Editions kept: this one and the last ones before it.
EDITIONS_COUNT = 3


@dataclass(frozen=True)
class Kept:
    """Files of one edition: the same data, engine and code.

    Parameters
    ----------
    folder : Path or None
        Where they are; None to keep nothing and make everything anew.
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
        np.savez_compressed(written, **made)  # type: ignore[arg-type]
        self._write(f"{name}.npz", written.getvalue())
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


def _as_arrays(content: bytes) -> dict[str, NDArray[np.generic]]:
    with np.load(io.BytesIO(content), allow_pickle=False) as found:
        return dict(found)


_SEAL_BYTES = 32
KEEP_NOTHING = Kept()


def kept_of(in_use: DataInUse, engine: str, extra: str = "") -> Kept:
    """Return what is kept for the tables in use.

    Parameters
    ----------
    in_use : DataInUse
        The tables; nothing is kept of the embedded sample, which is small.
    engine : str
        What measures minutes, in words.
    extra : str
        Whatever else figures depend on: corrections, points.
    """
    if in_use.is_sample:
        return KEEP_NOTHING
    edition = sha256(
        "\n".join(
            [in_use.vintage, in_use.built_at.isoformat(), engine, extra, code_fingerprint()]
        ).encode()
    ).hexdigest()[:16]
    return Kept(in_use.folder.parent / CACHE_FOLDER / edition)


def forget_old(kept: Kept) -> None:
    """Delete the oldest editions beside the one in use."""
    if kept.folder is None or not kept.folder.parent.is_dir():
        return
    others = sorted(
        (one for one in kept.folder.parent.iterdir() if one.is_dir() and one != kept.folder),
        key=lambda one: one.stat().st_mtime,
    )
    for old in others[: max(0, len(others) + 1 - EDITIONS_COUNT)]:
        shutil.rmtree(old, ignore_errors=True)


@cache
def code_fingerprint() -> str:
    """Return a fingerprint of the package: figures made by other code are not used."""
    digest = sha256()
    for file in sorted(paths.PACKAGE.rglob("*")):
        if file.suffix in (".py", ".toml") and "messages" not in file.parts:
            digest.update(file.relative_to(paths.PACKAGE).as_posix().encode())
            digest.update(file.read_bytes())
    return digest.hexdigest()
