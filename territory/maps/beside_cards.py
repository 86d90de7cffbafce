"""The cards of the places beside France Services: digital mediation places, other public counters."""

from __future__ import annotations

from typing import Any

import pandas as pd

from territory.contract import Status
from territory.maps.cards import MOST_LINES, Row, known_words
from territory.messages import Words
from territory.opening.sentences import hours_in_words
from territory.opening.week_code import week_lines


def mediation_card(row: Row, words: Words) -> dict[str, Any]:
    """Return what the card of a digital mediation place says, its week as a counter's card does.

    Returns
    -------
    dict
        ``title``; ``lines`` of a label and a value, those of ``first`` under the pointer; ``week``, a day
        and its hours, only where the published text was read; ``contacts``, none being in the table.
    """
    missing = words.missing
    lines = [[words.text("map.card.kind"), words.text("map.legend.mediation_place")]]
    for label, said in (
        ("address", " ".join(known_words(row, "address_text", "postal_code"))),
        ("hours", hours_in_words(row, words)),
        ("typology", " ".join(known_words(row, "typology_text"))),
        ("programmes", " ".join(known_words(row, "programmes_text"))),
    ):
        lines.append([words.text(f"map.card.{label}"), said or missing])
    return {
        "title": row["place_name"],
        "lines": lines,
        "first": list(range(min(len(lines), MOST_LINES))),
        "week": week_lines(row["week_code"], words),
        "contacts": [],
    }


def agency_card(row: Row, words: Words) -> dict[str, Any]:
    """Return what the card of a public counter says; the directory's hours are not read."""
    kind = words.text(f"beside.kind.{row['agency_kind_name']}")
    address = " ".join(known_words(row, "address_text", "postal_code", "town_text"))
    lines = [
        [words.text("map.card.kind"), kind[:1].upper() + kind[1:]],
        [words.text("map.card.address"), address or words.missing],
    ]
    if row["place_status"] == str(Status.IMPUTED):
        lines.append([words.text("beside.map.imputed"), words.text("beside.map.imputed_text")])
    phone: str = words.missing if pd.isna(row["phone_text"]) else str(row["phone_text"])
    return {
        "title": row["agency_name"],
        "lines": [*lines, [words.text("beside.map.phone"), phone]],
        "contacts": [],
    }
