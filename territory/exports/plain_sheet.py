"""A sheet of plain cells, numbers and texts with a look: XlsxWriter's own, written without detours.

The list of all communes is two and a half million cells, and each passed through a dozen functions of the
library for the same few letters. Here such a cell is one write; any other goes the library's way. The file
is the same to the byte (`tests/exports/test_plain_sheet.py`).
"""

from __future__ import annotations

from functools import cache, lru_cache
from typing import Any

from xlsxwriter.utility import _preserve_whitespace, xl_col_to_name
from xlsxwriter.worksheet import Worksheet
from xlsxwriter.xmlwriter import XMLwriter

# Texts come again and again in a column: names of départements, statuses. Reasons do not.
TEXTS_COUNT = 4_096

_WRITER = XMLwriter()
_column_name = cache(xl_col_to_name)


class PlainSheet(Worksheet):  # type: ignore[misc]  # the library has no types
    """A worksheet whose numbers and texts are written at once, in constant memory."""

    def _write_cell(self, row: int, col: int, cell: Any) -> None:
        kind, look = cell.__class__.__name__, cell.format
        if not (look and self.constant_memory and kind in ("Number", "String")):
            super()._write_cell(row, col, cell)
            return
        start = f'<c r="{_column_name(col)}{row + 1}" s="{look._get_xf_index()}"'
        if kind == "Number":
            self.fh.write(f"{start}><v>{cell.number:.16G}</v></c>")
        elif cell.string.startswith("<r>"):
            super()._write_cell(row, col, cell)
        else:
            self.fh.write(f"{start}{_inline(cell.string)}")


@lru_cache(TEXTS_COUNT)
def _inline(text: str) -> str:
    """Return a text as it stands in a cell, escaped as the library does."""
    escaped = _WRITER._escape_control_characters(text)
    keeps = ' xml:space="preserve"' if _preserve_whitespace(escaped) else ""
    return f' t="inlineStr"><is><t{keeps}>{_WRITER._escape_data(escaped)}</t></is></c>'
