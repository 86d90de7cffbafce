"""Hold what a reader gives to the ranges of the contract, before anything is made of it."""

from __future__ import annotations

import math
from typing import Any

import pandas as pd

from pipelines.sources._check import MOST_SLIPS_SHARE, some
from territory import messages
from territory.contract import COMMUNES
from territory.errors import SourceChangedError
from territory.geography import departement_of
from territory.ranges import RANGES, Range

# Of few values, this many may be out of their range whatever their share.
FEW = 3
# Rows named in a note.
SHOWN = 100
# A file with figures in this many of the 101 départements speaks of the whole country.
NATIONAL_DEPARTEMENTS = 90
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
        If the median of a column is out of its band, or more than a few values are out of their
        range: the file is in another unit, or is not what is declared.
    """
    held, notes = measures, list(measures.attrs.get("notes", []))
    for column in COMMUNES:
        if column.name not in RANGES or column.name not in measures:
            continue
        name, legal = column.name, RANGES[column.name]
        values = measures[name].astype("float64")
        _check_median(values.dropna(), name, legal, file)
        out = (values < legal.least) | (values > legal.most)
        count = int(out.sum())
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
        notes.append(messages.text("read.out_of_range", **values_said))
    held.attrs = {**measures.attrs, "notes": notes}
    return held


def _check_median(known: pd.Series, name: str, legal: Range, file: str) -> None:
    if known.empty:
        return
    codes = known.index.to_series().astype("str")
    is_national = departement_of(codes).nunique() >= NATIONAL_DEPARTEMENTS
    band = legal.band(is_national=is_national)
    median = float(known.median())
    if band is None or band[0] <= median <= band[1]:
        return
    raise SourceChangedError(
        _cause(median, band),
        file=file,
        column=name,
        median=f"{median:g}",
        low=f"{band[0]:g}",
        high=f"{band[1]:g}",
    )


def _cause(median: float, band: tuple[float, float]) -> str:
    """Return the message of the likely cause of a median out of its band."""
    if median <= 0:
        return "magnitude_zero"
    shift = math.log10(median / math.sqrt(band[0] * band[1]))
    near = [key for power, key in _SHIFTS.items() if abs(shift - power) < _NEAR]
    return near[0] if near else "magnitude_other"
