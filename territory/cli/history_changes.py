"""What ``territory history`` says of two editions: of the list, of the tables, of Arcep's file."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from territory.cli.shared import help_of, note, say_data, words_asked

if TYPE_CHECKING:
    from territory.cli.history_read import ListRead
    from territory.history.lists_told import ListName
    from territory.tables import DataInUse, Tables

FromList = Annotated[Path | None, typer.Option("--from", help=help_of("history.from"))]
ToList = Annotated[Path | None, typer.Option("--to", help=help_of("history.to"))]
TopTold = Annotated[int, typer.Option(min=1, help=help_of("history.top"))]


@dataclass(frozen=True)
class Asked:
    """What all comparisons are asked: of which territory, by which tables and engine, in which language."""

    levels: dict[str, str | None]
    within: float
    top: int
    out: Path | None
    data: Path | None
    engine: str
    lang: str | None


def compare_two_lists(before: Path | None, after: Path | None, asked: Asked) -> None:
    """Say what changed between two lists; the list in use stands for the one that is not given."""
    from territory.cli.plan_options import open_territory
    from territory.history import lists_told as told
    from territory.history.row_files import check_suffix, write_rows
    from territory.plan.told import engine_line
    from territory.tables import open_data_in_use

    if asked.out is not None:
        check_suffix(asked.out)
    words = words_asked(asked.lang)
    country, territory = open_territory(asked.data, asked.engine, asked.lang, asked.levels)
    in_use = open_data_in_use(asked.data)
    read = [_list(path, country.tables, in_use) for path in (before, after)]
    for one in read:
        for remark in one.notes:
            typer.echo(remark, err=True)
    first, second = read
    found = told.lists_told(
        country,
        territory,
        (_name(first), _name(second)),
        (first.counters, second.counters),
        asked.within,
    )
    for line in (
        told.title(found, words),
        *told.count_lines(found, words),
        *told.change_lines(found, asked.top, words),
        *told.effect_said(found, words),
        *told.within_lines(found, words),
        *told.commune_lines(found, asked.top, words),
    ):
        typer.echo(line)
    if asked.out is not None:
        again = told.command(found, asked.engine, words, asked.out.name)
        cited = first.citation, second.citation
        about = told.about_lists(found, in_use, again=again, cited=cited, words=words)
        write_rows(asked.out, found.rows, country.tables.communes, about)
        beside = asked.out.with_name(f"{asked.out.stem}.communes{asked.out.suffix}")
        write_rows(beside, found.communes, country.tables.communes, about)
        note("history.changes_done", path=asked.out, beside=beside)
    for line in (*told.remarks(found, words), engine_line(country.tables, words)):
        typer.echo(line, err=True)
    say_data(in_use, country.tables)


def _list(path: Path | None, tables: Tables, in_use: DataInUse) -> ListRead:
    from territory.cli.history_read import list_in_use, read_list

    return list_in_use(tables, in_use) if path is None else read_list(path, tables)


def _name(read: ListRead) -> ListName:
    from territory.history.lists_told import ListName

    return ListName(read.name, read.day, read.sha256)
