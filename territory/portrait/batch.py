"""Many portraits at once: which territories, in which formats, under which names."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from territory.errors import TerritoryError, UnknownNameError
from territory.files import find_format
from territory.portrait import PORTRAIT_FORMATS, PortraitFormat
from territory.tables import Tables
from territory.territories import (
    NAMED_LEVELS,
    WHOLE,
    Territory,
    communes_of,
    territory_file_stem,
)

DEFAULT_FORMAT = "pdf"


def formats_of(names: list[str] | None, out: Path | None) -> list[PortraitFormat]:
    """Return the formats asked for by name, else the one a file's name ends with, else PDF."""
    if names:
        return [find_format(PORTRAIT_FORMATS, name) for name in dict.fromkeys(names)]
    suffix = "" if out is None else out.suffix.removeprefix(".").lower()
    return [find_format(PORTRAIT_FORMATS, suffix or DEFAULT_FORMAT)]


def territories_asked(
    tables: Tables, named: Sequence[Territory], each: str | None
) -> list[Territory]:
    """Return the territories asked for, checked before anything is written."""
    for territory in named:
        communes_of(tables, territory)
        if territory == WHOLE and each is None:
            raise TerritoryError("portrait_of_france")
    if each is None:
        return list(dict.fromkeys(named))
    if each not in NAMED_LEVELS:
        raise UnknownNameError("level", each, NAMED_LEVELS)
    found: dict[Territory, None] = {}
    for territory in named:
        communes = communes_of(tables, territory)
        codes = communes.index if each == "commune" else communes[f"{each}_code"].dropna()
        found.update({Territory(each, str(code)): None for code in sorted(set(codes))})
    return list(found)


def files_of(
    wanted: list[Territory], formats: list[PortraitFormat], out: Path | None
) -> dict[Territory, dict[str, Path]]:
    """Return the files to write, by territory and format; a folder is made if it is not there."""
    is_one = len(wanted) == 1 and len(formats) == 1
    if is_one and out is not None and not out.is_dir():
        return {wanted[0]: {formats[0].name: out}}
    folder = out or Path()
    if out is not None:
        try:
            folder.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise TerritoryError("write_failed", folder=folder, detail=error) from error
    return {
        territory: {
            one.name: folder / f"{territory_file_stem(territory)}{one.suffix}" for one in formats
        }
        for territory in wanted
    }
