"""The built-in estimate: minutes from straight lines. It works everywhere and says what it is.

``minutes = 2.02 + 1.32 × km`` is a published fit over road times in Hauts-de-France, R² 0.93: there,
on flat land with dense roads, straight lines explain 93 % of the variance of road times. No error in
minutes is published for there; the one measured elsewhere is in `territory.travel.band`. It knows
neither rivers nor mountains nor motorways.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from territory.messages import Words
from territory.travel.band import band_measured
from territory.travel.places import Floats, Nearest, Places, Reach, nearest_of, reach_of
from territory.travel.straight import candidates, pairs_within

ESTIMATE_START_MINUTES = 2.02
ESTIMATE_MINUTES_PER_KM = 1.32
ESTIMATE_FIT_R2 = 0.93


def estimated_minutes(km: Floats) -> Floats:
    """Return the estimated minutes by car over a straight-line distance.

    Parameters
    ----------
    km : array of float, of shape (n,)
        Kilometres as the crow flies.

    Returns
    -------
    array of float, of shape (n,)
        ``ESTIMATE_START_MINUTES + ESTIMATE_MINUTES_PER_KM × km``.

    Examples
    --------
    >>> import numpy as np
    >>> estimated_minutes(np.array([0.0, 10.0])).round(2).tolist()
    [2.02, 15.22]
    """
    return ESTIMATE_START_MINUTES + ESTIMATE_MINUTES_PER_KM * km


@dataclass(frozen=True)
class EstimateEngine:
    """Minutes estimated from straight lines, in each zone's projection; islands are closed."""

    name: ClassVar[str] = "estimate"
    is_estimate: ClassVar[bool] = True

    def cite(self, words: Words) -> str:
        """Say what the minutes are, and what is known of their error."""
        return words.text(
            "travel.citation.estimate",
            start=words.number(ESTIMATE_START_MINUTES, digits=2),
            slope=words.number(ESTIMATE_MINUTES_PER_KM, digits=2),
            r2=words.number(ESTIMATE_FIT_R2, digits=2),
            place=band_measured().place_name,
        )

    def minutes_to_nearest(self, origins: Places, places: Places) -> Nearest:
        """Find the place nearest to each origin as the crow flies, and its estimated minutes."""
        pairs = candidates(origins, places, 1)
        return nearest_of(self, origins, places, pairs, estimated_minutes(pairs.km))

    def minutes_within(self, origins: Places, places: Places, limit_minutes: float) -> Reach:
        """Find the pairs whose estimated minutes are within a limit.

        Below 2.02 minutes nothing is within reach: the estimate never says less.
        """
        most_km = (limit_minutes - ESTIMATE_START_MINUTES) / ESTIMATE_MINUTES_PER_KM
        # A millimetre more, so that rounding does not lose a pair exactly at the limit.
        pairs = pairs_within(origins, places, max(most_km, 0) + 1e-6)
        minutes = estimated_minutes(pairs.km)
        return reach_of(self, origins, places, pairs, minutes, limit_minutes=limit_minutes)
