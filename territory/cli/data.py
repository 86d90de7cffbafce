"""Verbs on data: fetch, build, validate, doctor."""

from __future__ import annotations

import time
from datetime import UTC, date, datetime
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from territory import paths
from territory.cli.options import Data, Engine
from territory.cli.shared import help_of, note, note_count, say_data, verb
from territory.errors import TerritoryError
from territory.messages import Words, default_words
from territory.paths import DEFAULT_ENGINE, ENGINE_VARIABLE

if TYPE_CHECKING:
    from territory.country import Country

OLD_AFTER_DAYS = 180


@verb(help=help_of("fetch.help"))
def fetch(
    sources: Annotated[list[str] | None, typer.Argument(help=help_of("fetch.sources"))] = None,
    folder: Annotated[Path | None, typer.Option("--to", help=help_of("fetch.folder"))] = None,
    *,
    locked: Annotated[bool, typer.Option("--locked", help=help_of("fetch.locked"))] = False,
    quiet: Annotated[bool, typer.Option("--quiet", "-q", help=help_of("fetch.quiet"))] = False,
) -> None:
    """Download the published files."""
    from pipelines.fetch import fetch_all
    from pipelines.sources.catalogue import find_files_of, read_catalogue

    catalogue = read_catalogue()
    if not sources:
        optional = [source.id for source in catalogue.values() if source.is_optional]
        note("fetch.optional", sources=", ".join(optional))
    asked = sources or [source.id for source in catalogue.values() if not source.is_optional]
    wanted = [file for name in asked for file in find_files_of(name)]
    target = folder or paths.raw_folder()
    outcomes = fetch_all(wanted, target, locked=locked, quiet=quiet)
    note_count("fetch.done", len(outcomes), folder=target)


@verb(help=help_of("build.help"))
def build(
    from_folder: Annotated[Path | None, typer.Option("--from", help=help_of("build.from"))] = None,
    out: Annotated[Path | None, typer.Option(help=help_of("build.out"))] = None,
    departement: Annotated[
        list[str] | None, typer.Option(help=help_of("build.departement"))
    ] = None,
) -> None:
    """Build the tables."""
    from pipelines.build import build_and_write
    from pipelines.report.notes import sentence

    words = default_words()

    source_folder = from_folder or paths.raw_folder()
    if from_folder is None and not source_folder.is_dir():
        raise TerritoryError("nothing_fetched", folder=source_folder)
    target = out or paths.tables_folder()
    started = time.monotonic()

    def tell(step: str) -> None:
        if step == "write":
            note("build.writing")
        else:
            note("build.step", step=step)

    report = build_and_write(source_folder, target, departement or (), tell).report
    note(
        "build.done",
        communes=words.number(report["communes_count"]),
        people=words.number(report["population_people"]),
        counters=words.number(report["counters_count"]),
        itinerant=words.number(report["itinerant_counters_count"]),
        folder=target,
        seconds=words.number(time.monotonic() - started, digits=1),
        report=target / "build_report.md",
    )
    if unmet := [total for total in report["totals"] if not total["is_met"]]:
        note_count("build.totals_not_met", len(unmet))
    if ties := [one["source_id"] for one in report["passed_over"] if one["is_tie"]]:
        note("build.ties", sources=", ".join(ties))
    for said in report["official"] or ():
        if said["key"] == "official.type_absent":
            typer.echo(sentence(said, words), err=True)
    if report["parts"]:
        note("build.parts", sources=", ".join(report["parts"]))
    if report["warnings"]:
        note_count("build.warnings", len(report["warnings"]))


@verb(help=help_of("validate.help"))
def validate(
    from_folder: Annotated[Path | None, typer.Option("--from", help=help_of("build.from"))] = None,
    data: Data = None,
    write: Annotated[Path | None, typer.Option(help=help_of("validate.write"))] = None,
    areas: Annotated[Path | None, typer.Option(help=help_of("validate.areas"))] = None,
    *,
    quick: Annotated[bool, typer.Option("--quick", help=help_of("validate.quick"))] = False,
) -> None:
    """Hold the estimate of illectronism against what Insee publishes."""
    from pipelines.build import build_tables
    from pipelines.sources.attraction_areas import read_areas
    from territory.files import write_file
    from territory.illectronism.report import validation_text
    from territory.tables import open_tables

    if from_folder is not None:
        tell = partial(note, "build.step")
        communes = build_tables(from_folder, (), lambda step: tell(step=step)).communes
    else:
        communes = open_tables(data).communes
    # The method's page is in English; on the screen the reader's language is spoken.
    words = Words("en") if write else default_words()
    read = None if areas is None else read_areas(areas)
    said = validation_text(communes, words, with_assumptions=not quick, areas=read)
    if write is None:
        typer.echo(said)
        return
    write_file(write, _page_with(write, said).encode())
    note("validate.done", path=write)


