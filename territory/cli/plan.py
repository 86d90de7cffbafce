"""The verb ``plan sites``: where the next counters help most."""

from __future__ import annotations

from enum import StrEnum
from typing import Annotated

import typer

from territory.cli.options import Communes, Data, Departement, Engine, Epci, Language, Region
from territory.cli.plan_options import (
    Author,
    Count,
    Exclude,
    Over,
    PlanOut,
    Reason,
    ScenarioFile,
    Within,
    codes_of,
    open_territory,
    plan_app,
    save_scenario,
    signed_by,
    write_sheet,
)
from territory.cli.shared import help_of, note, say_data, words_asked
from territory.cli.spoken import SpokenCommand
from territory.paths import DEFAULT_ENGINE


class BesideAgencies(StrEnum):
    """What becomes of towns with all agencies: tested to be `territory.plan.question.BESIDE_AGENCIES`."""

    KEEP = "keep"
    LEAVE_OUT = "leave-out"


class Goal(StrEnum):
    """What a plan is for: tested to be `territory.plan.question.GOALS`."""

    COVERAGE = "coverage"
    MINUTES = "minutes"
    FARTHEST = "farthest"


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
    exclude: Exclude = None,
    exclude_density: Annotated[
        list[int] | None, typer.Option(help=help_of("plan.exclude_density"))
    ] = None,
    keep: Annotated[str | None, typer.Option(help=help_of("plan.keep"))] = None,
    beside_agencies: Annotated[
        BesideAgencies, typer.Option(help=help_of("plan.beside_agencies"))
    ] = BesideAgencies.KEEP,
    against: Annotated[list[str] | None, typer.Option(help=help_of("plan.against"))] = None,
    out: PlanOut = None,
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
        beside_agencies.value,
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
