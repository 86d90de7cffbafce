"""Open published tables: everything is text first, and every surprise is said.

French producers write ``,`` or ``;``, with or without a byte-order mark, in UTF-8 or in
Windows-1252, with or without a banner above the header. `read_table` takes all of these and
refuses the rest in words.
"""

from __future__ import annotations

import codecs
import csv
import io
import re
from collections.abc import Callable, Iterable, Mapping
from pathlib import Path

import geopandas as gpd
import openpyxl
import pandas as pd
import pyarrow as pa
import pyarrow.csv
import pyogrio
from openpyxl.utils.exceptions import InvalidFileException
from pyogrio.errors import DataLayerError, DataSourceError

from pipelines.sources._archive import is_zip, open_archive, read_bytes, read_member
from pipelines.sources._check import some
from territory import messages
from territory.errors import SourceChangedError
from territory.geography import WGS84

# A banner is a line or two; further down, a header is not a header.
_MOST_BANNER_LINES = 20
_MOST_HEAD_BYTES = 200_000
_SEPARATORS = (";", ",")
# What a message repeats of a file is cut: a cell may hold a page.
_MOST_CELL, _MOST_SHOWN = 60, 600
# What `csv` says of a quote that nothing closes.
_CUT_IN_QUOTES = re.compile("unexpected end of data|field larger")
# A column's name: it begins with a letter, and is not a sentence.
_NAME = re.compile(r"#?[^\W\d_][\w' ./()%#-]{0,39}")
_WRONG_SEPARATORS = {"\t": "tabulation", "|": "|"}


def read_table(
    path: Path,
    columns: Mapping[str, str],
    *,
    member: str = "",
    example: str = "",
    rename: Callable[[list[str]], list[str]] | None = None,
) -> pd.DataFrame:
    """Read the columns of a CSV file, or of one in a ZIP, as text.

    Parameters
    ----------
    path : Path
        The file.
    columns : mapping of str to str
        Published name → our name; the first is the key, by which the header is found.
    member : str
        For a ZIP: regular expression of the member's name.
    example : str
        Such a name for a person to read.
    rename : callable, optional
        Brings the header of another edition to the names of `columns`.

    Returns
    -------
    DataFrame of str
        One row a published row, in its order, blank where blank. ``attrs["file"]`` names the
        file for messages, ``attrs["notes"]`` lists what the reader of a report must know.

    Raises
    ------
    SourceMissingError, SourceChangedError
        If the file is absent, or is not what is declared.
    """
    content, label = read_bytes(path), path.name
    if is_zip(content):
        content, label = read_member(content, label, member or r".*\.csv", example)
    return parse_table(content, label, columns, rename=rename)


def parse_table(
    content: bytes,
    file: str,
    columns: Mapping[str, str],
    *,
    optional: Iterable[str] = (),
    rename: Callable[[list[str]], list[str]] | None = None,
) -> pd.DataFrame:
    """Read the columns of a CSV held in memory, as text; see `read_table`.

    Parameters
    ----------
    content : bytes
        The file.
    file : str
        Its name, for messages.
    columns, rename
        As in `read_table`.
    optional : iterable of str
        Published names an edition may lack; absent from the frame when it does.
    """
    content, notes = _to_utf8(content, file)
    content = _with_plain_line_ends(content)
    _refuse_open_quote(content, file)
    header, start, separator = _find_header(content, file, next(iter(columns)), rename)
    wanted = [name for name in columns if name in header or name not in set(optional)]
    refuse_missing_columns(wanted, header, file)
    below = memoryview(content)[start:]
    ranks = [header.index(name) for name in wanted]
    taken = _read_columns(below, file, separator, len(header), ranks)
    rows = pd.DataFrame(
        {columns[name]: values for name, values in zip(wanted, taken, strict=True)}, dtype="str"
    )
    if not rows.empty and not content.endswith(b"\n"):
        # A file cut in its last cell reads like a whole one.
        notes.append(messages.text("read.no_end", file=file, row=_cut(rows.iloc[-1, 0])))
    rows.attrs = {"file": file, "notes": notes}
    return rows


def refuse_missing_columns(wanted: Iterable[str], header: list[str], file: str) -> None:
    """Check that a header holds the columns wanted, each once.

    Raises
    ------
    SourceChangedError
        Naming those absent, and the header seen.
    """
    if absent := [name for name in wanted if name not in header]:
        raise SourceChangedError(
            "read_no_columns",
            file=file,
            columns=some(absent, most=len(absent)),
            header=_shown(header),
        )
    if doubled := [name for name in wanted if header.count(name) > 1]:
        raise SourceChangedError("read_doubled_columns", file=file, columns=some(doubled))


def refuse_empty(rows: pd.DataFrame, file: str) -> None:
    """Refuse a header with nothing under it.

    Raises
    ------
    SourceChangedError
        If there is no row.
    """
    if rows.empty:
        raise SourceChangedError("read_no_rows", file=file)


