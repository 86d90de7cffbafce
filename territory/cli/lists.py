"""Verbs on lists and scores: list, export, score, robustness, compare, engines."""

from __future__ import annotations

import sys
from dataclasses import replace
from pathlib import Path
from typing import Annotated

import pandas as pd
import typer

from territory import compare as comparison
from territory import messages, paths, robustness
from territory.cli.shared import app, find_territory, help_of, note, say_data, told
from territory.country import Country, open_country
from territory.errors import TerritoryError
from territory.exports import FORMATS, format_of, side_files, write_csv, write_list
from territory.files import write_file
from territory.indicators import DIMENSIONS
from territory.indicators.counters import fixed_counters, origins_of, places_of
from territory.lists import Request, make_list, read_request, territory_communes
from territory.lists.about import about
from territory.lists.criteria import CRITERIA
from territory.messages.figures import written
from territory.scores import (
    DEFAULT_METHOD,
    correlation_matrix,
    effective_weights,
    entering_and_leaving,
    method_of,
)
from territory.tables import open_data_in_use, open_tables
from territory.territories import COMMUNES
from territory.territories.resolve import of_today
from territory.travel import compare_engines, difference_lines, read_engine

Departement = Annotated[str | None, typer.Option(help=help_of("list.departement"))]
Epci = Annotated[str | None, typer.Option(help=help_of("list.epci"))]
Region = Annotated[str | None, typer.Option(help=help_of("list.region"))]
CommunesOption = Annotated[str | None, typer.Option(help=help_of("list.communes"))]
Where = Annotated[
    list[str] | None,
    typer.Option(help=messages.text("cli.list.where", criteria=", ".join(CRITERIA))),
]
ProfileName = Annotated[str, typer.Option(help=help_of("list.profile"))]
Weights = Annotated[str, typer.Option(help=help_of("list.weights"))]
Aggregation = Annotated[str, typer.Option(help=help_of("list.aggregation"))]
Top = Annotated[int | None, typer.Option(min=1, help=help_of("list.top"))]
Data = Annotated[Path | None, typer.Option(help=help_of("list.data"))]
Engine = Annotated[str, typer.Option(envvar=paths.ENGINE_VARIABLE, help=help_of("engine"))]
Language = Annotated[str | None, typer.Option("--lang", help=help_of("list.lang"))]

_PROFILE = DEFAULT_METHOD.profile.name
_AGGREGATION = DEFAULT_METHOD.aggregation
_ENGINE = paths.DEFAULT_ENGINE


def _territory(
    departement: str | None, epci: str | None, region: str | None, communes: str | None = None
) -> dict[str, str | None]:
    return {"departement": departement, "epci": epci, "region": region, "communes": communes}


def _country(data: Path | None, asked: Request) -> tuple[Country, Request]:
    """Open what a request is about: all of France, or the territory alone for a route-by-route engine.

    The request comes back with the communes of today in place of codes of yesterday.
    """
    tables = open_tables(data, read_engine(asked.engine))
    request = asked
    if asked.level == COMMUNES:
        request = replace(asked, code=told(of_today(tables, asked.territory)).code)
    if not tables.engine.has_catchments:
        tables = tables.of(territory_communes(tables, request))
    return Country(tables), request


@app.command("list", help=help_of("list.help"))
def list_communes(
    *,
    departement: Departement = None,
    epci: Epci = None,
    region: Region = None,
    communes: CommunesOption = None,
    where: Where = None,
    profile: ProfileName = _PROFILE,
    weights: Weights = "",
    aggregation: Aggregation = _AGGREGATION,
    top: Top = None,
    excel: Annotated[bool, typer.Option("--excel", help=help_of("list.excel"))] = False,
    out: Annotated[Path | None, typer.Option(help=help_of("list.out"))] = None,
    data: Data = None,
    engine: Engine = _ENGINE,
    lang: Language = None,
) -> None:
    """List the communes of a territory, the most exposed first."""
    request = read_request(
        _territory(departement, epci, region, communes),
        where,
        profile,
        weights,
        aggregation,
        top,
        engine,
        lang,
    )
    country, request = _country(data, request)
    made = make_list(country, request)
    content = write_csv(made.rows, "excel_fr" if excel else "international", request.language)
    if out is None:
        sys.stdout.buffer.write(content)
        sys.stdout.buffer.flush()
    else:
        write_file(out, content)
        note("list.done", count=messages.number(len(made.rows)), path=out)
    _say_undetermined(len(made.selection.undetermined))
    say_data(open_data_in_use(data), country.tables)


def _say_undetermined(count: int) -> None:
    if count:
        note("list.undetermined", count=messages.number(count))


@app.command(help=help_of("export.help"))
def export(
    *,
    out: Annotated[Path, typer.Option(help=help_of("export.out"))],
    format_name: Annotated[
        str | None,
        typer.Option(
            "--format", help=messages.text("cli.export.format", formats=", ".join(FORMATS))
        ),
    ] = None,
    departement: Departement = None,
    epci: Epci = None,
    region: Region = None,
    communes: CommunesOption = None,
    where: Where = None,
    profile: ProfileName = _PROFILE,
    weights: Weights = "",
    aggregation: Aggregation = _AGGREGATION,
    top: Top = None,
    data: Data = None,
    engine: Engine = _ENGINE,
    lang: Language = None,
) -> None:
    """Write the underserved list to a file with its dictionary, sources, parameters and limits."""
    chosen = format_of(format_name, out)
    request = read_request(
        _territory(departement, epci, region, communes),
        where,
        profile,
        weights,
        aggregation,
        top,
        engine,
        lang,
    )
    (country, request), in_use = _country(data, request), open_data_in_use(data)
    made = make_list(country, request)
    told = about(made, country.tables, in_use, chosen.name, out.name)
    write_file(out, write_list(made.rows, country.tables.communes, told, chosen))
    if chosen.is_alone:
        for suffix, content in side_files(made.rows, told, chosen).items():
            write_file(out.with_name(out.stem + suffix), content)
    note("list.done", count=messages.number(len(made.rows)), path=out)
    _say_undetermined(len(made.selection.undetermined))
    say_data(in_use, country.tables)


