"""The verb of Insee's minutes to any service it knows: town halls, post offices, job centres."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from territory import paths
from territory.cli.options import Data
from territory.cli.shared import help_of, note_count, verb
from territory.messages import default_words


@verb(help=help_of("access.help"))
def access(
    service: Annotated[str | None, typer.Argument(help=help_of("access.service"))] = None,
    from_folder: Annotated[Path | None, typer.Option("--from", help=help_of("build.from"))] = None,
    out: Annotated[Path | None, typer.Option(help=help_of("access.out"))] = None,
    data: Data = None,
) -> None:
    """Write Insee's minutes to a service, by commune."""
    from pipelines.report.notes import notes_lines
    from pipelines.steps.service_minutes import (
        ServiceAbsentError,
        known_services,
        service_minutes,
    )
    from territory.files import write_file
    from territory.tables import open_communes

    def tell(said: list[dict[str, object]], *, err: bool) -> None:
        for line in notes_lines(said, default_words()):
            typer.echo(line, err=err)

    if service is None:
        tell(known_services().plain(), err=False)
        return
    try:
        rows, notes = service_minutes(
            from_folder or paths.raw_folder(), open_communes(data), service
        )
    except ServiceAbsentError as error:
        tell(error.notes.plain(), err=True)
        raise
    tell(notes.plain(), err=True)
    written = rows.to_csv(lineterminator="\r\n")
    if out is None:
        typer.echo(written, nl=False)
        return
    write_file(out, written.encode())
    note_count("access.done", len(rows), path=out)
