"""What is published and what is assumed, read from ``facts.toml``."""

from __future__ import annotations

import dataclasses
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

import numpy as np
from numpy.typing import NDArray

from territory.errors import UnknownNameError

Array = NDArray[np.float64]

AGES = ("15_24", "25_39", "40_59", "60_74", "75_plus")
DIPLOMAS = ("no_diploma", "brevet_cap", "bac_bac_plus_2", "bac_plus_3", "in_school")
HOUSEHOLDS = ("alone", "couple_without_children", "couple_with_children", "lone_parent", "other")
# Own occupation, or the former one of the retired.
OCCUPATIONS = ("farmers", "craftspeople", "executives", "intermediate", "employees", "workers")
POSITIONS = (*OCCUPATIONS, "inactive")
DIMENSIONS: Mapping[str, tuple[str, ...]] = {
    "age": AGES,
    "diploma": DIPLOMAS,
    "household": HOUSEHOLDS,
    "position": POSITIONS,
}
SHAPE = (len(AGES), len(DIPLOMAS), len(HOUSEHOLDS), len(POSITIONS))
CELLS_COUNT = int(np.prod(SHAPE))


@dataclass(frozen=True)
class Source:
    """A publication."""

    title: str
    published_on: str
    url: str


@dataclass(frozen=True)
class Fact:
    """A published figure: a share (0–1) or an odds ratio.

    Parameters
    ----------
    id : str
        Its name here.
    group : str
        What it is a share of, or the two groups an odds ratio compares.
    half_width : float
        Half the last printed digit.
    used_for : str
        ``"fit"``, ``"check"`` or ``"none"``.
    read_in_original : bool
        Whether it was read in the producer's own text rather than in a relay of it.
    national_share : float
        National rate of the same edition, when that edition is not the one fitted.
    """

    id: str
    group: str
    half_width: float
    source: str
    page: str
    read_in_original: bool
    used_for: str
    share: float = float("nan")
    ratio: float = float("nan")
    national_share: float = float("nan")

    @property
    def value(self) -> float:
        """The share or the ratio."""
        return self.ratio if np.isnan(self.share) else self.share


@dataclass(frozen=True)
class Assumptions:
    """Every assumption by name; see the reasons in ``facts.toml``."""

    people_15_24_of_15_29_share: float
    people_30_39_of_30_44_share: float
    adults_per_couple_without_children: float
    adults_per_couple_with_children: float
    adults_per_lone_parent: float
    adults_per_other_household: float
    margin_tolerance_share: float
    brevet_cap_step: float
    bac_step: float
    lone_parent_step: float
    other_household_step: float
    step_sd: float
    ratio_tolerance_log: float
    in_school_as_bac: bool
    positions_are_used: bool
    craftspeople_step: float
    employees_step: float
    inactive_step: float
    young_position_sd: float
    retired_of_40_59_share: float
    retired_of_60_74_share: float
    former_position_power: float
    shrink_actives_count: float
    former_positions_sd: float
    former_position_power_sd: float
    income_is_used: bool
    income_is_residual: bool
    income_by_fifths: bool
    income_strength: float
    income_strength_sd: float
    income_spread_log: float
    living_standard_sd_log: float
    living_standard_within_sd_log: float
    field_is_ordinary_dwellings: bool
    institution_of_other_75_plus_share: float
    institution_of_other_share: float
    overseas_is_fitted: bool
    seed_is_published: bool
    dwellings_surveyed_count: float
    response_share: float
    design_effect: float
    overseas_respondents_count: float
    seed_sd: float
    large_commune_people: float
    large_commune_sampled_share: float
    address_design_effect: float
    yearly_turnover_share: float
    survey_lag_years: float
    people_are_drawn: bool
    commune_effect_sd: float
    epci_effect_sd: float
    region_effect_sd: float
    interval_share: float

    @classmethod
    def stated(cls) -> Assumptions:
        """Return the assumptions as ``facts.toml`` states them."""
        return cls(**{name: declared["value"] for name, declared in _file()["assumptions"].items()})

    def replace(self, **changes: float | bool) -> Assumptions:
        """Return the same assumptions with some changed.

        Raises
        ------
        UnknownNameError
            If there is none of a name.

        Examples
        --------
        >>> Assumptions.stated().replace(income_is_used=False).income_is_used
        False
        """
        known = [field.name for field in dataclasses.fields(self)]
        for name in changes:
            if name not in known:
                raise UnknownNameError("assumption", name, known)
        # Fields are of several types: their names are checked above, their values are the caller's.
        return dataclasses.replace(self, **changes)  # type: ignore[arg-type]


def published_facts() -> dict[str, Fact]:
    """Return the published figures by id, in the order of the file."""
    return {fact["id"]: Fact(**fact) for fact in _file()["facts"]}


def sources() -> dict[str, Source]:
    """Return the publications the figures come from."""
    return {name: Source(**declared) for name, declared in _file()["sources"].items()}


def reasons() -> dict[str, str]:
    """Return why each assumption is what it is."""
    return {name: declared["why"] for name, declared in _file()["assumptions"].items()}


def alternatives() -> dict[str, float | bool]:
    """Return the other value each assumption is compared with, for those that have one."""
    return {
        n: declared["other"]
        for n, declared in _file()["assumptions"].items()
        if "other" in declared
    }


@dataclass(frozen=True)
class LivingStandard:
    """A published median living standard of a group of people.

    Parameters
    ----------
    group : str
        ``<dimension>.<level>``, as in `Fact`; ``below_60`` in front when it is of people below 60.
    median_eur, national_median_eur : float
        Of the group, and of everybody in the same edition.
    """

    group: str
    median_eur: float
    national_median_eur: float
    source: str
    read_in_original: bool


def living_standards() -> tuple[LivingStandard, ...]:
    """Return the published living standards, in the order of the file."""
    return tuple(LivingStandard(**declared) for declared in _file()["living_standards"])


def seed_tables() -> Mapping[str, Array]:
    """Return the tables the seed is made of, as shares or plain numbers; see ``facts.toml``."""
    return {name: np.asarray(rows, dtype=float) for name, rows in _file()["seed"].items()}


@cache
def _file() -> dict[str, Any]:
    path = files(__package__).joinpath("facts.toml")
    return tomllib.loads(path.read_text(encoding="utf-8"))
