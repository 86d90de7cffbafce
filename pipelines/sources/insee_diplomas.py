"""Read people out of school by highest diploma, from the census of Insee; see `_census` for its surprises."""

from __future__ import annotations

from pathlib import Path

import pandas as pd

from pipelines.sources._census import read_census


def read(path: Path) -> pd.DataFrame:
    """Read people out of school by highest diploma.

    Parameters
    ----------
    path : Path
        ``base-cc-diplomes-formation-<year>_csv.zip``.

    Returns
    -------
    DataFrame
        Index ``commune_code``; the columns of the declaration, float64, missing where blank.

    Raises
    ------
    SourceMissingError, SourceChangedError
        If the file is absent, or is not what is declared.
    """
    return read_census(path, "insee_diplomas")
