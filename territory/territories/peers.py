"""Peers of a commune: the communes most like it, which it is compared with by default.

A national mean teaches a rural commune little. Peers are the nearest neighbours in a space of five
plain features: density, population, age, income, distance to a large town.
"""

from __future__ import annotations

from dataclasses import dataclass

import geopandas as gpd
import numpy as np
import pandas as pd
from numpy.typing import NDArray
from scipy.spatial import cKDTree

from territory.contract import AGED_60_PLUS
from territory.errors import UnknownNameError
from territory.geography import ZONES, project

PEERS_COUNT = 20
# A large town has this many inhabitants: Insee's "aires" of that size have all upper services.
LARGE_TOWN_PEOPLE = 50_000.0
# Weight of each feature: density counts double, as Insee's typology of territories rests on it.
FEATURE_WEIGHTS = {
    "density_class": 2.0,
    "population_people": 1.0,
    "aged_60_plus_share": 1.0,
    "median_income_eur": 1.0,
    "large_town_km": 1.0,
}


def features_of(communes: gpd.GeoDataFrame) -> pd.DataFrame:
    """Return the features by which communes are alike.

    Parameters
    ----------
    communes : GeoDataFrame
        The whole table of communes: large towns are looked for in it.

    Returns
    -------
    DataFrame
        ``density_class`` (1 dense to 7 very dispersed), ``population_people``,
        ``aged_60_plus_share``, ``median_income_eur``, ``large_town_km`` (straight line to the nearest
        commune of 50,000 inhabitants or more of the same zone). Missing where unknown.
    """
    population = communes["population_people"]
    aged = communes[list(AGED_60_PLUS)].sum(axis="columns", skipna=False)
    return pd.DataFrame(
        {
            "density_class": communes["density_class"].astype("float64"),
            "population_people": population,
            "aged_60_plus_share": aged / population.where(population > 0),
            "median_income_eur": communes["median_income_eur"],
            "large_town_km": _large_town_km(communes),
        }
    )


def _large_town_km(communes: gpd.GeoDataFrame) -> pd.Series:
    found = pd.Series(np.nan, index=communes.index)
    halls = communes["town_hall_point"]
    usable = (halls.notna() & ~halls.is_empty).to_numpy()
    large = (communes["population_people"] >= LARGE_TOWN_PEOPLE).to_numpy()
    for zone in ZONES:
        here = usable & (communes["zone"] == zone).to_numpy()
        if not here.any() or not (here & large).any():
            continue
        tree = cKDTree(project(halls[here & large], zone))
        metres, _ = tree.query(project(halls[here], zone))
        found.iloc[np.flatnonzero(here)] = metres / 1000
    return found


@dataclass(frozen=True)
class PeerSpace:
    """The features of communes, standardised, for a search of nearest neighbours.

    Parameters
    ----------
    codes : Index
        Of the communes.
    coordinates : array of shape (n, 5)
        Standardised and weighted; 0, the median, where a feature is missing.
    lacks : array of shape (n, 5)
        Whether each feature is missing.
    zone : Series of str
        Zone of each commune. Peers are of the same zone: densities and incomes do not mean the same in
        the mainland and overseas.
    """

    codes: pd.Index
    coordinates: NDArray[np.float64]
    lacks: NDArray[np.bool_]
    zone: pd.Series


def peer_space(communes: gpd.GeoDataFrame) -> PeerSpace:
    """Standardise the features of communes.

    Notes
    -----
    Population and distance are taken in logarithms: 100 and 200 inhabitants differ as much as
    10,000 and 20,000. Each feature is centred on its median, divided by its interquartile range and
    multiplied by the square root of its weight. A missing one (income, secret in small communes) is
    at the median.
    """
    features = features_of(communes)
    scaled = features.assign(
        population_people=np.log(features["population_people"].clip(lower=1)),
        large_town_km=np.log1p(features["large_town_km"]),
    )
    spread = scaled.quantile(0.75) - scaled.quantile(0.25)
    placed = (scaled - scaled.median()) / spread.where(spread > 0, 1.0)
    weights = np.sqrt([FEATURE_WEIGHTS[str(name)] for name in placed])
    lacks = placed.isna().to_numpy()
    return PeerSpace(
        features.index, placed.fillna(0.0).to_numpy() * weights, lacks, communes["zone"]
    )


def peers_of(space: PeerSpace, code: str, count: int = PEERS_COUNT) -> pd.DataFrame:
    """Return the communes most like one, the nearest first.

    Parameters
    ----------
    space : PeerSpace
        As `peer_space` gives it.
    code : str
        The commune.
    count : int
        How many.

    Returns
    -------
    DataFrame
        Index their codes; ``peer_distance``.

    Notes
    -----
    ``d² = Σ_f w_f (x_f − y_f)²``, Euclidean over the weighted features of `peer_space`. A feature that
    either commune lacks counts as a difference of 1 interquartile range, so that two unknowns do not
    look alike.

    Raises
    ------
    UnknownNameError
        If there is no such commune.
    """
    if code not in space.codes:
        raise UnknownNameError("commune", code, space.codes)
    row = int(space.codes.get_indexer(pd.Index([code]))[0])
    same = (space.zone == space.zone.iloc[row]).to_numpy(dtype=bool, copy=True)
    same[row] = False
    others = np.flatnonzero(same)
    distance = _distances(space, row, others)
    count = min(count, len(distance))
    if count == 0:
        return pd.DataFrame({"peer_distance": []}, index=space.codes[:0], dtype="float64")
    # All that are as near as the last one kept: of equals, the first of the table.
    near = np.flatnonzero(distance <= np.partition(distance, count - 1)[count - 1])
    order = near[np.lexsort((near, distance[near]))][:count]
    return pd.DataFrame({"peer_distance": distance[order]}, index=space.codes[others[order]])


