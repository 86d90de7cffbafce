"""What came of a fault: read the same, refused, said, silent, or a traceback."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection
from dataclasses import dataclass, fields, is_dataclass
from enum import StrEnum
from pathlib import Path

import geopandas as gpd
import pandas as pd

from territory import messages
from territory.errors import TerritoryError
from territory.messages import Words

MOST_SAID = 4_000


class Verdict(StrEnum):
    """The three that are right, and the two that are not."""

    SAME = "same"
    REFUSED = "refused"
    SAID = "said"
    SILENT = "silent"
    TRACEBACK = "traceback"


RIGHT = (Verdict.SAME, Verdict.REFUSED, Verdict.SAID)


@dataclass(frozen=True)
class Seen:
    """What a reader gave: its values by (key, column), its notes, what the file says of itself."""

    values: dict[tuple[str, str], str]
    notes: tuple[str, ...]
    told: dict[str, str]


def see(result: object) -> Seen:
    """Take a reader's result apart."""
    if is_dataclass(result):
        parts = {one.name: getattr(result, one.name) for one in fields(result)}
    else:
        parts = {"": result}
    values: dict[tuple[str, str], str] = {}
    notes: list[str] = []
    told: dict[str, str] = {}
    for name, frame in parts.items():
        if not isinstance(frame, pd.DataFrame):
            # Notes that are a field of their own, and what the file does not say.
            notes += frame if name == "notes" else []
            continue
        values |= {(key, f"{name} {column}".strip()): value for key, column, value in _cells(frame)}
        notes += frame.attrs.get("notes", [])
        told |= {key: str(value) for key, value in frame.attrs.items() if key not in _OWN}
    return Seen(values, tuple(notes), told)


_OWN = ("notes", "file")


def _cells(frame: pd.DataFrame) -> list[tuple[str, str, str]]:
    columns = {
        str(name): frame[name].to_wkt(rounding_precision=7)
        if isinstance(frame[name], gpd.GeoSeries)
        else frame[name]
        for name in frame.columns
    }
    rows = [
        tuple("" if pd.isna(value) else str(value) for value in row)
        for row in zip(*columns.values(), strict=True)
    ]
    # Rows without a name of their own are known by what they hold.
    is_named = not isinstance(frame.index, pd.RangeIndex)
    names = list(map(str, frame.index)) if is_named else ["|".join(row) for row in rows]
    # A row said twice says nothing more, nor does the order of rows.
    listed: dict[str, set[tuple[str, ...]]] = {}
    for name, row in zip(names, rows, strict=True):
        listed.setdefault(name, set()).add(row)
    return [
        (f"{name}#{rank}" if rank else name, column, value)
        for name, others in listed.items()
        for rank, row in enumerate(sorted(others))
        for column, value in zip(columns, row, strict=True)
    ]


@dataclass(frozen=True)
class Judgement:
    """A verdict and what it rests on."""

    verdict: Verdict
    detail: str


def judge(
    read: Callable[[Path], object],
    path: Path,
    before: Seen,
    *,
    touched: Collection[str] = (),
    missing_is_said: bool = False,
) -> Judgement:
    """Read a damaged file and judge what came of it.

    Parameters
    ----------
    read : callable
        The source's reader.
    path : Path
        The damaged file.
    before : Seen
        What the whole file gives.
    touched : collection of str
        Keys of the rows the fault touches; a note that names one names the rows. Empty when the
        whole file is touched: a note that names the file will do.
    missing_is_said : bool
        Whether a value that becomes missing needs no note: the file itself left it blank.
    """
    try:
        after = see(read(path))
    except TerritoryError as error:
        return of_refusal(error, path.name)
    except Exception as error:  # what is counted here is just what nobody foresaw
        return Judgement(Verdict.TRACEBACK, f"{type(error).__name__}: {error}"[:300])
    return compare(before, after, path.name, touched, missing_is_said=missing_is_said)


def of_refusal(error: TerritoryError, file: str) -> Judgement:
    """Judge a refusal by its words: the file's name, no brace left open, no book."""
    for language in messages.LANGUAGES:
        said = error.say(Words(language))
        if file not in said or len(said) > MOST_SAID or re.search(r"\{\w+\}", said):
            return Judgement(Verdict.SILENT, f"refused without naming the file: {said[:300]}")
    return Judgement(Verdict.REFUSED, f"{error.key}: {error.say(Words('en'))}"[:300])


def compare(
    before: Seen, after: Seen, file: str, touched: Collection[str], *, missing_is_said: bool
) -> Judgement:
    """Judge what a reader gives by what it gave for the whole file."""
    new = [note for note in after.notes if note not in before.notes]
    changed = {
        place
        for place in before.values.keys() | after.values.keys()
        if before.values.get(place, "") != after.values.get(place, "")
    }
    told = {
        key
        for key in before.told.keys() | after.told.keys()
        if after.told.get(key, before.told.get(key)) != before.told.get(key)
    }
    if not changed and not told:
        return Judgement(Verdict.SAME, "; ".join(new))
    names = list(touched) or [file, *{key for key, _ in before.values if key}]
    # A row that came without a name has been given one.
    renamed = {key for key, _ in changed} - {key for key, _ in before.values}
    is_named = any(_names(note, name) for note in new for name in names) or (
        renamed and all(any(_names(note, key) for note in new) for key in renamed)
    )
    if is_named and not told:
        return Judgement(Verdict.SAID, "; ".join(new)[:300])
    # A status is not a figure: it may say why a figure is missing.
    unsaid = sorted(
        place
        for place in changed
        if not place[1].endswith("_status")
        and not (missing_is_said and after.values.get(place, "") == "")
    )
    if not unsaid and not told:
        return Judgement(Verdict.SAID, "missing, as the file left it blank")
    shown = [
        f"{place}: {before.values.get(place)!r} → {after.values.get(place)!r}" for place in unsaid
    ]
    shown += [f"{key}: {before.told.get(key)!r} → {after.told.get(key)!r}" for key in sorted(told)]
    return Judgement(Verdict.SILENT, "; ".join(shown)[:300])


def _names(note: str, name: str) -> bool:
    """Tell whether a note holds a name as a word of its own: 3 is not in 13."""
    return re.search(rf"(?<!\w){re.escape(name)}(?!\w)", note) is not None
