"""Write the page of sources from their declarations: ``python -m pipelines.describe``."""

from __future__ import annotations

from collections.abc import Iterator

import typer

from pipelines.catalogue import Source, Whole, read_catalogue
from pipelines.names import readable_name


def page_lines() -> Iterator[str]:
    """Yield ``docs/SOURCES.md``, line by line."""
    yield "# Sources"
    yield ""
    yield "Written by `python -m pipelines.describe` from the declarations in `pipelines/sources/`."
    yield "A table says which edition it was built from: see its build report."
    for source in read_catalogue().values():
        yield from _lines(source)


def _lines(source: Source) -> Iterator[str]:
    address = source.file_url or f"data.gouv.fr, dataset {source.dataset_id}"
    yield from ("", f"## {source.id}", "")
    yield f"{source.title}. {source.producer}, {source.licence}."
    yield ""
    yield f"- Page: <{source.page_url}>"
    yield f"- File: {address}"
    yield f"- Name: `{readable_name(source.example_name, 'en')}`; recognised: `{source.file_pattern}`"
    yield f"- Declared edition: describes {source.reference_date}, published {source.published_on}"
    yield f"- Zones: {', '.join(source.zones)}"
    yield f"- A missing row means: {source.missing_row_means}"
    yield from _least(source.whole)
    if caveat := source.caveat.get("en"):
        yield f"- Beware: {caveat}"


def _least(whole: Whole) -> Iterator[str]:
    """Yield the least a file must hold, if anything is declared."""
    least = [
        f"{whole.communes_share:.0%} of communes" if whole.communes_share else "",
        *(f"{count} départements ({edition})" for edition, count in whole.departements.items()),
        *(f"{count} rows ({edition})" for edition, count in whole.rows.items()),
        f"{whole.regions} regions" if whole.regions else "",
        f"{whole.moves} moves" if whole.moves else "",
        f"{whole.operators} operators" if whole.operators else "",
    ]
    if any(least):
        yield f"- Fewer is refused, unless said to be a part: {', '.join(filter(None, least))}"


if __name__ == "__main__":
    for line in page_lines():
        typer.echo(line)
