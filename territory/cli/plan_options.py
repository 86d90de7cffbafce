"""What the verbs of ``plan`` share: their options, the territory they are asked of, what they write."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from territory.cli.shared import app, help_of, note, request_of_today, words_asked
from territory.cli.spoken import SpokenGroup
from territory.errors import TerritoryError

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

Within = Annotated[float, typer.Option(help=help_of("plan.within"))]
Over = Annotated[Path | None, typer.Option(help=help_of("plan.over"))]
ScenarioFile = Annotated[Path | None, typer.Option("--scenario", help=help_of("plan.scenario"))]
Author = Annotated[str, typer.Option(help=help_of("plan.author"))]
Reason = Annotated[str, typer.Option(help=help_of("plan.reason"))]
Count = Annotated[int, typer.Option(help=help_of("plan.count"))]
Exclude = Annotated[str | None, typer.Option(help=help_of("plan.exclude"))]
PlanOut = Annotated[Path | None, typer.Option(help=help_of("plan.out"))]
RowsOut = Annotated[Path | None, typer.Option(help=help_of("plan.out_csv"))]


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
