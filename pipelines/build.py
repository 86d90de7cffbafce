"""Read all sources, check each, join them on the COG, check the whole, write the tables.

Nothing is written under a real name before everything is checked, and nothing is dropped
without a line in the report.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import geopandas as gpd
import pandas as pd

import territory
from pipelines.notes import Note, Notes
from pipelines.report.checks import check_totals, compare_with_previous, coverage
from pipelines.report.margins import margins_not_summing
from pipelines.sources import insee_cog
from pipelines.sources.catalogue import SourceFile, read_catalogue, reader_of
from pipelines.sources.choice import passed_over
from pipelines.sources.folder import Folder, read_folder, refuse_unknown_departements
from pipelines.sources.insee_cog import Cog
from pipelines.sources.locate import locate
from pipelines.steps.beside import build_beside, commune_codes
from pipelines.steps.chefs_lieux import add_chefs_lieux
from pipelines.steps.counters import build_counters
from pipelines.steps.former_codes import former_codes
from pipelines.steps.incomes import add_incomes_used, incomes_of_parts
from pipelines.steps.itinerant_stops import build_itinerant_stops
from pipelines.steps.joins import join_measures, join_nothing
from pipelines.steps.mobile import mobile_shares
from pipelines.steps.official_gap import add_official
from pipelines.steps.place_kinds import add_place_kinds, use_own_counters
from pipelines.steps.places import add_places
from pipelines.steps.ranges import hold_to_ranges
from pipelines.steps.reach import Reaches
from pipelines.steps.same_edition import add_edition_notes
from pipelines.write import read_previous_report, write_tables
from territory import messages
from territory.contract import COMMUNES, Status
from territory.contract_check import check_table
from territory.errors import TerritoryError, UnknownNameError
from territory.geography import zone_of

# Each with the status that says which communes its file gave.
PLACES = {"commune_boundaries": "boundary_status", "town_halls": "town_hall_status"}
# Sources that need the shapes, and are not joined by code.
MEASURED_ON_SHAPES = ("arcep_mobile",)
# Sources of squares, summed up to communes.
MEASURED_ON_SQUARES = ("insee_access",)


def _measure_sources() -> tuple[str, ...]:
    """Return the sources of figures, as the contract names them.

    Population comes first: the other joins count the people they leave without a figure.
    """
    declared = {column.source_id for column in COMMUNES if column.status}
    return tuple(
        sorted(
            declared - {*PLACES, *MEASURED_ON_SHAPES, *MEASURED_ON_SQUARES, "build"},
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
    former_codes: pd.DataFrame | None = None
    itinerant_stops: gpd.GeoDataFrame | None = None
    public_counters: gpd.GeoDataFrame | None = None


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
        Called with the id of each source as its turn comes.

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
    used = _with_codes_years(locate(catalogue, from_folder), folder)
    tell("insee_cog")
    cog = replace(insee_cog.read(used["insee_cog"].path), is_part=bool(folder.covers))
    year = int(used["insee_cog"].edition)
    refuse_unknown_departements(folder, from_folder, cog.departements.index)
    reaches = Reaches(used["insee_cog"], cog, folder)
    reference, chefs_lieux_notes = add_chefs_lieux(_reference(cog), cog)
    communes, joins, dates, parts = _join_all(reference, used, cog, reaches, tell)
    tell("commune_boundaries")
    placed, places_notes = add_places(communes, used, cog, year)
    for source_id, status in PLACES.items():
        given = placed.index[placed[status] == str(Status.OBSERVED)]
        reaches.add(used[source_id], given, len(given))
    placed, kinds_notes = add_place_kinds(placed)
    placed, incomes_notes = add_incomes_used(placed, parts)
    placed, mobile_notes = _add_mobile(placed, used, tell)
    tell("france_services")
    counters, counters_notes = build_counters(placed, used["france_services"], cog, year)
    reaches.add(used["france_services"], commune_codes(counters), len(counters))
    placed, own_notes = use_own_counters(placed, counters)
    former = former_codes(cog)
    stops, stops_notes = build_itinerant_stops(placed, counters, former)
    beside = build_beside(placed, used, cog, folder, former=former, reaches=reaches, tell=tell)
    dates.update(beside.days)
    if folder.covers:
        placed = _restrict(placed, folder.covers)
    if departements:
        placed = _restrict(placed, departements)
    if "insee_access" in used:
        tell("insee_access")
    placed, official_notes = add_official(placed, counters, used.get("insee_access"), cog, year)
    placed = placed[[column.name for column in COMMUNES if column.name != "commune_code"]]
    check_table(placed, "communes")
    check_table(counters, "counters")
    check_table(stops, "itinerant_stops")
    check_table(former, "former_codes")
    is_partial = bool(departements or folder.covers)
    totals = [] if is_partial else check_totals({"communes": placed, "counters": counters}, used)
    # The folder knows its own copies; what a file says of itself wins over its name.
    days = {**dates, **folder.reference_dates}
    report = {
        **_summary(placed, counters, departements),
        "geography_year": year,
        "sources": [_source_in_use(file, year, folder, days) for _, file in sorted(used.items())],
        "moves_until": _last_move(cog),
        "absent_sources": sorted(catalogue.keys() - used.keys()),
        **reaches.as_report(),
        "passed_over": [
            passed_over(file, days.get(source_id))
            for source_id, file in sorted(used.items())
            if file.passed_over
        ],
        "joins": {source_id: notes.plain() for source_id, notes in joins.items()},
        "margins_not_summing": margins_not_summing(placed).plain(),
        "incomes": incomes_notes.plain(),
        "places": [
            *places_notes.plain(),
            *kinds_notes.plain(),
            *own_notes.plain(),
            *chefs_lieux_notes.plain(),
        ],
        "mobile": None if mobile_notes is None else mobile_notes.plain(),
        "official": None if official_notes is None else official_notes.plain(),
        "counters": counters_notes.plain(),
        "stops": stops_notes.plain(),
        **beside.as_report(),
        "totals": [
            {**asdict(total), "gap_share": total.gap_share, "is_met": total.is_met}
            for total in totals
        ],
        "coverage": coverage(placed),
        "warnings": [],
    }
    report["fingerprint"] = _fingerprint(report["sources"])
    # Where the COG knows no code of yesterday (a part of it, without moves), there is no such table.
    return Build(
        placed,
        counters,
        report,
        beside.mediation_places,
        former if len(former) else None,
        stops,
        beside.public_counters,
    )


def _last_move(cog: Cog) -> str | None:
    """Return the day of the last move the COG holds, as an ISO date; None where it holds none."""
    days = cog.moves["effective_date"]
    return None if days.empty else str(days.max().date())


def _join_all(
    communes: pd.DataFrame,
    used: Mapping[str, SourceFile],
    cog: Cog,
    reaches: Reaches,
    tell: Tell,
) -> tuple[pd.DataFrame, dict[str, Notes], dict[str, str], pd.DataFrame]:
    """Join all sources of figures.

    Returns
    -------
    DataFrame
        The communes.
    dict
        Notes by source.
    dict
        The days that files themselves say they describe.
    DataFrame
        Incomes of the communes that are published in parts, as `incomes_of_parts` gives them.
    """
    year = int(used["insee_cog"].edition)
    joins: dict[str, Notes] = {}
    days: dict[str, str] = {}
    people: pd.Series | None = None
    for source_id in _measure_sources():
        if source_id not in used:
            communes = communes.join(join_nothing(communes, source_id))
            continue
        tell(source_id)
        file = used[source_id]
        measures = hold_to_ranges(reader_of(file.source)(file.path), file.path.name)
        people = measures.get("population_people", people)
        operators = measures.attrs.get("operators_count")
        reach = reaches.add(file, measures.index, len(measures), operators)
        joined, notes = join_measures(
            communes, measures, file, cog, year, part=reach.part, people=people
        )
        communes = communes.join(joined)
        if day := _day_inside(measures, file):
            days[source_id] = day
        joins[source_id] = notes
        if source_id == "insee_income":
            parts = incomes_of_parts(measures, cog, file.codes_year.year, year, people)
    add_edition_notes(joins, used, days)
    return communes, joins, days, parts


def _add_mobile(
    placed: gpd.GeoDataFrame, used: Mapping[str, SourceFile], tell: Tell
) -> tuple[gpd.GeoDataFrame, Notes | None]:
    if "arcep_mobile" not in used:
        return placed.join(join_nothing(placed, "arcep_mobile")), None
    tell("arcep_mobile")
    file = used["arcep_mobile"]
    parts = {path: file.source.part_of(path.name) for path in file.paths}
    shares, notes = mobile_shares(placed, file.paths, parts)
    return placed.join(shares), notes


def _reference(cog: Cog) -> pd.DataFrame:
    """Return the list every join is held against: one row a commune of the COG."""
    communes = cog.communes.join(cog.departements[["departement_name"]], on="departement_code")
    communes = communes.join(cog.regions[["region_name"]], on="region_code").sort_index()
    communes["zone"] = zone_of(communes.index.to_series())
    return communes


def _with_codes_years(used: dict[str, SourceFile], folder: Folder) -> dict[str, SourceFile]:
    """Return the files in use, each with the year of its codes; all are checked to have one."""
    dated = {
        source_id: replace(file, folder_codes_year=folder.codes_years.get(source_id, 0))
        for source_id, file in used.items()
    }
    for file in dated.values():
        _ = file.codes_year  # refused here, before anything is read
    return dated


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
        build.report["warnings"] = [Note("warning.previous_unreadable").plain()]
    if previous and previous["departements"] == build.report["departements"]:
        build.report["warnings"] = compare_with_previous(
            build.report["coverage"], previous["coverage"]
        ).plain()
    tell("write")
    write_tables(
        build.communes,
        build.counters,
        build.mediation_places,
        build.report,
        out_folder,
        former_codes=build.former_codes,
        itinerant_stops=build.itinerant_stops,
        public_counters=build.public_counters,
    )
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


def _day_inside(measures: pd.DataFrame, file: SourceFile) -> str | None:
    """Return the day a file itself says it describes; None if it says none."""
    day: str | None = measures.attrs.get("reference_date")
    return day or file.source.reference_date_of(measures.attrs.get("edition", ""))


def _source_in_use(
    file: SourceFile, year: int, folder: Folder, days: Mapping[str, str]
) -> dict[str, Any]:
    source, folder_caveat = file.source, folder.caveats.get(file.source.id, {})
    day = days.get(source.id, file.reference_date)
    return {
        "id": source.id,
        "title": source.title,
        "producer": source.producer,
        "licence": source.licence,
        "citation": source.citation(day),
        "file_name": ", ".join(path.name for path in file.paths),
        "sha256": _hash_of(file.paths),
        "reference_date": day,
        "geography_year": file.codes_year.year or year,
        "caveats": {
            language: " ".join(
                filter(None, (source.caveat.get(language), folder_caveat.get(language)))
            )
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
