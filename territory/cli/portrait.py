"""The verb ``portrait``: one territory on paper, or many at once."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from territory import paths
from territory.cli.options import Data, Engine, Language, ScenarioUsed
from territory.cli.shared import (
    find_territory,
    help_of,
    note,
    note_count,
    say_data,
    verb,
    words_asked,
)


@verb(help=help_of("portrait.help"))
def portrait(
    territories: Annotated[list[str], typer.Argument(help=help_of("portrait.territories"))],
    *,
    format_name: Annotated[
        list[str] | None,
        typer.Option("--format", help=help_of("portrait.format")),
    ] = None,
    out: Annotated[Path | None, typer.Option(help=help_of("portrait.out"))] = None,
    each: Annotated[str | None, typer.Option(help=help_of("portrait.each"))] = None,
    data: Data = None,
    engine: Engine = paths.DEFAULT_ENGINE,
    scenario: ScenarioUsed = None,
    lang: Language = None,
    quiet: Annotated[bool, typer.Option("--quiet", "-q", help=help_of("portrait.quiet"))] = False,
) -> None:
    """Write the portrait of territories."""
    from tqdm import tqdm

    from territory.country import open_country
    from territory.files import write_file
    from territory.portrait import PortraitMaker, make_portrait, portrait_bytes
    from territory.portrait.batch import files_of, formats_of, territories_asked
    from territory.tables import open_data_in_use

    words = words_asked(lang)
    formats = formats_of(format_name, out)
    in_use, country = open_data_in_use(data), open_country(data, engine, scenario)
    tables = country.tables
    wanted = territories_asked(tables, [find_territory(tables, name) for name in territories], each)
    targets = files_of(wanted, formats, out)
    maker = PortraitMaker(country)
    bar = tqdm(
        targets.items(), disable=True if quiet or len(targets) == 1 else None, unit="portrait"
    )
    for territory, files in bar:
        made = make_portrait(maker, territory, in_use, words)
        for name, path in files.items():
            write_file(path, portrait_bytes(made, name))
    last = next(iter(next(iter(targets.values())).values()))
    written = sum(len(files) for files in targets.values())
    if written == 1:
        note("portrait.done_file", path=last)
    else:
        note_count("portrait.done", written, folder=last.parent.resolve())
    say_data(in_use, tables)
