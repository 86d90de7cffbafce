"""The verb ``portrait``: one territory on paper, or many at once."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer
from tqdm import tqdm

from territory import messages, paths
from territory.cli.shared import app, find_territory, help_of, note, say_data
from territory.country import open_country
from territory.errors import TerritoryError, UnknownNameError
from territory.files import write_file
from territory.messages import LANGUAGES
from territory.portrait import (
    PORTRAIT_FORMATS,
    PortraitFormat,
    PortraitMaker,
    find_portrait_format,
    make_portrait,
    portrait_bytes,
)
from territory.tables import Tables, open_data_in_use
from territory.territories import (
    NAMED_LEVELS,
    WHOLE,
    Territory,
    communes_of,
    territory_file_stem,
)
from territory.travel import read_engine

DEFAULT_FORMAT = "pdf"


@app.command(help=help_of("portrait.help"))
def portrait(
    territories: Annotated[list[str], typer.Argument(help=help_of("portrait.territories"))],
    *,
    format_name: Annotated[
        list[str] | None,
        typer.Option(
            "--format",
            help=messages.text("cli.portrait.format", formats=", ".join(PORTRAIT_FORMATS)),
        ),
    ] = None,
    out: Annotated[Path | None, typer.Option(help=help_of("portrait.out"))] = None,
    each: Annotated[str | None, typer.Option(help=help_of("portrait.each"))] = None,
    data: Annotated[Path | None, typer.Option(help=help_of("list.data"))] = None,
    engine: Annotated[
        str, typer.Option(envvar=paths.ENGINE_VARIABLE, help=help_of("engine"))
    ] = paths.DEFAULT_ENGINE,
    lang: Annotated[str | None, typer.Option("--lang", help=help_of("list.lang"))] = None,
    quiet: Annotated[bool, typer.Option("--quiet", "-q", help=help_of("portrait.quiet"))] = False,
) -> None:
    """Write the portrait of territories."""
    language = lang or messages.default_language()
    if language not in LANGUAGES:
        raise UnknownNameError("language", language, LANGUAGES)
    if not read_engine(engine).has_catchments:
        raise TerritoryError("engine_not_for_portrait", engine=engine)
    formats = _formats(format_name, out)
    in_use, country = open_data_in_use(data), open_country(data, engine)
    tables = country.tables
    wanted = _wanted(tables, territories, each)
    targets = _targets(wanted, formats, out)
    maker = PortraitMaker(country)
    bar = tqdm(
        targets.items(), disable=True if quiet or len(targets) == 1 else None, unit="portrait"
    )
    for territory, files in bar:
        made = make_portrait(maker, territory, in_use, language)
        for name, path in files.items():
            write_file(path, portrait_bytes(made, name))
    last = next(iter(next(iter(targets.values())).values()))
    written = sum(len(files) for files in targets.values())
    if written == 1:
        note("portrait.done_one", path=last)
    else:
        note("portrait.done", count=messages.number(written), folder=last.parent.resolve())
    say_data(in_use, tables)


def _formats(names: list[str] | None, out: Path | None) -> list[PortraitFormat]:
    """Return the formats asked for by name, else the one a file's name ends with, else PDF."""
    if names:
        return [find_portrait_format(name) for name in dict.fromkeys(names)]
    suffix = "" if out is None else out.suffix.removeprefix(".").lower()
    return [find_portrait_format(suffix or DEFAULT_FORMAT)]


def _wanted(tables: Tables, words: list[str], each: str | None) -> list[Territory]:
    """Return the territories asked for, checked before anything is written."""
    named = [find_territory(tables, one) for one in words]
    for territory in named:
        communes_of(tables, territory)
        if territory == WHOLE and each is None:
            raise TerritoryError("portrait_of_france")
    if each is None:
        return list(dict.fromkeys(named))
    if each not in NAMED_LEVELS:
        raise UnknownNameError("level", each, NAMED_LEVELS)
    found: dict[Territory, None] = {}
    for territory in named:
        communes = communes_of(tables, territory)
        codes = communes.index if each == "commune" else communes[f"{each}_code"].dropna()
        found.update({Territory(each, str(code)): None for code in sorted(set(codes))})
    return list(found)


def _targets(
    wanted: list[Territory], formats: list[PortraitFormat], out: Path | None
) -> dict[Territory, dict[str, Path]]:
    """Return the files to write, by territory and format; a folder is made if it is not there."""
    is_one = len(wanted) == 1 and len(formats) == 1
    if is_one and out is not None and not out.is_dir():
        return {wanted[0]: {formats[0].name: out}}
    folder = out or Path()
    if out is not None:
        try:
            folder.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise TerritoryError("write_failed", folder=folder, detail=error) from error
    return {
        territory: {
            one.name: folder / f"{territory_file_stem(territory)}{one.suffix}" for one in formats
        }
        for territory in wanted
    }
