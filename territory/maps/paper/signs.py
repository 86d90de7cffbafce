"""Signs of places on paper: told apart by their form, those of the territory from those around by their ink."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from territory.look import palette
from territory.maps.paper.frame import Box, Frame

# Forms, in the order they are drawn: the last stands above the others.
FORMS = ("stop", "mediation", "itinerant", "fixed")
# Radius of a ring where so many signs or fewer are drawn.
SIZES = ((80, 3.8), (250, 2.8), (700, 2.1))
SMALLEST = 1.7
LOZENGE = 1.39


@dataclass(frozen=True)
class Sign:
    """A place: its form, and where it is in metres."""

    form: str
    x: float
    y: float
    is_inside: bool = True


def size_of(count: int) -> float:
    """Return the radius of rings where so many signs are drawn."""
    return next((size for most, size in SIZES if count <= most), SMALLEST)


def draw_signs(
    signs: Sequence[Sign], frame: Frame, size: float, taken: Sequence[Box] = ()
) -> tuple[str, list[Box]]:
    """Return the signs inside a map and the boxes they take; a lozenge on a ring stands above it.

    Parameters
    ----------
    signs : sequence of Sign
        Those outside the frame are not drawn.
    frame : Frame
        Of the map.
    size : float
        Radius of a ring.
    taken : sequence of Box
        What the signs of neighbours leave free: the scale bar.
    """
    drawn: list[tuple[str, str]] = []
    boxes: list[Box] = []
    placed = [(one, *frame.place(one.x, one.y)) for one in signs]
    rings = [(x, y) for one, x, y in placed if one.form == "fixed"]
    far = LOZENGE * size
    for one, x, y in placed:
        own = Box(x - size, y - size, 2 * size, 2 * size)
        if not frame.box.holds(own):
            continue
        if not one.is_inside and any(own.overlaps(each) for each in taken):
            continue
        if one.form == "itinerant":
            y = _clear_of(rings, x, y, 1.06 * (size + far))  # noqa: PLW2901 - the sign is moved
        ink = palette.INK if one.is_inside else palette.COMMUNE_LINE
        drawn.append((one.form, sign_svg(one.form, x, y, size, ink)))
        boxes.append(Box(x - size, y - size, 2 * size, 2 * size))
    ordered = sorted(drawn, key=lambda each: FORMS.index(each[0]))
    return "".join(svg for _, svg in ordered), boxes


def sign_svg(form: str, x: float, y: float, size: float, ink: str = palette.INK) -> str:
    """Return one sign; `size` is the radius of a ring, and others are as large to the eye."""
    look = f'fill="{palette.PAPER}" stroke="{ink}" stroke-width="{0.44 * size:.1f}"'
    if form == "fixed":
        return f'<circle cx="{x:g}" cy="{y:g}" r="{size:g}" {look}/>'
    if form == "itinerant":
        far = LOZENGE * size
        corners = [(x, y - far), (x + far, y), (x, y + far), (x - far, y)]
    elif form == "stop":
        far = 0.8 * size
        corners = [(x, y - far), (x + far, y + 0.7 * far), (x - far, y + 0.7 * far)]
        look = f'fill="{ink}" stroke="{palette.PAPER}" stroke-width="0.6"'
    else:
        far = 0.55 * size
        corners = [(x - far, y - far), (x + far, y - far), (x + far, y + far), (x - far, y + far)]
        look = f'fill="{palette.PAPER}" stroke="{ink}" stroke-width="{0.3 * size:.1f}"'
    points = " ".join(f"{a:.1f},{b:.1f}" for a, b in corners)
    return f'<polygon points="{points}" {look}/>'


def _clear_of(rings: Sequence[tuple[float, float]], x: float, y: float, room: float) -> float:
    """Return where a lozenge stands: above the rings less than `room` away from its place."""
    hidden = [below for beside, below in rings if np.hypot(beside - x, below - y) < room]
    return round(min(hidden) - room, 1) if hidden else y
