"""What ``territory history`` says of two editions: of the list, of the tables, of Arcep's file."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from territory.cli.shared import help_of, note, say_data, words_asked

if TYPE_CHECKING:
    import pandas as pd

    from territory.cli.history_read import ListRead
    from territory.exports import About
    from territory.history.lists_told import ListName, ListsTold
    from territory.messages import Words
    from territory.tables import DataInUse, Tables

FromList = Annotated[Path | None, typer.Option("--from", help=help_of("history.from"))]
ToList = Annotated[Path | None, typer.Option("--to", help=help_of("history.to"))]
FromTables = Annotated[
    Path | None, typer.Option("--tables-from", help=help_of("history.tables_from"))
]
ToTables = Annotated[Path | None, typer.Option("--tables-to", help=help_of("history.tables_to"))]
Fibre = Annotated[list[Path] | None, typer.Option("--fibre", help=help_of("history.fibre"))]
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


def refuse_two_questions(*options: tuple[object, ...]) -> None:
    """Refuse to compare lists, tables and files of fibre in one command.

    Raises
    ------
    TerritoryError
        If options of more than one comparison are given.
    """
    from territory.errors import TerritoryError

    if sum(any(one is not None for one in asked) for asked in options) > 1:
        raise TerritoryError("history_two_questions")


def compare_two_lists(before: Path | None, after: Path | None, asked: Asked) -> None:
    """Say what changed between two lists; the list in use stands for the one that is not given."""
    from territory.cli.plan_options import open_territory
    from territory.history import lists_told as told
    from territory.history.row_files import check_suffix
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
    _tell_lists(found, asked.top, words)
    if asked.out is not None:
        again = told.command(found, asked.engine, words, asked.out.name)
        cited = first.citation, second.citation
        about = told.about_lists(found, in_use, again=again, cited=cited, words=words)
        _write(asked.out, {"": found.rows, ".communes": found.communes}, country.tables, about)
    _tell_remarks(found, words)
    say_data(in_use, country.tables)


def compare_two_builds(before: Path | None, after: Path | None, asked: Asked) -> None:
    """Say what changed between two folders of tables; those in use stand for the one not given."""
    from territory.cli.history_read import codes_of_today, list_in_use
    from territory.cli.plan_options import open_territory
    from territory.history import builds_told
    from territory.history import lists_told as told
    from territory.history.build_read import read_build
    from territory.history.builds_compared import compare_builds
    from territory.history.row_files import check_suffix

    if asked.out is not None:
        check_suffix(asked.out)
    words = words_asked(asked.lang)
    (was, was_in_use), (now, in_use) = (read_build(one or asked.data) for one in (before, after))
    found = compare_builds(was, now)
    for line in builds_told.lines(found, was, now, words):
        typer.echo(line)
    country, territory = open_territory(after or asked.data, asked.engine, asked.lang, asked.levels)
    tables = country.tables
    had, have = was.counters, now.counters
    had = had.assign(commune_code=codes_of_today(had["commune_code"], tables))
    names = [_name(list_in_use(tables, one)) for one in (was_in_use, in_use)]
    lists = told.lists_told(country, territory, (names[0], names[1]), (had, have), asked.within)
    _tell_lists(lists, asked.top, words)
    for line in builds_told.refused_lines(found, words):
        typer.echo(line)
    if asked.out is not None:
        about = builds_told.about_builds(
            found, was_in_use, in_use, lists, out=asked.out.name, words=words
        )
        rows = {
            "": builds_told.told_columns(found, words),
            ".sources": found.sources,
            ".counters": lists.rows,
            ".communes": lists.communes,
        }
        _write(asked.out, rows, tables, about)
    _tell_remarks(lists, words)
    say_data(in_use, tables)


def compare_fibre_editions(files: list[Path], asked: Asked) -> None:
    """Say the share of premises with fibre by edition; one file alone is held against the tables' own."""
    from territory.cli.history_read import fibre_in_use, read_fibre
    from territory.cli.plan_options import open_territory
    from territory.history import fibre_told as told
    from territory.history.fibre_editions import compare_fibre
    from territory.history.row_files import check_suffix
    from territory.tables import open_data_in_use
    from territory.territories import communes_of

    if asked.out is not None:
        check_suffix(asked.out)
    words = words_asked(asked.lang)
    country, territory = open_territory(asked.data, asked.engine, asked.lang, asked.levels)
    tables, in_use = country.tables, open_data_in_use(asked.data)
    editions = [read_fibre(path, tables) for path in files]
    own = fibre_in_use(tables, in_use) if len(editions) == 1 else None
    if own is not None:
        editions.append(own)
    found = compare_fibre(editions, communes_of(tables, territory))
    for line in (
        told.title(found, tables, territory, words),
        *told.share_lines(found, words),
        *told.commune_lines(found, asked.top, words),
    ):
        typer.echo(line)
    if asked.out is not None:
        about = told.about_fibre(found, tables, territory, in_use, out=asked.out.name, words=words)
        rows = {"": found.communes, ".editions": told.table_of_editions(found)}
        _write(asked.out, rows, tables, about)
    for line in told.remarks(found, words):
        typer.echo(line, err=True)
    say_data(in_use, tables)


def _tell_lists(found: ListsTold, top: int, words: Words) -> None:
    from territory.history import lists_told as told

    for line in (
        told.title(found, words),
        *told.count_lines(found, words),
        *told.change_lines(found, top, words),
        *told.effect_said(found, words),
        *told.within_lines(found, words),
        *told.commune_lines(found, top, words),
    ):
        typer.echo(line)


def _tell_remarks(found: ListsTold, words: Words) -> None:
    from territory.history import lists_told as told
    from territory.plan.told import engine_line

    for line in (*told.remarks(found, words), engine_line(found.country.tables, words)):
        typer.echo(line, err=True)


def _write(out: Path, rows: dict[str, pd.DataFrame], tables: Tables, about: About) -> None:
    """Write tables beside one another: suffix of the name → rows."""
    from territory.history.row_files import write_rows

    for suffix, one in rows.items():
        path = out.with_name(f"{out.stem}{suffix}{out.suffix}")
        write_rows(path, one, tables.communes, about)
        note("history.changes_done", path=path)


def _list(path: Path | None, tables: Tables, in_use: DataInUse) -> ListRead:
    from territory.cli.history_read import list_in_use, read_list

    return list_in_use(tables, in_use) if path is None else read_list(path, tables)


def _name(read: ListRead) -> ListName:
    from territory.history.lists_told import ListName

    return ListName(read.name, read.day, read.sha256)
