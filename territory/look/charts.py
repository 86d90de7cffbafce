"""Charts as SVG and HTML strings: no script, no font of their own, the same in app and portrait.

A strip places territories between the goalposts of an indicator, over where the communes of
France stand. Colour is never alone: each territory has its own sign, repeated in the heading.
"""

from __future__ import annotations

import re
from base64 import b64encode
from collections.abc import Sequence
from dataclasses import dataclass
from html import escape
from typing import Protocol

import numpy as np
import pandas as pd

from territory.look import palette

WIDTH = 320
HEIGHT = 34
MARGIN = 12
MIDDLE = HEIGHT / 2

# One sign a territory, in this order; told apart by shape first, by colour second.
SIGNS = tuple(zip(("circle", "square", "triangle", "diamond"), palette.COMPARED, strict=True))


class Ends(Protocol):
    """What has two ends: an indicator by its goalposts, a score by 0 and 100."""

    @property
    def best(self) -> float:
        """The value drawn at the left end."""

    @property
    def worst(self) -> float:
        """The value drawn at the right end."""


@dataclass(frozen=True)
class Scale:
    """Two ends of one's own."""

    best: float
    worst: float


SCORE_SCALE = Scale(0.0, 100.0)


@dataclass(frozen=True)
class Mark:
    """A territory on a strip.

    Parameters
    ----------
    name : str
        What it is called, for those who do not see the strip.
    value : float
        In the indicator's unit; a missing one is not drawn.
    sign : tuple of str
        One of `SIGNS`.
    """

    name: str
    value: float
    sign: tuple[str, str]


def quantiles(values: pd.Series) -> tuple[float, ...]:
    """Return the 10th, 25th, 50th, 75th and 90th percentiles of what is known; NaN if nothing is.

    Examples
    --------
    >>> quantiles(pd.Series([0.0, 10.0, 20.0, 30.0, 40.0]))
    (4.0, 10.0, 20.0, 30.0, 36.0)
    """
    known = values.dropna().to_numpy(float)
    if not len(known):
        return (np.nan,) * 5
    return tuple(float(one) for one in np.quantile(known, [0.1, 0.25, 0.5, 0.75, 0.9]))


def strip_svg(scale: Ends, marks: Sequence[Mark], spread: Sequence[float]) -> str:
    """Return a strip: where territories stand between two ends, those of an indicator or of a score.

    Parameters
    ----------
    scale : Ends
        An indicator, whose goalposts are the two ends, or `SCORE_SCALE`: least exposed on the left,
        most on the right.
    marks : sequence of Mark
        What to place; beyond an end, a mark stays at the end.
    spread : sequence of float
        As `quantiles` gives it: a light band from the 10th to the 90th percentile, a darker one
        from the 25th to the 75th, a line at the median.

    Returns
    -------
    str
        SVG, hidden from screen readers: the figures stand beside it in words.
    """
    parts = [
        f'<line x1="{MARGIN}" x2="{WIDTH - MARGIN}" y1="{MIDDLE}" y2="{MIDDLE}" '
        f'stroke="{palette.RULE}" stroke-width="1"/>'
    ]
    if not any(np.isnan(spread)):
        low, first, median, third, high = sorted(_place(scale, one) for one in spread)
        parts += [
            _band(low, high, palette.WASH, palette.RULE),
            _band(first, third, palette.RULE, palette.RULE),
            f'<line x1="{median:.1f}" x2="{median:.1f}" y1="6" y2="{HEIGHT - 6}" '
            f'stroke="{palette.COMMUNE_LINE}" stroke-width="1.5"/>',
        ]
    # The first mark is the one looked at: drawn last, above the others.
    for mark in reversed(marks):
        if not pd.isna(mark.value):
            parts.append(_sign(_place(scale, mark.value), mark))
    return (
        f'<svg class="territory-strip" viewBox="0 0 {WIDTH} {HEIGHT}" width="{WIDTH}" '
        f'height="{HEIGHT}" aria-hidden="true" focusable="false">{"".join(parts)}</svg>'
    )


def sign_svg(sign: tuple[str, str]) -> str:
    """Return a sign alone, for a heading."""
    return (
        '<svg class="territory-sign" viewBox="0 0 16 16" width="16" height="16" '
        f'aria-hidden="true" focusable="false">{_shape(sign, 8, 8)}</svg>'
    )


def image_html(svg: str) -> str:
    """Return a drawing as an image, for pages that take no SVG among their HTML.

    Parameters
    ----------
    svg : str
        As `strip_svg` or `sign_svg` gives it.

    Returns
    -------
    str
        An ``img`` without words of its own: the figures stand beside it.
    """
    named = svg.startswith("<svg xmlns=")
    # Said twice, the drawing would be no XML, and no browser would show it.
    whole = svg if named else svg.replace("<svg ", '<svg xmlns="http://www.w3.org/2000/svg" ', 1)
    name = re.search(r'class="([\w-]+)"', svg)
    coded = b64encode(whole.encode()).decode()
    return f'<img class="{name[1] if name else ""}" alt="" src="data:image/svg+xml;base64,{coded}">'


def _place(scale: Ends, value: float) -> float:
    share = (value - scale.best) / (scale.worst - scale.best)
    return MARGIN + (WIDTH - 2 * MARGIN) * float(np.clip(share, 0, 1))


def _band(start: float, end: float, fill: str, line: str) -> str:
    return (
        f'<rect x="{start:.1f}" y="10" width="{max(end - start, 1):.1f}" height="{HEIGHT - 20}" '
        f'fill="{fill}" stroke="{line}" stroke-width=".75"/>'
    )


def _sign(x: float, mark: Mark) -> str:
    return f"<g><title>{escape(mark.name)}</title>{_shape(mark.sign, x, MIDDLE)}</g>"


def _shape(sign: tuple[str, str], x: float, y: float) -> str:
    shape, colour = sign
    look = f'fill="{colour}" stroke="{palette.PAPER}" stroke-width="1.25"'
    if shape == "circle":
        return f'<circle cx="{x:.1f}" cy="{y:.1f}" r="6" {look}/>'
    corners = {
        "square": ((-5.5, -5.5), (5.5, -5.5), (5.5, 5.5), (-5.5, 5.5)),
        "triangle": ((0, -7), (6.5, 5), (-6.5, 5)),
        "diamond": ((0, -7.5), (6.5, 0), (0, 7.5), (-6.5, 0)),
    }[shape]
    points = " ".join(f"{x + right:.1f},{y + down:.1f}" for right, down in corners)
    return f'<polygon points="{points}" {look}/>'
