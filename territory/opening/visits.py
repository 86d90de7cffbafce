"""Visits of itinerant counters to a commune, as codes that a file keeps, and in words.

A visit is ``bus:wednesday:morning:even_weeks``: what travels, the day, the half-day, the weeks; ``?`` is
what the directory does not say.
"""

from __future__ import annotations

from collections.abc import Iterable

import pandas as pd

from territory.contract import WEEKDAYS
from territory.messages import Words

BUS, ITINERANT = "bus", "itinerant"
UNSAID = "?"
_DAYS = (*WEEKDAYS, UNSAID)


def visits_code(visits: pd.DataFrame) -> str:
    """Return the visits to a commune as codes separated by a blank, in the order of the week.

    Parameters
    ----------
    visits : DataFrame
        ``counter_kind_name``, ``weekday_name``, ``half_day_name``, ``rhythm_name``.
    """
    columns = [visits[name] for name in ("weekday_name", "half_day_name", "rhythm_name")]
    kinds = [BUS if kind == BUS else ITINERANT for kind in visits["counter_kind_name"]]
    codes = {
        ":".join([kind, *(UNSAID if pd.isna(word) else str(word) for word in said)])
        for kind, *said in zip(kinds, *columns, strict=True)
    }
    return " ".join(sorted(codes, key=_rank))


def _rank(code: str) -> tuple[int, str]:
    _, day, rest = code.split(":", 2)
    return _DAYS.index(day), rest


def visits_sentence(codes: object, words: Words) -> str:
    """Return that something passes here, and when, in words; ``""`` where no stop is known.

    Parameters
    ----------
    codes : str or missing
        As `visits_code` gives them.
    words : Words
        Of the reader's language.

    Examples
    --------
    >>> visits_sentence("bus:wednesday:morning:?", Words("en"))
    'a bus passes here according to the directory (Wednesday morning)'
    """
    if not isinstance(codes, str) or not codes:
        return ""
    visits = [code.split(":") for code in codes.split()]
    kinds = {kind for kind, *_ in visits}
    key = BUS if kinds == {BUS} else ITINERANT
    return words.text(f"visits.{key}", when=_when([said for _, *said in visits], words))


def _when(visits: Iterable[list[str]], words: Words) -> str:
    told = dict.fromkeys(_one(*said, words=words) for said in visits)
    said = [one for one in told if one]
    return words.text("visits.join").join(said) if said else words.text("visits.unsaid")


def _one(day: str, half: str, rhythm: str, *, words: Words) -> str:
    """Return a visit in words; ``""`` where the directory says nothing of when."""
    when = "" if day == UNSAID else words.text(f"visits.weekday.{day}")
    if half != UNSAID:
        key = "half" if when else "half_alone"
        when = words.text(f"visits.{key}.{half}", day=when)
    weeks = "" if rhythm == UNSAID else words.text(f"visits.weeks.{rhythm}")
    return (
        words.text("visits.with_weeks", when=when, weeks=weeks) if when and weeks else when + weeks
    )
