"""Match the counters of two lists, one to one: by identifier, then by name and place.

A number kept is the same counter, unless all says otherwise: another commune, another name, far away.
Where that is so of many rows the lists are numbered apart, and no number is trusted. What has no
number in common is matched inside its commune: the pairs whose names say the same, or that stand at one
door, are given to `scipy.optimize.linear_sum_assignment`, which makes the cheapest choice for the commune
as a whole; a pair is kept only where it costs less than two counters left alone.
"""

from __future__ import annotations

import re

import geopandas as gpd
import numpy as np
import pandas as pd
from numpy.typing import NDArray
from pyproj import Geod
from rapidfuzz import fuzz
from scipy.optimize import linear_sum_assignment

from territory.contract import Status
from territory.names import levelled

Floats = NDArray[np.float64]

# Codes made from name and place where the list publishes none: no number of the producer's.
MADE_CODE = re.compile(r"fs-[0-9a-f]{10}(-\d+)?")
# A number is another counter's when commune, name and place all differ, by this and more.
OTHER_COUNTER_KM = 10.0
# Where more of the numbers in common are so, the two lists are not numbered alike.
OTHER_NUMBERING_SHARE = 0.2
# Two names say the same from this similarity on (0 to 1); two points are one door up to this distance:
# the geocoder puts one address at two places 106 m apart.
SAME_NAME = 0.7
SAME_DOOR_KM = 0.15
# Inside a commune a counter further away than this is no less likely.
MOST_KM = 5.0
# A pair whose distance is not known costs as much as one halfway.
UNKNOWN_KM = MOST_KM / 2
# Of two names that say the same, the one that is written the same too.
OTHERWISE_WRITTEN = 0.01
# Another pair of about this cost could have been made as well.
AMBIGUOUS_COST = 0.1
# What the network's counters are all called, before 2020 too.
_GENERIC = frozenset(
    (
        *("france", "service", "services", "espace", "espaces", "maison", "maisons", "msap", "mfs"),
        *(
            "public",
            "publics",
            "au",
            "aux",
            "de",
            "du",
            "des",
            "d",
            "la",
            "le",
            "les",
            "l",
            "et",
            "a",
        ),
        *("label", "labellise", "labellisee", "structure"),
    )
)
_EARTH = Geod(ellps="WGS84")

IDENTIFIER, NAME, PLACE = "identifier", "name", "place"
COLUMNS = ("before_code", "after_code", "matched_by_name", "is_ambiguous")


def match_counters(before: gpd.GeoDataFrame, after: gpd.GeoDataFrame) -> pd.DataFrame:
    """Match the counters of two lists.

    Parameters
    ----------
    before, after : GeoDataFrame
        Tables of counters of one geography, index ``counter_code``: ``counter_name``, ``commune_code``,
        ``is_itinerant``, ``place_status``, points in longitude and latitude.

    Returns
    -------
    DataFrame
        One row a pair or a counter left alone: ``before_code`` and ``after_code`` (missing on the side
        where there is none), ``matched_by_name`` (``identifier``, ``name``, ``place``; missing when alone)
        and ``is_ambiguous``: another pair would have done about as well.
    """
    same = _by_identifier(before, after)
    left = before[~before.index.isin(same)], after[~after.index.isin(same)]
    pairs: list[tuple[object, ...]] = [(code, code, IDENTIFIER, False) for code in same]
    theirs = {str(code): rows for code, rows in left[1].groupby("commune_code")}
    for commune, rows in left[0].groupby("commune_code"):
        if str(commune) in theirs:
            pairs += _in_commune(rows, theirs[str(commune)])
    for side, rows in enumerate(left):
        taken = {pair[side] for pair in pairs}
        alone = [code for code in rows.index if code not in taken]
        pairs += [
            (code, None, None, False) if side == 0 else (None, code, None, False) for code in alone
        ]
    found = pd.DataFrame(pairs, columns=list(COLUMNS))
    return found.astype(dict.fromkeys(COLUMNS[:3], "str") | {"is_ambiguous": "bool"})


def distinctive(name: str) -> str:
    """Return the words of a counter's name that tell it from another; all of them if none does.

    Examples
    --------
    >>> distinctive("France Services de Saint-Étienne"), distinctive("Maison France services")
    ('saint etienne', 'maison france services')
    """
    words = levelled(name)
    return " ".join(word for word in words.split() if word not in _GENERIC) or words


