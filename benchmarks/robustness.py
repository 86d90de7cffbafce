"""Scores and robustness nationally: speed, memory, and what choices do.

    python benchmarks/robustness.py [FOLDER OF TABLES]

Compares with a plain version that scores and ranks with pandas, draw by draw, in the same run.
"""

from __future__ import annotations

import resource
import sys
import time
from pathlib import Path

import numpy as np
import pandas as pd

from territory import illectronism, robustness
from territory.indicators import DIMENSIONS, compute_indicators, find_indicator
from territory.scores import (
    AGGREGATIONS,
    PROFILES,
    Method,
    correlation_matrix,
    dimension_scores,
    effective_weights,
    entering_and_leaving,
    exposure,
    score_indicators,
    weigh,
    worst,
)
from territory.scores.ranking import rankable
from territory.tables import open_tables

PLAIN_DRAWS = 20
RUNS = 5


def quickest(what) -> float:
    best = np.inf
    for _ in range(RUNS):
        started = time.perf_counter()
        what()
        best = min(best, time.perf_counter() - started)
    return best


def plain_draws(indicators: pd.DataFrame, need: pd.DataFrame, draws: int) -> pd.DataFrame:
    """Score and rank each draw with pandas, weights and need only."""
    rng = np.random.default_rng(1)
    dimensions, _ = dimension_scores(indicators)
    span = find_indicator("illectronism_share")
    width = need["illectronism_high_share"] - need["illectronism_low_share"]
    sd = width / 3.29 / (span.worst - span.best) * 100
    ranks = {}
    for draw in range(draws):
        weights = dict(zip(DIMENSIONS, rng.dirichlet([9, 9, 2]), strict=True))
        moved = dimensions.assign(
            need=(dimensions["need"] + sd * rng.standard_normal(len(sd))).clip(0, 100)
        )
        ranks[draw] = exposure(moved, Method(weigh(weights))).rank(ascending=False)
    table = pd.DataFrame(ranks)
    limit = table.notna().sum() * robustness.WORST_SHARE
    return pd.DataFrame(
        {
            "probability": (table <= limit).mean(axis="columns"),
            "low": table.quantile(0.05, axis="columns"),
            "high": table.quantile(0.95, axis="columns"),
        }
    )


def main() -> None:
    tables = open_tables(Path(sys.argv[1]) if len(sys.argv) > 1 else None)
    indicators = compute_indicators(tables)
    dimensions, _ = dimension_scores(indicators)
    other = Method(weigh({"need": 1, "counters": 2, "network": 1}))
    print(
        f"{len(indicators):,} communes: new weights {1000 * quickest(lambda: exposure(dimensions, other)):.1f}"
        f" ms, all scores and classes {1000 * quickest(lambda: score_indicators(indicators, other)):.0f} ms"
    )
    need = illectronism.estimate(tables.communes)
    variants = robustness.scarcity_variants(tables, indicators)
    inputs = robustness.prepare(indicators, need, variants)
    seconds = quickest(lambda: robustness.draw_ranks(inputs))
    few = quickest(lambda: robustness.draw_ranks(inputs, draws=200))
    started = time.perf_counter()
    plain_draws(indicators, need, PLAIN_DRAWS)
    plain = (time.perf_counter() - started) / PLAIN_DRAWS * robustness.DRAWS_COUNT
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1e6
    print(
        f"{robustness.DRAWS_COUNT:,} draws with rank intervals and probabilities: {seconds:.2f} s "
        f"(200 draws {few:.2f} s); plain pandas {plain:.0f} s in proportion of {PLAIN_DRAWS} draws: "
        f"{plain / seconds:.0f} times; peak memory of the whole run {memory:.2f} GB"
    )
    scores = {}
    for name, profile in PROFILES.items():
        for aggregation in AGGREGATIONS:
            method = Method(profile, aggregation)
            scored = exposure(dimension_scores(indicators, profile)[0], method)
            scores[name, aggregation] = rankable(scored, need["adult_people"])
    base = scores["balanced", "geometric"]
    print("against balanced, geometric: Spearman, communes entering and leaving the worst decile")
    for (name, aggregation), other_scores in scores.items():
        rho = base.corr(other_scores, method="spearman")
        entering, leaving = entering_and_leaving(base, other_scores)
        print(
            f"  {name}, {aggregation}: {rho:.3f}, {len(entering):,} enter, {len(leaving):,} leave"
        )
    found = robustness.draw_ranks(inputs, indicators.index).communes
    reached = worst(base)
    flags = found.loc[reached, "robustness_name"].value_counts(normalize=True)
    print("worst decile, default choices:", flags.round(3).to_dict())
    width = (found["high_rank"] - found["low_rank"]).astype(float)
    print(f"width of the 90 % rank interval: median {width.median():,.0f} ranks")
    hours = Method(PROFILES["supply_per_need"])
    hours_inputs = robustness.prepare(
        indicators, need, robustness.scarcity_variants(tables, indicators, hours), hours
    )
    of_hours = robustness.draw_ranks(hours_inputs, indicators.index).communes
    in_hours = worst(scores["supply_per_need", "geometric"])
    flags = of_hours.loc[in_hours, "robustness_name"].value_counts(normalize=True)
    print("worst decile, hours per person:", flags.round(3).to_dict())
    started = time.perf_counter()
    print(robustness.sensitivity(inputs).shares.round(3).to_string())
    print(f"sensitivity: {time.perf_counter() - started:.1f} s")
    both = robustness.scarcity_variants(tables, indicators, both=True)
    all_inputs = robustness.prepare(indicators, need, both)
    print("both questions and all three aggregations:")
    everything = robustness.sensitivity(all_inputs, spread=robustness.WIDEST_SPREAD)
    print(everything.shares.round(3).to_string())
    scored = score_indicators(indicators)
    parts = scored[[f"{name}_score" for name in DIMENSIONS]]
    print(effective_weights(parts, scored["exposure_score"]).round(3).to_string())
    print(correlation_matrix(parts).round(2).to_string())


if __name__ == "__main__":
    main()
