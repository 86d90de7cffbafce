"""Faults that only a whole build can see: rows gone, figures out of scale, places elsewhere.

They are made in the sample's folder, one file at a time, and the tables and the report that come of
it are held against those of the folder as it is.
"""

from __future__ import annotations

import json
import random
import re
import tempfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path
from typing import Any

from pipelines.build import Build, build_tables
from territory.errors import TerritoryError

from ..conftest import SAMPLE_RAW
from ..sources.published import raw
from .packs import members_of
from .shapes import SHAPE_FAULTS, Shapes
from .subjects import CODE, COUNT, NUMBER, SUBJECTS, Subject
from .verdict import Judgement, Seen, Verdict, of_refusal, see

# The sample, and the places of mediation, of which it holds none.
_MEDIATION = raw("mediation_places", "mediation-numerique-20260629.csv")
PUBLISHED = {path.name: path for path in (*SAMPLE_RAW.iterdir(), _MEDIATION)}


@cache
def sample_subjects() -> dict[str, Subject]:
    """Return the sample's tables, as subjects."""
    found = {}
    for one in SUBJECTS:
        path = PUBLISHED.get(one.file)
        if path is None:
            continue
        content = path.read_bytes()
        if not one.archive:
            found[one.name] = replace(one, given={one.lines: content})
            continue
        given = members_of(content)
        lines = next((name for name in given if name.lower() == one.lines.lower()), None)
        if lines is not None:
            beside = tuple(name for name in given if name != lines)
            found[one.name] = replace(one, lines=lines, beside=beside, given=given)
    return {name: _of_what_it_holds(one) for name, one in found.items()}


def _of_what_it_holds(subject: Subject) -> Subject:
    """Return a subject without the columns that its file may lack, and does."""
    held = subject.table.header
    return replace(
        subject, roles={name: role for name, role in subject.roles.items() if name in held}
    )


@dataclass(frozen=True)
class BuildCase:
    """A fault of one of the sample's files; `must_be_refused` when no row is left unspoilt."""

    subject: str
    kind: str
    fault: str
    file: str
    damage: Callable[[random.Random], bytes | None]
    must_be_refused: bool = False

    def attempt(self, rng: random.Random, folder: Path) -> Judgement | None:
        """Build the sample with one file damaged, and judge what comes of it."""
        content = self.damage(rng)
        if content is None:
            return None
        _fill(folder)
        (folder / self.file).unlink()
        (folder / self.file).write_bytes(content)
        try:
            build = build_tables(folder)
        except TerritoryError as error:
            # The whole tables may be refused: their contract names columns and rows, not files.
            return of_refusal(error, "")
        except Exception as error:  # what is counted here is just what nobody foresaw
            return Judgement(Verdict.TRACEBACK, f"{type(error).__name__}: {error}"[:300])
        judgement = _compare(build)
        if self.must_be_refused and judgement.verdict is not Verdict.SAME:
            return Judgement(Verdict.SILENT, f"built all the same: {judgement.detail}"[:300])
        return judgement


def _fill(folder: Path) -> None:
    for name, path in PUBLISHED.items():
        (folder / name).unlink(missing_ok=True)
        (folder / name).symlink_to(path)


@cache
def _base() -> tuple[dict[str, Any], Seen]:
    """Return the report and the tables of the folder as it is."""
    with tempfile.TemporaryDirectory() as folder:
        _fill(Path(folder))
        build = build_tables(Path(folder))
    return build.report, _tables(build)


def _compare(build: Build) -> Judgement:
    report, old = _base()
    said = " ".join(_new(report, build.report))
    new = _tables(build)
    named = set(re.findall(r"\w+(?:-\w+)*", said))
    # What changed around a place is said when its commune is: a shape that is gone, say.
    named |= {
        key
        for (key, column), code in new.values.items()
        if column.endswith("declared_commune_code") and code in named
    }
    changed = sorted(
        place
        for place in old.values.keys() | new.values.keys()
        if old.values.get(place, "") != new.values.get(place, "")
    )
    if not changed:
        return Judgement(Verdict.SAME, said[:300])
    silent = [
        f"{place}: {old.values.get(place)!r} → {new.values.get(place)!r}"
        for place in changed
        if new.values.get(place, "") and not place[1].endswith("_status")
        if place[0] not in named
    ]
    if silent:
        return Judgement(
            Verdict.SILENT, f"{len(silent)} of {len(changed)}: " + "; ".join(silent)[:250]
        )
    return Judgement(Verdict.SAID, said[:300] or "missing, and its status says so")


