"""The command ``territory``. A verb imports what it needs when it runs: ``--help`` answers at once."""

from __future__ import annotations

import errno

import typer

from territory.cli import (
    access,
    data,
    engines,
    history,
    isochrones,
    lists,
    maps,
    plan,
    plan_changes,
    plan_compare,
    plan_rounds,
    portrait,
    publish,
    scores,
    serve,
    version,
)
from territory.cli.shared import app, note
from territory.errors import TerritoryError

__all__ = [
    "access",
    "app",
    "data",
    "engines",
    "history",
    "isochrones",
    "lists",
    "main",
    "maps",
    "plan",
    "plan_changes",
    "plan_compare",
    "plan_rounds",
    "portrait",
    "publish",
    "scores",
    "serve",
    "version",
]


def main() -> None:
    """Run the command: a failure is a sentence and an exit code, never a traceback."""
    try:
        app()
    except TerritoryError as error:
        typer.secho(str(error), err=True, fg=typer.colors.RED)
        raise SystemExit(1) from None
    except OSError as error:
        if error.errno != errno.ENAMETOOLONG:
            raise
        unusable = TerritoryError("path_too_long", path=error.filename)
        typer.secho(str(unusable), err=True, fg=typer.colors.RED)
        raise SystemExit(1) from None
    except KeyboardInterrupt:
        note("interrupted")
        raise SystemExit(130) from None
