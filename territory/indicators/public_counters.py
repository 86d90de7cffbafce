"""The public counters beside France Services: how far the nearest of each kind is, how many there are.

CAF, CPAM, France Travail and others, from the directory of the administration. Context: none of these
figures is an indicator, and none enters a score; they say where a town without France Services is no
desert. An optional table: without it every figure here is missing.
"""

from __future__ import annotations

import geopandas as gpd
import numpy as np
import pandas as pd

from territory.contract import AGENCY_KINDS
from territory.indicators.counters import Origins, origins_of, places_of
from territory.known import is_known_enough
from territory.tables import Tables

# Those whose presence together makes a town served though it has no France Services: the partners most
# procedures are done with, each with agencies of its own. A town hall is everywhere, and says nothing.
CORE_KINDS = ("caf", "cpam", "france_travail")
# Kinds whose minutes are measured: every commune is at the door of a town hall of its own.
MEASURED_KINDS = tuple(kind for kind in AGENCY_KINDS if kind != "mairie")

MINUTES_COLUMNS = tuple(f"nearest_{kind}_minutes" for kind in MEASURED_KINDS)
# Limits of the classes of their maps, fixed as those of the indicators are: agencies are rarer than
# counters of France Services.
MINUTES_BREAKS = (10.0, 20.0, 30.0, 45.0)
SOURCE_IDS = ("public_directory", "town_halls")
COUNT_COLUMNS = tuple(f"{kind}_agencies_count" for kind in AGENCY_KINDS)
CORE_COLUMN = "core_agencies_count"
PUBLIC_COLUMNS = (*MINUTES_COLUMNS, *COUNT_COLUMNS, CORE_COLUMN)


def agency_counts(tables: Tables) -> pd.DataFrame:
    """Return how many public counters of each kind stand in each commune.

    Returns
    -------
    DataFrame of Int64
        On the communes' index: `COUNT_COLUMNS`, and how many of the `CORE_KINDS` have a counter there
        (0–3). All missing without a table of public counters and in the départements that a partial
        file does not cover; those of a kind are missing in the zones where the table holds none of it:
        a kind that bears another name there is not one that is absent.
    """
    index = tables.communes.index
    public = tables.public_counters
    found: dict[str, pd.Series] = {}
    for kind in AGENCY_KINDS:
        name = f"{kind}_agencies_count"
        if public is None:
            found[name] = pd.Series(pd.NA, index=index, dtype="Int64")
            continue
        of_kind = public[public["agency_kind_name"] == kind]
        counts = of_kind["commune_code"].value_counts().reindex(index, fill_value=0)
        found[name] = counts.astype("Int64").where(_is_known(tables, of_kind))
    counted = pd.DataFrame(found, index=index)
    core = [f"{kind}_agencies_count" for kind in CORE_KINDS]
    counted[CORE_COLUMN] = (counted[core] > 0).astype("Int64").sum(axis=1, skipna=False)
    return counted.astype("Int64")


def agency_minutes(tables: Tables) -> pd.DataFrame:
    """Return the minutes by car to the nearest public counter of each kind.

    Returns
    -------
    DataFrame of float
        On the communes' index, columns `MINUTES_COLUMNS`; missing as `agency_counts` is, and where no
        such counter can be reached.

    Notes
    -----
    The formula of `territory.indicators.counters.minutes_to`, over the places of the table that have a
    point, be it the town hall of the commune their address names (imputed).
    """
    public = tables.public_counters
    if public is None:
        return pd.DataFrame(np.nan, index=tables.communes.index, columns=list(MINUTES_COLUMNS))
    placed = public[public.geometry.notna() & public["zone"].notna()]
    origins = origins_of(tables)
    found = {}
    for kind, name in zip(MEASURED_KINDS, MINUTES_COLUMNS, strict=True):
        places = placed[placed["agency_kind_name"] == kind]
        found[name] = _minutes(tables, origins, places).where(_is_known(tables, places))
    return pd.DataFrame(found, index=tables.communes.index)


def minutes_of_groups(
    minutes: pd.DataFrame, communes: pd.DataFrame, groups: pd.Series
) -> pd.DataFrame:
    """Return the minutes of territories: the mean of their communes weighted by their people.

    Parameters
    ----------
    minutes : DataFrame
        As `agency_minutes` gives them.
    communes : DataFrame
        ``population_people``, on the same index.
    groups : Series
        Territory of each commune, missing for those left out.

    Returns
    -------
    DataFrame of float
        One row a territory; missing where less than two thirds of its people have minutes.
    """
    people = communes["population_people"].astype("float64")
    total = people.groupby(groups).sum()
    found = {}
    for name in minutes.columns:
        known = people.where(minutes[name].notna())
        weight = known.groupby(groups).sum()
        mean = (minutes[name] * known).groupby(groups).sum() / weight.where(weight > 0)
        share = (weight / total.where(total > 0)).fillna(0.0).to_numpy(float)
        found[name] = mean.where(is_known_enough(share))
    return pd.DataFrame(found, index=total.index)


def _is_known(tables: Tables, of_kind: gpd.GeoDataFrame) -> pd.Series:
    """Tell the communes of which the table can say that they have none of a kind."""
    in_zone = tables.communes["zone"].isin(of_kind["zone"].dropna().unique())
    known: pd.Series = tables.is_covered_by("public_directory") & in_zone
    return known


def _minutes(tables: Tables, origins: Origins, places: gpd.GeoDataFrame) -> pd.Series:
    if places.empty:
        return pd.Series(np.nan, index=tables.communes.index)
    nearest = tables.engine.minutes_to_nearest(origins.places, places_of(places))
    return origins.average(nearest.minutes.to_numpy(float))
