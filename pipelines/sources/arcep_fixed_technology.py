"""Read the technologies of fixed access by commune, from Arcep's *Ma connexion internet*.

What surprised us: counts overlap (a house may have fibre and copper), so they add up to nothing. A
column was named ``elig_4fg`` before 2021. Satellite stands in the same file, everywhere: it is not
read. Radio (4G fixed, other radio) is kept apart from wires, in one figure: the larger of its kinds, for
how they overlap is not published.
"""

from __future__ import annotations

from pathlib import Path

import pandas as pd

from pipelines.sources._archive import read_bytes
from pipelines.sources._check import blank_slips, index_by_commune, to_count
from pipelines.sources._read import parse_table, refuse_empty
from pipelines.sources.editions import day_of_rows

_KEY = "code_insee"
_WIRED = {
    "nbr": "technology_premises_count",
    "elig_ftth": "fibre_premises_count",
    "elig_coax": "cable_premises_count",
    "elig_cu": "copper_premises_count",
}
_RADIO = ("elig_thdr", "elig_4gf", "elig_hdr")
_OLD_NAMES = {"elig_4fg": "elig_4gf"}


def read(path: Path) -> pd.DataFrame:
    """Read counts of premises by technology.

    Parameters
    ----------
    path : Path
        ``commune_techno.csv``.

    Returns
    -------
    DataFrame
        Index ``commune_code``; ``technology_premises_count`` and, for fibre, cable, copper and
        fixed radio, the premises that can have it (Int64); they overlap.
        ``attrs["reference_date"]`` is the day the file speaks of, when it says one.

    Raises
    ------
    SourceMissingError, SourceChangedError
        If the file is absent, or is not what is declared.
    """
    content, file = read_bytes(path), path.name

    def rename(header: list[str]) -> list[str]:
        return [_OLD_NAMES.get(name, name) for name in header]

    counted = (*_WIRED, *_RADIO)
    names = {_KEY: "commune_code", **{name: name for name in (*counted, "date")}}
    rows = parse_table(content, file, names, rename=rename, optional=["date"])
    notes = list(rows.attrs["notes"])
    refuse_empty(rows, file)
    rows = index_by_commune(rows, file, _KEY)
    counts = pd.DataFrame({name: to_count(rows[name], file, name) for name in counted})
    above = counts.drop(columns="nbr").gt(counts["nbr"], axis="index")
    wrong = above.fillna(False).astype(bool).any(axis="columns")
    notes += blank_slips(counts, wrong, file, "read_more_than_premises")
    premises = counts[list(_WIRED)].rename(columns=_WIRED)
    premises["fixed_radio_premises_count"] = counts[list(_RADIO)].max(axis="columns", skipna=False)
    premises.attrs = {"notes": notes}
    if "date" in rows and (day := day_of_rows(rows["date"])):
        premises.attrs["reference_date"] = day
    return premises
