"""The verb ``plan``: where the next counter helps most, what a change would do, where a bus stops."""

from __future__ import annotations

from datetime import date
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from territory.cli.options import Communes, Data, Departement, Engine, Epci, Language, Region
from territory.cli.shared import app, help_of, note, request_of_today, say_data, words_asked
from territory.cli.spoken import SpokenCommand, SpokenGroup
from territory.errors import TerritoryError
from territory.paths import DEFAULT_ENGINE

if TYPE_CHECKING:
    import pandas as pd

    from territory.country import Country
    from territory.messages import Words
    from territory.plan.scenario import Signed
    from territory.plan.shown import Shown
    from territory.tables import DataInUse, Tables
    from territory.territories import Territory

plan_app = typer.Typer(
    cls=SpokenGroup, help=help_of("plan.help"), no_args_is_help=True, add_completion=False
)
app.add_typer(plan_app, name="plan")


class Goal(StrEnum):
    """What a plan is for: tested to be `territory.plan.question.GOALS`."""

    COVERAGE = "coverage"
    MINUTES = "minutes"
    FARTHEST = "farthest"


Within = Annotated[float, typer.Option(help=help_of("plan.within"))]
Over = Annotated[Path | None, typer.Option(help=help_of("plan.over"))]
ScenarioFile = Annotated[Path | None, typer.Option("--scenario", help=help_of("plan.scenario"))]
Author = Annotated[str, typer.Option(help=help_of("plan.author"))]
Reason = Annotated[str, typer.Option(help=help_of("plan.reason"))]
Count = Annotated[int, typer.Option(help=help_of("plan.count"))]


def open_territory(
    data: Path | None,
    engine: str,
    lang: str | None,
    levels: dict[str, str | None],
    over: Path | None = None,
) -> tuple[Country, Territory]:
    """Open the tables, over a scenario if there is one, and the territory that options name.

    Codes of communes are those of today.
    """
    from territory.country import open_country
    from territory.lists import read_request

    country = open_country(data, engine, over)
    request = read_request(levels, engine=engine, words=words_asked(lang))
    return country, request_of_today(country.tables, request).territory


def signed_by(scenario: Path | None, author: str, reason: str) -> Signed:
    """Return who proposes a change, why, and today.

    Raises
    ------
    TerritoryError
        If a scenario is to be written that nobody signs.
    """
    from territory.plan.scenario import Signed

    if scenario is not None and not (author and reason):
        raise TerritoryError("plan_unsigned")
    return Signed(author or "-", reason or "-", date.today().isoformat())


def save_scenario(scenario: Path | None, rows: pd.DataFrame, tables: Tables) -> None:
    """Write the rows of a scenario after those of the one it comes over, if a file is asked for."""
    from territory.files import write_file
    from territory.tables.scenarios import Scenario, joined, scenario_csv

    if scenario is not None:
        own = Scenario(scenario.stem, rows)
        write_file(
            scenario, scenario_csv(Scenario(scenario.stem, joined((*tables.scenarios, own))))
        )
        note("plan.scenario_done", path=scenario)


def write_sheet(
    out: Path, tables: Tables, shown: Shown, in_use: DataInUse, words: Words, *, again: str
) -> None:
    """Write an answer as one page of paper."""
    from territory.files import write_file
    from territory.plan.paper import sheet_pdf
    from territory.plan.told import over

    write_file(out, sheet_pdf(tables, shown, in_use, words, link=over(again, tables)))
    note("plan.done", path=out)


def codes_of(said: str | None) -> tuple[str, ...]:
    """Return the codes of a list, whatever parts them."""
    return tuple(
        part for part in (said or "").replace(";", ",").replace(" ", ",").split(",") if part
    )


@plan_app.command("sites", cls=SpokenCommand, help=help_of("plan.sites"))
def sites(
    *,
    departement: Departement = None,
    epci: Epci = None,
    region: Region = None,
    communes: Communes = None,
    count: Count = 5,
    within: Within = 20.0,
    goal: Annotated[Goal, typer.Option("--for", help=help_of("plan.for"))] = Goal.COVERAGE,
    with_stops: Annotated[bool, typer.Option("--with-stops", help=help_of("plan.stops"))] = False,
    exclude: Annotated[str | None, typer.Option(help=help_of("plan.exclude"))] = None,
    exclude_density: Annotated[
        list[int] | None, typer.Option(help=help_of("plan.exclude_density"))
    ] = None,
    keep: Annotated[str | None, typer.Option(help=help_of("plan.keep"))] = None,
    against: Annotated[list[str] | None, typer.Option(help=help_of("plan.against"))] = None,
    out: Annotated[Path | None, typer.Option(help=help_of("plan.out"))] = None,
    scenario: ScenarioFile = None,
    author: Author = "",
    reason: Reason = "",
    data: Data = None,
    engine: Engine = DEFAULT_ENGINE,
    over: Over = None,
    lang: Language = None,
) -> None:
    """Find where the next counters help most, with the proof."""
    from territory.plan import files, told
    from territory.plan.answer import answer
    from territory.plan.question import Question
    from territory.plan.scenario import opened_in
    from territory.plan.sites_shown import sites_shown
    from territory.tables import open_data_in_use
    from territory.travel import read_engine

    if out is not None:
        files.check_suffix(out)
    signed = signed_by(scenario, author, reason)
    words = words_asked(lang)
    levels = {"departement": departement, "epci": epci, "region": region, "communes": communes}
    country, territory = open_territory(data, engine, lang, levels, over)
    question = Question(
        territory,
        count,
        within,
        goal.value,
        with_stops,
        codes_of(exclude),
        tuple(exclude_density or ()),
        codes_of(keep) if keep is not None else None,
    )
    tables = country.tables
    tried = tuple(read_engine(one) for one in against or ())
    found = answer(country, question, words, tried)
    plan, rows = found.plan, found.rows
    typer.echo(told.title(tables, plan, words))
    for line in (*told.place_lines(rows, words), told.summary(plan, rows, words)):
        typer.echo(line)
    typer.echo(told.proof(plan, words))
    if found.holds:
        typer.echo(found.holds)
    in_use = open_data_in_use(data)
    if out is None:
        for line in told.curve_lines(plan, words):
            typer.echo(line)
    else:
        again = files.command(question, engine, words, out.name, against or ())
        if out.suffix.lower() == files.SHEET:
            shown = sites_shown(tables, found, words)
            write_sheet(out, tables, shown, in_use, words, again=again)
        else:
            about = files.about_plan(tables, in_use, found, again=again, words=words)
            files.write_places(out, files.halls_of(tables), plan, rows, about)
            note("plan.done", path=out)
    if scenario is not None:
        name = words.text("plan.new_counter")
        save_scenario(scenario, opened_in(tables, plan.codes, signed, name), country.tables)
    for line in told.remarks(tables, plan, words):
        typer.echo(line, err=True)
    say_data(in_use, tables)
