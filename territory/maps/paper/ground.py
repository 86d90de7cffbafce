"""One map on paper: shapes coloured by class, what lies around, limits, signs, names, a scale bar.

Shapes are simplified together, so that shared borders stay shared; limits are those of the shapes
as they are drawn, never of another outline.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from html import escape

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely
from numpy.typing import NDArray
from shapely.geometry.base import BaseGeometry

from territory.look import palette
from territory.look.typeset import width_of
from territory.maps.layers import NO_CLASS, Classes
from territory.maps.paper.frame import MARGIN_SHARE, Bounds, Box, Frame, bar_km, fit
from territory.maps.paper.inks import Inks
from territory.maps.paper.names import AROUND, Town, labels_svg, place_names
from territory.maps.paper.signs import Sign, draw_signs, scale_of
from territory.messages import Words

# Detail finer than so many units of the drawing is not seen on paper.
DETAIL = 0.45
# Published outlines of more communes than this are as coarse as the page: nothing is to be gained.
MOST_SIMPLIFIED = 12_000
# Communes smaller than so many square units, on average, are drawn as one shape a class.
SMALLEST_DRAWN = 14.0
# From so many square units on, the line between communes is as strong as it gets.
LARGE = 150.0
# Of a hole between communes that do not quite meet, in square units.
SPECK = 4.0
# Limits: ink and width, drawn in this order; the territory's own is light under dark, to be seen on
# the darkest class and on the paper.
LIMITS: Mapping[str, tuple[tuple[str, float], ...]] = {
    "epci": ((palette.PAPER, 1.7), (palette.EPCI_LINE, 0.75)),
    "departement": ((palette.PAPER, 2.6), (palette.INK, 1.1)),
    "territory": ((palette.PAPER, 4.2), (palette.INK, 1.7)),
}
# A name to so many square units of the map.
ROOM_OF_A_NAME = 6_500.0
MOST_NAMES = 46
MOST_AROUND = 12
FEWEST_NAMES, MOST_IN_INSET = 6, 1
# Of an inset, above and below the map.
STRIP = 16.0
BAR_SIZE = 10.5
BAR_MARGIN = 8.0


@dataclass(frozen=True)
class ZoneMap:
    """What a map shows, in metres of its projection.

    Parameters
    ----------
    shapes : GeoSeries
        Projected shapes, none missing: communes, or what their unit is.
    classes : array of int8, of n shapes
        Class of each; `NO_CLASS` is hatched.
    is_inside : array of bool, of n shapes
        Which are coloured; the others are around, in light grey.
    limits : mapping of str to array of n labels
        By a key of `LIMITS`: shapes of one label are within one limit; ``""`` is within none.
    bounds : tuple of float
        West, south, east, north of what is framed.
    signs : tuple of Sign
        Places.
    towns : tuple of Town
        In the order they are to be named; those around have room of their own.
    name : str
        Of an inset; ``""`` for the main map.
    units : array of n labels, optional
        Shapes of one label are drawn as one, without a line between them.
    """

    shapes: gpd.GeoSeries
    classes: Classes
    is_inside: NDArray[np.bool_]
    bounds: Bounds
    limits: Mapping[str, NDArray[np.object_]] = field(default_factory=dict)
    signs: tuple[Sign, ...] = ()
    towns: tuple[Town, ...] = ()
    name: str = ""
    units: NDArray[np.object_] | None = None


def height_for(bounds: Bounds, width: float, most: float) -> float:
    """Return the height that bounds need at a width, not more than the most."""
    west, south, east, north = bounds
    margin = 2 * MARGIN_SHARE * max(east - west, north - south)
    return min(most, float(round(width * (north - south + margin) / (east - west + margin))))


def draw_zone(
    shown: ZoneMap,
    box: Box,
    inks: Inks,
    words: Words | None,
    *,
    clip: str | None,
    is_framed: bool = True,
) -> str:
    """Return a map inside a box of the drawing.

    Parameters
    ----------
    shown : ZoneMap
        What it shows.
    box : Box
        Where it stands.
    inks : Inks
        What classes are filled with; the drawing they are part of defines the patterns.
    words : Words or None
        For the scale bar; None draws none.
    clip : str or None
        A name for what cuts the map at its box, one of its own in the drawing; None cuts nothing.
    is_framed : bool
        Whether a hairline is drawn around, and neighbours fill the box.
    """
    # Of an inset, its name and its scale bar stand above and below the map.
    held = box if not shown.name else Box(box.x, box.y + STRIP, box.width, box.height - 2 * STRIP)
    frame = fit(shown.bounds, held)
    simple = shown.shapes.to_numpy()
    if len(simple) <= MOST_SIMPLIFIED:
        simple = shapely.coverage_simplify(simple, DETAIL / frame.scale)
    size = scale_of(len(shown.signs))
    bar, taken_boxes = ("", []) if words is None else _bar(frame, box, words)
    signs, covered = draw_signs(shown.signs, frame, size, taken_boxes)
    title = ""
    if shown.name:
        title = _text(shown.name, box.x + 5, box.y + 13, 11.5)
        taken_boxes.append(Box(box.x, box.y, width_of(shown.name, 11.5) + 8, 18))
    room = int(_drawn_area(simple[shown.is_inside], frame) / ROOM_OF_A_NAME)
    room = MOST_IN_INSET if shown.name else max(FEWEST_NAMES, min(MOST_NAMES, room))
    inner = [one for one in shown.towns if one.rank != AROUND]
    outer = [one for one in shown.towns if one.rank == AROUND]
    labels = place_names(inner, frame, taken_boxes, covered, room)
    taken_boxes += [one.box for one in labels]
    labels += place_names(outer, frame, taken_boxes, covered, MOST_AROUND)
    edge = (
        f'<rect x="{box.x:g}" y="{box.y:g}" width="{box.width:g}" height="{box.height:g}" '
        f'fill="none" stroke="{palette.RULE}" stroke-width="1"/>'
        if is_framed
        else ""
    )
    drawn = (
        f"{_around(simple[~shown.is_inside], frame)}{_coloured(shown, simple, frame, inks)}"
        f"{_limits(shown, simple, frame)}{signs}{labels_svg(labels, covered)}{bar}{title}"
    )
    if clip is None:
        return drawn + edge
    cut = f'<rect x="{box.x:g}" y="{box.y:g}" width="{box.width:g}" height="{box.height:g}"/>'
    return f'<clipPath id="{clip}">{cut}</clipPath><g clip-path="url(#{clip})">{drawn}</g>{edge}'


def _drawn_area(shapes: NDArray[np.object_], frame: Frame) -> float:
    return float(shapely.area(shapes).sum()) * frame.scale**2


def _around(shapes: NDArray[np.object_], frame: Frame) -> str:
    if not len(shapes):
        return ""
    path = "".join(frame.path(one) for one in shapes)
    return (
        f'<path d="{path}" fill="{palette.FAINT}" stroke="{palette.AROUND_LINE}" stroke-width="0.6" '
        'stroke-linejoin="round"/>'
    )


def _coloured(shown: ZoneMap, simple: NDArray[np.object_], frame: Frame, inks: Inks) -> str:
    """Return the shapes of each class: one path a class, whose lines between shapes are thin or none."""
    shapes, classes = simple[shown.is_inside], shown.classes[shown.is_inside]
    mean = _drawn_area(shapes, frame) / max(1, len(shapes))
    is_apart = mean >= SMALLEST_DRAWN and shown.units is None
    if shown.units is not None:
        shapes, classes = _by_unit(shapes, classes, shown.units[shown.is_inside], frame)
    line = 0.25 + 0.35 * min(1.0, mean / LARGE)
    parts = []
    for one in sorted(set(classes.tolist())):
        here = shapes[classes == one]
        if not is_apart and shown.units is None:
            here = np.array([shapely.disjoint_subset_union_all(here)], dtype=object)
        fill = inks.no_data if one == NO_CLASS else inks.fills[one]
        look = (
            f'stroke="{palette.COMMUNE_LINE}" stroke-width="{line:.2f}" stroke-linejoin="round"'
            if is_apart
            else 'stroke="none"'
        )
        path = "".join(frame.path(shape) for shape in here)
        parts.append(f'<path d="{path}" fill="{fill}" fill-rule="evenodd" {look}/>')
    return "".join(parts)


def _by_unit(
    shapes: NDArray[np.object_], classes: Classes, labels: NDArray[np.object_], frame: Frame
) -> tuple[NDArray[np.object_], Classes]:
    """Return the shape of each unit and its class, which is that of all its parts."""
    parts = pd.Series(labels).groupby(labels).indices.values()
    joined = [_merged(shapes[rows], frame) for rows in parts]
    return np.array(joined, dtype=object), classes[[rows[0] for rows in parts]]


def _limits(shown: ZoneMap, simple: NDArray[np.object_], frame: Frame) -> str:
    own = shown.limits.get("territory")
    outer = None if own is None else _lines(simple, own, frame)
    drawn = []
    for name, looks in LIMITS.items():
        if name not in shown.limits:
            continue
        lines = _lines(simple, shown.limits[name], frame)
        # Where a limit is the territory's own, that alone is drawn.
        if name != "territory" and outer is not None:
            lines = shapely.difference(lines, outer)
        path = frame.path(shapely.line_merge(lines))
        drawn += [
            f'<path d="{path}" fill="none" stroke="{colour}" stroke-width="{width}" '
            'stroke-linejoin="round" stroke-linecap="round"/>'
            for colour, width in looks
            if path
        ]
    return "".join(drawn)


def _lines(shapes: NDArray[np.object_], labels: NDArray[np.object_], frame: Frame) -> BaseGeometry:
    """Return the limits of groups of shapes, each line once."""
    outlines = [
        shapely.boundary(_merged(shapes[rows], frame))
        for label, rows in pd.Series(labels).groupby(labels).indices.items()
        if label
    ]
    return shapely.union_all(np.array(outlines, dtype=object))


def _merged(shapes: NDArray[np.object_], frame: Frame) -> BaseGeometry:
    """Return shapes that share borders as one; in ten times the time where published ones overlap.

    Holes too small to be seen are filled: published borders do not meet everywhere.
    """
    try:
        joined = shapely.coverage_union_all(shapes)
    except shapely.errors.GEOSException:
        joined = shapely.union_all(shapes)
    least = SPECK / frame.scale**2
    polygons = [one for one in shapely.get_parts(joined) if one.geom_type == "Polygon"]
    return shapely.MultiPolygon(
        [
            shapely.Polygon(
                one.exterior,
                [ring for ring in one.interiors if shapely.Polygon(ring).area >= least],
            )
            for one in polygons
        ]
    )


def _bar(frame: Frame, box: Box, words: Words) -> tuple[str, list[Box]]:
    """Return the scale bar at the foot of a map, on the left, and the box it takes."""
    length = bar_km(frame)
    said = words.text(
        "paper.km" if length >= 1 else "paper.metres",
        count=words.number(length if length >= 1 else 1000 * length, digits=0),
    )
    width = length * 1000 * frame.scale
    x, y = box.x + BAR_MARGIN, box.bottom - BAR_MARGIN
    line = f"M{x:.1f},{y - 4:.1f}v4h{width:.1f}v-4"
    look = 'fill="none" stroke-linejoin="miter"'
    right = x + width + 5
    taken = Box(x - 4, y - 14, width + 12 + width_of(said, BAR_SIZE), 18)
    return (
        f'<path d="{line}" {look} stroke="{palette.PAPER}" stroke-width="3.6"/>'
        f'<path d="{line}" {look} stroke="{palette.INK}" stroke-width="1.2"/>'
        f"{_text(said, right, y, BAR_SIZE)}",
        [taken],
    )


def _text(words: str, x: float, y: float, size: float) -> str:
    return (
        f'<text x="{x:.1f}" y="{y:.1f}" font-size="{size:g}" fill="{palette.INK}" '
        f'stroke="{palette.PAPER}" stroke-width="2.4" stroke-linejoin="round" '
        f'paint-order="stroke">{escape(words)}</text>'
    )
