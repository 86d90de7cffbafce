"""Maps as SVG strings, for paper and for pages without a browser's map: vector, no script.

Shapes are drawn in the projection of their zone, simplified together so that shared borders stay
shared.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from html import escape

import geopandas as gpd
import numpy as np
import shapely
from shapely.geometry.base import BaseGeometry

from territory.doors import is_fixed
from territory.look import palette

# Detail finer than this share of the drawing's width is not seen on paper.
SIMPLIFY_SHARE = 1 / 1500
MARGIN_SHARE = 0.02
# A strong border is light under dark: seen on the darkest class and on the paper.
BORDER = ((palette.PAPER, 4.0), (palette.INK, 1.6))


@dataclass(frozen=True)
class Frame:
    """How map coordinates become the drawing's: metres to units, north upwards."""

    west: float
    north: float
    scale: float
    width: float
    height: float

    def path(self, shape: BaseGeometry) -> str:
        """Return the path of a shape's rings."""
        rings = shapely.get_parts(shapely.get_rings(shapely.get_parts(shape)))
        written = []
        for ring in rings:
            xy = shapely.get_coordinates(ring)[:-1]
            x = np.round((xy[:, 0] - self.west) * self.scale, 1)
            y = np.round((self.north - xy[:, 1]) * self.scale, 1)
            points = " ".join(f"{a:g},{b:g}" for a, b in zip(x, y, strict=True))
            written.append(f"M{points}Z")
        return "".join(written)

    def place(self, x: float, y: float) -> tuple[float, float]:
        """Return where a point stands in the drawing."""
        return (
            round((x - self.west) * self.scale, 1),
            round((self.north - y) * self.scale, 1),
        )


def frame_of(shapes: gpd.GeoSeries, width: float = 640.0) -> Frame:
    """Return the frame that holds projected shapes, with a small margin."""
    west, south, east, north = shapes.total_bounds
    margin = MARGIN_SHARE * max(east - west, north - south)
    west, south, east, north = west - margin, south - margin, east + margin, north + margin
    scale = width / (east - west)
    return Frame(west, north, scale, width, (north - south) * scale)


def map_svg(
    shapes: gpd.GeoSeries,
    fills: Mapping[str, str],
    *,
    outlines: Sequence[BaseGeometry] = (),
    counters: gpd.GeoDataFrame | None = None,
    labels: Mapping[str, tuple[float, float]] | None = None,
    width: float = 640.0,
    sign_size: float = 3.6,
) -> str:
    """Return a map.

    Parameters
    ----------
    shapes : GeoSeries
        Projected shapes (metres), index their codes; missing ones are not drawn.
    fills : mapping of str to str
        Code → colour, or ``url(#no-data)`` for the hatch of missing data.
    outlines : sequence of geometry
        Projected shapes whose border is drawn strong, above the others.
    counters : GeoDataFrame, optional
        Projected points of doors: rings for fixed ones, lozenges for those that travel, or that
        are not known to stay.
    labels : mapping, optional
        Words → where they stand, in metres.
    width : float
        Of the drawing, in its own units.
    sign_size : float
        Radius of the rings of counters, in the same units.

    Returns
    -------
    str
        SVG, self-contained.
    """
    drawn = shapes[shapes.notna() & ~shapes.is_empty]
    frame = frame_of(drawn, width)
    tolerance = width * SIMPLIFY_SHARE / frame.scale
    simple = shapely.coverage_simplify(drawn.to_numpy(), tolerance)
    paths = "".join(
        f'<path d="{frame.path(shape)}" fill="{fills[str(code)]}" '
        f'stroke="{palette.COMMUNE_LINE}" stroke-width="0.5" stroke-linejoin="round"/>'
        for code, shape in zip(drawn.index, simple, strict=True)
    )
    borders = "".join(
        f'<path d="{path}" fill="none" stroke="{colour}" stroke-width="{line}" '
        'stroke-linejoin="round"/>'
        for path in (frame.path(shapely.simplify(shape, tolerance)) for shape in outlines)
        for colour, line in BORDER
    )
    signs = "" if counters is None else "".join(_signs(counters, frame, sign_size))
    words = "".join(_label(name, *frame.place(x, y)) for name, (x, y) in (labels or {}).items())
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {frame.width:g} {frame.height:.0f}" '
        f'width="{frame.width:g}" height="{frame.height:.0f}"><defs>{palette.no_data_pattern()}</defs>'
        f"{paths}{borders}{signs}{words}</svg>"
    )


def _signs(counters: gpd.GeoDataFrame, frame: Frame, size: float) -> list[str]:
    """Return rings and lozenges; a lozenge that would lie on a ring stands above it."""
    found, far = [], round(1.39 * size, 1)
    look = f'fill="{palette.PAPER}" stroke="{palette.INK}" stroke-width="{0.44 * size:.1f}"'
    fixed = is_fixed(counters)
    rings = [frame.place(point.x, point.y) for point in counters.geometry[fixed]]
    for point, stays in zip(counters.geometry, fixed, strict=True):
        x, y = frame.place(point.x, point.y)
        if not (0 <= x <= frame.width and 0 <= y <= frame.height):
            continue
        if not stays:
            y = _clear_of(rings, x, y, 1.2 * (size + far))
            corners = f"{x},{y - far} {x + far},{y} {x},{y + far} {x - far},{y}"
            found.append(f'<polygon points="{corners}" {look}/>')
        else:
            found.append(f'<circle cx="{x}" cy="{y}" r="{size:g}" {look}/>')
    return found


def _clear_of(rings: Sequence[tuple[float, float]], x: float, y: float, room: float) -> float:
    """Return where a lozenge stands: above the rings less than `room` away from its place."""
    hidden = [below for beside, below in rings if np.hypot(beside - x, below - y) < room]
    return round(min(hidden) - room, 1) if hidden else y


def _label(words: str, x: float, y: float) -> str:
    look = 'font-size="13" text-anchor="middle" font-weight="600"'
    return (
        f'<text x="{x}" y="{y}" {look} stroke="{palette.PAPER}" stroke-width="3" '
        f'stroke-linejoin="round">{escape(words)}</text>'
        f'<text x="{x}" y="{y}" {look} fill="{palette.INK}">{escape(words)}</text>'
    )
