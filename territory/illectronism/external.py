"""The estimate held against figures published below the nation, which it is never fitted on."""

from __future__ import annotations

import dataclasses
import tomllib
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from territory.illectronism.cells import cells_of
from territory.illectronism.draws import Draws
from territory.illectronism.facts import CELLS_COUNT, Array, Source
from territory.illectronism.groups import group_mask
from territory.illectronism.model import CHUNK, Fitted, cell_rates
from territory.illectronism.noise import name_keys, normal_deviates
from territory.illectronism.shared import draw_shared
from territory.illectronism.sums import interval, sum_draws

ILE_DE_FRANCE = "11"
LEVELS = ("nation", "area_type", "region", "departement", "within_region", "overseas")
# Types of Insee Analyses 85, by people of the attraction area.
LARGEST_AREA_PEOPLE = 700_000
SMALL_AREA_PEOPLE = 50_000
OUTSIDE_AREA = "000"
CENTRE_CATEGORIES = ("11", "12", "13")
# The regions whose excess the model does not explain: said apart in the errors by level.
NOT_EXPLAINED = frozenset({"94"})
SHIFT_CLASSES = 12
SHARES = ("illectronism_share", "illectronism_low_share", "illectronism_high_share")


@dataclass(frozen=True)
class ExternalFact:
    """A figure published for a part of France, to validate.

    Parameters
    ----------
    level : str
        One of `LEVELS`.
    place : str
        Code or name of the part.
    group : str
        Which of its people, as in `territory.illectronism.groups.group_mask`.
    share, half_width : float
        The figure, and half its last printed digit.
    why_not : str
        Why it is not compared; ``""`` when it is.
    """

    level: str
    place: str
    group: str
    share: float
    half_width: float
    source: str
    read_in_original: bool
    is_approximate: bool = False
    why_not: str = ""


@cache
def _file() -> dict[str, Any]:
    path = files(__package__).joinpath("external.toml")
    return tomllib.loads(path.read_text(encoding="utf-8"))


def external_facts() -> tuple[ExternalFact, ...]:
    """Return the figures, in the order of ``external.toml``."""
    return tuple(ExternalFact(**declared) for declared in _file()["facts"])


def external_sources() -> dict[str, Source]:
    """Return the publications they come from."""
    return {name: Source(**declared) for name, declared in _file()["sources"].items()}


def mainland_share_published() -> float:
    """Return the share of the mainland in the edition of these figures."""
    return float(_file()["mainland_share"])


def area_types(communes: pd.DataFrame, areas: pd.DataFrame) -> pd.Series:
    """Return the type of attraction area of each commune of the mainland.

    Parameters
    ----------
    communes : DataFrame
        Columns ``zone`` and ``population_people``.
    areas : DataFrame
        Index ``commune_code``; ``area_code`` (``000`` outside) and ``category_code``, as Insee codes
        them (11, 12, 13: main, other main and secondary centres; 20: ring; 30: outside).

    Returns
    -------
    Series of str
        ``largest_cities``, ``small_centres``, ``outside_attraction``; missing elsewhere.
    """
    known = areas.reindex(communes.index)
    code, category = known["area_code"], known["category_code"]
    people = communes["population_people"].groupby(code).transform("sum")
    outside = code == OUTSIDE_AREA
    found = pd.Series(None, index=communes.index, dtype="str", name="area_type")
    found[(people >= LARGEST_AREA_PEOPLE) & ~outside] = "largest_cities"
    is_centre = category.isin(CENTRE_CATEGORIES)
    found[is_centre & (people < SMALL_AREA_PEOPLE) & ~outside] = "small_centres"
    found[outside] = "outside_attraction"
    return found.where(communes["zone"] == "metropole")


