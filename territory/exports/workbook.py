"""A list as a workbook: the list, its dictionary, sources, method and limits, a sheet each.

Rows go to the file as they are written (XlsxWriter's constant memory), and each look of a cell is made
once: the list of all communes is two million cells.
"""

from __future__ import annotations

import io
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from functools import cache
from itertools import repeat
from textwrap import wrap
from typing import Any

import pandas as pd
from xlsxwriter import Workbook
from xlsxwriter.exceptions import XlsxFileError
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from territory.contract import Unit, unit_of
from territory.exports.about import DICTIONARY_COLUMNS, About, dictionary
from territory.exports.cells import cell_text, rounded, share_format
from territory.exports.plain_sheet import PlainSheet
from territory.exports.progress import Tell, parts_of, say_nothing
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
GENERAL = "General"
# What a meeting looks at first, on a page's width; all columns stand on the next sheet.
KEY_COLUMNS = (
    "commune_code",
    "commune_name",
    "departement_name",
    "epci_name",
    "population_people",
    "illectronism_people",
    "illectronism_low_people",
    "illectronism_high_people",
    "nearest_counter_minutes",
    "far_certainty_name",
    "nearest_counter_weekly_hours",
    "reachable_hours_per_1k",
    "exposure_rank",
    "national_rank",
    "exposure_score",
    "robustness_name",
    "known_share",
    "reasons_text",
)
# The same for the places of a plan.
PLAN_COLUMNS = (
    "site_rank",
    "commune_code",
    "commune_name",
    "departement_name",
    "epci_name",
    "counter_name",
    "bus_rank",
    "weekday_text",
    "weeks_text",
    "visit_hours_text",
    "rhythm_text",
    "gained_people",
    "gained_low_people",
    "gained_high_people",
    "cumulative_people",
    "before_minutes",
    "after_minutes",
    "chosen_draws_share",
    "chosen_limits_text",
    "chosen_engines_text",
    "reasons_text",
    "unknown_text",
)
# The same for the counters of two lists.
CHANGES_COLUMNS = (
    "counter_change_name",
    "counter_code",
    "counter_name",
    "commune_name",
    "departement_code",
    "moved_km",
    "before_weekly_hours",
    "after_weekly_hours",
    "gaining_people",
    "losing_people",
    "concerned_people",
    "change_minutes",
)
# In points, of the font of Excel.
LINE_HEIGHT = 15
HEADER_PADDING = 6
WIDTHS = {
    "reasons_text": 54,
    "unknown_text": 50,
    "gaining_communes_text": 50,
    "site_rank": 9,
    "commune_name": 20,
    "departement_code": 8,
    "departement_name": 14,
    "epci_code": 12,
    "epci_name": 25,
    "nearest_counter_name": 36,
    "counter_name": 34,
    "reason_codes_text": 30,
    "bus_stops_text": 40,
    "stop_visits_code": 30,
    "robustness_name": 12,
    "far_certainty_name": 13,
    "exposure_rank": 11,
    "national_rank": 9,
    "commune_code": 9,
}
DEFAULT_WIDTH = 10
# Texts longer than their column run over several lines; in a line, this share of the width is letters:
# a width counts figures, and a word goes to the next line whole.
WRAPPED = (
    *("reasons_text", "unknown_text", "gaining_communes_text", "nearest_counter_name"),
    "counter_name",
    *("commune_name", "departement_name", "epci_name"),
)
FILLED_SHARE = 0.92
BOLD_SHARE = 1.0
PLAIN_WIDTHS = (40, 60, 22, 70, 24, 44)
A4 = 9
# Excel refuses a foot of more than 255 signs, its codes included.
MOST_FOOT = 220
# Rows go to the file at once; text is text, whatever it looks like.
SETTINGS = {
    "constant_memory": True,
    "strings_to_formulas": False,
    "strings_to_urls": False,
    "strings_to_numbers": False,
}
# Rows between two words of progress.
TELL_EVERY = 500
# Makes a look of cells, once each.
_Look = Callable[..., Format]


@dataclass(frozen=True)
class _Column:
    """A column of a sheet: values (missing is ``None``), the look of each, and that of the whole."""

    values: list[Any]
    styles: Iterable[Format]
    look: Format


