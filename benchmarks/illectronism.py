"""All France: the estimate and its draws, in seconds and memory, against a loop over communes.

    python benchmarks/illectronism.py FOLDER_OF_TABLES

The folder is one `territory build` wrote for all France. The loop does the same for a sample of
communes the plain way: the 875 cells fitted one commune at a time, then each draw computed in full.
"""

from __future__ import annotations

import resource
import sys
import time
from pathlib import Path

import numpy as np
import pandas as pd

from territory.illectronism import COLUMNS
from territory.illectronism.draws import draw_people
from territory.illectronism.explain import explain_shares
from territory.illectronism.facts import SHAPE
from territory.illectronism.model import Fitted, fit, stated_model
from territory.illectronism.shared import draw_shared
from territory.illectronism.sums import interval

DRAWS, SEED, SAMPLED = 500, 1953, 60


def main(folder: Path) -> None:
    communes = pd.read_parquet(folder / "communes.parquet", columns=list(COLUMNS))
    model = stated_model()
    start, busy = time.perf_counter(), time.process_time()
    fitted = fit(communes, model)
    people = fitted.people
    point = time.perf_counter() - start
    drawn = draw_people(fitted, DRAWS, SEED)
    interval(drawn.people, 0.9)
    whole, busy = time.perf_counter() - start, time.process_time() - busy
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024**2
    start = time.perf_counter()
    explain_shares(fitted)
    explained = time.perf_counter() - start
    seconds, gap = loop(fitted)
    each = whole / len(people)
    print(f"communes estimated               {len(people):>10,}")
    print(f"point estimate, all of them      {point:>10.2f} s")
    print(f"and {DRAWS} draws with intervals    {whole:>10.2f} s")
    print(f"  of processor, all cores        {busy:>10.2f} s")
    print(f"explanation, all of them         {explained:>10.2f} s")
    print(f"peak memory                      {memory:>10.2f} GiB")
    print(f"a commune, vectorised            {each * 1e3:>10.3f} ms")
    print(f"a commune, in a loop             {seconds * 1e3:>10.3f} ms (sample of {SAMPLED})")
    print(f"ratio                            {seconds / each:>10.0f}")
    print(f"largest gap of the point         {gap:>10.1e} people")


def loop(fitted: Fitted) -> tuple[float, float]:
    """Return the seconds a commune takes in a plain loop, and the largest gap to the estimate."""
    model, margins = fitted.model, fitted.margins
    base, shared = model.rates, draw_shared(model, DRAWS, SEED).rates
    logits, base_logits = shared.logits, base.logits[0]
    worst = 0.0
    start = time.perf_counter()
    for chosen in np.random.default_rng(0).choice(len(margins.rows), SAMPLED, replace=False):
        cells = plain_ipf(model.seed.table, [margin[chosen] for margin in fitted.shares])
        cells = cells.ravel() * model.field * margins.adults[chosen]
        income, overseas = fitted.income[chosen], margins.is_overseas[chosen]
        shift = base.income[0] * income + base.overseas[0] * overseas
        point = (cells / (1 + np.exp(-(base_logits + shift)))).sum()
        draws = []
        for draw in range(DRAWS):
            shift = shared.income[draw] * income + shared.overseas[draw] * overseas
            rate = 1 / (1 + np.exp(-(logits[draw] + shift)))
            draws.append((cells * rate).sum())
        np.quantile(draws, [0.05, 0.95])
        worst = max(worst, abs(float(point) - fitted.people[chosen]))
    return (time.perf_counter() - start) / SAMPLED, worst


def plain_ipf(seed: np.ndarray, margins: list[np.ndarray]) -> np.ndarray:
    """Fit one table the textbook way."""
    cells = seed.reshape(SHAPE).copy()
    for _ in range(500):
        before = cells.copy()
        for axis, margin in enumerate(margins):
            others = tuple(k for k in range(len(SHAPE)) if k != axis)
            found = cells.sum(axis=others)
            ratio = np.divide(margin, found, out=np.zeros_like(found), where=found > 0)
            cells = cells * ratio.reshape([-1 if k == axis else 1 for k in range(len(SHAPE))])
        if np.abs(cells - before).max() < 1e-9:
            break
    return cells


if __name__ == "__main__":
    main(Path(sys.argv[1]))
