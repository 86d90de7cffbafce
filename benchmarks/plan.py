"""Plans nationally: speed, gaps, and spopt's optimum beside ours, in one run.

    python benchmarks/plan.py [FOLDER OF TABLES [FOLDER OF ROAD TIMES]] [--without-spopt]

Medians of `RUNS`. Every target is printed beside its figure; people of plans are asserted equal to
spopt's (extra ``test``), which is given the same people not served and the candidates that serve some.
"""

from __future__ import annotations

import sys
import time
from collections.abc import Callable
from pathlib import Path
from statistics import median
from typing import Any

import geopandas as gpd
import numpy as np
import pandas as pd
from scipy.sparse import csr_array

from territory import illectronism
from territory.doors import is_fixed
from territory.geography import WGS84, project
from territory.indicators.one_counter import two_nearest
from territory.plan.closures import every_closure
from territory.plan.covering import covering_of
from territory.plan.curve import best_plans
from territory.plan.effect import effect, served
from territory.plan.groups import plans_of_groups
from territory.plan.matrix import Matrix, site_matrix
from territory.plan.question import Question
from territory.plan.robust import PLAN_DRAWS_COUNT, kept_share
from territory.plan.rounds import RoundsQuestion, plan_rounds
from territory.plan.saturday import saturday_matrix
from territory.plan.scenario import Signed, closed, opened_in
from territory.plan.sites import plan_sites, solve_matrix
from territory.tables import Tables, open_tables
from territory.tables.applied import with_scenario
from territory.tables.scenarios import Scenario
from territory.territories import WHOLE, Territory
from territory.travel import SHORTEST_MINUTES, estimated_minutes

RUNS = 5
REGIONS = (("75", 15.0), ("76", 15.0), ("27", 15.0))
BUDGET = 5


def timed(what: Callable[[], Any], runs: int = RUNS) -> tuple[float, Any]:
    """Return the median seconds of several runs, and the last result."""
    seconds, result = [], None
    for _ in range(runs):
        started = time.perf_counter()
        result = what()
        seconds.append(time.perf_counter() - started)
    return median(seconds), result


def say(what: str, seconds: float, target: str = "", more: str = "") -> None:
    print(f"{what:<58}{seconds:>9.3f} s  {target:<10}{more}", flush=True)


def solved(matrix: Matrix, count: int, goal: str = "coverage") -> Any:
    """Reduce and solve a matrix for all budgets up to one."""
    return best_plans(matrix, goal, count)[1]


def france(tables: Tables, people: pd.Series) -> None:
    for limit in (15.0, 20.0):
        question = Question(WHOLE, 10, limit)
        seconds, matrix = timed(lambda q=question: site_matrix(tables, q, people), 3)
        say(f"France, matrix at {limit:g} min", seconds, "", f"{matrix.minutes.nnz:,} pairs")
        seconds, curve = timed(lambda m=matrix: solved(m, 50))
        small = covering_of(matrix, "coverage").covers.shape
        used = int(np.sum(matrix.minutes.sum(axis=0) > 0))
        more = (
            f"gap at most {100 * curve.gap_share.max():.3f} %; {used:,} candidates -> {small[1]:,}; "
            f"50 places: {curve.gains[-1]:,.0f} of {curve.reachable:,.0f} people"
        )
        say(f"France, coverage at {limit:g} min, fifty budgets", seconds, "< 1 s", more)


def regions(tables: Tables, people: pd.Series, *, with_spopt: bool) -> None:
    for code, limit in REGIONS:
        question = Question(Territory("region", code), BUDGET, limit)
        matrix = site_matrix(tables, question, people)
        seconds, curve = timed(lambda m=matrix: solved(m, 50))
        gap = f"gap at most {100 * curve.gap_share.max():.3f} %"
        say(f"region {code} at {limit:g} min, curve of fifty", seconds, "< 3 s", gap)
        seconds, plan = timed(lambda m=matrix: solved(m, BUDGET))
        say(f"region {code}, {BUDGET} places", seconds / BUDGET, "< 0.2 s", "a budget")
        if with_spopt:
            spent, best = spopt_coverage(matrix, limit, BUDGET)
            more = (
                f"{best:,.1f} people, ours {plan.gains[-1]:,.1f}; {spent / seconds:,.0f} times ours"
            )
            say(f"region {code}, spopt, one budget", spent, "", more)
            assert abs(best - plan.gains[-1]) < 0.5, (code, best, plan.gains[-1])


