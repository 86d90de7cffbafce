"""Read Insee's attraction areas of cities, to compare figures published by type of area.

Not a source of the tables: `territory validate` reads it when it is given. The names of its columns
are Insee's; a copy separated by commas or by semicolons is read.
"""

from __future__ import annotations

from pathlib import Path

import pandas as pd

from pipelines.sources._read import read_table, refuse_empty

COLUMNS = {"CODGEO": "commune_code", "AAV2020": "area_code", "CATEAAV2020": "category_code"}


def read_areas(path: Path) -> pd.DataFrame:
    """Read the area and the category of each commune.

    Returns
    -------
    DataFrame of str
        Index ``commune_code``; ``area_code`` (``000`` outside any area), ``category_code``.

    Raises
    ------
    SourceMissingError, SourceChangedError
        If the file is absent, or lacks a column.
    """
    rows = read_table(path, COLUMNS)
    refuse_empty(rows, path.name)
    return rows.set_index("commune_code")
