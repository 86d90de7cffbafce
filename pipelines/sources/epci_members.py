"""Read which EPCI each commune belongs to, from Insee.

What surprised us: four island communes belong to none and carry ``ZZZZZZZZZ`` (*Sans objet*):
that is a fact about them, not a gap. Insee publishes a workbook in a ZIP, with banner lines
above the header; tables made from it come as CSV.
"""

from __future__ import annotations

from pathlib import Path

import pandas as pd

from pipelines.sources._archive import is_zip, read_bytes
from pipelines.sources._check import index_by_commune, some
from pipelines.sources._names import one_name_by_code, refuse_blank_names
from pipelines.sources._read import read_sheet, read_table, refuse_empty
from pipelines.sources.catalogue import find_source
from territory.contract import Status
from territory.errors import SourceChangedError

NO_EPCI = "ZZZZZZZZZ"
_SHEET = "Composition_communale"


def read(path: Path) -> pd.DataFrame:
    """Read the members of the EPCI.

    Parameters
    ----------
    path : Path
        ``epci_au_01-01-<year>.zip`` (or the workbook in it), or ``epci_communes_<year>.csv``.

    Returns
    -------
    DataFrame
        Index ``commune_code``; ``epci_code``, ``epci_name``, ``epci_status``: not applicable
        for a commune that belongs to none, and then without code or name. A code that comes with
        several names keeps the most frequent, and ``attrs["notes"]`` says so.

    Raises
    ------
    SourceMissingError, SourceChangedError
        If the file is absent, or is not what is declared.
    """
    source = find_source("epci_members")
    columns = source.columns
    if is_zip(read_bytes(path)):
        rows = read_sheet(
            path,
            columns,
            sheet=_SHEET,
            member=source.archive_member,
            example=source.member_example,
        )
    else:
        rows = read_table(path, columns)
    file, notes = rows.attrs["file"], rows.attrs["notes"]
    refuse_empty(rows, file)
    members = index_by_commune(rows, file, "CODGEO")
    has_epci = members["epci_code"] != NO_EPCI
    bad = members.loc[has_epci & ~members["epci_code"].str.fullmatch(r"[0-9]{9}"), "epci_code"]
    if not bad.empty:
        raise SourceChangedError(
            "read_unknown_words",
            file=file,
            column="EPCI",
            words=some(bad.map(repr)),
            known=f"SIREN (9), {NO_EPCI}",
        )
    members = members.where(has_epci)
    refuse_blank_names(members.loc[has_epci, "epci_name"], file, "LIBEPCI")
    members["epci_name"], named = one_name_by_code(members["epci_code"], members["epci_name"], file)
    members["epci_status"] = has_epci.map(
        {True: str(Status.OBSERVED), False: str(Status.NOT_APPLICABLE)}
    )
    members.attrs = {"notes": [*notes, *named]}
    return members
