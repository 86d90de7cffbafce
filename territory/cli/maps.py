"""The verb ``map``: the map sheet of a territory, as a picture or a page."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from territory.cli.options import (
    DEFAULT_AGGREGATION,
    DEFAULT_PROFILE,
    Aggregation,
    Data,
    Engine,
    Language,
    ProfileName,
    ScenarioUsed,
    Weights,
)
from territory.cli.shared import (
    find_territory,
    help_of,
    note,
    say_data,
    verb,
    words_asked,
)
from territory.paths import DEFAULT_ENGINE

# Tested to be `territory.maps.layers.DEFAULT_LAYER`: the help of a verb imports no module of maps.
DEFAULT_LAYER_NAME = "far"


@verb("map", help=help_of("map.help"))
def draw_map(
    territory: Annotated[str, typer.Argument(help=help_of("map.territory"))],
    *,
    out: Annotated[Path, typer.Option(help=help_of("map.out"))],
    layer: Annotated[str, typer.Option(help=help_of("map.layer"))] = DEFAULT_LAYER_NAME,
    unit: Annotated[str | None, typer.Option(help=help_of("map.unit"))] = None,
    beside: Annotated[list[str] | None, typer.Option(help=help_of("map.beside"))] = None,
    grey: Annotated[bool, typer.Option("--grey", help=help_of("map.grey"))] = False,
    profile: ProfileName = DEFAULT_PROFILE,
    weights: Weights = "",
    aggregation: Aggregation = DEFAULT_AGGREGATION,
    data: Data = None,
    engine: Engine = DEFAULT_ENGINE,
    scenario: ScenarioUsed = None,
    lang: Language = None,
) -> None:
    """Write the map sheet of a territory."""
    from territory.country import open_country
    from territory.files import find_format, write_file
    from territory.maps.atlas_signs import families_of
    from territory.maps.layers import find_layer
    from territory.maps.paper import MAP_FORMATS, Request, command_of, make_map, paper_atlas
    from territory.maps.paper.request import unit_asked
    from territory.scores import method_of
    from territory.tables import open_data_in_use

    words = words_asked(lang)
    chosen, shown = find_format(MAP_FORMATS, None, out), find_layer(layer)
    method = method_of(profile, weights, aggregation)
    in_use, country = open_data_in_use(data), open_country(data, engine, scenario)
    found = find_territory(country.tables, territory)
    asked = unit_asked(country.tables, found, shown, unit)
    families = families_of(beside or ())
    request = Request(found, shown, method, is_grey=grey, unit=asked, beside=families)
    made = make_map(
        paper_atlas(country),
        request,
        in_use,
        words,
        link=command_of(request, country.tables.scenarios),
    )
    write_file(out, chosen.write(made))
    note("map.done", path=out)
    say_data(in_use, country.tables)
