"""Read days written in text, one way for every reader.

Producers write ``01/02/2020``, ``2020-02-01``, ``1er février 2020``, or a month alone
(``01/2020``). A month is not a day: none is made up. A day that does not exist (31/02), or that
no file of this kind can hold (year 1, year 9999), is missing, and the rows are named.
"""

from __future__ import annotations

import re
from datetime import date

import pandas as pd

from pipelines.sources._check import some
from pipelines.sources._words import bare
from territory.messages import default_words

# Nothing that the sources date is older: the oldest labels are of 2000s' public service houses.
EARLIEST = date(2000, 1, 1)
LATEST = date(2100, 1, 1)
_MONTHS = {
    name: rank
    for rank, names in enumerate(
        (
            ("janvier", "janv", "jan"),
            ("fevrier", "fevr", "fev"),
            ("mars", "mar"),
            ("avril", "avr"),
            ("mai",),
            ("juin",),
            ("juillet", "juil"),
            ("aout",),
            ("septembre", "sept", "sep"),
            ("octobre", "oct"),
            ("novembre", "nov"),
            ("decembre", "dec"),
        ),
        start=1,
    )
    for name in names
}
_NAMED = "|".join(sorted(_MONTHS, key=len, reverse=True))
_ISO = re.compile(r"(?<!\d)(?P<year>\d{4})[-/.](?P<month>\d{1,2})[-/.](?P<day>\d{1,2})(?!\d)")
_ISO_ALONE = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_FRENCH = re.compile(r"(?<!\d)(?P<day>\d{1,2})[-/.](?P<month>\d{1,2})[-/.](?P<year>\d{4})(?!\d)")
_SPELT = re.compile(
    rf"(?<!\d)(?P<day>\d{{1,2}})(?:er)?\s+(?P<month>{_NAMED})\.?\s+(?P<year>\d{{4}})(?!\d)"
)
_MONTH_ALONE = re.compile(
    rf"(?<![\d/.-])(?:(?:0?[1-9]|1[0-2])[-/.]\d{{4}}|\d{{4}}-(?:0[1-9]|1[0-2])|(?:{_NAMED})\.?\s+\d{{4}})"
    r"(?![\d/.-])"
)


def read_day(written: str) -> date | None:
    """Return the day a text holds, or None: no day, a month alone, a day that does not exist.

    Examples
    --------
    >>> read_day("Espace labellisé 1er janvier 2020")
    datetime.date(2020, 1, 1)
    >>> read_day("31/02/2020") is None
    True
    """
    text = bare(written)
    found = _ISO.search(text) or _FRENCH.search(text) or _SPELT.search(text)
    if found is None:
        return None
    month = _MONTHS.get(found["month"]) or int(found["month"])
    try:
        return date(int(found["year"]), month, int(found["day"]))
    except ValueError:  # no such day
        return None


def is_month_alone(written: str) -> bool:
    """Tell a text that gives a month and no day.

    Examples
    --------
    >>> is_month_alone("Espace labellisé 01/2020"), is_month_alone("01/01/2020")
    (True, False)
    """
    return read_day(written) is None and _MONTH_ALONE.search(bare(written)) is not None


def to_day(
    written: pd.Series,
    file: str,
    column: str,
    notes: list[str],
    *,
    earliest: date = EARLIEST,
    latest: date = LATEST,
    is_iso: bool = False,
) -> pd.Series:
    """Read days; what cannot be one is missing, counted and named in the notes.

    Parameters
    ----------
    written : Series of str
        As published; blank or missing where the producer gives none. The index names the rows.
    file, column : str
        Where they come from, for the notes.
    notes : list of str
        Gains a line for each kind of text that gave no day: a month alone, unreadable, out of
        range.
    earliest, latest : date
        The range a day may be in.
    is_iso : bool
        Whether only ``2020-02-01`` will do, with nothing around it: the file is written by a machine.

    Returns
    -------
    Series of datetime64
        Missing where blank, and where a note says so.
    """
    given = written.fillna("").astype("str")
    texts = [text for text in given.unique() if not is_iso or _ISO_ALONE.fullmatch(text)]
    read = {text: read_day(text) for text in texts}
    days = pd.Series([read.get(text) for text in given], index=given.index, dtype="object")
    is_day = days.notna()
    is_out = pd.Series(
        [day is not None and not earliest <= day <= latest for day in days],
        days.index,
        dtype="bool",
    )
    is_month = ~is_day & pd.Series(map(is_month_alone, given), days.index, dtype="bool")
    is_unread = ~is_day & ~is_month & (given.str.strip() != "")
    for key, which in (
        ("days_month_alone", is_month),
        ("days_unread", is_unread),
        ("days_out_of_range", is_out),
    ):
        if which.any():
            rows = some(f"{row}: {text}" for row, text in given[which].head(6).items())
            notes.append(
                default_words().counted(
                    f"read.{key}", file=file, column=column, count=int(which.sum()), rows=rows
                )
            )
    kept = days.where(is_day & ~is_out)
    return pd.to_datetime(kept.astype("object")).astype("datetime64[ns]")
