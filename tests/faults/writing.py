"""Faults of how a table is written: its encoding, its rows twice, its blanks, its characters."""

from __future__ import annotations

import csv
import random
from collections.abc import Callable
from dataclasses import replace

from .kinds import FAULTS, Damaged, Fault, draw_cell, draw_row, editing, fault, key_of, put, whole
from .subjects import (
    CODE,
    COUNT,
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
    FAULTS.append(Fault("re-encode", _name, whole(_text)))


# Duplicate.


@fault("duplicate")
def a_row_twice(subject: Subject, rng: random.Random) -> Damaged | None:
    row = draw_row(subject.table, rng)
    return _with_row(subject, row, subject.table.rows[row])


@fault("duplicate")
def a_row_twice_with_other_figures(subject: Subject, rng: random.Random) -> Damaged | None:
    drawn = draw_cell(subject, rng, COUNT, NUMBER)
    if drawn is None:
        return None
    row, column, _ = drawn
    return _with_row(subject, row, subject.table.with_cell(row, column, "1").rows[row])


@fault("duplicate")
def a_row_twice_under_a_padded_code(subject: Subject, rng: random.Random) -> Damaged | None:
    drawn = draw_cell(subject, rng, CODE)
    if drawn is None or drawn[1] != subject.key:
        return None
    row, column, value = drawn
    padded = value + rng.choice((" ", "\u00a0", "\u200b", "\ufeff", "\n"))
    return _with_row(subject, row, subject.table.with_cell(row, column, padded).rows[row])


def _with_row(subject: Subject, row: int, cells: tuple[str, ...]) -> Damaged:
    table = replace(subject.table, rows=(*subject.table.rows, cells))
    return Damaged(table.text().encode(), (key_of(subject, row),))


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
    drawn = draw_cell(subject, rng, *set(subject.roles.values()))
    if drawn is None:
        return None
    return put(subject, drawn[0], drawn[1], rng.choice(("", " ", "\u00a0")), missing_is_said=True)


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
    return editing(_injecting(CONTROLS), TEXT)(subject, rng)


@fault("inject")
def a_character_nobody_sees_in_a_name(subject: Subject, rng: random.Random) -> Damaged | None:
    return editing(_injecting(UNSEEN), TEXT)(subject, rng)


@fault("inject")
def a_character_in_a_code(subject: Subject, rng: random.Random) -> Damaged | None:
    marks = (*CONTROLS, *UNSEEN, " ", "\n")
    # A code has a form; an identifier may be any word, one with an apostrophe too.
    if rng.random() < 0.2:
        return editing(_injecting(("'",)), CODE, SIREN, POSTAL)(subject, rng)
    return editing(_injecting(marks), CODE, SIREN, POSTAL, IDENTIFIER)(subject, rng)


@fault("inject")
def a_character_in_a_number(subject: Subject, rng: random.Random) -> Damaged | None:
    marks = (*CONTROLS, *UNSEEN, "\n", "'", "€")
    return editing(_injecting(marks), COUNT, NUMBER, LATITUDE, LONGITUDE)(subject, rng)


@fault("inject")
def a_character_in_a_word(subject: Subject, rng: random.Random) -> Damaged | None:
    return editing(_injecting((*CONTROLS, *UNSEEN)), WORD)(subject, rng)


@fault("inject")
def a_name_without_end(subject: Subject, rng: random.Random) -> Damaged | None:
    return editing(lambda value, _: value + "x" * 200_000, TEXT)(subject, rng)


@fault("inject")
def a_quote_that_never_closes(subject: Subject, rng: random.Random) -> Damaged | None:
    table = subject.table
    names = [name for name in subject.roles if table.rank(name) < len(table.header) - 1]
    rank = table.rank(rng.choice(names))
    row = draw_row(table, rng)
    if any('"' in cell or table.separator in cell or "\n" in cell for cell in table.rows[row]):
        return None
    lines = [replace(table, rows=(cells,)).text().split("\n", 1)[1] for cells in table.rows]
    cells = list(table.rows[row])
    lines[row] = table.separator.join([*cells[:rank], '"' + cells[rank], *cells[rank + 1 :]]) + "\n"
    return Damaged(
        (replace(table, rows=()).text() + "".join(lines)).encode(), (key_of(subject, row),)
    )


def _injecting(marks: tuple[str, ...]) -> Callable[[str, random.Random], str]:
    def inject(value: str, rng: random.Random) -> str:
        place = rng.randrange(len(value) + 1)
        return value[:place] + rng.choice(marks) + value[place:]

    return inject


def applies(one: Fault, subject: Subject) -> bool:
    """Say whether a fault can be made in a subject, at one place at least."""
    return any(one.make(subject, random.Random(seed)) is not None for seed in range(20))