def _page_with(page: Path, said: str) -> str:
    from territory.illectronism.report import put_between_markers

    try:
        return put_between_markers(page.read_text(encoding="utf-8"), said)
    except (OSError, ValueError) as error:
        raise TerritoryError("validate_page", path=page, detail=error) from error


@verb(help=help_of("doctor.help"))
def doctor(
    data: Data = None,
    engine: Engine = DEFAULT_ENGINE,
) -> None:
    """Say which data is in use, how old and how complete it is, and what to run next."""
    from territory.country import open_country
    from territory.tables import open_data_in_use

    words = default_words()

    in_use, country = open_data_in_use(data), open_country(data, engine)
    tables = country.tables
    say_data(in_use, tables)
    days = (datetime.now(UTC) - in_use.built_at).days
    say = _echo
    say("doctor.age", days=words.number(days))
    say("doctor.sources")
    for source in in_use.sources:
        who = {"title": source.title, "producer": source.producer}
        if source.reference_date is None:
            say("doctor.source_undated", **who)
            continue
        day = date.fromisoformat(source.reference_date)
        say("doctor.source", day=words.day(day), age=_age(day), **who)
    say("doctor.completeness")
    people = tables.communes["population_people"]
    indicators = country.indicators
    for name in indicators.columns:
        known = indicators[name].notna()
        say(
            "doctor.column",
            label=words.text(f"columns.{name}.label"),
            communes=words.percent(known.mean(), digits=1),
            people=words.percent(people[known].sum() / people.sum(), digits=1),
        )
    _say_minutes(country, engine, words)
    totals = in_use.report["totals"]
    if totals:
        met = sum(total["is_met"] for total in totals)
        say("doctor.totals_met", met=met, count=len(totals))
    else:
        say("doctor.totals_none")
    if in_use.is_sample:
        say("doctor.next_sample")
    elif days > OLD_AFTER_DAYS:
        say("doctor.next_old", days=OLD_AFTER_DAYS)
    else:
        say("doctor.next_fine")


def _say_minutes(country: Country, engine: str, words: Words) -> None:
    """Say whether minutes are estimated or measured by road, how far they hold, what to run."""
    from territory.indicators.catchments import PUBLIC_TARGET_MINUTES
    from territory.method.engines import FAR, left_open
    from territory.travel import OfficialEngine

    minutes = country.indicators[FAR]
    if country.tables.engine.is_estimate:
        told = left_open(country.minutes_band)
        _echo(
            "doctor.minutes_estimate",
            open=words.number(told.limit_open_count),
            known=words.number(told.known_count),
            expected=words.number(told.expected_count),
            beyond=words.number((minutes > PUBLIC_TARGET_MINUTES).sum()),
        )
        _echo("doctor.minutes_next", variable=ENGINE_VARIABLE)
        return
    is_official = isinstance(country.tables.engine, OfficialEngine)
    _echo(
        "doctor.minutes_official" if is_official else "doctor.minutes_road",
        engine=words.text(f"travel.engine.{country.tables.engine.name}"),
        known=words.number(minutes.notna().sum()),
        communes=words.number(len(minutes)),
        citation=country.tables.engine.cite(words),
    )
    _echo("doctor.minutes_check", engine=engine)


def _echo(key: str, **values: Any) -> None:
    typer.echo(default_words().text(f"cli.{key}", **values))


def _age(day: date) -> str:

    words = default_words()
    months = max(0, (datetime.now(UTC).date() - day).days) // 30
    if months >= 24:
        return words.text("cli.doctor.years", years=months // 12)
    return words.text("cli.doctor.months", months=months)
