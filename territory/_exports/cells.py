"""How a value is written in a file: digits by unit, formulas neutralised, missing left empty."""

from __future__ import annotations

from types import MappingProxyType

import pandas as pd

from territory.contract import unit_of

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
FORMULA_OPENERS = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")


def without_formula(cell: str) -> str:
    """Return a text no spreadsheet runs.

    Examples
    --------
    >>> without_formula("=1+1"), without_formula("Mende")
    ("'=1+1", 'Mende')
    """
    return f"'{cell}" if cell.startswith(FORMULA_OPENERS) else cell


def rounded(rows: pd.DataFrame) -> pd.DataFrame:
    """Return a list with its index as first column and its figures rounded by unit."""
    written = rows.reset_index()
    return pd.DataFrame({name: _rounded(written[name]) for name in written.columns})


def _rounded(values: pd.Series) -> pd.Series:
    digits = DIGITS.get(unit_of(str(values.name)).suffix)
    return values if digits is None else values.astype("float64").round(digits)
