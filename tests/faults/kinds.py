"""Faults of published tables, each made at a place drawn by a random generator."""

from __future__ import annotations

import csv
import random
import re
from collections.abc import Callable
from dataclasses import dataclass, replace

from territory.contract import COMMUNE_CODE

from .subjects import (
    CODE,
    COUNT,
    DAY,
    IDENTIFIER,
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


def _row(table: Table, rng: random.Random) -> int:
    return rng.randrange(len(table.rows))


def _key(subject: Subject, row: int) -> str:
    return subject.table.cell(row, subject.key)


def _cell(subject: Subject, rng: random.Random, *roles: str) -> tuple[int, str, str] | None:
    """Draw a cell that is not blank among the columns that hold something of a kind."""
    cells = [
        (row, column, value)
        for column in subject.columns(*roles)
        for row, value in enumerate(subject.table.column(column))
        if value
    ]
    return rng.choice(cells) if cells else None


def _put(subject: Subject, row: int, column: str, value: str, **how: bool) -> Damaged:
    table = subject.table.with_cell(row, column, value)
    return Damaged(table.text().encode(), (_key(subject, row),), **how)


def _putting(values: tuple[str, ...], *roles: str) -> Make:
    def make(subject: Subject, rng: random.Random) -> Damaged | None:
        drawn = _cell(subject, rng, *roles)
        return None if drawn is None else _put(subject, drawn[0], drawn[1], rng.choice(values))

    return make


def _editing(edit: Callable[[str, random.Random], str | None], *roles: str) -> Make:
    def make(subject: Subject, rng: random.Random) -> Damaged | None:
        drawn = _cell(subject, rng, *roles)
        if drawn is None or (edited := edit(drawn[2], rng)) is None:
            return None
        return _put(subject, drawn[0], drawn[1], edited)

    return make


def _whole(text: Callable[[Table], str | bytes | None]) -> Make:
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
    row = _row(subject.table, rng)
    first, second = subject.table.cell(row, one), subject.table.cell(row, other)
    if not first or not second or re.fullmatch(COMMUNE_CODE, second):
        return None  # a number of five digits may be the code of some commune
    table = subject.table.with_cell(row, one, second).with_cell(row, other, first)
    return Damaged(table.content(), (_key(subject, row), first, second))


def _unlike(subject: Subject) -> list[tuple[str, str]]:
    """Return the pairs of columns no reader may take for one another."""
    numbers, words = (COUNT, NUMBER, LATITUDE, LONGITUDE), (WORD, SIREN, DAY)
    pairs = [(one, other) for one in subject.columns(CODE) for other in subject.columns(*numbers)]
    pairs += [(one, other) for one in subject.columns(CODE) for other in subject.columns(*words)]
    pairs += [
        (one, other) for one in subject.columns(*numbers) for other in subject.columns(*words)
    ]
    return pairs


@fault("swap")
def latitude_and_longitude_swapped_in_a_row(subject: Subject, rng: random.Random) -> Damaged | None:
    drawn = _cell(subject, rng, LATITUDE)
    if drawn is None:
        return None
    row, latitude, value = drawn
    (longitude,) = subject.columns(LONGITUDE)
    other = subject.table.cell(row, longitude)
    table = subject.table.with_cell(row, latitude, other).with_cell(row, longitude, value)
    return Damaged(table.content(), (_key(subject, row),))


# Scale.


@fault("scale")
def a_number_beyond_all_measure(subject: Subject, rng: random.Random) -> Damaged | None:
    values = ("1e300", "9" * 20, "9000000000000000000", "1e400", "-1e300", "9" * 5000, "1e-400x")
    return _putting(values, COUNT, NUMBER, LATITUDE, LONGITUDE)(subject, rng)


@fault("scale")
def a_number_below_zero(subject: Subject, rng: random.Random) -> Damaged | None:
    def below(value: str, _: random.Random) -> str | None:
        return "-" + value if value.strip("0.,") and value[0].isdigit() else None

    return _editing(below, COUNT, NUMBER)(subject, rng)


@fault("scale")
def a_part_of_a_unit(subject: Subject, rng: random.Random) -> Damaged | None:
    return _editing(lambda value, _: f"{value}.5", COUNT)(subject, rng)


@fault("scale")
def a_degree_in_thousands(subject: Subject, rng: random.Random) -> Damaged | None:
    def more(value: str, _: random.Random) -> str:
        return str(float(value) * 1000)

    return _editing(more, LATITUDE, LONGITUDE)(subject, rng)


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

    return _editing(lose, CODE, POSTAL)(subject, rng)


@fault("retype")
def a_code_as_a_decimal_number(subject: Subject, rng: random.Random) -> Damaged | None:
    return _editing(lambda value, _: f"{value}.0", CODE, SIREN)(subject, rng)


@fault("retype")
def a_code_in_other_digits(subject: Subject, rng: random.Random) -> Damaged | None:
    def other(value: str, rng: random.Random) -> str:
        zero = ord(rng.choice("０٠०"))
        return "".join(chr(zero + int(one)) if one.isdigit() else one for one in value)

    return _editing(other, CODE, SIREN, POSTAL)(subject, rng)


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

    return _editing(impossible, DAY)(subject, rng)


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


# Re-encode.


def _mojibake(table: Table) -> str | None:
    text = table.text()
    try:
        damaged = text.encode().decode("cp1252")
    except UnicodeDecodeError:
        return None
    return None if damaged == text else damaged


for _name, _text in {
    "in Windows-1252": lambda table: table.text().encode("cp1252", "replace"),
    "with a byte-order mark": lambda table: "\ufeff" + table.text(),
    "in UTF-16": lambda table: table.text().encode("utf-16"),
    "in UTF-16 without a mark": lambda table: table.text().encode("utf-16-le"),
    "in UTF-32": lambda table: table.text().encode("utf-32"),
    "in UTF-8 read as Windows-1252 and written again": _mojibake,
    "with carriage returns alone": lambda table: table.text(end="\r"),
    "with carriage returns and line feeds": lambda table: table.text(end="\r\n"),
    "with tabs": lambda table: replace(table, separator="\t").text(),
    "with bars": lambda table: replace(table, separator="|").text(),
    "with the other separator": lambda table: replace(
        table, separator=";" if table.separator == "," else ","
    ).text(),
    "with every cell in quotes": lambda table: table.text(quoting=csv.QUOTE_ALL),
    "with blank lines": lambda table: table.text(end="\n\n"),
    "with a NUL in a byte": lambda table: table.text().replace(table.rows[-1][0], "\0", 1),
    "with bytes of no encoding": lambda table: table.content() + b"\x81\x8d\n",
}.items():
    FAULTS.append(Fault("re-encode", _name, _whole(_text)))


# Duplicate.


@fault("duplicate")
def a_row_twice(subject: Subject, rng: random.Random) -> Damaged | None:
    row = _row(subject.table, rng)
    return _with_row(subject, row, subject.table.rows[row])


@fault("duplicate")
def a_row_twice_with_other_figures(subject: Subject, rng: random.Random) -> Damaged | None:
    drawn = _cell(subject, rng, COUNT, NUMBER)
    if drawn is None:
        return None
    row, column, _ = drawn
    return _with_row(subject, row, subject.table.with_cell(row, column, "1").rows[row])


@fault("duplicate")
def a_row_twice_under_a_padded_code(subject: Subject, rng: random.Random) -> Damaged | None:
    drawn = _cell(subject, rng, CODE)
    if drawn is None or drawn[1] != subject.key:
        return None
    row, column, value = drawn
    padded = value + rng.choice((" ", "\u00a0", "\u200b", "\ufeff", "\n"))
    return _with_row(subject, row, subject.table.with_cell(row, column, padded).rows[row])


def _with_row(subject: Subject, row: int, cells: tuple[str, ...]) -> Damaged:
    table = replace(subject.table, rows=(*subject.table.rows, cells))
    return Damaged(table.text().encode(), (_key(subject, row),))


@fault("duplicate")
def the_header_again_below(subject: Subject, rng: random.Random) -> Damaged | None:
    rows = list(subject.table.rows)
    rows.insert(rng.randrange(1, len(rows) + 1), subject.table.header)
    return Damaged(replace(subject.table, rows=tuple(rows)).content(), (subject.key,))


@fault("duplicate")
def a_column_twice(subject: Subject, rng: random.Random) -> Damaged | None:
    rank = subject.table.rank(rng.choice(list(subject.roles)))
    return Damaged(subject.table.ordered([*range(len(subject.table.header)), rank]).content())


@fault("duplicate")
def the_whole_file_twice(subject: Subject, rng: random.Random) -> Damaged | None:
    return Damaged(subject.table.content() * 2)


# Blank.


@fault("blank")
def a_cell(subject: Subject, rng: random.Random) -> Damaged | None:
    drawn = _cell(subject, rng, *set(subject.roles.values()))
    if drawn is None:
        return None
    return _put(subject, drawn[0], drawn[1], rng.choice(("", " ", "\u00a0")), missing_is_said=True)


@fault("blank")
def a_whole_column(subject: Subject, rng: random.Random) -> Damaged | None:
    column = rng.choice(list(subject.roles))
    table = subject.table.with_column(column, [""] * len(subject.table.rows))
    return Damaged(table.content(), missing_is_said=True)


@fault("blank")
def a_row_of_blanks(subject: Subject, rng: random.Random) -> Damaged | None:
    rows = [*subject.table.rows, ("",) * len(subject.table.header)]
    return Damaged(replace(subject.table, rows=tuple(rows)).content(), ("''", '""'))


@fault("blank")
def a_column_without_its_name(subject: Subject, rng: random.Random) -> Damaged | None:
    column = rng.choice(list(subject.roles))
    header = tuple("" if name == column else name for name in subject.table.header)
    return Damaged(replace(subject.table, header=header).content())


# Inject.

CONTROLS = ("\x0b", "\x07", "\x00", "\x1f", "\x7f", "\ufffe")
UNSEEN = ("\u200b", "\ufeff", "\u202e", "\u2028", "\u00ad")


@fault("inject")
def a_control_character_in_a_name(subject: Subject, rng: random.Random) -> Damaged | None:
    return _editing(_injecting(CONTROLS), TEXT)(subject, rng)


@fault("inject")
def a_character_nobody_sees_in_a_name(subject: Subject, rng: random.Random) -> Damaged | None:
    return _editing(_injecting(UNSEEN), TEXT)(subject, rng)


@fault("inject")
def a_character_in_a_code(subject: Subject, rng: random.Random) -> Damaged | None:
    marks = (*CONTROLS, *UNSEEN, " ", "\n", "'")
    return _editing(_injecting(marks), CODE, SIREN, POSTAL, IDENTIFIER)(subject, rng)


@fault("inject")
def a_character_in_a_number(subject: Subject, rng: random.Random) -> Damaged | None:
    marks = (*CONTROLS, *UNSEEN, "\n", "'", "€")
    return _editing(_injecting(marks), COUNT, NUMBER, LATITUDE, LONGITUDE)(subject, rng)


@fault("inject")
def a_character_in_a_word(subject: Subject, rng: random.Random) -> Damaged | None:
    return _editing(_injecting((*CONTROLS, *UNSEEN)), WORD)(subject, rng)


@fault("inject")
def a_name_without_end(subject: Subject, rng: random.Random) -> Damaged | None:
    return _editing(lambda value, _: value + "x" * 200_000, TEXT)(subject, rng)


@fault("inject")
def a_quote_that_never_closes(subject: Subject, rng: random.Random) -> Damaged | None:
    table = subject.table
    names = [name for name in subject.roles if table.rank(name) < len(table.header) - 1]
    rank = table.rank(rng.choice(names))
    row = _row(table, rng)
    if any('"' in cell or table.separator in cell or "\n" in cell for cell in table.rows[row]):
        return None
    lines = [replace(table, rows=(cells,)).text().split("\n", 1)[1] for cells in table.rows]
    cells = list(table.rows[row])
    lines[row] = table.separator.join([*cells[:rank], '"' + cells[rank], *cells[rank + 1 :]]) + "\n"
    return Damaged(
        (replace(table, rows=()).text() + "".join(lines)).encode(), (_key(subject, row),)
    )


def _injecting(marks: tuple[str, ...]) -> Callable[[str, random.Random], str]:
    def inject(value: str, rng: random.Random) -> str:
        place = rng.randrange(len(value) + 1)
        return value[:place] + rng.choice(marks) + value[place:]

    return inject


def applies(one: Fault, subject: Subject) -> bool:
    """Say whether a fault can be made in a subject, at one place at least."""
    return any(one.make(subject, random.Random(seed)) is not None for seed in range(20))
