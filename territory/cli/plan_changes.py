"""The verbs ``plan close``, ``open``, ``saturday`` and ``effect``: what happens if."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from territory.cli.options import Communes, Data, Departement, Engine, Epci, Language, Region
from territory.cli.plan_options import (
    Author,
    Count,
    Over,
    PlanOut,
    Reason,
    RowsOut,
    ScenarioFile,
    Within,
    open_territory,
    plan_app,
    save_scenario,
    signed_by,
    write_sheet,
)
from territory.cli.shared import help_of, note, say_data, words_asked
from territory.cli.spoken import SpokenCommand
from territory.paths import DEFAULT_ENGINE

if TYPE_CHECKING:
    import pandas as pd

    from territory.country import Country
    from territory.messages import Words
    from territory.plan.closing import Effect
    from territory.plan.shown import Shown
    from territory.tables.scenarios import Scenario
    from territory.territories import Territory

Top = Annotated[int, typer.Option(min=1, help=help_of("list.top"))]


def _write(out: Path | None, rows: pd.DataFrame, words: Words) -> None:
    from territory.plan.files import write_table

    if out is not None:
        write_table(out, rows, words)
        note("plan.done", path=out)


def _everyone(country: Country) -> pd.Series:
    return country.need_interval["illectronism_people"]


def _tell_effect(country: Country, scenario: Scenario, within: float, words: Words) -> Effect:
    """Say what a scenario does to all communes, and return it."""
    from territory.plan.closing import effect_of

    found = effect_of(country, scenario, within, words)
    for line in found.lines:
        typer.echo(line)
    return found


def _closing_shown(
    country: Country,
    territory: Territory,
    counter: str,
    found: Effect,
    *,
    within: float,
    words: Words,
) -> Shown:
    """Return the closure of a counter as it is shown: in its département, if no territory is asked for."""
    from territory.errors import UnknownNameError
    from territory.plan.closing import closures_in
    from territory.plan.closing_shown import closing_shown
    from territory.territories import WHOLE, Territory

    tables = country.tables
    if territory == WHOLE:
        commune = tables.counters.at[counter, "commune_code"]
        departement = str(tables.communes.at[commune, "departement_code"])
        territory = Territory("departement", departement)
    closures = closures_in(country, territory, within)
    if counter not in closures.index:
        raise UnknownNameError("counter", counter, closures.index)
    return closing_shown(
        tables, territory, closures, counter, found, within_minutes=within, words=words
    )


@plan_app.command("close", cls=SpokenCommand, help=help_of("plan.close"))
def close(
    counters: Annotated[list[str] | None, typer.Argument(help=help_of("plan.counters"))] = None,
    *,
    departement: Departement = None,
    epci: Epci = None,
    region: Region = None,
    communes: Communes = None,
    within: Within = 20.0,
    top: Top = 10,
    out: RowsOut = None,
    scenario: ScenarioFile = None,
    author: Author = "",
    reason: Reason = "",
    data: Data = None,
    engine: Engine = DEFAULT_ENGINE,
    over: Over = None,
    lang: Language = None,
) -> None:
    """Say what closing counters takes; without a counter, every closure of the territory."""
    from territory.plan.changes_told import closure_lines, unknown_closures
    from territory.plan.closing import closures_in
    from territory.plan.files import SHEET
    from territory.plan.scenario import closed
    from territory.plan.told import command_line
    from territory.tables import open_data_in_use
    from territory.tables.scenarios import Scenario

    words = words_asked(lang)
    levels = {"departement": departement, "epci": epci, "region": region, "communes": communes}
    country, territory = open_territory(data, engine, lang, levels, over)
    if counters:
        rows = closed(country.tables, counters, signed_by(scenario, author, reason))
        found = _tell_effect(country, Scenario("close", rows), within, words)
        if out is not None and out.suffix.lower() == SHEET and len(counters) == 1:
            shown = _closing_shown(
                country, territory, counters[0], found, within=within, words=words
            )
            said = ("close", counters[0], "--within", f"{within:g}")
            again = command_line(said, territory, engine=engine, words=words, out=out.name)
            write_sheet(out, country.tables, shown, open_data_in_use(data), words, again=again)
        else:
            _write(out, found.rows, words)
        save_scenario(scenario, rows, country.tables)
    else:
        rows = closures_in(country, territory, within)
        for line in closure_lines(rows.head(top), within, words):
            typer.echo(line)
        for line in unknown_closures(rows, words):
            typer.echo(line, err=True)
        _write(out, rows, words)
    say_data(open_data_in_use(data), country.tables)


@plan_app.command("open", cls=SpokenCommand, help=help_of("plan.open"))
def open_(
    communes: Annotated[list[str], typer.Argument(help=help_of("plan.communes"))],
    *,
    within: Within = 20.0,
    out: RowsOut = None,
    scenario: ScenarioFile = None,
    author: Author = "",
    reason: Reason = "",
    data: Data = None,
    engine: Engine = DEFAULT_ENGINE,
    lang: Language = None,
) -> None:
    """Say what opening counters at the town halls of communes gives."""
    from territory.country import open_country
    from territory.plan.scenario import opened_in
    from territory.tables import open_data_in_use
    from territory.tables.scenarios import Scenario

    words = words_asked(lang)
    country = open_country(data, engine)
    name = words.text("plan.new_counter")
    signed = signed_by(scenario, author, reason)
    rows = opened_in(country.tables, communes, signed, name)
    _write(out, _tell_effect(country, Scenario("open", rows), within, words).rows, words)
    save_scenario(scenario, rows, country.tables)
    say_data(open_data_in_use(data), country.tables)


@plan_app.command("saturday", cls=SpokenCommand, help=help_of("plan.saturday"))
def saturday(
    *,
    departement: Departement = None,
    epci: Epci = None,
    region: Region = None,
    communes: Communes = None,
    count: Count = 5,
    within: Within = 20.0,
    out: PlanOut = None,
    scenario: ScenarioFile = None,
    author: Author = "",
    reason: Reason = "",
    data: Data = None,
    engine: Engine = DEFAULT_ENGINE,
    over: Over = None,
    lang: Language = None,
) -> None:
    """Find which counters to open on Saturday, with the proof."""
    from territory.plan import files, told
    from territory.plan import saturday_told as saturdays
    from territory.plan.question import Question
    from territory.plan.saturday_shown import saturdays_shown
    from territory.plan.scenario import open_on_saturday
    from territory.tables import open_data_in_use

    if out is not None:
        files.check_suffix(out)
    signed = signed_by(scenario, author, reason)
    words = words_asked(lang)
    levels = {"departement": departement, "epci": epci, "region": region, "communes": communes}
    country, territory = open_territory(data, engine, lang, levels, over)
    tables, in_use = country.tables, open_data_in_use(data)
    found = saturdays.saturday_answer(country, Question(territory, count, within), words)
    plan, rows = found.plan, found.rows
    typer.echo(saturdays.title(tables, plan, words))
    for line in saturdays.saturday_lines(rows, words):
        typer.echo(line)
    typer.echo(saturdays.saturday_summary(plan, rows, words))
    typer.echo(told.proof(plan, words))
    if out is not None:
        again = saturdays.command(plan.question, engine, words, out.name)
        if out.suffix.lower() == files.SHEET:
            shown = saturdays_shown(tables, found, words)
            write_sheet(out, tables, shown, in_use, words, again=again)
        else:
            about = saturdays.about_saturdays(tables, in_use, found, again=again, words=words)
            files.write_places(out, tables.counters, plan, rows, about)
            note("plan.done", path=out)
    if scenario is not None:
        save_scenario(scenario, open_on_saturday(tables, plan.codes, signed), country.tables)
    for line in saturdays.remarks(tables, plan, words):
        typer.echo(line, err=True)
    say_data(in_use, tables)


@plan_app.command("effect", cls=SpokenCommand, help=help_of("plan.effect"))
def effect(
    first: Annotated[Path, typer.Argument(help=help_of("plan.first"))],
    second: Annotated[Path | None, typer.Argument(help=help_of("plan.second"))] = None,
    *,
    within: Within = 20.0,
    on_saturday: Annotated[
        bool, typer.Option("--saturday", help=help_of("plan.on_saturday"))
    ] = False,
    out: RowsOut = None,
    data: Data = None,
    engine: Engine = DEFAULT_ENGINE,
    lang: Language = None,
) -> None:
    """Say what a scenario does, or what a second one does beyond the first."""
    from territory.country import open_country
    from territory.indicators.counters import opens_saturday
    from territory.plan.changes_told import effect_lines, effect_rows
    from territory.plan.effect import Served, served
    from territory.tables import Tables, open_data_in_use
    from territory.tables.applied import measured_alike, with_scenario
    from territory.tables.scenarios import read_scenario

    words = words_asked(lang)
    country = open_country(data, engine)
    tables, people = measured_alike(country.tables), _everyone(country)

    def measured(one: Tables) -> Served:
        return served(one, people, opens_saturday(one.counters) if on_saturday else None)

    today = measured(tables)
    told = [measured(with_scenario(tables, read_scenario(first)))]
    names = [first.stem]
    if second is not None:
        told.append(measured(with_scenario(tables, read_scenario(second))))
        names.append(second.stem)
    for name, one in zip(names, told, strict=True):
        typer.echo(words.text("plan.effect.of", name=name))
        for line in effect_lines(tables.communes, today, one, within, words):
            typer.echo(line)
    before, after = (today, told[0]) if second is None else (told[0], told[1])
    if second is not None:
        typer.echo(words.text("plan.effect.between", first=names[0], second=names[1]))
        for line in effect_lines(tables.communes, before, after, within, words):
            typer.echo(line)
    _write(out, effect_rows(tables.communes, before, after, within), words)
    say_data(open_data_in_use(data), country.tables)
