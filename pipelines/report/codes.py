"""Tell which year's communes a file's codes are of, and those that year does not know."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Any

from territory import messages

CODES_SHOWN = 40


def moves_lines(until: str | None, year: int, language: str | None) -> Iterator[str]:
    """Yield the line of a report that says how far the moves of communes are known.

    Parameters
    ----------
    until : str or None
        Day of the last move of the COG, as an ISO date; None where it holds none.
    year : int
        Year of the tables. Communes change every 1 January: moves that stop before it lack some.
    language : str, optional
        ``"fr"`` or ``"en"``.
    """
    if until is None:
        yield messages.text("build.codes.moves_none", language)
        return
    last = date.fromisoformat(until)
    key = "moves_until" if last.year >= year else "moves_stop"
    yield messages.text(f"build.codes.{key}", language, day=messages.day(last, language), year=year)


def codes_lines(codes: dict[str, Any], language: str | None) -> Iterator[str]:
    """Yield the lines of a report about the codes of a file.

    Parameters
    ----------
    codes : dict
        A `pipelines.steps.known_codes.CodesCheck`, as plain types.
    language : str, optional
        ``"fr"`` or ``"en"``.
    """

    def say(key: str, **values: object) -> str:
        return messages.text(f"build.codes.{key}", language, **values)

    yield say(f"year_{codes['basis']}", year=codes["year"])
    if codes["year"] > codes["tables_year"]:
        yield say("newer", year=codes["year"], tables_year=codes["tables_year"])
    unknown, people = codes["unknown"], codes["unknown_people"]
    if not unknown:
        return
    shown = [
        say("with_people", code=code, people=messages.number(people[code], language))
        if code in people
        else code
        for code in unknown[:CODES_SHOWN]
    ]
    more = ", …" if len(unknown) > CODES_SHOWN else ""
    yield say(
        "unknown",
        year=codes["year"],
        count=messages.number(len(unknown), language),
        codes=", ".join(shown) + more,
    )
    if codes["better_year"]:
        yield say("better", year=codes["year"], better=codes["better_year"])
