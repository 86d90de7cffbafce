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
    yield f"- Its codes are of the communes of: {_codes_years(source)}"
    if caveat := source.caveat.get("en"):
        yield f"- Beware: {caveat}"


def _codes_years(source: Source) -> str:
    """Return how the year of a source's codes is known, in words."""
    if not source.geography_year:
        return "its own edition, or none"
    parts = [f"{year} for the edition {one}" for one, year in source.geography_years.items()]
    if rule := source.geography_rule:
        after = f"{rule.years_after} years after" if rule.years_after else "the year of"
        last = "" if rule.last_year == 9999 else f" to {rule.last_year}"
        parts.append(f"{after} the edition, from {rule.first_year}{last} ({rule.because})")
    parts.append(f"{source.geography_year} for a name without an edition")
    return "; ".join(parts)


if __name__ == "__main__":
    for line in page_lines():
        typer.echo(line)
