"""How much a rank can be relied on, and which choice moves it.

The score rests on choices: weights, goalposts, aggregation, which scarcity of counters, and an
estimate of need. Each draw makes them all anew within stated bounds and ranks all communes; what
stays in the worst decile in nearly all draws is robust.
"""

from territory.robustness.choices import DEFAULT_SPREAD, WIDEST_SPREAD, Spread
from territory.robustness.full_week import (
    FAR_WAYS_COUNT,
    draws_ask_how_far,
    hangs_on_full_week,
)
from territory.robustness.inputs import Inputs, prepare, scarcity_variants
from territory.robustness.minutes_draws import band_bounds
from territory.robustness.ranks import (
    DRAWS_COUNT,
    FRAGILE_PROBABILITY,
    ROBUST_PROBABILITY,
    SEED,
    WORST_SHARE,
    Robustness,
    draw_ranks,
)
from territory.robustness.sensitivity import CHOICES, Sensitivity, sensitivity

__all__ = [
    "CHOICES",
    "DEFAULT_SPREAD",
    "DRAWS_COUNT",
    "FAR_WAYS_COUNT",
    "FRAGILE_PROBABILITY",
    "ROBUST_PROBABILITY",
    "SEED",
    "WIDEST_SPREAD",
    "WORST_SHARE",
    "Inputs",
    "Robustness",
    "Sensitivity",
    "Spread",
    "band_bounds",
    "draw_ranks",
    "draws_ask_how_far",
    "hangs_on_full_week",
    "prepare",
    "scarcity_variants",
    "sensitivity",
]
