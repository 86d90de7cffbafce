"""Take a table out: one row a commune, as CSV.

Two ways of writing the same rows: ``international`` for software (comma, decimal point, the
columns' own names), ``excel_fr`` for a double click in a French Excel (semicolon, decimal comma,
readable headings). In both, text that a spreadsheet would run as a formula is neutralised.
"""

from __future__ import annotations

from dataclasses import dataclass
from types import MappingProxyType

import pandas as pd

from territory import messages
from territory.contract import unit_of
from territory.errors import UnknownNameError

# Digits worth writing, by unit: finer would claim a precision the estimates do not have.
DIGITS = MappingProxyType(
    {
        "_people": 1,
        "_households": 1,
        "_share": 4,
        "_per_1k": 2,
        "_minutes": 1,
        "_hours": 2,
        "_score": 1,
        "_km": 2,
        "_km2": 2,
    }
)

# A spreadsheet runs a cell that opens with one of these (OWASP, "CSV Injection").
FORMULA_OPENERS = ("=", "+", "-", "@", "\t", "\r")


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


def write_csv(
    rows: pd.DataFrame, style: str = "international", language: str | None = None
) -> bytes:
    """Write a table as CSV, its index first.

    Parameters
    ----------
    rows : DataFrame
        One row a commune; columns of the contract's vocabulary.
    style : str
        One of `CSV_STYLES`.
    language : str, optional
        Language of the headings, where the style has readable ones.

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
    >>> write_csv(rows).decode().splitlines()
    ['commune_code,commune_name,illectronism_share', "01001,L'Abergement-Clémenciat,0.154"]
    """
    if style not in CSV_STYLES:
        raise UnknownNameError("csv_style", style, CSV_STYLES)
    chosen = CSV_STYLES[style]
    written = rows.reset_index()
    written = pd.DataFrame(
        {name: _cells(written[name], chosen, language) for name in written.columns}
    )
    if chosen.is_for_excel:
        written.columns = pd.Index([label(name, language) for name in written.columns])
    return written.to_csv(
        index=False, sep=chosen.separator, decimal=chosen.decimal, lineterminator="\r\n"
    ).encode(chosen.encoding)


def label(column: str, language: str | None = None) -> str:
    """Return the heading of a column."""
    return messages.text(f"columns.{column}.label", language)


def _cells(values: pd.Series, style: CsvStyle, language: str | None) -> pd.Series:
    unit = unit_of(str(values.name))
    if unit.dtype == "str":
        if unit.suffix == "_code" and style.is_for_excel:
            return values.map(_excel_text, na_action="ignore")
        return values.map(_without_formula, na_action="ignore")
    if unit.dtype == "status" and style.is_for_excel:
        return values.map(lambda status: messages.text(f"report.status.{status}", language))
    if unit.suffix in DIGITS:
        return values.round(DIGITS[unit.suffix])
    return values


def _excel_text(code: str) -> str:
    """Write a code as the formula that gives this very text: Excel would read 01001 as 1001."""
    quoted = code.replace('"', '""')
    return f'="{quoted}"'


def _without_formula(cell: str) -> str:
    return f"'{cell}" if cell.startswith(FORMULA_OPENERS) else cell
