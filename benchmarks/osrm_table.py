"""Ask OSRM itself how many minutes lie between places of an extract, with its own car profile.

Stands alone: Python >= 3.12 and the wheel ``osrm-bindings`` are all it needs, so that
``benchmarks/roads.py`` can run it with another interpreter than the project's:
``python3.12 benchmarks/osrm_table.py extract.osm.pbf places.csv minutes.csv ['old=>new' ...]``.
``places.csv`` has the columns ``place, lon, lat``. Each ``old=>new`` is a change to the profile, to see
what one of its rules does.
"""

from __future__ import annotations

import csv
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

import osrm


def prepare(extract: Path, changes: list[str], folder: Path) -> Path:
    """Return the network OSRM makes of an extract with its car profile, some words changed."""
    profiles = folder / "profiles"
    shutil.copytree(Path(osrm.__file__).parent / "share" / "profiles", profiles)
    scripts = [profiles / "car.lua", *sorted((profiles / "lib").glob("*.lua"))]
    for change in changes:
        old, _, new = change.partition("=>")
        found = [script for script in scripts if old in script.read_text("utf-8")]
        if not found:
            raise SystemExit(f"no profile says {old!r}")
        for script in found:
            script.write_text(script.read_text("utf-8").replace(old, new), "utf-8")
    shutil.copy(extract, folder / "map.osm.pbf")
    network = folder / "map.osrm"
    for step in (
        ["extract", "-p", str(scripts[0]), str(folder / "map.osm.pbf")],
        ["contract", str(network)],
    ):
        done = subprocess.run(
            [sys.executable, "-m", "osrm", *step], check=False, capture_output=True, text=True
        )
        if done.returncode:
            raise SystemExit(f"osrm {step[0]} failed: {done.stdout[-2000:]}{done.stderr[-2000:]}")
    return network


def main() -> None:
    extract, places, written, *changes = sys.argv[1:]
    with Path(places).open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    with tempfile.TemporaryDirectory() as name:
        network = prepare(Path(extract), changes, Path(name))
        engine = osrm.OSRM(storage_config=str(network), algorithm="CH", use_shared_memory=False)
        spots = [(float(row["lon"]), float(row["lat"])) for row in rows]
        found = engine.Table(osrm.TableParameters(coordinates=spots, annotations=["duration"]))
        seconds = [
            ["" if one is None else round(float(one) / 60, 4) for one in line]
            for line in found["durations"]
        ]
    names = [row["place"] for row in rows]
    with Path(written).open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(["origin", *names])
        writer.writerows([name, *line] for name, line in zip(names, seconds, strict=True))


if __name__ == "__main__":
    main()