def xlsx_bytes(rows: pd.DataFrame, about: About, tell: Tell = say_nothing) -> bytes:
    """Return a list as XLSX; the same list, the same bytes.

    Parameters
    ----------
    rows : DataFrame
        The list, index ``commune_code``.
    about : About
        What the file says of itself.
    tell : callable, optional
        Told the part done, 0 to 1, as rows are written.

    Raises
    ------
    OSError
        If the disk refuses the rows: they wait there until the file is whole.
    """
    content = io.BytesIO()
    try:
        with Workbook(content, SETTINGS) as book:
            _write_book(book, rows, about, tell)
    except XlsxFileError as error:
        raise OSError(str(error)) from error
    return content.getvalue()


def _write_book(book: Workbook, rows: pd.DataFrame, about: About, tell: Tell) -> None:
    look = _looks(book)
    foot = about.words.text(
        "list.foot",
        title=about.title,
        day=about.words.day(date.fromisoformat(about.date)),
        fingerprint=about.fingerprint,
    )
    written = rounded(rows)
    columns = {str(name): _column(written[name], about.words, look) for name in written}
    key = _first_columns(columns)
    of_key, of_all = parts_of(tell, len(key), len(columns))
    for name, part, told in (("list", key, of_key), ("figures", columns, of_all)):
        sheet = book.add_worksheet(about.words.text(f"list.sheet.{name}"), PlainSheet)
        _write_list(sheet, part, about.words, look, told, foot=foot)
    for name, header, lines in _sheets(rows, about):
        sheet = book.add_worksheet(about.words.text(f"list.sheet.{name}"))
        _write_plain(sheet, header, lines, look, foot=foot)
    created = datetime.fromisoformat(about.date)
    book.set_properties({"title": about.title, "author": "territory", "created": created})
    book.set_custom_property("language", about.words.language)


def _first_columns(columns: dict[str, _Column]) -> dict[str, _Column]:
    """Return what a meeting looks at first: of a list, a plan, a comparison of lists; else all there is."""
    firsts = {
        "site_rank": PLAN_COLUMNS,
        "counter_change_name": CHANGES_COLUMNS,
        "illectronism_people": KEY_COLUMNS,
    }
    first = next((told for name, told in firsts.items() if name in columns), tuple(columns))
    return {name: columns[name] for name in first if name in columns}


def _looks(book: Workbook) -> _Look:
    """Return what makes a look of cells from its properties, and gives the same one again."""

    @cache
    def of(**properties: Any) -> Format:
        return book.add_format(properties)

    return of


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


def _write_list(
    sheet: Worksheet,
    columns: Mapping[str, _Column],
    words: Words,
    look: _Look,
    tell: Tell,
    *,
    foot: str,
) -> None:
    headings = [words.text(f"columns.{name}.label") for name in columns]
    widths = [
        _width(WIDTHS.get(name, DEFAULT_WIDTH), heading)
        for name, heading in zip(columns, headings, strict=True)
    ]
    _header(sheet, headings, widths, look)
    wrapped = [(place, widths[place]) for place, name in enumerate(columns) if name in WRAPPED]
    count = max(len(one.values) for one in columns.values())
    string, number = sheet.write_string, sheet.write_number
    rows = zip(
        *(zip(one.values, one.styles, strict=False) for one in columns.values()), strict=True
    )
    for row, cells in enumerate(rows, start=1):
        lines = max((_lines(cells[place][0], width) for place, width in wrapped), default=1)
        # In constant memory a row's own settings come before its cells.
        sheet.set_row(row, LINE_HEIGHT * lines)
        for place, (value, style) in enumerate(cells):
            if value.__class__ is str:
                string(row, place, value, style)
            elif value is not None:  # what is missing has no cell: its column tells its look
                number(row, place, value, style)
        if row % TELL_EVERY == 0:
            tell(row / count)
    tell(1.0)
    for place, (width, one) in enumerate(zip(widths, columns.values(), strict=True)):
        sheet.set_column(place, place, width, one.look)
    sheet.autofilter(0, 0, count, len(columns) - 1)
    first_free = [*columns].index("commune_name") + 1 if "commune_name" in columns else 1
    sheet.freeze_panes(1, first_free)
    _print_setup(sheet, foot)


