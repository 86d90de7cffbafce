"""What the map writes beside a figure: metres, tonnes, hours and minutes, limits in km/h."""

from __future__ import annotations

import re
from collections.abc import Mapping

KMH_PER_MPH = 1.609344
_SIZE = re.compile(r"(\d+(?:[.,]\d+)?) *(m|t)?")
_CLOCK = re.compile(r"(?:(\d+):)?(\d+)(?::(\d+))?")
_ISO = re.compile(r"p(?:(\d+)d)?t?(?:(\d+)h)?(?:(\d+)m)?(?:(\d+)s)?")
_LIMIT = re.compile(r"(?:[a-z]{2}:(?:zone:?)?)?(\d+(?:\.\d+)?) *(km/h|kmh|kph|mph)?")
_SEVERAL = re.compile(r"[|;]")


def read_size(text: str | None) -> float | None:
    """Return metres, or tonnes, as the map writes them; None for other units and words.

    Examples
    --------
    >>> [read_size(written) for written in ("3.5", "1,8 m", "2 t", "6'6", "below_default")]
    [3.5, 1.8, 2.0, None, None]
    """
    match = _SIZE.fullmatch((text or "").strip())
    return None if match is None else float(match[1].replace(",", "."))


def read_minutes(text: str | None) -> float | None:
    """Return a duration in minutes, as the map writes it; None if it says none.

    Formats: ``HH:MM:SS``, ``HH:MM``, minutes alone, and ISO 8601 (``PT20M``).

    Examples
    --------
    >>> [read_minutes(written) for written in ("00:10", "1:30", "15", "PT1H5M", "0:00:30", "soon")]
    [10.0, 90.0, 15.0, 65.0, 0.5, None]
    """
    said = (text or "").strip().lower()
    if match := _CLOCK.fullmatch(said):
        hours, minutes, seconds = (float(part or 0) for part in match.groups())
    elif match := _ISO.fullmatch(said):
        days, hours, minutes, seconds = (float(part or 0) for part in match.groups())
        hours += 24 * days
    else:
        return None
    return 60 * hours + minutes + seconds / 60 or None


def read_limit_kmh(
    text: str | None, words_kmh: Mapping[str, float], lowest_kmh: float, highest_kmh: float
) -> float | None:
    """Return a posted limit in km/h; None if it says nothing we can believe.

    Of several (by lane, by stretch), the first that can be read, as OSRM does.

    Parameters
    ----------
    text : str or None
        As the map writes it.
    words_kmh : dict of str to float
        Limits in words, in lower case.
    lowest_kmh, highest_kmh : float
        A limit outside these is not believed.

    Examples
    --------
    >>> words = {"fr:rural": 80}
    >>> written = ("50", "30 mph", "FR:rural", "FR:zone30", "80|70", "signals", "999")
    >>> [read_limit_kmh(one, words, 5, 130) for one in written]
    [50.0, 48.28032, 80.0, 30.0, 80.0, None, None]
    """
    for part in _SEVERAL.split((text or "").lower()):
        said = part.strip()
        if said in words_kmh:
            kmh = float(words_kmh[said])
        elif match := _LIMIT.fullmatch(said):
            kmh = float(match[1]) * (KMH_PER_MPH if match[2] == "mph" else 1)
        else:
            continue
        if lowest_kmh <= kmh <= highest_kmh:
            return kmh
    return None
