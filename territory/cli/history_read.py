"""Files of other editions, read beside the tables in use, in the communes of these tables."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import geopandas as gpd
    import pandas as pd

    from territory.history.fibre_editions import FibreEdition
    from territory.tables import DataInUse, Tables
    from territory.tables.former_codes import FormerCodes

LIST = "france_services"
FIBRE = "arcep_fixed_technology"


@dataclass(frozen=True)
class ListRead:
    """A list of counters.

    Parameters
    ----------
    name : str
        Of its file.
    day : date or None
        The day its name bears; None when it bears none.
    sha256 : str
        Of its file.
    counters : GeoDataFrame
        As the tables have them.
    notes : tuple of str
        What its reader was not sure of.
    citation : str
        As files keep it.
    """

    name: str
    day: date | None
    sha256: str
    counters: gpd.GeoDataFrame
    notes: tuple[str, ...]
    citation: str


def list_in_use(tables: Tables, in_use: DataInUse) -> ListRead:
    """Return the list that the tables are made of, with the local corrections applied."""
    source = next(one for one in in_use.sources if one.id == LIST)
    return ListRead(
        source.file_name, source.day, source.sha256, tables.counters, (), source.citation
    )


def read_list(path: Path, tables: Tables) -> ListRead:
    """Read an edition of the list of France Services beside tables already built.

    Raises
    ------
    TerritoryError
        If the file is absent, or is not an edition of the list.
    """
    from pipelines.sources import france_services
    from pipelines.sources.catalogue import find_source
    from pipelines.steps.counters import counters_of_list

    published = france_services.read(path)
    by_code = codes_of_today(published["declared_commune_code"], tables)
    counters = counters_of_list(published, tables.communes, by_code, path.name)
    day = edition_day(LIST, path)
    citation = find_source(LIST).citation(None if day is None else day.isoformat())
    notes = tuple(published.attrs["notes"])
    return ListRead(path.name, day, sha256_of(path), counters, notes, citation)


def codes_of_today(codes: pd.Series, tables: Tables) -> pd.Series:
    """Return the commune of the tables each code is, or became; one they do not hold stays as it is.

    Missing where the code became several communes, or none: the point tells then.
    """
    from territory.geography import commune_of_arrondissement

    former: FormerCodes = tables.former
    known = commune_of_arrondissement(codes.fillna("")).where(codes.notna())

    def today(code: str) -> str | None:
        became = former.get(code)
        if became is None:
            return code
        return became.communes[0][0] if len(became.communes) == 1 else None

    return known.map(today, na_action="ignore").astype("str")


def edition_day(source_id: str, path: Path) -> date | None:
    """Return the day that a file's name says it describes; None if it says none."""
    from pipelines.sources.catalogue import find_source

    source = find_source(source_id)
    day = source.reference_date_of(source.edition_of(path.name) or "")
    return None if day is None else date.fromisoformat(day)


def sha256_of(path: Path) -> str:
    """Return the SHA-256 of a file."""
    import hashlib

    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def read_fibre(path: Path, tables: Tables) -> FibreEdition:
    """Read an edition of Arcep's file of technologies beside tables already built.

    Raises
    ------
    TerritoryError
        If the file is absent, is not an edition of it, or names speeds: none of these is fibre.
    """
    from pipelines.sources import arcep_fixed_technology
    from pipelines.sources._archive import read_bytes
    from pipelines.sources.catalogue import find_source
    from territory.errors import TerritoryError
    from territory.history.fibre_editions import FibreEdition, counts_of_today

    head = read_bytes(path)[:2000]
    if b"elig_ftth" not in head and b"elig_thd" in head:
        is_beta = b"elig_hd8" in head
        raise TerritoryError("fibre_in_classes" if is_beta else "fibre_of_speeds", file=path.name)
    published = arcep_fixed_technology.read(path)
    said = published.attrs.get("reference_date")
    day = date.fromisoformat(said) if said else edition_day(FIBRE, path)
    codes = codes_of_today(published.index.to_series(), tables)
    counts = counts_of_today(published, codes, _joined_since(tables, day))
    citation = find_source(FIBRE).citation(None if day is None else day.isoformat())
    return FibreEdition(path.name, sha256_of(path), citation, day, counts)


def fibre_in_use(tables: Tables, in_use: DataInUse) -> FibreEdition | None:
    """Return the edition that the tables hold; None if they hold none."""
    from territory.history.fibre_editions import FIBRE as SERVED
    from territory.history.fibre_editions import PREMISES, FibreEdition

    source = next((one for one in in_use.sources if one.id == FIBRE), None)
    if source is None:
        return None
    counts = tables.communes[[SERVED, PREMISES]]
    return FibreEdition(source.file_name, source.sha256, source.citation, source.day, counts)


def _joined_since(tables: Tables, day: date | None) -> dict[str, set[str]]:
    """Return the codes that joined each commune after the 1 January of a day's year."""
    import pandas as pd

    former = tables.former_codes
    if former is None or day is None:
        return {}
    since = former["since_date"] > pd.Timestamp(day.year, 1, 1)
    merged = former[since & former["became_name"].isin(["merged", "merged_since"])]
    found: dict[str, set[str]] = {}
    for code, communes in merged["commune_codes_text"].dropna().items():
        found.setdefault(str(communes), set()).add(str(code))
    return found
