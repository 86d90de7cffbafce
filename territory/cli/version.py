"""``territory --version``."""

from __future__ import annotations

from typing import Annotated

import typer

from territory import __version__
from territory.cli.shared import app, help_of


def _say_version(*, is_asked: bool) -> None:
    if is_asked:
        typer.echo(f"territory {__version__}")
        raise typer.Exit


@app.callback(help=help_of("help"))
def command(
    *,
    version: Annotated[
        bool,
        typer.Option("--version", callback=_say_version, is_eager=True, help=help_of("version")),
    ] = False,
) -> None:
    """Answer what is asked of the command itself."""
    del version
