"""Columns of text that every file can carry: `territory.plain_text` over whole tables, fast."""

from __future__ import annotations

from typing import TypeVar

import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc

from territory.plain_text import identifier, plain, plain_all

# What few texts hold, and all that `plain` changes. (RE2's syntax, for pyarrow.)
USUAL = r" -~\x{A0}-\x{AC}\x{AE}-\x{17F}\x{2010}-\x{2027}\x{202F}\x{2030}-\x{205E}\x{20AC}"
UNUSUAL = f"[^{USUAL}]"
UNUSUAL_CODES = "[^!-~]|^2[ab]([0-9]{3})?$"
_Rows = TypeVar("_Rows", bound=pd.DataFrame)


def identifiers(written: pd.Series) -> pd.Series:
    """Return a column of identifiers, each in its one form; missing stays missing."""
    places = unusual(written, UNUSUAL_CODES)
    if not places:
        return written
    codes = written.to_numpy(dtype=object, copy=True)
    codes[places] = [identifier(codes[place]) for place in places]
    return pd.Series(codes, index=written.index, name=written.name, dtype=written.dtype)


def plain_columns(rows: _Rows) -> _Rows:
    """Return a table whose texts, and index, every file can carry; missing stays missing.

    Columns named ``…_text`` keep their lines.
    """
    made = {}
    for name, values in rows.items():
        lines = keeps_lines(str(name))
        if pd.api.types.is_string_dtype(values.dtype) and (places := unusual(values, UNUSUAL)):
            cells = values.to_numpy(dtype=object, copy=True)
            cells[places] = [plain(cells[place], keep_lines=lines) for place in places]
            made[str(name)] = pd.Series(cells, index=values.index, dtype=values.dtype)
    index = rows.index
    if pd.api.types.is_string_dtype(index.dtype) and unusual(index.to_series(), UNUSUAL):
        index = index.map(plain_all).rename(index.name)
    return rows.assign(**made).set_axis(index, axis="index")


def unusual(values: pd.Series, pattern: str) -> list[int]:
    """Return the places of the texts that match a pattern of RE2's: fast, to look at those alone."""
    if values.dtype == object:  # may hold halves of signs, which pyarrow refuses
        return [place for place, one in enumerate(values) if isinstance(one, str)]
    texts = pa.array(values, type=pa.large_string(), from_pandas=True)
    found = pc.match_substring_regex(texts, pattern).fill_null(False)
    return [int(one) for one in pc.indices_nonzero(found).to_pylist()]


def keeps_lines(column: str) -> bool:
    """Tell whether the texts of a column may hold several lines, by its name."""
    return column.endswith("_text")
