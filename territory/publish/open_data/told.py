"""What people, and programs that read text, are told of a publication: README, ``llms.txt``, licence."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from territory.exports.about import About, dictionary
from territory.messages import Words
from territory.publish.open_data.catalogue import LICENCES, Publication
from territory.publish.open_data.schema import categories_of, sources_of, statuses_of
from territory.publish.open_data.tables import Table
from territory.publish.open_data.written import Written

UNITS = (("megabytes", 1_000_000), ("kilobytes", 1_000), ("bytes", 1))
# The name of the README in each language.
READMES = {"fr": "LISEZMOI.md", "en": "README.md"}
# How to open the files, by program: code has no language.
OPENED = """\
```python
import geopandas, pandas
communes = pandas.read_csv("communes.csv.zip", dtype={name: "str" for name in (
    "commune_code", "departement_code", "region_code", "epci_code")})
with_boundaries = geopandas.read_parquet("communes.parquet")
```

```r
communes <- readr::read_csv("communes.csv.zip", col_types = readr::cols(
  commune_code = "c", departement_code = "c", region_code = "c", epci_code = "c"))
boundaries <- sf::st_read("/vsizip/territory-qgis.zip/territory.gpkg", "communes")
```

```sql
-- DuckDB
SELECT departement_name, sum(illectronism_people)
FROM 'communes.parquet' GROUP BY 1 ORDER BY 2 DESC;
```
"""


def readme(publication: Publication, written: Sequence[Written], language: str) -> bytes:
    """Return the README of a language: what the files are, how to open them, what to beware of."""
    about = publication.about[language]
    words = about.words

    def say(key: str) -> str:
        return words.text(f"open_data.readme.{key}")

    lines = [
        f"# {about.title}",
        "",
        *_opening(publication, language),
        f"## {say('files')}",
        "",
        f"| {say('file')} | {say('what')} | {say('rows')} | {say('size')} |",
        "|---|---|--:|--:|",
        *(
            f"| [`{one.name}`]({one.name}) | {one.titles[language]} | "
            f"{'' if one.rows_count is None else words.number(one.rows_count)} | {size(one, words)} |"
            for one in written
        ),
        "",
        f"## {say('open')}",
        "",
        say("qgis"),
        "",
        say("spreadsheet"),
        "",
        OPENED,
        f"## {say('missing')}",
        "",
        *_missing(words),
        f"## {words.text('limits.title')}",
        "",
        *_bullets(about.limits),
        f"## {say('sources')}",
        "",
        words.text("open_data.licence.rights"),
        "",
        *_bullets(citation for citation, *_ in about.sources),
        f"## {say('again')}",
        "",
        *_bullets(_parameters(about)),
    ]
    return text_bytes(lines)


def llms(publication: Publication, tables: Sequence[Table], written: Sequence[Written]) -> bytes:
    """Return ``llms.txt``: what each file means, its columns and its limits, in plain words.

    A title, a summary, links with their sentence, as https://llmstxt.org asks.
    """
    about = publication.first
    words = about.words
    language = words.language
    lines = [
        f"# {about.title}",
        "",
        f"> {publication.summary(words)}",
        "",
        *_bullets(publication.scenarios(language)),
        *_missing(words),
        words.text("open_data.llms.answer"),
        "",
        f"## {words.text('open_data.readme.files')}",
        "",
    ]
    for one in written:
        if one.kind != "about":
            lines.append(f"- [{one.name}]({one.name}): {_file_told(one, words)}")
    lines.append("")
    for table in tables:
        lines += [
            f"## {words.text('open_data.llms.columns', table=_table_title(table, words))}",
            "",
            words.text(f"open_data.about.{table.name}"),
            "",
            *_columns(table, words),
            "",
        ]
    lines += [
        f"## {words.text('limits.title')}",
        "",
        *_bullets(about.limits),
        f"## {words.text('open_data.readme.sources')}",
        "",
        words.text("open_data.licence.rights"),
        "",
        *_bullets(
            f"{citation} {caveat}".strip() for citation, _file, _seal, caveat in about.sources
        ),
        f"## {words.text('open_data.readme.again')}",
        "",
        *_bullets(_parameters(about)),
        "## Optional",
        "",
        *(
            f"- [{one.name}]({one.name}): {one.titles[language]}"
            for one in written
            if one.kind == "about"
        ),
    ]
    return text_bytes(lines)


def licence(publication: Publication) -> bytes:
    """Return the licences and the sources to be cited, in every language."""
    lines: list[str] = []
    for language, about in publication.about.items():
        words = about.words
        lines += [
            about.title,
            "",
            *publication.scenarios(language),
            words.text("open_data.licence.rights"),
            "",
            *(
                f"- {name}" + (f": {LICENCES[name][1]}" if name in LICENCES else "")
                for name in publication.licences
            ),
            "",
            words.text("open_data.licence.cite"),
            "",
            *(
                f"- {citation} — {file} — sha256 {seal}"
                for citation, file, seal, _caveat in about.sources
            ),
            "",
            *_parameters(about),
            "",
        ]
    return text_bytes(lines)


def sums(written: Sequence[Written]) -> bytes:
    """Return the hashes of the files, as ``sha256sum --check`` reads them."""
    return text_bytes([f"{one.sha256}  {one.name}" for one in written])


def size(file: Written, words: Words) -> str:
    """Return the size of a file in words."""
    unit, bytes_count = next(one for one in UNITS if file.bytes_count >= one[1] or one == UNITS[-1])
    digits = 1 if unit == "megabytes" else 0
    return words.text(
        f"open_data.size.{unit}", size=words.number(file.bytes_count / bytes_count, digits=digits)
    )


def _file_told(file: Written, words: Words) -> str:
    said = [file.titles[words.language], size(file, words)]
    if file.rows_count is not None:
        said.append(words.plural("open_data.rows", file.rows_count))
    if file.schema:
        said.append(f"[{words.text('open_data.llms.schema')}]({file.schema})")
    return "; ".join(said)


def _table_title(table: Table, words: Words) -> str:
    return words.text(f"open_data.table.{table.name}")


def _columns(table: Table, words: Words) -> Iterable[str]:
    rows = table.flat
    names = [str(rows.index.name), *map(str, rows.columns)]
    told = dictionary(rows.columns.insert(0, str(rows.index.name)), words)
    for name, one in zip(names, told.itertuples(index=False), strict=True):
        said = f"- `{name}` ({one.unit}) : {one.label}. {one.meaning}"
        if words.language != "fr":
            said = said.replace(") : ", "): ", 1)
        if values := _values(categories_of(name), words.language):
            said += f" {words.text('open_data.llms.values', values=values)}"
        if statuses := statuses_of(name, table):
            listed = ", ".join(f"`{status}`" for status in statuses)
            said += f" {words.text('open_data.llms.statuses', statuses=listed)}"
        if sources := sources_of(name, table):
            said += f" {words.text('open_data.llms.sources', sources=', '.join(sources))}"
        yield said


def _values(categories: Mapping[str, Mapping[str, str]], language: str) -> str:
    return ", ".join(f"`{value}` = {labels[language]}" for value, labels in categories.items())


def _opening(publication: Publication, language: str) -> list[str]:
    return [
        *(f"**{one}**\n" for one in publication.scenarios(language)),
        publication.summary(Words(language)),
        "",
    ]


def _missing(words: Words) -> list[str]:
    return [words.text("open_data.missing"), "", words.text("open_data.written_as"), ""]


def _parameters(about: About) -> list[str]:
    pairs = (*about.parameters, (about.words.text("list.parameter.command"), about.command))
    return [about.words.text("list.line", name=name, value=value) for name, value in pairs]


def _bullets(sentences: Iterable[str]) -> list[str]:
    listed = [f"- {one}" for one in sentences]
    return [*listed, ""] if listed else []


def text_bytes(lines: Iterable[str]) -> bytes:
    """Return lines as a text file."""
    return ("\n".join(lines).rstrip("\n") + "\n").encode()
