"""What the census says of each commune, turned into the margins of the model.

Four margins of the people aged 15 or more: age in the survey's groups, diploma (or still in
school), household situation, position (own occupation, or the former one of the retired). What is
missing or does not hold together is imputed from communes of the same density, never from the rest
of the table, and said so; positions that are missing are those that ages and diplomas imply.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from territory.contract import DIPLOMAS as DIPLOMA_COLUMNS
from territory.contract import HOUSEHOLDS as HOUSEHOLD_COLUMNS
from territory.contract import POSITIONS as POSITION_COLUMNS
from territory.contract import Status
from territory.errors import TerritoryError
from territory.illectronism.facts import Array, Assumptions
from territory.illectronism.positions import Positions, position_shares
from territory.illectronism.reason_codes import (
    FEW_ADULTS,
    IMPUTED,
    NO_ESTIMATE,
    PUBLISHED_HIGHER,
    REASONS,
)
from territory.illectronism.reference import Reference

ADULT_BANDS = (
    "age_15_29_people",
    "age_30_44_people",
    "age_45_59_people",
    "age_60_74_people",
    "age_75_89_people",
    "age_90_plus_people",
)
COLUMNS = (
    *("zone", "region_code", "epci_code", "density_class", "population_people", "age_0_14_people"),
    *ADULT_BANDS,
    *("out_of_school_people", *DIPLOMA_COLUMNS),
    *("all_households", *HOUSEHOLD_COLUMNS, "living_alone_people"),
    *POSITION_COLUMNS,
    *("median_income_eur", "median_income_used_eur", "median_income_used_status"),
)

FEW_PEOPLE = 2.0
IMPUTED_INCOMES = frozenset({"imputed"})


@dataclass(frozen=True)
class Margins:
    """The margins of the communes that can be estimated, and why the others cannot.

    Parameters
    ----------
    index : Index
        All communes, as in the table.
    rows : array of int
        Positions of the communes that can be estimated; the arrays below have one row for each.
    adults : array of shape (n,)
        People aged 15 or more.
    people : array of shape (n,)
        Inhabitants.
    ages, diplomas, households : array of shape (n, 5)
        Shares of the adults.
    positions : array of shape (n, 7)
        The same; a row is missing where ages and diplomas imply it.
    retired : array of shape (n,)
        Share of the adults who are retired; missing where positions are.
    actives : array of shape (n, 6)
        Mix of those at work or looking for work, drawn towards the nation's.
    log_income : array of shape (n,)
        Logarithm of the median income over the nation's; missing where not known.
    is_overseas : array of bool of shape (n,)
    region, epci : array of str of shape (n,)
    imputation_sd : array of shape (n,)
        Standard error, in share of the adults, of what was imputed.
    flags : dict of str to array of bool
        For each of `REASONS`, the communes it holds for, over the whole index.
    """

    index: pd.Index
    rows: NDArray[np.intp]
    adults: Array
    people: Array
    ages: Array
    diplomas: Array
    households: Array
    positions: Array
    retired: Array
    actives: Array
    log_income: Array
    is_overseas: NDArray[np.bool_]
    region: NDArray[np.object_]
    epci: NDArray[np.object_]
    imputation_sd: Array
    flags: dict[str, NDArray[np.bool_]]

    @property
    def shares(self) -> tuple[Array, Array, Array, Array]:
        """The four margins."""
        return self.ages, self.diplomas, self.households, self.positions

    @property
    def codes(self) -> pd.Index:
        """Codes of the communes that can be estimated."""
        return self.index[self.rows]

    def statuses(self) -> pd.Series:
        """Return what is known of each commune's estimate, as the contract's statuses."""
        status = pd.Series(str(Status.MODELLED), index=self.index, name="illectronism_status")
        status[self._any(IMPUTED)] = str(Status.IMPUTED)
        status[self._any(NO_ESTIMATE)] = str(Status.MISSING)
        status[self.flags["nobody"]] = str(Status.NOT_APPLICABLE)
        return status

    def reason_codes(self, ordinary_adults: Array) -> pd.Series:
        """Return the codes of `REASONS` that hold for each commune, separated by blanks.

        Parameters
        ----------
        ordinary_adults : array of shape (n,)
            People aged 15 or more in ordinary dwellings, whom the share is of: too few are said.
        """
        few = np.zeros(len(self.index), dtype=bool)
        few[self.rows] = ordinary_adults < FEW_ADULTS
        said = np.full(len(self.index), "", dtype=object)
        blocked = self._any(NO_ESTIMATE)
        for code in REASONS:
            holds = few if code == "few_adults" else self.flags[code]
            if code not in NO_ESTIMATE:
                holds = holds & ~blocked
            said[holds] += f" {code}"
        return pd.Series(
            [codes.strip() for codes in said], self.index, name="illectronism_reason_code"
        )

    def _any(self, codes: Iterable[str]) -> NDArray[np.bool_]:
        return np.asarray(np.logical_or.reduce([self.flags[code] for code in codes]))


def read_margins(communes: pd.DataFrame, assumptions: Assumptions, reference: Reference) -> Margins:
    """Turn the census counts of communes into margins.

    Parameters
    ----------
    communes : DataFrame
        Columns of `COLUMNS`, in the units of `territory.contract`; missing where not known.

    Raises
    ------
    TerritoryError
        If a column is absent.
    """
    for name in COLUMNS:
        if name not in communes:
            raise TerritoryError("column_missing", column=name)
    flags = {code: np.zeros(len(communes), dtype=bool) for code in REASONS}
    tolerance = assumptions.margin_tolerance_share
    bands = _numbers(communes, ADULT_BANDS)
    adults = bands.sum(axis=1)
    _flag_ages(communes, bands, adults, tolerance, flags)
    blocked = np.logical_or.reduce([flags[code] for code in NO_ESTIMATE])
    rows = np.flatnonzero(~blocked)
    here, bands, adults = communes.iloc[rows], bands[rows], adults[rows]
    is_overseas = (here["zone"] != "metropole").to_numpy(dtype=bool)
    groups = reference.groups_of(here["density_class"], is_overseas)
    diplomas, diploma_flags = _diplomas(here, adults, tolerance)
    households, household_flags = _households(here, adults, assumptions)
    for code, holds in {**diploma_flags, **household_flags}.items():
        flags[code][rows] = holds
    no_diplomas, no_households = np.isnan(diplomas[:, 0]), np.isnan(households[:, 0])
    diplomas[no_diplomas] = reference.diplomas[groups[no_diplomas]]
    households[no_households] = reference.households[groups[no_households]]
    positions, position_flags = _positions(here, adults, assumptions, reference)
    for code, holds in position_flags.items():
        flags[code][rows] = holds & assumptions.positions_are_used
    log_income, no_income = _income(here, reference, assumptions, rows, flags)
    lacks_something = no_diplomas | no_households
    flags["density_missing"][rows] = here["density_class"].isna().to_numpy() & lacks_something
    flags["region_published_higher"][rows] = here["region_code"].isin(PUBLISHED_HIGHER).to_numpy()
    variance = (
        no_diplomas * reference.diplomas_imputation_sd[groups] ** 2
        + no_households * reference.households_imputation_sd[groups] ** 2
        + (flags["positions_missing"] | flags["positions_not_summing"])[rows]
        * reference.positions_imputation_sd[groups] ** 2
        + no_income * reference.income_imputation_sd[groups] ** 2
    )
    people = _numbers(here, ("population_people",))[:, 0]
    return Margins(
        index=communes.index,
        rows=rows,
        adults=adults,
        people=np.where(np.isnan(people), adults, people),
        ages=_ages(bands, assumptions),
        diplomas=diplomas,
        households=households,
        positions=positions.shares,
        retired=positions.retired,
        actives=positions.actives,
        log_income=log_income,
        is_overseas=is_overseas,
        region=here["region_code"].to_numpy(dtype=object),
        epci=_epci(here),
        imputation_sd=np.sqrt(variance),
        flags=flags,
    )


def _income(
    communes: pd.DataFrame,
    reference: Reference,
    assumptions: Assumptions,
    rows: NDArray[np.intp],
    flags: dict[str, NDArray[np.bool_]],
) -> tuple[Array, NDArray[np.bool_]]:
    """Return the logarithm of incomes over the nation's, and where the commune's own is not known."""
    euros = _numbers(communes, ("median_income_used_eur",))[:, 0]
    imputed = communes["median_income_used_status"].isin(IMPUTED_INCOMES).to_numpy(dtype=bool)
    missing = np.isnan(euros)
    flags["income_imputed"][rows] = imputed & ~missing & assumptions.income_is_used
    flags["income_missing"][rows] = missing & assumptions.income_is_used
    not_own = (imputed | missing) & assumptions.income_is_used
    return np.log(euros) - reference.log_income, not_own


def _positions(
    communes: pd.DataFrame, adults: Array, assumptions: Assumptions, reference: Reference
) -> tuple[Positions, dict[str, NDArray[np.bool_]]]:
    """Return the margin of positions, missing where it cannot be used."""
    counts = _numbers(communes, POSITION_COLUMNS).copy()
    missing = np.isnan(counts).any(axis=1)
    total = counts.sum(axis=1)
    tolerance = assumptions.margin_tolerance_share
    not_summing = ~missing & (
        (counts < 0).any(axis=1)
        | (total <= 0)
        | (np.abs(total - adults) > tolerance * adults + FEW_PEOPLE)
    )
    counts[missing | not_summing] = np.nan
    if not assumptions.positions_are_used:
        counts[:] = np.nan
    positions = position_shares(
        counts,
        reference.actives,
        reference.former_scale,
        power=assumptions.former_position_power,
        shrink_count=assumptions.shrink_actives_count,
    )
    return positions, {"positions_missing": missing, "positions_not_summing": not_summing}


def _epci(communes: pd.DataFrame) -> NDArray[np.object_]:
    """Return the intercommunality of each commune; one without any stands alone."""
    codes = communes["epci_code"].astype(object)
    alone = codes.isna().to_numpy()
    return np.where(alone, communes.index.to_numpy(dtype=object), codes.to_numpy(dtype=object))


def _numbers(communes: pd.DataFrame, columns: Iterable[str]) -> Array:
    return communes[list(columns)].to_numpy(dtype=np.float64, na_value=np.nan)


def _flag_ages(
    communes: pd.DataFrame,
    bands: Array,
    adults: Array,
    tolerance: float,
    flags: dict[str, NDArray[np.bool_]],
) -> None:
    people = _numbers(communes, ("population_people",))[:, 0]
    children = _numbers(communes, ("age_0_14_people",))[:, 0]
    outside = (communes["zone"] == "mayotte").to_numpy(dtype=bool)
    negative = (bands < 0).any(axis=1)
    missing = np.isnan(bands).any(axis=1)
    gap = np.abs(adults + children - people)
    flags["outside_survey"][:] = outside
    flags["nobody"][:] = ~outside & ((people == 0) | (adults == 0))
    rest = ~outside & ~flags["nobody"]
    flags["ages_negative"][:] = rest & negative
    flags["ages_missing"][:] = rest & missing & ~negative
    flags["ages_not_summing"][:] = (
        rest & ~negative & ~missing & (gap > tolerance * people + FEW_PEOPLE)
    )


def _ages(bands: Array, assumptions: Assumptions) -> Array:
    """Return the survey's five age groups from the census's six bands, as shares."""
    young = assumptions.people_15_24_of_15_29_share
    thirties = assumptions.people_30_39_of_30_44_share
    to_groups = np.array(
        [
            [young, 1 - young, 0, 0, 0],
            [0, thirties, 1 - thirties, 0, 0],
            [0, 0, 1, 0, 0],
            [0, 0, 0, 1, 0],
            [0, 0, 0, 0, 1],
            [0, 0, 0, 0, 1],
        ]
    )
    return _as_shares(bands @ to_groups)


def _diplomas(
    communes: pd.DataFrame, adults: Array, tolerance: float
) -> tuple[Array, dict[str, NDArray[np.bool_]]]:
    """Return the diploma margin, missing where it cannot be used."""
    levels = _numbers(communes, DIPLOMA_COLUMNS)
    out_of_school = _numbers(communes, ("out_of_school_people",))[:, 0]
    negative = (levels < 0).any(axis=1) | (out_of_school < 0)
    missing = (np.isnan(levels).any(axis=1) | np.isnan(out_of_school)) & ~negative
    total = levels.sum(axis=1)
    gap = np.maximum(np.abs(total - out_of_school), out_of_school - adults)
    off = ~negative & ~missing
    not_summing = off & (gap > tolerance * adults + FEW_PEOPLE)
    not_summing |= off & (total <= 0)
    usable = off & ~not_summing
    out_of_school = np.minimum(out_of_school, adults)
    margin = np.full((len(adults), 5), np.nan)
    grouped = levels[usable] @ _LEVELS_TO_GROUPS
    grouped *= (out_of_school[usable] / total[usable])[:, None]
    in_school = adults[usable] - out_of_school[usable]
    margin[usable] = np.column_stack([grouped, in_school]) / adults[usable, None]
    return margin, {
        "diplomas_negative": negative,
        "diplomas_missing": missing,
        "diplomas_not_summing": not_summing,
        "diplomas_scaled": usable & (gap > 1.0),
    }


# No diploma or CEP; brevet, CAP or BEP; bac or bac+2; bac+3 or more.
_LEVELS_TO_GROUPS = np.array(
    [
        [1, 0, 0, 0],
        [0, 1, 0, 0],
        [0, 1, 0, 0],
        [0, 0, 1, 0],
        [0, 0, 1, 0],
        [0, 0, 0, 1],
        [0, 0, 0, 1],
    ],
    dtype=float,
)


def _households(
    communes: pd.DataFrame, adults: Array, assumptions: Assumptions
) -> tuple[Array, dict[str, NDArray[np.bool_]]]:
    """Return the household margin: households times the adults of each kind, the rest elsewhere."""
    kinds = _numbers(communes, HOUSEHOLD_COLUMNS)
    everyone = _numbers(communes, ("all_households",))[:, 0]
    alone = _numbers(communes, ("living_alone_people",))[:, 0]
    alone = np.where(np.isnan(alone), kinds[:, 0], alone)
    negative = (kinds < 0).any(axis=1) | (everyone < 0) | (alone < 0)
    missing = (np.isnan(kinds).any(axis=1) | np.isnan(everyone)) & ~negative
    tolerance = assumptions.margin_tolerance_share
    others = everyone - kinds.sum(axis=1)
    known = np.column_stack(
        [
            alone,
            kinds[:, 1] * assumptions.adults_per_couple_without_children,
            kinds[:, 2] * assumptions.adults_per_couple_with_children,
            kinds[:, 3] * assumptions.adults_per_lone_parent,
        ]
    )
    least = np.maximum(others, 0) * assumptions.adults_per_other_household
    elsewhere = np.maximum(adults - known.sum(axis=1), least)
    total = known.sum(axis=1) + elsewhere
    off = ~negative & ~missing
    # The adults a household are national means: only a wild gap is an error of the counts.
    not_summing = off & (
        (others < -(tolerance * everyone + FEW_PEOPLE))
        | (total > (1 + 4 * tolerance) * adults + 4 * FEW_PEOPLE)
        | (everyone <= 0)
    )
    usable = off & ~not_summing
    margin = np.full((len(adults), 5), np.nan)
    margin[usable] = np.column_stack([known, elsewhere])[usable] / total[usable, None]
    return margin, {
        "households_negative": negative,
        "households_missing": missing,
        "households_not_summing": not_summing,
        "households_scaled": usable & (others < -1.0),
    }


def _as_shares(people: Array) -> Array:
    return np.asarray(people / people.sum(axis=1, keepdims=True))
