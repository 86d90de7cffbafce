"""The card of a counter: what stands under the pointer, and the whole that a click opens.

Everything is text as published, put in the page as text: a name, a telephone number or a comment is
never read as HTML.
"""

from __future__ import annotations

import csv
import io
import re
from typing import Any
from urllib.parse import quote

import pandas as pd

from territory.contract import WEEKDAYS
from territory.maps.cards import MOST_LINES, Row, known_words
from territory.messages import Words
from territory.opening.sentences import saturday_words
from territory.tables.overrides import COLUMNS, HOURS_TEXTS

# One number or one address, written in a way that a telephone or a mail program can be given; anything
# else is shown as it is written.
_NUMBER = re.compile(r"(?:\+33 ?[1-9]|0[1-9])(?:[ .-]?[0-9]{2}){4}")
_ADDRESS = re.compile(r"[\w.+-]+@[\w-]+(?:\.[\w-]+)+", re.ASCII)


def counter_card(code: str, row: Row, list_cited: str, words: Words) -> dict[str, Any]:
    """Return what the card of a counter says.

    Parameters
    ----------
    code : str
        Of the counter.
    row : mapping
        A row of the table of counters, with ``commune_name``.
    list_cited : str
        The list it comes from, with its day and its licence; ``""`` when that is not known.
    words : Words
        Of the reader's language. What is missing is said so.

    Returns
    -------
    dict
        ``title``; ``lines`` of a label and a value, those of ``first`` under the pointer; ``week``, a
        day and its hours as published; ``contacts``, a label, a text and the address of a program
        (``""`` for none); ``source``; ``report``, a text for the producer and lines of CSV.
    """
    missing = words.missing
    lines = [
        [words.text("map.card.kind"), words.text(f"map.counter_kind.{row['counter_kind_name']}")],
        [words.text("map.card.address"), _place(row) or missing],
        [words.text("map.card.weekly_hours"), _week(row, words)],
        [words.text("map.card.appointments"), _yes_or_no(row["has_appointments"], words)],
    ]
    if pd.notna(row["hours_condition_name"]):
        condition = words.text(f"map.card.condition_{row['hours_condition_name']}")
        lines.append([words.text("map.card.condition"), condition])
    if pd.notna(row["hours_flag_name"]):
        flag = words.text(f"build.hours_flag.{row['hours_flag_name']}")
        lines.append([words.text("map.card.flag"), flag])
    if pd.notna(row["correction_text"]):
        kind = words.text(f"map.correction.{row['correction_name']}")
        lines.append([kind, row["correction_text"]])
    if pd.notna(row["comment_text"]):
        lines.append([words.text("map.card.comment"), row["comment_text"]])
    return {
        "title": row["counter_name"],
        "lines": lines,
        "first": list(range(min(len(lines), MOST_LINES - 1))),
        "week": _days(row, words),
        "contacts": _contacts(row, words),
        "source": list_cited,
        "report": _report(code, row, list_cited, words),
    }


def _place(row: Row) -> str:
    names = ("address_text", "postal_code", "commune_name")
    return " ".join(known_words(row, *(name for name in names if name in row)))


def _days(row: Row, words: Words) -> list[list[str]]:
    """Return each day with its hours as published; none where no day has any."""
    published = [row[f"opening_{day}_text"] for day in WEEKDAYS]
    if all(pd.isna(hours) for hours in published):
        return []
    closed = words.text("door.no_hours")
    return [
        [words.text(f"map.card.{day}"), closed if pd.isna(hours) else str(hours)]
        for day, hours in zip(WEEKDAYS, published, strict=True)
    ]


def _contacts(row: Row, words: Words) -> list[list[str]]:
    found: list[list[str]] = []
    for name, pattern, scheme in (
        ("phone_text", _NUMBER, "tel:"),
        ("mail_text", _ADDRESS, "mailto:"),
    ):
        if pd.isna(row[name]):
            text, link = words.text("door.not_published"), ""
        else:
            text = str(row[name])
            link = _link(text.strip(), pattern, scheme)
        found.append([words.text(f"columns.{name}.label"), text, link])
    return found


def _link(text: str, pattern: re.Pattern[str], scheme: str) -> str:
    if not pattern.fullmatch(text):
        return ""
    return scheme + (re.sub(r"[ .-]", "", text) if scheme == "tel:" else quote(text, safe="@+._-"))


def _report(code: str, row: Row, list_cited: str, words: Words) -> dict[str, str]:
    """Return a text for whoever keeps the list, and a row of the file of local corrections."""
    days = _days(row, words)
    hours = "\n".join(words.text("door.day", day=day, hours=said) for day, said in days)
    contacts = "\n".join(
        words.text("door.line", label=label, value=value)
        for label, value, _ in _contacts(row, words)
    )
    return {
        "text": words.text(
            "door.report_text",
            name=row["counter_name"],
            code=code,
            list=list_cited or words.missing,
            place=_place(row) or words.missing,
            hours=hours or words.missing,
            contacts=contacts,
        ),
        "row": overrides_row(code, row, words),
    }


def overrides_row(code: str, row: Row, words: Words) -> str:
    """Return a heading and a row of ``counters_overrides.csv`` that change a counter's hours.

    The hours are those published, to be written over; reason, author and date are left to whoever
    corrects: without them the row is refused.

    Parameters
    ----------
    code : str
        Of the counter.
    row : mapping
        A row of the table of counters.
    words : Words
        Of the reader's language.
    """
    cells = dict.fromkeys(COLUMNS, "") | {
        "action": "change_hours",
        "counter_code": code,
        **{name: "" if pd.isna(row[name]) else str(row[name]) for name in HOURS_TEXTS},
        "reason": words.text("door.to_fill"),
    }
    written = io.StringIO()
    writer = csv.DictWriter(written, COLUMNS, lineterminator="\n")
    writer.writeheader()
    writer.writerow(cells)
    return written.getvalue()


def _week(row: Row, words: Words) -> str:
    if pd.isna(row["weekly_hours"]):
        return words.missing
    return words.text(
        "map.card.week",
        hours=words.figure("weekly_hours", row["weekly_hours"]),
        days=words.number(row["open_days_count"]),
        saturday=saturday_words(row, "map.card.week_saturday", words),
    )


def _yes_or_no(value: Any, words: Words) -> str:
    if pd.isna(value):
        return words.missing
    return words.text("map.card.yes" if value else "map.card.no")
