"""A portrait as PDF: tagged, with bookmarks, vector drawings and embedded fonts, by Typst."""

from __future__ import annotations

import json
from dataclasses import replace
from functools import cache
from importlib.resources import files

import typst

from territory.look import palette
from territory.look.glyphs import ABSENT, absent_signs, drawable
from territory.look.typeset import pdf_of_document
from territory.messages import Words
from territory.plain_text import plain_all, some
from territory.portrait.model import Portrait


def pdf_bytes(portrait: Portrait) -> bytes:
    """Return a portrait as an accessible PDF (PDF/UA-1); the same portrait, the same bytes.

    Signs that its fonts lack are replaced, and the first page says so.
    """
    portrait = _with_own_signs(portrait)
    return pdf_of_document(_template(), _inputs(portrait), portrait.date)


def heading_pages(portrait: Portrait) -> list[int]:
    """Return the page of each heading of the PDF, sources included, in order."""
    inputs = _inputs(_with_own_signs(portrait))
    found = typst.query(
        _template(), "<pages>", field="value", ignore_system_fonts=True, sys_inputs=inputs
    )
    (pages,) = json.loads(found)
    return [int(one) for one in pages]


def _inputs(portrait: Portrait) -> dict[str, str]:
    return {
        "portrait": json.dumps(portrait.as_dict(), ensure_ascii=False),
        "look": json.dumps(dict(palette.NAMED)),
    }


def _with_own_signs(portrait: Portrait) -> Portrait:
    if not (absent := absent_signs(portrait)):
        return portrait
    said = Words(portrait.language).text(
        "portrait.signs_replaced",
        signs=some((f"U+{ord(sign):04X}" for sign in absent), most=8),
        absent=ABSENT,
    )
    return replace(plain_all(portrait, drawable), about=(*map(drawable, portrait.about), said))


@cache
def _template() -> bytes:
    return files(__package__).joinpath("portrait.typ").read_bytes()
