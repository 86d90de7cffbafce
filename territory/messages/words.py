"""The words of a language: its sentences, its numbers and dates, its figures."""

from __future__ import annotations

import math
import os
from dataclasses import dataclass
from datetime import date
from functools import cache

from babel import Locale
from babel.dates import format_date
from babel.numbers import format_compact_decimal

from territory.messages.catalogues import (
    LANGUAGES,
    WordsMissingError,
    branches,
    catalogue,
    names_in,
)
from territory.messages.numbers import WHOLE_WITHIN, decimal, is_nearly_whole, long_day, percentage
from territory.messages.rounding import hour_digits, is_missing, rounded_estimate, rounded_people

LANGUAGE_VARIABLE = "TERRITORY_LANG"
# Numbers are shortened from here on.
SHORT_FROM = 100_000


@dataclass(frozen=True)
class Words:
    """What a language says and how it writes numbers, dates and figures.

    Two objects of the same language are equal and have the same hash: they are keys of caches.
    A missing number (None, NaN) is the catalogue's word for it, never 0.

    Parameters
    ----------
    language : str
        ``"fr"`` or ``"en"``.

    Raises
    ------
    KeyError
        If the language is not one of `LANGUAGES`.
    """

    language: str

    def __post_init__(self) -> None:
        if self.language not in LANGUAGES:
            raise KeyError(self.language)

    def text(self, key: str, /, **values: object) -> str:
        """Return a message, its ``{names}`` filled with `values`.

        Parameters
        ----------
        key : str
            ``topic.path`` of the message.
        **values
            What the message's braces ask for.

        Raises
        ------
        WordsMissingError
            If the key is unknown: a missing message is a bug, never shown as a blank.

        Examples
        --------
        >>> Words("en").text("report.rows", count=3)
        '3 rows'
        """
        message = catalogue(self.language).get(key)
        if message is None:
            raise WordsMissingError(key, self.language)
        return message.format(**values) if values else message

    @property
    def missing(self) -> str:
        """What is written where a figure is missing."""
        return self.text("report.missing")

    def number(self, value: float | None, *, digits: int = 0) -> str:
        r"""Write a number with so many decimals.

        Examples
        --------
        >>> Words("fr").number(1234.5, digits=1)
        '1\u202f234,5'
        >>> Words("en").number(float("nan"))
        'no data'
        """
        if value is None or math.isnan(value):
            return self.missing
        # Adding zero takes the sign of a zero away: −0 is written as 0.
        return decimal(round(float(value), digits) + 0.0, digits, self.language)

    def signed(self, value: float, *, digits: int = 0) -> str:
        """Write a difference with its sign, a true minus; one that rounds to nothing has none.

        Examples
        --------
        >>> Words("fr").signed(-0.83, digits=1), Words("en").signed(-0.01, digits=1)
        ('−0,8', '0.0')
        """
        if math.isnan(value):
            return self.missing
        shown = self.number(abs(value), digits=digits)
        if shown == self.number(0.0, digits=digits):
            return shown
        return f"+{shown}" if value > 0 else f"−{shown}"

    def short_number(self, value: float | None) -> str:
        """Write a number in few signs where room is scarce: large ones in thousands or millions.

        Examples
        --------
        >>> Words("en").short_number(3520590), Words("en").short_number(12321)
        ('3.5M', '12,321')
        """
        if value is None or math.isnan(value) or abs(value) < SHORT_FROM:
            return self.number(value)
        return str(
            format_compact_decimal(
                value, format_type="short", locale=self.language, fraction_digits=1
            )
        )

    def percent(self, value: float | None, *, digits: int = 0) -> str:
        r"""Write a share (0–1) as a percentage; one that is not whole never as nothing or all.

        Examples
        --------
        >>> Words("fr").percent(0.154, digits=1)
        '15,4\u202f%'
        >>> english = Words("en")
        >>> english.percent(0.0004, digits=1), english.percent(0.9999, digits=1)
        ('less than 0.1%', 'more than 99.9%')
        >>> english.percent(0.0, digits=1), english.percent(1.0, digits=1)
        ('0%', '100%')
        """
        if value is None or math.isnan(value):
            return self.missing
        if min(abs(value), abs(value - 1)) < WHOLE_WITHIN:
            return percentage(float(round(value)) + 0.0, 0, self.language)
        if is_nearly_whole(value, digits):
            step = 10.0 ** -(digits + 2)
            key, limit = ("less_than", step) if value < 0.5 else ("more_than", 1 - step)
            return self.text(f"report.{key}", limit=percentage(limit, digits, self.language))
        return percentage(round(float(value), digits + 2) + 0.0, digits, self.language)

    def day(self, value: date | None) -> str:
        """Write a date in full.

        Examples
        --------
        >>> Words("fr").day(date(2024, 8, 1)), Words("en").day(date(2024, 8, 2))
        ('1er août 2024', 'August 2, 2024')
        """
        if value is None:
            return self.missing
        return long_day(value, self.language)

    def month(self, value: date) -> str:
        """Write the month of a date and its year.

        Examples
        --------
        >>> Words("fr").month(date(2023, 7, 1)), Words("en").month(date(2023, 7, 1))
        ('juillet 2023', 'July 2023')
        """
        return str(format_date(value, format="LLLL y", locale=self.language))

    def people(self, people: float, low: float, high: float) -> str:
        """Write modelled people, or a bound of theirs, as finely as their interval allows.

        Examples
        --------
        >>> Words("en").people(1243.0, 980.0, 1510.0)
        '1,240'
        """
        return self.number(rounded_people(people, low, high))

    def estimate(self, people: float) -> str:
        """Write modelled people without their interval, to two figures.

        Examples
        --------
        >>> Words("en").estimate(648_492.3)
        '650,000'
        """
        return self.number(rounded_estimate(people))

    def hours(self, hours: float) -> str:
        """Write hours as published: whole, with a half, with a quarter.

        Examples
        --------
        >>> Words("fr").hours(34.5), Words("fr").hours(24.0)
        ('34,5', '24')
        """
        return self.missing if is_missing(hours) else self.number(hours, digits=hour_digits(hours))

    def form(self, key: str, count: float | None, *, digits: int = 0) -> str:
        """Return the form a count takes: ``"one"`` or ``"other"``, by CLDR's rule of the language.

        The number that counts is the one shown, rounded: 1.4 shown without decimals is 1. CLDR's
        ``"many"`` (1 million, in French) is written as ``"other"``.

        Parameters
        ----------
        key : str
            What is counted: ``"none"`` is the form of zero where the catalogue has ``key.none``.
        count : float
            How many.
        digits : int
            Decimals shown.

        Raises
        ------
        ValueError
            If the count is missing: what is not known is neither one nor several.

        Examples
        --------
        >>> [Words("fr").form("map.legend.communes", count) for count in (0, 1, 2)]
        ['one', 'one', 'other']
        >>> Words("en").form("map.legend.communes", 0), Words("en").form("map.summary.layer", 0)
        ('other', 'none')
        """
        if count is None or is_missing(count):
            raise ValueError(f"{key} counts what is missing: say that it is, in words of its own")
        shown = abs(round(float(count), digits))
        if shown == 0 and f"{key}.none" in branches(self.language):
            return "none"
        return "one" if _locale(self.language).plural_form(shown) == "one" else "other"

    def has_forms(self, key: str) -> bool:
        """Whether a message is written in the forms its count takes, for `plural`."""
        return f"{key}.other" in branches(self.language)

    def counted(self, key: str, /, **values: object) -> str:
        """Return a message, in the form its ``count`` takes if it has forms.

        For what is said of many keys alike: errors, notes of readers.

        Examples
        --------
        >>> Words("en").counted("read.text_blanks", file="a.csv", count=1, rows="3")
        "File 'a.csv': blanks removed at the ends of a text in 1 row (3)."
        """
        if not self.has_forms(key):
            return self.text(key, **values)
        form = self.form(key, float(str(values["count"])))
        return self.text(f"{key}.{form}", **values)

    def plural(self, key: str, count: float | None, /, *, digits: int = 0, **values: object) -> str:
        """Return a message in the form its count takes: ``key.one``, ``key.other``, ``key.none``.

        Parameters
        ----------
        key : str
            ``topic.path`` of the message, without its form.
        count : float
            How many; written as ``{count}``.
        digits : int
            Decimals shown.
        **values
            What else the message's braces ask for; ``count`` among them is written in its place.

        Raises
        ------
        ValueError
            If the count is missing.
        WordsMissingError
            If the key is unknown.

        Examples
        --------
        >>> Words("en").plural("portrait.fixed_counters", 1), Words("en").plural("portrait.fixed_counters", 0)
        ('1 fixed counter', '0 fixed counters')
        """
        form = self.form(key, count, digits=digits)
        return self.text(f"{key}.{form}", **{"count": self.number(count, digits=digits)} | values)

    def names_in(self, key: str) -> frozenset[str]:
        """Return the ``{names}`` a message asks for."""
        return names_in(key, self.language)

    def communes(self, count: int) -> str:
        """Write a number of communes."""
        return self.plural("map.legend.communes", count)

    def figure(self, name: str, value: float | None) -> str:
        """Write a value in the unit its column's name promises.

        Examples
        --------
        >>> Words("en").figure("nearest_counter_minutes", 12.34)
        '12 min'
        >>> Words("fr").figure("illectronism_share", float("nan"))
        'pas de donnée'
        >>> Words("en").figure("reachable_hours_per_1k", 3.2), Words("en").figure("pupils_per_1k", 3.2)
        ('3.2 h', '3.2 per 1,000')
        """
        if value is None or is_missing(value):
            return self.missing
        if name.endswith("_share"):
            return self.percent(value, digits=0 if name == "known_share" else 1)
        if name.endswith("_minutes"):
            return self.text("map.unit.minutes", value=self.number(value))
        if name.endswith(("_per_1k", "_hours")):
            unit = "hours" if is_in_hours(name) else "per_1k"
            return self.text(f"map.unit.{unit}", value=self.number(value, digits=1))
        return self.number(value)


@cache
def _locale(language: str) -> Locale:
    return Locale(language)


def is_in_hours(name: str) -> bool:
    """Tell whether a column's figures are hours, be they for so many people.

    Examples
    --------
    >>> is_in_hours("reachable_hours_per_1k"), is_in_hours("weekly_hours"), is_in_hours("pupils_per_1k")
    (True, True, False)
    """
    return name.endswith(("_hours", "_hours_per_1k"))


def default_words() -> Words:
    """Return the words of ``TERRITORY_LANG`` if it is a language we speak, else French."""
    wanted = os.environ.get(LANGUAGE_VARIABLE, "")[:2].lower()
    return Words(wanted if wanted in LANGUAGES else "fr")
