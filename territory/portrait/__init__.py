"""One territory on paper: sourced figures, comparisons, what is missing, limits, field questions.

One content (`make_portrait`), three files (`portrait_bytes`): PDF, DOCX, HTML.
"""

from __future__ import annotations

from datetime import date
from types import MappingProxyType

import pandas as pd

from territory.files import FileFormat, find_format
from territory.messages import Words
from territory.messages.articles import of_name
from territory.plain_text import plain_all
from territory.portrait import drawings
from territory.portrait import sections_figured as figured_sections
from territory.portrait import sections_told as told_sections
from territory.portrait.keys import key_figures
from territory.portrait.maker import PortraitMaker
from territory.portrait.model import Figure, Portrait, check_sources
from territory.portrait.page import Page
from territory.portrait.render.docx import docx_bytes
from territory.portrait.render.html import html_bytes
from territory.portrait.render.pdf import pdf_bytes
from territory.portrait.section_context import context
from territory.portrait.section_helps import helps
from territory.portrait.section_since import since
from territory.portrait.sections_beside import beside
from territory.portrait.sources import numbered
from territory.tables import DataInUse
from territory.territories import COMMUNES, Territory, communes_of, name_of, whole_name

__all__ = [
    "PORTRAIT_FORMATS",
    "Portrait",
    "PortraitFormat",
    "PortraitMaker",
    "make_portrait",
    "portrait_bytes",
]

SECTIONS = (
    figured_sections.essential,
    figured_sections.need,
    figured_sections.counters,
    beside,
    figured_sections.network,
    context,
    figured_sections.comparison,
    figured_sections.priority,
    figured_sections.robustness,
    since,
    helps,
    told_sections.missing,
    told_sections.limits,
    told_sections.field,
    told_sections.method,
    told_sections.cite,
    told_sections.glossary,
)
# Of the first page's width, beside the title.
LOCATOR_SHARE = 0.24


PortraitFormat = FileFormat[[Portrait]]
PORTRAIT_FORMATS = MappingProxyType(
    {
        one.name: one
        for one in (
            PortraitFormat("pdf", ".pdf", "application/pdf", pdf_bytes),
            PortraitFormat(
                "docx",
                ".docx",
                "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
                docx_bytes,
            ),
            PortraitFormat("html", ".html", "text/html", html_bytes),
        )
    }
)


def make_portrait(
    maker: PortraitMaker, territory: Territory, in_use: DataInUse, words: Words
) -> Portrait:
    """Return the portrait of a territory.

    Parameters
    ----------
    maker : PortraitMaker
        The figures of all territories, made once for any number of portraits.
    territory : Territory
        A commune, an EPCI, a département, a region or a hand-picked set.
    in_use : DataInUse
        The tables in use, for sources and fingerprint.
    words : Words
        Of the reader's language.

    Raises
    ------
    UnknownNameError
        If the territory does not exist.
    TerritoryError
        If it is all of France: the others are compared with it.
    """
    tables = maker.country.tables
    figures = maker.figures(territory)
    communes = communes_of(tables, territory)
    page = Page(
        maker,
        territory,
        name_of(tables, territory, words),
        communes,
        figures,
        maker.references(territory),
        numbered(in_use, tables, words),
        in_use,
        words,
    )
    sections = tuple(write(page) for write in SECTIONS)
    portrait = Portrait(
        title=page.name,
        subtitle=page.text("subtitle"),
        language=words.language,
        about=_about(page),
        locator=_locator(page),
        key_figures=key_figures(page),
        sections=tuple(one for one in sections if one.blocks),
        sources=page.sources.listed(),
        words={word: page.text(word) for word in ("contents", "sources", "page")},
        date=page.in_use.newest_date,
        keywords=tuple(page.text("keywords").split(", ")),
    )
    check_sources(portrait)
    return portrait


def _about(page: Page) -> tuple[str, ...]:
    one, level = page.communes.iloc[0], page.territory.level
    lines = [
        page.text(
            f"about.{level}",
            code=page.territory.code,
            of_departement=of_name(
                page.words, "departement", one["departement_code"], one["departement_name"]
            ),
            region=one["region_name"],
            communes=page.words.plural("portrait.communes", len(page.communes)),
        )
    ]
    if level == "commune" and pd.notna(one["epci_name"]):
        lines.append(page.text("about.epci_of", name=one["epci_name"]))
    if level == "epci":
        lines.append(", ".join(page.communes["departement_name"].unique()))
    if level == COMMUNES:
        lines.append(_some(list(page.communes["commune_name"]), page))
    lines.append(
        page.text(
            "about.data",
            year=page.in_use.geography_year,
            day=page.words.day(date.fromisoformat(page.in_use.newest_date)),
            fingerprint=page.in_use.fingerprint,
        )
    )
    lines += [one.in_words(page.words) for one in page.maker.country.tables.scenarios]
    if page.in_use.is_sample:
        lines.append(page.text("about.sample"))
    return tuple(lines)


def _some(names: list[str], page: Page, most: int = 12) -> str:
    if len(names) <= most:
        return ", ".join(names)
    return page.text("about.and_others", names=", ".join(names[:most]))


def _locator(page: Page) -> Figure:
    svg = drawings.locator_svg(page.maker, page.territory)
    zones = drawings.zones_of(page.communes)
    zone = zones[0]
    inside = page.communes[page.communes["zone"] == zone]
    departements = inside["departement_name"].unique()
    is_within = len(departements) == 1 and page.territory.level in ("commune", "epci", COMMUNES)
    if is_within:
        around = str(departements[0])
    elif page.maker.is_of_france or zone != "metropole":
        around = page.words.text(f"portrait.zone.{zone}")
    else:
        around = whole_name(page.maker.country.tables, page.words)
    caption = "locator.caption"
    if page.territory.level == COMMUNES:
        caption = "locator.caption_set" if len(zones) == 1 else "locator.caption_zones"
    return Figure(
        svg,
        page.text("locator.alt", name=page.name, around=around),
        page.sentence(caption, "commune_boundaries", name=page.name, around=around),
        LOCATOR_SHARE * min(1.0, 1 / drawings.height_share(svg)),
    )


def portrait_bytes(portrait: Portrait, format_name: str) -> bytes:
    """Return a portrait as a file: the same portrait, the same bytes.

    Raises
    ------
    UnknownNameError
        If there is no such format.
    """
    return find_format(PORTRAIT_FORMATS, format_name).write(plain_all(portrait))
