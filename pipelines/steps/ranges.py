"""Hold what a reader gives to the ranges of the contract, before anything is made of it."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Any

import pandas as pd

from pipelines.sources._check import MOST_SLIPS_SHARE, some
from territory.contract import COMMUNES
from territory.errors import SourceChangedError
from territory.geography import commune_of_arrondissement, departement_of
from territory.messages import default_words
from territory.ranges import MOST_OF_A_DEPARTEMENT, RANGES, Range

# Of few values, this many may be out of their range whatever their share.
FEW = 3
# Rows named in a note.
SHOWN = 100
# A file with figures in this many of the 101 départements speaks of the whole country.
NATIONAL_DEPARTEMENTS = 90
# Below so many communes a median of amounts says nothing: a few hamlets are a few hamlets.
FEWEST_COMMUNES = 20
# A median so near (in powers of ten) to a shifted one tells which shift.
_NEAR = 0.45
_SHIFTS = {
    -3.0: "magnitude_thousands",
    3.0: "magnitude_thousandths",
    -2.0: "magnitude_hundreds",
    2.0: "magnitude_hundredths",
}


def hold_to_ranges(measures: pd.DataFrame, file: str) -> pd.DataFrame:
    """Return measures whose every value is one, and what was set missing for it.

    Parameters
    ----------
    measures : DataFrame
        As a reader gives them, one row a published code.
    file : str
        Where they come from, for messages.

    Returns
    -------
    DataFrame
        The same, values out of their legal range missing, and so the status that spoke for them;
        ``attrs["notes"]`` has one more note a column, with the codes.

    Raises
    ------
    SourceChangedError
        If the median of a column is out of its band, more than a few values are out of their
        range, or a département has more than any has: the file is in another unit, or is not what is
        declared.
    """
    held, notes = measures, list(measures.attrs.get("notes", []))
    speaks = _Speaks.of(measures)
    for column in COMMUNES:
        if column.name not in RANGES or column.name not in measures:
            continue
        name, legal = column.name, RANGES[column.name]
        values = measures[name].astype("float64")
        speaks.check_median(values.dropna(), name, legal, file)
        out = (values < legal.least) | (values > legal.most)
        count = int(out.sum())
        if legal.is_amount:
            speaks.check_sums(values.mask(out), name, file)
        if not count:
            continue
        shown = some((f"{code}: {value:g}" for code, value in values[out].items()), most=SHOWN)
        values_said: dict[str, Any] = {
            "file": file,
            "column": name,
            "count": count,
            "values": shown,
            "least": f"{legal.least:g}",
            "most": f"{legal.most:g}",
        }
        if count > max(FEW, MOST_SLIPS_SHARE * int(values.notna().sum())):
            few = some(values_said["values"].split(", "))
            raise SourceChangedError("magnitude_out_of_range", **{**values_said, "values": few})
        held = held.copy() if held is measures else held
        held[name] = held[name].mask(out)
        if column.status in held:
            held[column.status] = held[column.status].mask(out)
        notes.append(default_words().counted("read.out_of_range", **values_said))
    held.attrs = {**measures.attrs, "notes": notes}
    return held


@dataclass(frozen=True)
class _Speaks:
    """What the rows of a file speak of: the département of each, and which are communes."""

    departement: pd.Series
    is_commune: pd.Series

    @classmethod
    def of(cls, measures: pd.DataFrame) -> _Speaks:
        codes = pd.Series(measures.index.astype("str"), index=measures.index)
        # Arrondissements stand in the same files as the communes they are part of.
        return cls(departement_of(codes), commune_of_arrondissement(codes) == codes)

    def check_median(self, known: pd.Series, name: str, legal: Range, file: str) -> None:
        """Refuse a column whose median is out of its band."""
        if known.empty:
            return
        count = self.departement.reindex(known.index.unique()).nunique()
        is_national = count >= NATIONAL_DEPARTEMENTS
        band, median = legal.band(is_national=is_national), float(known.median())
        if band is None or legal.usual is None or band[0] <= median <= band[1]:
            return
        if not is_national and legal.is_amount and len(known) < FEWEST_COMMUNES:
            return
        raise SourceChangedError(
            _cause(median, legal.usual),
            file=file,
            column=name,
            median=f"{median:g}",
            low=f"{band[0]:g}",
            high=f"{band[1]:g}",
        )

    def check_sums(self, values: pd.Series, name: str, file: str) -> None:
        """Refuse amounts whose sum over a département is more than any département has."""
        sums = values[self.is_commune].groupby(self.departement).sum()
        if sums.empty or sums.max() <= MOST_OF_A_DEPARTEMENT:
            return
        raise SourceChangedError(
            "magnitude_sum",
            file=file,
            column=name,
            departement=sums.idxmax(),
            sum=f"{sums.max():g}",
            most=f"{MOST_OF_A_DEPARTEMENT:g}",
        )


def _cause(median: float, usual: tuple[float, float]) -> str:
    """Return the message of the likely cause of a median out of its band."""
    if median <= 0:
        return "magnitude_zero"
    shift = math.log10(median / math.sqrt(usual[0] * usual[1]))
    near = [key for power, key in _SHIFTS.items() if abs(shift - power) < _NEAR]
    return near[0] if near else "magnitude_other"
