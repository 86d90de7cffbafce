"""Read Insee's density grid of communes, in seven levels.

What surprised us: ANCT publishes it with labels and no numbers, Insee as a workbook with numbers
and a header some lines down. Both give here the level, 1 (dense) to 7 (very dispersed).
"""

from __future__ import annotations

from pathlib import Path

import pandas as pd

from pipelines.sources._archive import is_zip, read_bytes
from pipelines.sources._check import index_by_commune, refuse_words
from pipelines.sources._read import read_sheet, read_table, refuse_empty

LEVELS = {
    "Grands centres urbains": 1,
    "Centres urbains intermédiaires": 2,
    "Petites villes": 3,
    "Ceintures urbaines": 4,
    "Bourgs ruraux": 5,
    "Rural à habitat dispersé": 6,
    "Rural à habitat très dispersé": 7,
}


def read(path: Path) -> pd.DataFrame:
    """Read the density grid.

    Parameters
    ----------
    path : Path
        ``grille_densite_7_niveaux_<year>.xlsx`` or ``densite.csv``.

    Returns
    -------
    DataFrame
        Index ``commune_code``; ``density_class`` (Int64, 1 to 7).

    Raises
    ------
    SourceMissingError, SourceChangedError
        If the file is absent, or is not what is declared.
    """
    if is_zip(read_bytes(path)):
        rows = read_sheet(path, {"CODGEO": "commune_code", "DENS": "density_class"})
        key, column = "CODGEO", "DENS"
        words = {str(level): level for level in LEVELS.values()}
    else:
        key, column = "insee_com", "niveau_densite"
        rows = read_table(path, {key: "commune_code", column: "density_class"})
        words = LEVELS
    file, notes = rows.attrs["file"], rows.attrs["notes"]
    refuse_empty(rows, file)
    levels = index_by_commune(rows, file, key)
    published = levels["density_class"].where(levels["density_class"] != "")
    refuse_words(published, words, file, column)
    levels["density_class"] = published.map(words).astype("Int64")
    levels.attrs = {"notes": notes}
    return levels
