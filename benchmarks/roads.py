"""Measure the road engine: its speed on a made-up network, its minutes against OSRM's own.

Run from the top of a checkout, with the extra ``roads``:

``python benchmarks/roads.py grid [points]``
    writes a real ``.osm.pbf`` of a made-up network (500,000 points: a département; 5,000,000: a large
    region), opens it, opens it again from what was kept, finds the nearest counter of all communes and
    all pairs within 20 minutes. Up to a million points the same question is answered by plain Dijkstra
    searches in Python, which must agree. The network is a bent chequerboard: it says how fast the engine
    is, nothing of France's roads.

``python benchmarks/roads.py osrm EXTRACT [PLACES.csv] [--python PYTHON3.12] [--change OLD=>NEW]``
    compares the engine with OSRM on any extract: between the places of a table (``place, lon, lat``) or
    between 60 points of roads drawn at random. OSRM is asked by ``osrm_table.py``, run by a Python
    >= 3.12 that has the wheel ``osrm-bindings``; ``--change`` changes words of its profile.
"""

from __future__ import annotations

import argparse
import heapq
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import geopandas as gpd
import numpy as np
import osmium
import pandas as pd
from osmium.osm.mutable import Node, Way

from territory.messages import Words
from territory.travel import EstimateEngine, Places, RoadsEngine, compare_engines, difference_lines

POINTS = 500_000
COMMUNE_POINTS, COUNTER_POINTS = 833, 8_333  # one commune, one counter, for so many points
MOST_SEARCHED_ALONE = 1_000_000
ALONE = 20  # origins searched one by one, the rest in proportion
STEP_KM = 0.12
SEED = 4
WAY_STEPS = 12
RANDOM_PLACES = 60


@contextmanager
def timed(what: str, found: dict[str, float]) -> Iterator[None]:
    start, busy = time.perf_counter(), time.process_time()
    yield
    found[what] = time.perf_counter() - start
    busy = time.process_time() - busy
    peak_mb = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(
        f"{what:<50}{found[what]:>9.2f} s, {busy:>7.2f} s of processor   peak so far {peak_mb:>6.0f} MB",
        flush=True,
    )


def spots(side: int, rng: np.random.Generator) -> np.ndarray:
    """Return longitudes and latitudes of a bent grid near 45° N."""
    north, east = np.divmod(np.arange(side * side), side)
    bent = rng.uniform(-0.3, 0.3, (2, side * side))
    lat = 44 + (north + bent[0]) * STEP_KM / 111.2
    lon = 3 + (east + bent[1]) * STEP_KM / (111.3 * np.cos(np.radians(44.4)))
    return np.column_stack([lon, lat])


def tags_of(line: int, rng: np.random.Generator) -> dict[str, str]:
    """Return the tags of a piece of a row or column: main roads, lanes, some one-way."""
    if line % 60 == 0:
        return {"highway": "primary", "maxspeed": "80"}
    if line % 15 == 0:
        return {"highway": "secondary"}
    oneway = {"oneway": "yes"} if rng.random() < 0.1 else {}
    return {"highway": "unclassified" if line % 3 else "residential"} | oneway


def ways_of(side: int, rng: np.random.Generator) -> Iterator[tuple[list[int], dict[str, str]]]:
    """Yield ways along rows and columns; one lane in five is not there."""
    for line in range(side):
        for start in range(0, side - 1, WAY_STEPS):
            along = np.arange(start, min(start + WAY_STEPS + 1, side))
            for through in (line * side + along, along * side + line):
                if line % 15 and rng.random() < 0.2:
                    continue
                yield through.tolist(), tags_of(line, rng)


def write_extract(path: Path, degrees: np.ndarray, side: int, rng: np.random.Generator) -> int:
    """Write the map and return how many ways it has."""
    count = 0
    with osmium.SimpleWriter(str(path), overwrite=True) as writer:
        for number, (lon, lat) in enumerate(degrees, start=1):
            stops = {"barrier": "bollard"} if number % 997 == 0 else {}
            writer.add_node(Node(id=number, location=(lon, lat), tags=stops))
        for through, tags in ways_of(side, rng):
            count += 1
            writer.add_way(Way(id=count, nodes=[one + 1 for one in through], tags=tags))
    return count


