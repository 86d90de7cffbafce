"""What classes are filled with: their colours, or greys and hatches for a print in black and white.

Nine classes of one grey print cannot be told apart: there, one axis is a grey and the other a
hatch. The hatch of missing data is of dots, so that it is none of theirs.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from territory.look import palette
from territory.maps.layers import Layer

# Spacing and width of the lines of the axis read across, none for its first class.
HATCHES_ACROSS = (None, (7.0, 0.9), (3.5, 1.5))
NO_DATA = "no-data"
GREY_PREFIX = "grey-"


@dataclass(frozen=True)
class Inks:
    """How a map's classes are drawn.

    Parameters
    ----------
    fills : tuple of str
        One a class: a colour, or ``url(#…)`` of a pattern.
    patterns : str
        The patterns of SVG they name, that of missing data included.
    no_data : str
        The fill of missing data.
    """

    fills: tuple[str, ...]
    patterns: str
    no_data: str = f"url(#{NO_DATA})"


def inks_of(layer: Layer, *, is_grey: bool = False) -> Inks:
    """Return how the classes of a layer are drawn.

    Parameters
    ----------
    layer : Layer
        What the map shows.
    is_grey : bool
        For a print in black and white.
    """
    if not is_grey:
        return plain_inks(layer.colours)
    if layer.crossed is None:
        return Inks(palette.GREYS[len(layer.colours)], _dots())
    names = [f"{GREY_PREFIX}{rank}" for rank in range(len(layer.colours))]
    patterns = "".join(
        _hatch(name, palette.GREYS_UP[rank // 3], HATCHES_ACROSS[rank % 3])
        for rank, name in enumerate(names)
    )
    return Inks(tuple(f"url(#{name})" for name in names), patterns + _dots())


def plain_inks(colours: Sequence[str]) -> Inks:
    """Return inks of some colours."""
    return Inks(tuple(colours), palette.no_data_pattern())


def _hatch(name: str, ground: str, line: tuple[float, float] | None) -> str:
    size, width = line or (8.0, 0.0)
    lines = f'<rect width="{width:g}" height="{size:g}" fill="{palette.INK}"/>' if width else ""
    return (
        f'<pattern id="{name}" width="{size:g}" height="{size:g}" patternUnits="userSpaceOnUse" '
        f'patternTransform="rotate(45)"><rect width="{size:g}" height="{size:g}" fill="{ground}"/>'
        f"{lines}</pattern>"
    )


def _dots() -> str:
    return (
        f'<pattern id="{NO_DATA}" width="5" height="5" patternUnits="userSpaceOnUse">'
        f'<rect width="5" height="5" fill="{palette.PAPER}"/>'
        f'<circle cx="2.5" cy="2.5" r="0.9" fill="{palette.SOFT_INK}"/></pattern>'
    )
