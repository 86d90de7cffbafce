"""Hold the estimate of minutes against real road times, and measure the band published beside it.

    python benchmarks/travel_error.py SECONDS.csv PLACES.csv [--tables FOLDER] [--other MINUTES.csv PLACES.csv]
                                      [--write territory/travel/band.toml]

The layout of the files is that of ``territory engines --truth``. With tables, real counters and the
density of communes are looked at too, and other default estimates are fitted on a random half of
the places, held against the other half and asked what they say of a region where a fit is published.
"""

from __future__ import annotations

import argparse
from pathlib import Path

import numpy as np
import pandas as pd
from scipy.stats import spearmanr

from territory.doors import is_fixed
from territory.geography import project
from territory.tables import Tables, open_tables
from territory.travel.band import LEVELS, class_groups, measure_band
from territory.travel.calibration import (
    TRIPS_OF,
    calibrate,
    halves,
    hold,
    probability_within,
)
from territory.travel.estimate import estimated_minutes
from territory.travel.trips import nearest_trips, pair_trips, ratio_table
from territory.travel.truth import Truth, read_truth

LIMIT = 20.0
# Where the line of the estimate was published, R² 0.93.
PUBLISHED_IN = ("02", "59", "60", "62", "80")
SEEDS = range(20, 30)


def tell_ratios(truth: Truth, tables: Tables | None) -> None:
    for kind, made in TRIPS_OF.items():
        trips = made(truth, None)
        classes = {km: rows.index for km, rows in class_groups(trips)}
        group = pd.Series(np.nan, index=trips.index)
        for km, index in classes.items():
            group[index] = km
        print(f"\nroad / estimate, {kind}, by straight line up to … km")
        print(ratio_table(trips, group).round(2).to_string())
        if tables is not None and truth.codes.isin(tables.communes.index).all():
            density = tables.communes["density_class"].reindex(truth.codes).to_numpy(float)
            print(f"road / estimate, {kind}, by density class of the origin (1 dense, 7 sparse)")
            print(ratio_table(trips, density[trips["origin"]]).round(2).to_string())


def tell_calibration(truth: Truth) -> None:
    print(
        f"\nband measured on a random half of the places, held against the other half ({len(SEEDS)} divisions)"
    )
    for kind in TRIPS_OF:
        held = pd.DataFrame([calibrate(truth, kind, LIMIT, seed) for seed in SEEDS])
        print(kind)
        print(held.agg(["mean", "min", "max"]).round(3).to_string())


def tell_counters(truth: Truth, tables: Tables) -> None:
    """Say what the estimate, its band and the road say of the real counters."""
    fixed = tables.counters[is_fixed(tables.counters)]
    counters = np.flatnonzero(truth.codes.isin(fixed["commune_code"]))
    with_own = truth.minutes[:, counters].min(axis=1), truth.km[:, counters].min(axis=1)
    estimate = estimated_minutes(with_own[1])
    road = with_own[0]
    print(f"\nreal counters: {len(counters)} of {len(truth.codes)} places have one")
    print(f"Spearman of minutes to the nearest: {spearmanr(estimate, road).statistic:.3f}")
    print(
        f"beyond {LIMIT:g} minutes: {(estimate > LIMIT).sum()} by the estimate, {(road > LIMIT).sum()} by road, {((estimate > LIMIT) & (road > LIMIT)).sum()} by both"
    )
    for seed in SEEDS:
        fitted, left_out = halves(len(truth.codes), seed)
        for kind, made in TRIPS_OF.items():
            band = measure_band(made(truth, fitted))
            trips = nearest_trips(truth, left_out, counters)
            held = hold(band, trips, LIMIT)
            print(
                f"seed {seed} {kind}: in {held.inside_share:.3f} below {held.below_share:.3f} above {held.above_share:.3f}; beyond {LIMIT:g}: road {(1 - held.within_real_share) * len(trips):.0f}, expected {(1 - held.within_expected_share) * len(trips):.0f}, estimate {(1 - held.within_estimate_share) * len(trips):.0f} of {len(trips)}"
            )
    band = measure_band(TRIPS_OF["nearest"](truth, None))
    minutes = np.column_stack([estimate * band.ratio(with_own[1], level) for level in LEVELS])
    outside = 1 - probability_within(minutes, LEVELS, LIMIT)
    low, high = (estimate * band.ratio(with_own[1], level) for level in (0.05, 0.95))
    inside = (road >= low) & (road <= high) & (with_own[1] > 0)
    density = tables.communes["density_class"].reindex(truth.codes).to_numpy(float)
    away = pd.Series(inside[with_own[1] > 0]).groupby(density[with_own[1] > 0])
    print("share of real times in the band, by density class:", away.mean().round(2).to_dict())
    beyond = road > LIMIT
    undecided = (low <= LIMIT) & (high > LIMIT)
    print(
        f"beyond {LIMIT:g} with the band: {outside.sum():.0f} expected, {(low > LIMIT).sum()} surely, {undecided.sum()} undecided, {(high <= LIMIT).sum()} surely within"
    )
    print(
        f"of the {beyond.sum()} beyond by road: {(beyond & (low > LIMIT)).sum()} said surely beyond, {(beyond & undecided).sum()} undecided, {(beyond & (high <= LIMIT)).sum()} said surely within"
    )


