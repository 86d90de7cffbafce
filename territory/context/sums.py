"""Sums of context over communes, which say what they leave out: a hidden count is never 0."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from territory.context.measures import Measure
from territory.context.shares import status_of, summed
from territory.contract import FRR_CLASSES, Status

Floats = NDArray[np.float64]


@dataclass(frozen=True)
class Total:
    """People or households of a measure over some communes.

    Parameters
    ----------
    least : float
        Their sum over the communes that have a figure; of rounded counts, the least that these allow. NaN
        where none has.
    published : float
        The same as published.
    share : float
        `least` over the whole of the communes told, 0 to 1 (`territory.context.shares`).
    told_count, hidden_count, missing_count : int
        Communes with a figure; whose count is hidden because it is small; where nothing is known.
    is_at_least : bool
        Whether `least` is a bound and no count.
    """

    least: float
    published: float
    share: float
    told_count: int
    hidden_count: int
    missing_count: int
    is_at_least: bool


def total_of(communes: pd.DataFrame, measure: Measure) -> Total:
    """Return the sum of a measure over communes, and what it leaves out.

    Examples
    --------
    >>> from territory.context import find_measure
    >>> rows = {"rsa_households": [25.0, None], "rsa_low_households": [23.0, None]}
    >>> rows |= {"all_households": [100.0, 30.0], "rsa_status": ["rounded", "suppressed"]}
    >>> found = total_of(pd.DataFrame(rows), find_measure("rsa_share"))
    >>> found.least, found.published, found.hidden_count, round(found.share, 3)
    (23.0, 25.0, 1, 0.177)
    """
    *amounts, told, hidden, missing = _summable(communes, measure)
    counts = (float(one.sum()) for one in (told, hidden, missing))
    return _total(measure, *map(_sum, amounts), *counts)


def totals_of(communes: pd.DataFrame, measure: Measure) -> list[Total]:
    """Return the same of each commune alone, in their order: what a sheet says of one."""
    columns = (one.tolist() for one in _summable(communes, measure))
    return [_total(measure, *row) for row in zip(*columns, strict=True)]


def _summable(communes: pd.DataFrame, measure: Measure) -> tuple[Floats, ...]:
    """Return what a `Total` is made of, in the order `_total` takes it: a figure a commune, NaN if unknown."""
    part, whole = (summed(communes, one).to_numpy() for one in (measure.part, measure.whole))
    status = status_of(communes, measure.status).to_numpy()
    is_missing = np.isnan(part)
    is_hidden = is_missing & (status == str(Status.SUPPRESSED))
    is_told = ~is_missing | (is_hidden & measure.is_at_least)
    is_unknown = is_missing & ~is_hidden
    return (
        part,
        summed(communes, measure.published).to_numpy() if measure.is_at_least else part,
        np.where(np.isnan(whole), np.nan, part),
        np.where(is_told, whole, np.nan),
        *(one.astype(np.float64) for one in (~is_missing, is_hidden, is_unknown)),
    )


def _sum(amounts: Floats) -> float:
    """Return the sum of what is known; missing where nothing is."""
    known = amounts[~np.isnan(amounts)]
    return float(known.sum()) if len(known) else float("nan")


def _total(  # noqa: PLR0917 - the columns of `_summable`
    measure: Measure,
    part: float,
    published: float,
    told_part: float,
    told_whole: float,
    told: float,
    hidden: float,
    missing: float,
) -> Total:
    return Total(
        least=part,
        published=published,
        share=told_part / told_whole if told_whole > 0 else float("nan"),
        told_count=int(told),
        hidden_count=int(hidden),
        missing_count=int(missing),
        is_at_least=measure.is_at_least,
    )


@dataclass(frozen=True)
class Zonings:
    """How many communes are in each zoning, of those told of.

    Parameters
    ----------
    districts_count : int or None
        Priority districts, one across two communes counted in each; None where nothing is known.
    with_district_count : int
        Communes that hold one.
    frr_counts : dict of str to int
        Communes by `FRR_CLASSES`; empty where nothing is known.
    """

    districts_count: int | None
    with_district_count: int
    frr_counts: dict[str, int]


def zonings_of(communes: pd.DataFrame) -> Zonings:
    """Return the zonings of communes."""
    districts = summed(communes, ("qpv_count",)).dropna()
    classes = summed(communes, ("frr_class",)).dropna().astype(int)
    counted = classes.map(dict(enumerate(FRR_CLASSES, start=1))).value_counts()
    return Zonings(
        int(districts.sum()) if len(districts) else None,
        int((districts > 0).sum()),
        {name: int(counted[name]) for name in FRR_CLASSES if name in counted},
    )