def minutes_spared(tables: Tables, people: pd.Series) -> None:
    """Time the curve of the goal ``minutes``, of three regions and of France."""
    for code, _ in (*REGIONS, ("", 0.0)):
        where, name = (Territory("region", code), f"region {code}") if code else (WHOLE, "France")
        matrix = site_matrix(tables, Question(where, BUDGET, goal="minutes"), people)
        for count, target in ((20, "< 5 s" if code else "< 30 s"), (50, "")):
            seconds, curve = timed(lambda m=matrix, c=count: solved(m, c, "minutes"), 3)
            proved = int((curve.gap_share == 0).sum())
            more = f"gap at most {100 * curve.gap_share.max():.3f} %; {proved} of {count} proved"
            say(f"{name}, minutes spared, budgets 1 to {count}", seconds, target, more)


def spopt_coverage(matrix: Matrix, limit: float, count: int) -> tuple[float, float]:
    """Return the seconds spopt takes for one budget, and the people its plan serves."""
    import pulp  # noqa: PLC0415 - only where it is asked for
    from spopt.locate import MCLP  # noqa: PLC0415 - only where it is asked for

    rows = np.flatnonzero(np.diff(matrix.minutes.indptr) > 0)
    used = np.flatnonzero(np.asarray((matrix.minutes > 0).sum(axis=0)).ravel() > 0)
    dense = matrix.minutes[rows][:, used].toarray()
    dense[dense == 0] = 1e6
    started = time.perf_counter()
    problem = MCLP.from_cost_matrix(dense, matrix.people[rows], limit, count)
    problem = problem.solve(pulp.HiGHS(msg=False))
    spent = time.perf_counter() - started
    chosen = [place for place, variable in enumerate(problem.fac_vars) if variable.value() > 0.5]
    served_people = matrix.people[rows][(dense[:, chosen] <= limit).any(axis=1)].sum()
    return spent, float(served_people)


def every_epci(tables: Tables, people: pd.Series) -> None:
    question = Question(WHOLE, 3, 15.0)
    matrix = site_matrix(tables, question, people)
    epci = tables.communes["epci_code"]
    seconds, curves = timed(lambda: plans_of_groups(matrix, epci, "coverage", 3), 3)
    proved = sum(bool((curve.gap_share == 0).all()) for curve in curves.values())
    more = f"{len(curves):,} with something to gain, {proved:,} proved"
    say("next three of every EPCI, coverage at 15 min", seconds, "< 8 s", more)


def changes(tables: Tables, people: pd.Series) -> None:
    seconds, found = timed(lambda: every_closure(two_nearest(tables), people, 20.0))
    more = f"{found['losing_people'].sum():,.0f} people depend on one counter at 20 min"
    say("all closures of France", seconds, "< 0.2 s", more)
    signed = Signed("benchmark", "to time it", "2026-01-01")
    rows = pd.concat(
        [
            opened_in(tables, ["23206", "48104"], signed, "new, {commune}"),
            closed(tables, found.index[:3], signed),
        ],
        ignore_index=True,
    )
    scenario = Scenario("timed", rows)
    before = served(tables, people)
    seconds, table = timed(
        lambda: effect(before, served(with_scenario(tables, scenario), people), 20.0)
    )
    say("effect of a scenario on all communes", seconds, "< 0.3 s", f"{len(table):,} communes")
    question = Question(WHOLE, 50, 20.0)
    seconds, matrix = timed(lambda: saturday_matrix(tables, question, people), 3)
    say("Saturdays of France, matrix", seconds)
    seconds, curve = timed(lambda: solved(matrix, 50))
    without = matrix.people[~matrix.is_within(20.0)].sum()
    more = (
        f"gap at most {100 * curve.gap_share.max():.3f} %; {curve.gains[-1]:,.0f} of {without:,.0f}"
    )
    say("Saturdays of France, fifty budgets", seconds, "", more)


def bus_rounds(tables: Tables, people: pd.Series) -> None:
    for code in ("23", "48", "12"):
        where = Question(Territory("departement", code), within_minutes=15.0)
        seconds, found = timed(lambda w=where: plan_rounds(tables, RoundsQuestion(w), people), 3)
        more = f"gap at most {100 * found.gap_share:.3f} %; {found.tours_count:,} tours considered"
        say(f"bus rounds of département {code}", seconds, "", more)


