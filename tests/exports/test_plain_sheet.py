"""A sheet written without detours is the library's own, to the byte."""

from __future__ import annotations

import io
import zipfile

import pytest
from xlsxwriter import Workbook
from xlsxwriter.worksheet import Worksheet

from territory.exports.plain_sheet import PlainSheet

CELLS = (
    "Mende",
    " blank before",
    "blank after ",
    "line\n",
    "a < b & c > d",
    "\x01 control and _x0041_",
    "<r>rich</r>",
    "<r> not rich",
    "é’ 😀",
    1.0,
    0.1 + 0.2,
    1e-12,
    123456789012345678.0,
    -0.0,
)


def written(kind: type[Worksheet]) -> dict[str, bytes]:
    content = io.BytesIO()
    book = Workbook(content, {"constant_memory": True})
    look = book.add_format({"num_format": "0.0"})
    sheet = book.add_worksheet("a", kind)
    for row in range(3):
        sheet.set_row(row, 20)
        for place, value in enumerate(CELLS):
            # A cell without a look of its own, a date, a formula go the library's way.
            style = None if row == 2 else look
            if isinstance(value, str):
                sheet.write_string(row, place + 20, value, style)
            else:
                sheet.write_number(row, place + 20, value, style)
        sheet.write_formula(row, 40, "=1+1", look)
        sheet.write_blank(row, 41, None, look)
    sheet.set_column(20, 22, 12, look)
    book.close()
    with zipfile.ZipFile(io.BytesIO(content.getvalue())) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


@pytest.mark.parametrize("name", ["xl/worksheets/sheet1.xml", "xl/styles.xml"])
def test_the_sheet_is_the_library_s_own_to_the_byte(name):
    assert written(PlainSheet)[name] == written(Worksheet)[name]
