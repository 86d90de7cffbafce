"""How much of a whole must be known for a figure of it to be given."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

# A mean over people, communes or indicators rests on at least this share of their weight.
KNOWN_SHARE_NEEDED = 2 / 3
# Shares that are sums of weights fall short of two thirds by no more than this.
_ROUNDING = 1e-9


def is_known_enough(known_share: NDArray[np.number]) -> NDArray[np.bool_]:
    """Tell where enough of a weight is known for a mean to be given: two thirds of it or more.

    Parameters
    ----------
    known_share : array of float
        Shares of the weight that are known, 0–1; a missing one is not enough.

    Examples
    --------
    >>> is_known_enough(np.array([0.66, 0.6 + 0.2 / 3, 1.0])).tolist()
    [False, True, True]
    """
    return known_share >= KNOWN_SHARE_NEEDED - _ROUNDING