def external_table(
    communes: pd.DataFrame, drawn: Draws, seed: int, types: pd.Series | None = None
) -> pd.DataFrame:
    """Set each published figure beside the model's.

    Parameters
    ----------
    communes : DataFrame
        All of France.
    drawn : Draws
        Of the same communes.
    seed : int
        Of the draws.
    types : Series of str, optional
        As `area_types` gives them; without them the figures by type of area are not compared.

    Returns
    -------
    DataFrame
        One row a fact, in their order: its fields, ``expected`` (brought to the mainland of today),
        ``modelled``, ``gap``, ``low`` and ``high`` (90 % interval), ``is_inside`` (whether the interval
        meets what the rounding of the figure leaves); missing where not compared.
    """
    mainland = (communes["zone"] == "metropole").to_numpy()
    nation = _named("mainland", mainland, communes.index)
    base = float(sum_draws(drawn, nation)["illectronism_share"].iloc[0])
    brought = base / mainland_share_published()
    province = mainland & (communes["region_code"] != ILE_DE_FRANCE).to_numpy()
    groupings = {
        "nation": _named("province", province, communes.index),
        "region": communes["region_code"].astype("str"),
        "departement": communes["departement_code"].astype("str"),
    }
    if types is not None:
        groupings["area_type"] = types
    summed = {level: sum_draws(drawn, groups) for level, groups in groupings.items()}
    rows = []
    for fact in external_facts():
        found = (np.nan, np.nan, np.nan)
        if not fact.why_not and fact.level in summed:
            row = summed[fact.level].loc[fact.place, list(SHARES)].to_numpy(dtype=float)
            found = (float(row[0]), float(row[1]), float(row[2]))
        elif not fact.why_not and fact.level == "within_region":
            here = (communes["region_code"] == fact.place).to_numpy()
            found = _group_share(drawn.fitted, here, fact, drawn.people.shape[1], seed)
        modelled, low, high = found
        expected, rounding = fact.share * brought, fact.half_width * brought
        rows.append(
            {
                **dataclasses.asdict(fact),
                "expected": expected,
                "modelled": modelled,
                "gap": modelled - expected,
                "low": low,
                "high": high,
                "is_inside": pd.NA
                if np.isnan(low)
                else bool(low <= expected + rounding and expected - rounding <= high),
            }
        )
    return pd.DataFrame(rows)


def _named(name: str, inside: NDArray[np.bool_], index: pd.Index) -> pd.Series:
    """Return the grouping of one territory."""
    return pd.Series(name, index).where(inside)


def _group_share(
    fitted: Fitted, here: NDArray[np.bool_], fact: ExternalFact, count: int, seed: int
) -> tuple[float, float, float]:
    """Return the share of a group of people of a region, and its interval.

    Its cells are summed by class of the logit shift; each draw takes the shared rates and a region's
    effect of its own.
    """
    model = fitted.model
    rows = np.flatnonzero(here[fitted.margins.rows])
    mask = group_mask(fact.group, model.assumptions) * model.field
    limits = np.quantile(fitted.shift[rows], np.linspace(0, 1, SHIFT_CLASSES + 1)[1:-1])
    shift_class = np.searchsorted(limits, fitted.shift[rows])
    people = np.zeros((SHIFT_CLASSES, CELLS_COUNT))
    touched = 0.0
    for first in range(0, len(rows), CHUNK):
        part = rows[first : first + CHUNK]
        cells = cells_of(model.seed, fitted.factors, part) * fitted.margins.adults[part, None]
        cells *= mask
        touched += float((cells * cell_rates(model.rates.logits[0], fitted.shift[part])).sum())
        np.add.at(people, shift_class[first : first + CHUNK], cells)
    total = people.sum()
    shared = draw_shared(model, count, seed).rates
    weights = fitted.margins.adults[rows]
    # A class nobody is in has no income, and no people to apply it to.
    held = np.bincount(shift_class, weights, SHIFT_CLASSES)
    summed = np.bincount(shift_class, weights * fitted.income[rows], SHIFT_CLASSES)
    income = np.divide(summed, held, out=np.zeros(SHIFT_CLASSES), where=held > 0)
    region = normal_deviates(name_keys([fact.place], f"region {seed}"), count)[0]
    shift = shared.income[:, None] * income + region[:, None] * model.assumptions.region_effect_sd
    shift += shared.overseas[:, None] * fitted.margins.is_overseas[rows[0]]
    shares = np.empty((1, count), dtype=np.float32)
    for draw in range(count):
        rate = cell_rates(shared.logits[draw], shift[draw])
        shares[0, draw] = (people * rate).sum() / total
    low, high = interval(shares, model.assumptions.interval_share)
    return touched / total, float(low[0]), float(high[0])


def errors_by_level(table: pd.DataFrame) -> pd.DataFrame:
    """Return the error of the figures compared, by level.

    Returns
    -------
    DataFrame
        Index: level. ``count``; ``rmse`` (root mean square of the gaps, in share, the regions of
        `NOT_EXPLAINED` apart); ``inside_share``, of them all, that their interval holds.
    """
    compared = table[table["is_inside"].notna()]
    rows = {}
    for level in LEVELS:
        here = compared[compared["level"] == level]
        if here.empty:
            continue
        explained = here[~((here["level"] == "region") & here["place"].isin(NOT_EXPLAINED))]
        gap: Array = explained["gap"].to_numpy(float)
        rows[level] = {
            "count": len(here),
            "rmse": float(np.sqrt((gap**2).mean())),
            "inside_share": float(here["is_inside"].astype(float).mean()),
        }
    return pd.DataFrame.from_dict(rows, orient="index").rename_axis("level")
