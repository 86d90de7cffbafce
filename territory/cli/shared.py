"""What the command's verbs share: the application, its words, the line on the data in use."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

import typer

from territory.cli.spoken import SpokenCommand, SpokenGroup
from territory.errors import UnknownNameError
from territory.messages import LANGUAGES, Words, default_words
from territory.plain_text import quoted_all

if TYPE_CHECKING:
    from territory.lists import Request
    from territory.tables import DataInUse, Tables
    from territory.territories import Territory
    from territory.territories.resolve import Resolved

app = typer.Typer(
    cls=SpokenGroup,
    help=default_words().text("cli.help"),
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
)
# What a verb is declared with: `@verb(help=…)`.
verb = partial(app.command, cls=SpokenCommand)


def help_of(key: str) -> str:
    """Return the catalogue's help of a verb or an option."""
    return default_words().text(f"cli.{key}")


def note(key: str, **values: Any) -> None:
    """Say something beside the output: on the error stream, so that a pipe stays clean."""
    typer.echo(default_words().text(f"cli.{key}", **quoted_all(values)), err=True)


def note_count(key: str, count: float, **values: Any) -> None:
    """Say something that counts, beside the output, in the form its count takes."""
    typer.echo(default_words().plural(f"cli.{key}", count, **quoted_all(values)), err=True)


def words_asked(lang: str | None) -> Words:
    """Return the words of the language asked for; of the default one when none is.

    Raises
    ------
    UnknownNameError
        If we do not speak it.
    """
    if not lang:
        return default_words()
    if lang not in LANGUAGES:
        raise UnknownNameError("language", lang, LANGUAGES)
    return Words(lang)


@contextmanager
def bar(label: str, *, quiet: bool = False) -> Iterator[Callable[[float], None]]:
    """Draw a bar on the error stream, on a terminal alone, and give what tells it the part done."""
    from tqdm import tqdm

    with tqdm(
        desc=label,
        total=100,
        disable=True if quiet else None,
        leave=False,
        bar_format="{desc} {percentage:3.0f} % |{bar}| {elapsed}",
    ) as drawn:

        def tell(done: float) -> None:
            drawn.update(100 * done - drawn.n)

        yield tell


def find_territory(tables: Tables, words: str) -> Territory:
    """Return the territory words name today, saying what a code or name of yesterday became.

    Five digits are the code of a commune; where they may be a postcode too, it is said.
    """
    from territory.territories.postcodes import code_read
    from territory.territories.resolve import resolve

    found = say_became(resolve(tables, words))
    if read := code_read(tables, words):
        typer.echo(read.say(default_words()), err=True)
    return found


def say_became(resolved: Resolved) -> Territory:
    """Return a territory found, saying what a code or name of yesterday became."""
    for became in resolved.became:
        typer.echo(became.say(default_words()), err=True)
    return resolved.territory


def request_of_today(tables: Tables, asked: Request) -> Request:
    """Return a request with codes of communes of today, saying what those of yesterday became.

    Communes may be named too.
    """
    from territory.territories import COMMUNES
    from territory.territories.resolve import resolve

    if asked.level != COMMUNES:
        return asked
    return replace(asked, code=say_became(resolve(tables, asked.territory.key)).code)


def say_data_in_use(folder: Path | None, tables: Tables) -> None:
    """Say which tables of a folder are in use."""
    from territory.tables import open_data_in_use

    say_data(open_data_in_use(folder), tables)


def say_data(in_use: DataInUse, tables: Tables) -> None:
    """Say which tables are in use, and how many local corrections are applied."""
    from territory.tables.overrides import closed_codes
    from territory.tables.versions import version_in_words

    words = default_words()

    built = words.day(in_use.built_at.date())
    if in_use.is_sample:
        names = ", ".join(in_use.report.get("departement_names", []))
        note("data_sample", built=built, departements=names)
    else:
        note(
            "data_built",
            folder=in_use.folder,
            built=built,
            communes=words.number(in_use.report["communes_count"]),
            year=in_use.geography_year,
            fingerprint=in_use.fingerprint,
        )
    for sentence in version_in_words(in_use.report, words):
        typer.echo(sentence, err=True)
    if len(tables.corrections):
        closed = words.number(len(closed_codes(tables.corrections)))
        note("corrections_used", count=words.number(len(tables.corrections)), closed=closed)
    for one in tables.scenarios:
        typer.echo(one.in_words(words), err=True)
    if len(tables.stop_corrections):
        note_count("stop_corrections_used", len(tables.stop_corrections))
