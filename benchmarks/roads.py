"""Measure the road engine on a made-up network of 500,000 points the size of a département.

Run from the top of a checkout, with the extra ``roads``: ``python benchmarks/roads.py [points]``.
It writes a real ``.osm.pbf``, opens it, opens it again from what was kept, finds the nearest of 60
counters for 600 communes and all pairs within 20 minutes, and answers the same question with plain
Dijkstra searches in Python, which must agree. The network is a bent chequerboard: it says how fast
the engine is, nothing of France's roads.
"""

from __future__ import annotations

import heapq
import resource
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
ORIGINS, COUNTERS = 600, 60
ALONE = 20  # origins searched one by one, the rest in proportion
STEP_KM = 0.12
SEED = 4
WAY_STEPS = 12


@contextmanager
def timed(what: str, found: dict[str, float]) -> Iterator[None]:
    start = time.perf_counter()
    yield
    found[what] = time.perf_counter() - start
    peak_mb = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(f"{what:<58}{found[what]:>9.2f} s   peak so far {peak_mb:>6.0f} MB", flush=True)


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
    against = search.graph
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


def main() -> None:
    side = round((int(sys.argv[1]) if len(sys.argv) > 1 else POINTS) ** 0.5)
    rng, found = np.random.default_rng(SEED), {}
    degrees = spots(side, rng)
    chosen = degrees[rng.choice(len(degrees), ORIGINS + COUNTERS, replace=False)]
    origins, counters = places(chosen[:ORIGINS], "c"), places(chosen[ORIGINS:], "s")
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
        with timed(f"nearest of {COUNTERS} counters, {ORIGINS} communes, first time", found):
            engine.minutes_to_nearest(origins, counters)
        with timed("  again", found):
            nearest = engine.minutes_to_nearest(origins, counters)
        with timed("all pairs within 20 minutes", found):
            reach = engine.minutes_within(origins, counters, 20)
        print(
            f"  {engine._search(origins, counters).graph.nnz:,} edges; {reach.minutes.nnz:,} pairs"
        )
        print(f"  {int(nearest.minutes.isna().sum())} communes without minutes")
        minutes, alone_seconds, all_seconds = search_alone(engine, origins, counters)
        expected = nearest.minutes.to_numpy()[:ALONE]
        worst = np.nanmax(np.abs(minutes - expected))
        assert (np.isnan(minutes) == np.isnan(expected)).all()
        assert worst < 1e-6, worst
        print(f"  the same as plain searches to {worst:.1e} min")
        alone = alone_seconds / ALONE * ORIGINS
        print(f"plain Python, a search an origin: {alone:.1f} s ({ALONE} origins, in proportion)")
        print(f"plain Python, one search from all counters: {all_seconds:.2f} s")
        print(f"ratio to a search an origin: {alone / found['  again']:.0f}")
        print(f"ratio to one search from all counters: {all_seconds / found['  again']:.1f}")
        print("Demonstration on this made-up network, no measure of the estimate's error:")
        differences = compare_engines([engine, EstimateEngine()], origins, counters)
        print("  " + "\n  ".join(difference_lines(differences, Words("en"))))


if __name__ == "__main__":
    main()
