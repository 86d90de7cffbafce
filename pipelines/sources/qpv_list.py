"""Count the priority districts (QPV) of each commune, from the list of districts.

What surprised us: a row is a district and not a commune; one across several communes has all their codes
in a cell, written as a formula so that spreadsheets keep the leading zero (``="13055;13070"``); an
edition gave Paris, Lyon and Marseille whole, another may give arrondissements. A district counts once in
each commune it touches.
"""

from __future__ import annotations

from pathlib import Path

import pandas as pd

from pipelines.sources._check import check_codes, check_identifiers
from pipelines.sources._read import read_table, refuse_empty
from pipelines.sources.catalogue import find_source
from territory.geography import commune_of_arrondissement


def read(path: Path) -> pd.DataFrame:
    """Read the list.

    Parameters
    ----------
    path : Path
        A CSV of ANCT's list of districts.

    Returns
    -------
    DataFrame
        Index ``commune_code``; ``qpv_count`` (Int64, 1 or more). Only communes with a district have a row.

    Raises
    ------
    SourceMissingError, SourceChangedError
        If the file is absent, or is not what is declared.
    """
    columns = find_source("qpv_list").columns
    rows = read_table(path, columns)
    file, notes = rows.attrs["file"], rows.attrs["notes"]
    refuse_empty(rows, file)
    check_identifiers(rows["district_code"], file, "code_qp")
    codes = rows["commune_code"].str.replace(r'[="\s]', "", regex=True).str.split(r"[;,|/]")
    pairs = rows.assign(commune_code=codes).explode("commune_code", ignore_index=True)
    pairs["commune_code"] = pairs["commune_code"].astype("str")
    check_codes(pairs["commune_code"], file, "insee_com")
    pairs["commune_code"] = commune_of_arrondissement(pairs["commune_code"])
    pairs = pairs.drop_duplicates(["district_code", "commune_code"])
    counts = pairs.groupby("commune_code")["district_code"].size().astype("Int64")
    found = counts.rename("qpv_count").to_frame()
    found.attrs = {"notes": notes}
    return found
