"""How a value is written in a file: digits by unit, formulas neutralised, missing left empty."""

from __future__ import annotations

from types import MappingProxyType

import pandas as pd

from territory.contract import unit_of
from territory.messages import WHOLE_WITHIN, Words, is_nearly_whole
from territory.plain_columns import plain_columns
from territory.plain_text import cut, plain

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
        "_km2": 4,  # the smallest commune has 0.004
        "_degrees": 5,  # a metre
    }
)

# A spreadsheet runs a cell that opens with one of these (OWASP, "CSV Injection").
FORMULA_OPENERS = (
    "=",
    "+",
    "-",
    "@",
    "\t",
    "\r",
    "\n",
    "＝",
    "＋",
    "－",
    "＠",
    "−",
    "﹢",
    "﹣",
    "﹦",
    "﹫",
)
# What a program may pass over before it looks for one: blanks, quotes, and what has no ink.
_BEFORE = "\"'’‘“”«»`\ufeff\u200b\u200c\u200d\u2060\u180e\u00ad"
# What a cell of a workbook holds at most; what is cut says so by its ellipsis.
MOST_IN_CELL = 32_767


def without_formula(cell: str) -> str:
    r"""Return a text no spreadsheet runs, even one that passes over blanks or quotes to read it.

    Examples
    --------
    >>> without_formula("=1+1"), without_formula("Mende"), without_formula("\xa0 =1+1")
    ("'=1+1", 'Mende', "'\xa0 =1+1")
    """
    if cell.startswith(FORMULA_OPENERS):
        return f"'{cell}"
    first = next((sign for sign in cell if not (sign.isspace() or sign in _BEFORE)), "")
    return f"'{cell}" if first in FORMULA_OPENERS else cell


def cell_text(words: str) -> str:
    """Return a text as a cell of a workbook can hold it: plain, run by nothing, of legal length."""
    return cut(without_formula(plain(words, keep_lines=True)), MOST_IN_CELL)


def rounded(rows: pd.DataFrame) -> pd.DataFrame:
    """Return a list with its index as first column, its figures rounded by unit, its texts plain."""
    written = plain_columns(rows).reset_index()
    return pd.DataFrame({name: round_by_unit(written[name]) for name in written.columns})


def round_by_unit(values: pd.Series) -> pd.Series:
    """Return figures rounded as their unit asks; a share that is not whole never becomes so.

    Examples
    --------
    >>> round_by_unit(pd.Series([0.25004, 0.00002, 1.0], name="poverty_share")).tolist()
    [0.25, 2e-05, 1.0]
    """
    suffix = unit_of(str(values.name)).suffix
    if suffix not in DIGITS:
        return values
    exact = values.astype("float64")
    short = exact.round(DIGITS[suffix])
    if suffix != "_share":
        return short
    return short.mask(short.isin((0.0, 1.0)) & ~is_whole(exact), exact)


def is_whole(shares: pd.Series) -> pd.Series:
    """Tell the shares that are nothing or all."""
    return (shares.abs() < WHOLE_WITHIN) | ((shares - 1).abs() < WHOLE_WITHIN)


def share_format(share: float, words: Words) -> str:
    """Return the number format of a share in a spreadsheet: the cell keeps the number itself.

    A spreadsheet would show 0.0002 as 0.0%: such a cell shows the words `percent` has for it.

    Examples
    --------
    >>> share_format(0.154, Words("en")), share_format(0.0002, Words("en")), share_format(1.0, Words("en"))
    ('0.0%', '"less than 0.1%"', '0%')
    """
    if min(abs(share), abs(share - 1)) < WHOLE_WITHIN:
        return "0%"
    return f'"{words.percent(share, digits=1)}"' if is_nearly_whole(share, 1) else "0.0%"
