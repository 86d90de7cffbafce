"""The shares of context, by commune and by territory."""

from __future__ import annotations

import numpy as np
import pandas as pd

from territory.context.measures import CONTEXT, ZONINGS, Measure
from territory.contract import Status
from territory.known import is_known_enough


def context_of(communes: pd.DataFrame) -> pd.DataFrame:
    """Return the measures of context of communes.

    Parameters
    ----------
    communes : DataFrame
        Rows of the table of communes; a column that older tables lack is unknown for all.

    Returns
    -------
    DataFrame
        `CONTEXT_COLUMNS`, on the communes' index: shares 0 to 1, missing where a part or the whole is
        missing or hidden, or the whole is 0; zonings as in the table.
    """
    shares = {
        name: _divided(summed(communes, one.part), summed(communes, one.whole))
        for name, one in CONTEXT.items()
    }
    zonings = {name: summed(communes, (name,)).astype("Int64") for name in ZONINGS}
    return pd.DataFrame(shares | zonings, index=communes.index)


def context_of_groups(communes: pd.DataFrame, groups: pd.Series) -> pd.DataFrame:
    """Return the measures of context of territories: shares of sums, never means of shares.

    Parameters
    ----------
    communes : DataFrame
        Rows of the table of communes.
    groups : Series of str
        Territory of each commune; missing for those left out.

    Returns
    -------
    DataFrame
        The shares, and ``qpv_count``, one row a territory, in the order of their codes; a class of
        zoning is that of one commune.

    Notes
    -----
    ``Σ part / Σ whole`` over the communes where both are known; missing where these hold under two
    thirds of the whole. A count hidden because it is small stays in the whole and adds nothing to the
    part: the share of the territory is then "at least", as that of its rounded counts is.
    """
    codes = pd.Index(sorted(groups.dropna().unique()), name=groups.name, dtype="str")
    shares = {name: _of_groups(communes, groups, one) for name, one in CONTEXT.items()}
    districts = summed(communes, ("qpv_count",)).groupby(groups).sum(min_count=1)
    districts = districts.astype("Int64")
    return pd.DataFrame({**shares, "qpv_count": districts}, index=codes)


def is_empty(communes: pd.DataFrame, name: str) -> bool:
    """Tell whether tables hold nothing of a column of context: its source is not in them."""
    part = CONTEXT[name].part if name in CONTEXT else (name,)
    return bool(summed(communes, part).isna().all())


def _of_groups(communes: pd.DataFrame, groups: pd.Series, measure: Measure) -> pd.Series:
    part, whole = summed(communes, measure.part), summed(communes, measure.whole)
    is_known = part.notna() & whole.notna()
    is_told = is_known
    if measure.is_at_least:
        is_told = is_known | (status_of(communes, measure.status) == str(Status.SUPPRESSED))
    held = pd.DataFrame(
        {"part": part.where(is_known), "told": whole.where(is_told), "whole": whole}
    )
    sums = held.groupby(groups).sum(min_count=1)
    known = _divided(sums["told"], sums["whole"]).to_numpy(float)
    return _divided(sums["part"], sums["told"]).where(is_known_enough(np.nan_to_num(known)))


def summed(communes: pd.DataFrame, names: tuple[str, ...]) -> pd.Series:
    """Return the sum of columns, missing where one is, or where older tables lack one."""
    if not set(names) <= set(communes.columns):
        return pd.Series(np.nan, index=communes.index)
    # Column by column: a table of geometry or of mixed types is cut and summed many times slower.
    columns = [communes[name].to_numpy("float64", na_value=np.nan) for name in names]
    return pd.Series(np.sum(columns, axis=0), index=communes.index)


def status_of(communes: pd.DataFrame, name: str) -> pd.Series:
    """Return a status column, "missing" everywhere where older tables lack it."""
    if name not in communes:
        return pd.Series(str(Status.MISSING), index=communes.index)
    return communes[name]


def _divided(part: pd.Series, whole: pd.Series) -> pd.Series:
    return part / whole.where(whole > 0)
