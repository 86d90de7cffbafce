"""Where the communes of a territory stand along a criterion: what a threshold keeps, before it is moved.

A threshold moves along steps, finer where most communes are; each step has its communes, so that a bar
stands over each position of the slider.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

import numpy as np
import pandas as pd

from territory.country import Country
from territory.lists import Request, territory_communes
from territory.lists.criteria import CRITERIA, Criterion

_SCORES = (10.0, 20.0, 30.0, 40.0, 50.0, 60.0, 70.0, 80.0, 90.0)
STEPS: Mapping[str, tuple[float, ...]] = MappingProxyType(
    {
        "min-people": (5, 10, 20, 30, 50, 100, 200, 500, 1_000, 2_000, 5_000),
        "min-minutes": (3, 5, 7, 9, 11, 13, 15, 17, 20, 25, 30, 45),
        "min-saturday-minutes": (5, 10, 15, 20, 25, 30, 35, 40, 45, 60, 90),
        "max-hours": (0, 1, 2, 3, 5, 7, 10, 15, 20, 30, 50),
        "min-network-score": _SCORES,
        "min-score": _SCORES,
    }
)


@dataclass(frozen=True)
class Distribution:
    """The communes at each position of a threshold.

    Parameters
    ----------
    positions : tuple of float or None
        The thresholds, rising; None is no threshold: first where the criterion keeps what is above, last
        where it keeps what is below.
    counts : tuple of int
        The communes from a position to the next (kept above), or down to the one before (kept below).
    kept : tuple of bool
        Whether the criterion, at its threshold, keeps those.
    missing_count : int
        The communes whose value is not known.
    """

    positions: tuple[float | None, ...]
    counts: tuple[int, ...]
    kept: tuple[bool, ...]
    missing_count: int


def distribution(
    values: pd.Series, criterion: Criterion, threshold: float | None = None
) -> Distribution:
    """Return where values stand along a criterion.

    Parameters
    ----------
    values : Series of float
        The criterion's column, one a commune; missing where unknown.
    criterion : Criterion
        One of `STEPS`.
    threshold : float, optional
        The one in force; a position of its own when it is no step.

    Examples
    --------
    >>> found = distribution(pd.Series([4.0, 15.0, 16.0, None]), CRITERIA["min-minutes"], 15.0)
    >>> dict(zip(found.positions, found.counts, strict=True))[15.0], found.missing_count
    (2, 1)
    """
    named = {float(one) for one in STEPS[criterion.name]}
    steps = sorted(named if threshold is None else named | {threshold})
    known = values.dropna().to_numpy(float)
    # At a step exactly, a commune is kept on either side.
    side = "right" if criterion.keeps_above else "left"
    places = np.searchsorted(steps, known, side=side)  # type: ignore[call-overload]
    counts = np.bincount(places, minlength=len(steps) + 1)
    positions = (None, *steps) if criterion.keeps_above else (*steps, None)
    at = positions.index(threshold)
    kept = [
        place >= at if criterion.keeps_above else place <= at for place in range(len(positions))
    ]
    missing = len(values) - len(known)
    return Distribution(positions, tuple(int(one) for one in counts), tuple(kept), missing)


def distributions(country: Country, request: Request) -> dict[str, Distribution]:
    """Return where the communes of a request's territory stand along each criterion of `STEPS`.

    A criterion whose column the tables lack knows no commune.
    """
    listed = country.listed(request.method).loc[territory_communes(country.tables, request).index]
    unknown = pd.Series(np.nan, index=listed.index)
    found = {}
    for name in STEPS:
        criterion = CRITERIA[name]
        values = listed.get(criterion.column, unknown).astype("float64")
        found[name] = distribution(values, criterion, request.criteria.thresholds.get(name))
    return found
