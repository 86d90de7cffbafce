"""Faults of published tables, each made at a place drawn by a random generator."""

from __future__ import annotations

import random
import re
from collections.abc import Callable
from dataclasses import dataclass, replace

from territory.contract import COMMUNE_CODE

from .subjects import (
    CODE,
    COUNT,
    DAY,
    LATITUDE,
    LONGITUDE,
    NUMBER,
    POSTAL,
    SIREN,
    TEXT,
    WORD,
    Subject,
)
from .table import Table


@dataclass(frozen=True)
class Damaged:
    """Damaged lines.

    Parameters
    ----------
    content : bytes
        The lines as they stand in a file.
    touched : tuple of str
        Keys of the rows touched; empty when the whole file is.
    missing_is_said : bool
        Whether a value that becomes missing says enough, for the file left it blank.
    """

    content: bytes
    touched: tuple[str, ...] = ()
    missing_is_said: bool = False


Make = Callable[[Subject, random.Random], Damaged | None]


@dataclass(frozen=True)
class Fault:
    """A way to damage a table: its kind, its name, and how; None where it does not apply."""

    kind: str
    name: str
    make: Make


FAULTS: list[Fault] = []


def fault(kind: str) -> Callable[[Make], Make]:
    """Register a fault under a kind; its name is its function's."""

    def register(make: Make) -> Make:
        FAULTS.append(Fault(kind, make.__name__.replace("_", " "), make))
        return make

    return register


def draw_row(table: Table, rng: random.Random) -> int:
    return rng.randrange(len(table.rows))


def key_of(subject: Subject, row: int) -> str:
    return subject.table.cell(row, subject.key)


def draw_cell(subject: Subject, rng: random.Random, *roles: str) -> tuple[int, str, str] | None:
    """Draw a cell that is not blank among the columns that hold something of a kind."""
    cells = [
        (row, column, value)
        for column in subject.columns(*roles)
        for row, value in enumerate(subject.table.column(column))
        if value
    ]
    return rng.choice(cells) if cells else None


def put(subject: Subject, row: int, column: str, value: str, **how: bool) -> Damaged:
    table = subject.table.with_cell(row, column, value)
    return Damaged(table.text().encode(), (key_of(subject, row),), **how)


def _putting(values: tuple[str, ...], *roles: str) -> Make:
    def make(subject: Subject, rng: random.Random) -> Damaged | None:
        drawn = draw_cell(subject, rng, *roles)
        return None if drawn is None else put(subject, drawn[0], drawn[1], rng.choice(values))

    return make


def editing(edit: Callable[[str, random.Random], str | None], *roles: str) -> Make:
    def make(subject: Subject, rng: random.Random) -> Damaged | None:
        drawn = draw_cell(subject, rng, *roles)
        if drawn is None or (edited := edit(drawn[2], rng)) is None:
            return None
        return put(subject, drawn[0], drawn[1], edited)

    return make


def whole(text: Callable[[Table], str | bytes | None]) -> Make:
    def make(subject: Subject, rng: random.Random) -> Damaged | None:
        written = text(subject.table)
        if written is None:
            return None
        return Damaged(written if isinstance(written, bytes) else written.encode())

    return make


# Cut.


@fault("cut")
def cut_in_mid_row(subject: Subject, rng: random.Random) -> Damaged | None:
    content = subject.table.content().rstrip(b"\n")
    separator = subject.table.separator.encode()
    last = content[content.rindex(b"\n") + 1 :]
    if b'"' in last:
        return None
    # Past the last separator, the row has all its cells: nothing tells a short one from a cut one.
    start = len(content) - len(last)
    return Damaged(content[: rng.randrange(start + 1, start + last.rindex(separator))])


@fault("cut")
def cut_in_a_quoted_cell(subject: Subject, rng: random.Random) -> Damaged | None:
    table = subject.table
    *whole, last = table.rows
    names = subject.columns(TEXT, WORD, CODE)
    before = [name for name in names if table.rank(name) < len(table.header) - 1]
    if not before:
        return None
    rank = table.rank(rng.choice(before))
    cells = [*last[:rank], '"' + (last[rank] or "x")[: rng.randrange(1, 5)]]
    return Damaged(
        replace(table, rows=tuple(whole)).content()
        + table.separator.join(cells).encode(table.encoding, "replace")
    )


@fault("cut")
def header_alone(subject: Subject, rng: random.Random) -> Damaged | None:
    if "moves" in subject.name or subject.name.endswith("mvt_commune"):
        return None  # a year without a move of communes is no fault
    return Damaged(replace(subject.table, rows=()).content())


@fault("cut")
def without_its_header(subject: Subject, rng: random.Random) -> Damaged | None:
    lines = subject.table.text().split("\n")
    start = subject.table.banner.count("\n")
    return Damaged("\n".join(lines[start + 1 :]).encode())


# Swap.


