"""Census margins that do not add up, commune by commune."""

from __future__ import annotations

import pandas as pd

from pipelines.notes import Notes
from territory.contract import AGE_BANDS, DIPLOMAS, HOUSEHOLDS

# Parts and their whole may differ by rounding; beyond one person and one percent they disagree.
TOLERANCE_PEOPLE = 1.0
TOLERANCE_SHARE = 0.01


def margins_not_summing(communes: pd.DataFrame) -> Notes:
    """Return the communes whose parts disagree with their whole.

    Returns
    -------
    list of Note
        ``margins.ages`` (bands against population), ``margins.diplomas`` (levels against people out
        of school), ``margins.households`` (the four kinds exceed all households), with the codes of
        the communes. Missing figures disagree with nothing.
    """
    gaps = {
        "ages": _gap(communes, AGE_BANDS, "population_people").abs(),
        "diplomas": _gap(communes, DIPLOMAS, "out_of_school_people").abs(),
        "households": _gap(communes, HOUSEHOLDS, "all_households"),
    }
    wholes = {
        "ages": communes["population_people"],
        "diplomas": communes["out_of_school_people"],
        "households": communes["all_households"],
    }
    notes = Notes()
    for name, gap in gaps.items():
        is_off = gap > TOLERANCE_PEOPLE + TOLERANCE_SHARE * wholes[name]
        notes.add(f"margins.{name}", communes.index[is_off])
    return notes


def _gap(communes: pd.DataFrame, parts: tuple[str, ...], whole: str) -> pd.Series:
    return communes[list(parts)].sum(axis="columns", skipna=False) - communes[whole]
