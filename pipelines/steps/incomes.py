"""Give each commune an income to be used: its own median, or one made of what is near it.

The published median stays as it is, with its status (secret, absent). Beside it stands the one used
by what needs an income everywhere, its status and the rule it follows from:

- ``parts``: a commune merged since, or published by arrondissements, has the mean of its parts'
  medians, by people in tax households;
- ``neighbours``: else the mean of the nearest communes that have one;
- ``epci``: else that of the other communes of the EPCI (a commune without a known place);
- ``density``: else that of the communes of the same density in the zone.

The last three are means of logarithms, every commune counting one: ``benchmarks/income_imputation.py``
hides known medians, and shows that it errs least, and in this order.
"""

from __future__ import annotations

import geopandas as gpd
import numpy as np
import pandas as pd
from numpy.typing import NDArray
from scipy.spatial import cKDTree

from pipelines.notes import Note, Notes
from pipelines.sources.insee_cog import Cog
from pipelines.steps.vintages import incomplete, passage, point_to_communes, rows_in_use
from territory.contract import INCOME_RULES, Status
from territory.geography import project

# The parts whose median is known must make this share of the commune's inhabitants.
LEAST_PARTS_SHARE = 2 / 3
NEIGHBOURS_COUNT = 8
FEWEST_NEIGHBOURS = 3
FARTHEST_KM = 25.0


def incomes_of_parts(
    measures: pd.DataFrame, cog: Cog, from_year: int, to_year: int, people: pd.Series | None = None
) -> pd.DataFrame:
    """Return the income of the communes of today that a file gives in several parts.

    Parameters
    ----------
    measures : DataFrame
        One row a published code: ``median_income_eur``, ``tax_households_people``.
    cog : Cog
        The official geographic code.
    from_year, to_year : int
        Years of the file's codes and of the tables.
    people : Series of float, optional
        Inhabitants by code, as the census publishes them: weights where the file has none.

    Returns
    -------
    DataFrame
        Index ``commune_code``: ``income_eur`` (mean of the known medians by people; missing when
        none is), ``known_people`` (of the parts it is made of), ``is_whole`` (whether all parts are
        known).
    """
    moved = passage(cog, from_year, to_year)
    commune_code = point_to_communes(measures.index.to_series(), cog, moved)
    used = rows_in_use(measures.index, commune_code, moved).used
    target, rows = commune_code[used], measures[used]
    in_part = set(incomplete(measures.index, moved))
    is_part = (target.duplicated(keep=False) | target.isin(in_part)).to_numpy()
    target, rows = target[is_part], rows[is_part]
    weight = rows["tax_households_people"].astype("float64")
    if people is not None:
        weight = weight.fillna(people.reindex(rows.index).astype("float64"))
    known = rows["median_income_eur"].notna() & (weight > 0)
    weight = weight.where(known, 0.0)
    parts = pd.DataFrame(
        {
            "eur_people": (weight * rows["median_income_eur"]).where(known, 0.0).to_numpy(),
            "known_people": weight.to_numpy(),
            "unknown_count": (~known).to_numpy().astype(int),
        }
    )
    summed = parts.groupby(pd.Index(target.to_numpy(), name="commune_code")).sum()
    total = summed["known_people"]
    return pd.DataFrame(
        {
            "income_eur": summed["eur_people"] / total.where(total > 0),
            "known_people": total,
            "is_whole": (summed["unknown_count"] == 0) & ~summed.index.isin(in_part),
        }
    )


def add_incomes_used(
    communes: gpd.GeoDataFrame, parts: pd.DataFrame
) -> tuple[gpd.GeoDataFrame, Notes]:
    """Add the income used, its status and its rule.

    Parameters
    ----------
    communes : GeoDataFrame
        With ``median_income_eur``, ``population_people``, ``zone``, ``epci_code``,
        ``density_class`` and ``town_hall_point``.
    parts : DataFrame
        As `incomes_of_parts` gives it.

    Returns
    -------
    GeoDataFrame
        The same, with ``median_income_used_eur``, ``median_income_used_status`` (observed,
        imputed; not applicable where nobody lives; missing where no income of the zone is known:
        Filosofi does not speak of it) and ``median_income_used_rule_name``, missing unless imputed.

    Notes
    -----
        How many communes and people each rule gives an income, and to whom none.
    """
    published = communes["median_income_eur"].astype("float64")
    nobody = (communes["population_people"] == 0) & published.isna()
    of_parts = _trusted(parts, communes["population_people"])
    rule = pd.Series(None, index=communes.index, dtype="str")
    used = published.fillna(of_parts)
    rule[published.isna() & used.notna()] = "parts"
    known = used.copy()
    for name, found in (
        ("neighbours", neighbours_income(communes, known)),
        ("epci", mean_income(known, communes["epci_code"])),
        ("density", mean_income(known, density_group(communes))),
    ):
        rule[used.isna() & found.notna() & ~nobody] = name
        used = used.fillna(found.mask(nobody))
    status = pd.Series(str(Status.MISSING), index=communes.index, dtype="str")
    status[nobody] = str(Status.NOT_APPLICABLE)
    status[published.notna()] = str(Status.OBSERVED)
    status[rule.notna()] = str(Status.IMPUTED)
    communes = communes.assign(
        median_income_used_eur=used,
        median_income_used_status=status,
        median_income_used_rule_name=rule,
    )
    return communes, _notes(communes)


