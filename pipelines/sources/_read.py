"""Open published tables: everything is text first, and every surprise is said.

French producers write ``,`` or ``;``, with or without a byte-order mark, in UTF-8 or in
Windows-1252, with or without a banner above the header. `read_table` takes all of these and
refuses the rest in words.
"""

from __future__ import annotations

import codecs
import io
import warnings
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

import geopandas as gpd
import openpyxl
import pandas as pd
import pyarrow as pa
import pyarrow.csv
import pyogrio
from openpyxl.utils.exceptions import InvalidFileException
from pyogrio.errors import DataLayerError, DataSourceError
from shapely.errors import ShapelyError

from pipelines.sources._archive import is_zip, open_archive, read_bytes, read_member
from pipelines.sources._check import some
from pipelines.sources._header import (
    MOST_BANNER_LINES,
    cut,
    find_header,
    names_count,
    refuse_open_quote,
    shown,
    with_plain_line_ends,
)
from pipelines.sources._text import clean_text, joined_halves
from pipelines.sources.archives import DAMAGE
from territory.errors import SourceChangedError, TerritoryError
from territory.geography import WGS84
from territory.messages import default_words

# What GDAL, Arrow and GEOS raise for a damaged GeoJSON.
_NOT_GEOJSON = (DataSourceError, DataLayerError, pa.ArrowException, ShapelyError, UnicodeError)
# What openpyxl and what it reads with raise for a damaged workbook: an archive, then XML (whose errors
# are SyntaxErrors), then values of the wrong kind.
_NOT_WORKBOOK = (*DAMAGE, InvalidFileException, SyntaxError, LookupError, TypeError, AttributeError)


def read_table(
    path: Path,
    columns: Mapping[str, str],
    *,
    member: str = "",
    example: str = "",
    optional: Iterable[str] = (),
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
    optional : iterable of str
        Published names an edition may lack; absent from the frame when it does.
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
    return parse_table(content, label, columns, optional=optional, rename=rename)


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
    columns, optional, rename
        As in `read_table`.
    """
    content, notes = _to_utf8(content, file)
    content = with_plain_line_ends(content)
    refuse_open_quote(content, file)
    header, start, separator = find_header(content, file, next(iter(columns)), rename)
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
        notes.append(default_words().counted("read.no_end", file=file, row=cut(rows.iloc[-1, 0])))
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
            header=shown(header),
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
    rename: Callable[[list[str]], list[str]] | None = None,
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
    rename : callable, optional
        Brings a row that may be the header to the names of `columns`.

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
    with _saying_damaged(file):
        workbook = openpyxl.load_workbook(io.BytesIO(content), read_only=True, data_only=True)
    if sheet and sheet not in workbook.sheetnames:
        raise SourceChangedError(
            "read_no_sheet", file=file, sheet=sheet, sheets=some(workbook.sheetnames, most=20)
        )
    key, first = next(iter(columns)), list[str]()
    for name in [sheet] if sheet else workbook.sheetnames:
        with _saying_damaged(file):
            # A workbook may claim a million rows of sixteen thousand cells: only what is there counts.
            workbook[name].reset_dimensions()
            lines = [
                ["" if cell is None else str(cell) for cell in line]
                for line in workbook[name].iter_rows(values_only=True)
            ]
        if rename is not None:
            lines[:MOST_BANNER_LINES] = map(rename, lines[:MOST_BANNER_LINES])
        above = next(
            (rank for rank, line in enumerate(lines[:MOST_BANNER_LINES]) if key in line), None
        )
        if above is None:
            first = first or max(lines[:MOST_BANNER_LINES], key=names_count, default=[])
            continue
        header = lines[above]
        refuse_missing_columns(columns, header, file)
        rows = pd.DataFrame(
            {
                ours: pd.Series([_cell(line, header.index(name)) for line in lines[above + 1 :]])
                for name, ours in columns.items()
            },
            dtype="str",
        )
        is_note = (rows[list(columns.values())[1:]] == "").all(axis="columns")
        rows = rows[~is_note].reset_index(drop=True)
        rows.attrs = {"file": file, "notes": []}
        refuse_empty(rows, file)
        return clean_text(rows, file)
    raise SourceChangedError("read_no_columns", file=file, columns=key, header=shown(first))


@contextmanager
def _saying_damaged(file: str) -> Iterator[None]:
    """Say in words that a workbook cannot be read; its warnings are of styles no reader needs."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            yield
    except _NOT_WORKBOOK as error:
        raise SourceChangedError("read_damaged", file=file, detail=error) from error


def _cell(line: list[str], rank: int) -> str:
    return line[rank] if rank < len(line) else ""


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
        In longitude and latitude (EPSG:4326), one row a feature; the shape is missing where none
        can be drawn, and ``attrs["notes"]`` says which.

    Raises
    ------
    SourceMissingError, SourceChangedError
        If the file is absent, or is not what is declared.
    """
    content, file = read_bytes(path), path.name
    if not content.rstrip().endswith(b"}"):
        raise SourceChangedError("read_damaged", file=file, detail="…" + _tail(content))
    try:
        content.decode("utf-8")
        with warnings.catch_warnings():
            # Of shapes nobody can draw, which come as missing, and of properties that are no text.
            warnings.simplefilter("ignore")
            features = pyogrio.read_dataframe(content, columns=list(columns), use_arrow=True)
    except _NOT_GEOJSON as error:
        raise SourceChangedError("read_damaged", file=file, detail=error) from error
    # GDAL passes over what does not call itself a feature.
    if (published := content.count(b'"geometry"')) > len(features):
        lost = TerritoryError("features_lost", read=len(features), published=published)
        raise SourceChangedError("read_damaged", file=file, detail=lost)
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
    notes = []
    if (unread := features.geometry.isna() | features.geometry.is_empty).any():
        features["geometry"] = features.geometry.mask(unread)
        codes = some(features.loc[unread, columns[key]])
        notes.append(
            default_words().counted(
                "read.no_shape", file=file, count=int(unread.sum()), codes=codes
            )
        )
    features.attrs = {"file": file, "notes": notes}
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
        return joined.removeprefix(codecs.BOM_UTF8), [
            default_words().counted("read.text_halves", file=file)
        ]
    try:
        text = content.decode("cp1252")
    except UnicodeDecodeError as error:
        raise SourceChangedError(
            "read_undecodable", file=file, place=error.start, byte=f"0x{content[error.start]:02x}"
        ) from error
    return text.encode(), [default_words().counted("read.cp1252", file=file)]


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
    except pa.ArrowException as error:
        raise SourceChangedError("read_ragged", file=file, detail=error) from error
    return [table[names[rank]].to_pandas() for rank in ranks]


def _tail(content: bytes) -> str:
    return content[-40:].decode("utf-8", errors="replace")
