"""How finely figures are written: modelled people never more than known, hours as published."""

from __future__ import annotations

import math

ESTIMATE_FIGURES = 2


def is_missing(value: float | None) -> bool:
    """Tell whether a figure is missing: None, NaN, or pandas' NA."""
    # Here, so that a command that writes no figure does not wait for pandas.
    import pandas as pd  # noqa: PLC0415 - for the reason above

    return bool(pd.isna(value))


def rounded_people(people: float, low: float, high: float) -> float:
    """Return people rounded as finely as their interval allows.

    Two figures of the interval's width are kept: 1,243 between 980 and 1,510 is 1,240. Without an
    interval, people are returned as they are.

    Examples
    --------
    >>> rounded_people(1243.0, 980.0, 1510.0)
    1240.0
    >>> rounded_people(9.4, 6.0, 14.0)
    9.0
    """
    if is_missing(people) or math.isnan(high - low):
        return people
    width = max(high - low, 1.0)
    step = 10.0 ** max(0, len(str(int(width))) - 2)
    return float(round(people / step) * step)


def rounded_figures(value: float, figures: int) -> float:
    """Return a number rounded to so many figures; units are kept, a missing one stays missing.

    Examples
    --------
    >>> rounded_figures(137_949.0, 3), rounded_figures(86.4, 3)
    (138000.0, 86.0)
    """
    if is_missing(value):
        return value
    step = 10.0 ** max(0, len(str(round(abs(value)))) - figures)
    return float(round(value / step) * step)


def rounded_estimate(people: float) -> float:
    """Return modelled people shown without their interval, to two figures: more would be false.

    Examples
    --------
    >>> rounded_estimate(648_492.3), rounded_estimate(7.6)
    (650000.0, 8.0)
    """
    return rounded_figures(people, ESTIMATE_FIGURES)


def hour_digits(hours: float) -> int:
    """Return the decimals that write hours as they are: none, a half hour, a quarter of one.

    Examples
    --------
    >>> hour_digits(24.0), hour_digits(34.5), hour_digits(28.25)
    (0, 1, 2)
    """
    return next((one for one in (0, 1) if abs(round(hours, one) - hours) < 1e-6), 2)
