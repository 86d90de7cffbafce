"""What the command's verbs share: the application, its words, the line on the data in use."""

from __future__ import annotations

from typing import Any

import typer

from territory import messages
from territory.plain_text import quoted_all
from territory.tables import DataInUse, Tables
from territory.tables.overrides import closed_codes
from territory.territories import Territory
from territory.territories.resolve import Resolved, resolve

app = typer.Typer(
    help=messages.text("cli.help"),
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
)


def help_of(key: str) -> str:
    """Return the catalogue's help of a verb or an option."""
    return messages.text(f"cli.{key}")


def note(key: str, **values: Any) -> None:
    """Say something beside the output: on the error stream, so that a pipe stays clean."""
    typer.echo(messages.text(f"cli.{key}", **quoted_all(values)), err=True)


def find_territory(tables: Tables, words: str) -> Territory:
    """Return the territory words name today, saying what a code or name of yesterday became."""
    return told(resolve(tables, words))


def told(resolved: Resolved) -> Territory:
    """Return a territory found, saying what a code or name of yesterday became."""
    for became in resolved.became:
        typer.echo(became.say(), err=True)
    return resolved.territory


def say_data(in_use: DataInUse, tables: Tables) -> None:
    """Say which tables are in use, and how many local corrections are applied."""
    built = messages.day(in_use.built_at.date())
    if in_use.is_sample:
        names = ", ".join(in_use.report.get("departement_names", []))
        note("data_sample", built=built, departements=names)
    else:
        note(
            "data_built",
            folder=in_use.folder,
            built=built,
            communes=messages.number(in_use.report["communes_count"]),
            year=in_use.geography_year,
            fingerprint=in_use.fingerprint,
        )
    if len(tables.corrections):
        closed = messages.number(len(closed_codes(tables.corrections)))
        note("corrections_used", count=messages.number(len(tables.corrections)), closed=closed)
