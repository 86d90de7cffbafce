"""Clean the text of a published table once, where it is read, and say what was changed.

Columns named ``…_code``, and ``code``, hold identifiers: they are compared letter by letter, so that
they follow one rule of their own, `identifier`. All others hold words.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Callable, Iterable
from typing import TypeVar

import numpy as np
import pandas as pd

from pipelines.sources._escapes import decoded
from pipelines.sources._misread import MAY_BE_MISREAD, reread
from territory.errors import SourceChangedError
from territory.messages import default_words
from territory.plain_columns import UNUSUAL, UNUSUAL_CODES, keeps_lines, unusual
from territory.plain_text import cut, identifier, plain, some

MOST_NAME = 250
MOST_TEXT = 10_000
MOST_CODE = 1_000
MOST_ROWS_NAMED = 12
# What was done to a text, in the order the report tells it.
KINDS = ("escapes", "misread", "signs", "composed", "blanks", "identifiers", "cut")

# Texts to look at one by one; the rest is left as it is. (RE2's syntax, for pyarrow.)
_UNUSUAL_WORDS = (
    rf"{UNUSUAL}|^[ \x{{A0}}\x{{202F}}]|[ \x{{A0}}\x{{202F}}]$"
    r"|\\[xuUnrt]|&[#A-Za-z][0-9A-Za-z]*;|_x00[0-9A-Fa-f]{2}_"
    rf"|{MAY_BE_MISREAD}"
)
_UNUSUAL_CODES = rf"{UNUSUAL_CODES}|\\[xuU]|&[#A-Za-z][0-9A-Za-z]*;"
_Rows = TypeVar("_Rows", bound=pd.DataFrame)


def clean_text(rows: _Rows, file: str) -> _Rows:
    """Clean all texts of a table, and note in ``attrs["notes"]`` which rows were changed and how.

    Parameters
    ----------
    rows : DataFrame
        As read: text columns under our names, the key first.
    file : str
        Its file, for the notes.

    Returns
    -------
    DataFrame
        The same rows: escapes and misread accents undone, signs without ink out, composed (NFC), no blank at the ends,
        identifiers by `identifier`, texts of a legal length at most.

    Raises
    ------
    SourceChangedError
        If an identifier is longer than any is.
    """
    changed: dict[str, dict[int, None]] = {kind: {} for kind in KINDS}
    for name in map(str, rows.columns):
        if not pd.api.types.is_string_dtype(rows[name]):
            continue
        is_code = _is_code(name)
        most = MOST_CODE if is_code else MOST_NAME if name.endswith("_name") else MOST_TEXT
        pattern = _UNUSUAL_CODES if is_code else _UNUSUAL_WORDS
        long = np.flatnonzero(rows[name].str.len() > most).tolist()
        places = sorted({*unusual(rows[name], pattern), *long})
        if not places:
            continue
        values = rows[name].to_numpy(dtype=object, copy=True)
        for place in places:
            values[place], kinds = _cleaned(
                values[place], is_code=is_code, keep_lines=keeps_lines(name), most=most
            )
            for kind in kinds:
                changed[kind][place] = None
        if is_code:
            _refuse_long(values[places], name, file)
        rows[name] = pd.Series(values, index=rows.index, dtype=rows[name].dtype)
    rows.attrs["notes"] = [*rows.attrs.get("notes", []), *_notes(rows, changed, file)]
    return rows


def joined_halves(content: bytes) -> bytes | None:
    """Return valid UTF-8 for a text that holds halves of UTF-16 pairs.

    Two halves in a row become the sign they stand for, a lone one becomes ``�``. None where the
    bytes are not UTF-8 for another reason.
    """
    try:
        text = content.decode("utf-8", "surrogatepass")
    except UnicodeDecodeError:
        return None
    return text.encode("utf-16", "surrogatepass").decode("utf-16", "replace").encode()


def _cleaned(written: str, *, is_code: bool, keep_lines: bool, most: int) -> tuple[str, list[str]]:
    kinds = []
    words = decoded(written)
    if words != written:
        kinds.append("escapes")
    words, published = reread(words), words
    if words != published:
        kinds.append("misread")
    carried = plain(words, keep_lines=keep_lines)
    if carried != words:
        is_composed = carried == unicodedata.normalize("NFC", words)
        kinds.append("composed" if is_composed else "signs")
    inside = carried.strip()
    if inside != carried:
        kinds.append("blanks")
    if is_code:
        code = identifier(inside)
        return code, [*kinds, *(["identifiers"] if code != inside else [])]
    short = cut(inside, most)
    return short, [*kinds, *(["cut"] if short != inside else [])]


def _refuse_long(values: Iterable[str], column: str, file: str) -> None:
    long = [value for value in values if len(value) > MOST_CODE]
    if long:
        raise SourceChangedError(
            "text_long_identifier",
            file=file,
            column=column,
            count=len(long),
            most=MOST_CODE,
            codes=some(long),
        )


def _notes(rows: pd.DataFrame, changed: dict[str, dict[int, None]], file: str) -> list[str]:
    if not any(changed.values()):
        return []
    named = _row_names(rows)
    return [
        default_words().counted(
            f"read.text_{kind}",
            file=file,
            count=default_words().number(len(places)),
            rows=some((named(place) for place in sorted(places)), MOST_ROWS_NAMED),
            most=MOST_NAME,
            most_text=MOST_TEXT,
        )
        for kind, places in changed.items()
        if places
    ]


def _row_names(rows: pd.DataFrame) -> Callable[[int], str]:
    """Return what names a row: an identifier that no other row has, else its rank and its key."""
    columns = [name for name in map(str, rows) if _is_code(name)]
    for name in (*columns, rows.columns[0]):
        keys = rows[name]
        if keys.is_unique and keys.notna().all() and (keys != "").all():
            return lambda place: str(keys.iloc[place])
    first = rows.iloc[:, 0]
    return lambda place: f"{place + 1} ({first.iloc[place]})"


def _is_code(column: str) -> bool:
    return column == "code" or column.endswith("_code")
