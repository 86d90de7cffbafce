"""Which choice moves ranks most: Sobol' indices of groups of choices."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd
import scipy
from numpy.typing import NDArray

from territory.errors import UnknownNameError
from territory.robustness.choices import DEFAULT_SPREAD, Spread, choices_of, score_of_draw
from territory.robustness.inputs import Floats, Inputs
from territory.robustness.ranks import SEED, rank_and_worst

CHOICES = ("weights", "goalposts", "aggregation", "need", "scarcity")


@dataclass(frozen=True)
class Sensitivity:
    """Which choice moves ranks most.

    Parameters
    ----------
    shares : DataFrame
        Index `CHOICES`; ``first_order_share`` (what the choice moves alone) and
        ``total_order_share`` (alone and with the others), of the variance of a commune's rank, the
        mean over communes weighted by that variance.
    communes_count, draws_count : int
        On how many communes, from how many evaluations.
    """

    shares: pd.DataFrame
    communes_count: int
    draws_count: int


_COLUMNS_OF_CHOICE: dict[str, tuple[int, ...]] = {
    "weights": (0, 1, 2),
    "goalposts": (3, 4, 5, 6, 7, 8),
    "aggregation": (9,),
    "need": (10,),
    "scarcity": (11,),
}


def find_choice(name: str) -> tuple[int, ...]:
    """Return the columns of uniform numbers a choice is made of.

    Raises
    ------
    UnknownNameError
        If there is none of this name.
    """
    if name not in _COLUMNS_OF_CHOICE:
        raise UnknownNameError("choice", name, CHOICES)
    return _COLUMNS_OF_CHOICE[name]


def sensitivity(
    inputs: Inputs, base_draws: int = 128, seed: int = SEED, spread: Spread = DEFAULT_SPREAD
) -> Sensitivity:
    """Say which choice moves ranks most, by variance.

    Parameters
    ----------
    inputs : Inputs
        As `prepare` gives them.
    base_draws : int
        Of Saltelli's scheme: (choices + 2) × as many evaluations are made; a power of two.
    seed : int
        Of the quasi-random numbers.
    spread : Spread
        How far each choice may move.

    Notes
    -----
    Sobol' indices of groups of inputs, ``f`` being a commune's rank, ``A`` and ``B`` two samples of
    choices, ``AB`` the sample ``A`` with one choice taken from ``B``, ``V`` the variance:
    first order ``mean(f(B) (f(AB) − f(A))) / V`` (Saltelli et al., *Variance based sensitivity
    analysis of model output*, 2010), total order ``mean((f(AB) − f(A))²) / 2V`` (Jansen, *Analysis
    of variance designs for model output*, 1999), on scrambled Sobol' points (scipy). Each commune's rank is an output: its indices are
    averaged over communes by the variance of their rank. A choice of several numbers (weights,
    goalposts) is one group. Each commune's own error of need is left out: it is noise, not a choice.
    """
    # `scipy.stats` takes a third of a second to import: it is when it is asked for, here alone.
    points = scipy.stats.qmc.Sobol(24, rng=np.random.default_rng(seed)).random(base_draws)
    base, resampled = points[:, :12], points[:, 12:]
    ranks_base, ranks_resampled = (_ranks_of(inputs, side, spread) for side in (base, resampled))
    both = np.concatenate([ranks_base, ranks_resampled])
    variance = both.var(axis=0, dtype=np.float64)
    moved = variance > 0
    first, total = {}, {}
    for name in CHOICES:
        mixed = base.copy()
        columns = list(find_choice(name))
        mixed[:, columns] = resampled[:, columns]
        ranks = _ranks_of(inputs, mixed, spread)
        alone = (ranks_resampled * (ranks - ranks_base)).mean(axis=0, dtype=np.float64)
        apart = ((ranks - ranks_base) ** 2).mean(axis=0, dtype=np.float64) / 2
        first[name] = float(alone[moved].sum() / variance[moved].sum())
        total[name] = float(apart[moved].sum() / variance[moved].sum())
    shares = pd.DataFrame(
        {"first_order_share": pd.Series(first), "total_order_share": pd.Series(total)}
    ).clip(lower=0)
    return Sensitivity(shares, int(moved.sum()), base_draws * (len(CHOICES) + 2))


def _ranks_of(inputs: Inputs, uniform: NDArray[np.float64], spread: Spread) -> Floats:
    choices = choices_of(uniform, inputs, spread)
    zero = np.zeros(len(inputs.index), dtype=np.float32)
    ranks = np.empty((len(uniform), len(inputs.index)), dtype=np.float32)
    for draw in range(len(uniform)):
        ranks[draw] = rank_and_worst(
            score_of_draw(inputs, choices, draw, zero, spread.aggregations), 1
        )[0]
    centred: Floats = ranks - np.float32(ranks.shape[1] / 2)
    return centred
