"""What a folder of published files says of itself, in its ``folder.toml`` if it has one.

A hand-made folder (the embedded sample) covers a part of France, holds files older or simpler
than the published ones, and must say so wherever they are shown.
"""

from __future__ import annotations

import tomllib
from dataclasses import dataclass, field
from pathlib import Path

from territory.errors import TerritoryError

FOLDER_FILE = "folder.toml"


@dataclass(frozen=True)
class Folder:
    """A folder's own declaration.

    Parameters
    ----------
    covers : tuple of str
        Départements it holds; empty for the whole of France.
    reference_dates : dict
        Source id → day its file describes, where the file's name does not say it.
    codes_years : dict
        Source id → year of the communes its file's codes are of, where no rule gives it.
    caveats : dict
        Source id → language → what a reader must know of this copy.
    """

    covers: tuple[str, ...] = ()
    reference_dates: dict[str, str] = field(default_factory=dict)
    codes_years: dict[str, int] = field(default_factory=dict)
    caveats: dict[str, dict[str, str]] = field(default_factory=dict)


def read_folder(folder: Path) -> Folder:
    """Return what a folder says of itself; nothing special if it says nothing.

    Raises
    ------
    TerritoryError
        If the declaration cannot be read or holds an unknown key.
    """
    path = folder / FOLDER_FILE
    if not path.is_file():
        return Folder()
    try:
        declared = tomllib.loads(path.read_text(encoding="utf-8"))
        declared["covers"] = tuple(declared.get("covers", ()))
        return Folder(**declared)
    except (OSError, ValueError, TypeError) as error:
        raise TerritoryError("folder_declaration", path=path, detail=error) from error
