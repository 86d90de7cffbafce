"""Read the words of a producer's list: known ones are given a meaning, the others are said.

A word nobody has met is neither guessed nor dropped: a few are kept as unknown and named in the
report; many mean that the producer changed the column, and the file is refused.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping, Sequence
from typing import Any

import pandas as pd

from pipelines.sources._check import some
from territory.errors import SourceChangedError
from territory.messages import default_words

# A slip of the pen is a row or two; beyond this share, the column means something else.
MOST_UNKNOWN_ROWS = 2
MOST_UNKNOWN_SHARE = 0.02


def bare(text: str) -> str:
    """Return a text without accents, capitals or doubled blanks, for comparing.

    Examples
    --------
    >>> bare("  Itinérante ")
    'itinerante'
    """
    apart = unicodedata.normalize("NFKD", text.replace("’", "'").replace("œ", "oe"))
    plain = "".join(sign for sign in apart if not unicodedata.combining(sign))
    return " ".join(plain.casefold().split())


def word_of(text: str) -> str:
    """Return a kind as one plain word: no case, accents, punctuation or blanks.

    Examples
    --------
    >>> word_of("Multi-sites"), word_of("Fixe_antenne(s)")
    ('multisites', 'fixeantennes')
    """
    return re.sub(r"[^a-z0-9]+", "", bare(text))


def read_words(
    written: pd.Series, meanings: Mapping[str, Any], file: str, column: str, notes: list[str]
) -> pd.Series:
    """Give each word of a column its meaning.

    Parameters
    ----------
    written : Series of str
        As published; blank where the producer says nothing. The index names the rows.
    meanings : mapping
        `word_of` a known word → its meaning.
    file, column : str
        Where they come from.
    notes : list of str
        Gains a line that counts the unknown words and names their rows.

    Returns
    -------
    Series of object
        Missing where blank, and where the word is unknown.

    Raises
    ------
    SourceChangedError
        If more than two rows, and more than 2 % of those that say something, hold an unknown word.
    """
    words = written.fillna("").map(word_of)
    is_given = written.fillna("").str.strip() != ""
    unknown = is_given & ~words.isin(list(meanings))
    judge_unknown(written, unknown, file, column, notes, known=list(meanings))
    return words.map(dict(meanings)).astype("object").where(is_given & ~unknown)


def judge_unknown(
    written: pd.Series,
    unknown: pd.Series,
    file: str,
    column: str,
    notes: list[str],
    *,
    known: Sequence[str],
) -> None:
    """Say the unknown words of a column, or refuse it where they are no longer an exception.

    Raises
    ------
    SourceChangedError
        Naming the words; see `read_words`.
    """
    count = int(unknown.sum())
    given_count = int((written.fillna("").str.strip() != "").sum())
    if count > MOST_UNKNOWN_ROWS and count > MOST_UNKNOWN_SHARE * given_count:
        raise SourceChangedError(
            "read_unknown_words",
            file=file,
            column=column,
            words=some(map(repr, written[unknown].unique())),
            known=some(known, most=len(known)),
        )
    if count:
        notes.append(
            default_words().counted(
                "read.unknown_words",
                file=file,
                column=column,
                count=count,
                rows=some((f"{row}: {word}" for row, word in written[unknown].items()), most=12),
            )
        )