def robustness(tables: Tables, people: pd.Series) -> None:
    plan = plan_sites(tables, Question(WHOLE, 10, 20.0), people)
    draws = illectronism.draw_people(tables.communes)
    seconds, kept = timed(lambda: kept_share(plan, draws), 1)
    names = tables.communes["commune_name"]
    told = ", ".join(f"{names[code]} {share:.0%}" for code, share in kept.items())
    say(f"ten places of France at 20 min, {PLAN_DRAWS_COUNT} draws", seconds, "", told)
    other = solve_matrix(site_matrix(tables, Question(WHOLE, 10, 15.0), people), plan.question)
    same = plan.codes[plan.codes.isin(other.codes)]
    print("still among the ten at 15 min:", ", ".join(names[same]) or "none")


def by_road(tables: Tables, people: pd.Series, folder: Path) -> None:
    """Plan five counters of Isère by the estimate and by real road times; judge both by road.

    The folder holds ``isere_osrm_seconds.csv`` (seconds by car between chefs-lieux, computed with OSRM)
    and ``isere_chefs_lieux.csv``. Both sides take counters at the chefs-lieux of their communes.
    """
    seconds = pd.read_csv(folder / "isere_osrm_seconds.csv", index_col=0)
    seconds.index, seconds.columns = seconds.index.astype(str), seconds.columns.astype(str)
    places = pd.read_csv(folder / "isere_chefs_lieux.csv", dtype={"commune_code": str})
    places = places.set_index("commune_code")
    codes = seconds.index[seconds.index.isin(people.dropna().index)].sort_values()
    points = gpd.GeoSeries.from_xy(places["lon"], places["lat"], crs=WGS84)[codes]
    xy = project(points, "metropole")
    km = np.linalg.norm(xy[:, None] - xy[None], axis=2) / 1000
    fixed = tables.counters[is_fixed(tables.counters)]["commune_code"]
    open_now = np.flatnonzero(codes.isin(fixed))
    sides = {
        "estimate": estimated_minutes(km),
        "road": np.maximum(seconds.loc[codes, codes].to_numpy(float) / 60, SHORTEST_MINUTES),
    }
    for limit, goal in ((15.0, "coverage"), (20.0, "coverage"), (20.0, "minutes")):
        lost, same = lost_by_road(sides, codes, open_now, people, (limit, goal))
        asked = f"{goal} at {limit:g} min" if goal == "coverage" else goal
        print(
            f"Isère, {BUDGET} places, {asked}: the estimate's plan gains {lost:.1%} less by road than the "
            f"best by road; {same} places in common"
        )


def lost_by_road(
    sides: dict[str, np.ndarray],
    codes: pd.Index,
    open_now: np.ndarray,
    people: pd.Series,
    asked: tuple[float, str],
) -> tuple[float, int]:
    """Return the share of the gain lost by planning with the estimate, and the places in common."""
    limit, goal = asked
    plans = {}
    here, count = people[codes].to_numpy(float), np.arange(len(codes))
    for name, minutes in sides.items():
        before = minutes[:, open_now].min(axis=1)
        gains = (before > limit)[:, None] & (minutes <= limit)
        if goal == "minutes":
            gains = minutes < before[:, None]
        kept = csr_array(np.where(gains, minutes, 0.0))
        ones, nobody = np.ones(len(codes)), codes[:0]
        matrix = Matrix(kept, before, here, count, ones, codes, codes, nobody, name, False)
        plans[name] = matrix.candidates[solved(matrix, BUDGET, goal).plans[-1]]
    road = sides["road"]
    today = road[:, open_now].min(axis=1)

    def gained(name: str) -> float:
        after = road[:, codes.get_indexer(plans[name])].min(axis=1)
        if goal == "minutes":
            return float((here * np.maximum(today - after, 0.0)).sum())
        return float(here[(today > limit) & (after <= limit)].sum())

    by_estimate, by_road_too = gained("estimate"), gained("road")
    same = len(plans["estimate"].intersection(plans["road"]))
    return float(1 - by_estimate / by_road_too), same


def main(arguments: list[str]) -> None:
    folders = [Path(one) for one in arguments if not one.startswith("--")]
    tables = open_tables(folders[0] if folders else None)
    people = illectronism.illectronism_people(tables.communes)
    france(tables, people)
    regions(tables, people, with_spopt="--without-spopt" not in arguments)
    minutes_spared(tables, people)
    every_epci(tables, people)
    changes(tables, people)
    bus_rounds(tables, people)
    robustness(tables, people)
    if len(folders) > 1:
        by_road(tables, people, folders[1])


if __name__ == "__main__":
    main(sys.argv[1:])
