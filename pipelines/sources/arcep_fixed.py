"""Read wired coverage by commune, from Arcep's *Ma connexion internet*.

What surprised us: figures are **counts** of premises, not shares. Beside the wired file stands
``commune_debit.csv``, in the same layout, which counts satellite and so says 100 % everywhere: it
is refused. Since 2020 counts are cumulative (``elig_thd30``: 30 Mbit/s or more); the beta of
2019, with a banner line above the header, gave exclusive classes (``elig_thd30``: 30 to 100
Mbit/s), which are added up here, at the door, so that a name keeps one meaning. Names of communes
have damaged accents: they are taken from the COG.
"""

from __future__ import annotations

from itertools import pairwise
from pathlib import Path

import pandas as pd

from pipelines.sources._archive import read_bytes
from pipelines.sources._check import MOST_SLIPS_SHARE, blank_slips, index_by_commune, some, to_count
from pipelines.sources._read import parse_table, refuse_empty
from pipelines.sources.editions import day_of_rows
from territory.errors import SourceChangedError
from territory.messages import default_words

_KEY = "code_insee"
_SPEEDS = {
    "elig_hd05": "at_least_512_kbps_premises_count",
    "elig_hd3": "at_least_3_mbps_premises_count",
    "elig_bhd8": "at_least_8_mbps_premises_count",
    "elig_thd30": "at_least_30_mbps_premises_count",
    "elig_thd100": "at_least_100_mbps_premises_count",
    "elig_thd1g": "at_least_1_gbps_premises_count",
}
_ABOVE = list(_SPEEDS)
_NONE = "inel_hd"
# The beta of 2019 wrote hd8 where today's files write bhd8.
_BETA_NAME = {"elig_bhd8": "elig_hd8"}
# A file is taken for the one with satellite when this share of at least 20 communes has
# all its premises at 30 and at 100 Mbit/s: with wires only it is true of 36 % of communes.
_SATELLITE_SHARE = 0.99
_FEWEST_COMMUNES = 20


def read(path: Path) -> pd.DataFrame:
    """Read counts of premises by wired speed.

    Parameters
    ----------
    path : Path
        ``commune_debit_filaire.csv``, or ``commune-debit-beta_<date>.csv`` of 2019.

    Returns
    -------
    DataFrame
        Index ``commune_code``; ``premises_count``, ``without_wired_premises_count`` and, for each
        speed, the premises offered it or more (``at_least_30_mbps_premises_count``…), Int64. ``attrs["reference_date"]`` is the day the
        file speaks of, when it says one.

    Raises
    ------
    SourceMissingError, SourceChangedError
        If the file is absent, is not what is declared, or counts satellite.
    """
    content, file = read_bytes(path), path.name
    is_beta = b"elig_hd8" in content[:2000]
    published = {name: _BETA_NAME.get(name, name) if is_beta else name for name in _ABOVE}
    names = ["nbr", _NONE, *_ABOVE]
    rows = parse_table(
        content,
        file,
        {
            _KEY: "commune_code",
            "nbr": "nbr",
            "date": "date",
            _NONE: _NONE,
            **{theirs: ours for ours, theirs in published.items()},
        },
        optional=["date"],
    )
    notes = list(rows.attrs["notes"])
    refuse_empty(rows, file)
    rows = index_by_commune(rows, file, _KEY)
    counts = pd.DataFrame({name: to_count(rows[name], file, name) for name in names})
    if is_beta:
        counts = _cumulate(counts, file)
        notes.append(default_words().counted("read.arcep_beta", file=file))
    _refuse_satellite(counts, file)
    notes += blank_slips(counts, _out_of_order(counts), file, "read_speeds_not_cumulative")
    premises = counts.rename(
        columns={"nbr": "premises_count", _NONE: "without_wired_premises_count", **_SPEEDS}
    )
    premises.attrs = {"notes": notes}
    if "date" in rows and (day := day_of_rows(rows["date"])):
        premises.attrs["reference_date"] = day
    return premises


def _cumulate(counts: pd.DataFrame, file: str) -> pd.DataFrame:
    """Turn exclusive classes into "this speed or more"."""
    wrong = (counts[[_NONE, *_ABOVE]].sum(axis="columns") != counts["nbr"]).fillna(False)
    if wrong.mean() > MOST_SLIPS_SHARE:
        raise SourceChangedError(
            "read_classes_not_whole",
            file=file,
            count=int(wrong.sum()),
            codes=some(wrong[wrong].index),
        )
    above = counts.copy()
    for less, more in pairwise(reversed(_ABOVE)):
        above[more] += above[less]
    return above


def _out_of_order(counts: pd.DataFrame) -> pd.Series:
    """Return which communes have more premises at a speed than at a lower one, or than there are."""
    columns = ["nbr", *_ABOVE]
    wrong = (counts[_NONE] > counts["nbr"]).fillna(False).astype(bool)
    for more, less in pairwise(columns):
        wrong |= (counts[less] > counts[more]).fillna(False).astype(bool)
    return wrong


def _refuse_satellite(counts: pd.DataFrame, file: str) -> None:
    # A commune whose premises are unknown proves nothing: a missing answer selects no row here.
    inhabited = counts[counts["nbr"] > 0]
    everywhere = (
        (inhabited["elig_thd30"] == inhabited["nbr"])
        & (inhabited["elig_thd100"] == inhabited["nbr"])
    ).fillna(False)
    if len(inhabited) >= _FEWEST_COMMUNES and everywhere.mean() >= _SATELLITE_SHARE:
        raise SourceChangedError(
            "read_satellite", file=file, share=default_words().percent(everywhere.mean())
        )
