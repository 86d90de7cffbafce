"""A list as a workbook: the list, its dictionary, sources, method and limits, a sheet each."""

from __future__ import annotations

import io
from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any

import pandas as pd
from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.styles import Alignment, Font, PatternFill
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.page import PageMargins
from openpyxl.worksheet.properties import PageSetupProperties
from openpyxl.worksheet.worksheet import Worksheet

from territory.contract import Unit, unit_of
from territory.exports.about import DICTIONARY_COLUMNS, About, dictionary
from territory.exports.cells import cell_text, rounded, share_format
from territory.files import same_bytes
from territory.look import palette
from territory.messages import Words
from territory.scores.ranking import NAMES_IN_WORDS

NUMBER_FORMATS = {
    "_people": "#,##0",
    "_households": "#,##0",
    "_count": "#,##0",
    "_rank": "#,##0",
    "_minutes": "0.0",
    "_hours": "0.0",
    "_per_1k": "0.0",
    "_score": "0.0",
    "_km": "0.0",
    "_km2": "0.0",
    "_eur": "#,##0",
    "_class": "0",
}
TEXT_FORMAT = "@"
# What a meeting looks at first, on a page's width; all columns stand on the next sheet.
KEY_COLUMNS = (
    "exposure_rank",
    "national_rank",
    "commune_code",
    "commune_name",
    "population_people",
    "illectronism_people",
    "illectronism_low_people",
    "illectronism_high_people",
    "nearest_counter_minutes",
    "within_20_minutes_probability_share",
    "far_certainty_name",
    "nearest_counter_weekly_hours",
    "reachable_hours_per_1k",
    "exposure_score",
    "robustness_name",
    "known_share",
    "reasons_text",
)
LINE_HEIGHT = 14
WIDTHS = {
    "reasons_text": 70,
    "commune_name": 24,
    "epci_name": 36,
    "nearest_counter_name": 36,
    "reason_codes_text": 30,
    "bus_stops_text": 40,
    "stop_visits_code": 30,
    "robustness_name": 16,
    "far_certainty_name": 18,
    "exposure_rank": 9,
    "national_rank": 9,
    "commune_code": 9,
}
DEFAULT_WIDTH = 14
HEADER_HEIGHT = 92
WRAP_AT = 58  # characters a line of the reasons
PLAIN_WIDTHS = (40, 60, 22, 70, 24, 44)


def xlsx_bytes(rows: pd.DataFrame, about: About) -> bytes:
    """Return a list as XLSX; the same list, the same bytes."""
    book = Workbook()
    book.remove(book.worksheets[0])
    sheet = book.create_sheet(about.words.text("list.sheet.list"))
    key = [name for name in KEY_COLUMNS if name in rows or name == rows.index.name]
    _write_list(sheet, rounded(rows)[key], about.words)
    figures = book.create_sheet(about.words.text("list.sheet.figures"))
    _write_list(figures, rounded(rows), about.words)
    for name, header, lines in _sheets(rows, about):
        _write_plain(book.create_sheet(about.words.text(f"list.sheet.{name}")), header, lines)
    properties = book.properties
    properties.title, properties.creator = about.title, "territory"
    properties.language = about.words.language
    properties.created = properties.modified = datetime.fromisoformat(about.date)
    written = io.BytesIO()
    book.save(written)
    return same_bytes(written.getvalue(), about.date)


def _sheets(
    rows: pd.DataFrame, about: About
) -> Iterable[tuple[str, Sequence[str], Iterable[Sequence[str]]]]:
    def say(key: str) -> str:
        return about.words.text(f"list.{key}")

    told = dictionary(pd.Index([rows.index.name, *rows.columns]), about.words)
    yield (
        "dictionary",
        [say(f"dictionary.{name}") for name in DICTIONARY_COLUMNS],
        told.itertuples(index=False),
    )
    yield (
        "sources",
        [say(f"source.{one}") for one in ("citation", "file", "sha256", "caveat")],
        about.sources,
    )
    method = [*about.parameters, (say("parameter.command"), about.command)]
    yield "method", [say("parameter.name"), say("parameter.value")], method
    yield (
        "limits",
        [about.words.text("limits.title")],
        [[limit] for limit in about.limits],
    )