def km_between(before: gpd.GeoSeries, after: gpd.GeoSeries) -> Floats:
    """Return the kilometres between points taken two by two; missing where one is."""
    return np.asarray(
        _EARTH.inv(
            before.x.to_numpy(), before.y.to_numpy(), after.x.to_numpy(), after.y.to_numpy()
        )[2]
        / 1000,
        dtype=np.float64,
    )


def is_placed(counters: gpd.GeoDataFrame) -> pd.Series:
    """Tell the counters whose point is published: not put at a town hall, not missing."""
    placed: pd.Series = (
        counters["place_status"].eq(str(Status.OBSERVED)) & counters.geometry.notna()
    )
    return placed


def _similarity(before: pd.Series, after: pd.Series) -> Floats:
    """Return how alike the names of two lists are, 0 to 1: a row a name of the first."""
    names = [[distinctive(str(name)) for name in side] for side in (before, after)]
    alike = [[fuzz.token_sort_ratio(one, other) / 100 for other in names[1]] for one in names[0]]
    return np.asarray(alike, dtype=np.float64).reshape(len(before), len(after))


def _by_identifier(before: gpd.GeoDataFrame, after: gpd.GeoDataFrame) -> pd.Index:
    """Return the codes that are one counter in both lists."""
    common = before.index[before.index.isin(after.index)]
    common = common[[not MADE_CODE.fullmatch(code) for code in common]]
    one, other = before.loc[common], after.loc[common]
    alike = np.array(
        [
            fuzz.token_sort_ratio(distinctive(str(name)), distinctive(str(was))) / 100
            for was, name in zip(one["counter_name"], other["counter_name"], strict=True)
        ],
        dtype=np.float64,
    )
    km = km_between(one.geometry, other.geometry)
    is_near = ~(km > OTHER_COUNTER_KM) & np.isfinite(km)
    is_here = (one["commune_code"] == other["commune_code"]).to_numpy(bool)
    is_same = is_here | (alike >= SAME_NAME) | is_near
    if len(common) and 1 - is_same.mean() > OTHER_NUMBERING_SHARE:
        is_same = np.zeros(len(common), dtype=np.bool_)
    kept: pd.Index = common[is_same]
    return kept


def _in_commune(before: gpd.GeoDataFrame, after: gpd.GeoDataFrame) -> list[tuple[object, ...]]:
    """Match the counters of one commune that no number matches."""
    alike = _similarity(before["counter_name"], after["counter_name"])
    names = [side["counter_name"].to_numpy(object) for side in (before, after)]
    km = _table_of_km(before, after)
    is_door = km <= SAME_DOOR_KM
    known = np.where(np.isfinite(km), np.minimum(km, MOST_KM), UNKNOWN_KM)
    cost = (1 - alike) / 2 + known / (2 * MOST_KM)
    cost += OTHERWISE_WRITTEN * (names[0][:, None] != names[1][None, :])
    cost[~((alike >= SAME_NAME) | is_door) | _travel_apart(before, after)] = np.inf
    # Against two counters left alone, which cost 1.
    gain = np.where(np.isfinite(cost), np.minimum(cost, 1.0) - 1.0, 0.0)
    found: list[tuple[object, ...]] = []
    for row, column in zip(*linear_sum_assignment(gain), strict=True):
        if gain[row, column] >= 0:
            continue
        near = cost <= cost[row, column] + AMBIGUOUS_COST
        others = near[row].sum() + near[:, column].sum() - 2
        by = NAME if alike[row, column] >= SAME_NAME else PLACE
        found.append((before.index[row], after.index[column], by, bool(others)))
    return found


def _table_of_km(before: gpd.GeoDataFrame, after: gpd.GeoDataFrame) -> Floats:
    """Return the kilometres from each to each; missing where a point is not published."""
    row, column = np.indices((len(before), len(after))).reshape(2, -1)
    points = [
        side.geometry.where(is_placed(side)).iloc[place].reset_index(drop=True)
        for side, place in ((before, row), (after, column))
    ]
    return km_between(*points).reshape(len(before), len(after))


def _travel_apart(before: gpd.GeoDataFrame, after: gpd.GeoDataFrame) -> NDArray[np.bool_]:
    """Tell the pairs of which one is known to travel and the other to stay."""
    travels = [
        side["is_itinerant"].astype("Float64").to_numpy(float, na_value=np.nan)
        for side in (before, after)
    ]
    gap = np.abs(travels[0][:, None] - travels[1][None, :])
    return np.asarray(gap > 0, dtype=np.bool_)
