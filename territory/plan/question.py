"""What a planner asks: how many more counters, for whom, within which minutes, where they may stand."""

from __future__ import annotations

from dataclasses import dataclass

import pandas as pd

from territory.errors import TerritoryError, UnknownNameError
from territory.indicators.public_counters import CORE_COLUMN, CORE_KINDS, agency_counts
from territory.tables import Tables
from territory.territories import WHOLE, Territory, communes_of

GOALS = ("coverage", "minutes", "farthest")
# What becomes of communes where the agencies most procedures are done with all stand already.
BESIDE_AGENCIES = ("keep", "leave-out")
# The whole curve is solved up to here, whatever the budget asked for.
CURVE_COUNT = 50
DENSITY_CLASSES = (1, 2, 3, 4, 5, 6, 7)


@dataclass(frozen=True)
class Question:
    """Where the next counters help most.

    Parameters
    ----------
    territory : Territory
        Whose people count, and where a counter may open.
    count : int
        How many counters.
    within_minutes : float
        A person is served within these minutes, the limit included. The public target is 20.
    goal : str
        One of `GOALS`: people served, minutes spared, or the longest trip made shortest.
    counts_stops : bool
        Whether the known stops of itinerant counters serve people as counters do.
    excluded : tuple of str
        Codes of communes where none may open.
    excluded_densities : tuple of int
        Classes of the seven-level density grid where none may open: 1 the large cities, 7 the most
        scattered dwellings.
    kept : tuple of str, optional
        The only communes where one may open; all of the territory by default.
    beside_agencies : str
        One of `BESIDE_AGENCIES`: whether one may open in a commune where a CAF, a CPAM and France Travail
        all have a counter. A commune of which that is not known stays.

    Raises
    ------
    UnknownNameError
        If the goal, or a density class, does not exist.
    TerritoryError
        If there is nothing to open, or no minute to travel.
    """

    territory: Territory = WHOLE
    count: int = 5
    within_minutes: float = 20.0
    goal: str = "coverage"
    counts_stops: bool = False
    excluded: tuple[str, ...] = ()
    excluded_densities: tuple[int, ...] = ()
    kept: tuple[str, ...] | None = None
    beside_agencies: str = BESIDE_AGENCIES[0]

    def __post_init__(self) -> None:
        if self.goal not in GOALS:
            raise UnknownNameError("plan_goal", self.goal, GOALS)
        if self.beside_agencies not in BESIDE_AGENCIES:
            raise UnknownNameError("beside_agencies", self.beside_agencies, BESIDE_AGENCIES)
        for density in self.excluded_densities:
            if density not in DENSITY_CLASSES:
                raise UnknownNameError("density_class", str(density), map(str, DENSITY_CLASSES))
        if not 1 <= self.count <= CURVE_COUNT:
            raise TerritoryError("plan_count", count=self.count, most=CURVE_COUNT)
        if not self.within_minutes > 0:
            raise TerritoryError("plan_within", minutes=self.within_minutes)

    @property
    def is_restricted(self) -> bool:
        """Whether some communes of the territory are no candidates because the user says so."""
        return (
            self.kept is not None
            or bool(self.excluded or self.excluded_densities)
            or self.leaves_out_agencies
        )

    @property
    def leaves_out_agencies(self) -> bool:
        """Whether communes with all agencies are no candidates."""
        return self.beside_agencies == BESIDE_AGENCIES[1]


def candidates_of(tables: Tables, question: Question) -> pd.Index:
    """Return the communes where a counter may open, those of most inhabitants first.

    Communes without a place are left out: nothing can be measured to them. Among equal plans the first
    candidate is taken, so the largest commune; codes part those of equal population.

    Raises
    ------
    UnknownNameError
        If the territory does not exist, or a commune excluded or kept is none of it.
    TerritoryError
        If no commune is left, or those with agencies are to be left out of tables that hold none.
    """
    communes = communes_of(tables, question.territory)
    for code in (*question.excluded, *(question.kept or ())):
        if code not in communes.index:
            raise UnknownNameError("commune", code, communes.index)
    is_open = communes["town_hall_point"].notna() & ~communes.index.isin(question.excluded)
    if question.kept is not None:
        is_open &= communes.index.isin(question.kept)
    if question.excluded_densities:
        is_open &= ~communes["density_class"].isin(question.excluded_densities).fillna(False)
    if question.leaves_out_agencies:
        is_open &= ~_has_all_agencies(tables, communes.index)
    if not is_open.any():
        raise TerritoryError("plan_no_candidate")
    order = pd.DataFrame(
        # For the order of candidates alone: a commune of unknown population comes last.
        {"people": -communes["population_people"].fillna(0.0), "code": communes.index},
        index=communes.index,
    )
    chosen: pd.Index = order[is_open].sort_values(["people", "code"]).index
    return chosen


def _has_all_agencies(tables: Tables, codes: pd.Index) -> pd.Series:
    """Tell the communes where every kind of agency is known to stand."""
    if not tables.public.is_there:
        raise TerritoryError("plan_no_agencies")
    counted = agency_counts(tables)[CORE_COLUMN].loc[codes]
    held: pd.Series = (counted == len(CORE_KINDS)).fillna(False).astype(bool)
    return held
