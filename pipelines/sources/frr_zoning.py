"""Read which communes are in the rural zoning FRR (*France ruralités revitalisation*).

What surprised us: every commune has a row, with a label; the name of the column of labels carries the
day of the list (``Classement FRR et FRR+ au 10 juillet 2025``), and the header of the CSV ends with a mark.
"""

from __future__ import annotations

from pathlib import Path

import pandas as pd

from pipelines.sources._archive import is_zip, read_bytes
from pipelines.sources._check import index_by_commune, refuse_words
from pipelines.sources._read import read_sheet, read_table, refuse_empty
from pipelines.sources.catalogue import find_source

_LABELS = "Classement FRR"
# From the weakest class to the strongest.
CLASSES = {
    "Non classée": 1,
    "FRR bénéficiaire partiellement": 2,
    "FRR bénéficiaire": 3,
    "Classée FRR partiellement": 4,
    "FRR socle": 5,
    "FRR+": 6,
}


def read(path: Path) -> pd.DataFrame:
    """Read the zoning.

    Parameters
    ----------
    path : Path
        ``Liste communes FRR_juillet2025.xlsx``, or its sheet as CSV.

    Returns
    -------
    DataFrame
        Index ``commune_code``; ``frr_class`` (Int64, 1 to 6, as `CLASSES`), missing where blank.

    Raises
    ------
    SourceMissingError, SourceChangedError
        If the file is absent, or is not what is declared.
    """
    columns = find_source("frr_zoning").columns
    read_rows = read_sheet if is_zip(read_bytes(path)) else read_table
    rows = read_rows(path, columns, rename=_without_day)
    file, notes = rows.attrs["file"], rows.attrs["notes"]
    refuse_empty(rows, file)
    classes = index_by_commune(rows, file, next(iter(columns)))
    labels = classes["frr_class"].str.strip()
    labels = labels.where(labels != "")
    refuse_words(labels, CLASSES, file, _LABELS)
    classes["frr_class"] = labels.map(CLASSES).astype("Int64")
    classes.attrs = {"notes": notes}
    return classes


def _without_day(header: list[str]) -> list[str]:
    return [_LABELS if name.strip().startswith(_LABELS) else name.strip() for name in header]
