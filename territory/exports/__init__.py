"""Take a list out: CSV, workbook, GeoJSON, GeoPackage, GeoParquet, each with what it rests on.

Two ways of writing CSV: ``international`` for software (comma, decimal point, the columns' own
names), ``excel_fr`` for a double click in a French Excel (semicolon, decimal comma, readable
headings). In every spreadsheet format, text that would be run as a formula is neutralised; a missing
value is an empty cell, never 0.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType

import geopandas as gpd
import pandas as pd

from territory.contract import unit_of
from territory.errors import TerritoryError, UnknownNameError
from territory.exports.about import About, about_list, dictionary
from territory.exports.cells import DIGITS, FORMULA_OPENERS, round_by_unit, without_formula
from territory.exports.places import NOT_MADE, geojson_bytes, gpkg_bytes, parquet_bytes
from territory.exports.progress import Tell, say_nothing
from territory.exports.workbook import xlsx_bytes
from territory.files import FileFormat, find_format
from territory.messages import Words
from territory.plain_columns import plain_columns
from territory.plain_text import plain_all

__all__ = [
    "CSV_STYLES",
    "DIGITS",
    "FORMATS",
    "FORMULA_OPENERS",
    "About",
    "CsvStyle",
    "Format",
    "Tell",
    "about_list",
    "dictionary",
    "format_of",
    "label",
    "side_files",
    "without_formula",
    "write_csv",
    "write_list",
]


@dataclass(frozen=True)
class CsvStyle:
    """A way of writing CSV.

    Parameters
    ----------
    name : str
        Its name, also the key of its messages.
    separator, decimal : str
        Between cells, and inside numbers.
    encoding : str
        ``"utf-8-sig"`` opens with the mark that tells Excel it is UTF-8.
    is_for_excel : bool
        Whether headings are readable labels, and codes are written so that Excel keeps their
        leading zeros.
    """

    name: str
    separator: str
    decimal: str
    encoding: str
    is_for_excel: bool


CSV_STYLES = MappingProxyType(
    {
        style.name: style
        for style in (
            CsvStyle("international", ",", ".", "utf-8", is_for_excel=False),
            CsvStyle("excel_fr", ";", ",", "utf-8-sig", is_for_excel=True),
        )
    }
)


def write_csv(rows: pd.DataFrame, style: str = "international", *, words: Words) -> bytes:
    """Write a table as CSV, its index first.

    Parameters
    ----------
    rows : DataFrame
        One row a commune; columns of the contract's vocabulary.
    style : str
        One of `CSV_STYLES`.
    words : Words
        Of the language of the headings, where the style has readable ones.

    Returns
    -------
    bytes
        The file. A missing value is an empty cell.

    Raises
    ------
    UnknownNameError
        If there is no such style.

    Examples
    --------
    >>> rows = pd.DataFrame(
    ...     {"commune_name": ["L'Abergement-Clémenciat"], "illectronism_share": [0.154]},
    ...     index=pd.Index(["01001"], name="commune_code"),
    ... )
    >>> write_csv(rows, words=Words("fr")).decode().splitlines()
    ['commune_code,commune_name,illectronism_share', "01001,L'Abergement-Clémenciat,0.154"]
    """
    if style not in CSV_STYLES:
        raise UnknownNameError("csv_style", style, CSV_STYLES)
    chosen = CSV_STYLES[style]
    written = plain_columns(rows).reset_index()
    written = pd.DataFrame({name: _cells(written[name], chosen, words) for name in written.columns})
    if chosen.is_for_excel:
        written.columns = pd.Index([label(name, words) for name in written.columns])
    return written.to_csv(
        index=False, sep=chosen.separator, decimal=chosen.decimal, lineterminator="\r\n"
    ).encode(chosen.encoding)


def label(column: str, words: Words) -> str:
    """Return the heading of a column."""
    return words.text(f"columns.{column}.label")


def _cells(values: pd.Series, style: CsvStyle, words: Words) -> pd.Series:
    unit = unit_of(str(values.name))
    if unit.dtype == "str":
        if unit.suffix == "_code" and style.is_for_excel:
            return values.map(_excel_text, na_action="ignore")
        return values.map(without_formula, na_action="ignore")
    if unit.dtype == "status" and style.is_for_excel:
        return values.map(lambda status: words.text(f"report.status.{status}"))
    return round_by_unit(values)


def _excel_text(code: str) -> str:
    """Write a code as the formula that gives this very text: Excel would read 01001 as 1001."""
    quoted = code.replace('"', '""')
    return f'="{quoted}"'


# From the list, the communes, what the file says of itself and whom to tell how far it is.
Format = FileFormat[[pd.DataFrame, gpd.GeoDataFrame, About, Tell]]


def _placed(
    write: Callable[[pd.DataFrame, gpd.GeoDataFrame, About], bytes],
) -> Callable[[pd.DataFrame, gpd.GeoDataFrame, About, Tell], bytes]:
    return lambda rows, communes, about, _tell: write(rows, communes, about)


FORMATS = MappingProxyType(
    {
        one.name: one
        for one in (
            Format(
                "csv",
                ".csv",
                "text/csv",
                lambda rows, _communes, about, _tell: write_csv(rows, words=about.words),
                is_alone=True,
            ),
            Format(
                "csv-excel",
                ".csv",
                "text/csv",
                lambda rows, _communes, about, _tell: write_csv(
                    rows, "excel_fr", words=about.words
                ),
                is_alone=True,
            ),
            Format(
                "xlsx",
                ".xlsx",
                "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
                lambda rows, _communes, about, tell: xlsx_bytes(rows, about, tell),
            ),
            Format("geojson", ".geojson", "application/geo+json", _placed(geojson_bytes)),
            Format("gpkg", ".gpkg", "application/geopackage+sqlite3", _placed(gpkg_bytes)),
            Format("parquet", ".parquet", "application/vnd.apache.parquet", _placed(parquet_bytes)),
        )
    }
)


def format_of(name: str | None, path: Path | None) -> Format:
    """Return the format asked for by name, else the one a file's name ends with.

    Raises
    ------
    UnknownNameError
        If there is no such format.
    """
    return find_format(FORMATS, name, path)


def write_list(
    rows: pd.DataFrame,
    communes: gpd.GeoDataFrame,
    about: About,
    chosen: Format,
    tell: Tell = say_nothing,
) -> bytes:
    """Return a list as a file: the same list, the same bytes.

    Parameters
    ----------
    rows : DataFrame
        The list, index ``commune_code``, columns of the contract's vocabulary.
    communes : GeoDataFrame
        The table of communes, for the boundaries.
    about : About
        What the file says of itself.
    chosen : Format
        One of `FORMATS`.
    tell : callable, optional
        Told the part done, 0 to 1, as a workbook's rows are written; the other formats are written at
        once, in a few seconds for all of France.

    Raises
    ------
    TerritoryError
        If the disk refuses what a format needs to put there while it is made.
    """
    try:
        return chosen.write(rows, communes, plain_all(about), tell)
    except NOT_MADE as error:
        raise TerritoryError("file_not_made", name=chosen.name, detail=error) from error


def side_files(rows: pd.DataFrame, about: About, chosen: Format) -> dict[str, bytes]:
    """Return what goes beside a file that has no room for it: suffix → content.

    The dictionary as CSV; sources, parameters, limits and the command that rebuilds it as text.
    """
    about = plain_all(about)
    told = dictionary(pd.Index([rows.index.name, *rows.columns]), about.words)
    style = CSV_STYLES["excel_fr" if chosen.name == "csv-excel" else "international"]
    return {
        ".dictionary.csv": told.map(without_formula)
        .to_csv(index=False, sep=style.separator, lineterminator="\r\n")
        .encode(style.encoding),
        ".about.txt": about_text(about),
    }


def about_text(about: About) -> bytes:
    """Return what a file says of itself, for a file that has no room for it, as text."""
    lines = [
        about.title,
        "",
        *(
            about.words.text("list.line", name=name, value=value)
            for name, value in (
                *about.parameters,
                (about.words.text("list.parameter.command"), about.command),
            )
        ),
        "",
        *(f"{citation} — {file} — sha256 {sha}" for citation, file, sha, _ in about.sources),
        "",
        *about.limits,
    ]
    return ("\n".join(lines) + "\n").encode()
