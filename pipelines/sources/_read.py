"""Open published tables: everything is text first, and every surprise is said.

French producers write ``,`` or ``;``, with or without a byte-order mark, in UTF-8 or in
Windows-1252, with or without a banner above the header. `read_table` takes all of these and
refuses the rest in words.
"""

from __future__ import annotations

import codecs
import csv
import io
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
from pipelines.sources._text import clean_text, joined_halves
from territory import messages
from territory.errors import SourceChangedError
from territory.geography import WGS84

# A banner is a line or two; further down, a header is not a header.
_MOST_BANNER_LINES = 20
_MOST_HEAD_BYTES = 200_000
_SEPARATORS = (";", ",")
_WRONG_SEPARATORS = {"\t": "tabulation", "|": "|"}


def read_table(
    path: Path,
    columns: Mapping[str, str],
    *,
    member: str = "",
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
        content, label = read_member(content, label, member or r".*\.csv")
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
    header, start, separator = _find_header(content, file, next(iter(columns)), rename)
    wanted = [name for name in columns if name in header or name not in set(optional)]
    refuse_missing_columns(wanted, header, file)
    below = memoryview(content)[start:]
    ranks = [header.index(name) for name in wanted]
    taken = _read_columns(below, file, separator, len(header), ranks)
    rows = pd.DataFrame(
        {columns[name]: values for name, values in zip(wanted, taken, strict=True)}, dtype="str"
    )
    rows.attrs = {"file": file, "notes": notes}
    return clean_text(rows, file)


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
            header=some(header, most=40),
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
    path: Path, columns: Mapping[str, str], *, sheet: str = "", member: str = r".*\.xlsx"
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
        content, file = read_member(content, file, member)
        open_archive(content, file)
    try:
        workbook = openpyxl.load_workbook(io.BytesIO(content), read_only=True, data_only=True)
    except (InvalidFileException, KeyError, ValueError, OSError) as error:
        raise SourceChangedError("read_damaged", file=file, detail=error) from error
    if sheet and sheet not in workbook.sheetnames:
        raise SourceChangedError(
            "read_no_sheet", file=file, sheet=sheet, sheets=some(workbook.sheetnames, most=20)
        )
    key = next(iter(columns))
    for name in [sheet] if sheet else workbook.sheetnames:
        lines = [
            ["" if cell is None else str(cell) for cell in line]
            for line in workbook[name].iter_rows(values_only=True)
        ]
        above = next(
            (rank for rank, line in enumerate(lines[:_MOST_BANNER_LINES]) if key in line), None
        )
        if above is None:
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
        return clean_text(rows, file)
    raise SourceChangedError("read_no_columns", file=file, columns=key, header="")


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
    features.attrs = {"file": file, "notes": []}
    return clean_text(features, file)


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
    if joined := joined_halves(content):
        return joined.removeprefix(codecs.BOM_UTF8), [messages.text("read.text_halves", file=file)]
    try:
        text = content.decode("cp1252")
    except UnicodeDecodeError as error:
        raise SourceChangedError(
            "read_undecodable", file=file, place=error.start, byte=f"0x{content[error.start]:02x}"
        ) from error
    return text.encode(), [messages.text("read.cp1252", file=file)]


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
    first = max(lines, key=lambda line: max(map(line.count, _SEPARATORS)))
    header = _split(first, max(_SEPARATORS, key=first.count))
    raise SourceChangedError(
        "read_no_columns", file=file, columns=key, header=some(header, most=40)[:600]
    )


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


def _tail(content: bytes) -> str:
    return content[-40:].decode("utf-8", errors="replace")
