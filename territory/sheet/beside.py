"""What stands beside France Services, in the sheet of a commune: context, told apart from the score."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import pandas as pd
from markupsafe import Markup

from territory.country import Country
from territory.indicators.public_counters import CORE_KINDS, MEASURED_KINDS
from territory.lists.beside import Row, around, has_all_agencies, kinds_in_words
from territory.look import parts
from territory.messages import Words
from territory.opening.sentences import hours_in_words
from territory.travel.said import measured_by


@dataclass(frozen=True)
class Beside:
    """What is known around a commune beside France Services.

    Parameters
    ----------
    row : mapping
        As `territory.lists.beside.around` gives it, with ``fixed_counters_count`` and ``engine_name``.
    place : mapping or None
        The nearest place of mediation: a row of their table.
    has_mediation, has_agencies : bool
        Whether the tables hold the places of mediation, the public counters.
    """

    row: Row
    place: Row | None
    has_mediation: bool
    has_agencies: bool


def beside_of(country: Country, code: str, row: Row) -> Beside | None:
    """Return what stands beside France Services around a commune; None where the tables hold none of it.

    Parameters
    ----------
    row : mapping
        Its row of the list.
    """
    return besides_of(country, pd.Index([code]), [row])[0]


def besides_of(country: Country, codes: pd.Index, rows: Sequence[Row]) -> list[Beside | None]:
    """Return the same of some communes, in the order of their codes and of their rows of the list."""
    tables = country.tables
    places = tables.mediation_places
    if places is None and not tables.public.is_there:
        return [None] * len(codes)
    found: list[Any] = around(country, codes).to_dict("records")
    told: dict[Any, Row] = {}
    if places is not None:
        asked = {one["nearest_mediation_place_code"] for one in found}
        held = places[places.index.isin(asked)]
        told = dict(zip(held.index, held.to_dict("records"), strict=True))
    return [
        Beside(
            {**one, **{name: row[name] for name in ("fixed_counters_count", "engine_name")}},
            told.get(one["nearest_mediation_place_code"]),
            places is not None,
            tables.public.is_there,
        )
        for one, row in zip(found, rows, strict=True)
    ]


def beside_section(beside: Beside | None, words: Words) -> Markup:
    """Return the section; empty where the tables hold nothing of it."""
    if beside is None:
        return Markup()
    row = beside.row
    told = []
    if has_all_agencies(row):
        kinds = kinds_in_words(list(CORE_KINDS), words)
        told.append(parts.paragraph(words.text("beside.all_agencies", kinds=kinds)))
    lines = [*_mediation(beside, words), *_agencies(beside, words)]
    absent = [
        words.text(f"beside.sheet.no_{name}")
        for name, is_there in (
            ("mediation", beside.has_mediation),
            ("agencies", beside.has_agencies),
        )
        if not is_there
    ]
    last = " ".join([words.text("beside.sheet.context"), *absent])
    return parts.section(
        words.text("beside.sheet.heading"),
        *told,
        parts.lines(lines),
        parts.paragraph(last, "soft"),
    )


def _mediation(beside: Beside, words: Words) -> list[tuple[str, str]]:
    if not beside.has_mediation:
        return []
    row = beside.row
    lines = [
        (words.text("beside.sheet.mediation"), _counts(row, "mediation_places", words)),
        (words.text("beside.sheet.counsellors"), _counts(row, "counsellor_places", words)),
    ]
    if beside.place is not None:
        minutes = _minutes(row, "nearest_mediation_place_minutes", words)
        name = str(beside.place["place_name"])
        said = words.text("beside.sheet.nearest_place", name=name, minutes=minutes)
        hours = hours_in_words(beside.place, words)
        lines += [
            (words.text("beside.sheet.nearest"), said),
            (words.text("beside.sheet.hours"), hours),
        ]
    counsellor = _minutes(row, "nearest_counsellor_place_minutes", words)
    return [*lines, (words.text("beside.sheet.counsellor_minutes"), counsellor)]


def _counts(row: Row, name: str, words: Words) -> str:
    inside, around = (row[f"{name}{part}_count"] for part in ("", "_within_20"))
    if pd.isna(inside) or pd.isna(around):
        return words.missing
    return words.text(
        "beside.sheet.mediation_counts", inside=words.number(inside), around=words.number(around)
    )


def _agencies(beside: Beside, words: Words) -> list[tuple[str, str]]:
    if not beside.has_agencies:
        return []
    return [
        (
            _capital(words.text(f"beside.kind.{kind}")),
            _agency(beside.row, kind, words),
        )
        for kind in MEASURED_KINDS
    ]


def _agency(row: Row, kind: str, words: Words) -> str:
    minutes = _minutes(row, f"nearest_{kind}_minutes", words)
    count = row[f"{kind}_agencies_count"]
    if pd.notna(count) and count > 0:
        return words.text("beside.sheet.agency_inside", minutes=minutes)
    return minutes


def _minutes(row: Row, name: str, words: Words) -> str:
    value = words.figure(name, row[name])
    if pd.isna(row[name]):
        return value
    engine = measured_by(row, name, words)
    return words.text("map.card.by_engine", minutes=value, engine=engine)


def _capital(said: str) -> str:
    return said[:1].upper() + said[1:]
