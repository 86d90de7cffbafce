"""The legend of a map on paper: nine classes crossed or a list, the hatch, signs, limits."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from html import escape

import pandas as pd

from territory.look import palette
from territory.look.typeset import REGULAR, SEMIBOLD, width_of, wrapped
from territory.maps import bivariate_legend as nine
from territory.maps.bivariate import BivariateMap
from territory.maps.layers import Layer, count_classes
from territory.maps.legend import (
    WITHIN,
    class_labels,
    layer_name,
    no_data_in_words,
    sign_in_words,
)
from territory.maps.paper.frame import Box
from territory.maps.paper.ground import LIMITS
from territory.maps.paper.inks import Inks
from territory.maps.paper.signs import sign_svg
from territory.maps.signs import SignCount
from territory.maps.units import COMMUNE, unit_of_rows
from territory.messages import Words

SIZE = 11.0
LINE = 14.0
SWATCH = 18.0
SIGN_SCALE = 0.74
INDENT = 14.0
CELL_HEIGHT = 33.0
LABEL_WIDTH = 92.0


@dataclass(frozen=True)
class Drawn:
    """A part of the drawing, and how high it is, in units."""

    svg: str
    height: float


def text(
    words: str,
    x: float,
    y: float,
    *,
    size: float = SIZE,
    anchor: str = "start",
    weight: int = REGULAR,
    colour: str = palette.INK,
) -> str:
    """Return words at a place of the drawing: `y` is the line the letters stand on."""
    said = f' text-anchor="{anchor}"' if anchor != "start" else ""
    strong = f' font-weight="{weight}"' if weight != REGULAR else ""
    return (
        f'<text x="{x:.1f}" y="{y:.1f}" font-size="{size:g}"{said}{strong} '
        f'fill="{colour}">{escape(words)}</text>'
    )


def lines(
    said: Sequence[str],
    x: float,
    y: float,
    *,
    size: float = SIZE,
    step: float = LINE,
    colour: str = palette.INK,
    weight: int = REGULAR,
) -> str:
    """Return lines of words under each other, the first on `y`."""
    return "".join(
        text(one, x, y + step * rank, size=size, colour=colour, weight=weight)
        for rank, one in enumerate(said)
    )


def legend(
    layer: Layer,
    rows: pd.DataFrame,
    signs: Mapping[str, SignCount],
    limits: Sequence[tuple[str, str]],
    *,
    inks: Inks,
    box: Box,
    words: Words,
) -> Drawn:
    """Return a legend in a column: classes with their counts, the hatch, signs, limits.

    Parameters
    ----------
    layer : Layer
        What the map shows.
    rows : DataFrame
        The communes of the territory, with the layer's columns.
    signs : mapping
        As `territory.maps.signs.sign_counts` gives it.
    limits : sequence of (str, str)
        Limits and surroundings drawn: a key of `LIMITS`, or ``"around"``, and its words.
    inks : Inks
        What classes are filled with.
    box : Box
        Its place; its height is not kept to.
    words : Words
        Of the reader's language.
    """
    counts, unit = count_classes(layer, rows), unit_of_rows(rows)
    if layer.crossed is not None:
        first = _grid(layer.crossed, counts, inks, box, words, unit=unit)
    else:
        first = _list(layer, counts, inks, box, words, unit=unit)
    parts, y = [first.svg], box.y + first.height + 6

    def add(mark: str, said: str, indent: float = 0.0) -> None:
        nonlocal y
        left = indent + SWATCH + 8
        told = wrapped(said, box.width - left, SIZE)
        parts.append(f"{mark}{lines(told, box.x + left, y + 10.5, step=12.5)}")
        y += 12.5 * len(told) + 4

    add(
        _swatch(inks.no_data, box.x, y),
        no_data_in_words(counts, words, unit_of_rows(rows), hides_counts=layer.hides_counts),
    )
    for sign, count in signs.items():
        indent = INDENT if sign in WITHIN else 0.0
        mark = sign_svg(sign, box.x + indent + SWATCH / 2, y + 6.5, SIGN_SCALE)
        add(mark, sign_in_words(sign, count, words), indent)
    for name, said in limits:
        add(limit_mark(name, box.x, y), said)
    return Drawn("".join(parts), y - box.y)


def limit_mark(name: str, x: float, y: float) -> str:
    """Return how a limit, or what is around, looks in a legend."""
    if name == "around":
        return _swatch(palette.FAINT, x, y, line=palette.AROUND_LINE)
    return "".join(
        f'<path d="M{x:.1f},{y + 6.5:.1f}h{SWATCH:g}" stroke="{colour}" stroke-width="{width}"/>'
        for colour, width in LIMITS[name]
    )


def _swatch(fill: str, x: float, y: float, *, line: str = palette.COMMUNE_LINE) -> str:
    return (
        f'<rect x="{x:.1f}" y="{y:.1f}" width="{SWATCH:g}" height="12.5" fill="{fill}" '
        f'stroke="{line}" stroke-width="0.6"/>'
    )


def _grid(
    crossed: BivariateMap, counts: pd.DataFrame, inks: Inks, box: Box, words: Words, *, unit: str
) -> Drawn:
    """Return the nine classes with their communes and people, and what the two axes measure."""
    parts, y = [], box.y

    def axis(classed: str, arrow: str) -> None:
        nonlocal y
        name = f"{words.text(f'map.legend.{classed}')} {arrow}"
        parts.append(text(name, box.x, y + 11, size=12, weight=SEMIBOLD))
        told = wrapped(nine.axis_name(classed, words), box.width, 10)
        parts.append(lines(told, box.x, y + 24, size=10, step=11.5, colour=palette.SOFT_INK))
        y += 20 + 11.5 * len(told)

    axis(crossed.up, "↑")
    left = box.x + LABEL_WIDTH
    cell = (box.width - LABEL_WIDTH) / 3
    top = y + 2
    for up, label in zip(palette.CLASSES, nine.class_labels(crossed.up, words), strict=True):
        row = top + (3 - up) * CELL_HEIGHT
        told = wrapped(label, LABEL_WIDTH - 8, SIZE)
        middle = row + CELL_HEIGHT / 2 + 4 - 6 * (len(told) - 1)
        for rank, one in enumerate(told):
            parts.append(text(one, left - 6, middle + 12 * rank, anchor="end"))
        for across in palette.CLASSES:
            rank = 3 * (up - 1) + across - 1
            parts.append(
                _cell(
                    rank,
                    counts,
                    inks,
                    Box(left + (across - 1) * cell, row, cell, CELL_HEIGHT),
                    words,
                )
            )
    y = top + 3 * CELL_HEIGHT
    labels = nine.class_labels(crossed.across, words)
    for across, label in zip(palette.CLASSES, labels, strict=True):
        x = left + (across - 0.5) * cell
        told = wrapped(label, cell - 8, 10.5)
        for rank, one in enumerate(told):
            parts.append(text(one, x, y + 12 + 11 * rank, size=10.5, anchor="middle"))
    y += 7 + 11 * max(len(wrapped(one, cell - 8, 10.5)) for one in labels)
    axis(crossed.across, "→")
    caption = "map.legend.caption" if unit == COMMUNE else f"map_unit.caption.{unit}"
    told = wrapped(words.text(caption), box.width, 9.5)
    parts.append(lines(told, box.x, y + 8, size=9.5, step=11, colour=palette.SOFT_INK))
    return Drawn("".join(parts), y + 6 + 11 * len(told) - box.y)


def _cell(rank: int, counts: pd.DataFrame, inks: Inks, box: Box, words: Words) -> str:
    """Return a cell: its fill, its communes and its people, on a ground they are read on."""
    fill = inks.fills[rank]
    communes = int(counts["communes_count"].loc[rank])
    people = float(counts["population_people"].loc[rank])
    said = (words.number(communes), words.short_number(people) if communes else "")
    is_pattern = fill.startswith("url")
    ink = palette.INK if is_pattern else palette.ink_on(fill)
    halo = ""
    if is_pattern:
        wide = max(width_of(said[0], 12, SEMIBOLD), width_of(said[1], 9.5)) + 8
        halo = (
            f'<rect x="{box.x + (box.width - wide) / 2:.1f}" y="{box.y + 5:.1f}" width="{wide:.1f}" '
            f'height="{box.height - 10:.1f}" fill="{palette.PAPER}"/>'
        )
    middle = box.x + box.width / 2
    return (
        f'<rect x="{box.x:.1f}" y="{box.y:.1f}" width="{box.width - 1.5:.1f}" '
        f'height="{box.height - 1.5:.1f}" fill="{fill}" stroke="{palette.COMMUNE_LINE}" '
        f'stroke-width="0.5"/>{halo}'
        f"{text(said[0], middle, box.y + 14.5, size=12, anchor='middle', weight=SEMIBOLD, colour=ink)}"
        f"{text(said[1], middle, box.y + 26, size=9.5, anchor='middle', colour=ink)}"
    )


def _list(
    layer: Layer, counts: pd.DataFrame, inks: Inks, box: Box, words: Words, *, unit: str
) -> Drawn:
    """Return the classes of one measure, the most exposed first, with their communes and people."""
    name = layer_name(layer, words)
    told = wrapped(name, box.width, 12, SEMIBOLD)
    parts = [lines(told, box.x, box.y + 11, size=12, step=14, weight=SEMIBOLD)]
    y = box.y + 14 * len(told) + 6
    right, middle = box.x + box.width, box.x + box.width - 62
    counted = "columns.communes_count.short" if unit == COMMUNE else f"map_unit.short.{unit}"
    for key, x in ((counted, middle), ("columns.population_people.short", right)):
        head = words.text(key)
        parts.append(text(head, x, y + 8, size=9.5, anchor="end", colour=palette.SOFT_INK))
    y += 14
    labels = class_labels(layer, words)
    for rank in reversed(range(len(labels))):
        communes = int(counts["communes_count"].loc[rank])
        people = float(counts["population_people"].loc[rank])
        said = wrapped(labels[rank], middle - box.x - SWATCH - 8 - 40, SIZE)
        parts += [
            _swatch(inks.fills[rank], box.x, y),
            lines(said, box.x + SWATCH + 8, y + 10.5, step=12.5),
            text(words.number(communes), middle, y + 10.5, anchor="end"),
            text(words.short_number(people) if communes else "–", right, y + 10.5, anchor="end"),
        ]
        y += 12.5 * len(said) + 5
    return Drawn("".join(parts), y - box.y)
