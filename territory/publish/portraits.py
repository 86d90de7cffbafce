"""Portraits on request, in the main language of a site, and the page that lists them."""

from __future__ import annotations

from collections.abc import Iterator

from territory.look import parts
from territory.portrait import PortraitMaker, make_portrait, portrait_bytes
from territory.portrait.batch import DEFAULT_FORMAT, territories_asked
from territory.publish.pages import Pages
from territory.territories import proper_name, territory_file_stem

PAGE = "portraits.html"


def portrait_files(pages: Pages) -> Iterator[tuple[str, bytes]]:
    """Give the portraits of a level asked for, then their page."""
    site, words, level = pages.site, pages.words, pages.options.portraits
    tables = site.country.tables
    wanted = territories_asked(tables, [site.territory], level)
    maker, links = PortraitMaker(site.country), []
    for territory in wanted:
        path = f"portraits/{territory_file_stem(territory)}.{DEFAULT_FORMAT}"
        made = make_portrait(maker, territory, site.in_use, words)
        yield path, portrait_bytes(made, DEFAULT_FORMAT)
        links.append((proper_name(tables, territory), path))
    heading = words.text("publish.portraits", territory=site.name(words))
    body = parts.render("publish/portraits.html", links=sorted(links))
    yield (
        PAGE,
        pages.page(
            PAGE, title=heading, heading=heading, description=heading, body=body, alone=True
        ),
    )
