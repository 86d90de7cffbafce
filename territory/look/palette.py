"""Every colour, font and spacing of the project, in one place.

The nine colours of the bivariate map are Cynthia Brewer's two sequential schemes crossed, amber
and blue ("Color use guidelines for mapping and visualization", 1994), as published under the
name ``brewer.seqseq2`` in the R package *pals*, but for the middle one: its grey is darker here,
for a grey print made it the same as the amber. Amber says need, blue says scarcity, black says
both. They stay distinct under the three colour-vision deficiencies and on a photocopy: see
``docs/decisions/0003-leaflet-from-an-installed-package.md`` and ``tests/look/test_palette.py``.
"""

from __future__ import annotations

from types import MappingProxyType

CLASSES = (1, 2, 3)

# (need class, counters class) -> colour. 1 is low, 3 is high.
BIVARIATE = MappingProxyType(
    {
        (1, 1): "#f3f3f3",
        (2, 1): "#f3e6b3",
        (3, 1): "#f3b300",
        (1, 2): "#b4d3e1",
        (2, 2): "#a3a3a3",
        (3, 2): "#b36600",
        (1, 3): "#509dc2",
        (2, 3): "#376387",
        (3, 3): "#000000",
    }
)

# Five classes of one dimension, from the least exposed to the most: Brewer's sequential schemes,
# amber for need and blue for scarcity as in the nine, purple for the network, greys to black for
# what combines them.
RAMPS = MappingProxyType(
    {
        "need": ("#ffffd4", "#fed98e", "#fe9929", "#d95f0e", "#993404"),
        "counters": ("#eff3ff", "#bdd7e7", "#6baed6", "#3182bd", "#08519c"),
        "network": ("#f2f0f7", "#cbc9e2", "#9e9ac8", "#756bb1", "#54278f"),
        "exposure": ("#f7f7f7", "#cccccc", "#969696", "#636363", "#252525"),
    }
)
# How sure a place in the worst decile is, and how much is known.
CERTAINTY = ("#f3f3f3", "#d4b9da", "#df65b0", "#7a0177")
KNOWN = ("#dce9ef", "#7f9fb3")
# What a method does to a commune's place: Brewer's red and blue, far apart for every eye and in grey.
MOVES = MappingProxyType(
    {"elsewhere": "#eef0f2", "stays": "#8d959f", "leaves": "#4393c3", "enters": "#b2182b"}
)

PAPER = "#ffffff"
WASH = "#f6f7f8"
BLACK = "#000000"
INK = "#1d2530"
SOFT_INK = "#56606d"
RULE = "#d5d9de"
ACCENT = "#2f5877"
COMMUNE_LINE = "#7d8794"
FAINT = "#e9ecef"
HATCH = "#8b93a0"
# The border of the commune selected: far from the nine colours, seen on each of them.
SELECTION = "#c2185b"
# Under a card that lies on the map: the ink, at 18 %.
SHADOW = f"{INK}2e"
# Up to four territories side by side; the first is the one looked at.
COMPARED = (INK, BIVARIATE[3, 2], BIVARIATE[2, 3], "#7a3b69")

FONT = 'system-ui, -apple-system, "Segoe UI", Roboto, "Helvetica Neue", Arial, sans-serif'

# What is not Python asks for a colour by its name: style sheets, the map's script, Typst.
NAMED = MappingProxyType(
    {
        "paper": PAPER,
        "wash": WASH,
        "ink": INK,
        "soft_ink": SOFT_INK,
        "rule": RULE,
        "accent": ACCENT,
        "commune_line": COMMUNE_LINE,
        "selection": SELECTION,
        "shadow": SHADOW,
    }
)

NO_DATA_PATTERN_ID = "no-data"
HATCH_STEP_PX = 7
HATCH_LINE_PX = 2


def css_variables() -> str:
    """Return what style sheets call by name, as ``var(--ink)``, ``var(--font)`` or ``var(--no-data)``.

    Examples
    --------
    >>> "--soft-ink: #56606d;" in css_variables()
    True
    """
    values = {
        **NAMED,
        "font": FONT,
        "no_data": no_data_fill(),
    }
    lines = (f"  --{name.replace('_', '-')}: {value};" for name, value in values.items())
    return "\n".join((":root {", *lines, "}", ""))


def no_data_fill() -> str:
    """Return the hatch of missing data, as a background of CSS."""
    return (
        f"repeating-linear-gradient(-45deg, {HATCH} 0 {HATCH_LINE_PX}px, "
        f"{PAPER} {HATCH_LINE_PX}px {HATCH_STEP_PX}px)"
    )


def no_data_pattern() -> str:
    """Return the hatch drawn on maps where there is no data, as a pattern of SVG.

    Examples
    --------
    >>> 'id="no-data"' in no_data_pattern()
    True
    """
    return (
        f'<pattern id="{NO_DATA_PATTERN_ID}" width="{HATCH_STEP_PX}" height="{HATCH_STEP_PX}" '
        'patternUnits="userSpaceOnUse" patternTransform="rotate(45)">'
        f'<rect width="{HATCH_STEP_PX}" height="{HATCH_STEP_PX}" fill="{PAPER}"/>'
        f'<rect width="{HATCH_LINE_PX}" height="{HATCH_STEP_PX}" fill="{HATCH}"/>'
        "</pattern>"
    )


def rgb(colour: str) -> tuple[int, int, int]:
    """Return the red, green and blue of a colour, 0 to 255.

    Examples
    --------
    >>> rgb("#f3b300")
    (243, 179, 0)
    """
    red, green, blue = bytes.fromhex(colour[1:7])
    return red, green, blue


def class_fill(need_class: int | None, counters_class: int | None) -> str:
    """Return the fill of a commune: one of nine colours, or the hatch if a class is missing.

    Examples
    --------
    >>> class_fill(3, 3), class_fill(None, 2)
    ('#000000', 'url(#no-data)')
    """
    if need_class is None or counters_class is None:
        return f"url(#{NO_DATA_PATTERN_ID})"
    return BIVARIATE[need_class, counters_class]


def ink_on(colour: str) -> str:
    """Return the ink, black or white, that contrasts more with a colour.

    Examples
    --------
    >>> ink_on("#000000"), ink_on("#f3b300")
    ('#ffffff', '#000000')
    """
    return max((BLACK, PAPER), key=lambda ink: contrast(ink, colour))


def contrast(one: str, other: str) -> float:
    """Return the contrast ratio of two colours, 1 to 21 (WCAG 2).

    Examples
    --------
    >>> round(contrast("#000000", "#ffffff"), 1)
    21.0
    """
    lighter, darker = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


def _luminance(colour: str) -> float:
    channels = (channel / 255 for channel in rgb(colour))
    linear = [
        channel / 12.92 if channel <= 0.04045 else ((channel + 0.055) / 1.055) ** 2.4
        for channel in channels
    ]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]
