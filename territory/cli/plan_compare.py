"""The verb ``plan compare``: two scenarios side by side."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from territory.cli.options import Communes, Data, Departement, Engine, Epci, Language, Region
from territory.cli.plan_options import Within, open_territory, plan_app
from territory.cli.shared import help_of, note, say_data, words_asked
from territory.cli.spoken import SpokenCommand
from territory.paths import DEFAULT_ENGINE


@plan_app.command("compare", cls=SpokenCommand, help=help_of("plan.compare"))
def compare(
    first: Annotated[str, typer.Argument(help=help_of("plan.compare_first"))],
    second: Annotated[str, typer.Argument(help=help_of("plan.compare_second"))],
    *,
    departement: Departement = None,
    epci: Epci = None,
    region: Region = None,
    communes: Communes = None,
    within: Within = 20.0,
    out: Annotated[Path | None, typer.Option(help=help_of("plan.compare_out"))] = None,
    data: Data = None,
    engine: Engine = DEFAULT_ENGINE,
    lang: Language = None,
) -> None:
    """Say how far people are by two scenarios, and what changes from the first to the second."""
    from territory.exports import format_of, side_files, write_list
    from territory.files import write_file
    from territory.plan import comparison_told as told
    from territory.plan.comparison import compare_scenarios
    from territory.plan.files import check_suffix
    from territory.plan.told import engine_line
    from territory.tables import open_data_in_use
    from territory.tables.scenarios import Scenario, read_scenario

    def read(said: str) -> Scenario | None:
        return None if said == told.SITUATION else read_scenario(Path(said))

    if out is not None:
        check_suffix(out)
    words = words_asked(lang)
    scenarios = read(first), read(second)
    levels = {"departement": departement, "epci": epci, "region": region, "communes": communes}
    country, territory = open_territory(data, engine, lang, levels)
    found = compare_scenarios(country, scenarios, territory, within)
    typer.echo(told.title(found, words))
    names = dict(zip(("first", "second"), told.names(found, words), strict=True))
    for line in told.figures(found, words):
        cells = dict(zip(("one", "other"), line.cells, strict=True))
        said = words.text("plan.compare.line", **names, **cells, difference=line.difference)
        typer.echo(words.text("list.line", name=line.label, value=said))
    for sentence in told.lines(found, words):
        typer.echo(sentence)
    in_use = open_data_in_use(data)
    if out is not None:
        chosen = format_of(None, out)
        again = told.command(found, engine, words, out.name)
        about = told.about_comparison(found, in_use, again=again, words=words)
        write_file(out, write_list(found.rows, country.tables.communes, about, chosen))
        if chosen.is_alone:
            for suffix, content in side_files(found.rows, about, chosen).items():
                write_file(out.with_name(out.stem + suffix), content)
        note("plan.done", path=out)
    for sentence in (*told.proposed(found, words), engine_line(found.today, words)):
        typer.echo(sentence, err=True)
    say_data(in_use, country.tables)
