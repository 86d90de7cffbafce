"""The first question a list answers, "which communes?": named sets of criteria, each with its order.

A preset only sets criteria, which stay changeable: a file says the criteria, never the preset's name.
Thresholds are round numbers that leave a list a person can read in one département; they are no norm.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

from territory.errors import UnknownNameError
from territory.lists.criteria import Criteria
from territory.lists.order import Order
from territory.robustness import ROBUST_PROBABILITY


@dataclass(frozen=True)
class Preset:
    """A question and what answers it.

    Parameters
    ----------
    name : str
        Its name, in the address and as the command's ``--preset``.
    criteria : Criteria
        What a commune must meet.
    order : Order
        The order its list opens in.
    """

    name: str
    criteria: Criteria
    order: Order


def _preset(name: str, order: Order | None = None, **thresholds: float) -> Preset:
    named = {key.replace("_", "-"): value for key, value in thresholds.items()}
    return Preset(name, Criteria(MappingProxyType(named)), order or Order())


# Everything, then to be narrowed by hand.
ALL = "all"
PRESETS: Mapping[str, Preset] = MappingProxyType(
    {
        preset.name: preset
        for preset in (
            _preset("far", min_people=50, min_minutes=15),
            _preset("no-saturday", min_people=50, min_saturday_minutes=30),
            _preset("few-hours", min_people=100, max_hours=5),
            # The network weighs little in the score: people alone put these in order.
            _preset(
                "weak-network",
                Order("illectronism_people", is_descending=True),
                min_network_score=50,
            ),
            _preset("certain", min_probability=ROBUST_PROBABILITY),
            _preset(ALL),
        )
    }
)
FIRST = next(iter(PRESETS))


def find_preset(name: str) -> Preset:
    """Return a preset by its name.

    Raises
    ------
    UnknownNameError
        If there is none of this name.

    Examples
    --------
    >>> find_preset("far").criteria.options()
    {'min-people': '50', 'min-minutes': '15'}
    """
    if name not in PRESETS:
        raise UnknownNameError("preset", name, PRESETS)
    return PRESETS[name]


def preset_of(criteria: Criteria) -> Preset:
    """Return the preset whose criteria these are; that of all communes for any others.

    Examples
    --------
    >>> from territory.lists.criteria import read_criteria
    >>> preset_of(read_criteria({"min-people": 50, "min-minutes": 15})).name
    'far'
    >>> preset_of(read_criteria({"min-minutes": 7})).name
    'all'
    """
    same = (one for one in PRESETS.values() if one.criteria.thresholds == criteria.thresholds)
    return next(same, PRESETS[ALL])
