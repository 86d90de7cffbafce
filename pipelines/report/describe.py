"""Write the page of sources from their declarations: ``python -m pipelines.report.describe``."""

from __future__ import annotations

from collections.abc import Iterator

import typer

from pipelines.sources.catalogue import Source, Whole, read_catalogue
from pipelines.sources.names import readable_name
from territory.messages import Words


def page_lines() -> Iterator[str]:
    """Yield ``docs/SOURCES.md``, line by line."""
    yield "# Sources"
    yield ""
    yield "Written by `python -m pipelines.report.describe` from the declarations in `pipelines/sources/`."
    yield "A table says which edition it was built from: see its build report."
    for source in read_catalogue().values():
        yield from _lines(source)


def _lines(source: Source) -> Iterator[str]:
    yield from ("", f"## {source.id}", "")
    yield f"{source.title}. {source.producer}, {source.licence}."
    yield ""
    yield f"- Page: <{source.page_url}>"
    yield from _addresses(source)
    yield f"- Name: `{readable_name(source.example_name, Words('en'))}`; recognised: `{source.file_pattern}`"
    if source.unverified:
        yield f"- **Unverified layout**: {source.unverified} Another header ends in an error that names it."
    yield f"- Declared edition: describes {source.reference_date}, published {source.published_on}"
    yield f"- Zones: {', '.join(source.zones)}"
    yield f"- A missing row means: {source.missing_row_means}"
    yield from _least(source.whole)
    yield f"- Its codes are of the communes of: {_codes_years(source)}"
    if caveat := source.caveat.get("en"):
        yield f"- Beware: {caveat}"


def _addresses(source: Source) -> Iterator[str]:
    """Yield where the file is downloaded from, or its files if it comes in several."""
    if addresses := source.file_urls or tuple(filter(None, [source.file_url])):
        yield from (f"- File: {address}" for address in addresses)
    elif source.dataset_id:
        yield f"- File: data.gouv.fr, dataset {source.dataset_id}"
    else:
        yield "- File: no address is known; to be downloaded from the page"


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


def _codes_years(source: Source) -> str:
    """Return how the year of a source's codes is known, in words."""
    if not source.geography_year:
        return "its own edition, or none"
    parts = [
        f"{year} for the edition {edition}" for edition, year in source.geography_years.items()
    ]
    if rule := source.geography_rule:
        after = f"{rule.years_after} years after" if rule.years_after else "the year of"
        last = "" if rule.last_year == 9999 else f" to {rule.last_year}"
        parts.append(f"{after} the edition, from {rule.first_year}{last} ({rule.because})")
    parts.append(f"{source.geography_year} for a name without an edition")
    return "; ".join(parts)


if __name__ == "__main__":
    for line in page_lines():
        typer.echo(line)
