"""Effective weights and correlations of a score's components; what changes between two scores."""

from __future__ import annotations

import numpy as np
import pandas as pd

BINS_COUNT = 20


def correlation_ratio(values: pd.Series, score: pd.Series) -> float:
    """Return the share of a score's variance that one of its parts accounts for (η², 0 to 1).

    Notes
    -----
    ``η² = Var(E[score | part]) / Var(score)``, the mean taken in `BINS_COUNT` classes of equal size of the
    part. A nominal weight is not the importance of a component; this ratio is: Paruolo, Saisana &
    Saltelli (2013), *Journal of the Royal Statistical Society A* 176(3), 609–634.
    """
    known = values.notna() & score.notna()
    values, score = values[known], score[known]
    if len(score) < 2 or score.var(ddof=0) == 0:
        return float("nan")
    rank = values.rank(method="average", pct=True)
    bins = np.ceil(rank * BINS_COUNT).clip(1, BINS_COUNT)
    grouped = score.groupby(bins)
    between = (grouped.size() * (grouped.mean() - score.mean()) ** 2).sum() / len(score)
    return float(between / score.var(ddof=0))


def effective_weights(parts: pd.DataFrame, score: pd.Series) -> pd.DataFrame:
    """Return the effective weight of each part in a score.

    Parameters
    ----------
    parts : DataFrame
        Indicators or dimensions, one column each.
    score : Series
        The score that combines them.

    Returns
    -------
    DataFrame
        Index the parts; ``correlation_ratio_share`` (see `correlation_ratio`), ``spearman`` (−1 to
        1) and ``known_share``.
    """
    return pd.DataFrame(
        {
            "correlation_ratio_share": {
                name: correlation_ratio(parts[name], score) for name in parts
            },
            "spearman": {name: parts[name].corr(score, method="spearman") for name in parts},
            "known_share": parts.notna().mean(),
        }
    ).reindex(parts.columns)


def correlation_matrix(parts: pd.DataFrame) -> pd.DataFrame:
    """Return the rank correlation of every pair of parts, over the communes that know both."""
    return parts.corr(method="spearman")


def worst(scores: pd.Series, share: float = 0.1) -> pd.Index:
    """Return the communes with the highest scores: a share of those that have one, ties included."""
    known = scores.dropna()
    if known.empty:
        return known.index
    limit = known.nlargest(max(1, round(share * len(known)))).iloc[-1]
    reached: pd.Index = known.index[known >= limit]
    return reached


def entering_and_leaving(
    before: pd.Series, after: pd.Series, share: float = 0.1
) -> tuple[pd.Index, pd.Index]:
    """Return the communes that enter and leave the worst share from one score to another.

    Parameters
    ----------
    before, after : Series
        Two scores of the same communes.
    share : float
        Of the communes that have a score.
    """
    worst_before, worst_after = worst(before, share), worst(after, share)
    return worst_after.difference(worst_before), worst_before.difference(worst_after)
