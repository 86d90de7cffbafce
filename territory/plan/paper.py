"""A plan on one page of paper, as PDF: what a prefect reads in two minutes.

The page is the answer as the app shows it (`territory.plan.shown`), set by Typst: the map takes what the
rest leaves, and the table the rows that have room.
"""

from __future__ import annotations

import json
from datetime import date
from functools import cache
from importlib.resources import files
from typing import Any

from territory.indicators import find_indicator
from territory.look import palette
from territory.look.glyphs import drawable
from territory.look.typeset import pdf_of_document
from territory.maps.paper.sources import COUNTERS, GROUND, cited_in_words, licences_of
from territory.messages import Words
from territory.plain_text import plain_all
from territory.plan.shown import Rows, Shown
from territory.tables import DataInUse, Tables

# More rows than this never have room, under the map and beside it.
MOST_ROWS, MOST_BESIDE = 40, 12
# What every plan rests on, beside the people it counts.
SOURCES = (COUNTERS, "town_halls", *GROUND)


def sheet_pdf(tables: Tables, shown: Shown, in_use: DataInUse, words: Words, *, link: str) -> bytes:
    """Return an answer as one page of accessible PDF (PDF/UA-1); the same answer, the same bytes.

    Parameters
    ----------
    tables : Tables
        Those the answer was made from: under which scenarios is said first.
    shown : Shown
        What is shown.
    in_use : DataInUse
        The tables in use, for sources and day.
    words : Words
        Of the reader's language.
    link : str
        An address, or a command, that gives the answer again.
    """
    day = in_use.newest_date
    sheet = sheet_of(tables, plain_all(shown), in_use, words, link=link)
    inputs = {
        "sheet": json.dumps(plain_all(sheet, drawable), ensure_ascii=False),
        "look": json.dumps(dict(palette.NAMED)),
    }
    return pdf_of_document(_template(), inputs, day)


def sheet_of(
    tables: Tables, shown: Shown, in_use: DataInUse, words: Words, *, link: str
) -> dict[str, Any]:
    """Return what stands on the page, as the template reads it."""
    ids = list(dict.fromkeys([*find_indicator("illectronism_share").source_ids, *SOURCES]))
    day = in_use.newest_date
    curve = shown.curve
    answer = " ".join(shown.answer)
    return {
        "language": words.language,
        "day": day,
        "kicker": words.text("plan.paper.kicker"),
        "title": shown.title,
        "scenarios": [one.in_words(words) for one in tables.scenarios],
        "minutes": shown.minutes,
        "figures": [list(one) for one in shown.figures],
        "answer": list(shown.answer),
        "proof": shown.proof,
        "maps": [
            {
                "name": words.text(f"map.zone.{zone}"),
                "svg": svg,
                "alt": words.text("plan.paper.map_alt", title=shown.title, answer=answer),
            }
            for zone, svg in shown.maps
        ],
        "legend": [list(one) for one in shown.legend],
        "signs": [list(one) for one in shown.signs],
        "curve": None
        if curve is None
        else {
            "title": curve.title,
            "svg": curve.svg,
            "elbow": curve.elbow,
            "alt": words.text("plan.paper.curve_alt", title=curve.title, elbow=curve.elbow),
        },
        "beside": _table(shown.beside, MOST_BESIDE, words),
        "table": _table(shown.on_paper or shown.table, MOST_ROWS, words),
        "know": words.text("plan.paper.know"),
        "remarks": list(shown.remarks),
        "unknown_title": words.text("plan.paper.unknown.title"),
        "unknown": list(shown.unknown),
        "foot": [
            cited_in_words(ids, in_use, words),
            words.text(
                "paper.data",
                day=words.day(date.fromisoformat(day)),
                fingerprint=in_use.fingerprint,
                licences=licences_of(ids, in_use, words),
            ),
            words.text("plan.paper.link", link=link),
        ],
    }


def _table(table: Rows | None, most: int, words: Words) -> dict[str, Any] | None:
    """Return a table, and what is said of each count of rows that have no room."""
    if table is None:
        return None
    return {
        "caption": table.caption,
        "heads": list(table.heads),
        "rows": [list(row) for row in table.cells[:most]],
        "count": len(table.cells),
        "widths": list(table.widths),
        "is_words": [one == 0 or one in table.words for one in range(len(table.heads))],
        "notes": list(table.notes),
        "rest": ["", *(words.plural(table.rest, left) for left in range(1, len(table.cells) + 1))],
    }


@cache
def _template() -> bytes:
    return files(__package__).joinpath("paper.typ").read_bytes()
