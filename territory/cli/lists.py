"""Verbs on the underserved list: list, export."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from territory.cli.options import (
    DEFAULT_AGGREGATION,
    DEFAULT_PROFILE,
    Aggregation,
    Communes,
    Data,
    Departement,
    Engine,
    Epci,
    Language,
    Preset,
    ProfileName,
    Region,
    ScenarioUsed,
    Sort,
    Top,
    Weights,
    Where,
)
from territory.cli.shared import (
    bar,
    help_of,
    note_count,
    request_of_today,
    say_data,
    say_data_in_use,
    verb,
    words_asked,
)
from territory.errors import TerritoryError
from territory.paths import DEFAULT_ENGINE

if TYPE_CHECKING:
    from territory.country import Country
    from territory.lists import Request


def _country(data: Path | None, asked: Request, scenario: Path | None) -> tuple[Country, Request]:
    """Open the tables of a request; it comes back with codes of today in place of those of yesterday."""
    from territory.country import open_country

    country = open_country(data, asked.engine, scenario)
    return country, request_of_today(country.tables, asked)


@verb("list", help=help_of("list.help"))
def list_communes(
    *,
    departement: Departement = None,
    epci: Epci = None,
    region: Region = None,
    communes: Communes = None,
    preset: Preset = "",
    where: Where = None,
    profile: ProfileName = DEFAULT_PROFILE,
    weights: Weights = "",
    aggregation: Aggregation = DEFAULT_AGGREGATION,
    sort: Sort = "",
    top: Top = None,
    excel: Annotated[bool, typer.Option("--excel", help=help_of("list.excel"))] = False,
    out: Annotated[Path | None, typer.Option(help=help_of("list.out"))] = None,
    data: Data = None,
    engine: Engine = DEFAULT_ENGINE,
    scenario: ScenarioUsed = None,
    lang: Language = None,
) -> None:
    """List the communes of a territory, the most people in the most exposed of them first."""
    from territory.exports import FORMATS, write_csv
    from territory.files import write_file
    from territory.lists import make_list, read_request

    suffix = "" if out is None else out.suffix.lower()
    if suffix != ".csv" and suffix in {each.suffix for each in FORMATS.values()}:
        raise TerritoryError("list_is_csv", path=out, suffix=suffix)
    request = read_request(
        {"departement": departement, "epci": epci, "region": region, "communes": communes},
        where,
        profile,
        weights,
        aggregation,
        top,
        engine,
        words=words_asked(lang),
        preset=preset,
        sort=sort,
    )
    country, request = _country(data, request, scenario)
    made = make_list(country, request)
    content = write_csv(made.rows, "excel_fr" if excel else "international", words=request.words)
    if out is None:
        sys.stdout.buffer.write(content)
        sys.stdout.buffer.flush()
    else:
        write_file(out, content)
        note_count("list.done", len(made.rows), path=out)
    _say_undetermined(len(made.selection.undetermined))
    say_data_in_use(data, country.tables)


def _say_undetermined(count: int) -> None:
    if count:
        note_count("list.undetermined", count)


@verb(help=help_of("export.help"))
def export(
    *,
    out: Annotated[Path, typer.Option(help=help_of("export.out"))],
    format_name: Annotated[
        str | None, typer.Option("--format", help=help_of("export.format"))
    ] = None,
    departement: Departement = None,
    epci: Epci = None,
    region: Region = None,
    communes: Communes = None,
    preset: Preset = "",
    where: Where = None,
    profile: ProfileName = DEFAULT_PROFILE,
    weights: Weights = "",
    aggregation: Aggregation = DEFAULT_AGGREGATION,
    sort: Sort = "",
    top: Top = None,
    data: Data = None,
    engine: Engine = DEFAULT_ENGINE,
    scenario: ScenarioUsed = None,
    lang: Language = None,
) -> None:
    """Write the underserved list to a file with its dictionary, sources, parameters and limits."""
    from territory.exports import format_of, side_files, write_list
    from territory.exports.progress import parts_of
    from territory.files import write_file
    from territory.lists import make_list, read_request
    from territory.lists.about import about
    from territory.tables import open_data_in_use

    chosen = format_of(format_name, out)
    request = read_request(
        {"departement": departement, "epci": epci, "region": region, "communes": communes},
        where,
        profile,
        weights,
        aggregation,
        top,
        engine,
        words=words_asked(lang),
        preset=preset,
        sort=sort,
    )
    (country, request), in_use = _country(data, request, scenario), open_data_in_use(data)
    with bar(help_of("export.writing")) as tell:
        of_list, of_file = parts_of(tell, 1, 2)
        made = make_list(country, request)
        of_list(1.0)
        told = about(made, country.tables, in_use, chosen.name, out.name)
        content = write_list(made.rows, country.tables.communes, told, chosen, of_file)
    write_file(out, content)
    if chosen.is_alone:
        for suffix, content in side_files(made.rows, told, chosen).items():
            write_file(out.with_name(out.stem + suffix), content)
    note_count("list.done", len(made.rows), path=out)
    _say_undetermined(len(made.selection.undetermined))
    say_data(in_use, country.tables)
