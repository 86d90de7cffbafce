"""A portrait as PDF: tagged, with bookmarks, vector drawings and embedded fonts, by Typst."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import UTC, datetime
from functools import cache
from importlib.resources import files
from typing import Final

import typst

from territory.look import palette
from territory.messages import Words
from territory.plain_text import plain_all, some
from territory.portrait.model import Portrait
from territory.portrait.render.glyphs import ABSENT, absent_signs, drawable

# PDF/UA-1, the standard of accessible PDF: Typst refuses to write a file that does not meet it.
STANDARD: Final = "ua-1"


def pdf_bytes(portrait: Portrait) -> bytes:
    """Return a portrait as an accessible PDF (PDF/UA-1); the same portrait, the same bytes.

    Signs that its fonts lack are replaced, and the first page says so.
    """
    portrait = _with_own_signs(portrait)
    return _whole(
        typst.compile(
            _template(),
            format="pdf",
            pdf_standards=[STANDARD],
            ignore_system_fonts=True,
            timestamp=_noon(portrait.date),
            sys_inputs={
                "portrait": json.dumps(portrait.as_dict(), ensure_ascii=False),
                "look": json.dumps(dict(palette.NAMED)),
            },
        )
    )


def _with_own_signs(portrait: Portrait) -> Portrait:
    if not (absent := absent_signs(portrait)):
        return portrait
    said = Words(portrait.language).text(
        "portrait.signs_replaced",
        signs=some((f"U+{ord(sign):04X}" for sign in absent), most=8),
        absent=ABSENT,
    )
    return replace(plain_all(portrait, drawable), about=(*map(drawable, portrait.about), said))


def png_of_svg(svg: str, *, width_cm: float, ppi: int = 200) -> bytes:
    """Return a drawing as PNG, for files that cannot hold SVG."""
    source = (
        "#set page(width: auto, height: auto, margin: 0pt)\n"
        f'#image(bytes(sys.inputs.svg), format: "svg", width: {width_cm}cm)\n'
    )
    return _whole(
        typst.compile(
            source.encode(),
            format="png",
            ppi=ppi,
            ignore_system_fonts=True,
            sys_inputs={"svg": drawable(svg)},
        )
    )


def _whole(compiled: bytes | list[bytes] | None) -> bytes:
    """Return what Typst made, as one file: a page alone comes as bytes, several as a list."""
    if not isinstance(compiled, bytes):
        raise TypeError(f"one file was expected of Typst, not {type(compiled).__name__}")
    return compiled


def _noon(date: str) -> datetime:
    return datetime.fromisoformat(date).replace(hour=12, tzinfo=UTC)


@cache
def _template() -> bytes:
    return files(__package__).joinpath("portrait.typ").read_bytes()
