"""The verb ``history``: since when, and for how many, a counter is within reach."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from territory.cli.history_changes import (
    Asked,
    Fibre,
    FromList,
    FromTables,
    ToList,
    TopTold,
    ToTables,
    compare_fibre_editions,
    compare_two_builds,
    compare_two_lists,
    refuse_two_questions,
)
from territory.cli.options import Communes, Data, Departement, Engine, Epci, Language, Region
from territory.cli.shared import help_of, note, say_data, verb, words_asked
from territory.paths import DEFAULT_ENGINE


@verb(help=help_of("history.help"))
def history(
    *,
    departement: Departement = None,
    epci: Epci = None,
    region: Region = None,
    communes: Communes = None,
    within: Annotated[float, typer.Option(min=1, help=help_of("history.within"))] = 20.0,
    out: Annotated[Path | None, typer.Option(help=help_of("history.out"))] = None,
    from_list: FromList = None,
    to_list: ToList = None,
    tables_from: FromTables = None,
    tables_to: ToTables = None,
    fibre: Fibre = None,
    top: TopTold = 10,
    data: Data = None,
    engine: Engine = DEFAULT_ENGINE,
    lang: Language = None,
) -> None:
    """Say how many people had a counter within reach at the end of each quarter."""
    levels = {"departement": departement, "epci": epci, "region": region, "communes": communes}
    asked = Asked(levels, within, top, out, data, engine, lang)
    refuse_two_questions((from_list, to_list), (tables_from, tables_to), (fibre or None,))
    if from_list is not None or to_list is not None:
        compare_two_lists(from_list, to_list, asked)
        return
    if tables_from is not None or tables_to is not None:
        compare_two_builds(tables_from, tables_to, asked)
        return
    if fibre:
        compare_fibre_editions(fibre, asked)
        return
    from territory.cli.plan_options import open_territory
    from territory.history import files, told
    from territory.history.curve import LIMITS, curve_of
    from territory.history.row_files import check_suffix
    from territory.tables import open_data_in_use

    if out is not None:
        check_suffix(out)
    words = words_asked(lang)
    country, territory = open_territory(data, engine, lang, levels)
    in_use = open_data_in_use(data)
    limits = tuple(sorted({*LIMITS, within}))
    curve = curve_of(country, territory, in_use, limits)
    typer.echo(told.title(country.tables, curve, words))
    typer.echo(told.summary(curve, words, within))
    for line in told.table_lines(curve, within, words):
        typer.echo(line)
    for line in told.limits_lines(words):
        typer.echo(line)
    if out is not None:
        again = files.command(territory, within, engine, words, out.name)
        files.write_curve(out, country, curve, in_use, words, again=again)
        note("history.done", path=out)
    for line in told.remarks(country, curve, words):
        typer.echo(line, err=True)
    say_data(in_use, country.tables)
