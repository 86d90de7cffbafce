"""How figures become words: rounding, plurals, and the sentences of the catalogue.

A sentence keeps the figures it was made from, so that what is read can be held against the tables.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from territory.messages import Words
from territory.messages.rounding import rounded_figures
from territory.portrait.maker import Figures

TOPIC = "portrait_sentences"
# People counted by a model of trips are worth three figures.
TRIP_FIGURES = 3
# Fewer people than this are worth one less.
FEW_TRIPS = 1000.0
FEW_TRIP_FIGURES = 2


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


Rule = Callable[[Figures, Words], Said | None]


def say(
    key: str,
    figures: Figures | None,
    words: Words,
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
    words : Words
        Of the reader's language.
    sources : sequence of str
        Ids of the sources.
    **parts
        What the sentence's braces may ask for: a figure it does not say is not kept.
    """
    asked = words.names_in(f"{TOPIC}.{key}")
    kept = {name: part for name, part in parts.items() if name in asked}
    filled = {name: part.words if isinstance(part, Word) else part for name, part in kept.items()}
    said = words.text(f"{TOPIC}.{key}", **names_of(figures, words), **filled)
    values = tuple((name, part.value) for name, part in kept.items() if isinstance(part, Word))
    return Said(said, tuple(sources), values)


def phrase(key: str, words: Words, **parts: object) -> str:
    """Return a part of a sentence."""
    return words.text(f"{TOPIC}.{key}", **parts)


def names_of(figures: Figures | None, words: Words) -> dict[str, str]:
    """Return how a territory is spoken of without its name, and what it is compared with."""
    if figures is None:
        return {}
    forms = ("The", "the", "inside")
    named = {form: phrase(f"this.{figures.level}.{form}", words) for form in forms}
    key = "france" if figures.is_of_france else "part_of_france"
    return {**named, "whole": phrase(f"whole.{key}", words)}


def counted(key: str, value: float, words: Words) -> str:
    """Return the key of the sentence that says a count: of 3, ``sites`` is ``sites.other``."""
    return f"{key}.{words.form(f'{TOPIC}.{key}', value)}"


def count(value: float, words: Words, digits: int = 0) -> Word:
    """Write a count."""
    return Word(value, words.number(value, digits=digits))


def rounded_count(value: float, words: Words) -> Word:
    """Write people counted by a model of trips: three figures, two under a thousand, as it is worth.

    Examples
    --------
    >>> rounded_count(137_949.0, Words("en")).words, rounded_count(86.0, Words("en")).words
    ('138,000', '86')
    >>> rounded_count(813.0, Words("en")).words
    '810'
    """
    figures = TRIP_FIGURES if abs(value) >= FEW_TRIPS else FEW_TRIP_FIGURES
    return Word(value, words.number(rounded_figures(value, figures)))


def share(value: float, words: Words, digits: int = 0) -> Word:
    """Write a share."""
    return Word(value, words.percent(value, digits=digits))


def minutes(value: float, words: Words) -> Word:
    """Write minutes, rounded to one."""
    return Word(value, words.plural(f"{TOPIC}.minutes", value))


def hours(value: float, words: Words, digits: int = 0) -> Word:
    """Write hours."""
    return Word(value, words.plural(f"{TOPIC}.hours", value, digits=digits))


def points(value: float, words: Words) -> Word:
    """Write a gap between two shares in percentage points, with its sign."""
    shown = words.signed(100 * value, digits=1)
    return Word(value, words.plural(f"{TOPIC}.points", 100 * value, digits=1, count=shown))


def people_between(people: float, low: float, high: float, words: Words) -> tuple[Word, ...]:
    """Write people with their interval, rounded as finely as the interval allows.

    Returns
    -------
    tuple of Word
        People, low bound, high bound.
    """
    return tuple(Word(one, words.people(one, low, high)) for one in (people, low, high))


def joined(parts: Sequence[str], words: Words) -> str:
    """Join words as a list read aloud: ``a, b and c``."""
    if len(parts) < 2:
        return "".join(parts)
    return phrase("and", words, first=", ".join(parts[:-1]), last=parts[-1])


def unbroken(words: str) -> str:
    r"""Return words where a unit is never parted from its number, nor a French sign from its word.

    Examples
    --------
    >>> unbroken("ouvert 28,75 h par semaine ; fermé")
    'ouvert 28,75\xa0h par semaine\u202f; fermé'
    """
    kept = re.sub(r"(?<=\d) (?=(?:h|min)\b)", "\u00a0", words)
    return re.sub(r" (?=[;?!])", "\u202f", kept)