@app.command(help=help_of("score.help"))
def score(
    profile: ProfileName = _PROFILE,
    weights: Weights = "",
    aggregation: Aggregation = _AGGREGATION,
    *,
    data: Data = None,
    engine: Engine = _ENGINE,
) -> None:
    """Say what a score is made of, and what it changes from the default one."""
    method = method_of(profile, weights, aggregation)
    country = Country(open_tables(data, read_engine(engine)))
    scored, default = country.scores(method), country.scores(DEFAULT_METHOD)
    parts = scored[[f"{name}_score" for name in DIMENSIONS]]
    typer.echo(messages.text("cli.score.effective"))
    for name, row in effective_weights(parts, scored["exposure_score"]).iterrows():
        typer.echo(
            messages.text(
                "cli.score.part",
                label=messages.text(f"columns.{name}.label"),
                weight=f"{method.profile.weights[str(name).removesuffix('_score')]:g}",
                effective=messages.percent(row["correlation_ratio_share"]),
                spearman=messages.number(row["spearman"], digits=2),
            )
        )
    typer.echo(messages.text("cli.score.correlations"))
    typer.echo(correlation_matrix(parts).round(2).to_string())
    entering, leaving = entering_and_leaving(default["exposure_score"], scored["exposure_score"])
    rho = default["exposure_score"].corr(scored["exposure_score"], method="spearman")
    typer.echo(
        messages.text(
            "cli.score.changes",
            entering=messages.number(len(entering)),
            leaving=messages.number(len(leaving)),
            spearman=messages.number(rho, digits=3),
        )
    )
    say_data(open_data_in_use(data), country.tables)


@app.command("robustness", help=help_of("robustness.help"))
def tell_robustness(
    profile: ProfileName = _PROFILE,
    weights: Weights = "",
    aggregation: Aggregation = _AGGREGATION,
    draws: Annotated[int, typer.Option(min=10, help=help_of("robustness.draws"))] = 1000,
    *,
    data: Data = None,
    engine: Engine = _ENGINE,
) -> None:
    """Say how much the worst decile can be relied on, and which choice moves ranks most."""
    method = method_of(profile, weights, aggregation)
    country = Country(open_tables(data, read_engine(engine)))
    found = country.robustness(method, draws)
    scores = country.scores(method)["exposure_score"].dropna()
    if scores.empty:
        raise TerritoryError("robustness_no_score")
    count = max(1, round(robustness.WORST_SHARE * len(scores)))
    worst = found.loc[scores.nlargest(count).index, "robustness_name"]
    typer.echo(messages.text("cli.robustness.title", count=messages.number(count)))
    for name, number in worst.value_counts().items():
        typer.echo(
            messages.text(
                f"cli.robustness.{name}",
                count=messages.number(number),
                share=messages.percent(number / count),
            )
        )
    variants = robustness.scarcity_variants(country.tables, country.indicators, method)
    inputs = robustness.prepare(country.indicators, country.need_interval, variants, method)
    typer.echo(messages.text("cli.robustness.choices"))
    for name, row in robustness.sensitivity(inputs).shares.iterrows():
        typer.echo(
            messages.text(
                "cli.robustness.choice",
                choice=messages.text(f"cli.robustness.name.{name}"),
                first=messages.percent(row["first_order_share"]),
                total=messages.percent(row["total_order_share"]),
            )
        )
    say_data(open_data_in_use(data), country.tables)


@app.command(help=help_of("compare.help"))
def compare(
    territories: Annotated[list[str], typer.Argument(help=help_of("compare.territories"))],
    *,
    data: Data = None,
    engine: Engine = _ENGINE,
) -> None:
    """Compare territories side by side, and with France."""
    country = open_country(data, engine)
    asked = [find_territory(country.tables, words) for words in territories]
    figures = comparison.table_of(comparison.compare(country, asked))
    shown = pd.DataFrame(
        {
            messages.text(f"columns.{row}.label"): [
                written(str(row), value) for value in figures[row]
            ]
            for row in figures
        },
        index=figures.index,
    )
    typer.echo(shown.T.to_string())
    say_data(open_data_in_use(data), country.tables)


@app.command(help=help_of("engines.help"))
def engines(
    engine: Annotated[list[str], typer.Option(help=help_of("engine"))],
    departement: Departement = None,
    epci: Epci = None,
    region: Region = None,
    *,
    data: Data = None,
) -> None:
    """Compare engines: minutes from each town hall to the nearest fixed counter."""
    if len(engine) < 2:
        raise typer.BadParameter(messages.text("cli.engines.two"))
    tables = open_tables(data)
    request = read_request(_territory(departement, epci, region))
    origins = origins_of(tables.of(territory_communes(tables, request)))
    places = places_of(fixed_counters(tables.counters))
    asked = [read_engine(words) for words in engine]
    for line in difference_lines(compare_engines(asked, origins.places, places)):
        typer.echo(line)
    for one in asked:
        typer.echo(one.cite())
    say_data(open_data_in_use(data), tables)
