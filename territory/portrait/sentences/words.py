"""How figures become words: rounding, plurals, and the sentences of the catalogue.

A sentence keeps the figures it was made from, so that what is read can be held against the tables.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from territory import messages
from territory.messages.rounding import rounded_figures, rounded_people
from territory.portrait.maker import Figures

TOPIC = "portrait_sentences"
# People counted by a model of trips are worth three figures.
TRIP_FIGURES = 3
# From here on, what is counted is several.
SEVERAL = 1.5


@dataclass(frozen=True)
class Word:
    """A figure and how it is written."""

    value: float
    words: str


@dataclass(frozen=True)
class Said:
    """A sentence, the ids of the sources of its figures, and the figures."""

    words: str
    source_ids: tuple[str, ...] = ()
    values: tuple[tuple[str, float], ...] = ()


Rule = Callable[[Figures, str], Said | None]


def say(
    key: str,
    figures: Figures | None,
    language: str,
    sources: Sequence[str] = (),
    **parts: Word | str,
) -> Said:
    """Return a sentence of the catalogue.

    Parameters
    ----------
    key : str
        Of ``portrait_sentences.toml``.
    figures : Figures or None
        Whose level names the territory: ``{The}``, ``{the}``, ``{inside}``, ``{whole}``.
    language : str
        Language of the words.
    sources : sequence of str
        Ids of the sources.
    **parts
        What the sentence's braces ask for.
    """
    filled = {name: part.words if isinstance(part, Word) else part for name, part in parts.items()}
    words = messages.text(f"{TOPIC}.{key}", language, **names_of(figures, language), **filled)
    values = tuple((name, part.value) for name, part in parts.items() if isinstance(part, Word))
    return Said(words, tuple(sources), values)


def phrase(key: str, language: str, **parts: object) -> str:
    """Return a part of a sentence."""
    return messages.text(f"{TOPIC}.{key}", language, **parts)


def names_of(figures: Figures | None, language: str) -> dict[str, str]:
    """Return how a territory is spoken of without its name, and what it is compared with."""
    if figures is None:
        return {}
    forms = ("The", "the", "inside")
    named = {form: phrase(f"this.{figures.level}.{form}", language) for form in forms}
    key = "france" if figures.is_of_france else "part_of_france"
    return {**named, "whole": phrase(f"whole.{key}", language)}


def plural(value: float, language: str, digits: int = 0) -> str:
    """Return the plural form a written number asks for, as CLDR has it: ``"one"`` or ``"other"``.

    Examples
    --------
    >>> plural(1.7, "fr", digits=1), plural(1.7, "en", digits=1), plural(0.0, "fr")
    ('one', 'other', 'one')
    """
    shown = abs(round(value, digits))
    if language == "fr":
        return "one" if shown < 2 else "other"
    return "one" if shown == 1 else "other"


def count(value: float, language: str, digits: int = 0) -> Word:
    """Write a count."""
    return Word(value, messages.number(value, language, digits=digits))


def rounded_count(value: float, language: str) -> Word:
    """Write people counted by a model of trips: three figures, no more than it is worth.

    Examples
    --------
    >>> rounded_count(137_949.0, "en").words, rounded_count(86.0, "en").words
    ('138,000', '86')
    """
    return Word(value, messages.number(rounded_figures(value, TRIP_FIGURES), language))


def share(value: float, language: str, digits: int = 0) -> Word:
    """Write a share."""
    return Word(value, messages.percent(value, language, digits=digits))


def minutes(value: float, language: str) -> Word:
    """Write minutes, rounded to one."""
    written = messages.number(value, language)
    form = plural(value, language)
    return Word(value, phrase(f"minutes.{form}", language, value=written))


def hours(value: float, language: str, digits: int = 0) -> Word:
    """Write hours."""
    written = messages.number(value, language, digits=digits)
    form = plural(value, language, digits)
    return Word(value, phrase(f"hours.{form}", language, value=written))


def points(value: float, language: str) -> Word:
    """Write a gap between two shares in percentage points, with its sign."""
    written = messages.signed(100 * value, language, digits=1)
    form = plural(100 * value, language, 1)
    return Word(value, phrase(f"points.{form}", language, value=written))


def people_between(people: float, low: float, high: float, language: str) -> tuple[Word, ...]:
    """Write people with their interval, rounded as finely as the interval allows.

    Returns
    -------
    tuple of Word
        People, low bound, high bound.
    """
    return tuple(
        Word(one, messages.number(rounded_people(one, low, high), language))
        for one in (people, low, high)
    )


def joined(parts: Sequence[str], language: str) -> str:
    """Join words as a list read aloud: ``a, b and c``."""
    if len(parts) < 2:
        return "".join(parts)
    return phrase("and", language, first=", ".join(parts[:-1]), last=parts[-1])


def unbroken(words: str) -> str:
    r"""Return words where a unit is never parted from its number, nor a French sign from its word.

    Examples
    --------
    >>> unbroken("ouvert 28,75 h par semaine ; fermé")
    'ouvert 28,75\xa0h par semaine\u202f; fermé'
    """
    kept = re.sub(r"(?<=\d) (?=(?:h|min)\b)", "\u00a0", words)
    return re.sub(r" (?=[;?!])", "\u202f", kept)
