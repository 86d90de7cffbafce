"""A published table as cells, to be damaged and written again."""

from __future__ import annotations

import csv
import io
from dataclasses import dataclass, replace

Row = tuple[str, ...]


@dataclass(frozen=True)
class Table:
    """The cells of a CSV file.

    Parameters
    ----------
    header : tuple of str
        Published names.
    rows : tuple of tuple of str
        As published.
    separator : str
        ``","`` or ``";"``.
    encoding : str
        As Python names it.
    banner : str
        Lines above the header.
    """

    header: Row
    rows: tuple[Row, ...]
    separator: str
    encoding: str
    banner: str = ""

    @classmethod
    def parse(cls, content: bytes, key: str) -> Table:
        """Take a published file apart; its header is the first line that holds the key."""
        try:
            text, encoding = content.decode("utf-8-sig"), "utf-8"
        except UnicodeDecodeError:
            text, encoding = content.decode("cp1252"), "cp1252"
        lines = text.splitlines(keepends=True)
        start = next(rank for rank, line in enumerate(lines) if key in line)
        separator = max(";,", key=lines[start].count)
        below = io.StringIO("".join(lines[start:]))
        header, *rows = [tuple(line) for line in csv.reader(below, delimiter=separator)]
        return cls(header, tuple(rows), separator, encoding, "".join(lines[:start]))

    def text(self, *, end: str = "\n", quoting: int = csv.QUOTE_MINIMAL) -> str:
        """Write the table as text."""
        written = io.StringIO()
        writer = csv.writer(written, delimiter=self.separator, lineterminator=end, quoting=quoting)
        writer.writerow(self.header)
        writer.writerows(self.rows)
        return self.banner + written.getvalue()

    def content(self) -> bytes:
        """Write the table as a file."""
        return self.text().encode(self.encoding, errors="replace")

    def rank(self, column: str) -> int:
        """Return the place of a column."""
        return self.header.index(column)

    def cell(self, row: int, column: str) -> str:
        """Return a cell."""
        return self.rows[row][self.rank(column)]

    def with_cell(self, row: int, column: str, value: str) -> Table:
        """Return the table with another value in a cell."""
        cells = list(self.rows[row])
        cells[self.rank(column)] = value
        return replace(self, rows=(*self.rows[:row], tuple(cells), *self.rows[row + 1 :]))

    def with_column(self, column: str, values: list[str]) -> Table:
        """Return the table with other values in a column."""
        rank = self.rank(column)
        return replace(
            self,
            rows=tuple(
                (*row[:rank], value, *row[rank + 1 :])
                for row, value in zip(self.rows, values, strict=True)
            ),
        )

    def column(self, column: str) -> list[str]:
        """Return the cells of a column."""
        rank = self.rank(column)
        return [row[rank] for row in self.rows]

    def ordered(self, ranks: list[int]) -> Table:
        """Return the table with its columns in another order."""
        return replace(
            self,
            header=tuple(self.header[rank] for rank in ranks),
            rows=tuple(tuple(row[rank] for rank in ranks) for row in self.rows),
        )
