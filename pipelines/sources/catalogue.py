"""The catalogue of sources: what each published file is, as declared in ``sources/*.toml``.

A declaration is a flat TOML file. It loads into a frozen `Source`: a misspelt or missing key
is an error. Published names carry their edition (``cog_ensemble_2025_csv.zip``); `file_pattern`
recognises them all, and its named group ``edition`` reads which one a file is.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Callable
from dataclasses import dataclass, field, fields, replace
from functools import cache
from importlib import import_module
from importlib.resources import files
from pathlib import Path
from typing import Any

import pandas as pd

from pipelines.sources.codes_year import FOLDER, CodesYear, EditionRule, codes_year
from pipelines.sources.editions import date_in, day_of_edition, names_without_date
from territory.errors import TerritoryError, UnknownNameError
from territory.messages import Words

MISSING_ROW_MEANINGS = ("zero", "unknown")
ANY_EDITION = "any"


@dataclass(frozen=True)
class Whole:
    """The least a file must hold to be taken for all the zones of its source.

    Parameters
    ----------
    communes_share : float
        Share of the communes of its zones (0–1) that have a row.
    departements, rows : dict
        Edition, or the year it begins with, → fewest départements and rows; ``any`` for the
        others. A département of a list by commune counts when half its communes have a row.
    regions, moves, operators : int
        Fewest regions and moves of a code, fewest operators of a list of sites.
    """

    communes_share: float = 0.0
    departements: dict[str, int] = field(default_factory=dict)
    rows: dict[str, int] = field(default_factory=dict)
    regions: int = 0
    moves: int = 0
    operators: int = 0

    def fewest(self, what: str, edition: str) -> int:
        """Return the fewest ``"departements"`` or ``"rows"`` of an edition; 0 if none is declared."""
        declared: dict[str, int] = {"departements": self.departements, "rows": self.rows}[what]
        for key in (edition.replace("-", ""), edition[:4], ANY_EDITION):
            if key in declared:
                return declared[key]
        return 0


@dataclass(frozen=True)
class Source:
    """A published file, as its producer gives it.

    Parameters
    ----------
    id : str
        Short name, the stem of its two files.
    title, producer, licence : str
        As they must be cited.
    page_url : str
        The page a person reads.
    file_pattern : str
        Regular expression of its published names, with a named group ``edition`` if the name
        carries one. Capitals do not matter; a day elsewhere in the name is read without it.
    example_name : str
        Such a name for a person to read: ``liste-fs-{year}{month_day}.csv``.
    whole : Whole
        The least a file must hold not to be a part of itself.
    published_on, reference_date : str
        ISO dates: when the declared edition came out, and what day it describes.
    geography_year : int
        Year of the COG its codes follow under its running name, without an edition; 0 for a source
        without codes of its own.
    geography_level : str
        What a row is: ``"commune"``, ``"point"``, ``"polygon"`` or ``"cell"``.
    zones : tuple of str
        Zones it covers.
    missing_row_means : str
        ``"zero"`` for a register that lists only what exists, else ``"unknown"``.
    file_url : str
        Address of the file, for a producer with stable addresses.
    file_urls : tuple of str
        Addresses of its files, for a source of several files of one edition.
    file_name : str
        Name the file is kept under when fetched, when the address does not end with it.
    dataset_id, resource_title, resource_format : str
        For data.gouv.fr: the dataset, a regular expression of the resource's title, its format.
    resource_url : str
        For a dataset of several files: a regular expression of a resource's address, ``{part}`` in it
        standing for the part.
    resource_parts : tuple of str
        The parts it comes in, each a file to fetch.
    archive_member : str
        For a ZIP: regular expression of the member to read.
    member_example : str
        Such a member's name for a person to read.
    decimal : str
        Decimal mark of its numbers.
    is_optional : bool
        Whether the tables can be built without it: its figures are then missing.
    rounded_to : int
        What its counts are multiples of, rounded by its producer; 0 when they are as counted.
    unverified : str
        What of its layout was taken from others' word, the published file not being opened; blank where
        a copy of it was read.
    caveat : dict
        Language → what a reader must know, in a sentence.
    geography_years : dict
        Edition → year of its codes, where no rule gives it.
    geography_rule : EditionRule, optional
        How the year of its codes follows from its edition.
    columns : dict
        Published name → our name.
    optional_columns : tuple of str
        Published names a file may lack, all together: their figures are then missing, and said so.
    older_names : dict
        Published name of an older edition → published name in `columns`.
    """

    id: str
    title: str
    producer: str
    licence: str
    page_url: str
    file_pattern: str
    published_on: str
    reference_date: str
    geography_year: int
    geography_level: str
    zones: tuple[str, ...]
    missing_row_means: str
    example_name: str = ""
    whole: Whole = field(default_factory=Whole)
    file_url: str = ""
    file_urls: tuple[str, ...] = ()
    file_name: str = ""
    dataset_id: str = ""
    resource_title: str = ""
    resource_format: str = ""
    resource_url: str = ""
    resource_parts: tuple[str, ...] = ()
    archive_member: str = ""
    member_example: str = ""
    decimal: str = "."
    is_optional: bool = False
    rounded_to: int = 0
    unverified: str = ""
    caveat: dict[str, str] = field(default_factory=dict)
    geography_years: dict[str, int] = field(default_factory=dict)
    geography_rule: EditionRule | None = None
    columns: dict[str, str] = field(default_factory=dict)
    optional_columns: tuple[str, ...] = ()
    older_names: dict[str, str] = field(default_factory=dict)

    def each_file(self) -> tuple[Source, ...]:
        """Return one source a file to fetch: itself, or one for each of its addresses or parts."""
        if self.resource_parts:
            return tuple(
                replace(
                    self,
                    id=f"{self.id}-{part}",
                    resource_url=self.resource_url.replace("{part}", part),
                    resource_parts=(),
                )
                for part in self.resource_parts
            )
        if not self.file_urls:
            return (self,)
        return tuple(
            replace(self, id=f"{self.id}-{rank}", file_url=url, file_urls=())
            for rank, url in enumerate(self.file_urls, start=1)
        )

    def part_of(self, file_name: str) -> str:
        """Return which part of an edition a published name is; ``""`` for a file that is whole."""
        found = self._recognised(file_name)
        return "" if found is None else found.groupdict().get("part") or ""

    def edition_of(self, file_name: str) -> str | None:
        """Return the edition a published name carries, ``""`` if it carries none, or None.

        None means that the name is not one of this source's. Capitals do not matter, and a day
        may stand in front of a published name, or anywhere in it.

        Examples
        --------
        >>> find_source("density_grid").edition_of("20260301-densite.CSV")
        '20260301'
        """
        found, dated = self._recognised(file_name), date_in(file_name)
        if found is None:
            return None
        edition = (found.groupdict().get("edition") or "").upper()
        if self.reference_date_of(edition):
            return edition
        if re.fullmatch(r"\d{4}", edition):
            return None  # four digits that are no year: not a name of this source
        return "" if dated is None else dated.written

    def _recognised(self, file_name: str) -> re.Match[str] | None:
        """Return the match of a published name, or of what it is without a day in it."""
        found, dated = self._match(file_name), date_in(file_name)
        if found is None and dated is not None:
            bare = (self._match(name) for name in names_without_date(file_name, dated))
            found = next(filter(None, bare), None)
        return found

    def _match(self, file_name: str) -> re.Match[str] | None:
        return re.fullmatch(self.file_pattern, file_name, re.IGNORECASE)

    def codes_year_of(self, edition: str) -> CodesYear:
        """Return the year of the COG an edition's codes follow, and how it is known.

        Raises
        ------
        TerritoryError
            If neither its declaration nor its rule says it: no year is taken by default.

        Examples
        --------
        >>> find_source("arcep_fixed").codes_year_of("2022_T3")
        CodesYear(year=2022, basis='rule')
        """
        found = codes_year(edition, self.geography_year, self.geography_years, self.geography_rule)
        if found is None:
            raise TerritoryError("codes_year_unknown", source=self.id, edition=edition)
        return found

    def reference_date_of(self, edition: str) -> str | None:
        """Return the day an edition describes, as an ISO date; None if it says none.

        A day or a quarter in the edition is that day, or the quarter's last; a year takes the
        place of the declared one. No edition is no date: what the declaration describes is
        another file.

        Examples
        --------
        >>> find_source("france_services").reference_date_of("20240801")
        '2024-08-01'
        >>> find_source("insee_cog").reference_date_of("2025")
        '2025-01-01'
        """
        return day_of_edition(edition, self.reference_date[5:])

    def citation(self, reference_date: str | None) -> str:
        """Return the line files keep, in French as the titles are; None is an unknown day."""
        day = reference_date or Words("fr").text("report.undated")
        return f"{self.producer}, {self.title}, {day} ({self.licence})"


def _parse(path: Any) -> Source:
    declared = tomllib.loads(path.read_text(encoding="utf-8"))
    known = {key.name for key in fields(Source)}
    identity = path.name.removesuffix(".toml")
    if unknown := set(declared) - known:
        raise UnknownNameError("declaration", sorted(unknown)[0], known)
    if declared.get("missing_row_means") not in MISSING_ROW_MEANINGS:
        raise TerritoryError("declaration_meaning", source=identity)
    declared["zones"] = tuple(declared["zones"])
    for listed in ("file_urls", "resource_parts", "optional_columns"):
        declared[listed] = tuple(declared.get(listed, ()))
    try:
        declared["whole"] = Whole(**declared.get("whole", {}))
        if "geography_rule" in declared:
            declared["geography_rule"] = EditionRule(**declared["geography_rule"])
        return Source(id=identity, **declared)
    except TypeError as error:
        raise TerritoryError("declaration_incomplete", source=identity, detail=error) from error


@cache
def read_catalogue() -> dict[str, Source]:
    """Return all declared sources by id, in alphabetical order."""
    folder = files("pipelines.sources")
    declarations = sorted(
        (
            file
            for file in folder.iterdir()
            if file.name.endswith(".toml") and not file.name.startswith("_")
        ),
        key=lambda file: file.name,
    )
    return {source.id: source for source in map(_parse, declarations)}


def find_source(source_id: str) -> Source:
    """Return a source by its id.

    Raises
    ------
    UnknownNameError
        If no source has this id.
    """
    catalogue = read_catalogue()
    if source_id not in catalogue:
        raise UnknownNameError("source", source_id, catalogue)
    return catalogue[source_id]


def find_files_of(name: str) -> tuple[Source, ...]:
    """Return one source a file to fetch, by a source's id or by one of its files'.

    Raises
    ------
    UnknownNameError
        If neither a source nor a file of one has this name.

    Examples
    --------
    >>> [one.id for one in find_files_of("insee_access-52")]
    ['insee_access-52']
    """
    catalogue = read_catalogue()
    if name in catalogue:
        return catalogue[name].each_file()
    parts = {one.id: one for source in catalogue.values() for one in source.each_file()}
    if name not in parts:
        raise UnknownNameError("source", name, catalogue)
    return (parts[name],)


def reader_of(source: Source) -> Callable[[Path], pd.DataFrame]:
    """Return the function ``read(path)`` that stands beside a declaration."""
    read: Callable[[Path], pd.DataFrame] = import_module(f"pipelines.sources.{source.id}").read
    return read


@dataclass(frozen=True)
class SourceFile:
    """A file on disk recognised as an edition of a source.

    Parameters
    ----------
    source : Source
        The source.
    path : Path
        The file; the first of its parts.
    edition : str
        As its name says.
    others : tuple of Path
        The other parts of the same edition, for a source of several files.
    passed_over : tuple of SourceFile
        The other files of the source in the folder, that are not used.
    folder_codes_year : int
        Year of its codes as the folder says it; 0 when the folder does not.
    """

    source: Source
    path: Path
    edition: str
    others: tuple[Path, ...] = ()
    passed_over: tuple[SourceFile, ...] = ()
    folder_codes_year: int = 0

    @property
    def reference_date(self) -> str | None:
        """The day its name says it describes; None if it says none."""
        return self.source.reference_date_of(self.edition)

    @property
    def paths(self) -> tuple[Path, ...]:
        """All its files."""
        return (self.path, *self.others)

    @property
    def codes_year(self) -> CodesYear:
        """The year of the COG its codes follow: as the folder says, else as its source does."""
        if self.folder_codes_year:
            return CodesYear(self.folder_codes_year, FOLDER)
        return self.source.codes_year_of(self.edition)


def find_files(source: Source, folder: Path) -> list[SourceFile]:
    """Return the editions of a source a folder holds, the newest first.

    The date read in the name decides, however it is written. A name without one is the
    producer's running name and comes first. Which is newer is then unknown: whoever uses the
    first says which were passed over.
    """
    found = [
        SourceFile(source, path, edition)
        for path in folder.iterdir()
        if path.is_file() and (edition := source.edition_of(path.name)) is not None
    ]
    return sorted(
        found,
        key=lambda file: (
            file.reference_date is None,
            file.reference_date or "",
            file.path.name,
        ),
        reverse=True,
    )