def places(degrees: np.ndarray, prefix: str) -> Places:
    index = pd.Index([f"{prefix}{i}" for i in range(len(degrees))], dtype="str")
    land = pd.Series("metropole", index=index, dtype="str")
    points = gpd.GeoSeries.from_xy(*degrees.T, index=index, crs="EPSG:4326")
    return Places(points, land, land)


def search_alone(
    engine: RoadsEngine, origins: Places, counters: Places
) -> tuple[np.ndarray, float, float]:
    """Return minutes of some origins by plain searches, their seconds, and those of one from all.

    One search from each origin, ended at its first counter; and one search from all counters.
    """
    search = engine._search(origins, counters)
    against = search.graph(is_island=False)
    along = against.T.tocsr()
    goals = set(search.place_vertex.tolist())

    def first(starts: list[int], stop_at: set[int]) -> dict[int, float]:
        best: dict[int, float] = {}
        queue = [(0.0, start) for start in starts]
        while queue:
            minutes, here = heapq.heappop(queue)
            if here in best:
                continue
            best[here] = minutes
            if here in stop_at:
                break
            for edge in range(pointer[here], pointer[here + 1]):
                there = column[edge]
                if there not in best:
                    heapq.heappush(queue, (minutes + weight[edge], there))
        return best

    pointer, column, weight = along.indptr.tolist(), along.indices.tolist(), along.data.tolist()
    found, start = [], time.perf_counter()
    for vertex in search.origin_vertex[:ALONE].tolist():
        best = first([vertex], goals)
        found.append(min((best[one] for one in goals & best.keys()), default=np.nan))
    alone_seconds = time.perf_counter() - start
    pointer, column, weight = (
        against.indptr.tolist(),
        against.indices.tolist(),
        against.data.tolist(),
    )
    start = time.perf_counter()
    first(search.place_vertex.tolist(), set())
    return np.array(found), alone_seconds, time.perf_counter() - start


def measure_speed(points: int) -> None:
    side = round(points**0.5)
    rng, found = np.random.default_rng(SEED), {}
    degrees = spots(side, rng)
    communes, open_counters = len(degrees) // COMMUNE_POINTS, len(degrees) // COUNTER_POINTS
    chosen = degrees[rng.choice(len(degrees), communes + open_counters, replace=False)]
    origins, counters = places(chosen[:communes], "c"), places(chosen[communes:], "s")
    with tempfile.TemporaryDirectory() as name:
        extract, cache = Path(name) / "made-up.osm.pbf", Path(name) / "cache"
        with timed("write the extract (not the engine's work)", found):
            ways = write_extract(extract, degrees, side, rng)
        print(f"  {len(degrees):,} points, {ways:,} ways, {extract.stat().st_size / 1e6:.1f} MB")
        with timed("open the extract the first time", found):
            RoadsEngine.open(extract, cache)
        with timed("open it again, from what was kept", found):
            engine = RoadsEngine.open(extract, cache)
        (kept,) = cache.iterdir()
        print(f"  {kept.stat().st_size / 1e6:.1f} MB kept")
        with timed(f"nearest of {open_counters} counters, {communes} communes", found):
            engine.minutes_to_nearest(origins, counters)
        with timed("  again", found):
            nearest = engine.minutes_to_nearest(origins, counters)
        with timed("all pairs within 20 minutes", found):
            reach = engine.minutes_within(origins, counters, 20)
        network = engine.network
        print(
            f"  {len(network.ways.way_point):,} steps, {network.count:,} lanes, "
            f"{network.by_road.nnz:,} turns; {reach.minutes.nnz:,} pairs"
        )
        print(f"  {int(nearest.minutes.isna().sum())} communes without minutes")
        if len(degrees) > MOST_SEARCHED_ALONE:
            return
        minutes, alone_seconds, all_seconds = search_alone(engine, origins, counters)
        expected = nearest.minutes.to_numpy()[:ALONE]
        worst = np.nanmax(np.abs(minutes - expected))
        assert (np.isnan(minutes) == np.isnan(expected)).all()
        assert worst < 1e-6, worst
        print(f"  the same as plain searches to {worst:.1e} min")
        alone = alone_seconds / ALONE * communes
        print(f"plain Python, a search an origin: {alone:.1f} s ({ALONE} origins, in proportion)")
        print(f"plain Python, one search from all counters: {all_seconds:.2f} s")
        print(f"ratio to a search an origin: {alone / found['  again']:.0f}")
        print(f"ratio to one search from all counters: {all_seconds / found['  again']:.1f}")
        print("Demonstration on this made-up network, no measure of the estimate's error:")
        differences = compare_engines([engine, EstimateEngine()], origins, counters)
        print("  " + "\n  ".join(difference_lines(differences, Words("en"))))


