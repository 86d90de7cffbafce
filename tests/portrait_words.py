"""Reading sentences back: the numbers they say, held against the figures they were made from."""

from __future__ import annotations

import math
import re

from territory._portrait.words import Said

# Numbers that sentences say of themselves: ages, limits, scales.
CONSTANTS = {1.0, 4.0, 10.0, 15.0, 20.0, 30.0, 75.0, 95.0, 100.0, 1000.0}
# Never "1 650 9": thousands are groups of three.
NUMBERS = {
    "fr": re.compile(r"\d{1,3}(?:\u202f\d{3})+(?:,\d+)?|\d+(?:,\d+)?"),
    "en": re.compile(r"\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d+(?:\.\d+)?"),
}
SMALL = {"fr": ("moins de", "plus de"), "en": ("less than", "more than")}
PEOPLE_BETWEEN = {"people", "low", "high", "old", "alone", "no_diploma"}


def numbers_in(words: str, language: str) -> list[tuple[float, int]]:
    """Return the numbers of a sentence, each with its count of decimals."""
    found = []
    # The catalogue may part thousands with any of three blanks.
    for one in NUMBERS[language].findall(
        words.replace("1 000", "1\u202f000").replace("\u00a0", "\u202f")
    ):
        plain = one.replace("\u202f", "").replace(",", "." if language == "fr" else "")
        found.append((float(plain), len(plain.partition(".")[2])))
    return found


def unexplained(said: Said, language: str) -> list[float]:
    """Return the numbers of a sentence that none of its figures gives."""
    values = dict(said.values)
    width = values.get("high", math.nan) - values.get("low", math.nan)
    return [
        number
        for number, decimals in numbers_in(said.words, language)
        if number not in CONSTANTS
        and not any(_gives(name, value, number, decimals, width) for name, value in values.items())
        and not _is_a_bound(said.words, number, values, language)
    ]


def _gives(name: str, value: float, number: float, decimals: int, width: float) -> bool:
    half = 0.5 * 10**-decimals + 1e-9
    if any(abs(number - abs(one)) <= half for one in (value, 100 * value)):
        return True
    if name not in PEOPLE_BETWEEN:
        return False
    if math.isnan(width):  # people within minutes of a counter: three figures
        return abs(number - value) <= 0.5 * 10 ** max(0, len(str(round(value))) - 3)
    # People with an interval keep two figures of its width.
    return width > 1 and abs(number - value) <= 0.05 * width + 0.5


def _is_a_bound(words: str, number: float, values: dict[str, float], language: str) -> bool:
    less, more = SMALL[language]
    return (less in words and any(0 < 100 * one < number for one in values.values())) or (
        more in words and any(number < 100 * one < 100 for one in values.values())
    )
