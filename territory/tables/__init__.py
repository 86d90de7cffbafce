"""Open the tables: those built here if present, else the embedded sample.

Whoever opens a table also learns which data it is: `DataInUse` goes to the map's foot, the
export's header and the command's last line.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import date, datetime
from functools import cached_property, lru_cache, partial
from pathlib import Path
from typing import Any

import geopandas as gpd
import pandas as pd

from territory import paths
from territory.cache import LruCache
from territory.errors import SourceMissingError, TerritoryError, UnknownNameError
from territory.files import Stamp, stamp_of
from territory.messages import Words
from territory.paths import (
    COMMUNES_FILE,
    COUNTERS_FILE,
    FORMER_FILE,
    MEDIATION_FILE,
    OVERRIDES_FILE,
    POINTS_FILE,
    PUBLIC_FILE,
    REPORT_FILE,
)
from territory.plain_text import quoted
from territory.tables.build_report import as_dataclass, built_at, read_report
from territory.tables.checks import if_there, open_table
from territory.tables.corrected import apply_overrides
from territory.tables.former_codes import FormerCodes, read_former_codes
from territory.tables.later import NOT_THERE, Later
from territory.tables.official import engine_for
from territory.tables.overrides import no_corrections, read_overrides
from territory.tables.points import read_points
from territory.tables.scenarios import Scenario
from territory.tables.stops import no_stop_corrections, open_stops, taken_stops
from territory.tables.versions import saying_version
from territory.travel import EstimateEngine, TravelEngine

# Territories whose communes are cached, the last ones asked for.
CACHED_TERRITORIES = 24


@dataclass(frozen=True)
class SourceInUse:
    """A source as the build found it."""

    id: str
    title: str
    producer: str
    licence: str
    citation: str
    file_name: str
    sha256: str
    reference_date: str | None
    geography_year: int
    caveats: dict[str, str]

    def cite(self, words: Words) -> str:
        """Return the line printed under what is read: producer, title, day, licence.

        ``citation`` is the same line as files keep it, whatever the reader's language.
        """
        return words.text(
            "report.citation",
            producer=self.producer,
            title=self.title,
            day=self.day_text(words),
            licence=self.licence,
        )

    @property
    def day(self) -> date | None:
        """The day its file describes; None when it bears none."""
        return None if self.reference_date is None else date.fromisoformat(self.reference_date)

    def day_text(self, words: Words) -> str:
        """Return the day its file describes, in words; that it bears none if that is so."""
        return words.text("report.undated") if self.day is None else words.day(self.day)


@dataclass(frozen=True)
class DataInUse:
    """Which tables are open, where they come from and how old they are."""

    folder: Path
    is_sample: bool
    built_at: datetime
    geography_year: int
    sources: tuple[SourceInUse, ...]
    report: dict[str, Any]

    @property
    def fingerprint(self) -> str:
        """A short hash of the sources' files: the same files, the same fingerprint."""
        return str(self.report["fingerprint"])

    @property
    def newest_date(self) -> str:
        """The ISO day of the most recent source whose day is known; of the build, if none is."""
        days = [
            source.reference_date for source in self.sources if source.reference_date is not None
        ]
        return max(days, default=self.built_at.date().isoformat())


