"""A curve over days as SVG: a line from quarter to quarter, its band as a ribbon, its two ends labelled."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from functools import lru_cache
from html import escape

import numpy as np
from numpy.typing import NDArray

from territory.look import palette

WIDTH, HEIGHT = 360.0, 150.0
LEFT, RIGHT, TOP, BOTTOM = 16.0, 16.0, 26.0, 24.0
SIZE, SMALL_SIZE = 12.0, 10.5
DOT = 2.8
# Years nearer than this are written one in two.
YEAR_ROOM = 34.0

Floats = NDArray[np.float64]


def quarter_curve_svg(
    days: Sequence[date],
    values: Sequence[float],
    told: tuple[str, str],
    *,
    most: float,
    half_band: float = 0.0,
    marks: Sequence[tuple[float, str]] = (),
    width: float = WIDTH,
    tall: float = HEIGHT,
    family: str = "",
) -> str:
    """Return the curve of a figure at the end of each quarter.

    Parameters
    ----------
    days : sequence of date
        Rising; the last is that of today's figure, which the band does not concern.
    values : sequence of float
        The figures; where one is missing the line is broken, not drawn at 0.
    told : (str, str)
        The first and the last known figure as the reader writes them.
    most : float
        The top of the scale, whose foot is 0.
    half_band : float
        How far the truth may be on either side; 0 for no ribbon.
    marks : sequence of (float, str)
        Values a hairline is drawn at, each with its words at the left end.
    width, tall : float
        Of the drawing.
    family : str
        Font; that of the pages by default.

    Returns
    -------
    str
        SVG, hidden from screen readers: the figures stand beside it in words.
    """
    figures = np.array(values, dtype=np.float64)
    xs = _places(days, width)
    base = tall - BOTTOM

    def height(amounts: Floats) -> Floats:
        placed: Floats = base - np.clip(amounts / (most or 1.0), 0, 1) * (base - TOP)
        return placed

    ys = height(figures)
    parts = [
        f'<line x1="{LEFT:g}" x2="{width - RIGHT:g}" y1="{base:g}" y2="{base:g}" '
        f'stroke="{palette.RULE}"/>'
    ]
    font = escape((family or palette.FONT).replace('"', "'"))
    for value, words in marks:
        y = float(height(np.array([value]))[0])
        parts.append(
            f'<line x1="{LEFT:g}" x2="{width - RIGHT:g}" y1="{y:.1f}" y2="{y:.1f}" '
            f'stroke="{palette.FAINT}"/>'
            f'<text x="{width / 2:g}" y="{y - 3:.1f}" font-size="{SMALL_SIZE:g}" '
            f'text-anchor="middle" fill="{palette.SOFT_INK}">{escape(words)}</text>'
        )
    parts += _years(tuple(days), width, base)
    known = np.flatnonzero(np.isfinite(figures))
    if half_band > 0:
        past = known[known < len(figures) - 1]
        low = height(np.clip(figures - half_band, 0, most))
        high = height(np.clip(figures + half_band, 0, most))
        for run in _runs(past):
            edge = [
                *zip(xs[run], high[run], strict=True),
                *zip(xs[run][::-1], low[run][::-1], strict=True),
            ]
            parts.append(
                f'<polygon points="{_points(edge)}" fill="{palette.RAMPS["counters"][1]}"/>'
            )
    for run in _runs(known):
        line = _points(_bends(xs[run].tolist(), ys[run].tolist()))
        parts.append(
            f'<polyline points="{line}" fill="none" stroke="{palette.ACCENT}" stroke-width="1.25" '
            'stroke-linejoin="round"/>'
        )
    if len(known):
        first, last = int(known[0]), int(known[-1])
        if first != last:
            parts.append(_end(xs[first], ys[first], told[0], "start"))
        parts.append(_end(xs[last], ys[last], told[1], "end"))
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" class="territory-quarters" '
        f'viewBox="0 0 {width:g} {tall:g}" width="{width:g}" height="{tall:g}" '
        f'font-size="{SIZE:g}" font-family="{font}" '
        f'aria-hidden="true" focusable="false">{"".join(parts)}</svg>'
    )


def _places(days: Sequence[date], width: float) -> Floats:
    """Return where days stand, by the calendar."""
    ordinals = np.array([one.toordinal() for one in days], dtype=np.float64)
    span = (ordinals[-1] - ordinals[0]) or 1.0
    placed: Floats = LEFT + (ordinals - ordinals[0]) / span * (width - LEFT - RIGHT)
    return placed


def _runs(places: NDArray[np.int64]) -> list[NDArray[np.int64]]:
    """Return positions in a row, run by run: a line is not drawn over what is missing."""
    if not len(places):
        return []
    return np.split(places, np.flatnonzero(np.diff(places) > 1) + 1)


@lru_cache(maxsize=16)
def _years(days: tuple[date, ...], width: float, base: float) -> tuple[str, ...]:
    """Return a tick a first of January, and the year where there is room."""
    xs = _places(days, width)
    first, last = days[0].toordinal(), days[-1].toordinal()
    per_day = (xs[-1] - xs[0]) / ((last - first) or 1)
    step = 1 if per_day * 365 >= YEAR_ROOM else 2
    parts = []
    for year in range(days[0].year, days[-1].year + 1):
        at = date(year, 1, 1).toordinal()
        if at < first:
            continue
        x = xs[0] + (at - first) * per_day
        parts.append(
            f'<line x1="{x:.1f}" x2="{x:.1f}" y1="{base:g}" y2="{base + 4:g}" stroke="{palette.RULE}"/>'
        )
        if (year - days[0].year) % step == 0:
            parts.append(
                f'<text x="{x:.1f}" y="{base + 17:g}" '
                f'text-anchor="{"start" if x < xs[0] + 14 else "middle"}" fill="{palette.SOFT_INK}">{year}</text>'
            )
    return tuple(parts)


def _end(x: float, y: float, words: str, anchor: str) -> str:
    return (
        f'<circle cx="{x:.1f}" cy="{y:.1f}" r="{DOT:g}" fill="{palette.ACCENT}"/>'
        f'<text x="{x:.1f}" y="{y - 8:.1f}" '
        f'text-anchor="{anchor}" fill="{palette.INK}">{escape(words)}</text>'
    )


def _bends(xs: list[float], ys: list[float]) -> list[tuple[float, float]]:
    """Return the points of a line without those inside a level stretch: the drawing is the same."""
    last = len(xs) - 1
    return [
        (x, y)
        for at, (x, y) in enumerate(zip(xs, ys, strict=True))
        if at in (0, last) or not ys[at - 1] == y == ys[at + 1]
    ]


def _points(points: Iterable[tuple[float, float]]) -> str:
    return " ".join(f"{x:.1f},{y:.1f}" for x, y in points)
