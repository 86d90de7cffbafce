"""Every word a person reads, French first, English second.

One folder a language, one file a topic. A key is ``topic.path``: the key ``app.map.title``
is the entry ``title`` of the table ``[map]`` in ``app.toml``. Numbers and dates are written
the way the reader's language writes them (Babel's CLDR data).
"""

from __future__ import annotations

import math
import os
import tomllib
from datetime import date
from functools import cache, lru_cache
from importlib.resources import files
from typing import Any

from babel.dates import format_date as babel_date
from babel.numbers import format_compact_decimal, format_decimal, format_percent

LANGUAGES = ("fr", "en")
# Numbers are shortened from here on.
SHORT_FROM = 100_000
# Numbers kept as written: writing one takes longer than all that surrounds it.
KEPT_NUMBERS = 50_000
# Nearer to 0 or to 1 than this, a share is whole: the difference is a computer's, not a premises'.
WHOLE_WITHIN = 1e-9
LANGUAGE_VARIABLE = "TERRITORY_LANG"
# As a developer reads them.
_LANGUAGE_NAMES = {"fr": "French", "en": "English"}


class WordsMissingError(KeyError):
    """A key without words in a language: what declares a thing forgot to give it words.

    It speaks to the developer, in English: it names the file to edit and the key to add.

    Parameters
    ----------
    key : str
        ``topic.path`` of the message.
    language : str
        The language that lacks it.

    Examples
    --------
    >>> str(WordsMissingError("columns.bakeries_count.label", "fr"))
    "No words for 'columns.bakeries_count.label' in French: add bakeries_count.label to territory/messages/fr/columns.toml."
    """

    def __init__(self, key: str, language: str) -> None:
        super().__init__(key, language)
        self.key = key
        self.language = language

    def __str__(self) -> str:
        topic, _, path = self.key.partition(".")
        return (
            f"No words for {self.key!r} in {_LANGUAGE_NAMES[self.language]}: "
            f"add {path} to territory/messages/{self.language}/{topic}.toml."
        )


def default_language() -> str:
    """Return the language of ``TERRITORY_LANG`` if it is one we speak, else French."""
    wanted = os.environ.get(LANGUAGE_VARIABLE, "")[:2].lower()
    return wanted if wanted in LANGUAGES else "fr"


@cache
def catalogue(language: str) -> dict[str, str]:
    """Return all messages of a language, flat: ``{"app.map.title": "…"}``.

    Raises
    ------
    KeyError
        If the language is not one of `LANGUAGES`.
    """
    if language not in LANGUAGES:
        raise KeyError(language)
    found: dict[str, str] = {}
    for file in files(__name__).joinpath(language).iterdir():
        if file.name.endswith(".toml"):
            topic = file.name.removesuffix(".toml")
            found.update(_flatten(tomllib.loads(file.read_text(encoding="utf-8")), topic))
    return found


def _flatten(table: dict[str, Any], prefix: str) -> dict[str, str]:
    flat: dict[str, str] = {}
    for key, value in table.items():
        path = f"{prefix}.{key}"
        if isinstance(value, dict):
            flat.update(_flatten(value, path))
        else:
            flat[path] = value
    return flat


def text(key: str, language: str | None = None, **values: object) -> str:
    """Return a message, its ``{names}`` filled with `values`.

    Parameters
    ----------
    key : str
        ``topic.path`` of the message.
    language : str, optional
        ``"fr"`` or ``"en"``; the default is `default_language`.
    **values
        What the message's braces ask for.

    Raises
    ------
    WordsMissingError
        If the key is unknown: a missing message is a bug, never shown as a blank.

    Examples
    --------
    >>> text("report.rows", "en", count=3)
    '3 rows'
    """
    language = language or default_language()
    message = catalogue(language).get(key)
    if message is None:
        raise WordsMissingError(key, language)
    return message.format(**values) if values else message