@dataclass(frozen=True)
class Tables:
    """The tables every indicator is computed from.

    Parameters
    ----------
    communes : GeoDataFrame
        One row a commune, index ``commune_code``, EPSG:4326.
    counters : GeoDataFrame
        One row a counter, index ``counter_code``, EPSG:4326.
    engine : TravelEngine
        What measures minutes; the built-in estimate by default.
    mediation_places : GeoDataFrame, optional
        One row a digital mediation place, index ``place_code``, EPSG:4326; None without the source.
    corrections : DataFrame
        The local corrections applied to the counters, as `territory.tables.overrides` reads them; empty
        when there are none.
    points : GeoDataFrame, optional
        Where people live, as `territory.tables.points.read_points` gives it; the town halls if absent.
    parts : dict
        Source id → départements its file covers, for the files that cover a part of France.
    former_codes : DataFrame, optional
        Former codes and names, as `territory.tables.former_codes.read_former_codes` gives them; None
        where the build wrote none.
    itinerant_stops : GeoDataFrame, optional
        Where itinerant counters stop, as `territory.tables.stops.open_stops` gives it; None in tables of
        a build that did not read it.
    stop_corrections : DataFrame
        The local corrections applied to these stops; empty when there are none.
    scenarios : tuple of Scenario
        What was proposed and is applied over these tables (`territory.tables.applied`): said wherever
        they are shown; none of the situation as it is.
    public : Later
        The public counters beside France Services, opened when they are asked for (`public_counters`).
    """

    communes: gpd.GeoDataFrame
    counters: gpd.GeoDataFrame
    engine: TravelEngine = field(default_factory=EstimateEngine)
    points: gpd.GeoDataFrame | None = None
    mediation_places: gpd.GeoDataFrame | None = None
    corrections: pd.DataFrame = field(default_factory=no_corrections)
    parts: dict[str, list[str]] = field(default_factory=dict)
    former_codes: pd.DataFrame | None = None
    itinerant_stops: gpd.GeoDataFrame | None = None
    stop_corrections: pd.DataFrame = field(default_factory=no_stop_corrections)
    scenarios: tuple[Scenario, ...] = ()
    public: Later = NOT_THERE

    @property
    def public_counters(self) -> gpd.GeoDataFrame | None:
        """CAF, CPAM, France Travail and others, index ``agency_code``; None without the source.

        Raises
        ------
        TerritoryError
            As `territory.tables.checks.open_table`, for they are opened at the first call.
        """
        return self.public.table

    def is_covered_by(self, source_id: str) -> pd.Series:
        """Tell the communes that a source's file covers: all, unless it is of a part of France."""
        departements = self.communes["departement_code"]
        is_covered: pd.Series = departements.isin(self.parts.get(source_id, departements.unique()))
        return is_covered

    @property
    def stops(self) -> gpd.GeoDataFrame | None:
        """The rows that say where an itinerant counter stops; None where the tables do not know."""
        return taken_stops(self.itinerant_stops)

    @cached_property
    def former(self) -> FormerCodes:
        """What former codes and names became, in these tables."""
        return FormerCodes(self.former_codes, self.communes["commune_name"].to_dict())

    @cached_property
    def selections(self) -> LruCache[gpd.GeoDataFrame]:
        """The communes of the last territories asked for, for `territory.territories.communes_of`."""
        # A page asks for those of a territory ten times.
        return LruCache(CACHED_TERRITORIES)

    def names(self, level: str) -> pd.Series:
        """Return the names of all communes, EPCI, départements or régions, by code."""
        return self._names.get(level, lambda: _names_of(self.communes, level))

    @cached_property
    def _names(self) -> LruCache[pd.Series]:
        return LruCache(4)

    def of(self, communes: gpd.GeoDataFrame) -> Tables:
        """Return the same tables with some of the communes only."""
        return replace(self, communes=communes)


def _names_of(communes: gpd.GeoDataFrame, level: str) -> pd.Series:
    names: pd.Series = communes[f"{level}_name"]
    return names if level == "commune" else names.groupby(communes[f"{level}_code"]).first()


def find_folder(folder: Path | None = None) -> tuple[Path, bool]:
    """Return the folder of the tables in use, and whether it is the sample.

    Parameters
    ----------
    folder : Path, optional
        A folder to insist on, of tables or that holds a folder ``tables``; by default the tables
        built here, else the sample.

    Raises
    ------
    SourceMissingError
        If the folder asked for holds no tables.
    """
    if folder is not None:
        where = paths.tables_in(folder)
        if not paths.holds_tables(where):
            raise SourceMissingError("tables_missing", folder=folder)
        return where, where.resolve() == paths.sample_folder().resolve()
    built = paths.tables_folder()
    if paths.holds_tables(built):
        return built, False
    return paths.sample_folder(), True


def open_data_in_use(folder: Path | None = None) -> DataInUse:
    """Return what is known of the tables in use, from the report of their build."""
    where, is_sample = find_folder(folder)
    return _data_in_use(where, is_sample, stamp_of(where / REPORT_FILE))


