"""Every colour, font and spacing of the project, in one place.

The nine colours of the bivariate map are made in CIE LCh: nine lightnesses from 96 to 21, so that
they are nine greys on a photocopy. Apricot says need, blue says scarcity, wine says both: the worst
class is told by its hue and not by black, which drowned the map. They stay distinct under the three
colour-vision deficiencies: see ``docs/decisions/0033-nine-colours.md``, ``benchmarks/palettes.py``
and ``tests/look/test_palette.py``.
"""

from __future__ import annotations

from types import MappingProxyType

CLASSES = (1, 2, 3)

# (need class, counters class) -> colour. 1 is low, 3 is high.
BIVARIATE = MappingProxyType(
    {
        (1, 1): "#f5f2ec",
        (2, 1): "#f9dcaf",
        (3, 1): "#f1ad5a",
        (1, 2): "#b0d1e2",
        (2, 2): "#b1a298",
        (3, 2): "#b96438",
        (1, 3): "#4a99c0",
        (2, 3): "#4e658c",
        (3, 3): "#63112c",
    }
)

# Five classes of one dimension, from the least exposed to the most: Brewer's sequential schemes,
# amber for need and blue for scarcity as in the nine, purple for the network; and to the wine of the
# nine for what combines them.
RAMPS = MappingProxyType(
    {
        "need": ("#ffffd4", "#fed98e", "#fe9929", "#d95f0e", "#993404"),
        "counters": ("#eff3ff", "#bdd7e7", "#6baed6", "#3182bd", "#08519c"),
        "network": ("#f2f0f7", "#cbc9e2", "#9e9ac8", "#756bb1", "#54278f"),
        "exposure": ("#f5f0ea", "#e3c8bd", "#c68f8c", "#99475a", "#63112c"),
    }
)
# How sure a place in the worst decile is, and how much is known.
CERTAINTY = ("#f3f3f3", "#d4b9da", "#df65b0", "#7a0177")
KNOWN = ("#dce9ef", "#7f9fb3")
# How far access hangs on one counter: a grey for whom it does not concern, then from nobody to most people.
FRAGILE = ("#b4bac2", *RAMPS["exposure"][:3], RAMPS["exposure"][4])
# What stands beside the score: grey greens, the lowest first, which say neither need nor scarcity.
CONTEXT = ("#f3f5f1", "#d3dcd3", "#a7b8ab", "#728a7a", "#3f594a")
# What a method does to a commune's place: Brewer's red and blue, far apart for every eye and in grey.
MOVES = MappingProxyType(
    {"elsewhere": "#eef0f2", "stays": "#8d959f", "leaves": "#4393c3", "enters": "#b2182b"}
)

# Minutes from one situation to another, from the most spared to the most added: Brewer's teal and
# brown (BrBG), darker so that no eye takes a class for another.
DIFFERENCES = ("#01574f", "#3f9c96", "#a3d3d6", "#f7f7f7", "#f0d79c", "#c9963e", "#7a4508")

# How far a class that is not looked at goes to the paper.
PALED_SHARE = 0.8

PAPER = "#ffffff"
WASH = "#f6f7f8"
BLACK = "#000000"
INK = "#1d2530"
SOFT_INK = "#56606d"
RULE = "#d5d9de"
ACCENT = "#2f5877"
COMMUNE_LINE = "#7d8794"
# Between two communes of a map: seen on each of the nine colours.
BORDER = "#514a4d"
FAINT = "#e9ecef"
HATCH = "#8b93a0"
# On paper: limits of EPCI, and of the communes around a territory.
EPCI_LINE = "#5b6672"
AROUND_LINE = "#c9ced5"
# The border of the commune selected: far from the nine colours, seen on each of them.
SELECTION = "#c2185b"
# Under a card that lies on the map: the ink, at 18 %.
SHADOW = f"{INK}2e"
# Up to four territories side by side; the first is the one looked at.
COMPARED = (INK, BIVARIATE[3, 2], BIVARIATE[2, 3], "#7a3b69")

# The rounds of a bus, Monday to Saturday: seen on the paper and on its pale greys.
DAYS = (ACCENT, BIVARIATE[3, 2], "#3f7f5f", "#8e3b76", "#8a6d1f", SOFT_INK)

# A print in black and white: classes by their number, and three greys that a hatch is seen on.
GREYS_UP = (PAPER, "#cecece", "#868686")
GREYS = MappingProxyType(
    {
        2: ("#f2f2f2", "#8c8c8c"),
        4: (PAPER, "#c4c4c4", "#808080", "#262626"),
        5: (PAPER, "#cfcfcf", "#9c9c9c", "#666666", "#1f1f1f"),
    }
)

FONT = 'system-ui, -apple-system, "Segoe UI", Roboto, "Helvetica Neue", Arial, sans-serif'

# What is not Python asks for a colour by its name: style sheets, the map's script, Typst.
NAMED = MappingProxyType(
    {
        "paper": PAPER,
        "wash": WASH,
        "ink": INK,
        "soft_ink": SOFT_INK,
        "rule": RULE,
        "faint": FAINT,
        "accent": ACCENT,
        "commune_line": COMMUNE_LINE,
        "border": BORDER,
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
    >>> rgb("#f1ad5a")
    (241, 173, 90)
    """
    red, green, blue = bytes.fromhex(colour[1:7])
    return red, green, blue


def class_fill(need_class: int | None, counters_class: int | None) -> str:
    """Return the fill of a commune: one of nine colours, or the hatch if a class is missing.

    Examples
    --------
    >>> class_fill(3, 3), class_fill(None, 2)
    ('#63112c', 'url(#no-data)')
    """
    if need_class is None or counters_class is None:
        return f"url(#{NO_DATA_PATTERN_ID})"
    return BIVARIATE[need_class, counters_class]


def paled(colour: str) -> str:
    """Return a colour most of the way to the paper: of a class that is not the one looked at.

    Examples
    --------
    >>> paled("#63112c")
    '#e0cfd5'
    """
    mixed = (PALED_SHARE * 255 + (1 - PALED_SHARE) * one for one in rgb(colour))
    return "#" + "".join(f"{round(one):02x}" for one in mixed)


def ink_on(colour: str) -> str:
    """Return the ink, black or white, that contrasts more with a colour.

    Examples
    --------
    >>> ink_on("#63112c"), ink_on("#f1ad5a")
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
