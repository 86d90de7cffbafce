"""How much for how many: floating catchment areas over a matrix of minutes.

A counter shares its hours between all the people who can reach it, those who live near counting
more; a commune adds up what it gets from the counters it can reach (two-step floating catchment
area, Radke & Mu 2000, Luo & Wang 2003; enhanced by a decay, E2SFCA, Luo & Qi 2009).
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
    """How a trip's length lowers its weight.

    Parameters
    ----------
    name : str
        One of `DECAYS`.
    catchment_minutes : float
        Beyond it nothing counts; at it, everything still does.
    weight : callable
        From minutes, as shares of the catchment (0 to 1), to weights (0 to 1, never rising).
    """

    name: str
    catchment_minutes: float
    weight: Callable[[Floats], Floats]

    def weigh(self, minutes: Floats) -> Floats:
        """Return the weight of trips of so many minutes: 0 beyond the catchment."""
        shares = minutes / self.catchment_minutes
        weights = self.weight(shares)
        weights *= shares <= 1
        return weights


def _steps(shares: Floats) -> Floats:
    # Thirds are inclusive above, as the bands of minutes they stand for.
    band = np.add(shares > 1 / 3, shares > 2 / 3, dtype=np.int8)
    weights: Floats = np.array(LUO_QI_WEIGHTS).take(band)
    return weights


def _binary(shares: Floats) -> Floats:
    return np.ones_like(shares)


def _gaussian(shares: Floats) -> Floats:
    weights: Floats = np.exp(np.log(GAUSSIAN_AT_EDGE) * shares**2)
    return weights


# name -> the decay of any catchment. Steps are the default: the published E2SFCA, whose three
# bands can be told to anyone; the others show what the choice changes.
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
        How far people may come from.

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
    """Who reaches what, ready for as many scenarios as wanted.

    Parameters
    ----------
    minutes : csr_array of shape (origins, places)
        Minutes of the pairs within reach, none of them zero; what is not stored is out of reach.
        Made for the largest catchment that will be asked about.
    """

    minutes: csr_array

    def supply_per_demand(self, supply: Floats, demand: Floats, decay: Decay) -> Floats:
        """Return what each origin can reach of a supply shared between all who reach it.

        Parameters
        ----------
        supply : array of shape (places,)
            What each place offers, in its own unit; never missing.
        demand : array of shape (origins,)
            People of each origin; a missing one is left out of the sharing.
        decay : Decay
            Catchment and weights.

        Returns
        -------
        array of shape (origins,)
            Supply per person. 0 where no place is within the catchment; missing where those that
            are serve nobody known, or the origin's own people are missing.

        Raises
        ------
        ValueError
            If a supply is missing.

        Notes
        -----
        ``R_j = S_j / Σ_k w_kj D_k`` and ``A_i = Σ_j w_ij R_j``, with ``w`` the decay of minutes.
        Hence ``Σ_i D_i A_i = Σ_j S_j`` over the places that reach somebody.
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
