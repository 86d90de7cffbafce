"""Counters: places where a person is received, how far they are, and how much they offer.

Two measures answer two questions and are almost uncorrelated over the communes of France: **how far**
(minutes to the nearest counter) and **how much supply for how much need** (weekly hours within reach
per 1,000 people in illectronism). They are kept apart.

An itinerant counter stands in the list at its carrier's office: it is not a place to travel to,
so it is left out unless asked for.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from types import MappingProxyType

import geopandas as gpd
import numpy as np
import pandas as pd
from numpy.typing import NDArray

from territory import illectronism
from territory.doors import is_double, is_fixed
from territory.indicators.catchments import (
    Catchments,
    Decay,
    decay_of,
)
from territory.indicators.official import official_minutes
from territory.known import is_known_enough
from territory.tables import Tables
from territory.travel import Nearest, Places, land_of

Floats = NDArray[np.float64]

# A fixed place must be open 24 hours a week over 5 days to be labelled.
LABEL_WEEKLY_HOURS = 24.0
# A week shorter by no more than this is a full one: times are typed to the minute, and 13:31 for 13:30
# is no shorter week.
FULL_WEEK_TOLERANCE_HOURS = 0.25
FULL_WEEK_HOURS = LABEL_WEEKLY_HOURS - FULL_WEEK_TOLERANCE_HOURS
# Hours with one of these flags are replaced by the median of the counters of the same kind.
DOUBTFUL_FLAGS = ("too_long",)


@dataclass(frozen=True)
class Origins:
    """Where trips start: town halls, or the points where people live.

    Parameters
    ----------
    places : Places
        One row an origin.
    commune : array of int, of shape (origins,)
        Position of each origin's commune in `communes`.
    weight : array of float, of shape (origins,)
        Share of the commune's people who live there; they sum to 1 over a commune.
    communes : Index
        Codes of the communes.
    """

    places: Places
    commune: NDArray[np.int64]
    weight: Floats
    communes: pd.Index

    def average(self, values: Floats) -> pd.Series:
        """Return the people-weighted mean by commune; missing if under two thirds is known."""
        known = np.isfinite(values)
        count = len(self.communes)
        weight = np.bincount(self.commune, np.where(known, self.weight, 0.0), count)
        total = np.bincount(self.commune, np.where(known, self.weight * values, 0), count)
        mean = np.full(count, np.nan)
        enough = is_known_enough(weight.astype(np.float64))
        mean[enough] = total[enough] / weight[enough]
        return pd.Series(mean, index=self.communes)


def origins_of(tables: Tables) -> Origins:
    """Return where trips start in each commune.

    The points where people live, if the tables hold any; the town hall for a commune without points.
    """
    communes = tables.communes
    halls = _town_halls(communes)
    if tables.points is None:
        return Origins(halls, np.arange(len(communes)), np.ones(len(communes)), communes.index)
    points = tables.points[tables.points["commune_code"].isin(communes.index)]
    commune = communes.index.get_indexer(points["commune_code"])
    total = np.bincount(commune, points["people"], len(communes))
    without = np.flatnonzero(total == 0)
    both = gpd.GeoDataFrame(
        {
            "zone": [*points["zone"], *halls.zone.iloc[without]],
            "land": [*points["land"], *halls.land.iloc[without]],
        },
        geometry=gpd.GeoSeries([*points.geometry, *halls.points.iloc[without]], crs=communes.crs),
    )
    weight = np.concatenate(
        [points["people"].to_numpy(float) / total[commune], np.ones(len(without))]
    )
    return Origins(
        Places.of_frame(both), np.concatenate([commune, without]), weight, communes.index
    )


def minutes_from(tables: Tables) -> pd.Series:
    """Return what the minutes of each commune start from.

    Returns
    -------
    Series of str
        ``points`` where the tables hold the points where its people live; else what its place is, one
        of `territory.contract.PLACE_KINDS`; missing without a place.
    """
    start: pd.Series = tables.communes["place_kind_name"].rename("minutes_from_name")
    if tables.points is not None:
        start = start.mask(start.index.isin(tables.points["commune_code"]), "points")
    return start


def _town_halls(communes: gpd.GeoDataFrame) -> Places:
    return Places.of(communes["town_hall_point"], communes.index.to_series(), communes["zone"])


def places_of(counters: gpd.GeoDataFrame) -> Places:
    """Return counters as places people go to."""
    return Places(
        counters.geometry, land_of(counters["commune_code"], counters["zone"]), counters["zone"]
    )


def fixed_counters(counters: gpd.GeoDataFrame) -> gpd.GeoDataFrame:
    """Return the counters a person can travel to: see `territory.doors.is_fixed`."""
    return counters[is_fixed(counters)]


def opens_saturday(counters: gpd.GeoDataFrame) -> pd.Series:
    """Tell the fixed counters known to open every Saturday without appointment.

    False where hours are unknown, where only some Saturdays are open, or by appointment only.
    """
    saturday: pd.Series = counters["is_open_saturday"].fillna(False).astype(bool)
    return is_fixed(counters) & saturday


def opens_full_week(counters: gpd.GeoDataFrame) -> pd.Series:
    """Tell the fixed counters known to open a full week, as the label asks (`FULL_WEEK_HOURS`)."""
    hours = counters["weekly_hours"].where(~counters["hours_flag_name"].isin(DOUBTFUL_FLAGS))
    is_full: pd.Series = hours >= FULL_WEEK_HOURS
    return is_fixed(counters) & is_full


def nearest_counter(
    tables: Tables, is_counted: pd.Series | None = None, origins: Origins | None = None
) -> Nearest:
    """Find the counter each origin reaches first.

    Parameters
    ----------
    tables : Tables
        The communes, the counters, and the engine that measures minutes. Give the
        counters of the neighbouring départements too: people cross borders.
    is_counted : Series of bool, optional
        The counters to choose among, on their index; the fixed ones by default.
    origins : Origins, optional
        Where trips start; the town halls by default.
    """
    chosen = tables.counters[is_fixed(tables.counters) if is_counted is None else is_counted]
    starts = _town_halls(tables.communes) if origins is None else origins.places
    return tables.engine.minutes_to_nearest(starts, places_of(chosen))


# Which counters each measure of minutes chooses among.
COUNTED: MappingProxyType[str, Callable[[gpd.GeoDataFrame], pd.Series]] = MappingProxyType(
    {
        "nearest_counter_minutes": is_fixed,
        "nearest_any_counter_minutes": lambda counters: ~is_double(counters),
        "nearest_saturday_counter_minutes": opens_saturday,
        "nearest_full_week_counter_minutes": opens_full_week,
    }
)


def minutes_to(tables: Tables, name: str) -> pd.Series:
    """Return the minutes by car to the nearest of the counters a measure chooses among, by commune.

    Parameters
    ----------
    tables : Tables
        Communes, counters, engine.
    name : str
        The measure, one of `COUNTED`.

    Returns
    -------
    Series of float
        Minutes on the communes' index; missing where no such counter can be reached.

    Notes
    -----
    ``t_c = Σ_p w_p min_j t_pj``: the mean over the points p where the commune's people live (its town
    hall alone without points), ``w_p`` the share who live there and ``t_pj`` the minutes to counter j.
    Distance to the closest facility, averaged by population: Apparicio et al. (2008), *International
    Journal of Health Geographics* 7:7.
    """
    origins = origins_of(tables)
    found = nearest_counter(tables, COUNTED[name](tables.counters), origins)
    return origins.average(found.minutes.to_numpy(float)).rename(name)


def nearest_counter_minutes(tables: Tables) -> pd.Series:
    """Return the minutes by car to the nearest fixed counter; Insee's own, to its list's, by its engine."""
    name = "nearest_counter_minutes"
    official = official_minutes(tables)
    return minutes_to(tables, name) if official is None else official.rename(name)


def nearest_any_counter_minutes(tables: Tables) -> pd.Series:
    """Return the minutes to the nearest counter, itinerant ones at their carrier's office included."""
    return minutes_to(tables, "nearest_any_counter_minutes")


