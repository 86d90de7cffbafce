"""Check and type the columns a reader took: codes, numbers, words.

Every refusal names the file, the column and the first culprits, and says what to do.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable

import pandas as pd

from territory.contract import COMMUNE_CODE
from territory.errors import SourceChangedError
from territory.messages import default_words
from territory.plain_text import some

__all__ = [
    "check_codes",
    "check_identifiers",
    "check_unique",
    "index_by_commune",
    "refuse_words",
    "some",
    "to_count",
    "to_number",
    "to_text",
]

# Few values may break a rule by a slip; beyond this share the file is not what is declared.
MOST_SLIPS_SHARE = 0.01
# No figure of a commune, count, euros or metres, comes near: 68 million people live in France.
GREATEST = 1e9
# Forty digits are more than any producer writes, and fewer than what a reader of numbers refuses.
_NUMBER = r" *[+-]?(?:[0-9]{1,40}\.?[0-9]{0,40}|\.[0-9]{1,40})(?:[eE][+-]?[0-9]{1,3})? *"


def check_codes(codes: pd.Series, file: str, column: str) -> None:
    """Check that every value is written as a commune code.

    Parameters
    ----------
    codes : Series of str
        Codes of communes or arrondissements.
    file, column : str
        Where they come from, for messages.

    Raises
    ------
    SourceChangedError
        If some have lost their leading zero, or are not codes at all.
    """
    bad = codes[~codes.str.fullmatch(COMMUNE_CODE).fillna(False).astype(bool)]
    if bad.empty:
        return
    cut = bad[bad.str.fullmatch(r"[0-9]{4}").fillna(False).astype(bool)]
    if not cut.empty:
        raise SourceChangedError(
            "read_lost_zeros", file=file, column=column, count=len(cut), codes=some(cut)
        )
    raise SourceChangedError(
        "read_bad_codes", file=file, column=column, count=len(bad), codes=some(bad.map(repr))
    )


def check_unique(keys: pd.Series | pd.MultiIndex, file: str, column: str) -> None:
    """Check that no key comes twice.

    Raises
    ------
    SourceChangedError
        Naming the keys that do.
    """
    doubled = keys[keys.duplicated()].unique()
    if len(doubled):
        raise SourceChangedError(
            "read_doubled", file=file, column=column, count=len(doubled), codes=some(doubled)
        )


def check_identifiers(keys: pd.Series, file: str, column: str) -> None:
    """Check that every row has an identifier, and that no two have the same.

    Raises
    ------
    SourceChangedError
        Naming the rows without one, or the keys that come twice.
    """
    blank = keys[keys.isna() | (keys.str.strip() == "")]
    if not blank.empty:
        raise SourceChangedError(
            "text_no_identifier",
            file=file,
            column=column,
            count=len(blank),
            rows=some(int(str(row)) + 1 for row in blank.index),
        )
    check_unique(keys, file, column)


def index_by_commune(rows: pd.DataFrame, file: str, column: str) -> pd.DataFrame:
    """Return the rows by commune code, after checking the codes.

    Parameters
    ----------
    rows : DataFrame
        With a column ``commune_code``.
    file, column : str
        The file and the published name of its code, for messages.

    Raises
    ------
    SourceChangedError
        If a code is not one, or comes twice.
    """
    check_codes(rows["commune_code"], file, column)
    check_unique(rows["commune_code"], file, column)
    return rows.set_index("commune_code")


def to_number(
    written: pd.Series,
    file: str,
    column: str,
    *,
    decimal: str = ".",
    missing: Collection[str] = ("",),
    minimum: float | None = 0,
) -> pd.Series:
    """Read numbers.

    Parameters
    ----------
    written : Series of str
        As published.
    file, column : str
        Where they come from, for messages.
    decimal : str
        Decimal mark of the file.
    missing : collection of str
        What the producer writes where it gives no number.
    minimum : float, optional
        The least legal value; None for none.

    Returns
    -------
    Series of float64
        Missing where the producer gives none.

    Raises
    ------
    SourceChangedError
        If a value is neither a number nor one of `missing`, is below `minimum`, or is beyond
        `GREATEST` either way.
    """
    is_given = ~written.isin(missing) & written.notna()
    pointed = written if decimal == "." else written.str.replace(decimal, ".", regex=False)
    is_number = pointed.str.fullmatch(_NUMBER).fillna(False).astype(bool)
    numbers = pd.to_numeric(pointed.where(is_given & is_number)).astype("float64")
    bad = is_given & ~is_number
    if decimal != ".":
        bad |= is_given & written.str.contains(".", regex=False)
    if bad.any():
        raise SourceChangedError(
            "read_bad_numbers",
            file=file,
            column=column,
            count=int(bad.sum()),
            values=_culprits(written, bad),
        )
    if minimum is not None and (low := numbers < minimum).any():
        raise SourceChangedError(
            "read_low_numbers",
            file=file,
            column=column,
            count=int(low.sum()),
            minimum=f"{minimum:g}",
            values=_culprits(written, low),
        )
    if (high := numbers.abs() > GREATEST).any():
        raise SourceChangedError(
            "read_high_numbers",
            file=file,
            column=column,
            count=int(high.sum()),
            maximum=f"{GREATEST:g}",
            values=_culprits(written, high),
        )
    return numbers


def to_count(written: pd.Series, file: str, column: str) -> pd.Series:
    """Read whole numbers.

    Returns
    -------
    Series of Int64
        Missing where blank.

    Raises
    ------
    SourceChangedError
        If a value is not a whole number ≥ 0.
    """
    numbers = to_number(written, file, column)
    broken = numbers.notna() & (numbers % 1 != 0)
    if broken.any():
        raise SourceChangedError(
            "read_not_whole",
            file=file,
            column=column,
            count=int(broken.sum()),
            values=_culprits(written, broken),
        )
    return numbers.astype("Int64")


def to_text(written: pd.Series) -> pd.Series:
    """Return text as published, missing where blank."""
    return written.mask(written.str.strip() == "")


def refuse_words(words: pd.Series, known: Iterable[str], file: str, column: str) -> None:
    """Refuse a word that is not in a producer's list, rather than guess what it means.

    Raises
    ------
    SourceChangedError
        Naming the words.
    """
    known = list(known)
    unknown = words[words.notna() & ~words.isin(known)].unique()
    if len(unknown):
        raise SourceChangedError(
            "read_unknown_words",
            file=file,
            column=column,
            words=some(map(repr, unknown)),
            known=some(known, most=len(known)),
        )


def blank_slips(counts: pd.DataFrame, is_wrong: pd.Series, file: str, key: str) -> list[str]:
    """Set missing the rows that cannot be right, when they are few.

    Parameters
    ----------
    counts : DataFrame
        Premises by commune; changed in place.
    is_wrong : Series of bool
        The communes where more premises are served than there are, or more at a speed than at a
        lower one.
    file, key : str
        The file, and the message of the refusal.

    Returns
    -------
    list of str
        What the report must say: nothing, or a sentence that names the communes.

    Raises
    ------
    SourceChangedError
        If they are more than `MOST_SLIPS_SHARE`.
    """
    codes, count = counts.index[is_wrong], int(is_wrong.sum())
    if count > MOST_SLIPS_SHARE * len(counts):
        raise SourceChangedError(key, file=file, count=count, codes=some(codes))
    if not count:
        return []
    counts[is_wrong] = pd.NA
    return [
        default_words().counted(
            "read.more_than_premises", file=file, count=count, codes=some(codes, most=100)
        )
    ]


def _culprits(written: pd.Series, where: pd.Series) -> str:
    return some(f"{key}: {value!r}" for key, value in written[where].head(6).items())
