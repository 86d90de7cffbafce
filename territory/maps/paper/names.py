"""Names of towns on a map: the chief ones first, none over another nor over a sign if it can stand beside."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from html import escape

import numpy as np

from territory.look import palette
from territory.look.typeset import REGULAR, SEMIBOLD, width_of
from territory.maps.paper.frame import Box, Frame

# Rank of a town: its size and weight on the map.
CHIEF, SECOND, OTHER, AROUND = 0, 1, 2, 3
SIZES = {CHIEF: 14.0, SECOND: 12.5, OTHER: 11.0, AROUND: 10.0}
# Of the height of letters: above the line, and below it.
ASCENT, DESCENT = 0.72, 0.22
HALO = 3.4
DOT = 1.7
GAP = 3.5
# Round the point, the best places first: beside it, above, below, at the corners.
_SIDES = ((1, 0), (-1, 0), (0, -1), (0, 1), (1, -1), (1, 1), (-1, -1), (-1, 1))
# Nearer to a town named than this, another is its suburb.
APART = 20.0


@dataclass(frozen=True)
class Town:
    """A town that a map may name.

    Parameters
    ----------
    name : str
        Its name.
    x, y : float
        Metres, in the map's projection.
    rank : int
        `CHIEF`, `SECOND`, `OTHER` or `AROUND`.
    people : float
        Its inhabitants: the largest of a rank come first; missing, the last.
    has_counter : bool
        Whether it comes before larger ones of its rank, for a counter drawn there.
    """

    name: str
    x: float
    y: float
    rank: int = OTHER
    people: float = float("nan")
    has_counter: bool = False


@dataclass(frozen=True)
class Label:
    """A name where it stands: `x` its left end, `y` the line its letters stand on."""

    town: Town
    x: float
    y: float
    box: Box
    point: tuple[float, float]


def by_rank(towns: Iterable[Town]) -> list[Town]:
    """Return towns, the ones to be named first: by rank, those of counters, then the most people."""
    return sorted(
        towns,
        key=lambda one: (
            one.rank,
            not one.has_counter,
            -one.people if one.people > 0 else 0,
            one.name,
        ),
    )


def place_names(
    towns: Sequence[Town], frame: Frame, taken: Sequence[Box], signs: Sequence[Box], most: int
) -> list[Label]:
    """Return the names that have room on a map, greedily from the first.

    Parameters
    ----------
    towns : sequence of Town
        In the order they are to be named.
    frame : Frame
        Of the map: a name is wholly inside its box.
    taken : sequence of Box
        What no name may touch: the scale bar.
    signs : sequence of Box
        What a name avoids if it can: signs of counters.
    most : int
        How many are named.

    Returns
    -------
    list of Label
        None overlaps another or what is taken.
    """
    placed: list[Label] = []
    named: list[tuple[float, float]] = []
    for town in towns:
        if len(placed) == most:
            break
        point = frame.place(town.x, town.y)
        if any(np.hypot(x - point[0], y - point[1]) < APART for x, y in named):
            continue
        beside = _reach(point, signs)
        best: tuple[int, int, Label] | None = None
        for order, (across, down) in enumerate(_SIDES):
            label = _label(town, point, across, down, beside)
            if not frame.box.holds(label.box):
                continue
            if any(label.box.overlaps(one) for one in (*taken, *(each.box for each in placed))):
                continue
            covered = sum(label.box.overlaps(one) for one in signs)
            if covered <= _most_covered(town) and (best is None or (covered, order) < best[:2]):
                best = (covered, order, label)
        if best is not None:
            placed.append(best[2])
            named.append(point)
    return placed


def _most_covered(town: Town) -> int:
    """Return how many signs a name may touch where no place is free: one for a chief town, else none."""
    return int(town.rank in (CHIEF, SECOND))


def _reach(point: tuple[float, float], signs: Sequence[Box]) -> float:
    """Return how far a sign on a town's point reaches: its name stands beyond."""
    x, y = point
    here = [one for one in signs if one.x <= x <= one.right and one.y <= y <= one.bottom]
    return max((one.width / 2 for one in here), default=0.0)


def _label(town: Town, point: tuple[float, float], across: int, down: int, reach: float) -> Label:
    size = SIZES[town.rank]
    width = width_of(town.name, size, weight_of(town))
    up, low = ASCENT * size, DESCENT * size
    x, y = point
    gap = reach + (GAP if across and not down else GAP - 1)
    left = x + gap if across > 0 else x - gap - width if across < 0 else x - width / 2
    line = {0: y + 0.5 * up, -1: y - gap - low, 1: y + gap + up}[down]
    box = Box(left - 2.5, line - up - 1, width + 5, up + low + 2)
    return Label(town, round(left, 1), round(line, 1), box, point)


def weight_of(town: Town) -> int:
    """Return the weight of a town's name."""
    return SEMIBOLD if town.rank in (CHIEF, SECOND) else REGULAR


def labels_svg(labels: Sequence[Label], signs: Sequence[Box]) -> str:
    """Return names with a light edge, and a dot where no sign of a counter marks the town."""
    dots, words = [], []
    for label in labels:
        x, y = label.point
        own = Box(x - DOT, y - DOT, 2 * DOT, 2 * DOT)
        if label.town.rank != AROUND and not any(own.overlaps(one) for one in signs):
            dots.append(
                f'<circle cx="{x}" cy="{y}" r="{DOT}" fill="{palette.INK}" '
                f'stroke="{palette.PAPER}" stroke-width="0.8"/>'
            )
        colour = palette.SOFT_INK if label.town.rank == AROUND else palette.INK
        slope = ' font-style="italic"' if label.town.rank == AROUND else ""
        weight = f' font-weight="{SEMIBOLD}"' if weight_of(label.town) == SEMIBOLD else ""
        words.append(
            f'<text x="{label.x}" y="{label.y}" font-size="{SIZES[label.town.rank]:g}"{weight}{slope} '
            f'fill="{colour}" stroke="{palette.PAPER}" stroke-width="{HALO}" '
            f'stroke-linejoin="round" paint-order="stroke">{escape(label.town.name)}</text>'
        )
    return "".join((*dots, *words))
