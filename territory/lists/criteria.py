"""Criteria of the underserved list: in plain words, as options of the command, as data.

A commune whose value is unknown is neither in nor out: it is counted separately.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType

import pandas as pd

from territory.errors import TerritoryError, UnknownNameError
from territory.messages import Words


@dataclass(frozen=True)
class Criterion:
    """A threshold on one column of the list.

    Parameters
    ----------
    name : str
        Its name, also the command's option (``--min-people``).
    column : str
        The column it looks at.
    keeps_above : bool
        Whether it keeps the values at the threshold and above, or at it and below.
    """

    name: str
    column: str
    keeps_above: bool


CRITERIA = MappingProxyType(
    {
        criterion.name: criterion
        for criterion in (
            Criterion("min-people", "illectronism_people", keeps_above=True),
            Criterion("min-share", "illectronism_share", keeps_above=True),
            Criterion("min-minutes", "nearest_counter_minutes", keeps_above=True),
            Criterion("min-saturday-minutes", "nearest_saturday_counter_minutes", keeps_above=True),
            Criterion("max-hours", "reachable_hours_per_1k", keeps_above=False),
            Criterion("min-score", "exposure_score", keeps_above=True),
            Criterion("min-network-score", "network_score", keeps_above=True),
            Criterion("min-need-class", "need_class", keeps_above=True),
            Criterion("min-far-class", "counters_class", keeps_above=True),
            Criterion("min-hours-class", "hours_class", keeps_above=True),
            Criterion("min-density-class", "density_class", keeps_above=True),
            Criterion("max-population", "population_people", keeps_above=False),
            # Of context: they choose communes, and put none before another.
            Criterion("min-without-car", "without_car_share", keeps_above=True),
            Criterion("min-retired", "retired_share", keeps_above=True),
            Criterion("min-aged-alone", "aged_80_alone_share", keeps_above=True),
            Criterion("min-youth", "youth_share", keeps_above=True),
            Criterion("min-rsa", "rsa_share", keeps_above=True),
            Criterion("min-qpv", "qpv_count", keeps_above=True),
            Criterion("min-frr-class", "frr_class", keeps_above=True),
            Criterion("min-probability", "worst_decile_probability_share", keeps_above=True),
        )
    }
)


@dataclass(frozen=True)
class Selection:
    """A list divided by criteria.

    Parameters
    ----------
    rows : DataFrame
        The communes that meet all criteria, in the order of the list.
    out, undetermined : DataFrame
        Those that fail a criterion; those that fail none but whose value is unknown for some.
    """

    rows: pd.DataFrame
    out: pd.DataFrame
    undetermined: pd.DataFrame


@dataclass(frozen=True)
class Criteria:
    """Thresholds by criterion.

    Parameters
    ----------
    thresholds : mapping
        Name of a criterion → threshold.

    Raises
    ------
    UnknownNameError
        If a criterion does not exist.
    """

    thresholds: Mapping[str, float] = field(default_factory=lambda: MappingProxyType({}))

    def __post_init__(self) -> None:
        for name in self.thresholds:
            if name not in CRITERIA:
                raise UnknownNameError("criterion", name, CRITERIA)

    @property
    def kind(self) -> str:
        """``"all"`` where nothing is asked, ``"chosen"`` otherwise: what a list of them is called."""
        return "chosen" if self.thresholds else "all"

    def select(self, listed: pd.DataFrame) -> Selection:
        """Divide a list by the criteria.

        Parameters
        ----------
        listed : DataFrame
            Columns of the criteria; one that is absent is unknown for all.
        """
        fails = pd.Series(False, index=listed.index)
        unknown = fails.copy()
        for name, threshold in self.thresholds.items():
            criterion = CRITERIA[name]
            if criterion.column not in listed:
                unknown |= True
                continue
            values = listed[criterion.column].astype("float64")
            meets = values >= threshold if criterion.keeps_above else values <= threshold
            fails |= values.notna() & ~meets
            unknown |= values.isna()
        return Selection(listed[~fails & ~unknown], listed[fails], listed[~fails & unknown])

    def options(self) -> dict[str, str]:
        """Return the criteria as options of the command."""
        return {
            name: f"{self.thresholds[name]!r}".removesuffix(".0")
            for name in CRITERIA
            if name in self.thresholds
        }

    def in_words(self, words: Words) -> str:
        """Return the criteria in plain words; all communes when there are none.

        Examples
        --------
        >>> Criteria({"min-minutes": 15, "min-people": 100}).in_words(Words("en"))
        'at least 100 people in illectronism (estimate), a fixed counter at 15 min or more'
        """
        if not self.thresholds:
            return words.text("list.all")
        return ", ".join(
            words.text(
                f"list.criterion.{name}",
                value=words.figure(CRITERIA[name].column, self.thresholds[name]),
            )
            for name in CRITERIA
            if name in self.thresholds
        )


def read_criteria(options: Mapping[str, object]) -> Criteria:
    """Return the criteria that options describe; options that are None are not criteria.

    Raises
    ------
    UnknownNameError
        If an option is no criterion.
    TerritoryError
        If a threshold is not a number.
    """
    thresholds: dict[str, float] = {}
    for name, value in options.items():
        if value is None:
            continue
        try:
            thresholds[name] = float(str(value))
        except ValueError:
            raise TerritoryError("criterion_not_number", criterion=name, value=value) from None
        if not math.isfinite(thresholds[name]):
            raise TerritoryError("criterion_not_number", criterion=name, value=value)
    return Criteria(MappingProxyType(thresholds))
