"""Time the files of a list, and the workbook beside the same cells styled one by one.

Usage: ``python benchmarks/workbook.py [TABLES_FOLDER]``. The ratio is of CPU time, old way over new, in
this same run, on the first rows of the list; then each format is written once for the whole list.
"""

from __future__ import annotations

import io
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pandas as pd
from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.styles import Alignment

from territory import exports
from territory.country import open_country
from territory.exports.cells import rounded
from territory.exports.workbook import KEY_COLUMNS, xlsx_bytes
from territory.lists import make_list, read_request
from territory.lists.about import about
from territory.messages import default_words
from territory.paths import DEFAULT_ENGINE
from territory.tables import open_data_in_use

RATIO_ROWS = 2_000


def cpu_seconds(run: Callable[[], bytes]) -> tuple[float, int]:
    """Return the processor's seconds a call takes, and the bytes it gives."""
    start = time.process_time()
    size = len(run())
    return time.process_time() - start, size


def one_by_one(rows: pd.DataFrame) -> bytes:
    """Write the two sheets of figures with openpyxl, a style made for each cell."""
    book = Workbook()
    written = rounded(rows)
    for part in (written[[name for name in KEY_COLUMNS if name in written]], written):
        sheet = book.create_sheet()
        sheet.append([str(name) for name in part.columns])
        for values in part.astype(object).itertuples(index=False):
            cells = []
            for value in values:
                cell = WriteOnlyCell(sheet, None if pd.isna(value) else value)
                cell.number_format = "@" if isinstance(value, str) else "0.0"
                cell.alignment = Alignment(vertical="top", horizontal="left", indent=1)
                cells.append(cell)
            sheet.append(cells)
    content = io.BytesIO()
    book.save(content)
    return content.getvalue()


def main(folder: Path | None) -> None:
    """Print all figures."""
    words = default_words()
    country, in_use = open_country(folder, DEFAULT_ENGINE), open_data_in_use(folder)
    made = make_list(country, read_request({}, words=words))
    said = about(made, country.tables, in_use, "xlsx", "list.xlsx")
    first = made.rows.head(RATIO_ROWS)
    old, _ = cpu_seconds(lambda: one_by_one(first))
    new, _ = cpu_seconds(lambda: xlsx_bytes(first, said))
    print(
        f"{len(first)} rows: one by one {old:.2f} s, as written {new:.2f} s, ratio {old / new:.1f}"
    )
    for chosen in exports.FORMATS.values():
        seconds, size = cpu_seconds(
            lambda chosen=chosen: exports.write_list(
                made.rows, country.tables.communes, said, chosen
            )
        )
        print(f"{chosen.name:10} {len(made.rows)} rows {seconds:6.2f} s {size / 1e6:6.1f} MB")


if __name__ == "__main__":
    main(Path(sys.argv[1]) if len(sys.argv) > 1 else None)
