"""Read the postal codes of communes, from La Poste.

What surprised us: a row is a commune, a postal code and a hamlet, so both come several times. The
header opens with ``#`` in some copies and not in others, the file is Latin-1 whatever the server says, names are in capitals
without accents. A commune may have several postal codes (Paris twenty) and a postal code several
communes: it finds communes, it never names one. Paris, Lyon and Marseille have been seen whole
and by arrondissement. Collectivities overseas and Monaco are listed too, and are no commune of
the code.
"""

from __future__ import annotations

from pathlib import Path

import pandas as pd

from pipelines.sources._check import check_codes, some
from pipelines.sources._read import read_table, refuse_empty
from territory.errors import SourceChangedError
from territory.geography import commune_of_arrondissement

_COLUMNS = {"Code_commune_INSEE": "commune_code", "Code_postal": "postal_code"}


def read(path: Path) -> pd.DataFrame:
    """Read the postal codes.

    Parameters
    ----------
    path : Path
        ``019HexaSmal.csv``.

    Returns
    -------
    DataFrame
        Index ``commune_code``; ``postal_codes_text``, five digits each, in order, separated by
        a space.

    Raises
    ------
    SourceMissingError, SourceChangedError
        If the file is absent, or is not what is declared.
    """
    rows = read_table(path, _COLUMNS, rename=_as_declared)
    file = rows.attrs["file"]
    refuse_empty(rows, file)
    check_codes(rows["commune_code"], file, "Code_commune_INSEE")
    wrong = rows.loc[~rows["postal_code"].str.fullmatch(r"[0-9]{5}"), "postal_code"]
    if not wrong.empty:
        raise SourceChangedError(
            "read_bad_postal_codes", file=file, count=len(wrong), codes=some(wrong)
        )
    commune = commune_of_arrondissement(rows["commune_code"])
    pairs = rows.assign(commune_code=commune)[["commune_code", "postal_code"]].drop_duplicates()
    listed = pairs.sort_values(["commune_code", "postal_code"]).groupby("commune_code")
    codes = listed["postal_code"].agg(" ".join).astype("str").rename("postal_codes_text")
    measures = codes.to_frame()
    measures.attrs = {"notes": list(rows.attrs["notes"])}
    return measures


def _as_declared(header: list[str]) -> list[str]:
    """Bring the three headers in use to one: with ``#`` or without, in capitals or not."""
    declared = {name.casefold(): name for name in _COLUMNS}
    return [declared.get(name.lstrip("#").casefold(), name) for name in header]
