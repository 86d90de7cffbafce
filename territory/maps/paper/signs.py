"""Signs of places on paper: the forms of the map on a screen, those of neighbours paler."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

import numpy as np

from territory.maps.forms import every_form, form
from territory.maps.paper.frame import Box, Frame

# Kinds, in the order they are drawn: the last stands above the others.
KINDS = ("stop", "agency", "mediation", "unknown", "itinerant", "antenna", "fixed")
# Of a form's own size, where so many signs or fewer are drawn.
SCALES = ((80, 0.66), (250, 0.5), (700, 0.38))
SMALLEST = 0.3
# Of a form at its own size: its middle, the radius of a ring, half a lozenge.
MIDDLE, RING, LOZENGE = 11.0, 6.5, 8.7
AROUND_OPACITY = 0.5


@dataclass(frozen=True)
class Sign:
    """A place: its form, a key of `territory.maps.forms.every_form`, and where it is in metres."""

    form: str
    x: float
    y: float
    is_inside: bool = True

    @property
    def kind(self) -> str:
        """What it is, whatever its hours: one of `KINDS`."""
        return self.form.partition(" ")[0]


def scale_of(count: int) -> float:
    """Return the scale of forms where so many signs are drawn."""
    return next((scale for most, scale in SCALES if count <= most), SMALLEST)


def draw_signs(
    signs: Sequence[Sign], frame: Frame, scale: float, taken: Sequence[Box] = ()
) -> tuple[str, list[Box]]:
    """Return the signs inside a map and the boxes they take; a lozenge on a ring stands above it.

    Parameters
    ----------
    signs : sequence of Sign
        Those outside the frame are not drawn.
    frame : Frame
        Of the map.
    scale : float
        Of the forms' own size.
    taken : sequence of Box
        What the signs of neighbours leave free: the scale bar.
    """
    drawn: list[tuple[str, bool, str]] = []
    boxes: list[Box] = []
    reach = RING * scale
    placed = [(one, *frame.place(one.x, one.y)) for one in signs]
    rings = [(x, y) for one, x, y in placed if one.kind in ("fixed", "antenna")]
    for one, x, y in placed:
        own = Box(x - reach, y - reach, 2 * reach, 2 * reach)
        if not frame.box.holds(own):
            continue
        if not one.is_inside and any(own.overlaps(each) for each in taken):
            continue
        up = _clear_of(rings, x, y, scale * (RING + LOZENGE)) if one.kind == "itinerant" else y
        drawn.append((one.kind, one.is_inside, sign_svg(one.form, x, up, scale, one.is_inside)))
        boxes.append(Box(own.x, up - reach, own.width, own.height))
    ordered = sorted(drawn, key=lambda each: (each[1], KINDS.index(each[0])))
    return "".join(svg for *_, svg in ordered), boxes


def sign_svg(name: str, x: float, y: float, scale: float, is_inside: bool = True) -> str:
    """Return a form with its middle at a place of the drawing."""
    far = MIDDLE * scale
    pale = "" if is_inside else f' opacity="{AROUND_OPACITY}"'
    return (
        f'<g class="sign" transform="translate({x - far:.1f} {y - far:.1f}) scale({scale:g})"{pale}>'
        f"{_inner(name)}</g>"
    )


@cache
def _inner(name: str) -> str:
    """Return what stands inside a form's drawing; a legend's word for an opening is that of a ring."""
    if name in ("saturday", "hours_unknown"):
        drawing = str(form("fixed", name))
    else:
        forms = every_form()
        drawing = str(forms[name] if name in forms else form(name))
    return drawing.partition(">")[2].removesuffix("</svg>")


def _clear_of(rings: Sequence[tuple[float, float]], x: float, y: float, room: float) -> float:
    """Return where a lozenge stands: above the rings less than `room` away from its place."""
    hidden = [below for beside, below in rings if np.hypot(beside - x, below - y) < room]
    return round(min(hidden) - room, 1) if hidden else y
