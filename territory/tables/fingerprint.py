"""One fingerprint of everything that figures are computed from.

Tables, population points, local corrections, what measures minutes and its file, and the code. The
disk cache, the files the browser asks for and the app's open tables all go by it: whatever changes,
nothing made before is shown again.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache, lru_cache
from hashlib import file_digest, sha256
from pathlib import Path

from territory import paths
from territory.files import stamp_of
from territory.paths import (
    COMMUNES_FILE,
    COUNTERS_FILE,
    FORMER_FILE,
    MEDIATION_FILE,
    OVERRIDES_FILE,
    POINTS_FILE,
    PUBLIC_FILE,
    REPORT_FILE,
    STOPS_FILE,
    STOPS_OVERRIDES_FILE,
)
from territory.travel import engine_files

# A larger file (a road network of all of France) goes by its size and time, not by its content.
MOST_READ_BYTES = 500_000_000


@dataclass(frozen=True)
class Inputs:
    """The files and words that figures are computed from.

    Parameters
    ----------
    files : tuple of Path
        Tables, report, points, corrections, the engine's file; one that is absent counts as absent.
    engine : str
        What measures minutes, in words.
    """

    files: tuple[Path, ...]
    engine: str

    @property
    def fingerprint(self) -> str:
        """A short name of these very contents: the same contents, engine and code, the same name.

        Asking again costs a look at each file's size and time; contents are read when these change.
        """
        digest = sha256(f"{self.engine}\n{code_fingerprint()}".encode())
        for path in self.files:
            stamp = stamp_of(path)
            seal = "" if stamp is None else _content(path, stamp)
            digest.update(f"\n{path.name} {seal}".encode())
        return digest.hexdigest()[:16]


def inputs_of(folder: Path, engine: str, points_path: Path | None = None) -> Inputs:
    """Return what figures of a folder of tables are computed from.

    Parameters
    ----------
    folder : Path
        The folder of tables.
    engine : str
        What measures minutes, as `territory.travel.read_engine` reads it.
    points_path : Path, optional
        The table of where people live, when it is not the one beside the tables.
    """
    beside = (
        COMMUNES_FILE,
        COUNTERS_FILE,
        MEDIATION_FILE,
        PUBLIC_FILE,
        FORMER_FILE,
        STOPS_FILE,
        REPORT_FILE,
    )
    files = [folder / name for name in beside]
    files += [points_path or folder / POINTS_FILE]
    files += [folder.parent / name for name in (OVERRIDES_FILE, STOPS_OVERRIDES_FILE)]
    return Inputs((*files, *engine_files(engine)), engine)


@lru_cache(maxsize=64)
def _content(path: Path, stamp: tuple[int, int]) -> str:
    """Return the seal of a file's content; read again only when its stamp is another."""
    if stamp[0] > MOST_READ_BYTES:
        return f"{stamp}"
    try:
        with path.open("rb") as file:
            return file_digest(file, "sha256").hexdigest()
    except OSError:  # gone since, or a folder: opening the tables says so in words
        return "unreadable"


@cache
def code_fingerprint() -> str:
    """Return a fingerprint of the package: figures made by other code are not used."""
    digest = sha256()
    for file in sorted(paths.PACKAGE.rglob("*")):
        if file.suffix in (".py", ".toml") and "messages" not in file.parts:
            digest.update(file.relative_to(paths.PACKAGE).as_posix().encode())
            digest.update(file.read_bytes())
    return digest.hexdigest()
