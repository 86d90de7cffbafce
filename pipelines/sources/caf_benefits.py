"""Read households paid a benefit by the Caf, by commune.

What surprised us: the file holds one December a year, all together; Paris, Lyon and Marseille come by
arrondissement; households that are not located stand under a blank code. Counts are rounded to a
multiple of 5: over the communes, those of the *prime d'activité* sum up to the exact national count less
0.01 %, which rounding down could not give. A count of 25 is then 23 to 27, and one of 0 may be 1 or 2:
here 0 is suppressed, and each count has beside it the least that it allows.
"""

from __future__ import annotations

from pathlib import Path

import pandas as pd

from pipelines.sources._check import index_by_commune, some, to_number
from pipelines.sources._read import read_table, refuse_empty
from pipelines.sources.catalogue import Source, find_source
from territory.contract import BENEFITS, Status
from territory.errors import SourceChangedError
from territory.messages import default_words

# A count rounded to the nearest multiple of 5 is at most this much more than it was.
MOST_ADDED = 2
SECRET = ("", "s", "ns")
ABSENT = "nd"
_MISSING = (*SECRET, ABSENT)
# How the file writes that it does not know the commune, or that it is abroad.
_UNLOCATED = r"|X+|\d{2}X{3}|9{5}"
_MONTH = r"(20\d{2})-12(?:-\d{2})?"


def read(path: Path) -> pd.DataFrame:
    """Read the households of the file's newest December.

    Parameters
    ----------
    path : Path
        ``s_ben_com_f.csv``.

    Returns
    -------
    DataFrame
        Index ``commune_code``, communes and arrondissements; for each of `BENEFITS`,
        ``<benefit>_households`` as published, ``<benefit>_low_households`` (the least that the
        rounding allows) and ``<benefit>_status``: rounded, suppressed (0 or a sign of secrecy) or
        missing. ``attrs["reference_date"]`` is the last day of its December, ``attrs["edition"]`` its year.

    Raises
    ------
    SourceMissingError, SourceChangedError
        If the file is absent, or is not what is declared.
    """
    source = find_source("caf_benefits")
    rows = read_table(
        path,
        source.columns,
        optional=source.optional_columns,
        rename=lambda header: [source.older_names.get(name, name) for name in header],
    )
    file, notes = rows.attrs["file"], rows.attrs["notes"]
    refuse_empty(rows, file)
    rows, year = _newest(rows, file)
    located = ~rows["commune_code"].str.fullmatch(_UNLOCATED).fillna(True).astype(bool)
    if len(unlocated := rows[~located]):
        households = to_number(unlocated["rsa_households"], file, "indfoy_rsa", missing=_MISSING)
        notes.append(
            default_words().counted(
                "read.caf_unlocated",
                file=file,
                count=len(unlocated),
                households=f"{households.sum():.0f}",
            )
        )
    written = index_by_commune(rows[located], file, next(iter(source.columns)))
    columns = {ours: theirs for theirs, ours in source.columns.items()}
    counts = pd.DataFrame(index=written.index)
    for name, theirs in ((f"{one}_households", columns[f"{one}_households"]) for one in BENEFITS):
        found = _absent(counts.index)
        if name in written:
            found = _counts(written[name].str.strip(), file, theirs, source, notes)
        counts = counts.join(found.add_prefix(name.removesuffix("households")))
    if absent := [one for one in source.optional_columns if source.columns[one] not in written]:
        notes.append(default_words().counted("read.no_optional", file=file, columns=some(absent)))
    counts.attrs = {"notes": notes, "edition": year, "reference_date": f"{year}-12-31"}
    return counts


def _newest(rows: pd.DataFrame, file: str) -> tuple[pd.DataFrame, str]:
    """Return the rows of the newest December, and its year."""
    month = rows["reference_month"].str.strip()
    years = month.str.extract(f"^{_MONTH}$", expand=False)
    if len(bad := month[years.isna()]):
        raise SourceChangedError(
            "read_unknown_words",
            file=file,
            column="dtreffre",
            words=some(bad.map(repr).unique()),
            known="2024-12",
        )
    newest = str(years.max())
    return rows[years == newest], newest


def _absent(codes: pd.Index) -> pd.DataFrame:
    """Return what is known of a benefit the file does not hold."""
    nothing = {"households": float("nan"), "low_households": float("nan")}
    return pd.DataFrame(nothing, index=codes).assign(status=str(Status.MISSING))


def _counts(
    published: pd.Series, file: str, column: str, source: Source, notes: list[str]
) -> pd.DataFrame:
    """Return a benefit's counts, the least they allow, and what is known of them."""
    count = to_number(published, file, column, missing=_MISSING)
    # Counts that are not rounded break no promise: the least they allow is still the least.
    if len(exact := count[count % source.rounded_to > 0]):
        codes = some(exact.index)
        said = default_words().counted(
            "read.caf_exact", file=file, column=column, count=len(exact), codes=codes
        )
        notes.append(said)
    status = pd.Series(str(Status.ROUNDED), index=count.index, dtype="str")
    status = status.mask(count.isna() | (count == 0), str(Status.SUPPRESSED))
    status = status.mask(published == ABSENT, str(Status.MISSING))
    count = count.where(count > 0)
    least = (count - MOST_ADDED).clip(lower=1)
    return pd.DataFrame({"households": count, "low_households": least, "status": status})
