"""The verb on travel engines: what each changes, and the estimate held against real times."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from territory.cli.options import Data, Departement, Epci, Region
from territory.cli.shared import help_of, say_data_in_use, verb
from territory.errors import TerritoryError
from territory.messages import Words, default_words
from territory.paths import DEFAULT_ENGINE, ENGINE_VARIABLE

# The engine that needs nothing, tested to be that of `territory.travel`.
ESTIMATE = "estimate"

if TYPE_CHECKING:
    from territory.tables import Tables
    from territory.travel.truth import Truth


@verb(help=help_of("engines.help"))
def engines(
    engine: Annotated[list[str] | None, typer.Option(help=help_of("engine"))] = None,
    departement: Departement = None,
    epci: Epci = None,
    region: Region = None,
    *,
    truth: Annotated[Path | None, typer.Option(help=help_of("engines.truth"))] = None,
    places: Annotated[Path | None, typer.Option(help=help_of("engines.places"))] = None,
    data: Data = None,
) -> None:
    """Say what each engine changes for a territory, or hold the estimate against real times."""
    from territory.lists import read_request, territory_communes
    from territory.tables import open_tables

    words = default_words()
    tables = open_tables(data)
    if truth is not None:
        from territory.travel.truth import read_truth

        if places is None:
            raise TerritoryError("truth_places_missing")
        _say_truth(read_truth(truth, places), tables, words)
    else:
        request = read_request(
            {"departement": departement, "epci": epci, "region": region}, words=words
        )
        inside = tables.of(territory_communes(tables, request))
        _say_engines(engine or available(), inside, words)
    say_data_in_use(data, tables)


def available() -> list[str]:
    """Return the engines told when none is named: the estimate, what is in use, Insee's minutes."""
    in_use = os.environ.get(ENGINE_VARIABLE) or DEFAULT_ENGINE
    return list(dict.fromkeys([ESTIMATE, in_use, DEFAULT_ENGINE]))


def _say_engines(asked: list[str], tables: Tables, words: Words) -> None:
    """Say of each engine its coverage and, from the second on, what it changes from the first."""
    from territory.country import Country
    from territory.indicators.counters import fixed_counters, origins_of, places_of
    from territory.method.engine_words import band_line, effect_lines
    from territory.method.engines import engine_effects, official_of
    from territory.tables.official import SOURCE
    from territory.travel import (
        EstimateEngine,
        OfficialEngine,
        ask_engines,
        compare_answers,
        difference_lines,
        read_engine,
    )

    origins = origins_of(tables)
    official = official_of(tables.communes)
    opened = [read_engine(name) for name in asked]
    # Insee's minutes are those of the tables, and answer one question: they are not asked of an engine.
    driven = [one for one in opened if not isinstance(one, OfficialEngine)]
    answers = ask_engines(driven, origins.places, places_of(fixed_counters(tables.counters)))
    minutes = {
        name: origins.average(answer.minutes.to_numpy(float)) for name, answer in answers.items()
    }
    if len(driven) < len(opened):
        minutes |= official
    if not minutes:
        raise TerritoryError("travel_official_absent", engine=OfficialEngine.name, source=SOURCE)
    country = Country(tables)
    people = tables.communes["population_people"]
    names = tables.communes["commune_name"]
    effects = engine_effects(country.indicators, people, minutes)
    if len(answers) > 1:
        for line in difference_lines(compare_answers(answers), words):
            typer.echo(line)
    for name, effect in effects.items():
        for line in effect_lines(name, effect, next(iter(effects)), names, words):
            typer.echo(line)
        if name == EstimateEngine.name:
            typer.echo(band_line(country.minutes_band, words))
    if len(minutes) == 1:
        typer.echo(words.text("travel.engine_told.alone"))
    for one in driven:
        typer.echo(one.cite(words))


def _say_truth(truth: Truth, tables: Tables, words: Words) -> None:
    """Say how far the estimate and its bands are from real times."""
    from territory.indicators.catchments import PUBLIC_TARGET_MINUTES
    from territory.method.truth import (
        counters_told,
        published_held,
        ratios_by_density,
        ratios_by_distance,
    )
    from territory.method.truth_words import counters_lines, held_line, ratio_lines
    from territory.travel.calibration import TRIPS_OF, calibrate

    for kind in TRIPS_OF:
        _say(words, "ratios", kind=words.text(f"travel.truth.kind.{kind}"))
        ratios = (ratios_by_distance(truth, kind), ratios_by_density(truth, kind, tables))
        for line in ratio_lines(*ratios, words):
            typer.echo(line)
        typer.echo(held_line("published", published_held(truth, kind), words))
        held = calibrate(truth, kind, PUBLIC_TARGET_MINUTES)
        typer.echo(held_line("calibration", held, words))
    for line in counters_lines(counters_told(truth, tables), words):
        typer.echo(line)


def _say(words: Words, key: str, **values: Any) -> None:
    typer.echo(words.text(f"travel.truth.{key}", **values))
