"""Whether the rank of a commune hangs on how long its nearest counter is open."""

from __future__ import annotations

from math import isnan

from territory.robustness.minutes_draws import FAR_VARIANTS
from territory.scores import Method

# Ways of asking how far, drawn with the same chance: the method's own, and the others.
FAR_WAYS_COUNT = 1 + len(FAR_VARIANTS)
# A counter open a full week that is no farther than this beyond the nearest one explains little.
FULL_WEEK_GAP_MINUTES = 5.0
# Verdicts of a commune that is in the worst decile in some draws and out of it in others.
UNDECIDED = ("fragile", "sensitive_to_weights")


def hangs_on_full_week(nearest_minutes: float, full_week_minutes: float, verdict: str) -> bool:
    """Tell whether draws that count only counters open a full week move a commune much.

    Parameters
    ----------
    nearest_minutes, full_week_minutes : float
        To the nearest fixed counter, and to the nearest open a full week; NaN where unknown.
    verdict : str
        ``robustness_name`` of the commune; ``""`` without one.

    Examples
    --------
    >>> hangs_on_full_week(3.0, 16.4, "fragile"), hangs_on_full_week(3.0, 3.0, "fragile")
    (True, False)
    >>> hangs_on_full_week(3.0, 16.4, "robust"), hangs_on_full_week(3.0, float("nan"), "fragile")
    (False, False)
    """
    gap = full_week_minutes - nearest_minutes
    return verdict in UNDECIDED and not isnan(gap) and gap >= FULL_WEEK_GAP_MINUTES


def draws_ask_how_far(method: Method) -> bool:
    """Tell whether the draws of a method ask how far counters are, in several ways."""
    return "reachable_hours_per_1k" not in method.profile.weighed("counters")
