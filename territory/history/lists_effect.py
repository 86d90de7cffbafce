"""What the changes between two lists do to people: each alone, and all together.

People are those in illectronism of the tables in use, the same on both sides, and minutes are those of
one engine: only counters change. Effects are computed where those of a plan are (`territory.plan.effect`,
`territory.plan.closures`): an opening is a closure undone.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

import geopandas as gpd
import numpy as np
import pandas as pd

from territory.doors import is_fixed
from territory.history.lists_compared import Compared
from territory.history.matching import km_between
from territory.indicators.catchments import PUBLIC_TARGET_MINUTES
from territory.indicators.one_counter import two_nearest
from territory.plan.closures import every_closure
from territory.plan.effect import Served, effect, served, totals
from territory.tables import Tables
from territory.tables.applied import measured_alike

WITHIN_MINUTES = (10.0, 15.0, PUBLIC_TARGET_MINUTES, 30.0)
# On the mainland nobody's nearest counter is this far: a counter that moves concerns those around it.
AROUND_KM = 100.0
MAINLAND = "metropole"
# Changes of one counter that are told by closing it on the side where it stands.
_ALONE = (("opened", "after"), ("closed", "before"))
_BOTH = ("moved", "became_itinerant", "became_fixed")


@dataclass(frozen=True)
class ListsEffect:
    """What the changes do.

    Parameters
    ----------
    before, after : Served
        Of the communes asked about; every counter counts, beyond their border too.
    within : DataFrame
        Index ``within_minutes``: ``before_within_people``, ``after_within_people`` (in illectronism, whose
        minutes are known and within the limit), ``before_within_share`` and ``after_within_share`` of all those
        whose minutes are known.
    each : DataFrame
        Index ``counter_code``, the changes told: ``gaining_people``, ``losing_people`` within the limit,
        ``concerned_people`` who travel less or more, ``change_minutes`` one way each of them travels more (below
        0 where they travel less). Each alone: over the counters of after for what opened or moved, over
        those of before for what closed; they do not add up. Missing for what is no place to travel to (it
        travels, or nobody says), and where a change touches neither place nor travel.
    """

    before: Served
    after: Served
    within: pd.DataFrame
    each: pd.DataFrame


def effect_of_lists(
    tables: Tables,
    compared: Compared,
    people: pd.Series,
    *,
    codes: pd.Index,
    told: pd.Index,
    within_minutes: float,
) -> ListsEffect:
    """Return what the changes between two lists do.

    Parameters
    ----------
    tables : Tables
        All communes; their engine measures.
    compared : Compared
        As `territory.history.lists_compared.compare_lists`.
    people : Series of float
        People in illectronism by commune.
    codes : Index of str
        Communes asked about.
    told : Index of str
        Changes whose own effect is asked for, of ``compared.changes``.
    within_minutes : float
        The limit of each change's own effect.
    """
    ground = replace(measured_alike(tables), itinerant_stops=None)
    sides = {
        "before": replace(ground, counters=compared.before),
        "after": replace(ground, counters=compared.after),
    }
    asked = tables.communes.loc[codes]
    had, have = (served(side.of(asked), people) for side in sides.values())
    changes = compared.changes.loc[told]
    return ListsEffect(
        had,
        have,
        people_within(had, have),
        _each(sides, changes, people, within_minutes),
    )


def people_within(before: Served, after: Served) -> pd.DataFrame:
    """Return the people within `WITHIN_MINUTES` of a counter on both sides."""
    rows = {}
    for limit in WITHIN_MINUTES:
        row = {}
        for name, one in (("before", before), ("after", after)):
            near = float(one.people[one.minutes <= limit].sum())
            known = float(one.people[np.isfinite(one.minutes)].sum())
            row[f"{name}_within_people"] = near
            row[f"{name}_within_share"] = near / known if known else np.nan
        rows[limit] = row
    return pd.DataFrame.from_dict(rows, orient="index").rename_axis("within_minutes")


def _each(
    sides: dict[str, Tables], changes: pd.DataFrame, people: pd.Series, within_minutes: float
) -> pd.DataFrame:
    columns = ["gaining_people", "losing_people", "concerned_people", "change_minutes"]
    each = pd.DataFrame(np.nan, index=changes.index, columns=columns)
    for name, side in _ALONE:
        rows = changes.index[changes["counter_change_name"] == name]
        if not len(rows):
            continue
        closures = every_closure(two_nearest(sides[side]), people, within_minutes).reindex(rows)
        is_opening = name == "opened"
        here, nobody = (
            ("gaining_people", "losing_people")
            if is_opening
            else ("losing_people", "gaining_people")
        )
        each.loc[rows, here] = closures["losing_people"]
        each.loc[rows, nobody] = closures["losing_people"] * 0.0
        each.loc[rows, "concerned_people"] = closures["nearest_people"]
        each.loc[rows, "change_minutes"] = closures["added_minutes"] * (-1 if is_opening else 1)
    for code in changes.index[changes["counter_change_name"].isin(_BOTH)]:
        each.loc[code] = _one(sides, str(code), people, within_minutes)
    return each


def _one(
    sides: dict[str, Tables], code: str, people: pd.Series, within_minutes: float
) -> pd.Series:
    """Return what one counter that moved, or that began or ceased to travel, does alone."""
    after = sides["after"].counters
    was = sides["before"].counters.loc[[code]]
    alone = after.copy()
    for name in ("geometry", "commune_code", "zone", "is_itinerant", "double_of_code"):
        alone.loc[[code], name] = was[name].to_numpy()
    if not (is_fixed(alone.loc[[code]]) | is_fixed(after.loc[[code]])).any():
        return pd.Series(dtype="float64")
    around = _around(
        sides["after"].communes,
        [was.geometry.iloc[0], after.geometry[code]],
        str(after.at[code, "zone"]),
    )
    had, have = (
        served(replace(sides["after"], counters=counters).of(around), people)
        for counters in (alone, after)
    )
    sums = totals(had, have, effect(had, have, within_minutes))
    concerned = sums.nearer_people + sums.further_people
    known = np.isfinite(had.minutes) & np.isfinite(have.minutes)
    more = float((had.people * (have.minutes - had.minutes))[known].sum())
    return pd.Series(
        {
            "gaining_people": sums.gaining_people,
            "losing_people": sums.losing_people,
            "concerned_people": concerned,
            "change_minutes": more / concerned if concerned else np.nan,
        }
    )


def _around(communes: gpd.GeoDataFrame, points: list[object], zone: str) -> gpd.GeoDataFrame:
    """Return the communes that a counter at one of some points can concern."""
    here = communes[communes["zone"] == zone]
    if zone != MAINLAND:
        return here
    halls = gpd.GeoSeries(here["town_hall_point"], crs=communes.crs)
    km = [
        km_between(gpd.GeoSeries([point] * len(halls), crs=communes.crs), halls) for point in points
    ]
    return here[np.nanmin(km, axis=0) <= AROUND_KM]