def nearest_saturday_counter_minutes(tables: Tables) -> pd.Series:
    """Return the minutes by car to the nearest fixed counter open every Saturday (`opens_saturday`)."""
    return minutes_to(tables, "nearest_saturday_counter_minutes")


def nearest_full_week_counter_minutes(tables: Tables) -> pd.Series:
    """Return the minutes by car to the nearest fixed counter open 24 hours a week or more."""
    return minutes_to(tables, "nearest_full_week_counter_minutes")


@dataclass(frozen=True)
class Supply:
    """Weekly opening hours of counters, imputed where they are not known.

    Parameters
    ----------
    hours : Series of float
        Hours a week of each counter; missing only if the hours of no counter are known.
    is_imputed : Series of bool
        Where the median of the counters of the same kind replaces hours unknown or doubtful.
    """

    hours: pd.Series
    is_imputed: pd.Series


def supply_of(counters: gpd.GeoDataFrame) -> Supply:
    """Return the weekly hours of counters, with the median of their kind where unknown, never 0."""
    hours = counters["weekly_hours"].astype("float64")
    hours = hours.where(~counters["hours_flag_name"].isin(DOUBTFUL_FLAGS))
    of_kind = hours.groupby(counters["counter_kind_name"]).transform("median")
    filled = hours.fillna(of_kind).fillna(hours.median())
    return Supply(filled, hours.isna())


