"""One name for one code: what to do when a file gives several."""

from __future__ import annotations

import re
import unicodedata

import pandas as pd

from pipelines.sources._check import some
from territory.errors import SourceChangedError
from territory.messages import default_words


def one_name_by_code(codes: pd.Series, names: pd.Series, file: str) -> tuple[pd.Series, list[str]]:
    """Return one name for each code: the most frequent, the first of equals.

    Parameters
    ----------
    codes, names : Series of str
        One row a member, on one index; missing where there is none.
    file : str
        Their file, for the notes.

    Returns
    -------
    Series of str
        The name kept, on the same index; missing where the code is.
    list of str
        A note for each code that had several, which says whether they are two names or two ways of
        writing one (case, accents, hyphens, blanks).
    """
    pairs = pd.DataFrame({"code": codes, "name": names}).dropna()
    several = pairs.groupby("code")["name"].nunique()
    several = several[several > 1]
    if several.empty:
        return names, []
    notes, kept_of = [], {}
    for code in several.index:
        counted = pairs.loc[pairs["code"] == code, "name"].value_counts(sort=False)
        kept = str(counted.idxmax())
        kept_of[code] = kept
        kind = "two_names" if len({_levelled(name) for name in counted.index}) > 1 else "spellings"
        notes.append(
            default_words().counted(
                f"read.text_{kind}",
                file=file,
                code=code,
                names=some(f"« {name} » × {count}" for name, count in counted.items()),
                kept=kept,
            )
        )
    return names.where(~codes.isin(list(kept_of)), codes.map(kept_of)), notes


def refuse_blank_names(names: pd.Series, file: str, column: str) -> None:
    """Refuse a territory without a name.

    Raises
    ------
    SourceChangedError
        Naming the codes without one.
    """
    blank = names[names.isna() | (names.str.strip() == "")]
    if not blank.empty:
        raise SourceChangedError(
            "text_no_name", file=file, column=column, count=len(blank), rows=some(blank.index)
        )


def _levelled(name: str) -> str:
    plain = unicodedata.normalize("NFKD", name)
    plain = "".join(sign for sign in plain if not unicodedata.combining(sign)).casefold()
    return re.sub(r"[^0-9a-z]+", "", plain)
