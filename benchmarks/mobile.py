"""4G shares on a grid against shapely's exact overlay, on communes drawn at random.

    python benchmarks/mobile.py FOLDER_OF_FILES FOLDER_OF_TABLES [COUNT]

Prints the largest and mean differences, the seconds of each, and the peak memory of the grid.
"""

from __future__ import annotations

import resource
import sys
import time
from pathlib import Path

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely

from pipelines.sources.arcep_mobile import GOOD_LEVELS, read
from pipelines.sources.catalogue import find_files, find_source
from pipelines.steps.mobile import COLUMNS, mobile_shares
from territory.tables import open_communes

SEED = 7


def exact_shares(shapes: gpd.GeoSeries, paths: list[Path]) -> pd.DataFrame:
    """Return both shares by overlaying polygons."""
    by_operator, everywhere = [], shapes.to_numpy()
    for path in paths:
        polygons = read(path)
        good = polygons.geometry[polygons["niveau"].isin(GOOD_LEVELS)].make_valid()
        tree = good.sindex
        covered = np.array(
            [
                shapely.intersection(shape, shapely.union_all(good.iloc[tree.query(shape)]))
                for shape in shapes
            ]
        )
        by_operator.append(shapely.area(covered))
        everywhere = shapely.intersection(everywhere, covered)
    area = shapes.area.to_numpy()
    return pd.DataFrame(
        {
            COLUMNS[0]: np.max(by_operator, axis=0) / area,
            COLUMNS[1]: shapely.area(everywhere) / area,
        },
        index=shapes.index,
    )


def main() -> None:
    raw, tables = Path(sys.argv[1]), Path(sys.argv[2])
    count = int(sys.argv[3]) if len(sys.argv) > 3 else 200
    source = find_source("arcep_mobile")
    paths = [file.path for file in find_files(source, raw)]
    parts = {path: source.part_of(path.name) for path in paths}
    communes = open_communes(tables)
    started = time.perf_counter()
    on_grid, report = mobile_shares(communes, paths, parts)
    grid_seconds = time.perf_counter() - started
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1e6
    mainland = communes[(communes["zone"] == "metropole").to_numpy()]
    some = mainland.sample(count, random_state=SEED)
    started = time.perf_counter()
    exact = exact_shares(some.geometry.to_crs(2154), paths)
    exact_seconds = time.perf_counter() - started
    gap = (on_grid.loc[some.index, list(COLUMNS)] - exact).abs()
    print(
        f"grid: {len(communes):,} communes, {len(paths)} operators in {grid_seconds:.1f} s, peak "
        f"{memory:.2f} GB; {report.finer_communes_count} communes measured finer"
    )
    print(
        f"exact overlay of {count} communes: {exact_seconds:.1f} s, that is "
        f"{exact_seconds / count * len(mainland):.0f} s for the mainland at this pace: "
        f"{exact_seconds / count * len(mainland) / grid_seconds:.0f} times the grid"
    )
    for name in COLUMNS:
        print(f"{name}: largest difference {gap[name].max():.4f}, mean {gap[name].mean():.5f}")


if __name__ == "__main__":
    main()