def features(
    truth_km: np.ndarray, first: pd.DataFrame, second: pd.DataFrame, names: tuple[str, ...]
) -> np.ndarray:
    """Return the columns of a fit: a constant, a curve in distance, then sums over both ends."""
    log_km = np.log(truth_km)
    ends = [first[name].to_numpy() + second[name].to_numpy() for name in names]
    return np.column_stack([np.ones(len(log_km)), log_km, log_km**2, *ends])


def of_communes(tables: Tables) -> pd.DataFrame:
    """Return what tables tell of relief and land, by mainland commune: density, size, shape."""
    communes = tables.communes[tables.communes["zone"] == "metropole"]
    spots = project(communes["town_hall_point"], "metropole")
    area = communes["area_km2"].to_numpy(float)
    shapes = communes.geometry.to_crs(2154)
    centre = np.column_stack([shapes.centroid.x, shapes.centroid.y])
    made = pd.DataFrame(
        {
            "x": spots[:, 0],
            "y": spots[:, 1],
            "departement": communes["departement_code"],
            "density_class": communes["density_class"].astype("float64"),
            "log_density": np.log((communes["population_people"] + 1) / area),
            "log_area": np.log(area),
            "compactness": 4 * np.pi * area / (shapes.length / 1000) ** 2,
            "off_centre": np.linalg.norm(centre - spots, axis=1) / 1000 / np.sqrt(area),
        },
        index=communes.index,
    )
    return made.dropna()


FITS: dict[str, tuple[str, ...]] = {
    "curve in distance": (),
    "and density class": ("density_class",),
    "and density": ("log_density",),
    "and area": ("log_area",),
    "and shape of communes": ("compactness", "off_centre"),
    "and all of these": ("log_density", "log_area", "compactness", "off_centre"),
}


def tell_defaults(truth: Truth, tables: Tables) -> None:
    """Fit other defaults on half of the places; hold them against the other half and a flat region."""
    land = of_communes(tables)
    here = land.loc[truth.codes].reset_index(drop=True)
    trips = pair_trips(truth)
    km = truth.km
    fitted, left_out = halves(len(truth.codes))
    origin, place = np.nonzero((km > 0) & (km <= 30) & np.isfinite(truth.minutes))
    ratio = np.log(truth.minutes[origin, place] / estimated_minutes(km[origin, place]))
    is_fitted = np.isin(origin, fitted) & np.isin(place, fitted)
    is_left_out = np.isin(origin, left_out) & np.isin(place, left_out)
    west = here["x"].to_numpy() < here["x"].median()
    in_west, in_east = west[origin] & west[place], ~west[origin] & ~west[place]
    flat = land[land["departement"].isin(PUBLISHED_IN)].reset_index(drop=True)
    rng = np.random.default_rng(0)
    one, two = rng.integers(0, len(flat), (2, 4_000_000))
    apart = (
        np.hypot(
            flat["x"].to_numpy()[one] - flat["x"].to_numpy()[two],
            flat["y"].to_numpy()[one] - flat["y"].to_numpy()[two],
        )
        / 1000
    )
    near = (apart > 0) & (apart <= 30)
    one, two, apart = one[near], two[near], apart[near]
    print(f"\nother defaults, fitted on the logarithm of road / estimate ({len(trips)} trips)")
    print(
        "name | left-out half: standard deviation of the logarithm, R² of minutes | east fitted on west: bias, deviation | factor said of the region of the published line (1 by its fit): median, P5, P95"
    )
    real, line = (
        truth.minutes[origin, place],
        estimated_minutes(km[origin, place]),
    )

    def told(name: str, said: np.ndarray, east: np.ndarray, there: np.ndarray) -> None:
        error = (ratio - said)[is_left_out]
        minutes = np.exp(said) * line
        rest = ((real - minutes)[is_left_out] ** 2).sum()
        r2 = 1 - rest / ((real - real[is_left_out].mean())[is_left_out] ** 2).sum()
        over = (ratio - east)[in_east]
        low, middle, high = np.exp(np.quantile(there, [0.05, 0.5, 0.95]))
        print(
            f"{name} | {np.sqrt((error**2).mean()):.3f}, {r2:.2f} | {over.mean():.2f}, {over.std():.2f} | {middle:.2f}, {low:.2f}, {high:.2f}"
        )

    nothing = np.zeros(len(ratio))
    told("today: 2.02 + 1.32 km", nothing, nothing, np.zeros(2))
    for name, names in FITS.items():
        columns = features(km[origin, place], here.iloc[origin], here.iloc[place], names)
        own, side = (
            np.linalg.lstsq(columns[rows], np.asarray(ratio)[rows], rcond=None)[0]
            for rows in (is_fitted, in_west)
        )
        there = features(apart, flat.iloc[one], flat.iloc[two], names)
        told(name, columns @ own, columns @ side, there @ own)