@fault("swap")
def header_names_of_two_kinds_change_places(subject: Subject, rng: random.Random) -> Damaged | None:
    pairs = _unlike(subject)
    if not pairs:
        return None
    one, other = (subject.table.rank(name) for name in rng.choice(pairs))
    header = list(subject.table.header)
    header[one], header[other] = header[other], header[one]
    return Damaged(replace(subject.table, header=tuple(header)).content())


@fault("swap")
def two_cells_of_two_kinds_change_places(subject: Subject, rng: random.Random) -> Damaged | None:
    pairs = _unlike(subject)
    if not pairs:
        return None
    one, other = rng.choice(pairs)
    row = draw_row(subject.table, rng)
    first, second = subject.table.cell(row, one), subject.table.cell(row, other)
    if not first or not second or re.fullmatch(COMMUNE_CODE, second):
        return None  # a number of five digits may be the code of some commune
    table = subject.table.with_cell(row, one, second).with_cell(row, other, first)
    return Damaged(table.content(), (key_of(subject, row), first, second))


def _unlike(subject: Subject) -> list[tuple[str, str]]:
    """Return the pairs of columns no reader may take for one another."""
    numbers, words = (COUNT, NUMBER, LATITUDE, LONGITUDE), (WORD, SIREN, DAY)
    pairs = [(one, other) for one in subject.columns(CODE) for other in subject.columns(*numbers)]
    pairs += [(one, other) for one in subject.columns(CODE) for other in subject.columns(*words)]
    pairs += [
        (one, other) for one in subject.columns(*numbers) for other in subject.columns(*words)
    ]
    return pairs


# Scale.


@fault("scale")
def a_number_beyond_all_measure(subject: Subject, rng: random.Random) -> Damaged | None:
    values = ("1e300", "9" * 20, "9000000000000000000", "1e400", "-1e300", "9" * 5000, "1e-400x")
    return _putting(values, COUNT, NUMBER)(subject, rng)


@fault("scale")
def a_number_below_zero(subject: Subject, rng: random.Random) -> Damaged | None:
    def below(value: str, _: random.Random) -> str | None:
        return "-" + value if value.strip("0.,") and value[0].isdigit() else None

    return editing(below, COUNT, NUMBER)(subject, rng)


@fault("scale")
def a_part_of_a_unit(subject: Subject, rng: random.Random) -> Damaged | None:
    return editing(lambda value, _: f"{value}.5", COUNT)(subject, rng)


# Retype.


@fault("retype")
def words_in_a_number(subject: Subject, rng: random.Random) -> Damaged | None:
    words = (
        "abc",
        "#N/A",
        "nan",
        "inf",
        "-",
        "1 234",
        "1\u202f234",
        "12,5.3",
        "0x10",
        "１２",
        "True",
    )
    return _putting(words, COUNT, NUMBER, LATITUDE, LONGITUDE)(subject, rng)


@fault("retype")
def a_code_that_lost_its_zero(subject: Subject, rng: random.Random) -> Damaged | None:
    def lose(value: str, _: random.Random) -> str | None:
        return value[1:] if value.startswith("0") else None

    return editing(lose, CODE, POSTAL)(subject, rng)


@fault("retype")
def a_code_as_a_decimal_number(subject: Subject, rng: random.Random) -> Damaged | None:
    return editing(lambda value, _: f"{value}.0", CODE, SIREN)(subject, rng)


@fault("retype")
def a_code_in_other_digits(subject: Subject, rng: random.Random) -> Damaged | None:
    def other(value: str, rng: random.Random) -> str:
        zero = ord(rng.choice("０٠०"))
        return "".join(chr(zero + int(one)) if one.isdigit() else one for one in value)

    return editing(other, CODE, SIREN, POSTAL)(subject, rng)


@fault("retype")
def a_word_nobody_knows(subject: Subject, rng: random.Random) -> Damaged | None:
    return _putting(("Nouveau mot", "?", "2", "oui peut-être"), WORD)(subject, rng)


@fault("retype")
def a_day_of_no_calendar(subject: Subject, rng: random.Random) -> Damaged | None:
    def impossible(value: str, rng: random.Random) -> str:
        if "/" in value:
            day = rng.choice(("00/00/0000", "01/01/0000", "01/01/0001", "01/01/9999", "30/02/2020"))
            return value[:-10] + day
        days = ("0000-00-00", "0000-01-01", "0001-01-01", "9999-12-31", "2020-02-30", "demain")
        return rng.choice(days)

    return editing(impossible, DAY)(subject, rng)


# Reorder.


@fault("reorder")
def columns_in_another_order(subject: Subject, rng: random.Random) -> Damaged | None:
    ranks = list(range(len(subject.table.header)))
    rng.shuffle(ranks)
    return Damaged(subject.table.ordered(ranks).content())


@fault("reorder")
def rows_in_another_order(subject: Subject, rng: random.Random) -> Damaged | None:
    rows = list(subject.table.rows)
    rng.shuffle(rows)
    return Damaged(replace(subject.table, rows=tuple(rows)).content())
