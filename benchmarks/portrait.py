"""Time portraits: opening, one portrait step by step, cold processes, a département in a batch.

Usage: ``python benchmarks/portrait.py DATA_FOLDER`` where ``DATA_FOLDER/tables`` holds built tables of
all of France. Times are medians with their range. ``first`` is the first portrait after a build,
which makes and keeps what all portraits share; ``cold`` is a process of its own that reads it back;
``warm`` is a portrait more in the same process. Memory is the peak of the process.
"""

from __future__ import annotations

import os
import resource
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from territory import paths
from territory.cache import kept_of
from territory.country import Country
from territory.messages import Words
from territory.portrait import PORTRAIT_FORMATS, PortraitMaker, make_portrait, portrait_bytes
from territory.tables import open_data_in_use, open_tables
from territory.territories import Territory, read_territory

KINDS = (
    "48095",
    "244800405",
    "48",
    "departement:75",
    "departement:973",
    "region:32",
    "48095,48140",
)
DEPARTEMENT = "48"
RUNS = 5


def seconds(run: Callable[[], object], runs: int = RUNS) -> list[float]:
    """Return how long a call takes, several times."""
    found = []
    for _ in range(runs):
        start = time.perf_counter()
        run()
        found.append(time.perf_counter() - start)
    return found


def written(times: list[float]) -> str:
    """Write a median and its range."""
    return f"{statistics.median(times):6.2f} s  ({min(times):.2f} to {max(times):.2f})"


def command(folder: Path, *words: str) -> Callable[[], object]:
    """Return a call of the command ``territory portrait`` in a process of its own."""

    def run() -> None:
        with tempfile.TemporaryDirectory() as out:
            subprocess.run(
                [sys.executable, "-m", "territory", "portrait", *words, "--out", out, "--quiet"],
                check=True,
                capture_output=True,
                env={**os.environ, paths.DATA_VARIABLE: str(folder)},
            )

    return run


def peak_mb() -> float:
    """Return the peak memory of this process."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def main(folder: Path) -> None:
    """Print all figures."""
    os.environ[paths.DATA_VARIABLE] = str(folder)
    in_use, tables = open_data_in_use(), open_tables()
    # Of the same edition as the command's.
    kept = kept_of(in_use, paths.DEFAULT_ENGINE, f"{tables.corrections.to_json()} None")
    if kept.folder is not None:
        shutil.rmtree(kept.folder, ignore_errors=True)
    print(f"opening the tables        {written(seconds(open_tables))}", flush=True)
    mende = command(folder, "48095")
    print(f"first: commune, PDF       {written(seconds(mende, 1))}")
    cold = seconds(mende)
    print(f"cold: commune, PDF        {written(cold)}", flush=True)
    for words in ("48", "region:32"):
        print(
            f"cold: {words:<10}, PDF     {written(seconds(command(folder, words), 3))}", flush=True
        )

    maker = PortraitMaker(Country(tables, kept))
    make_portrait(maker, read_territory("48"), in_use, Words("fr"))  # what is shared is read once
    print(f"\nwarm, {RUNS} runs     figures and words   " + "   ".join(PORTRAIT_FORMATS))
    for words in KINDS:
        territory = read_territory(words)
        portrait = make_portrait(maker, territory, in_use, Words("fr"))
        steps = [seconds(lambda one=territory: make_portrait(maker, one, in_use, Words("fr")))]
        steps += [
            seconds(lambda name=name, one=portrait: portrait_bytes(one, name))
            for name in PORTRAIT_FORMATS
        ]
        medians = [statistics.median(step) for step in steps]
        print(
            f"{words:<16} {medians[0]:12.2f} s   "
            + "  ".join(f"{one:.2f} s" for one in medians[1:])
            + f"   all {sum(medians):.2f} s",
            flush=True,
        )

    communes = maker.country.tables.communes
    codes = communes.index[communes["departement_code"] == DEPARTEMENT]
    before = peak_mb()
    start = time.perf_counter()
    for code in codes:
        made = make_portrait(maker, Territory("commune", str(code)), in_use, Words("fr"))
        portrait_bytes(made, "pdf")
    batch = time.perf_counter() - start
    rate = len(codes) / batch
    alone = statistics.median(cold)
    print(
        f"\nbatch: {len(codes)} communes of {DEPARTEMENT}, PDF, one process: {batch:.1f} s, "
        f"{rate:.1f} a second, peak memory {peak_mb():.0f} MB ({before:.0f} MB before)"
    )
    print(f"a process for each: {alone:.2f} s each; the batch is {alone * rate:.1f} times as fast")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
