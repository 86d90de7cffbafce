"""Style sheets: one file beside what it dresses, joined once, with the colours of the palette."""

from __future__ import annotations

from functools import cache

from territory.look import palette
from territory.look.packaged import packaged_text


@cache
def style_html(*names: str) -> str:
    """Return style sheets joined, as an element of a page.

    Parameters
    ----------
    names : str
        Files of the package, such as ``look/style.css``. They call the colours by their names in
        `territory.look.palette.NAMED`: ``var(--soft-ink)``.
    """
    return f"<style>{palette.css_variables()}{''.join(map(packaged_text, names))}</style>"
