"""The verb ``isochrones``: zones from which fixed counters are reached, asked of IGN's service."""

from __future__ import annotations

import shlex
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from territory import paths
from territory.cli.options import Communes, Data, Departement, Epci, Language, Region
from territory.cli.shared import help_of, note, request_of_today, say_data, verb, words_asked
from territory.errors import TerritoryError

if TYPE_CHECKING:
    from territory.isochrones import ZoneService

# Tested to be those of `territory.isochrones`: the help of a verb imports no module of figures.
DEFAULT_MINUTES = "10,15,20,30"
DEFAULT_RESOURCE = "bdtopo-valhalla"


@verb(help=help_of("isochrones.help"))
def isochrones(
    *,
    minutes: Annotated[str, typer.Option(help=help_of("isochrones.minutes"))] = DEFAULT_MINUTES,
    departement: Departement = None,
    epci: Epci = None,
    region: Region = None,
    communes: Communes = None,
    out: Annotated[Path, typer.Option(help=help_of("isochrones.out"))],
    table: Annotated[Path | None, typer.Option(help=help_of("isochrones.table"))] = None,
    resource: Annotated[str, typer.Option(help=help_of("isochrones.resource"))] = DEFAULT_RESOURCE,
    url: Annotated[
        str | None,
        typer.Option(envvar=paths.ISOCHRONES_VARIABLE, help=help_of("isochrones.url")),
    ] = None,
    data: Data = None,
    lang: Language = None,
    quiet: Annotated[bool, typer.Option("--quiet", "-q", help=help_of("fetch.quiet"))] = False,
) -> None:
    """Ask for the zones of counters, and say how much of each commune they hold."""
    from territory import isochrones as iso
    from territory.files import write_file
    from territory.indicators.counters import origins_of
    from territory.lists import read_request, territory_communes
    from territory.lists.about import territory_name
    from territory.tables import open_data_in_use, open_tables

    limits = iso.read_limits(minutes)
    table = table or out.with_suffix(".csv")
    iso.check_suffixes(out, table)
    words = words_asked(lang)
    levels = {"departement": departement, "epci": epci, "region": region, "communes": communes}
    tables, in_use = open_tables(data), open_data_in_use(data)
    request = request_of_today(tables, read_request(levels, words=words))
    name = territory_name(tables, request)
    territory = iso.Grounds.of(territory_communes(tables, request))
    service = iso.ZoneService(url or iso.IGN_ISOCHRONE_URL, resource)
    kept_path = paths.isochrones_file()
    wanted = iso.wanted_zones(tables, territory, limits)
    kept_count = iso.count_kept(wanted, service, kept_path)
    for line in iso.plan_lines(wanted, kept_count, name, tables, words):
        typer.echo(line, err=True)
    try:
        zones = iso.gather_zones(wanted, service, kept_path, quiet=quiet)
    except KeyboardInterrupt:
        note("isochrones.interrupted", path=kept_path)
        raise
    if not zones.known_count:
        raise zones.stopped or TerritoryError(
            "isochrones_none", reasons=iso.reasons_in_words(zones, words)
        )
    own = tables.of(territory.communes)
    shares = iso.within(territory, origins_of(own), wanted, zones)
    told = iso.about_isochrones(
        in_use,
        name=name,
        command=_command(minutes, levels, out, table, service, words.language),
        service=service,
        wanted=wanted,
        zones=zones,
        tables=tables,
        words=words,
    )
    write_file(out, iso.zones_bytes(zones, shares, told))
    rows = iso.shares_table(own, shares)
    for path, content in iso.table_files(rows, told, table).items():
        write_file(path, content)
    for line in iso.outcome_lines(territory, zones, shares, words):
        typer.echo(line)
    note("isochrones.done", path=out, table=table)
    say_data(in_use, tables)
    if zones.stopped is not None:
        raise TerritoryError(
            "isochrones_stopped",
            problem=zones.stopped,
            kept=words.number(zones.known_count),
            count=words.number(len(zones.rows)),
        )


def _command(  # noqa: PLR0917 - the options of the command, one parameter each
    minutes: str,
    levels: dict[str, str | None],
    out: Path,
    table: Path,
    service: ZoneService,
    language: str,
) -> str:
    """Return the command that makes the same files."""
    typed = ["territory", "isochrones", "--minutes", minutes]
    for level, code in levels.items():
        typed += [f"--{level}", code] if code is not None else []
    if service.resource != DEFAULT_RESOURCE:
        typed += ["--resource", service.resource]
    typed += ["--out", out.name, "--table", table.name, "--lang", language]
    return shlex.join(typed)