def _tables(build: Build) -> Seen:
    assert build.mediation_places is not None
    parts = {
        "communes": build.communes,
        "counters": build.counters,
        "mediation_places": build.mediation_places,
    }
    values = {}
    for name, frame in parts.items():
        values |= {
            (key, f"{name} {column}"): value for (key, column), value in see(frame).values.items()
        }
    return Seen(values, (), {})


# What the report says of any build: sums, and the files' own marks.
_NOT_SAID = ("coverage", "built_at", "fingerprint", "sha256", "amounts")


# What names a thing of the report: a file's reach, a source, a note.
_NAMED_BY = {"source_id", "id", "key"}


def _new(before: Any, after: Any) -> Iterator[str]:
    """Yield what a report says that another does not."""
    if isinstance(after, dict):
        for key, value in after.items():
            if key not in _NOT_SAID:
                yield from _new(before.get(key) if isinstance(before, dict) else None, value)
    elif isinstance(after, list):
        known = [json.dumps(one, sort_keys=True) for one in before or []]
        for one in after:
            if json.dumps(one, sort_keys=True) in known:
                continue
            is_same_thing = isinstance(one, dict) and bool(_NAMED_BY & one.keys())
            same = next(
                (
                    old
                    for old in before or []
                    if is_same_thing and isinstance(old, dict) and _alike(old, one)
                ),
                None,
            )
            yield from _new(same, one)
    elif after != before and isinstance(after, str):
        yield after


def _alike(one: dict[str, Any], other: dict[str, Any]) -> bool:
    return all(one.get(key) == other.get(key) for key in _NAMED_BY)


# Faults of tables.

TableEdit = Callable[[Subject, random.Random], bytes | None]


