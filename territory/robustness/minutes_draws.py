"""Draws of the minutes to a counter inside the band of the estimate's error."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from territory.indicators import find_indicator
from territory.indicators.minutes_band import MinutesByLevel, minutes_by_level
from territory.scores import Method
from territory.tables import Tables

Floats = NDArray[np.float32]
FAR = "nearest_counter_minutes"
# Other ways of asking how far: itinerant counters too, or only those open as the label asks.
FAR_VARIANTS = ("nearest_any_counter_minutes", "nearest_full_week_counter_minutes")
OWN = "own"
# Each commune's error takes so many values, in an order of its own: one in each slice of its law.
BAND_DRAWS = 64
# Steele, Lea & Flood (2014), "Fast splittable pseudorandom number generators": SplitMix64.
_GAMMA, _FIRST, _SECOND = 0x9E3779B97F4A7C15, 0xBF58476D1CE4E5B9, 0x94D049BB133111EB


def band_bounds(tables: Tables, method: Method, names: Sequence[str]) -> dict[str, MinutesByLevel]:
    """Return the quantiles of minutes behind each way of measuring scarcity that asks how far.

    Parameters
    ----------
    tables : Tables
        Communes and counters.
    method : Method
        Its profile says whether its own scarcity is minutes.
    names : sequence of str
        The other ways of measuring it.

    Returns
    -------
    dict
        ``own`` or the name → quantiles; empty with an engine that drives on roads.
    """
    asked = {name: name for name in names if name in (FAR, *FAR_VARIANTS)}
    if set(method.profile.weighed("counters")) == {FAR}:
        asked[OWN] = FAR
    found = {key: minutes_by_level(tables, name) for key, name in asked.items()}
    return {key: one for key, one in found.items() if one is not None}


def band_shares(codes: pd.Index, seed: int, draws: int = BAND_DRAWS) -> NDArray[np.float64]:
    """Return where in its band each commune's minutes are drawn.

    Parameters
    ----------
    codes : Index of str
        Communes.
    seed : int
        Of the draws.
    draws : int
        How many.

    Returns
    -------
    array of float, of shape (draws, communes)
        The middles of `draws` equal slices of 0–1, in an order that the commune's code and the seed
        alone decide: the same whatever other communes the tables hold, and independent of theirs.
    """
    of_code = pd.util.hash_array(codes.to_numpy(dtype=object))
    step = np.arange(1, draws + 1, dtype=np.uint64)[:, None] * np.uint64(_GAMMA)
    mixed = of_code[None, :] ^ np.uint64((seed * _GAMMA) % 2**64)
    mixed = mixed + step
    mixed = (mixed ^ (mixed >> np.uint64(30))) * np.uint64(_FIRST)
    mixed = (mixed ^ (mixed >> np.uint64(27))) * np.uint64(_SECOND)
    mixed ^= mixed >> np.uint64(31)
    order = mixed.argsort(axis=0, kind="stable").argsort(axis=0, kind="stable")
    shares: NDArray[np.float64] = (order + 0.5) / draws
    return shares


def drawn_scarcities(
    scarcities: Floats,
    names: Sequence[str],
    index: pd.Index,
    bounds: Mapping[str, MinutesByLevel],
    seed: int,
) -> Floats:
    """Return the scores of scarcity with minutes drawn inside their band.

    Parameters
    ----------
    scarcities : array of shape (s, n)
        Scores as estimated; those of what is no minutes are kept.
    names : sequence of str, of length s
        What each is.
    index : Index, of length n
        Communes.
    bounds : mapping
        As `band_bounds` gives it.
    seed : int
        Of the draws.

    Returns
    -------
    array of shape (`BAND_DRAWS`, s, n)
        A commune stands at the same place of its bands in all ways of measuring: its roads are the same.
    """
    made = np.repeat(scarcities[None, :, :], BAND_DRAWS, axis=0)
    shares = band_shares(index, seed)
    for rank, name in enumerate(names):
        if name not in bounds:
            continue
        of = bounds[name]
        quantiles = pd.DataFrame(of.minutes, index=of.communes).reindex(index).to_numpy(float)
        minutes = MinutesByLevel(of.levels, quantiles, index).drawn(shares)
        score = find_indicator(FAR if name == OWN else name).score(pd.Series(minutes.ravel()))
        made[:, rank, :] = score.to_numpy(np.float32).reshape(minutes.shape)
    return made