def _write_list(sheet: Worksheet, written: pd.DataFrame, words: Words) -> None:
    header = [words.text(f"columns.{name}.label") for name in written.columns]
    _header(sheet, header)
    units = [unit_of(str(name)) for name in written.columns]
    for values in written.astype(object).itertuples(index=False):
        cells = []
        for value, unit, name in zip(values, units, written.columns, strict=True):
            cell = WriteOnlyCell(sheet, _value(value, str(name), words))
            cell.number_format = _number_format(value, unit, words)
            cell.alignment = Alignment(
                vertical="top",
                wrap_text=name == "reasons_text",
                horizontal="left" if unit.dtype in ("str", "status") else None,
                indent=int(unit.dtype in ("str", "status")),
            )
            cells.append(cell)
        sheet.append(cells)
        lines = max(
            (-(-len(str(cell.value)) // WRAP_AT) for cell in cells if cell.alignment.wrap_text),
            default=1,
        )
        sheet.row_dimensions[sheet.max_row].height = LINE_HEIGHT * max(1, lines)
    for rank, name in enumerate(written.columns, start=1):
        sheet.column_dimensions[get_column_letter(rank)].width = WIDTHS.get(name, DEFAULT_WIDTH)
    sheet.auto_filter.ref = sheet.dimensions
    first_free = list(written.columns).index("commune_name") + 2 if "commune_name" in written else 2
    sheet.freeze_panes = f"{get_column_letter(first_free)}2"
    _print_setup(sheet)


def _number_format(value: Any, unit: Unit, words: Words) -> str:
    if unit.dtype == "str":
        return TEXT_FORMAT
    if unit.suffix == "_share" and pd.notna(value):
        return share_format(float(value), words)
    return NUMBER_FORMATS.get(unit.suffix, "General")


def _value(value: Any, name: str, words: Words) -> Any:
    dtype = unit_of(name).dtype
    if pd.isna(value):
        return None
    if name in NAMES_IN_WORDS:
        return words.text(f"{NAMES_IN_WORDS[name]}.{value}")
    if dtype == "str":
        return cell_text(str(value))
    if dtype == "status":
        return words.text(f"report.status.{value}")
    if dtype == "bool":
        return words.text("map.card.yes" if value else "map.card.no")
    number = float(value)
    return int(number) if number.is_integer() else number


def _write_plain(sheet: Worksheet, header: Sequence[str], lines: Iterable[Sequence[str]]) -> None:
    _header(sheet, header)
    widths = PLAIN_WIDTHS if len(header) > 1 else (110,)
    for line in lines:
        cells = [WriteOnlyCell(sheet, cell_text(str(words))) for words in line]
        for cell in cells:
            cell.alignment = Alignment(vertical="top", wrap_text=True)
            cell.number_format = TEXT_FORMAT
        sheet.append(cells)
        # A line of a spreadsheet holds about 0.9 character a unit of width.
        deepest = max(
            -(-len(str(words)) // int(0.9 * width))
            for words, width in zip(line, widths, strict=False)
        )
        sheet.row_dimensions[sheet.max_row].height = LINE_HEIGHT * max(1, deepest)
    for rank in range(len(header)):
        sheet.column_dimensions[get_column_letter(rank + 1)].width = widths[rank]
    sheet.freeze_panes = "A2"
    _print_setup(sheet)


def _header(sheet: Worksheet, header: Sequence[str]) -> None:
    cells = [WriteOnlyCell(sheet, words) for words in header]
    for cell in cells:
        cell.font = Font(name="Calibri", bold=True, color=palette.PAPER.removeprefix("#"))
        cell.fill = PatternFill("solid", fgColor=palette.ACCENT.removeprefix("#"))
        cell.alignment = Alignment(vertical="center", wrap_text=True)
    sheet.append(cells)
    sheet.row_dimensions[1].height = HEADER_HEIGHT if len(header) > 8 else 22


def _print_setup(sheet: Worksheet) -> None:
    sheet.page_setup.orientation = "landscape"
    sheet.page_setup.paperSize = sheet.PAPERSIZE_A4
    sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight = 1, 0
    sheet.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)
    sheet.page_margins = PageMargins(left=0.3, right=0.3, top=0.4, bottom=0.4)
    sheet.print_title_rows = "1:1"