def tell_other(truth: Truth, other: Truth) -> None:
    """Say how many real times of elsewhere lie in the band measured here."""
    print(f"\nthe band measured here, held against {len(other.codes)} places of elsewhere")
    for kind, made in TRIPS_OF.items():
        print(kind, hold(measure_band(made(truth, None)), made(other, None), LIMIT))


def band_text(truth: Truth, measured: dict[str, object]) -> str:
    """Return the band as the package stores it."""
    lines = [
        "# Road minutes over estimated minutes, by straight line: quantiles measured on real road times by",
        "# benchmarks/travel_error.py. Quantiles alone are kept; the times are © OpenStreetMap contributors, ODbL 1.0.",
        "# One département of mountains and plains is not France: docs/decisions/0027-the-band-of-minutes.md.",
        f"levels = [{', '.join(f'{one:g}' for one in LEVELS)}]".replace("[0,", "[0.0,").replace(
            " 1]", " 1.0]"
        ),
        "",
        "[measured]",
    ]
    lines += [f"{name} = {value!r}".replace("'", '"') for name, value in measured.items()]
    for kind, made in TRIPS_OF.items():
        for km, rows in class_groups(made(truth, None)):
            ratios = np.quantile(rows["road_minutes"] / rows["estimate_minutes"], LEVELS)
            lines += [
                "",
                f"[[{kind}]]",
                f"up_to_km = {km}",
                f"median_km = {rows['km'].median():.2f}",
                f"trips_count = {len(rows)}",
                f"origins_count = {rows['origin'].nunique()}",
                f"ratios = [{', '.join(f'{one:.3f}' for one in ratios)}]",
            ]
    return "\n".join(lines) + "\n"


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("matrix", type=Path)
    parser.add_argument("places", type=Path)
    parser.add_argument("--tables", type=Path)
    parser.add_argument("--other", type=Path, nargs=2)
    parser.add_argument("--write", type=Path)
    for name, value in (
        ("place", "Isère"),
        ("year", "2021"),
        ("engine", "OSRM"),
        ("month", "2021-07"),
    ):
        parser.add_argument(
            f"--{name}", default=value, help="what the file written says of where it was measured"
        )
    asked = parser.parse_args()
    truth = read_truth(asked.matrix, asked.places)
    tables = open_tables(asked.tables) if asked.tables else None
    tell_ratios(truth, tables)
    tell_calibration(truth)
    if tables is not None:
        tell_counters(truth, tables)
        tell_defaults(truth, tables)
    if asked.other:
        tell_other(truth, read_truth(*asked.other))
    if asked.write:
        measured = {
            "place_name": asked.place,
            "places_count": len(truth.codes),
            "geography_year": int(asked.year),
            "road_engine": asked.engine,
            "road_month": asked.month,
        }
        asked.write.write_text(band_text(truth, measured), encoding="utf-8")


if __name__ == "__main__":
    main()