def compare_with_osrm(asked: argparse.Namespace) -> None:
    with tempfile.TemporaryDirectory() as name:
        engine = RoadsEngine.open(asked.extract, Path(name) / "cache")
        table, written = asked.places or Path(name) / "places.csv", Path(name) / "minutes.csv"
        if asked.places is None:
            ways, rng = engine.network.ways, np.random.default_rng(SEED)
            point = rng.choice(engine._snapper.points, RANDOM_PLACES, replace=False)
            spots = {"lon": ways.x[point] * 1e-7, "lat": ways.y[point] * 1e-7}
            drawn = pd.DataFrame(spots, index=[f"p{i:02}" for i in range(len(point))])
            drawn.to_csv(table, index_label="place")
        script = Path(__file__).with_name("osrm_table.py")
        ask = [asked.python, str(script), str(asked.extract), str(table), str(written)]
        done = subprocess.run([*ask, *asked.change], check=False, capture_output=True, text=True)
        if done.returncode:
            sys.exit(f"OSRM could not be asked by {asked.python}:\n{done.stderr[-2000:]}")
        osrm = pd.read_csv(written, index_col="origin")
        spots = pd.read_csv(table, index_col="place").loc[osrm.index, ["lon", "lat"]]
        there = places(spots.to_numpy(), "p")
        ours = engine.minutes_within(
            there, there, float(np.nanmax(osrm)) * 3 + 60
        ).minutes.toarray()
    print_agreement(np.where(ours > 0, ours, np.nan), osrm.to_numpy(float))


def print_agreement(ours: np.ndarray, osrm: np.ndarray) -> None:
    asked = (osrm > 0) & ~np.eye(len(osrm), dtype=bool)
    both = asked & np.isfinite(ours)
    here, there = ours[both], osrm[both]
    ratio = here / there
    rest = 1 - ((here - there) ** 2).sum() / ((there - there.mean()) ** 2).sum()
    least, p5, median, p95, most = np.quantile(ratio, [0, 0.05, 0.5, 0.95, 1])
    print(f"{both.sum():,} trips; {(asked & ~both).sum()} that OSRM alone finds")
    print(
        f"ours / OSRM: P5 {p5:.3f}, median {median:.3f}, P95 {p95:.3f}, from {least:.3f} to {most:.3f}"
    )
    print(f"R² {rest:.5f}; RMSE {np.sqrt(((here - there) ** 2).mean()):.2f} min")
    print(f"trips off by more than 30 %: {int((abs(ratio - 1) > 0.3).sum())}")


def main() -> None:
    parser = argparse.ArgumentParser(description="Measure the road engine.")
    verbs = parser.add_subparsers(dest="verb", required=True)
    grid = verbs.add_parser("grid", help="speed and memory on a made-up network")
    grid.add_argument("points", type=int, nargs="?", default=POINTS)
    oracle = verbs.add_parser("osrm", help="minutes against OSRM's on an extract")
    oracle.add_argument("extract", type=Path)
    oracle.add_argument("places", type=Path, nargs="?")
    oracle.add_argument("--python", default=sys.executable, help="a Python with osrm-bindings")
    oracle.add_argument("--change", action="append", default=[], help="OLD=>NEW in OSRM's profile")
    asked = parser.parse_args()
    if asked.verb == "grid":
        measure_speed(asked.points)
    else:
        compare_with_osrm(asked)


if __name__ == "__main__":
    main()
