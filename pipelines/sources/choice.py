"""Choose the file of a source whose names say a territory, and say which files were left."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import replace
from typing import Any

from pipelines.sources.catalogue import SourceFile
from pipelines.sources.editions import date_in, names_without_date
from pipelines.sources.folder import Folder
from pipelines.sources.insee_cog import Cog

# Sources whose files of one territory are named after it: ``…-numeriques-lozere.csv``.
NAMED_BY_TERRITORY = ("mediation_places",)


def named_territory(file: SourceFile, cog: Cog) -> tuple[str, ...]:
    """Return the départements of the territory a file is named after; empty if it is of none.

    Examples
    --------
    A file ``20221107-maires-lieux-de-mediation-numeriques-val-d-oise.csv`` is of 95, one that
    ends with ``bretagne`` of its four départements.
    """
    if file.source.id not in NAMED_BY_TERRITORY:
        return ()
    name = file.path.name.rpartition(".")[0]
    dated = date_in(name)
    stem = _slug(name if dated is None else next(names_without_date(name, dated)))
    territories: dict[str, tuple[str, ...]] = {
        _slug(name): (str(code),) for code, name in cog.departements["departement_name"].items()
    }
    for code, region in cog.regions["region_name"].items():
        of_region = cog.departements.index[cog.departements["region_code"] == code]
        territories.setdefault(_slug(region), tuple(map(str, of_region)))
    named = [slug for slug in territories if stem.endswith(f"-{slug}")]
    return territories[max(named, key=len)] if named else ()


def widest(file: SourceFile, cog: Cog, folder: Folder) -> SourceFile:
    """Return the file to use: one for all of France, before a newer one named after a territory."""
    if file.source.id in folder.parts or not named_territory(file, cog):
        return file
    for other in file.passed_over:
        if not named_territory(other, cog):
            left = (replace(file, passed_over=()), *file.passed_over)
            return replace(other, passed_over=tuple(passed for passed in left if passed != other))
    return file


def passed_over(file: SourceFile, day_inside: str | None = None) -> dict[str, Any]:
    """Return which files of a source were left for the one in use, and the day of each.

    Parameters
    ----------
    file : SourceFile
        The one in use, with those passed over.
    day_inside : str, optional
        The ISO day it is known to describe, if another than its name says.

    Returns
    -------
    dict
        ``is_tie`` says that their days do not tell the one in use to be the newest.
    """
    days = [
        day_inside or file.reference_date,
        *(other.reference_date for other in file.passed_over),
    ]
    return {
        "source_id": file.source.id,
        "file_name": file.path.name,
        "day": days[0],
        "left": {other.path.name: other.reference_date for other in file.passed_over},
        "is_tie": days[0] is None or None in days[1:] or days[0] <= max(filter(None, days[1:])),
    }


def _slug(name: str) -> str:
    bare = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode().lower()
    return re.sub(r"[^a-z0-9]+", "-", bare).strip("-")
