"""The forms of the places a map draws: one drawing each, the same on the map and in its legend.

What a counter is gives its outline, when it opens fills it. A form is told from the others without
any colour: a ring stands at its address, a ring round a dot is an antenna, a lozenge travels, a
hexagon is not known to do either; filled, it opens every Saturday; dashed, its hours are not known.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from types import MappingProxyType
from typing import Any
from urllib.parse import quote

import pandas as pd
from markupsafe import Markup

from territory.doors import is_fixed, is_itinerant
from territory.look import palette

KINDS = ("fixed", "antenna", "itinerant", "unknown")
OPENINGS = ("weekdays", "saturday", "hours_unknown")
SIZE_PX = 22
# What makes a drawing a picture of its own; it names a language, nothing is asked there.
_SVG = "http://www.w3.org/2000/svg"

# Outlines in a square of 22, then what an antenna has inside.
_OUTLINES = MappingProxyType(
    {
        "fixed": '<circle cx="11" cy="11" r="5.5"',
        "antenna": '<circle cx="11" cy="11" r="6.5"',
        "itinerant": '<path d="M11 3 19 11 11 19 3 11Z"',
        "unknown": '<path d="M7 4h8l4 7-4 7H7L3 11Z"',
        "stop": '<path d="M11 5 17.5 16H4.5Z"',
        "mediation": '<rect x="7" y="7" width="8" height="8"',
        "agency": '<path d="M6.5 16.5V9L11 4.5 15.5 9v7.5Z"',
    }
)

# Places beside France Services are of other inks than its counters and stops.
_INKS = MappingProxyType({"mediation": palette.ACCENT, "agency": palette.SOFT_INK})


def kinds_of(counters: pd.DataFrame) -> pd.Series:
    """Return what each counter is, one of `KINDS`, as a form tells it.

    Parameters
    ----------
    counters : DataFrame
        ``is_itinerant``, ``double_of_code`` and ``counter_kind_name``.
    """
    kinds = pd.Series("unknown", index=counters.index, dtype="str")
    fixed = is_fixed(counters)
    kinds[fixed] = "fixed"
    kinds[fixed & (counters["counter_kind_name"] == "antenna")] = "antenna"
    kinds[is_itinerant(counters)] = "itinerant"
    return kinds


def openings_of(counters: pd.DataFrame) -> pd.Series:
    """Return when each counter opens, one of `OPENINGS`.

    Parameters
    ----------
    counters : DataFrame
        ``is_open_saturday`` and ``weekly_hours``. A counter open some Saturdays, or by appointment, is
        ``weekdays``: nobody can count on it.
    """
    found = pd.Series("weekdays", index=counters.index, dtype="str")
    found[counters["is_open_saturday"].astype("boolean").fillna(False).astype(bool)] = "saturday"
    found[counters["weekly_hours"].isna()] = "hours_unknown"
    return found


def forms_of(counters: pd.DataFrame) -> list[str]:
    """Return the name of each counter's form, as in ``antenna saturday``."""
    pairs = zip(kinds_of(counters), openings_of(counters), strict=True)
    return [" ".join(pair) for pair in pairs]


def form(kind: str, opening: str = "weekdays") -> Markup:
    """Return the drawing of a form, on a halo that parts it from any ground.

    Parameters
    ----------
    kind : str
        One of `KINDS`, or ``stop``, ``mediation`` or ``agency``.
    opening : str
        One of `OPENINGS`.

    Examples
    --------
    >>> "stroke-dasharray" in form("fixed", "hours_unknown")
    True
    """
    outline = _OUTLINES[kind]
    ink = _INKS.get(kind, palette.INK)
    is_filled = opening == "saturday"
    dashes = ' stroke-dasharray="2.6 2.2"' if opening == "hours_unknown" else ""
    drawn = [
        f'{outline} fill="{palette.PAPER}" stroke="{palette.PAPER}" stroke-width="4.5"/>',
        f'{outline} fill="{ink if is_filled else palette.PAPER}" stroke="{ink}" '
        f'stroke-width="2"{dashes}/>',
    ]
    if kind == "antenna":
        dot = palette.PAPER if is_filled else ink
        drawn.append(f'<circle cx="11" cy="11" r="2.4" fill="{dot}"/>')
    return Markup(  # noqa: S704 - made of the constants above alone
        f'<svg width="{SIZE_PX}" height="{SIZE_PX}" viewBox="0 0 22 22" aria-hidden="true">'
        f"{''.join(drawn)}</svg>"
    )


@cache
def every_form() -> Mapping[str, Any]:
    """Return every drawing by its name, for the browser: those of `forms_of`, stops, places beside."""
    names = {f"{kind} {opening}": form(kind, opening) for kind in KINDS for opening in OPENINGS}
    return MappingProxyType(names | {name: form(name) for name in ("stop", "mediation", "agency")})


def picture_address(drawing: str) -> str:
    """Return a drawing as the address of a picture, for pages that keep no drawing among their words.

    Examples
    --------
    >>> picture_address(form("fixed"))[:19]
    'data:image/svg+xml,'
    """
    # A text of HTML would escape what it is given.
    alone = str(drawing).replace("<svg ", f'<svg xmlns="{_SVG}" ', 1)
    return "data:image/svg+xml," + quote(alone)
