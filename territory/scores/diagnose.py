"""What a score is really made of, and how it differs from another."""

from __future__ import annotations

import numpy as np
import pandas as pd

BINS_COUNT = 20


def correlation_ratio(values: pd.Series, score: pd.Series) -> float:
    """Return the share of a score's variance that one of its parts accounts for (η², 0 to 1).

    Notes
    -----
    Paruolo, Saisana & Saltelli (2013): the variance of the score's mean given the part, over the
    variance of the score; here over twenty classes of equal size. Weights are not importance: this is.
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
    """Return what each part really weighs in a score.

    Parameters
    ----------
    parts : DataFrame
        Indicators or dimensions, one column each.
    score : Series
        The score made of them.

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
    """Return the communes of the worst share of those that have a score (ties all in)."""
    known = scores.dropna()
    if known.empty:
        return known.index
    limit = known.nlargest(max(1, round(share * len(known)))).iloc[-1]
    reached: pd.Index = known.index[known >= limit]
    return reached


def entering_and_leaving(
    before: pd.Series, after: pd.Series, share: float = 0.1
) -> tuple[pd.Index, pd.Index]:
    """Return the communes that enter the worst share, and those that leave it.

    Parameters
    ----------
    before, after : Series
        Two scores of the same communes.
    share : float
        Of the communes that have a score.
    """
    was, is_now = worst(before, share), worst(after, share)
    return is_now.difference(was), was.difference(is_now)