def _half_of_the_rows(subject: Subject, _: random.Random) -> bytes:
    rows = subject.table.rows
    return replace(subject.table, rows=rows[: len(rows) // 2]).content()


def _a_row_gone(subject: Subject, rng: random.Random) -> bytes:
    rows = list(subject.table.rows)
    rows.pop(rng.randrange(len(rows)))
    return replace(subject.table, rows=tuple(rows)).content()


def _scaled(value: str, factor: float) -> str:
    comma = "," in value
    try:
        scaled = float(value.replace(",", ".")) * factor
    except ValueError:
        return value
    written = str(int(scaled)) if scaled.is_integer() else str(scaled)
    return written.replace(".", ",") if comma else written


def _column_scaled(factor: float) -> TableEdit:
    def edit(subject: Subject, rng: random.Random) -> bytes | None:
        columns = subject.columns(NUMBER, *([COUNT] if factor > 1 else []))
        if not columns:
            return None
        column = rng.choice(columns)
        values = [_scaled(value, factor) for value in subject.table.column(column)]
        return subject.table.with_column(column, values).content()

    return edit


def _all_scaled(factor: float) -> TableEdit:
    def edit(subject: Subject, _: random.Random) -> bytes | None:
        columns = subject.columns(NUMBER, COUNT)
        if not columns or (factor < 1 and subject.columns(COUNT)):
            return None
        table = subject.table
        for column in columns:
            table = table.with_column(
                column, [_scaled(value, factor) for value in table.column(column)]
            )
        return table.content()

    return edit


def _cell_scaled(factor: float) -> TableEdit:
    def edit(subject: Subject, rng: random.Random) -> bytes | None:
        columns = subject.columns(NUMBER, *([COUNT] if factor > 1 else []))
        cells = [
            (row, column, value)
            for column in columns
            for row, value in enumerate(subject.table.column(column))
            # A figure that counts: a few people more or less are nobody's slip.
            if _scaled(value, factor) != value and float(value.replace(",", ".")) > 50
        ]
        if not cells:
            return None
        row, column, value = rng.choice(cells)
        return subject.table.with_cell(row, column, _scaled(value, factor)).content()

    return edit


def _an_unknown_code(subject: Subject, rng: random.Random) -> bytes | None:
    if subject.key not in subject.columns(CODE):
        return None
    row = rng.randrange(len(subject.table.rows))
    return subject.table.with_cell(row, subject.key, rng.choice(("48999", "01999"))).content()


def _put_at(latitude: str, longitude: str) -> Callable[[str, str], tuple[str, str]]:
    return lambda *_: (latitude, longitude)


# What a place's latitude and longitude may have become.
_ELSEWHERE: tuple[Callable[[str, str], tuple[str, str]], ...] = (
    lambda latitude, longitude: (longitude, latitude),
    lambda latitude, longitude: (_scaled(latitude, 1000), longitude),
    _put_at("0", "0"),
    _put_at("40.7", "-74.0"),  # New York
    _put_at("48.86", "2.35"),  # Paris
    _put_at("1e300", "9" * 20),
)


def _places_elsewhere(*, all_of_them: bool) -> TableEdit:
    def edit(subject: Subject, rng: random.Random) -> bytes | None:
        table = subject.table
        pairs = list(zip(table.column("latitude"), table.column("longitude"), strict=True))
        # A place that is nowhere already, and named for it, can be lost no more.
        ranks = [rank for rank, (latitude, _) in enumerate(pairs) if abs(float(latitude)) <= 90]
        moved = rng.choice(_ELSEWHERE)
        for rank in ranks if all_of_them else [rng.choice(ranks)]:
            pairs[rank] = moved(*pairs[rank])
        table = table.with_column("latitude", [latitude for latitude, _ in pairs])
        return table.with_column("longitude", [longitude for _, longitude in pairs]).content()

    return edit


def _two_names_for_an_epci(subject: Subject, _: random.Random) -> bytes | None:
    if "LIBEPCI" not in subject.roles:
        return None
    table = subject.table
    row = next(rank for rank, cells in enumerate(table.rows) if "ZZ" not in cells[2])
    return table.with_cell(row, "LIBEPCI", "CC d’un autre nom").content()


# A list of places cut short is not here: nothing tells how many there are in a part of France.
_OF_COMMUNES = (
    "arcep_fixed",
    "density_grid",
    "epci_members",
    "insee_cog commune",
    "insee_diplomas",
    "insee_households",
    "insee_population",
    "insee_income 2021",
)
# One household more or less is in no sum: their kinds overlap, and nothing tells a wrong one.
_SUMMED = tuple(name for name in _OF_COMMUNES if name != "insee_households")

_PLACES = ("france_services 2024", "mediation_places")

TABLE_EDITS: tuple[tuple[str, str, TableEdit, tuple[str, ...]], ...] = (
    ("cut", "half of the rows", _half_of_the_rows, _OF_COMMUNES),
    ("cut", "a row gone", _a_row_gone, _OF_COMMUNES),
    ("scale", "a column in thousands", _column_scaled(1000), _OF_COMMUNES),
    ("scale", "a column in thousandths", _column_scaled(0.001), _OF_COMMUNES),
    ("scale", "all figures in thousands", _all_scaled(1000), _OF_COMMUNES),
    ("scale", "all figures in thousandths", _all_scaled(0.001), _OF_COMMUNES),
    ("scale", "a figure in thousands", _cell_scaled(1000), _SUMMED),
    ("scale", "a figure in thousandths", _cell_scaled(0.001), _SUMMED),
    ("retype", "a code of no commune", _an_unknown_code, _OF_COMMUNES),
    ("retype", "two names for a code", _two_names_for_an_epci, ("epci_members",)),
    ("swap", "a place elsewhere", _places_elsewhere(all_of_them=False), _PLACES),
    ("swap", "all places elsewhere", _places_elsewhere(all_of_them=True), _PLACES),
)

# A file whose places are all elsewhere is put right or refused, whatever the report says.
_NOWHERE = ("all places elsewhere", "all coordinates swapped", "all at zero")
SAMPLE_SHAPES = {"commune_boundaries": "communes-100m.geojson", "town_halls": "mairies.geojson"}


@cache
def build_cases() -> tuple[BuildCase, ...]:
    """Return every fault that needs a whole build."""
    subjects = sample_subjects()
    return (*_table_cases(subjects), *_shape_cases())


def _table_cases(subjects: dict[str, Subject]) -> Iterator[BuildCase]:
    for kind, name, edit, names in TABLE_EDITS:
        for subject in (subjects[one] for one in names):
            if edit(subject, random.Random(0)) is None:
                continue

            def damage(
                rng: random.Random, subject: Subject = subject, edit: TableEdit = edit
            ) -> bytes | None:
                lines = edit(subject, rng)
                return None if lines is None else subject.pack(lines)

            yield BuildCase(subject.name, kind, name, subject.file, damage, name in _NOWHERE)


def _shape_cases() -> Iterator[BuildCase]:
    for source_id, file in SAMPLE_SHAPES.items():
        key = "code" if source_id == "commune_boundaries" else "commune"
        shapes = Shapes(source_id, file, key, (SAMPLE_RAW / file).read_bytes())
        for fault in SHAPE_FAULTS:
            if not fault.is_seen_by_build:
                continue

            def damage(rng: random.Random, fault=fault, shapes=shapes) -> bytes | None:
                made = fault.make(shapes, rng)
                return made and made.content

            yield BuildCase(source_id, fault.kind, fault.name, file, damage, fault.name in _NOWHERE)
