"""Insee's minutes streamed against a plain read of the same file: seconds and peak memory of each.

    python benchmarks/access.py [MILLIONS_OF_ROWS] [FOLDER]

Writes a file in Insee's layout, a row a square and a type, in groups of rows that each hold all types
(the worst order there is: no group can be passed over), then reads it twice, each time in a
process of its own: by `pipelines.sources.insee_access`, and by pandas all at once. Both must agree.
"""

from __future__ import annotations

import json
import resource
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq

from pipelines.sources.insee_access import read_access

SEED = 7
TYPES = [f"{letter}{number}" for letter in "ABCDF" for number in range(100, 140)]
SQUARES_A_GROUP = 500
NAME = "donnees-2024-reg76.parquet"


def write_file(path: Path, rows_count: int) -> None:
    """Write a file of Insee's layout, a group of rows at a time."""
    random = np.random.default_rng(SEED)
    squares_count = rows_count // len(TYPES)
    schema = pa.schema(
        [
            *((name, pa.string()) for name in ("idSrc", "dep", "depcom", "iris", "domaine")),
            ("typeeq_id", pa.string()),
            *((name, pa.float64()) for name in ("X", "Y", "distance", "deuclidienne", "duree")),
            ("pop", pa.float64()),
        ]
    )
    with pq.ParquetWriter(path, schema) as writer:
        for first in range(0, squares_count, SQUARES_A_GROUP):
            count = min(SQUARES_A_GROUP, squares_count - first)
            x = 3_500_000 + 200 * np.arange(first, first + count)
            commune = np.char.add("48", np.char.zfill((x // 3000 % 185).astype(str), 3))
            straight = random.gamma(2, 4, count * len(TYPES))
            by_road = straight * random.uniform(1.1, 1.8, len(straight))
            square = {
                "idSrc": [f"E_N{one}" for one in x],
                "dep": ["48"] * count,
                "depcom": commune,
                "iris": np.char.add(commune, "0000"),
                "X": x.astype(float),
                "Y": np.full(count, 2_400_000.0),
                "pop": random.integers(1, 60, count).astype(float),
            }
            columns = {name: np.repeat(values, len(TYPES)) for name, values in square.items()}
            columns |= {
                "domaine": np.tile([code[0] for code in TYPES], count),
                "typeeq_id": np.tile(TYPES, count),
                "distance": by_road,
                "deuclidienne": straight,
                "duree": by_road / random.uniform(0.5, 1.0, len(straight)),
            }
            writer.write_table(pa.table(columns, schema=schema))


def streamed(path: Path) -> pd.DataFrame:
    return read_access(path).sums


def naive(path: Path) -> pd.DataFrame:
    rows = pd.read_parquet(path)
    rows = rows[rows["typeeq_id"] == "A128"]
    squares = rows.groupby(["idSrc", "depcom", "iris"]).agg({"duree": "min", "pop": "max"})
    squares["people_minutes"] = squares["duree"] * squares["pop"]
    squares["within_20_people"] = squares["pop"].where(squares["duree"] <= 20, 0.0)
    return squares.groupby("depcom").sum()


def measure(how: str, path: Path) -> None:
    """Read once, in this process alone; print what was found and what it took."""
    started = time.perf_counter()
    found = {"streamed": streamed, "naive": naive}[how](path)
    seconds = time.perf_counter() - started
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    sums = found[["people_minutes", "within_20_people"]].sum()
    print(json.dumps({"seconds": seconds, "peak_mb": peak, "communes": len(found), **sums}))


def main() -> None:
    millions = float(sys.argv[1]) if len(sys.argv) > 1 else 5.0
    with tempfile.TemporaryDirectory() as made:
        path = Path(sys.argv[2] if len(sys.argv) > 2 else made) / NAME
        started = time.perf_counter()
        write_file(path, int(millions * 1e6))
        file = pq.ParquetFile(path)
        print(
            f"written: {file.metadata.num_rows:,} rows, {file.num_row_groups} groups, "
            f"{path.stat().st_size / 1e6:.0f} MB, {time.perf_counter() - started:.1f} s"
        )
        found = {}
        for how in ("streamed", "naive"):
            command = [sys.executable, __file__, "--measure", how, str(path)]
            said = subprocess.run(command, check=True, capture_output=True, text=True).stdout
            found[how] = json.loads(said)
            print(
                f"{how}: {found[how]['seconds']:.1f} s, peak {found[how]['peak_mb']:,.0f} MB, "
                f"{found[how]['communes']} communes"
            )
        for name in ("people_minutes", "within_20_people"):
            assert np.isclose(found["streamed"][name], found["naive"][name], rtol=1e-9), name
        print("both agree")


if __name__ == "__main__":
    if sys.argv[1:2] == ["--measure"]:
        measure(sys.argv[2], Path(sys.argv[3]))
    else:
        main()
