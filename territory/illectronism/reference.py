"""The nation the rates are solved against, stored beside the code.

So that a commune's estimate never depends on which other communes are in the table.
``reference.toml`` is written by machine (`build_reference`, `write_reference`) from
the census of all France: joint cells by class of income, and what communes of each density look
like, to impute what a commune lacks.
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from territory.illectronism.facts import CELLS_COUNT, SHAPE, Array, Assumptions

DENSITY_CLASSES_COUNT = 7
OVERSEAS_GROUP = DENSITY_CLASSES_COUNT + 1  # after the seven classes; 0 is a class not known
GROUPS_COUNT = OVERSEAS_GROUP + 1

# Assumptions a reference is made with: it must be made again when one of them changes.
STRUCTURAL = (
    "people_15_24_of_15_29_share",
    "people_30_39_of_30_44_share",
    "adults_per_couple_without_children",
    "adults_per_couple_with_children",
    "adults_per_lone_parent",
    "adults_per_other_household",
    "seed_is_published",
    "positions_are_used",
    "former_position_power",
    "shrink_actives_count",
    "income_is_residual",
    "income_by_fifths",
)


@dataclass(frozen=True)
class Reference:
    """The nation by class of income, and the usual margins by density.

    Parameters
    ----------
    census : str
        The census and the incomes it was made from.
    made_with : dict of str to float
        Values of the `STRUCTURAL` assumptions.
    log_income : float
        Logarithm of the nation's median income: mean over adults of that of their commune.
    composition : array of shape (22,)
        What each level of the margins adds to the logarithm of income
        (`territory.illectronism.income.composition_effects`), in the order of the margins.
    composition_mean : float
        What the margins of the nation add to it: what is over the nation's is beyond this.
    actives, former_scale : array of shape (6,)
        Mix of the nation's actives, and scale of the former positions of its retired
        (`territory.illectronism.positions`).
    position_factor : array of shape (7,)
        Factor of positions in the nation's fitted table, for communes whose positions are missing.
    stratum_income : array of shape (S,)
        Mean of what income says beyond the margins, by class of it.
    stratum_is_overseas : array of bool of shape (S,)
    people : array of shape (S, 875)
        Adults in each cell.
    diplomas, households : array of shape (9, 5)
        Shares by group of density: 0 all France, 1–7 the classes, 8 overseas.
    diplomas_imputation_sd, households_imputation_sd : array of shape (9,)
    positions_imputation_sd, income_imputation_sd : array of shape (9,)
        Error made on a commune's share when the margin is imputed, measured on those that have it.
    """

    census: str
    made_with: Mapping[str, float]
    log_income: float
    composition: Array
    composition_mean: float
    actives: Array
    former_scale: Array
    position_factor: Array
    stratum_income: Array
    stratum_is_overseas: NDArray[np.bool_]
    people: Array
    diplomas: Array
    households: Array
    diplomas_imputation_sd: Array
    households_imputation_sd: Array
    positions_imputation_sd: Array
    income_imputation_sd: Array

    def groups_of(
        self, density_class: pd.Series, is_overseas: NDArray[np.bool_]
    ) -> NDArray[np.intp]:
        """Return the group of density each commune is imputed from."""
        groups = density_class.to_numpy(dtype=np.float64, na_value=0.0).astype(np.intp)
        return np.where(is_overseas, OVERSEAS_GROUP, groups)

    @property
    def margins(self) -> tuple[Array, Array, Array, Array]:
        """Shares of all adults by age, by diploma, by household and by position."""
        cells = self.people.sum(axis=0).reshape(SHAPE)
        cells = cells / cells.sum()
        age, diploma, household, position = (
            cells.sum(axis=tuple(k for k in range(len(SHAPE)) if k != axis))
            for axis in range(len(SHAPE))
        )
        return age, diploma, household, position


@cache
def stored_reference() -> Reference:
    """Return the reference the package carries."""
    path = files(__package__).joinpath("reference.toml")
    return read_reference(path.read_text(encoding="utf-8"))


def read_reference(text: str) -> Reference:
    """Read a reference from the text of its file."""
    table: dict[str, Any] = tomllib.loads(text)
    strata, groups = table["strata"], table["groups"]
    return Reference(
        census=table["census"],
        made_with={name: float(table["made_with"][name]) for name in STRUCTURAL},
        log_income=float(table["log_income"]),
        composition=np.array(table["composition"], dtype=float),
        composition_mean=float(table["composition_mean"]),
        actives=np.array(table["actives"], dtype=float),
        former_scale=np.array(table["former_scale"], dtype=float),
        position_factor=np.array(table["position_factor"], dtype=float),
        stratum_income=np.array([stratum["income"] for stratum in strata], dtype=float),
        stratum_is_overseas=np.array([stratum["is_overseas"] for stratum in strata]),
        people=np.array([stratum["people"] for stratum in strata], dtype=float).reshape(
            -1, CELLS_COUNT
        ),
        diplomas=np.array([group["diplomas"] for group in groups], dtype=float),
        households=np.array([group["households"] for group in groups], dtype=float),
        diplomas_imputation_sd=_column(groups, "diplomas_imputation_sd"),
        households_imputation_sd=_column(groups, "households_imputation_sd"),
        positions_imputation_sd=_column(groups, "positions_imputation_sd"),
        income_imputation_sd=_column(groups, "income_imputation_sd"),
    )


def structural(assumptions: Assumptions) -> dict[str, float]:
    """Return the assumptions a reference is made with."""
    return {name: float(getattr(assumptions, name)) for name in STRUCTURAL}


def write_reference(reference: Reference, path: Path) -> None:
    """Write a reference, people rounded to the unit."""
    lines = [
        "# Written by machine from the census of all France; see territory/illectronism/reference.py.",
        "# Cells: adults by age, diploma, household situation, position, the last varying fastest, in the",
        "# order of territory/illectronism/facts.py. Groups: all France, density classes 1 to 7, overseas.",
        f'census = "{reference.census}"',
        f"log_income = {reference.log_income:.6f}",
        f"composition = [{_numbers(reference.composition, 6)}]",
        f"composition_mean = {reference.composition_mean:.6f}",
        f"actives = [{_numbers(reference.actives, 6)}]",
        f"former_scale = [{_numbers(reference.former_scale, 6)}]",
        f"position_factor = [{_numbers(reference.position_factor, 6)}]",
        "",
        "[made_with]",
        *(f"{name} = {float(value)}" for name, value in reference.made_with.items()),
    ]
    for index, people in enumerate(reference.people):
        lines += [
            "",
            "[[strata]]",
            f"is_overseas = {str(bool(reference.stratum_is_overseas[index])).lower()}",
            f"income = {reference.stratum_income[index]:.6f}",
            "people = [",
            *(f"  {_numbers(row, 0)}," for row in people.reshape(-1, SHAPE[2] * SHAPE[3])),
            "]",
        ]
    for group in range(GROUPS_COUNT):
        lines += [
            "",
            "[[groups]]",
            f"diplomas = [{_numbers(reference.diplomas[group], 6)}]",
            f"households = [{_numbers(reference.households[group], 6)}]",
            f"diplomas_imputation_sd = {reference.diplomas_imputation_sd[group]:.6f}",
            f"households_imputation_sd = {reference.households_imputation_sd[group]:.6f}",
            f"positions_imputation_sd = {reference.positions_imputation_sd[group]:.6f}",
            f"income_imputation_sd = {reference.income_imputation_sd[group]:.6f}",
        ]
    path.write_text("\n".join([*lines, ""]), encoding="utf-8")


def _numbers(values: Iterable[float], digits: int) -> str:
    return ", ".join(f"{value:.{digits}f}" for value in values)


def _column(groups: list[dict[str, Any]], name: str) -> Array:
    return np.array([group[name] for group in groups], dtype=float)
