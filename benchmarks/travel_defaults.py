"""Ask of other defaults than the line of the estimate whether they hold where they were not fitted.

    python benchmarks/travel_defaults.py SECONDS.csv PLACES.csv FOLDER OF TABLES

Each is fitted on the logarithm of road / estimate over trips within 30 km, on a random half of the
places. It is then held against the other half; fitted on the west and held against the east; and
asked what it says of Hauts-de-France, where the published line is right by its own fit. The layout of
the files is that of ``territory engines --truth``; places are communes of the tables.
"""

from __future__ import annotations

import sys
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pandas as pd

from territory.geography import project
from territory.tables import Tables, open_tables
from territory.travel.calibration import halves
from territory.travel.estimate import estimated_minutes
from territory.travel.trips import MOST_KM
from territory.travel.truth import Truth, read_truth

# Where the line of the estimate was published, R² 0.93.
PUBLISHED_IN = ("02", "59", "60", "62", "80")
PAIRS_DRAWN = 4_000_000


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


@dataclass(frozen=True)
class Trips:
    """Trips between communes: their ends, straight lines and, where known, road minutes."""

    first: pd.DataFrame
    second: pd.DataFrame
    km: np.ndarray
    minutes: np.ndarray | None = None

    def columns(self, names: tuple[str, ...]) -> np.ndarray:
        """Return the columns of a fit on some of what is known of the ends."""
        return features(self.km, self.first, self.second, names)


def of_truth(truth: Truth, land: pd.DataFrame) -> tuple[Trips, np.ndarray, np.ndarray]:
    """Return the real trips, and the positions of their two ends."""
    here = land.loc[truth.codes].reset_index(drop=True)
    known = (truth.km > 0) & (truth.km <= MOST_KM) & np.isfinite(truth.minutes)
    origin, place = np.nonzero(known)
    trips = Trips(
        here.iloc[origin], here.iloc[place], truth.km[origin, place], truth.minutes[origin, place]
    )
    return trips, origin, place


def of_region(land: pd.DataFrame) -> Trips:
    """Return pairs drawn at random among the communes of the region of the published line."""
    flat = land[land["departement"].isin(PUBLISHED_IN)].reset_index(drop=True)
    spots = flat[["x", "y"]].to_numpy()
    one, two = np.random.default_rng(0).integers(0, len(flat), (2, PAIRS_DRAWN))
    km = np.linalg.norm(spots[one] - spots[two], axis=1) / 1000
    near = (km > 0) & (km <= MOST_KM)
    return Trips(flat.iloc[one[near]], flat.iloc[two[near]], km[near])


def main() -> None:
    matrix, places, folder = map(Path, sys.argv[1:4])
    truth = read_truth(matrix, places)
    land = of_communes(open_tables(folder))
    trips, origin, place = of_truth(truth, land)
    there = of_region(land)
    line = estimated_minutes(trips.km)
    real = trips.minutes
    ratio = np.log(real / line)
    fitted, left_out = (
        np.isin(origin, rows) & np.isin(place, rows) for rows in halves(len(truth.codes))
    )
    x = land.loc[truth.codes, "x"].to_numpy()
    is_west = x < np.median(x)
    west, east = is_west[origin] & is_west[place], ~is_west[origin] & ~is_west[place]
    print(f"{len(real)} trips, {len(there.km)} pairs in the region of the published line")

    def tell(name: str, said: np.ndarray, of_west: np.ndarray, of_there: np.ndarray) -> None:
        error = (ratio - said)[left_out]
        rest = (real - np.exp(said) * line)[left_out]
        r2 = 1 - (rest**2).sum() / ((real[left_out] - real[left_out].mean()) ** 2).sum()
        over = (ratio - of_west)[east]
        low, middle, high = np.exp(np.quantile(of_there, [0.05, 0.5, 0.95]))
        print(
            f"{name:<24}left-out half: R² {r2:.2f}, error of the logarithm"
            f" {np.sqrt((error**2).mean()):.2f}; east fitted on west: bias {over.mean():+.2f},"
            f" deviation {over.std():.2f}; factor there: {middle:.2f} ({low:.2f} to {high:.2f})"
        )

    nothing = np.zeros(len(ratio))
    tell("2.02 + 1.32 km", nothing, nothing, np.zeros(1))
    for name, names in FITS.items():
        columns = trips.columns(names)
        own, side = (
            np.linalg.lstsq(columns[rows], ratio[rows], rcond=None)[0] for rows in (fitted, west)
        )
        tell(name, columns @ own, columns @ side, there.columns(names) @ own)


if __name__ == "__main__":
    main()
