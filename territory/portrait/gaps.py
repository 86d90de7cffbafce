"""Bars of what pulls a share in illectronism above the nation's or below it, factor by factor."""

from __future__ import annotations

from html import escape

from territory.illectronism import FACTORS
from territory.look import palette
from territory.look.typeset import SVG_FAMILY, width_of
from territory.messages import Words
from territory.portrait.maker import Figures
from territory.portrait.sentences.words import points

GAPS = tuple(f"{factor}_gap_share" for factor in FACTORS)
WIDTH_SHARE = 0.72


def gaps_svg(figures: Figures, words: Words) -> str:
    """Return bars: what each factor adds to the share in illectronism, or takes from it, in points."""
    labels = {one: words.text(f"portrait.factor.{one}") for one in FACTORS}
    left = max(width_of(label, 12.5) for label in labels.values()) + 2
    # The longest bar has its figure beyond it, on either side of the middle.
    row, reach, figure = 26.0, 84.0, 86.0
    middle = left + figure + reach
    width = middle + reach + figure
    most = max(abs(figures[name]) for name in GAPS) or 1.0
    ink = f'font-size="12.5" fill="{palette.INK}"'
    parts = []
    for rank, (factor, name) in enumerate(zip(FACTORS, GAPS, strict=True)):
        y, value = 6 + rank * row, figures[name]
        length = reach * abs(value) / most
        x = middle if value >= 0 else middle - length
        fill = palette.ACCENT if value >= 0 else palette.COMMUNE_LINE
        label = labels[factor]
        parts.append(
            f'<text x="{left:.1f}" y="{y + 14:g}" text-anchor="end" {ink}>{escape(label)}</text>'
            f'<rect x="{x:.1f}" y="{y + 2:g}" width="{length:.1f}" height="16" fill="{fill}"/>'
        )
        end, anchor = (x + length + 6, "start") if value >= 0 else (x - 6, "end")
        said = escape(points(value, words).words)
        parts.append(
            f'<text x="{end:.1f}" y="{y + 14:g}" text-anchor="{anchor}" {ink}>{said}</text>'
        )
    height = 12 + row * len(GAPS)
    axis = (
        f'<line x1="{middle:.1f}" x2="{middle:.1f}" y1="2" y2="{height - 4:g}" '
        f'stroke="{palette.INK}" stroke-width="1"/>'
    )
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width:.1f} {height:g}" '
        f'width="{width:.1f}" height="{height:g}" font-family="{SVG_FAMILY}">'
        f"{''.join(parts)}{axis}</svg>"
    )


def gaps_words(figures: Figures, words: Words) -> str:
    """Return what the bars show, for those who do not see them."""
    return ", ".join(
        f"{words.text(f'portrait.factor.{factor}')} {points(figures[name], words).words}"
        for factor, name in zip(FACTORS, GAPS, strict=True)
    )
