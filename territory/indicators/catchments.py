"""Supply per person within reach: floating catchment areas over a matrix of minutes.

First step: a counter's hours are divided by the people who can reach it, those who live near
counting more. Second step: a commune adds up these ratios over the counters it can reach.

- Two-step floating catchment area (2SFCA): Radke & Mu (2000), *Geographic Information Sciences* 6(2);
  Luo & Wang (2003), *Environment and Planning B* 30(6).
- Enhanced by a weight that falls with distance (E2SFCA): Luo & Qi (2009), *Health & Place* 15(4).
- A Gaussian weight: Dai (2010), *Health & Place* 16(5).
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from types import MappingProxyType

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_array

from territory.errors import UnknownNameError

Floats = NDArray[np.float64]

# The public target: everyone within 20 minutes of a France services.
PUBLIC_TARGET_MINUTES = 20.0
CATCHMENT_MINUTES = PUBLIC_TARGET_MINUTES
# Luo & Qi (2009), slow decay: a Gaussian taken at the middle of three bands of equal width.
LUO_QI_WEIGHTS = (1.0, 0.68, 0.22)
# The Gaussian falls to this at the edge of the catchment (Dai 2010 lets it reach 0 there, which
# makes a person at the edge count for nobody; Luo & Qi's own is 0.01 beyond their last band).
GAUSSIAN_AT_EDGE = 0.01


@dataclass(frozen=True)
class Decay:
    """Weight of a trip by its minutes: distance decay.

    Parameters
    ----------
    name : str
        One of `DECAYS`.
    catchment_minutes : float
        Size of the catchment; a trip of exactly this length is inside.
    weight : callable
        From minutes, as shares of the catchment (0 to 1), to weights (0 to 1, never rising).
    """

    name: str
    catchment_minutes: float
    weight: Callable[[Floats], Floats]

    def weigh(self, minutes: Floats) -> Floats:
        """Return the weight of trips from their minutes: 0–1, and 0 beyond the catchment."""
        shares = minutes / self.catchment_minutes
        weights = self.weight(shares)
        weights *= shares <= 1
        return weights


def _steps(shares: Floats) -> Floats:
    # A trip at the limit of two bands is in the nearer one.
    band = np.add(shares > 1 / 3, shares > 2 / 3, dtype=np.int8)
    weights: Floats = np.array(LUO_QI_WEIGHTS).take(band)
    return weights


def _binary(shares: Floats) -> Floats:
    return np.ones_like(shares)


def _gaussian(shares: Floats) -> Floats:
    weights: Floats = np.exp(np.log(GAUSSIAN_AT_EDGE) * shares**2)
    return weights


# Name → what makes a decay from the catchment's minutes. Steps are the default: the published
# E2SFCA, whose three bands are easy to explain; the others show what the choice changes.
DECAYS: MappingProxyType[str, Callable[[float], Decay]] = MappingProxyType(
    {
        name: partial(Decay, name, weight=weight)
        for name, weight in (("steps", _steps), ("binary", _binary), ("gaussian", _gaussian))
    }
)
DEFAULT_DECAY_NAME = "steps"


def decay_of(name: str = DEFAULT_DECAY_NAME, catchment_minutes: float = CATCHMENT_MINUTES) -> Decay:
    """Return a decay by its name.

    Parameters
    ----------
    name : str
        ``"steps"`` (E2SFCA), ``"binary"`` (2SFCA) or ``"gaussian"``.
    catchment_minutes : float
        Size of the catchment.

    Raises
    ------
    UnknownNameError
        If there is none of this name.

    Examples
    --------
    >>> decay_of("steps", 30).weigh(np.array([5.0, 15.0, 30.0, 31.0])).tolist()
    [1.0, 0.68, 0.22, 0.0]
    """
    if name not in DECAYS:
        raise UnknownNameError("decay", name, DECAYS)
    return DECAYS[name](catchment_minutes)


@dataclass(frozen=True)
class Catchments:
    """Minutes between origins and places, from which supply per person is computed for any decay.

    Parameters
    ----------
    minutes : csr_array of shape (origins, places)
        Minutes of the pairs within reach, none of them zero; a pair that is not stored is out of
        reach. It must cover the largest catchment that will be asked for.
    """

    minutes: csr_array

    def supply_per_demand(self, supply: Floats, demand: Floats, decay: Decay) -> Floats:
        """Return the supply per person within reach of each origin (2SFCA, E2SFCA).

        Parameters
        ----------
        supply : array of shape (places,)
            What each place offers, in any unit; never missing.
        demand : array of shape (origins,)
            People of each origin; an origin where they are missing takes no share.
        decay : Decay
            Catchment and weights.

        Returns
        -------
        array of shape (origins,)
            Unit of the supply per person. 0 where no place is within the catchment; missing where
            the only places within it serve no known people, or where the origin's own people are
            missing.

        Raises
        ------
        ValueError
            If a supply is missing.

        Notes
        -----
        Step 1, of a place: ``R_j = S_j / Σ_k w_kj D_k``. Step 2, of an origin: ``A_i = Σ_j w_ij R_j``,
        with ``w_ij`` the decay of the minutes from i to j (Luo & Qi 2009). Nothing is lost:
        ``Σ_i D_i A_i = Σ_j S_j`` over the places that someone can reach.

        Examples
        --------
        One counter open 30 hours, between 100 people at 5 minutes (weight 1) and 100 at 15 (0.22):
        30 / 122 hours a person, times the weight.

        >>> catchments = Catchments(csr_array(np.array([[5.0], [15.0]])))
        >>> hours, people = np.array([30.0]), np.array([100.0, 100.0])
        >>> catchments.supply_per_demand(hours, people, decay_of("steps", 20)).round(4).tolist()
        [0.2459, 0.0541]
        """
        if np.isnan(supply).any():
            raise ValueError("a supply is missing: impute it first, it is not zero")
        weights = csr_array(
            (decay.weigh(self.minutes.data), self.minutes.indices, self.minutes.indptr),
            shape=self.minutes.shape,
        )
        served = weights.T @ np.nan_to_num(demand)
        is_shared = served > 0
        ratio = np.divide(supply, served, out=np.zeros_like(served), where=is_shared)
        reached: Floats = weights @ ratio
        unknown = np.isnan(demand)
        if not is_shared.all():
            unknown |= (reached == 0) & (weights @ (~is_shared).astype(np.float64) > 0)
        reached[unknown] = np.nan
        return reached