def neighbours_income(communes: gpd.GeoDataFrame, known: pd.Series) -> pd.Series:
    """Return the geometric mean of the incomes of the communes around each.

    Parameters
    ----------
    communes : GeoDataFrame
        With ``zone`` and ``town_hall_point``.
    known : Series of float
        Incomes on the same index, missing where not known.

    Returns
    -------
    Series of float
        For the communes without an income: over the `NEIGHBOURS_COUNT` nearest of the same zone that have
        one, at most `FARTHEST_KM` away in a straight line; missing with fewer than
        `FEWEST_NEIGHBOURS`. Missing too where an income is known.
    """
    found = pd.Series(np.nan, index=communes.index)
    for zone, rows in communes.groupby("zone").groups.items():
        here = communes.loc[rows]
        places = project(gpd.GeoSeries(here["town_hall_point"], crs=communes.crs), str(zone))
        placed = ~np.isnan(places).any(axis=1)
        logs = np.log(known.loc[rows].to_numpy(dtype=np.float64))
        given = placed & ~np.isnan(logs)
        wanted = placed & np.isnan(logs)
        if given.any() and wanted.any():
            found.loc[here.index[wanted]] = _near_mean(places[given], logs[given], places[wanted])
    return found


def _near_mean(
    given: NDArray[np.float64], logs: NDArray[np.float64], wanted: NDArray[np.float64]
) -> NDArray[np.float64]:
    _, nearest = cKDTree(given).query(
        wanted, k=range(1, NEIGHBOURS_COUNT + 1), distance_upper_bound=1000 * FARTHEST_KM
    )
    # Where there are fewer, the tree answers with the number of its points.
    values = np.append(logs, np.nan)[nearest]
    count = (~np.isnan(values)).sum(axis=1)
    sums = np.nansum(values, axis=1)
    return np.where(count >= FEWEST_NEIGHBOURS, np.exp(sums / np.maximum(count, 1)), np.nan)


def mean_income(known: pd.Series, group: pd.Series) -> pd.Series:
    """Return the geometric mean of the known incomes of each commune's group.

    Parameters
    ----------
    known : Series of float
        Incomes, missing where not known.
    group : Series of str
        Group of each, on the same index; a commune without one has no mean.
    """
    means: pd.Series = np.exp(np.log(known).groupby(group).transform("mean"))
    return means


def density_group(communes: pd.DataFrame) -> pd.Series:
    """Return zone and density class together; missing where the class is not known."""
    density = communes["density_class"]
    group: pd.Series = (communes["zone"] + " " + density.astype("str")).where(density.notna())
    return group


def _trusted(parts: pd.DataFrame, population: pd.Series) -> pd.Series:
    """Return the income of parts that make enough of their commune, on the communes' index."""
    here = parts.reindex(population.index)
    is_whole = here["is_whole"].eq(True)
    is_enough = here["known_people"] >= LEAST_PARTS_SHARE * population
    return here["income_eur"].where(is_whole | is_enough).astype("float64")


def _notes(communes: gpd.GeoDataFrame) -> Notes:
    notes, people = Notes(), communes["population_people"]

    def tell(key: str, rows: pd.Series) -> None:
        codes = communes.index[rows]
        unknown = int(people[rows].isna().sum())
        notes.add(
            f"incomes.{key}",
            codes,
            people=float(people[rows].sum()),
            unknown=Note("incomes.people_unknown", values={"count": unknown}) if unknown else "",
        )

    status = communes["median_income_used_status"]
    for rule in INCOME_RULES:
        tell(rule, communes["median_income_used_rule_name"].eq(rule))
    tell("missing", status.eq(str(Status.MISSING)))
    tell("nobody", status.eq(str(Status.NOT_APPLICABLE)))
    return notes