def read_sheet(
    path: Path,
    columns: Mapping[str, str],
    *,
    sheet: str = "",
    member: str = r".*\.xlsx",
    example: str = "",
) -> pd.DataFrame:
    """Read the columns of an Excel sheet, or of the one workbook in a ZIP, as text.

    Banner lines above the header are passed over (the header is the row that holds the first
    name of `columns`), and so are notes below the table (rows where the other columns are all
    empty).

    Parameters
    ----------
    path : Path
        The workbook.
    columns : mapping of str to str
        Published name → our name; the first is the key.
    sheet : str
        Name of the sheet; the first that holds the key by default.
    member : str
        For a ZIP: regular expression of the workbook's name.
    example : str
        Such a name for a person to read.

    Returns
    -------
    DataFrame of str
        As `read_table`.

    Raises
    ------
    SourceMissingError, SourceChangedError
        If the file is absent, or is not what is declared.
    """
    content, file = read_bytes(path), path.name
    names = open_archive(content, file).namelist()
    if "[Content_Types].xml" not in names:
        content, file = read_member(content, file, member, example)
        open_archive(content, file)
    try:
        workbook = openpyxl.load_workbook(io.BytesIO(content), read_only=True, data_only=True)
    except (InvalidFileException, KeyError, ValueError, OSError) as error:
        raise SourceChangedError("read_damaged", file=file, detail=error) from error
    if sheet and sheet not in workbook.sheetnames:
        raise SourceChangedError(
            "read_no_sheet", file=file, sheet=sheet, sheets=some(workbook.sheetnames, most=20)
        )
    key, first = next(iter(columns)), list[str]()
    for name in [sheet] if sheet else workbook.sheetnames:
        lines = [
            ["" if cell is None else str(cell) for cell in line]
            for line in workbook[name].iter_rows(values_only=True)
        ]
        above = next(
            (rank for rank, line in enumerate(lines[:_MOST_BANNER_LINES]) if key in line), None
        )
        if above is None:
            first = first or max(lines[:_MOST_BANNER_LINES], key=_filled, default=[])
            continue
        header = lines[above]
        refuse_missing_columns(columns, header, file)
        rows = pd.DataFrame(
            {
                ours: pd.Series([line[header.index(published)] for line in lines[above + 1 :]])
                for published, ours in columns.items()
            },
            dtype="str",
        )
        is_note = (rows[list(columns.values())[1:]] == "").all(axis="columns")
        rows = rows[~is_note].reset_index(drop=True)
        rows.attrs = {"file": file, "notes": []}
        refuse_empty(rows, file)
        return rows
    raise SourceChangedError("read_no_columns", file=file, columns=key, header=_shown(first))


def read_geojson(path: Path, columns: Mapping[str, str]) -> gpd.GeoDataFrame:
    """Read the features of a GeoJSON file, gzipped or not.

    Parameters
    ----------
    path : Path
        The file.
    columns : mapping of str to str
        Published property → our name; the first is the key, which every feature must carry as
        text. The others may be absent from all features, and are then missing.

    Returns
    -------
    GeoDataFrame
        In longitude and latitude (EPSG:4326), one row a feature.

    Raises
    ------
    SourceMissingError, SourceChangedError
        If the file is absent, or is not what is declared.
    """
    content, file = read_bytes(path), path.name
    if not content.rstrip().endswith(b"}"):
        raise SourceChangedError("read_damaged", file=file, detail="…" + _tail(content))
    try:
        features = pyogrio.read_dataframe(content, columns=list(columns), use_arrow=True)
    except (DataSourceError, DataLayerError, pa.ArrowInvalid) as error:
        raise SourceChangedError("read_damaged", file=file, detail=error) from error
    key = next(iter(columns))
    if not isinstance(features, gpd.GeoDataFrame):
        raise SourceChangedError("read_no_columns", file=file, columns="geometry", header="")
    refuse_missing_columns([key], list(features.columns), file)
    if features.empty:
        raise SourceChangedError("read_no_rows", file=file)
    if not pd.api.types.is_string_dtype(features[key]):
        raise SourceChangedError(
            "read_code_not_text", file=file, column=key, codes=some(features[key].head())
        )
    west, south, east, north = features.total_bounds
    if west < -180 or east > 180 or south < -90 or north > 90:
        raise SourceChangedError(
            "read_not_degrees", file=file, bounds=f"{west:g} {south:g} {east:g} {north:g}"
        )
    for name in columns:
        if name not in features:
            features[name] = pd.Series(None, index=features.index, dtype="str")
    features = features[[*columns, "geometry"]].rename(columns=dict(columns)).set_crs(WGS84)
    features.attrs = {"notes": []}
    return features


