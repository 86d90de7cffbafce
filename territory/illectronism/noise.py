"""Random numbers that belong to a commune: the same whichever communes are beside it.

A generator that runs down the table would give Mende other draws in a table of Lozère than in one
of France. Here each draw is a hash of a name and its rank (SplitMix64, Steele, Lea and Flood,
2014), turned into a normal deviate by a table of 65,536 quantiles.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable

import numpy as np
from numpy.typing import NDArray
from scipy.special import ndtri

_LEVELS = 1 << 16
_QUANTILES = ndtri((np.arange(_LEVELS) + 0.5) / _LEVELS).astype(np.float32)
_GOLDEN = np.uint64(0x9E3779B97F4A7C15)


def name_keys(names: Iterable[str], purpose: str) -> NDArray[np.uint64]:
    """Return a 64-bit key for each name; another purpose gives unrelated keys."""
    digests = (hashlib.blake2b(f"{purpose}:{name}".encode(), digest_size=8) for name in names)
    return np.array(
        [int.from_bytes(digest.digest(), "little") for digest in digests], dtype=np.uint64
    )


def normal_deviates(keys: NDArray[np.uint64], count: int) -> NDArray[np.float32]:
    """Return standard normal deviates, one row a key.

    Parameters
    ----------
    keys : array of uint64 of shape (n,)
    count : int
        Deviates a key; the first ones are the same whatever the count.

    Returns
    -------
    array of float32 of shape (n, count)

    Examples
    --------
    >>> first, second = normal_deviates(name_keys(["48095", "48095"], "commune"), 4)
    >>> bool((first == second).all())
    True
    """
    words = -(-count // 4)
    with np.errstate(over="ignore"):
        steps = np.arange(1, words + 1, dtype=np.uint64) * _GOLDEN
        mixed = keys[:, None] + steps[None, :]
        mixed = (mixed ^ (mixed >> np.uint64(30))) * np.uint64(0xBF58476D1CE4E5B9)
        mixed = (mixed ^ (mixed >> np.uint64(27))) * np.uint64(0x94D049BB133111EB)
        mixed ^= mixed >> np.uint64(31)
    return np.asarray(_QUANTILES[mixed.view(np.uint16)[:, :count]])
