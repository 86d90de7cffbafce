"""Where things stand on paper: boxes, and a map's metres turned into units of the drawing."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

import numpy as np
import shapely
from shapely.geometry.base import BaseGeometry

# Around what is framed, of its larger side.
MARGIN_SHARE = 0.02
# A scale bar takes at most this share of its map's width.
BAR_SHARE = 0.26
_ROUND = (1.0, 2.0, 5.0)

Bounds = tuple[float, float, float, float]


@dataclass(frozen=True)
class Box:
    """A rectangle of the drawing, in its units, y downwards."""

    x: float
    y: float
    width: float
    height: float

    @property
    def right(self) -> float:
        """Its right side."""
        return self.x + self.width

    @property
    def bottom(self) -> float:
        """Its lower side."""
        return self.y + self.height

    def overlaps(self, other: Box) -> bool:
        """Whether two boxes share some area.

        Examples
        --------
        >>> Box(0, 0, 10, 10).overlaps(Box(9, 9, 5, 5)), Box(0, 0, 10, 10).overlaps(Box(10, 0, 5, 5))
        (True, False)
        """
        return (
            self.x < other.right
            and other.x < self.right
            and self.y < other.bottom
            and other.y < self.bottom
        )

    def holds(self, other: Box) -> bool:
        """Whether another box is wholly inside."""
        return (
            self.x <= other.x
            and self.y <= other.y
            and other.right <= self.right
            and other.bottom <= self.bottom
        )


@dataclass(frozen=True)
class Frame:
    """How map coordinates become the drawing's: metres to units, north upwards.

    Parameters
    ----------
    box : Box
        Of the drawing.
    west, north : float
        Metres of the box's left and upper sides.
    scale : float
        Units a metre.
    """

    box: Box
    west: float
    north: float
    scale: float

    @property
    def bounds(self) -> Bounds:
        """West, south, east, north of the box, in metres."""
        return (
            self.west,
            self.north - self.box.height / self.scale,
            self.west + self.box.width / self.scale,
            self.north,
        )

    def place(self, x: float, y: float) -> tuple[float, float]:
        """Return where a point stands in the drawing."""
        return (
            round(self.box.x + (x - self.west) * self.scale, 1),
            round(self.box.y + (self.north - y) * self.scale, 1),
        )

    def path(self, shape: BaseGeometry) -> str:
        """Return the path of the lines or rings of a shape, to a tenth of a unit.

        Rings that fall on one tenth are left out.
        """
        written = []
        lines = shapely.get_parts(shapely.get_rings(shapely.get_parts(shape)))
        is_ring = len(lines) > 0
        for line in lines if is_ring else shapely.get_parts(shape):
            xy = shapely.get_coordinates(line)
            x = np.rint(10 * (self.box.x + (xy[:, 0] - self.west) * self.scale)).astype(int)
            y = np.rint(10 * (self.box.y + (self.north - xy[:, 1]) * self.scale)).astype(int)
            moved = np.flatnonzero((np.diff(x) != 0) | (np.diff(y) != 0)) + 1
            if len(moved) < (3 if is_ring else 1):
                continue
            x, y = (one[np.concatenate(([0], moved))] for one in (x, y))
            steps = zip(np.diff(x).tolist(), np.diff(y).tolist(), strict=True)
            # The last step of a ring leads back to where it began: Z says it.
            told = " ".join([f"{_tenths(a)},{_tenths(b)}" for a, b in steps])
            if is_ring:
                told = told.rpartition(" ")[0]
            start = f"M{_tenths(int(x[0]))},{_tenths(int(y[0]))}"
            written.append(f"{start}l{told}{'Z' if is_ring else ''}")
        return "".join(written)


@lru_cache(maxsize=4096)
def _tenths(value: int) -> str:
    """Return a number of tenths as a decimal number, short.

    Examples
    --------
    >>> _tenths(5), _tenths(-12), _tenths(30)
    ('.5', '-1.2', '3')
    """
    whole, tenth = divmod(abs(value), 10)
    sign = "-" if value < 0 else ""
    if not tenth:
        return f"{sign}{whole}"
    return f"{sign}{whole or ''}.{tenth}"


def fit(bounds: Bounds, box: Box, *, margin_share: float = MARGIN_SHARE) -> Frame:
    """Return the frame that holds some bounds, as large as a box allows, in its middle.

    Parameters
    ----------
    bounds : tuple of float
        West, south, east, north in metres.
    box : Box
        Where they are drawn.
    margin_share : float
        Left free around, of the larger side.
    """
    west, south, east, north = bounds
    margin = margin_share * max(east - west, north - south) or 1.0
    across, up = east - west + 2 * margin, north - south + 2 * margin
    scale = min(box.width / across, box.height / up)
    return Frame(
        box,
        (west + east) / 2 - box.width / scale / 2,
        (south + north) / 2 + box.height / scale / 2,
        scale,
    )


def bar_km(frame: Frame) -> float:
    """Return the length of a map's scale bar: the largest of 1, 2, 5, 10, 20… km that has its room.

    Examples
    --------
    >>> bar_km(Frame(Box(0, 0, 600, 400), 0, 0, 600 / 100_000))
    20.0
    """
    most = BAR_SHARE * frame.box.width / frame.scale / 1000
    power = 10.0 ** np.floor(np.log10(most))
    return float(power * max(one for one in _ROUND if one * power <= most * (1 + 1e-9)))
