"""The data of a publication: tables, schemas, a project for QGIS, and what each file means.

Same tables, same bytes: files bear the day of the data. The formats, and what was left aside, are
argued in ``docs/decisions/0047``.
"""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pandas as pd

from territory.country import Country
from territory.errors import TerritoryError
from territory.exports import write_csv
from territory.exports.about import About
from territory.exports.places import NOT_MADE, geoparquet, placed
from territory.files import zipped
from territory.lists import Request, Underserved, make_list
from territory.lists.about import about as about_listing
from territory.lists.about import territory_name
from territory.messages import LANGUAGES, Words
from territory.plain_text import plain_all
from territory.publish.open_data import geo, told
from territory.publish.open_data.catalogue import Publication, data_package, dcat, json_bytes
from territory.publish.open_data.qgis_project import PACKAGE_FILE, PROJECT_FILE, project
from territory.publish.open_data.schema import table_schema
from territory.publish.open_data.styles import styles
from territory.publish.open_data.tables import COMMUNES_TABLE, Table, published_tables
from territory.publish.open_data.written import Written, write
from territory.scores import DEFAULT_METHOD, Method
from territory.tables import DataInUse
from territory.territories import WHOLE, Territory

__all__ = ["Written", "write_open_data"]

SCHEMAS = "schemas"
# Written once, fetched often: ten seconds more for all France, for 2 % less.
ZSTD_LEVEL_PUBLISHED = 19
QGIS_FILE = "territory-qgis.zip"


def write_open_data(
    country: Country,
    in_use: DataInUse,
    folder: Path,
    words: Words,
    *,
    territory: Territory = WHOLE,
    method: Method = DEFAULT_METHOD,
    command: str = "territory publish",
) -> tuple[Written, ...]:
    """Write the data of a territory into a folder, for people and for programs.

    Parameters
    ----------
    country : Country
        The tables and what is computed of them; under a scenario, every file says so.
    in_use : DataInUse
        Where the tables come from.
    folder : Path
        Where to write; made if it is not there. What else it holds stays.
    words : Words
        Of the first language: names of layers, ``llms.txt``. Schemas, catalogue, READMEs and licence are
        in every language.
    territory : Territory
        Whose communes; all those of the tables by default.
    method : Method
        How scores are made.
    command : str
        What makes the publication again.

    Returns
    -------
    tuple of Written
        The files, data first.

    Raises
    ------
    TerritoryError
        If a file cannot be made or written.
    """
    for one in (folder, folder / SCHEMAS):
        _make_folder(one)
    listing = _listing(country, territory, method, words)
    languages = (words.language, *(one for one in LANGUAGES if one != words.language))
    about = {one: _about(country, in_use, listing, Words(one), command) for one in languages}
    publication = Publication(about, in_use, country.tables.communes.loc[listing.rows.index])
    tables = published_tables(listing, country.tables, words)
    data = [
        *_texts(tables, folder, publication.first),
        *_shapes(tables, folder, publication),
    ]
    schemas = [
        write(
            folder,
            _schema_path(table),
            json_bytes(table_schema(table, table.flat, _keys(table, tables))),
            media_type="application/json",
            title="open_data.file.schema",
            table=f"open_data.table.{table.name}",
        )
        for table in tables
    ]
    beside = [
        write(folder, name, content, media_type=media_type, title=f"open_data.file.{key}")
        for name, content, media_type, key in (
            ("datapackage.json", data_package(publication, data), "application/json", "package"),
            ("dcat.jsonld", dcat(publication, data), "application/ld+json", "dcat"),
            ("LICENCE.txt", told.licence(publication), "text/plain", "licence"),
        )
    ]
    every = [*data, *beside, *schemas]
    last = [
        write(folder, name, content, media_type=media_type, title=f"open_data.file.{key}")
        for name, content, media_type, key in (
            ("llms.txt", told.llms(publication, tables, every), "text/plain", "llms"),
            *(
                (name, told.readme(publication, every, one), "text/markdown", "readme")
                for one, name in told.READMES.items()
            ),
        )
    ]
    every += last
    sums = write(
        folder,
        "SHA256SUMS",
        told.sums(every),
        media_type="text/plain",
        title="open_data.file.sums",
    )
    return (*every, sums)


