"""Sums of context over communes, which say what they leave out: a hidden count is never 0."""

from __future__ import annotations

from dataclasses import dataclass

import pandas as pd

from territory.context.measures import Measure
from territory.context.shares import status_of, summed
from territory.contract import FRR_CLASSES, Status


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
    part, whole = summed(communes, measure.part), summed(communes, measure.whole)
    is_hidden = part.isna() & (status_of(communes, measure.status) == str(Status.SUPPRESSED))
    is_told = part.notna() | (is_hidden if measure.is_at_least else False)
    of = float(whole.where(is_told & whole.notna()).sum())
    over = float(part.where(whole.notna()).sum(min_count=1))
    return Total(
        least=float(part.sum(min_count=1)),
        published=float(summed(communes, measure.published).sum(min_count=1)),
        share=over / of if of > 0 else float("nan"),
        told_count=int(part.notna().sum()),
        hidden_count=int(is_hidden.sum()),
        missing_count=int((part.isna() & ~is_hidden).sum()),
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
