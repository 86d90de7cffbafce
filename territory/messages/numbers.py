"""Numbers and days as a language writes them (Babel's CLDR data): the patterns, and what is a whole share."""

from __future__ import annotations

from datetime import date
from functools import lru_cache

from babel.dates import format_date
from babel.numbers import format_decimal, format_percent

# Numbers kept as written: writing one takes longer than all that surrounds it.
KEPT_NUMBERS = 50_000
# Nearer to 0 or to 1 than this, a share is whole: the difference is a computer's, not a premises'.
WHOLE_WITHIN = 1e-9


def is_nearly_whole(share: float, digits: int = 0) -> bool:
    """Tell whether a share that is neither nothing nor all would be written as such.

    Parameters
    ----------
    share : float
        Outside 0–1 it is no share of anything: a change, a gap.
    digits : int
        Decimals of the percentage.
    """
    is_share = WHOLE_WITHIN <= share <= 1 - WHOLE_WITHIN
    return is_share and round(float(share), digits + 2) in (0.0, 1.0)


@lru_cache(maxsize=KEPT_NUMBERS)
def decimal(rounded: float, digits: int, language: str) -> str:
    """Write a number already rounded, with so many decimals."""
    pattern = "#,##0" + ("." + "0" * digits if digits else "")
    return str(format_decimal(rounded, pattern, locale=language))


@lru_cache(maxsize=KEPT_NUMBERS)
def percentage(rounded: float, digits: int, language: str) -> str:
    """Write a share already rounded as a percentage, with so many decimals."""
    places = "." + "0" * digits if digits else ""
    pattern = f"#,##0{places}\u202f%" if language == "fr" else f"#,##0{places}%"
    return str(format_percent(rounded, pattern, locale=language))


@lru_cache(maxsize=KEPT_NUMBERS)
def long_day(day: date, language: str) -> str:
    """Write a date in full."""
    written = str(format_date(day, format="long", locale=language))
    # French writes the first of the month as an ordinal; CLDR's pattern does not know it.
    return f"1er{written[1:]}" if language == "fr" and day.day == 1 else written