def _make_folder(folder: Path) -> None:
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise TerritoryError("write_failed", folder=folder, detail=error) from error


def _listing(country: Country, territory: Territory, method: Method, words: Words) -> Underserved:
    request = Request(territory.level, territory.code, method=method, words=words)
    return make_list(country, request, has_reasons=False)


def _about(
    country: Country, in_use: DataInUse, listing: Underserved, words: Words, command: str
) -> About:
    """Return what the files say of themselves in a language: as a list does, under its own title."""
    listing = replace(listing, request=replace(listing.request, words=words))
    said = about_listing(listing, country.tables, in_use, "csv", "")
    title = words.text("open_data.title", territory=territory_name(country.tables, listing.request))
    # No criterion leaves a commune out, no order is promised: rows stand by code.
    left_out = {
        words.text(f"list.parameter.{name}")
        for name in ("criteria", "order", "kept", "out", "undetermined")
    }
    parameters = tuple(pair for pair in said.parameters if pair[0] not in left_out)
    told_anew: About = plain_all(replace(said, title=title, command=command, parameters=parameters))
    return told_anew


def _texts(tables: list[Table], folder: Path, about: About) -> list[Written]:
    """Write tables as CSV, each in a ZIP."""
    found = []
    for table in tables:
        name = f"{table.name}.csv"
        content = write_csv(table.flat, words=about.words)
        found.append(
            write(
                folder,
                f"{name}.zip",
                zipped({name: content}, about.date),
                kind="table",
                media_type="application/zip",
                title="open_data.file.csv",
                table=f"open_data.table.{table.name}",
                rows_count=len(table.rows),
                schema=_schema_path(table),
            )
        )
    return found


def _shapes(tables: list[Table], folder: Path, publication: Publication) -> list[Written]:
    """Write communes as GeoParquet, and all that has a place as the files of QGIS, in a ZIP."""
    about = publication.first
    (communes,) = (one for one in tables if one.name == COMMUNES_TABLE)
    parquet = write(
        folder,
        f"{communes.name}.parquet",
        geoparquet(placed(communes.rows, communes.places), about, ZSTD_LEVEL_PUBLISHED),
        kind="file",
        media_type="application/vnd.apache.parquet",
        title="open_data.file.geoparquet",
        table=f"open_data.table.{communes.name}",
        rows_count=len(communes.rows),
        schema=_schema_path(communes),
    )
    layers = geo.package_layers(tables)
    if COMMUNES_TABLE not in layers:  # no boundary is known: there is nothing to draw
        return [parquet]
    drawn = styles({*layers}, about.words)
    try:
        package = geo.package(layers, drawn, about)
    except NOT_MADE as error:
        raise TerritoryError("file_not_made", name="gpkg", detail=error) from error
    title = " ".join([about.title, *publication.scenarios(about.words.language)])
    members = {
        PACKAGE_FILE: package,
        PROJECT_FILE: project(layers, drawn, title, about.words),
    }
    qgis = write(
        folder,
        QGIS_FILE,
        zipped(members, about.date),
        kind="file",
        media_type="application/zip",
        title="open_data.file.qgis",
    )
    return [parquet, qgis]


def _schema_path(table: Table) -> str:
    return f"{SCHEMAS}/{table.name}.schema.json"


def _keys(table: Table, tables: list[Table]) -> dict[str, str]:
    """Return the columns that hold keys of another table, where all of them are found there.

    In a part of France a counter that stops there may stand elsewhere.
    """
    of = {str(one.rows.index.name): one for one in tables}
    found = {}
    for name in map(str, table.rows.columns):
        other = of.get(name)
        if other is None or other.name == table.name:
            continue
        if pd.Index(table.rows[name].dropna()).isin(other.rows.index).all():
            found[name] = other.name
    return found
