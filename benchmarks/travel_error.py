"""Hold the estimate of minutes against real road times, and measure the band published beside it.

    python benchmarks/travel_error.py SECONDS.csv PLACES.csv [--tables FOLDER] [--other MINUTES.csv PLACES.csv]
                                      [--write territory/travel/band.toml]

The layout of the files is that of ``territory engines --truth``. With tables, real counters and the
density of communes are looked at too. Other defaults than the line: ``benchmarks/travel_defaults.py``.
"""

from __future__ import annotations

import argparse
from dataclasses import asdict
from pathlib import Path

import numpy as np
import pandas as pd

from territory.doors import is_fixed
from territory.indicators.catchments import PUBLIC_TARGET_MINUTES
from territory.method.truth import counters_told, ratios_by_density, ratios_by_distance
from territory.tables import Tables, open_tables
from territory.travel.band import LEVELS, class_groups, measure_band
from territory.travel.calibration import TRIPS_OF, calibrate, halves, hold
from territory.travel.trips import nearest_trips
from territory.travel.truth import Truth, read_truth

LIMIT = PUBLIC_TARGET_MINUTES
SEEDS = range(20, 30)


def tell_ratios(truth: Truth, tables: Tables | None) -> None:
    for kind in TRIPS_OF:
        print(f"\nroad / estimate, {kind}, by straight line up to … km")
        print(ratios_by_distance(truth, kind).round(2).to_string())
        if tables is not None:
            print(f"road / estimate, {kind}, by density class of the origin (1 dense, 7 sparse)")
            print(ratios_by_density(truth, kind, tables).round(2).to_string())


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
    told = counters_told(truth, tables)
    if told is None:
        return
    print("\nreal counters")
    for name, value in asdict(told).items():
        print(f"  {name}: {value:.3f}" if isinstance(value, float) else f"  {name}: {value}")
    fixed = tables.counters[is_fixed(tables.counters)]
    counters = np.flatnonzero(truth.codes.isin(fixed["commune_code"]))
    for seed in SEEDS:
        fitted, left_out = halves(len(truth.codes), seed)
        trips = nearest_trips(truth, left_out, counters)
        for kind, made in TRIPS_OF.items():
            held = hold(measure_band(made(truth, fitted)), trips, LIMIT)
            beyond = [
                round((1 - share) * len(trips))
                for share in (
                    held.within_real_share,
                    held.within_expected_share,
                    held.within_estimate_share,
                )
            ]
            print(
                f"half left out {seed}, band of {kind}: in {held.inside_share:.3f} below"
                f" {held.below_share:.3f} above {held.above_share:.3f}; beyond {LIMIT:g} of"
                f" {len(trips)}: {beyond[0]} by road, {beyond[1]} expected, {beyond[2]} estimated"
            )
    tell_by_density(truth, tables, counters)


def tell_by_density(truth: Truth, tables: Tables, counters: np.ndarray) -> None:
    """Say how many real times lie in the band by density class of the commune left."""
    trips = nearest_trips(truth, np.arange(len(truth.codes)), counters)
    density = tables.communes["density_class"].reindex(truth.codes).to_numpy(float)
    band = measure_band(TRIPS_OF["nearest"](truth, None))
    inside = {
        level: hold(band, rows, LIMIT).inside_share
        for level, rows in trips.groupby(density[trips["origin"]])
    }
    print("share in the band, by density class:", {k: round(v, 2) for k, v in inside.items()})


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
                f"ratios = [{', '.join(f'{one:.4f}' for one in ratios)}]",
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
