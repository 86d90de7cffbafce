"""A map sheet: A4 across, the map as large as it gets, title, legend, sentence, sources, one SVG."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from html import escape

import pandas as pd

from territory.look import palette
from territory.look.typeset import SEMIBOLD, SVG_FAMILY, wrapped
from territory.maps.layers import Layer
from territory.maps.paper.frame import Box
from territory.maps.paper.ground import ZoneMap, draw_zone
from territory.maps.paper.inks import Inks
from territory.maps.paper.legend import legend, lines, text
from territory.maps.signs import SignCount
from territory.messages import Words

# A4 across, in pixels of CSS.
WIDTH, HEIGHT = 1123.0, 794.0
MARGIN = 36.0
SIDE_WIDTH = 262.0
GAP = 24.0
TITLE_SIZE, SUBTITLE_SIZE, NOTE_SIZE = 25.0, 14.5, 8.8
NOTE_STEP = 10.6
TOP = 96.0
INSET_WIDTH = 150.0
INSET_GAP = 8.0


@dataclass(frozen=True)
class Sheet:
    """What a map sheet says.

    Parameters
    ----------
    title, subtitle : str
        The territory; what is coloured, in words.
    layer : Layer
        What the map shows.
    rows : DataFrame
        The communes of the territory, with the layer's columns.
    signs : dict
        As `territory.maps.signs.sign_counts` gives it.
    limits : tuple of (str, str)
        Limits drawn and their words.
    sentences : tuple of str
        What the map says, and what its reader must know.
    notes : tuple of str
        Sources, day of the data, link, licence.
    inks : Inks
        What classes are filled with.
    alt : str
        The map told, for those who do not see it.
    words : Words
        Of the reader's language.
    day : str
        ISO day of the data.
    """

    title: str
    subtitle: str
    layer: Layer
    rows: pd.DataFrame
    signs: dict[str, SignCount]
    limits: tuple[tuple[str, str], ...]
    sentences: tuple[str, ...]
    notes: tuple[str, ...]
    inks: Inks
    alt: str
    words: Words
    day: str


@dataclass(frozen=True)
class Places:
    """Where the parts of a sheet stand."""

    main: Box
    insets: tuple[Box, ...]
    side: Box
    foot: float


def places_of(notes: Sequence[str], inset_count: int) -> Places:
    """Return where the parts of a sheet stand: its foot is as high as its notes.

    Insets stand in a column on the left, as in atlases; the map keeps the rest.
    """
    foot = HEIGHT - MARGIN + 12 - NOTE_STEP * len(_note_lines(notes))
    bottom = foot - 20
    side = Box(WIDTH - MARGIN - SIDE_WIDTH, TOP + 12, SIDE_WIDTH, bottom - TOP - 12)
    left = MARGIN + (INSET_WIDTH + INSET_GAP if inset_count else 0.0)
    main = Box(left, TOP + 12, side.x - GAP - left, bottom - TOP - 12)
    high = (main.height - INSET_GAP * (inset_count - 1)) / max(1, inset_count)
    high = min(high, INSET_WIDTH)
    insets = tuple(
        Box(MARGIN, main.y + rank * (high + INSET_GAP), INSET_WIDTH, high)
        for rank in range(inset_count)
    )
    return Places(main, insets, side, foot)


def _note_lines(notes: Sequence[str]) -> list[str]:
    return [line for note in notes for line in wrapped(note, WIDTH - 2 * MARGIN, NOTE_SIZE)]


def sheet_svg(sheet: Sheet, main: ZoneMap, insets: Sequence[ZoneMap]) -> str:
    """Return a map sheet, self-contained: no script, no address, no font of its own."""
    places, words = places_of(sheet.notes, len(insets)), sheet.words
    told = legend(
        sheet.layer,
        sheet.rows,
        sheet.signs,
        sheet.limits,
        inks=sheet.inks,
        box=places.side,
        words=words,
    )
    said = [
        line for sentence in sheet.sentences for line in (*wrapped(sentence, SIDE_WIDTH, 11), "")
    ]
    y = places.side.y + told.height + 20
    maps = draw_zone(main, places.main, sheet.inks, words, clip="map", is_framed=not insets)
    for rank, (inset, box) in enumerate(zip(insets, places.insets, strict=True)):
        maps += draw_zone(inset, box, sheet.inks, words, clip=f"inset-{rank}")
    rule = f'stroke="{palette.RULE}" stroke-width="1"'
    right = WIDTH - MARGIN
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH:g} {HEIGHT:g}" '
        f'width="{WIDTH:g}" height="{HEIGHT:g}" font-family="{SVG_FAMILY}" role="img">'
        f"<title>{escape(sheet.title)}</title><desc>{escape(sheet.alt)}</desc>"
        f"<defs>{sheet.inks.patterns}</defs>"
        f'<rect width="{WIDTH:g}" height="{HEIGHT:g}" fill="{palette.PAPER}"/>'
        f"{text(_short(sheet.title), MARGIN, 58, size=TITLE_SIZE, weight=SEMIBOLD)}"
        f"{text(sheet.subtitle, MARGIN, 82, size=SUBTITLE_SIZE, colour=palette.SOFT_INK)}"
        f'<path d="M{MARGIN:g},{TOP:g}H{right:g}" {rule}/>{maps}{told.svg}'
        f"{lines(said, places.side.x, y, step=13.5)}"
        f'<path d="M{MARGIN:g},{places.foot - 11:.1f}H{right:g}" {rule}/>'
        f"{lines(_note_lines(sheet.notes), MARGIN, places.foot + 2, size=NOTE_SIZE, step=NOTE_STEP, colour=palette.SOFT_INK)}"
        "</svg>"
    )


def _short(title: str) -> str:
    """Return a title that has room on its line: names of a set may be long."""
    (first, *rest) = wrapped(title, WIDTH - 2 * MARGIN - 20, TITLE_SIZE, SEMIBOLD)
    return f"{first.rstrip(',')}…" if rest else first
