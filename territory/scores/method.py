"""The method of a score: a profile of weights and a way of aggregating."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType

from territory.errors import TerritoryError, UnknownNameError
from territory.indicators import DIMENSIONS, INDICATORS, find_indicator
from territory.scores.aggregate import AGGREGATIONS, DEFAULT_AGGREGATION

CUSTOM = "custom"
# What a slider of weights can be set to.
MOST_WEIGHT, WEIGHT_STEP = 100, 5


def _frozen(**weights: float) -> Mapping[str, float]:
    return MappingProxyType(weights)


@dataclass(frozen=True)
class Profile:
    """A named set of weights.

    Parameters
    ----------
    name : str
        Its name.
    weights : mapping
        Weight of each dimension, relative to one another.
    reason : str
        Why these.
    indicator_weights : mapping
        Indicator → weight inside its dimension, where it is not the indicator's own.
    """

    name: str
    weights: Mapping[str, float]
    reason: str
    indicator_weights: Mapping[str, float] = field(default_factory=_frozen)

    def __hash__(self) -> int:
        """Return a hash of the name and weights: a profile is part of the keys of caches."""
        weights = (frozenset(of.items()) for of in (self.weights, self.indicator_weights))
        return hash((self.name, *weights))

    def weight_of(self, indicator: str) -> float:
        """Return an indicator's weight inside its dimension."""
        return self.indicator_weights.get(indicator, find_indicator(indicator).weight)

    def weighed(self, dimension: str) -> dict[str, float]:
        """Return the weights of a dimension's indicators, those of weight 0 left out."""
        weights = {
            indicator.name: self.weight_of(indicator.name)
            for indicator in INDICATORS
            if indicator.dimension == dimension
        }
        return {name: weight for name, weight in weights.items() if weight > 0}


PROFILES = MappingProxyType(
    {
        profile.name: profile
        for profile in (
            Profile(
                "balanced",
                _frozen(need=0.45, counters=0.45, network=0.10),
                "need and scarcity of counters alike; Insee finds that fixed coverage plays a "
                "small part in illectronism, so the network weighs little",
            ),
            Profile(
                "need_counters",
                _frozen(need=0.5, counters=0.5, network=0.0),
                "who struggles and how far a counter is, nothing else",
            ),
            Profile(
                "supply_per_need",
                _frozen(need=0.45, counters=0.45, network=0.10),
                "as balanced, with hours within reach per person in place of minutes: the other "
                "scarcity",
                _frozen(nearest_counter_minutes=0.0, reachable_hours_per_1k=1.0),
            ),
        )
    }
)
DEFAULT_PROFILE = PROFILES["balanced"]


def find_profile(name: str) -> Profile:
    """Return a profile by its name.

    Raises
    ------
    UnknownNameError
        If there is none of this name.
    """
    if name not in PROFILES:
        raise UnknownNameError("profile", name, PROFILES)
    return PROFILES[name]


def read_weights(words: str, base: Profile = DEFAULT_PROFILE) -> Profile:
    """Return the profile a line of words describes.

    Parameters
    ----------
    words : str
        Relative weights of the dimensions, as in ``need=2,counters=1,network=0``; those not named
        weigh 0.
    base : Profile
        Where the indicators' weights inside a dimension come from.

    Raises
    ------
    UnknownNameError
        If a dimension does not exist.
    TerritoryError
        If a weight is not a number, is negative, or all are 0.

    Examples
    --------
    >>> dict(read_weights("need=2,counters=1").weights)
    {'need': 2.0, 'counters': 1.0, 'network': 0.0}
    """
    weights = dict.fromkeys(DIMENSIONS, 0.0)
    for pair in filter(None, (part.strip() for part in words.split(","))):
        name, _, written = pair.partition("=")
        if name.strip() not in weights:
            raise UnknownNameError("dimension", name.strip(), DIMENSIONS)
        try:
            weights[name.strip()] = float(written)
        except ValueError:
            raise TerritoryError("weight_not_number", weight=pair) from None
    return weigh(weights, base)


