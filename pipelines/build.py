"""Read all sources, check each, join them on the COG, check the whole, write the tables.

Nothing is written under a real name before everything is checked, and nothing is dropped
without a line in the report.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Collection, Sequence
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import geopandas as gpd
import pandas as pd

import territory
from pipelines.catalogue import SourceFile, read_catalogue, reader_of
from pipelines.checks import check_totals, compare_with_previous, coverage
from pipelines.counters import build_counters
from pipelines.folder import Folder, read_folder
from pipelines.joins import JoinReport, join_measures, join_nothing
from pipelines.locate import locate
from pipelines.margins import margins_not_summing
from pipelines.mediation import build_mediation_places
from pipelines.mobile import mobile_shares
from pipelines.places import add_places
from pipelines.sources import insee_cog
from pipelines.sources.insee_cog import Cog
from pipelines.write import read_previous_report, write_tables
from territory import messages
from territory.contract import COMMUNES, check_table
from territory.errors import TerritoryError, UnknownNameError
from territory.geography import zone_of

PLACES = ("commune_boundaries", "town_halls")
# Sources that need the shapes, and are not joined by code.
MEASURED_ON_SHAPES = ("arcep_mobile",)


def _measure_sources() -> tuple[str, ...]:
    """Return the sources of figures, as the contract names them.

    Population comes first: the other joins count the people they leave without a figure.
    """
    declared = {column.source_id for column in COMMUNES if column.status}
    return tuple(
        sorted(
            declared - {*PLACES, *MEASURED_ON_SHAPES},
            key=lambda source_id: (source_id != "insee_population", source_id),
        )
    )


Tell = Callable[[str], None]


@dataclass(frozen=True)
class Build:
    """Built tables and what their build has to say."""

    communes: gpd.GeoDataFrame
    counters: gpd.GeoDataFrame
    report: dict[str, Any]
    mediation_places: gpd.GeoDataFrame | None = None


def build_tables(
    from_folder: Path, departements: Collection[str] = (), tell: Tell = lambda _: None
) -> Build:
    """Build the two tables from a folder of published files.

    Parameters
    ----------
    from_folder : Path
        Holds the files under their published names; the newest edition of each is used.
    departements : collection of str
        Codes to restrict the communes to; all if empty. Counters are kept whole, so that those
        across the border count.
    tell : callable
        Told the id of each source as its turn comes.

    Raises
    ------
    SourceMissingError
        If a source has no file in the folder; all absent ones are named.
    SourceChangedError
        If a file is not what its source declares.
    UnknownNameError
        If a département does not exist.
    ContractError
        If what was built breaks its contract.
    """
    folder = read_folder(from_folder)
    catalogue = read_catalogue()
    used = locate(catalogue, from_folder)
    tell("insee_cog")
    cog = insee_cog.read(used["insee_cog"].path)
    year = int(used["insee_cog"].edition)
    communes = _reference(cog)
    joins: list[JoinReport] = []
    dates = dict(folder.reference_dates)
    for source_id in _measure_sources():
        if source_id not in used:
            communes = communes.join(join_nothing(communes, source_id))
            continue
        tell(source_id)
        file = used[source_id]
        measures = reader_of(file.source)(file.path)
        joined, join = join_measures(communes, measures, file, cog, year)
        communes = communes.join(joined)
        if day := measures.attrs.get("reference_date"):
            dates.setdefault(source_id, day)
        joins.append(join)
    tell("commune_boundaries")
    placed, places_report = add_places(communes, used)
    mobile_report = None
    if "arcep_mobile" in used:
        tell("arcep_mobile")
        file = used["arcep_mobile"]
        parts = {path: file.source.part_of(path.name) for path in file.paths}
        mobile, mobile_report = mobile_shares(placed, file.paths, parts)
        placed = placed.join(mobile)
    else:
        placed = placed.join(join_nothing(placed, "arcep_mobile"))
    tell("france_services")
    counters, counters_report = build_counters(placed, used["france_services"], cog, year)
    mediation_places, mediation_report = None, None
    if "mediation_places" in used:
        tell("mediation_places")
        mediation_places, mediation_report = build_mediation_places(
            placed, used["mediation_places"], cog, year
        )
        check_table(mediation_places, "mediation_places")
    if departements:
        placed = _restrict(placed, departements)
    placed = placed[[column.name for column in COMMUNES if column.name != "commune_code"]]
    check_table(placed, "communes")
    check_table(counters, "counters")
    is_partial = bool(departements or folder.covers)
    totals = [] if is_partial else check_totals({"communes": placed, "counters": counters}, used)
    report = {
        **_summary(placed, counters, departements),
        "geography_year": year,
        "sources": [
            _source_in_use(file, year, folder, dates.get(source_id))
            for source_id, file in sorted(used.items())
        ],
        "absent_sources": sorted(catalogue.keys() - used.keys()),
        "joins": [one.as_dict() for one in joins],
        "margins_not_summing": margins_not_summing(placed),
        "places": asdict(places_report),
        "mobile": None if mobile_report is None else asdict(mobile_report),
        "counters": asdict(counters_report),
        "mediation": None if mediation_report is None else asdict(mediation_report),
        "totals": [
            {**asdict(total), "gap_share": total.gap_share, "is_met": total.is_met}
            for total in totals
        ],
        "coverage": coverage(placed),
        "warnings": [],
    }
    report["vintage"] = _fingerprint(report["sources"])
    return Build(placed, counters, report, mediation_places)


def _reference(cog: Cog) -> pd.DataFrame:
    """Return the list every join is held against: one row a commune of the COG."""
    communes = cog.communes.join(cog.departements[["departement_name"]], on="departement_code")
    communes = communes.join(cog.regions[["region_name"]], on="region_code").sort_index()
    communes["zone"] = zone_of(communes.index.to_series())
    return communes


def _restrict(communes: gpd.GeoDataFrame, departements: Collection[str]) -> gpd.GeoDataFrame:
    known = set(communes["departement_code"])
    for code in departements:
        if code not in known:
            raise UnknownNameError("departement", code, known)
    return communes[communes["departement_code"].isin(list(departements))]


def build_and_write(
    from_folder: Path,
    out_folder: Path,
    departements: Collection[str] = (),
    tell: Tell = lambda _: None,
) -> Build:
    """Build the tables and write them, with their report, all or nothing.

    Raises
    ------
    TerritoryError
        As `build_tables`, or if the target cannot be written; nothing half-written remains.
    """
    previous = read_previous_report(out_folder)
    build = build_tables(from_folder, departements, tell)
    if previous == {}:
        build.report["warnings"] = [{"key": "previous_unreadable"}]
    if previous and previous["departements"] == build.report["departements"]:
        build.report["warnings"] = compare_with_previous(
            build.report["coverage"], previous["coverage"]
        )
    tell("write")
    write_tables(build.communes, build.counters, build.mediation_places, build.report, out_folder)
    return build


def _summary(
    communes: gpd.GeoDataFrame, counters: gpd.GeoDataFrame, departements: Collection[str]
) -> dict[str, Any]:
    return {
        "built_at": datetime.now(UTC).isoformat(timespec="seconds"),
        "territory_version": territory.__version__,
        "departements": sorted(departements),
        "departement_names": sorted(communes["departement_name"].unique()),
        "communes_count": len(communes),
        "counters_count": len(counters),
        "itinerant_counters_count": int(counters["is_itinerant"].sum()),
        "population_people": float(communes["population_people"].sum()),
    }


def _fingerprint(sources: list[dict[str, Any]]) -> str:
    """Return a short name for these very files: the same contents, the same name."""
    hashes = "".join(source["sha256"] for source in sources)
    return hashlib.sha256(hashes.encode()).hexdigest()[:12]


def _source_in_use(
    file: SourceFile, year: int, folder: Folder, reference_date: str | None
) -> dict[str, Any]:
    source, told = file.source, folder.caveats.get(file.source.id, {})
    day = reference_date or source.reference_date_of(file.edition)
    return {
        "id": source.id,
        "title": source.title,
        "producer": source.producer,
        "licence": source.licence,
        "citation": source.citation(day),
        "file_name": ", ".join(path.name for path in file.paths),
        "sha256": _hash_of(file.paths),
        "reference_date": day,
        "geography_year": source.geography_year_of(file.edition) or year,
        "caveats": {
            language: " ".join(filter(None, (source.caveat.get(language), told.get(language))))
            for language in messages.LANGUAGES
        },
    }


def _hash_of(paths: Sequence[Path]) -> str:
    """Return the SHA-256 of a file; of the hashes of its parts, where it comes in several."""
    hashes = [_sha256(path) for path in paths]
    if len(hashes) == 1:
        return hashes[0]
    return hashlib.sha256("".join(hashes).encode()).hexdigest()


def _sha256(path: Path) -> str:
    try:
        with path.open("rb") as file:
            return hashlib.file_digest(file, "sha256").hexdigest()
    except OSError as error:
        raise TerritoryError("file_unreadable", path=path, detail=error) from error
