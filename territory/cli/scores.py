"""Verbs on scores and territories: score, robustness, compare."""

from __future__ import annotations

from typing import Annotated

import typer

from territory.cli.options import (
    DEFAULT_AGGREGATION,
    DEFAULT_PROFILE,
    Aggregation,
    Data,
    Engine,
    ProfileName,
    ScenarioUsed,
    Weights,
)
from territory.cli.shared import find_territory, help_of, say_data_in_use, verb
from territory.errors import TerritoryError
from territory.messages import default_words
from territory.paths import DEFAULT_ENGINE


@verb(help=help_of("score.help"))
def score(
    profile: ProfileName = DEFAULT_PROFILE,
    weights: Weights = "",
    aggregation: Aggregation = DEFAULT_AGGREGATION,
    *,
    data: Data = None,
    engine: Engine = DEFAULT_ENGINE,
    scenario: ScenarioUsed = None,
) -> None:
    """Say what a score is made of, and what it changes from the default one."""
    from territory.country import open_country
    from territory.indicators import DIMENSIONS
    from territory.scores import (
        DEFAULT_METHOD,
        correlation_matrix,
        effective_weights,
        entering_and_leaving,
        method_of,
    )
    from territory.scores.ranking import rankable

    words = default_words()

    method = method_of(profile, weights, aggregation)
    country = open_country(data, engine, scenario)
    scored, default = country.scores(method), country.scores(DEFAULT_METHOD)
    parts = scored[[f"{name}_score" for name in DIMENSIONS]]
    typer.echo(words.text("cli.score.effective"))
    for name, row in effective_weights(parts, scored["exposure_score"]).iterrows():
        typer.echo(
            words.text(
                "cli.score.part",
                label=words.text(f"columns.{name}.label"),
                weight=f"{method.profile.weights[str(name).removesuffix('_score')]:g}",
                effective=words.percent(row["correlation_ratio_share"]),
                spearman=words.number(row["spearman"], digits=2),
            )
        )
    typer.echo(words.text("cli.score.correlations"))
    typer.echo(correlation_matrix(parts).round(2).to_string())
    before, after = (rankable(one["exposure_score"], country.adults) for one in (default, scored))
    entering, leaving = entering_and_leaving(before, after)
    rho = before.corr(after, method="spearman")
    typer.echo(
        words.text(
            "cli.score.changes",
            entering=words.number(len(entering)),
            leaving=words.number(len(leaving)),
            spearman=words.number(rho, digits=3),
        )
    )
    say_data_in_use(data, country.tables)


@verb("robustness", help=help_of("robustness.help"))
def tell_robustness(
    profile: ProfileName = DEFAULT_PROFILE,
    weights: Weights = "",
    aggregation: Aggregation = DEFAULT_AGGREGATION,
    draws: Annotated[int, typer.Option(min=10, help=help_of("robustness.draws"))] = 1000,
    *,
    data: Data = None,
    engine: Engine = DEFAULT_ENGINE,
    scenario: ScenarioUsed = None,
) -> None:
    """Say how much the worst decile can be relied on, and which choice moves ranks most."""
    from territory import robustness
    from territory.country import open_country
    from territory.scores import method_of
    from territory.scores.ranking import rankable

    words = default_words()

    method = method_of(profile, weights, aggregation)
    country = open_country(data, engine, scenario)
    found = country.robustness(method, draws)
    scores = rankable(country.scores(method)["exposure_score"], country.adults).dropna()
    if scores.empty:
        raise TerritoryError("robustness_no_score")
    count = max(1, round(robustness.WORST_SHARE * len(scores)))
    worst = found.loc[scores.nlargest(count).index, "robustness_name"]
    typer.echo(words.text("cli.robustness.title", count=words.number(count)))
    for name, number in worst.value_counts().items():
        typer.echo(
            words.text(
                f"cli.robustness.{name}",
                count=words.number(number),
                share=words.percent(number / count),
            )
        )
    variants = robustness.scarcity_variants(country.tables, country.indicators, method)
    inputs = robustness.prepare(country.indicators, country.need_interval, variants, method)
    typer.echo(words.text("cli.robustness.choices"))
    for name, row in robustness.sensitivity(inputs).shares.iterrows():
        typer.echo(
            words.text(
                "cli.robustness.choice",
                choice=words.text(f"cli.robustness.name.{name}"),
                first=words.percent(row["first_order_share"]),
                total=words.percent(row["total_order_share"]),
            )
        )
    say_data_in_use(data, country.tables)


@verb(help=help_of("compare.help"))
def compare(
    territories: Annotated[list[str], typer.Argument(help=help_of("compare.territories"))],
    *,
    data: Data = None,
    engine: Engine = DEFAULT_ENGINE,
    scenario: ScenarioUsed = None,
) -> None:
    """Compare territories side by side, and with what they are usually compared with."""
    import pandas as pd

    from territory import compare as comparison
    from territory.country import open_country
    from territory.indicators.stops import people_reached
    from territory.territories import communes_of, name_of

    words = default_words()

    country = open_country(data, engine, scenario)
    asked = [find_territory(country.tables, name) for name in territories]
    figures = comparison.table_of(comparison.compare(country, asked, words=words))
    shown = pd.DataFrame(
        {
            words.text(f"columns.{row}.label"): [
                words.figure(str(row), value) for value in figures[row]
            ]
            for row in figures
        },
        index=figures.index,
    )
    typer.echo(shown.T.to_string())
    tables = country.tables
    for territory in asked:
        codes = communes_of(tables, territory).index
        groups = pd.Series("asked", index=codes)
        reached = people_reached(tables.of(tables.communes.loc[codes]), groups)
        for _, row in reached.iterrows():
            key = "stops_unknown" if pd.isna(row["within_20_minutes_or_stop_share"]) else "reached"
            shares = {str(key): words.percent(value, digits=1) for key, value in row.items()}
            name = name_of(tables, territory, words)
            typer.echo(words.text(f"cli.compare.{key}", name=name, **shares))
    say_data_in_use(data, country.tables)