def _distances(
    space: PeerSpace, row: int | NDArray[np.int64], others: NDArray[np.int64]
) -> NDArray[np.float64]:
    """Return how far communes are from one, or a row of them from each of a column."""
    gap = (space.coordinates[others] - space.coordinates[row]) ** 2
    unknown = space.lacks[others] | space.lacks[row]
    gap[unknown] = np.broadcast_to([*FEATURE_WEIGHTS.values()], gap.shape)[unknown]
    distance: NDArray[np.float64] = np.sqrt(gap.sum(axis=-1))
    return distance


def peers_of_each(space: PeerSpace, codes: pd.Index, count: int = PEERS_COUNT) -> NDArray[np.int64]:
    """Return the communes most like each of some, as `peers_of` finds them one by one.

    Returns
    -------
    array of int, of shape (communes, count)
        Positions in ``space.codes``, the nearest first; −1 where a zone holds fewer communes.

    Notes
    -----
    Communes that lack the same features are a plain Euclidean space: a tree of each such group gives
    candidates, a few more than are wanted, whose distances are then those of `peers_of`. Where the
    candidates left out of a group could be as near as the last one kept, all are looked at.
    """
    found = np.full((len(codes), count), -1, dtype=np.int64)
    rows = space.codes.get_indexer(codes)
    kinds, kind = np.unique(space.lacks, axis=0, return_inverse=True)
    kind, zones = kind.reshape(-1), space.zone.to_numpy()
    for zone in pd.unique(zones[rows]):
        inside = zones == zone
        for rank, lacks in enumerate(kinds):
            asked = np.flatnonzero(inside[rows] & (kind[rows] == rank))
            if not len(asked):
                continue
            groups = [
                (kinds[other], np.flatnonzero(inside & (kind == other)))
                for other in np.unique(kind[inside])
            ]
            near, bound = _candidates(space, rows[asked], lacks, groups, count + 1 + _MARGIN)
            found[asked] = _nearest(space, rows[asked], near, bound, count)
    return found


# Candidates beyond those wanted: most equals are among them.
_MARGIN = 8
_Group = tuple[NDArray[np.bool_], NDArray[np.int64]]


def _candidates(
    space: PeerSpace,
    rows: NDArray[np.int64],
    lacks: NDArray[np.bool_],
    groups: list[_Group],
    count: int,
) -> tuple[NDArray[np.int64], NDArray[np.float64]]:
    """Return the nearest of each group, −1 where it holds fewer, and how near one left out may be."""
    near, bound = [], np.full(len(rows), np.inf)
    weights = np.array([*FEATURE_WEIGHTS.values()])
    for lacked, members in groups:
        told = ~(lacks | lacked)
        if told.any():
            tree = cKDTree(space.coordinates[members][:, told])
            asked = space.coordinates[rows][:, told]
            gaps, places = tree.query(asked, k=np.arange(1, min(count, len(members)) + 1))
            taken, gap = members[places], gaps[:, -1]
        else:
            # All are as far as one another.
            first = members[:count]
            taken, gap = np.broadcast_to(first, (len(rows), len(first))), np.zeros(len(rows))
        near.append(taken)
        if len(members) > count:
            bound = np.minimum(bound, np.sqrt(gap**2 + weights[~told].sum()))
    return np.concatenate(near, axis=1), bound


def _nearest(
    space: PeerSpace,
    rows: NDArray[np.int64],
    near: NDArray[np.int64],
    bound: NDArray[np.float64],
    count: int,
) -> NDArray[np.int64]:
    """Return the nearest candidates of each row but itself, by `peers_of`'s order."""
    distance = _distances(space, rows[:, None], near)
    distance[near == rows[:, None]] = np.inf
    order = np.lexsort((near, distance), axis=-1)[:, :count]
    kept, far = (np.take_along_axis(one, order, axis=1) for one in (near, distance))
    found = np.full((len(rows), count), -1, dtype=np.int64)
    found[:, : kept.shape[1]] = np.where(np.isfinite(far), kept, -1)
    # Rounding may set two equals apart by a hair.
    for row in np.flatnonzero(far[:, -1] >= bound * (1 - 1e-9)):
        alone = peers_of(space, str(space.codes[rows[row]]), count).index
        found[row] = -1
        found[row, : len(alone)] = space.codes.get_indexer(alone)
    return found
