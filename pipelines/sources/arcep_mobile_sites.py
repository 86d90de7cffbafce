"""Read mobile sites, from Arcep's *Mon réseau mobile*: antennas, never coverage.

What surprised us: UTF-8 or Latin-1 by quarter; a site shared by operators has a row an operator; the
mainland and the overseas territories are two files of one edition. A commune may be well covered
by antennas next door and have none.
"""

from __future__ import annotations

from pathlib import Path

import pandas as pd

from pipelines.sources._check import check_codes, refuse_words, some, to_text
from pipelines.sources._read import read_table, refuse_empty
from territory.geography import commune_of_arrondissement
from territory.messages import default_words

_COLUMNS = {
    "insee_com": "commune_code",
    "nom_op": "operator_name",
    "id_site_partage": "shared_site_code",
    "num_site": "site_code",
    "site_4g": "has_4g",
}
_YES_NO = {"1": True, "0": False}


def read(path: Path) -> pd.DataFrame:
    """Count the 4G sites of each commune.

    Parameters
    ----------
    path : Path
        ``<quarter>_sites_Metropole.csv``.

    Returns
    -------
    DataFrame
        Index ``commune_code``: ``site_4g_count`` (places with at least one operator's 4G: a shared
        site counts once) and ``site_4g_operators_count`` (Int64). Only communes with some site of
        any generation have a row; both are missing where a site does not say whether it has 4G,
        and ``attrs["notes"]`` names those communes.

    Raises
    ------
    SourceMissingError, SourceChangedError
        If the file is absent, or is not what is declared.
    """
    rows = read_table(path, _COLUMNS)
    file = rows.attrs["file"]
    refuse_empty(rows, file)
    check_codes(rows["commune_code"], file, "insee_com")
    has_4g = to_text(rows["has_4g"])
    refuse_words(has_4g, _YES_NO, file, "site_4g")
    sites = rows.assign(
        commune_code=commune_of_arrondissement(rows["commune_code"]),
        # A shared site is known by its shared code; one's own by operator and number.
        place=rows["shared_site_code"].where(
            rows["shared_site_code"] != "", rows["operator_name"] + " " + rows["site_code"]
        ),
    )
    with_4g = sites[has_4g.map(_YES_NO).eq(True)].groupby("commune_code")
    counts = pd.DataFrame(
        {
            "site_4g_count": with_4g["place"].nunique(),
            "site_4g_operators_count": with_4g["operator_name"].nunique(),
        }
    )
    listed = pd.Index(sites["commune_code"].unique(), name="commune_code").sort_values()
    # A commune listed for other generations has no 4G mast: a true zero, not a gap.
    counts = counts.reindex(listed).fillna(0).astype("Int64")  # unsaid ones go missing below
    notes = list(rows.attrs["notes"])
    if unsaid := sorted(set(sites.loc[has_4g.isna(), "commune_code"])):
        counts.loc[unsaid] = pd.NA
        notes.append(
            default_words().counted(
                "read.sites_unsaid", file=file, count=len(unsaid), codes=some(unsaid)
            )
        )
    counts.attrs = {
        "notes": notes,
        "operators_count": int(rows["operator_name"].nunique()),
    }
    return counts
