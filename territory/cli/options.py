"""The options several verbs share, each said once."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from territory import paths
from territory.cli.shared import help_of

Departement = Annotated[str | None, typer.Option(help=help_of("list.departement"))]
Epci = Annotated[str | None, typer.Option(help=help_of("list.epci"))]
Region = Annotated[str | None, typer.Option(help=help_of("list.region"))]
Communes = Annotated[str | None, typer.Option(help=help_of("list.communes"))]
Where = Annotated[list[str] | None, typer.Option(help=help_of("list.where"))]
Preset = Annotated[str, typer.Option(help=help_of("list.preset"))]
Sort = Annotated[str, typer.Option(help=help_of("list.sort"))]
ProfileName = Annotated[str, typer.Option(help=help_of("list.profile"))]
Weights = Annotated[str, typer.Option(help=help_of("list.weights"))]
Aggregation = Annotated[str, typer.Option(help=help_of("list.aggregation"))]
Top = Annotated[int | None, typer.Option(min=1, help=help_of("list.top"))]
Data = Annotated[Path | None, typer.Option(help=help_of("list.data"))]
Engine = Annotated[str, typer.Option(envvar=paths.ENGINE_VARIABLE, help=help_of("engine"))]
ScenarioUsed = Annotated[Path | None, typer.Option("--scenario", help=help_of("scenario"))]
Language = Annotated[str | None, typer.Option("--lang", help=help_of("list.lang"))]

# The default method by its names, tested to be those of `territory.scores`: the help of a verb
# imports no module of figures.
DEFAULT_PROFILE = "balanced"
DEFAULT_AGGREGATION = "geometric"