@dataclass(frozen=True)
class HoursWithinReach:
    """Inputs of `reachable_hours_per_1k`, computed once for any number of catchments and decays.

    Parameters
    ----------
    origins : Origins
        Where trips start.
    catchments : Catchments
        Minutes to the counters, up to the largest catchment.
    hours : array of float, of shape (counters,)
        Weekly hours of each counter.
    demand : array of float, of shape (origins,)
        People in illectronism of each origin; missing where unknown.
    """

    origins: Origins
    catchments: Catchments
    hours: Floats
    demand: Floats

    def per_1k(self, decay: Decay) -> pd.Series:
        """Return the weekly hours within reach per 1,000 people in illectronism, by commune."""
        reached = 1000 * self.catchments.supply_per_demand(self.hours, self.demand, decay)
        # An origin without a point is unknown; it does not reach 0 hours.
        is_placed = self.origins.places.points.notna().to_numpy()
        return self.origins.average(np.where(is_placed, reached, np.nan))


def hours_within_reach(
    tables: Tables,
    most_minutes: float,
    *,
    is_counted: pd.Series | None = None,
    people: pd.Series | None = None,
) -> HoursWithinReach:
    """Return the inputs of the hours within reach, for catchments up to a size.

    Parameters
    ----------
    tables : Tables
        Communes and counters of more than the territory studied: across its border, counters serve
        its people and people use its counters.
    most_minutes : float
        The largest catchment that will be asked for.
    is_counted : Series of bool, optional
        The counters whose hours count, on their index; the fixed ones by default.
    people : Series of float, optional
        The people the hours are shared between, by commune; those in illectronism by default.
    """
    origins = origins_of(tables)
    counters = tables.counters[is_fixed(tables.counters) if is_counted is None else is_counted]
    hours = supply_of(counters).hours.to_numpy(float)
    usable = np.isfinite(hours)
    places = places_of(counters[usable])
    reach = tables.engine.minutes_within(origins.places, places, most_minutes)
    if people is None:
        people = illectronism.illectronism_people(tables.communes)
    demand = people.to_numpy(float)[origins.commune] * origins.weight
    return HoursWithinReach(origins, Catchments(reach.minutes), hours[usable], demand)


def reachable_hours_per_1k(tables: Tables, decay: Decay | None = None) -> pd.Series:
    """Return the weekly hours of fixed counters within reach per 1,000 people in illectronism.

    Parameters
    ----------
    tables : Tables
        Communes and counters.
    decay : Decay, optional
        Catchment and weights; by default 20 minutes in three steps (E2SFCA).

    Returns
    -------
    Series of float
        Hours a week per 1,000 people, on the communes' index. 0 where no counter is within the
        catchment; missing where the commune has no point or no estimate of its people.

    Notes
    -----
    ``H_c = 1000 Σ_p w_p A_p``, with ``A_p`` the weekly hours per person within reach of point p
    (`territory.indicators.catchments.Catchments.supply_per_demand`): the enhanced two-step floating
    catchment area of Luo & Qi (2009), *Health & Place* 15(4), 1100–1107.
    """
    decay = decay or decay_of()
    reach = hours_within_reach(tables, decay.catchment_minutes)
    return reach.per_1k(decay).rename("reachable_hours_per_1k")