def _column(values: pd.Series, words: Words, look: _Look) -> _Column:
    """Return what stands in the cells of a column, and their looks."""
    name = str(values.name)
    unit = unit_of(name)
    kept: dict[str, Any] = {"valign": "top"}
    if unit.dtype in ("str", "status"):
        kept |= {"align": "left", "indent": 1}
    if name in WRAPPED:
        kept["text_wrap"] = True
    plain = look(num_format=_number_format(None, unit, words), **kept)
    # Most come again and again: each is put in words once.
    say = cache(_say(name, unit, words))
    known = values.astype(object).where(values.notna(), None).tolist()
    cells = [None if value is None or value == "" else say(value) for value in known]
    if unit.suffix != "_share":
        return _Column(cells, repeat(plain), plain)

    @cache
    def style(share: float | None) -> Format:
        return look(num_format=_number_format(share, unit, words), **kept)

    return _Column(cells, [style(share) for share in known], plain)


def _number_format(value: float | None, unit: Unit, words: Words) -> str:
    if unit.dtype == "str":
        return TEXT_FORMAT
    if unit.suffix == "_share" and value is not None:
        return share_format(value, words)
    return NUMBER_FORMATS.get(unit.suffix, GENERAL)


def _say(name: str, unit: Unit, words: Words) -> Callable[[Any], object]:
    """Return what turns the known values of a column into those of its cells."""
    if name in NAMES_IN_WORDS:
        return lambda value: words.text(f"{NAMES_IN_WORDS[name]}.{value}")
    if unit.dtype == "str":
        return lambda value: cell_text(str(value))
    if unit.dtype == "status":
        return lambda value: words.text(f"report.status.{value}")
    if unit.dtype == "bool":
        return lambda value: words.text("map.card.yes" if value else "map.card.no")
    return float


def _write_plain(
    sheet: Worksheet,
    header: Sequence[str],
    lines: Iterable[Sequence[str]],
    look: _Look,
    *,
    foot: str,
) -> None:
    widths = PLAIN_WIDTHS[: len(header)] if len(header) > 1 else (110,)
    _header(sheet, header, widths, look)
    style = look(valign="top", text_wrap=True, num_format=TEXT_FORMAT)
    for row, line in enumerate(lines, start=1):
        deepest = max(_lines(words, width) for words, width in zip(line, widths, strict=True))
        sheet.set_row(row, LINE_HEIGHT * deepest)
        for place, words in enumerate(line):
            sheet.write(row, place, cell_text(str(words)) or None, style)
    for place in range(len(header)):
        sheet.set_column(place, place, widths[place])
    sheet.freeze_panes(1, 0)
    _print_setup(sheet, foot)


def _width(width: float, heading: str) -> float:
    """Return the width of a column: as asked, or that of its heading's longest word."""
    longest = max(len(word) for word in heading.replace("\u00a0", " ").split())
    return max(width, longest / BOLD_SHARE + 0.8)


def _lines(words: object, width: float, share: float = FILLED_SHARE) -> int:
    """Return how many lines a text takes in a column."""
    room = int(share * width)
    return max(1, -(-len(words) // room)) if isinstance(words, str) else 1


def _header(sheet: Worksheet, header: Sequence[str], widths: Sequence[float], look: _Look) -> None:
    """Write headings whole: on as many lines as the narrowest needs."""
    style = look(
        bold=True,
        font_color=palette.PAPER,
        bg_color=palette.ACCENT,
        valign="vcenter",
        text_wrap=True,
    )
    deepest = max(
        len(wrap(words, int(BOLD_SHARE * width), break_long_words=False))
        for words, width in zip(header, widths, strict=True)
    )
    sheet.set_row(0, LINE_HEIGHT * deepest + HEADER_PADDING)
    for place, words in enumerate(header):
        sheet.write_string(0, place, words, style)


def _print_setup(sheet: Worksheet, foot: str) -> None:
    """Set a sheet on pages across, as wide as one, its headings on each, its source at the foot."""
    sheet.set_landscape()
    sheet.set_paper(A4)
    sheet.fit_to_pages(1, 0)
    sheet.set_margins(left=0.3, right=0.3, top=0.4, bottom=0.6)
    sheet.repeat_rows(0)
    # In a foot, & begins a code.
    sheet.set_footer(f"&L&8{foot.replace('&', '&&')[:MOST_FOOT]}&R&8&P / &N")
