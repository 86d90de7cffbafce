"""Local corrections of counters, kept apart from the official table.

A small CSV, ``counters_overrides.csv`` in the data folder, closes, moves or adds a counter, changes
its hours, or overrules a rule of the build; each row gives a reason and an author. The official table
on disk never changes: `territory.tables.corrected` applies the corrections when it is opened, and they
are shown wherever they are used.

- ``confirm_fixed``: the counter does not travel, whatever its name, comment or format says;
- ``confirm_itinerant``: it travels;
- ``confirm_apart``: it is a place of its own, not the same as another row of the list.
"""

from __future__ import annotations

import csv
import io
from pathlib import Path

import numpy as np
import pandas as pd

from territory.contract import WEEKDAYS
from territory.errors import ContractError, TerritoryError
from territory.files import check_regular
from territory.messages import Words
from territory.plain_text import plain

HOURS_TEXTS = tuple(f"opening_{day}_text" for day in WEEKDAYS)
COLUMNS = (
    "action",
    "counter_code",
    "counter_name",
    "counter_kind_name",
    "longitude",
    "latitude",
    *HOURS_TEXTS,
    "reason",
    "author",
    "date",
)


def no_corrections() -> pd.DataFrame:
    """Return an empty table of corrections."""
    return pd.DataFrame({name: pd.Series(dtype="str") for name in COLUMNS})


def read_overrides(path: Path, columns: tuple[str, ...] = COLUMNS) -> pd.DataFrame:
    """Read a file of corrections, as text.

    Parameters
    ----------
    path : Path
        CSV with commas or semicolons, in UTF-8 or Windows-1252.
    columns : tuple of str
        Those it may have; ``action``, ``reason`` and ``author`` it must have.

    Returns
    -------
    DataFrame of str
        All `columns`, blank where the file has none; index the line in the file.

    Raises
    ------
    TerritoryError
        If the file cannot be read.
    ContractError
        Listing every unknown column, and every row without action, reason or author.
    """
    try:
        check_regular(path)
        content = path.read_bytes()
    except OSError as error:
        raise TerritoryError("overrides_unreadable", path=path, detail=error) from error
    try:
        published = content.decode("utf-8-sig")
    except UnicodeDecodeError:
        published = content.decode("cp1252", errors="replace")
    # A line ends as in a CSV: a vertical tab pasted into a reason does not end one.
    lines = io.StringIO(published, newline="")
    separator = max(",;", key=lines.readline().count)
    lines.seek(0)
    reader = csv.DictReader(lines, restkey="", delimiter=separator)
    try:
        header = [name.strip() for name in reader.fieldnames or ()]
    except csv.Error as error:
        raise TerritoryError("overrides_unreadable", path=path, detail=error) from error
    problems = [
        TerritoryError("overrides_no_column", column=name)
        for name in ("action", "reason", "author")
        if name not in header
    ]
    problems += [
        TerritoryError("overrides_unknown_column", column=name, known=", ".join(columns))
        for name in header
        if name not in columns
    ]
    problems += [
        TerritoryError("overrides_column_twice", column=name)
        for name in sorted({name for name in header if header.count(name) > 1})
    ]
    if problems:
        raise ContractError(path.name, problems)
    reader.fieldnames = header
    try:
        read = [(reader.line_num, row) for row in reader]
    except csv.Error as error:
        raise TerritoryError("overrides_unreadable", path=path, detail=error) from error
    # Cells beyond the header are kept by the reader under a blank name.
    long = [line for line, row in read if any(row.get("") or ())]
    if long:
        raise ContractError(
            path.name, [TerritoryError("overrides_cells", line=line) for line in long]
        )
    rows = [
        (line, [plain(str(row.get(name) or "")).strip() for name in columns]) for line, row in read
    ]
    written = [(line, cells) for line, cells in rows if any(cells)]
    return pd.DataFrame(
        [cells for _, cells in written],
        columns=list(columns),
        index=pd.Index([line for line, _ in written], name="line"),
        dtype="str",
    )


def closed_codes(corrections: pd.DataFrame) -> list[str]:
    """Return the codes of the counters that corrections close."""
    return list(corrections.loc[np.asarray(corrections["action"] == "close"), "counter_code"])


def corrections_in_words(corrections: pd.DataFrame, words: Words) -> list[str]:
    """Return each correction in a few words: what, which counter, why, by whom.

    Parameters
    ----------
    corrections : DataFrame
        As `read_overrides` gives it.
    words : Words
        Of the reader's language; reasons stay as written.
    """
    return [
        words.text(
            f"map.corrected.{row['action']}",
            counter=row["counter_name"] or row["counter_code"],
            reason=row["reason"],
            author=row["author"],
        )
        for _, row in corrections.iterrows()
    ]
