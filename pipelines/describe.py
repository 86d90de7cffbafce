"""Write the page of sources from their declarations: ``python -m pipelines.describe``."""

from __future__ import annotations

from collections.abc import Iterator

import typer

from pipelines.catalogue import Source, read_catalogue


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
    yield f"- Names recognised: `{source.file_pattern}`"
    yield f"- Declared edition: describes {source.reference_date}, published {source.published_on}"
    yield f"- Zones: {', '.join(source.zones)}"
    yield f"- A missing row means: {source.missing_row_means}"
    if caveat := source.caveat.get("en"):
        yield f"- Beware: {caveat}"


if __name__ == "__main__":
    for line in page_lines():
        typer.echo(line)
