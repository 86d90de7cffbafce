"""The verb ``publish``: a site for any web server."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from territory.cli.options import (
    Communes,
    Data,
    Departement,
    Engine,
    Epci,
    Language,
    Region,
    ScenarioUsed,
)
from territory.cli.shared import (
    bar,
    help_of,
    note,
    request_of_today,
    say_data,
    verb,
    words_asked,
)
from territory.paths import DEFAULT_ENGINE


@verb(help=help_of("publish.help"))
def publish(
    *,
    out: Annotated[Path, typer.Option(help=help_of("publish.out"))],
    departement: Departement = None,
    epci: Epci = None,
    region: Region = None,
    communes: Communes = None,
    pages: Annotated[str, typer.Option(help=help_of("publish.pages"))] = "auto",
    portraits: Annotated[str, typer.Option(help=help_of("publish.portraits"))] = "",
    base_url: Annotated[str, typer.Option("--base-url", help=help_of("publish.base_url"))] = "",
    data: Data = None,
    engine: Engine = DEFAULT_ENGINE,
    scenario: ScenarioUsed = None,
    lang: Language = None,
) -> None:
    """Write a site: map, list, a page a commune, data."""
    from territory.country import open_country
    from territory.lists import read_request
    from territory.publish.folder import check_free
    from territory.publish.options import read_options
    from territory.publish.site import publish as write_site
    from territory.publish.texts import size_in_words
    from territory.tables import open_data_in_use

    words = words_asked(lang)
    options = read_options(words.language, base_url, pages, portraits)
    asked = read_request(
        {"departement": departement, "epci": epci, "region": region, "communes": communes},
        words=words,
    )
    check_free(out)
    country, in_use = open_country(data, engine, scenario), open_data_in_use(data)
    territory = request_of_today(country.tables, asked).territory
    with bar(help_of("publish.writing")) as tell:
        sizes = write_site(country, in_use, territory, out=out, options=options, tell=tell)
    for part, size in sizes.items():
        note("publish.part", part=part, size=size_in_words(size, words))
    note("publish.done", folder=out, size=size_in_words(sum(sizes.values()), words))
    say_data(in_use, country.tables)
