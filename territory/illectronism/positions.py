"""The margin of positions: own occupation, or the former one of the retired.

``m_k = active_k + retired × r_k``, with ``r_k ∝ s_k (a_k / A_k)^γ``: ``a`` the mix of the commune's
actives, drawn towards the nation's, ``A`` the nation's, ``γ`` the assumption
``former_position_power``; ``s`` is solved so that the nation's retired have the former positions
stated in ``facts.toml`` (`former_scale`). The census does not say what the retired of a commune did.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from territory.illectronism.facts import OCCUPATIONS, Array

SCALE_PASSES = 50


@dataclass(frozen=True)
class Positions:
    """Positions of communes.

    Parameters
    ----------
    shares : array of shape (n, 7)
        Of the adults; a row is missing where the census does not say.
    retired : array of shape (n,)
        Share of the adults who are retired.
    actives : array of shape (n, 6)
        Mix of the actives, drawn towards the nation's.
    """

    shares: Array
    retired: Array
    actives: Array


def active_mix(counts: Array, nation: Array, shrink_count: float) -> Array:
    """Return the mix of actives, drawn towards the nation's by so many more of them; shape (n, 6)."""
    return np.asarray(
        (counts + shrink_count * nation) / (counts.sum(axis=1, keepdims=True) + shrink_count)
    )


def former_positions(actives: Array, nation: Array, scale: Array, power: float) -> Array:
    """Return the former positions of the retired; shape (n, 6), each row summing to 1."""
    weights = scale * (actives / nation) ** power
    return np.asarray(weights / weights.sum(axis=1, keepdims=True))


def former_scale(
    actives: Array, retired: Array, nation: Array, wanted: Array, power: float
) -> Array:
    """Solve the scale at which the nation's retired have the former positions wanted; shape (6,).

    Parameters
    ----------
    actives : array of shape (n, 6)
    retired : array of shape (n,)
        People; where nobody is retired, the scale is what is wanted.
    nation, wanted : array of shape (6,)
    """
    scale = np.asarray(wanted / wanted.sum())
    if retired.sum() == 0:
        return scale
    for _ in range(SCALE_PASSES):
        found = retired @ former_positions(actives, nation, scale, power) / retired.sum()
        scale = scale * (wanted / wanted.sum()) / found
    return np.asarray(scale / scale.sum())


def position_shares(
    counts: Array, nation: Array, scale: Array, *, power: float, shrink_count: float
) -> Positions:
    """Return the positions of communes from the census's eight groups.

    Parameters
    ----------
    counts : array of shape (n, 8)
        People of each occupation at work or looking for work, retired, other inactive; a row with
        something missing has no positions.
    """
    occupations = len(OCCUPATIONS)
    total = counts.sum(axis=1)
    total = np.where(total > 0, total, np.nan)
    retired = counts[:, occupations] / total
    actives = active_mix(counts[:, :occupations], nation, shrink_count)
    former = former_positions(actives, nation, scale, power)
    own = counts[:, :occupations] / total[:, None] + retired[:, None] * former
    shares = np.column_stack([own, counts[:, occupations + 1] / total])
    return Positions(shares, retired, actives)