def _to_utf8(content: bytes, file: str) -> tuple[bytes, list[str]]:
    """Return the text of a file in UTF-8, and a note when it was not published so."""
    if content.startswith((b"\xff\xfe", b"\xfe\xff")) or b"\0" in content[:4096]:
        raise SourceChangedError("read_utf16", file=file)
    try:
        content.decode("utf-8")
    except UnicodeDecodeError:
        pass
    else:
        return content.removeprefix(codecs.BOM_UTF8), []
    try:
        text = content.decode("cp1252")
    except UnicodeDecodeError as error:
        raise SourceChangedError(
            "read_undecodable", file=file, place=error.start, byte=f"0x{content[error.start]:02x}"
        ) from error
    return text.encode(), [messages.text("read.cp1252", file=file)]


def _with_plain_line_ends(content: bytes) -> bytes:
    """Return a text whose lines end as Unix's do: ``CR LF`` and a lone ``CR`` (old Mac) too."""
    if b"\r" not in content:
        return content
    return content.replace(b"\r\n", b"\n").replace(b"\r", b"\n")


def _refuse_open_quote(content: bytes, file: str) -> None:
    """Refuse a text that ends inside a quoted cell: it was cut there, or swallows its own rows."""
    if content.count(b'"') % 2 == 0:
        return
    lines = io.StringIO(content.decode("utf-8"), newline="")
    separator = max(_SEPARATORS, key=lambda mark: content[:_MOST_HEAD_BYTES].count(mark.encode()))
    try:
        for _ in csv.reader(lines, delimiter=separator, strict=True):
            pass
    except csv.Error as error:
        if _CUT_IN_QUOTES.search(str(error)):
            raise SourceChangedError("read_open_quote", file=file, detail=error) from error


def _find_header(
    content: bytes, file: str, key: str, rename: Callable[[list[str]], list[str]] | None
) -> tuple[list[str], int, str]:
    """Return the header, where the rows start below it, and the separator."""
    published = content[:_MOST_HEAD_BYTES].split(b"\n")[:_MOST_BANNER_LINES]
    lines = [line.decode("utf-8", errors="replace") for line in published]
    for rank, line in enumerate(lines):
        separator = max(_SEPARATORS, key=line.count)
        header = _split(line, separator)
        if rename:
            header = rename(header)
        if key in header:
            start = sum(len(one) + 1 for one in published[: rank + 1])
            return header, start, separator
    for mark, name in _WRONG_SEPARATORS.items():
        if any(mark in line and key in _split(line, mark) for line in lines):
            raise SourceChangedError("read_wrong_separator", file=file, separator=name)
    raise SourceChangedError(
        "read_no_columns", file=file, columns=key, header=_shown(_likely_header(lines))
    )


def _likely_header(lines: list[str]) -> list[str]:
    """Return the line with the most names among those made of names alone, else the first.

    A row of data holds a number or a blank somewhere, and must never be told for the header.
    """
    split = [_split(line, max(_SEPARATORS, key=line.count)) for line in lines if line.strip()]
    named = [cells for cells in split if all(map(_NAME.fullmatch, cells))]
    return max(named or split[:1], key=len, default=[])


def _shown(header: list[str]) -> str:
    return some(map(_cut, header), most=40)[:_MOST_SHOWN]


def _cut(cell: object) -> str:
    written = str(cell)
    return written if len(written) <= _MOST_CELL else written[:_MOST_CELL] + "…"


def _read_columns(
    content: memoryview, file: str, separator: str, width: int, ranks: list[int]
) -> list[pd.Series]:
    """Return some columns of a table without its header; all its rows must be `width` wide."""
    if not bytes(content[:4096]).strip():
        return [pd.Series([], dtype="str") for _ in ranks]
    names = [str(rank) for rank in range(width)]
    try:
        table = pyarrow.csv.read_csv(
            pa.BufferReader(content),
            pyarrow.csv.ReadOptions(column_names=names),
            pyarrow.csv.ParseOptions(delimiter=separator, newlines_in_values=True),
            pyarrow.csv.ConvertOptions(
                include_columns=[names[rank] for rank in ranks],
                column_types=dict.fromkeys(names, pa.string()),
                strings_can_be_null=False,
            ),
        )
    except pa.ArrowInvalid as error:
        raise SourceChangedError("read_ragged", file=file, detail=error) from error
    return [table[names[rank]].to_pandas() for rank in ranks]


def _split(line: str, separator: str) -> list[str]:
    return [
        name.strip() for name in next(csv.reader([line.strip("\r\n")], delimiter=separator), [])
    ]


def _filled(cells: list[str]) -> int:
    """Return how many of a line's cells are names."""
    return sum(bool(_NAME.fullmatch(cell)) for cell in cells)


def _tail(content: bytes) -> str:
    return content[-40:].decode("utf-8", errors="replace")
