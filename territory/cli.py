"""The command ``territory``: fetch, build, list, doctor, app."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import time
from datetime import UTC, date, datetime
from functools import partial
from pathlib import Path
from typing import Annotated, Any

import geopandas as gpd
import typer

from pipelines.build import build_and_write, build_tables
from pipelines.catalogue import find_source, read_catalogue
from pipelines.fetch import fetch_all
from territory import messages, paths
from territory._illectronism.report import put_between_markers, validation_text
from territory.counters import fixed_counters, origins_of, places_of
from territory.errors import TerritoryError
from territory.exports import write_csv
from territory.indicators import INDICATORS, compute_indicators
from territory.overrides import closed_codes
from territory.priorities import ranked_communes
from territory.scores import score_communes
from territory.tables import DataInUse, Tables, open_data_in_use, open_tables, select
from territory.travel import compare_engines, difference_lines, read_engine
from territory.views import streamlit_options

OLD_AFTER_DAYS = 180
HOST = "127.0.0.1"

app = typer.Typer(
    help=messages.text("cli.help"),
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
)


def _help(key: str) -> str:
    return messages.text(f"cli.{key}")


def _note(key: str, **values: Any) -> None:
    """Say something beside the output: on the error stream, so that a pipe stays clean."""
    typer.echo(messages.text(f"cli.{key}", **values), err=True)


@app.command(help=_help("fetch.help"))
def fetch(
    sources: Annotated[list[str] | None, typer.Argument(help=_help("fetch.sources"))] = None,
    folder: Annotated[Path | None, typer.Option("--to", help=_help("fetch.folder"))] = None,
    *,
    locked: Annotated[bool, typer.Option("--locked", help=_help("fetch.locked"))] = False,
    quiet: Annotated[bool, typer.Option("--quiet", "-q", help=_help("fetch.quiet"))] = False,
) -> None:
    """Download the published files."""
    catalogue = read_catalogue()
    chosen = [find_source(name) for name in sources or catalogue]
    if not sources:
        optional = [source.id for source in chosen if source.is_optional]
        chosen = [source for source in chosen if not source.is_optional]
        _note("fetch.optional", sources=", ".join(optional))
    wanted = [file for source in chosen for file in source.each_file()]
    target = folder or paths.raw_folder()
    outcomes = fetch_all(wanted, target, locked=locked, quiet=quiet)
    _note("fetch.done", count=len(outcomes), folder=target)


@app.command(help=_help("build.help"))
def build(
    from_folder: Annotated[Path | None, typer.Option("--from", help=_help("build.from"))] = None,
    out: Annotated[Path | None, typer.Option(help=_help("build.out"))] = None,
    departement: Annotated[list[str] | None, typer.Option(help=_help("build.departement"))] = None,
) -> None:
    """Build the tables."""
    source_folder = from_folder or paths.raw_folder()
    if from_folder is None and not source_folder.is_dir():
        raise TerritoryError("nothing_fetched", folder=source_folder)
    target = out or paths.tables_folder()
    started = time.monotonic()

    def tell(step: str) -> None:
        if step == "write":
            _note("build.writing")
        else:
            _note("build.step", step=step)

    report = build_and_write(source_folder, target, departement or (), tell).report
    _note(
        "build.done",
        communes=messages.number(report["communes_count"]),
        people=messages.number(report["population_people"]),
        counters=messages.number(report["counters_count"]),
        itinerant=messages.number(report["itinerant_counters_count"]),
        folder=target,
        seconds=messages.number(time.monotonic() - started, digits=1),
        report=target / "build_report.md",
    )
    if unmet := [total for total in report["totals"] if not total["is_met"]]:
        _note("build.totals_not_met", count=len(unmet))
    if report["warnings"]:
        _note("build.warnings", count=len(report["warnings"]))


@app.command("list", help=_help("list.help"))
def list_communes(
    departement: Annotated[str | None, typer.Option(help=_help("list.departement"))] = None,
    epci: Annotated[str | None, typer.Option(help=_help("list.epci"))] = None,
    region: Annotated[str | None, typer.Option(help=_help("list.region"))] = None,
    top: Annotated[int | None, typer.Option(min=1, help=_help("list.top"))] = None,
    *,
    excel: Annotated[bool, typer.Option("--excel", help=_help("list.excel"))] = False,
    out: Annotated[Path | None, typer.Option(help=_help("list.out"))] = None,
    data: Annotated[Path | None, typer.Option(help=_help("list.data"))] = None,
    engine: Annotated[
        str, typer.Option(envvar=paths.ENGINE_VARIABLE, help=_help("engine"))
    ] = paths.DEFAULT_ENGINE,
) -> None:
    """List the communes of a territory, the most exposed first."""
    tables, in_use = open_tables(data, read_engine(engine)), open_data_in_use(data)
    communes = _chosen(tables, departement, epci, region)
    # A service asked route by route is asked about the territory only.
    scored = tables if tables.engine.has_catchments else tables.of(communes)
    listed = ranked_communes(communes, score_communes(scored)).head(top or len(communes))
    content = write_csv(listed, "excel_fr" if excel else "international")
    if out is None:
        sys.stdout.buffer.write(content)
        sys.stdout.buffer.flush()
    else:
        _write(out, content)
        _note("list.done", count=messages.number(len(listed)), path=out)
    _say_data(in_use, tables)


def _chosen(
    tables: Tables, departement: str | None, epci: str | None, region: str | None
) -> gpd.GeoDataFrame:
    """Return the communes of the one territory asked for; all if none is."""
    asked = {"departement": departement, "epci": epci, "region": region}
    chosen = [(level, code) for level, code in asked.items() if code is not None]
    if len(chosen) > 1:
        raise typer.BadParameter(messages.text("cli.list.one_territory"))
    return select(tables.communes, *chosen[0]) if chosen else tables.communes


@app.command(help=_help("engines.help"))
def engines(
    engine: Annotated[list[str], typer.Option(help=_help("engine"))],
    departement: Annotated[str | None, typer.Option(help=_help("list.departement"))] = None,
    epci: Annotated[str | None, typer.Option(help=_help("list.epci"))] = None,
    region: Annotated[str | None, typer.Option(help=_help("list.region"))] = None,
    data: Annotated[Path | None, typer.Option(help=_help("list.data"))] = None,
) -> None:
    """Compare engines: minutes from each town hall to the nearest fixed counter."""
    if len(engine) < 2:
        raise typer.BadParameter(messages.text("cli.engines.two"))
    tables = open_tables(data)
    origins = origins_of(tables.of(_chosen(tables, departement, epci, region)))
    places = places_of(fixed_counters(tables.counters))
    asked = [read_engine(words) for words in engine]
    for line in difference_lines(compare_engines(asked, origins.places, places)):
        typer.echo(line)
    for one in asked:
        typer.echo(one.cite())
    _say_data(open_data_in_use(data), tables)


def _write(path: Path, content: bytes) -> None:
    staged = path.with_name(f".{path.name}.part")
    try:
        staged.write_bytes(content)
        staged.replace(path)
    except OSError as error:
        staged.unlink(missing_ok=True)
        raise TerritoryError("write_failed", folder=path.parent, detail=error) from error


def _say_data(in_use: DataInUse, tables: Tables) -> None:
    built = messages.day(in_use.built_at.date())
    if in_use.is_sample:
        names = ", ".join(in_use.report.get("departement_names", []))
        _note("data_sample", built=built, departements=names)
    else:
        _note(
            "data_built",
            folder=in_use.folder,
            built=built,
            communes=messages.number(in_use.report["communes_count"]),
            year=in_use.geography_year,
            vintage=in_use.vintage,
        )
    if len(tables.corrections):
        closed = messages.number(len(closed_codes(tables.corrections)))
        _note("corrections_used", count=messages.number(len(tables.corrections)), closed=closed)


@app.command(help=_help("validate.help"))
def validate(
    from_folder: Annotated[Path | None, typer.Option("--from", help=_help("build.from"))] = None,
    data: Annotated[Path | None, typer.Option(help=_help("list.data"))] = None,
    write: Annotated[Path | None, typer.Option(help=_help("validate.write"))] = None,
    *,
    quick: Annotated[bool, typer.Option("--quick", help=_help("validate.quick"))] = False,
) -> None:
    """Hold the estimate of illectronism against what Insee publishes."""
    if from_folder is not None:
        tell = partial(_note, "build.step")
        communes = build_tables(from_folder, (), lambda step: tell(step=step)).communes
    else:
        communes = open_tables(data).communes
    # The method's page is in English; on the screen the reader's language is spoken.
    language = "en" if write else None
    said = validation_text(communes, language, with_assumptions=not quick)
    if write is None:
        typer.echo(said)
        return
    _write(write, _page_with(write, said).encode())
    _note("validate.done", path=write)


def _page_with(page: Path, said: str) -> str:
    try:
        return put_between_markers(page.read_text(encoding="utf-8"), said)
    except (OSError, ValueError) as error:
        raise TerritoryError("validate_page", path=page, detail=error) from error


@app.command(help=_help("doctor.help"))
def doctor(
    data: Annotated[Path | None, typer.Option(help=_help("list.data"))] = None,
) -> None:
    """Say which data is in use, how old and how complete it is, and what to run next."""
    in_use, tables = open_data_in_use(data), open_tables(data)
    _say_data(in_use, tables)
    days = (datetime.now(UTC) - in_use.built_at).days
    say = _echo
    say("doctor.age", days=messages.number(days))
    say("doctor.sources")
    for source in in_use.sources:
        day = date.fromisoformat(source.reference_date)
        say(
            "doctor.source",
            title=source.title,
            producer=source.producer,
            day=messages.day(day),
            age=_age(day),
        )
    say("doctor.completeness")
    people = tables.communes["population_people"]
    indicators = compute_indicators(tables)
    for indicator in INDICATORS:
        known = indicators[indicator.name].notna()
        say(
            "doctor.column",
            label=messages.text(f"columns.{indicator.name}.label"),
            communes=messages.percent(known.mean(), digits=1),
            people=messages.percent(people[known].sum() / people.sum(), digits=1),
        )
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


def _echo(key: str, **values: Any) -> None:
    typer.echo(messages.text(f"cli.{key}", **values))


def _age(day: date) -> str:
    months = max(0, (datetime.now(UTC).date() - day).days) // 30
    if months >= 24:
        return messages.text("cli.doctor.years", years=months // 12)
    return messages.text("cli.doctor.months", months=months)


@app.command("app", help=_help("app.help"))
def open_app(
    port: Annotated[int, typer.Option(help=_help("app.port"))] = 8501,
    data: Annotated[Path | None, typer.Option(help=_help("app.data"))] = None,
    engine: Annotated[
        str, typer.Option(envvar=paths.ENGINE_VARIABLE, help=_help("engine"))
    ] = paths.DEFAULT_ENGINE,
    *,
    browser: Annotated[bool, typer.Option(help=_help("app.browser"))] = True,
) -> None:
    """Open the app on this machine."""
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((HOST, port))
        except OSError as error:
            raise TerritoryError("port_taken", port=port) from error
    environment = dict(os.environ)
    if data is not None:
        environment[paths.DATA_VARIABLE] = str(data)
    environment[paths.ENGINE_VARIABLE] = engine
    _note("app.opening", port=port)
    command = [
        *(sys.executable, "-m", "streamlit", "run", str(paths.app_script())),
        *streamlit_options(),
        f"--server.address={HOST}",
        f"--server.port={port}",
        f"--server.headless={str(not browser).lower()}",
    ]
    # The command is our own: the interpreter, Streamlit and fixed options.
    done = subprocess.run(command, env=environment, check=False)  # noqa: S603
    raise typer.Exit(done.returncode)


def main() -> None:
    """Run the command: a failure is a sentence and an exit code, never a traceback."""
    try:
        app()
    except TerritoryError as error:
        typer.secho(str(error), err=True, fg=typer.colors.RED)
        raise SystemExit(1) from None
    except KeyboardInterrupt:
        _note("interrupted")
        raise SystemExit(130) from None
