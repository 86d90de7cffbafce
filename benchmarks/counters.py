"""Counters nationally: how far, how much for how many, against pysal's `access` and geopandas.

    python benchmarks/counters.py [FOLDER OF TABLES]

Prints differences, times and their ratio in one run, and the figures of the method's page.
"""

from __future__ import annotations

import sys
import time
import warnings
from pathlib import Path

import geopandas as gpd
import numpy as np
import pandas as pd
from access import fca, weights

from territory import doors
from territory.illectronism import illectronism_people
from territory.indicators import counters as counters_
from territory.indicators.catchments import DECAYS, decay_of
from territory.indicators.people_within import people_within
from territory.tables import Tables, open_tables
from territory.travel import ESTIMATE_MINUTES_PER_KM, ESTIMATE_START_MINUTES, land_of

RUNS = 5
WORST_SHARE = 0.1


def timed(what, *given):
    """Return what a call gives, and the quickest of some runs in seconds."""
    best = np.inf
    for _ in range(RUNS):
        started = time.perf_counter()
        found = what(*given)
        best = min(best, time.perf_counter() - started)
    return found, best


def against_pysal(tables: Tables) -> None:
    prepared = counters_.hours_within_reach(tables, 20)
    decay = decay_of("steps", 20)
    demand = np.nan_to_num(prepared.demand)
    ours, our_seconds = timed(prepared.catchments.supply_per_demand, prepared.hours, demand, decay)
    pairs = prepared.catchments.minutes.tocoo()
    cost = pd.DataFrame({"origin": pairs.coords[0], "dest": pairs.coords[1], "cost": pairs.data})
    people = pd.DataFrame({"demand": demand}).rename_axis("geoid")
    hours = pd.DataFrame({"supply": prepared.hours}).rename_axis("geoid")
    step = weights.step_fn({20 / 3: 1, 40 / 3: 0.68, 20: 0.22})

    def theirs():
        return fca.two_stage_fca(people, hours, cost, max_cost=20, weight_fn=step)

    found, their_seconds = timed(theirs)
    found = found.reindex(range(len(demand)), fill_value=0).to_numpy()
    both = np.isfinite(ours) & np.isfinite(found)
    print(
        f"E2SFCA: {len(cost):,} pairs; largest difference to pysal access "
        f"{np.abs(ours - found)[both].max():.1e} (values up to {np.nanmax(ours):.2f}); "
        f"{our_seconds * 1000:.1f} ms against {their_seconds * 1000:.0f} ms: "
        f"{their_seconds / our_seconds:.0f} times"
    )


def against_sjoin_nearest(tables: Tables) -> None:
    mainland = tables.communes[(tables.communes["zone"] == "metropole").to_numpy()]
    chosen = Tables(mainland, tables.counters)
    fixed = counters_.fixed_counters(tables.counters)
    fixed = fixed[fixed["zone"] == "metropole"]
    found, our_seconds = timed(counters_.nearest_counter, chosen)
    origins = gpd.GeoDataFrame(geometry=mainland["town_hall_point"], crs=4326).to_crs(2154)
    places = fixed[["geometry"]].to_crs(2154)

    def theirs():
        return gpd.sjoin_nearest(origins, places, distance_col="metres")

    nearest, their_seconds = timed(theirs)
    metres = nearest["metres"][~nearest.index.duplicated()]
    is_main = (land_of(mainland.index.to_series(), mainland["zone"]) == "metropole").to_numpy()
    gap = (found.km * 1000 - metres)[is_main]
    print(
        f"nearest counter: largest difference to geopandas.sjoin_nearest {gap.abs().max():.2f} m "
        f"over {int(gap.notna().sum()):,} communes of the mainland (islands closed apart); "
        f"{our_seconds * 1000:.0f} ms, projections included, against {their_seconds * 1000:.0f} ms "
        "without"
    )


def two_questions(tables: Tables) -> None:
    far = counters_.nearest_counter_minutes(tables)
    people = illectronism_people(tables.communes)
    print("how far against how much for how many (rank correlation with scarcity; worst deciles):")
    for name in DECAYS:
        for catchment in (10, 20, 30):
            decay = decay_of(name, catchment)
            hours = counters_.hours_within_reach(tables, catchment, people=people).per_1k(decay)
            known = far.notna() & hours.notna()
            rho = far[known].corr(-hours[known], method="spearman")
            count = round(WORST_SHARE * known.sum())
            worst_far = set(far[known].nlargest(count).index)
            worst_hours = set(hours[known].nsmallest(count, keep="first").index)
            print(
                f"  {name} {catchment} min: Spearman {rho:+.2f}; in both worst deciles "
                f"{len(worst_far & worst_hours):,} of {count:,}; no counter in reach: "
                f"{int((hours == 0).sum()):,} communes"
            )


def people_out_of_reach(tables: Tables) -> None:
    population = tables.communes["population_people"]
    counters = tables.counters
    saturday_any = counters["is_open_saturday"].fillna(False).astype(bool)
    for label, kept in (
        ("any fixed counter", doors.is_fixed(counters)),
        ("any counter, itinerant included", pd.Series(True, index=counters.index)),
        ("a fixed counter open on Saturday", counters_.opens_saturday(counters)),
        ("a counter open on Saturday, itinerant included", saturday_any),
        ("a fixed counter open 24 h a week", counters_.opens_full_week(counters)),
    ):
        nearest = counters_.nearest_counter(tables, kept)
        limit_km = 10
        assert ESTIMATE_START_MINUTES + ESTIMATE_MINUTES_PER_KM * limit_km < 20
        far_km = population[nearest.km > limit_km].sum() / 1e6
        far_minutes = population[nearest.minutes > 20].sum() / 1e6
        unknown = population[nearest.minutes.isna()].sum() / 1e6
        print(
            f"  {label}: {far_km:.2f} M people beyond 10 km, {far_minutes:.2f} M beyond 20 "
            f"estimated minutes, {unknown:.3f} M cannot be said"
        )


def main() -> None:
    tables = open_tables(Path(sys.argv[1]) if len(sys.argv) > 1 else None)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # pysal's own deprecations
        against_pysal(tables)
    against_sjoin_nearest(tables)
    two_questions(tables)
    people_out_of_reach(tables)
    supply = counters_.supply_of(tables.counters)
    print(
        f"hours imputed from the kind's median: {int(supply.is_imputed.sum())} of {len(supply.hours):,}"
    )
    shares = people_within(tables, pd.Series("France", index=tables.communes.index))
    print(shares.round(4).to_string())


if __name__ == "__main__":
    main()