def weigh(weights: Mapping[str, float], base: Profile = DEFAULT_PROFILE) -> Profile:
    """Return a custom profile.

    Raises
    ------
    TerritoryError
        If one is negative or not finite, or all are 0.
    """
    for name, weight in weights.items():
        if not 0 <= weight < float("inf"):
            raise TerritoryError("weight_not_number", weight=f"{name}={weight}")
    if not any(weights.values()):
        raise TerritoryError("weights_all_zero")
    frozen = MappingProxyType({name: float(weights[name]) for name in DIMENSIONS})
    return Profile(CUSTOM, frozen, "chosen by the user", base.indicator_weights)


def shares_of(profile: Profile) -> dict[str, float]:
    """Return the share of each dimension in all the weight (0–1, together 1).

    Examples
    --------
    >>> shares_of(read_weights("need=60,counters=40,network=100"))
    {'need': 0.3, 'counters': 0.2, 'network': 0.5}
    """
    total = sum(profile.weights.values())
    return {name: weight / total for name, weight in profile.weights.items()}


def slider_weights(profile: Profile) -> dict[str, int]:
    """Return the weights as sliders of 0 to `MOST_WEIGHT` show them: those a user set, as they were.

    Weights that sliders cannot have given (``need=2,counters=1``, a named profile's 0.45) are shown as
    shares in percent.

    Examples
    --------
    >>> slider_weights(read_weights("need=100,counters=45,network=10"))
    {'need': 100, 'counters': 45, 'network': 10}
    >>> slider_weights(DEFAULT_PROFILE), slider_weights(read_weights("need=2,counters=1"))
    ({'need': 45, 'counters': 45, 'network': 10}, {'need': 67, 'counters': 33, 'network': 0})
    """
    weights = profile.weights
    if all(weight % WEIGHT_STEP == 0 and weight <= MOST_WEIGHT for weight in weights.values()):
        return {name: round(weight) for name, weight in weights.items()}
    return {name: round(100 * share) for name, share in shares_of(profile).items()}


@dataclass(frozen=True)
class Method:
    """What scores depend on besides the data.

    Parameters
    ----------
    profile : Profile
        Weights.
    aggregation : str
        One of `AGGREGATIONS`.

    Raises
    ------
    UnknownNameError
        If there is no such aggregation.
    """

    profile: Profile = DEFAULT_PROFILE
    aggregation: str = DEFAULT_AGGREGATION

    def __post_init__(self) -> None:
        if self.aggregation not in AGGREGATIONS:
            raise UnknownNameError("aggregation", self.aggregation, AGGREGATIONS)

    def options(self) -> dict[str, str]:
        """Return the command's options that give this method; none for the default one."""
        options: dict[str, str] = {}
        base = _base_of(self.profile)
        if base != DEFAULT_PROFILE.name:
            options["profile"] = base
        if self.profile.name == CUSTOM:
            options["weights"] = ",".join(
                f"{name}={weight:g}" for name, weight in self.profile.weights.items()
            )
        if self.aggregation != DEFAULT_AGGREGATION:
            options["aggregation"] = self.aggregation
        return options


def _base_of(profile: Profile) -> str:
    """Return the named profile whose indicators a profile weighs."""
    if profile.name in PROFILES:
        return profile.name
    return next(
        name
        for name, named in PROFILES.items()
        if named.indicator_weights == profile.indicator_weights
    )


def method_of(
    profile: str = DEFAULT_PROFILE.name,
    weights: str = "",
    aggregation: str = DEFAULT_AGGREGATION,
) -> Method:
    """Return the method that options describe.

    Raises
    ------
    UnknownNameError, TerritoryError
        If one of them is not known or cannot be read.

    Examples
    --------
    >>> method_of("supply_per_need", aggregation="arithmetic").options()
    {'profile': 'supply_per_need', 'aggregation': 'arithmetic'}
    """
    base = find_profile(profile)
    return Method(read_weights(weights, base) if weights else base, aggregation)
