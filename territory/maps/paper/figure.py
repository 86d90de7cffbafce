"""Maps as figures of a text: a map with its legend beside it, a map of signs, a small locator."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from hashlib import sha256

import geopandas as gpd
import numpy as np
import pandas as pd

from territory.geography import ZONES
from territory.look import palette
from territory.look.typeset import SVG_FAMILY, width_of
from territory.maps.atlas import Atlas
from territory.maps.layers import Classes
from territory.maps.paper.content import framed, limits_in_words, zone_map
from territory.maps.paper.frame import Bounds, Box, fit
from territory.maps.paper.ground import ZoneMap, draw_zone, height_for
from territory.maps.paper.inks import inks_of, plain_inks
from territory.maps.paper.legend import legend, text
from territory.maps.paper.request import Request
from territory.maps.paper.signs import sign_svg
from territory.maps.signs import SignCount, sign_counts
from territory.messages import Words
from territory.territories import Territory

WIDTH = 640.0
LEGEND_WIDTH = 236.0
GAP = 20.0
LEAST_HEIGHT, MOST_HEIGHT = 300.0, 372.0
MOST_LARGE_HEIGHT = 600.0
KEY_HEIGHT = 24.0
# Signs explained under a map as wide as the text, on one line.
KEYED = ("fixed", "saturday", "itinerant", "stop")
# A territory smaller than this on a locator is ringed.
SMALL = 18.0
RING = 16.0


def map_figure(
    atlas: Atlas,
    request: Request,
    inside: gpd.GeoDataFrame,
    words: Words,
    *,
    has_signs: bool = True,
) -> str:
    """Return a map with its legend beside it, for a column of text; nothing where nothing is known.

    Parameters
    ----------
    atlas : Atlas
        The country's maps.
    request : Request
        What is asked.
    inside : GeoDataFrame
        The communes of the territory in one zone, with a boundary.
    words : Words
        Of the reader's language.
    has_signs : bool
        Whether places are drawn.

    Returns
    -------
    str
        SVG, `WIDTH` units wide; ``""`` where no class is known and no place is drawn: of an island
        alone, for instance, whose trips cannot be measured.
    """
    territory, layer = request.territory, request.layer
    told = atlas.country.ranked(request.method)
    classes = pd.Series(layer.classes(told), index=told.index)
    signs = sign_counts(atlas, territory) if has_signs else {}
    width = WIDTH - LEGEND_WIDTH - GAP
    high = height_for(framed(inside, territory), width, MOST_HEIGHT)
    side = Box(width + GAP, 4, LEGEND_WIDTH, 0)
    limits = limits_in_words(territory, words)
    inks = inks_of(layer, is_grey=request.is_grey)
    rows = told.loc[inside.index]
    told_legend = legend(layer, rows, signs, limits, inks=inks, box=side, words=words)
    high = max(high, LEAST_HEIGHT, told_legend.height + 6)
    shown = zone_map(atlas, territory, inside, classes, Box(0, 0, width, high), has_signs=has_signs)
    if not shown.signs and (shown.classes < 0).all():
        return ""
    short = _short(territory)
    drawn = draw_zone(shown, Box(0.5, 0.5, width - 1, high - 1), inks, words, clip=f"map-{short}")
    return _figure(f"<defs>{inks.patterns}</defs>{drawn}{told_legend.svg}", high)


def signs_figure(atlas: Atlas, request: Request, inside: gpd.GeoDataFrame, words: Words) -> str:
    """Return a map as wide as the text, its places and what their signs mean under it: of a region."""
    territory, layer = request.territory, request.layer
    told = atlas.country.ranked(request.method)
    classes = pd.Series(layer.classes(told), index=told.index)
    high = height_for(framed(inside, territory), WIDTH, MOST_LARGE_HEIGHT)
    shown = zone_map(atlas, territory, inside, classes, Box(0, 0, WIDTH, high))
    inks = inks_of(layer, is_grey=request.is_grey)
    short = _short(territory)
    drawn = draw_zone(shown, Box(0.5, 0.5, WIDTH - 1, high - 1), inks, words, clip=f"signs-{short}")
    key = _key(sign_counts(atlas, territory), high + 16, words)
    return _figure(f"<defs>{inks.patterns}</defs>{drawn}{key}", high + KEY_HEIGHT)


def _key(signs: Mapping[str, SignCount], y: float, words: Words) -> str:
    """Return signs and their names in a row."""
    parts, x = [], 6.0
    for sign in (one for one in KEYED if one in signs):
        said = words.text(f"paper.sign.{sign}", count=words.number(signs[sign].inside))
        parts.append(sign_svg(sign, x, y - 4, 0.7) + text(said, x + 10, y))
        x += 30 + width_of(said, 11)
    return "".join(parts)


def plain_map(
    shapes: gpd.GeoSeries, classes: Classes, colours: Sequence[str], width: float = WIDTH
) -> str:
    """Return a bare map: shapes by their class, and the hatch; no name, no sign, no scale bar.

    Parameters
    ----------
    shapes : GeoSeries
        Projected shapes; missing and empty ones are not drawn.
    classes : array of int8, of n shapes
        Class of each; `NO_CLASS` is hatched.
    colours : sequence of str
        One a class.
    width : float
        Of the drawing, in its own units.
    """
    is_drawn = (shapes.notna() & ~shapes.is_empty).to_numpy()
    shapes, classes = shapes[is_drawn], classes[is_drawn]
    bounds = bounds_of(shapes)
    shown = ZoneMap(shapes, classes, np.ones(len(shapes), bool), bounds)
    box = Box(0, 0, width, height_for(bounds, width, width))
    inks = plain_inks(colours)
    drawn = draw_zone(shown, box, inks, None, clip=None, is_framed=False)
    return _figure(f"<defs>{inks.patterns}</defs>{drawn}", box.height, width)


def bounds_of(shapes: gpd.GeoSeries) -> Bounds:
    """Return west, south, east and north of projected shapes, in metres."""
    west, south, east, north = (float(one) for one in shapes.total_bounds)
    return west, south, east, north


def locator(shapes: gpd.GeoSeries, chosen: Collection[str], own: gpd.GeoSeries, zone: str) -> str:
    """Return a small map of where a territory lies: what is chosen is coloured, ringed if it is tiny.

    Parameters
    ----------
    shapes : GeoSeries
        What is shown, EPSG:4326.
    chosen : collection of str
        The codes coloured.
    own : GeoSeries
        The territory's communes, EPSG:4326.
    zone : str
        Whose projection it is drawn in.
    """
    projected = shapes.to_crs(ZONES[zone].epsg)
    classes = np.array([int(code in chosen) for code in projected.index], dtype=np.int8)
    drawn = plain_map(projected, classes, (palette.WASH, palette.ACCENT))
    bounds = bounds_of(projected)
    frame = fit(bounds, Box(0, 0, WIDTH, height_for(bounds, WIDTH, WIDTH)))
    left, low, right, high = own.to_crs(ZONES[zone].epsg).total_bounds
    if max(right - left, high - low) * frame.scale <= SMALL:
        x, y = frame.place((left + right) / 2, (low + high) / 2)
        look = f'fill="none" stroke="{palette.ACCENT}" stroke-width="4"'
        ring = f'<circle cx="{x}" cy="{y}" r="{RING:g}" {look}/>'
        drawn = drawn.replace("</svg>", f"{ring}</svg>")
    return drawn


def _short(territory: Territory) -> str:
    """Return a name of its own for a map: several stand on one page."""
    return sha256(territory.key.encode()).hexdigest()[:8]


def _figure(drawn: str, height: float, width: float = WIDTH) -> str:
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width:g} {height:g}" '
        f'width="{width:g}" height="{height:g}" font-family="{SVG_FAMILY}">{drawn}</svg>'
    )
