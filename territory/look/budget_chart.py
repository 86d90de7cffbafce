"""The curve of budgets as SVG: what each more place brings, its elbow, the budget asked for."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape

import numpy as np

from territory.look import palette

WIDTH, HEIGHT = 360.0, 190.0
LEFT, RIGHT, TOP, BOTTOM = 14.0, 20.0, 26.0, 26.0
SIZE = 12.0
DOT, LARGE_DOT = 2.4, 5.0
# Ticks nearer than this would be written over one another.
TICK_ROOM = 20.0


def budget_curve_svg(
    values: Sequence[float],
    told: Sequence[str],
    *,
    chosen: int,
    elbow: int = 0,
    starts_at_zero: bool = True,
) -> str:
    """Return the curve of what 1, 2… places bring.

    Parameters
    ----------
    values : sequence of float
        What each budget brings, or what it leaves; the scale starts at 0.
    told : sequence of str
        Each value as the reader writes it: that of the chosen budget and of the last are written.
    chosen : int
        The budget asked for, from 1: a full mark.
    elbow : int
        The budget after which each further place brings clearly less: a ring; 0 where there is none.
    starts_at_zero : bool
        Whether no place is drawn, bringing nothing: of what budgets bring, not of what they leave.

    Returns
    -------
    str
        SVG, hidden from screen readers: the figures stand beside it in words.
    """
    count = len(values)
    most = max(values, default=0.0) or 1.0
    xs = np.linspace(LEFT, WIDTH - RIGHT, count + 1)
    ys = HEIGHT - BOTTOM - np.array([0.0, *values]) / most * (HEIGHT - TOP - BOTTOM)
    points = [f"{x:.1f},{y:.1f}" for x, y in zip(xs, ys, strict=True)]
    line = " ".join(points if starts_at_zero else points[1:])
    base = HEIGHT - BOTTOM
    parts = [
        f'<line x1="{LEFT}" x2="{WIDTH - RIGHT}" y1="{base}" y2="{base}" stroke="{palette.RULE}"/>',
        f'<polyline points="{line}" fill="none" stroke="{palette.ACCENT}" stroke-width="1.5"/>',
    ]
    parts += [_dot(x, y, DOT) for x, y in zip(xs[1:], ys[1:], strict=True)]
    if 1 <= elbow <= count:
        ring = f'fill="{palette.PAPER}" stroke="{palette.ACCENT}" stroke-width="1.5"'
        parts.append(f'<circle cx="{xs[elbow]:.1f}" cy="{ys[elbow]:.1f}" r="{LARGE_DOT}" {ring}/>')
    # Those written first have their room; the others go where there is some left.
    written: list[float] = []
    for budget in dict.fromkeys((min(chosen, count), count, elbow)):
        if budget < 1:
            continue
        x, y = float(xs[budget]), float(ys[budget])
        if all(abs(x - other) >= TICK_ROOM for other in written):
            parts.append(_text(str(budget), x, base + 17, "middle", palette.SOFT_INK))
            written.append(x)
        if budget == min(chosen, count):
            parts.append(_dot(x, y, LARGE_DOT - 1))
    if count:
        parts.append(_text(told[-1], float(xs[-1]) + 8, float(ys[-1]) - 10, "end"))
    if 1 <= chosen < count:
        # Under the point: the curve and the last figure lie above it.
        parts.append(
            _text(told[chosen - 1], float(xs[chosen]) + 4, float(ys[chosen]) + 17, "start")
        )
    return (
        f'<svg class="territory-budgets" viewBox="0 0 {WIDTH:g} {HEIGHT:g}" width="{WIDTH:g}" '
        f'height="{HEIGHT:g}" aria-hidden="true" focusable="false">{"".join(parts)}</svg>'
    )


def _dot(x: float, y: float, radius: float) -> str:
    return f'<circle cx="{x:.1f}" cy="{y:.1f}" r="{radius:g}" fill="{palette.ACCENT}"/>'


def _text(words: str, x: float, y: float, anchor: str, ink: str = palette.INK) -> str:
    family = palette.FONT.replace('"', "'")
    return (
        f'<text x="{x:.1f}" y="{y:.1f}" font-size="{SIZE:g}" font-family="{family}" '
        f'text-anchor="{anchor}" fill="{ink}">{escape(words)}</text>'
    )
