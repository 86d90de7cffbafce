"""The verb ``plan rounds``: where and when a bus should stop."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Annotated

import typer

from territory.cli.options import Communes, Data, Departement, Engine, Epci, Language, Region
from territory.cli.plan_options import (
    Exclude,
    Over,
    codes_of,
    open_territory,
    plan_app,
    write_sheet,
)
from territory.cli.shared import help_of, note, say_data, words_asked
from territory.cli.spoken import SpokenCommand
from territory.errors import TerritoryError
from territory.paths import DEFAULT_ENGINE


def _values(said: str) -> tuple[float, ...]:
    try:
        return tuple(float(part) for part in said.split(","))
    except ValueError as error:
        raise TerritoryError("plan_rounds_values", values=said) from error


@plan_app.command("rounds", cls=SpokenCommand, help=help_of("plan.rounds"))
def rounds(
    *,
    departement: Departement = None,
    epci: Epci = None,
    region: Region = None,
    communes: Communes = None,
    buses: Annotated[int, typer.Option(help=help_of("plan.buses"))] = 1,
    days: Annotated[int, typer.Option(help=help_of("plan.days"))] = 5,
    stops: Annotated[int, typer.Option(help=help_of("plan.stops_a_day"))] = 2,
    radius: Annotated[float, typer.Option(help=help_of("plan.radius"))] = 8.0,
    day_minutes: Annotated[float, typer.Option(help=help_of("plan.day_minutes"))] = 120.0,
    depot: Annotated[str, typer.Option(help=help_of("plan.depot"))] = "",
    within: Annotated[float, typer.Option(help=help_of("plan.rounds_within"))] = 15.0,
    values: Annotated[str, typer.Option(help=help_of("plan.values"))] = "1,0.7,0.4",
    exclude: Exclude = None,
    start: Annotated[str | None, typer.Option(help=help_of("plan.start"))] = None,
    out: Annotated[list[Path] | None, typer.Option(help=help_of("plan.rounds_out"))] = None,
    data: Data = None,
    engine: Engine = DEFAULT_ENGINE,
    over: Over = None,
    lang: Language = None,
) -> None:
    """Find the stops and days of a bus that reach most people, with the proof."""
    from territory.plan import rounds_told as told
    from territory.plan.files import SHEET
    from territory.plan.question import Question
    from territory.plan.rounds import RoundsQuestion
    from territory.plan.rounds_shown import rounds_shown
    from territory.plan.timetable import read_start
    from territory.tables import open_data_in_use

    for path in out or ():
        told.check_suffix(path)
    words = words_asked(lang)
    first = read_start(start) if start else told.next_monday(date.today())
    levels = {"departement": departement, "epci": epci, "region": region, "communes": communes}
    country, territory = open_territory(data, engine, lang, levels, over)
    where = Question(territory, within_minutes=within, excluded=codes_of(exclude))
    asked = RoundsQuestion(where, buses, days, stops, radius, day_minutes, depot, _values(values))
    tables = country.tables
    found = told.rounds_answer(country, asked, first, words)
    typer.echo(told.title(tables, found.rounds, words))
    for line in (
        *told.round_lines(found.rows, words),
        *told.summary(found.rounds, found.rows, words),
    ):
        typer.echo(line)
    in_use = open_data_in_use(data)
    for path in out or ():
        again = told.command(found.rounds, engine, first, words, path.name)
        if path.suffix.lower() == SHEET:
            shown = rounds_shown(tables, found, words)
            write_sheet(path, tables, shown, in_use, words, again=again)
        else:
            about = told.about_rounds(tables, in_use, found, again=again, words=words)
            told.write_rounds(path, tables, found, about)
            note("plan.done", path=path)
    for line in told.assumptions(tables, found.rounds, words):
        typer.echo(line, err=True)
    say_data(in_use, tables)