@lru_cache(maxsize=8)
def _data_in_use(where: Path, is_sample: bool, stamp: Stamp) -> DataInUse:
    """Read the report, again only when it changes: each page asks for it."""
    del stamp
    path = where / REPORT_FILE
    report = read_report(path)
    try:
        sources = tuple(
            _source(declared, f"sources[{rank}]") for rank, declared in enumerate(report["sources"])
        )
    except TerritoryError as problem:
        raise TerritoryError("table_broken", path=path, problem=problem) from problem
    return DataInUse(
        folder=where,
        is_sample=is_sample,
        built_at=built_at(report),
        geography_year=report["geography_year"],
        sources=sources,
        report=report,
    )


def _source(declared: object, name: str) -> SourceInUse:
    source: SourceInUse = as_dataclass(SourceInUse, declared, name)
    try:
        _ = source.day
    except ValueError as error:
        raise TerritoryError(
            "opened.date", field=f"{name}.reference_date", value=quoted(source.reference_date)
        ) from error
    return source


def open_communes(folder: Path | None = None) -> gpd.GeoDataFrame:
    """Open the table of communes.

    Returns
    -------
    GeoDataFrame
        Columns of `territory.contract.COMMUNES`, index ``commune_code``, EPSG:4326.

    Examples
    --------
    >>> open_communes().loc["48095", "commune_name"]
    'Mende'
    """
    return open_table(find_folder(folder)[0] / COMMUNES_FILE, "communes")


def open_tables(
    folder: Path | None = None,
    engine: TravelEngine | None = None,
    points_path: Path | None = None,
    overrides_path: Path | None = None,
) -> Tables:
    """Open the tables of a folder, and say from where and with what minutes are measured.

    Parameters
    ----------
    folder : Path, optional
        As for `find_folder`.
    engine : TravelEngine, optional
        As `territory.travel.engine_of` gives it; the built-in estimate by default. One that takes
        official minutes takes those of these tables (`territory.tables.official.engine_for`).
    points_path : Path, optional
        A table of where people live, for `territory.tables.points.read_points`; by default
        ``points.parquet`` beside the tables if it is there, else none.

    overrides_path : Path, optional
        A file of local corrections of counters, for `territory.tables.overrides.read_overrides`; by
        default ``counters_overrides.csv`` beside the folder of tables if it is there, else none.

    Raises
    ------
    SourceMissingError
        If the folder holds no tables, or there is no such table of points.
    TerritoryError
        If a table cannot be read, or is not one the contract declares.
    ContractError
        If the table of points, or the file of corrections, is not one.
    """
    where = find_folder(folder)[0]
    report = read_report(where / REPORT_FILE)
    with saying_version(report):
        communes = open_table(where / COMMUNES_FILE, "communes", report["communes_count"])
        counters = open_table(where / COUNTERS_FILE, "counters", report["counters_count"])
    former = if_there(where / FORMER_FILE)
    points = points_path or if_there(where / POINTS_FILE)
    overrides = overrides_path or if_there(where.parent / OVERRIDES_FILE)
    mediation = if_there(where / MEDIATION_FILE)
    public = if_there(where / PUBLIC_FILE)
    corrected = apply_overrides(
        counters,
        no_corrections() if overrides is None else read_overrides(overrides),
        communes,
    )
    return Tables(
        communes,
        corrected.counters,
        engine_for(engine or EstimateEngine(), communes, report),
        None if points is None else read_points(points, communes),
        None if mediation is None else open_table(mediation, "mediation_places"),
        corrected.corrections,
        report.get("parts", {}),
        None if former is None else read_former_codes(former),
        *open_stops(where, corrected.counters, communes),
        public=NOT_THERE
        if public is None
        else Later(partial(open_table, public, "public_counters")),
    )


def select(communes: gpd.GeoDataFrame, level: str, code: str) -> gpd.GeoDataFrame:
    """Return the communes of a territory.

    Parameters
    ----------
    communes : GeoDataFrame
        The table of communes.
    level : str
        ``"commune"``, ``"epci"``, ``"departement"`` or ``"region"``.
    code : str
        Code of the territory at that level.

    Raises
    ------
    UnknownNameError
        If no commune is in a territory of that code.

    Examples
    --------
    >>> len(select(open_communes(), "departement", "48"))
    152
    """
    if level == "commune":
        codes = pd.Series(communes.index, index=communes.index)
    else:
        codes = communes[f"{level}_code"]
    chosen = communes[(codes == code).fillna(False).to_numpy(dtype=bool)]
    if chosen.empty:
        raise UnknownNameError(level, code, codes.dropna().unique())
    return chosen