def number(value: float | None, language: str | None = None, *, digits: int = 0) -> str:
    r"""Write a number; a missing one is the catalogue's word for it, never 0.

    Examples
    --------
    >>> number(1234.5, "fr", digits=1)
    '1\u202f234,5'
    >>> number(float("nan"), "en")
    'no data'
    """
    language = language or default_language()
    if value is None or math.isnan(value):
        return text("report.missing", language)
    # Adding zero takes the sign of a zero away: −0 is written as 0.
    return _decimal(round(float(value), digits) + 0.0, digits, language)


@lru_cache(maxsize=KEPT_NUMBERS)
def _decimal(rounded: float, digits: int, language: str) -> str:
    pattern = "#,##0" + ("." + "0" * digits if digits else "")
    return str(format_decimal(rounded, pattern, locale=language))


def signed(value: float, language: str | None = None, *, digits: int = 0) -> str:
    """Write a difference with its sign, a true minus; one that rounds to nothing has none.

    Examples
    --------
    >>> signed(-0.83, "fr", digits=1), signed(0.5, "en", digits=1), signed(-0.01, "en", digits=1)
    ('−0,8', '+0.5', '0.0')
    """
    if math.isnan(value):
        return number(value, language)
    shown = number(abs(value), language, digits=digits)
    if shown == number(0.0, language, digits=digits):
        return shown
    return f"+{shown}" if value > 0 else f"−{shown}"


def short_number(value: float | None, language: str | None = None) -> str:
    """Write a number in few signs where room is scarce: large ones in thousands or millions.

    Examples
    --------
    >>> short_number(3520590, "en"), short_number(12321, "en")
    ('3.5M', '12,321')
    """
    if value is None or math.isnan(value) or abs(value) < SHORT_FROM:
        return number(value, language)
    return str(
        format_compact_decimal(
            value, format_type="short", locale=language or default_language(), fraction_digits=1
        )
    )


def percent(value: float | None, language: str | None = None, *, digits: int = 0) -> str:
    r"""Write a share (0–1) as a percentage; one that is not whole is never written as nothing or all.

    Examples
    --------
    >>> percent(0.154, "en", digits=1)
    '15.4%'
    >>> percent(0.154, "fr", digits=1)
    '15,4\u202f%'
    >>> percent(0.0004, "en", digits=1), percent(0.9999, "en", digits=1), percent(0.001, "en")
    ('less than 0.1%', 'more than 99.9%', 'less than 1%')
    >>> percent(0.0, "en", digits=1), percent(1.0, "en", digits=1)
    ('0%', '100%')
    """
    language = language or default_language()
    if value is None or math.isnan(value):
        return text("report.missing", language)
    if min(abs(value), abs(value - 1)) < WHOLE_WITHIN:
        return _percent(float(round(value)) + 0.0, 0, language)
    if is_nearly_whole(value, digits):
        step = 10.0 ** -(digits + 2)
        key, limit = ("less_than", step) if value < 0.5 else ("more_than", 1 - step)
        return text(f"report.{key}", language, limit=_percent(limit, digits, language))
    return _percent(round(float(value), digits + 2) + 0.0, digits, language)


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
def _percent(rounded: float, digits: int, language: str) -> str:
    places = "." + "0" * digits if digits else ""
    pattern = f"#,##0{places}\u202f%" if language == "fr" else f"#,##0{places}%"
    return str(format_percent(rounded, pattern, locale=language))


def day(value: date | None, language: str | None = None) -> str:
    """Write a date in full.

    Examples
    --------
    >>> day(date(2024, 8, 1), "fr"), day(date(2024, 8, 2), "en")
    ('1er août 2024', 'August 2, 2024')
    """
    language = language or default_language()
    if value is None:
        return text("report.missing", language)
    written = str(babel_date(value, format="long", locale=language))
    # French writes the first of the month as an ordinal; CLDR's pattern does not know it.
    return f"1er{written[1:]}" if language == "fr" and value.day == 1 else written
