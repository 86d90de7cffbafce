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
from territory.maps.paper.legend import Drawn, legend, lines, text
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
# Of what stands under the legend.
ABOVE_WORDS, WORD_STEP, WORD_SIZE = 16.0, 12.8, 10.5


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
    """Where the parts of a sheet stand, and what stands beside the map.

    Parameters
    ----------
    main, side : Box
        Of the map and of what stands beside it.
    insets : tuple of Box
        Of the maps of other zones.
    legend : Drawn
        The legend, in its place.
    beside : tuple of str
        Lines under the legend.
    notes : tuple of str
        Lines of the foot: sentences that have no room beside the map come first.
    """

    main: Box
    insets: tuple[Box, ...]
    side: Box
    legend: Drawn
    beside: tuple[str, ...]
    notes: tuple[str, ...]

    @property
    def foot(self) -> float:
        """Where the first line of the foot stands."""
        return _foot(len(self.notes))


def _foot(lines_count: int) -> float:
    return HEIGHT - MARGIN + 12 - NOTE_STEP * lines_count


def places_of(sheet: Sheet, inset_count: int) -> Places:
    """Return where the parts of a sheet stand: its foot is as high as its notes.

    Insets stand in a column on the left, as in atlases; the map keeps the rest. What the map says
    stands under its legend, sentence by sentence; those that have no room there go to the foot.
    """
    top = TOP + 12
    side = Box(WIDTH - MARGIN - SIDE_WIDTH, top, SIDE_WIDTH, HEIGHT)
    told = legend(
        sheet.layer,
        sheet.rows,
        sheet.signs,
        sheet.limits,
        inks=sheet.inks,
        box=side,
        words=sheet.words,
    )
    kept = len(sheet.sentences)
    while True:
        notes = _note_lines((*sheet.sentences[kept:], *sheet.notes))
        bottom = _foot(len(notes)) - 20
        beside = [
            line
            for one in sheet.sentences[:kept]
            for line in (*wrapped(one, SIDE_WIDTH, WORD_SIZE), "")
        ][:-1]
        if not kept or top + told.height + ABOVE_WORDS + WORD_STEP * len(beside) <= bottom:
            break
        kept -= 1
    left = MARGIN + (INSET_WIDTH + INSET_GAP if inset_count else 0.0)
    main = Box(left, top, side.x - GAP - left, bottom - top)
    high = (main.height - INSET_GAP * (inset_count - 1)) / max(1, inset_count)
    high = min(high, INSET_WIDTH)
    insets = tuple(
        Box(MARGIN, main.y + rank * (high + INSET_GAP), INSET_WIDTH, high)
        for rank in range(inset_count)
    )
    return Places(main, insets, side, told, tuple(beside), tuple(notes))


def _note_lines(notes: Sequence[str]) -> list[str]:
    return [line for note in notes for line in wrapped(note, WIDTH - 2 * MARGIN, NOTE_SIZE)]


def sheet_svg(sheet: Sheet, places: Places, main: ZoneMap, insets: Sequence[ZoneMap]) -> str:
    """Return a map sheet, self-contained: no script, no address, no font of its own."""
    words = sheet.words
    y = places.side.y + places.legend.height + ABOVE_WORDS
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
        f'<path d="M{MARGIN:g},{TOP:g}H{right:g}" {rule}/>{maps}{places.legend.svg}'
        f"{lines(places.beside, places.side.x, y, size=WORD_SIZE, step=WORD_STEP)}"
        f'<path d="M{MARGIN:g},{places.foot - 11:.1f}H{right:g}" {rule}/>'
        f"{lines(places.notes, MARGIN, places.foot + 2, size=NOTE_SIZE, step=NOTE_STEP, colour=palette.SOFT_INK)}"
        "</svg>"
    )


def _short(title: str) -> str:
    """Return a title that has room on its line: names of a set may be long."""
    (first, *rest) = wrapped(title, WIDTH - 2 * MARGIN - 20, TITLE_SIZE, SEMIBOLD)
    return f"{first.rstrip(',')}…" if rest else first
