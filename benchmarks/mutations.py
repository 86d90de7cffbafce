"""Break each law of the tables in turn, and say which tests notice.

Run from the top of a checkout: ``python benchmarks/mutations.py [WORD OF THE LAW]``. Each mutation is made in a copy
of the tree; a law whose breach no test notices ends the run with exit code 1.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path

REPOSITORY = Path(__file__).resolve().parent.parent
LEFT_OUT = (".git", ".venv", "__pycache__", ".mypy_cache", ".ruff_cache", ".pytest_cache")


@dataclass(frozen=True)
class Mutation:
    """A law and the change that breaks it."""

    law: str
    file: str
    old: str
    new: str


MUTATIONS = (
    Mutation(
        "Corsican codes are codes",
        "territory/contract.py",
        r'COMMUNE_CODE = r"^([0-9]{2}|2[AB])[0-9]{3}$"',
        r'COMMUNE_CODE = r"^[0-9]{5}$"',
    ),
    Mutation(
        "The département of an overseas code has three characters",
        "territory/geography.py",
        "commune_code.str[:2].where(~overseas, commune_code.str[:3])",
        "commune_code.str[:2]",
    ),
    Mutation(
        "Missing is not zero in a join",
        "pipelines/steps/joins.py",
        "joined.loc[~is_known, names] = None",
        "joined.loc[~is_known, names] = 0",
    ),
    Mutation(
        "A suppressed value keeps its status",
        "pipelines/steps/joins.py",
        "found = found.where(is_known | joined[status].isna(), joined[status])",
        "pass",
    ),
    Mutation(
        "Where nobody lives, figures are not applicable",
        "pipelines/steps/joins.py",
        "nobody = population == 0",
        "nobody = population < 0",
    ),
    Mutation(
        "A missing age band is not nobody",
        "territory/illectronism/__init__.py",
        '.sum(axis="columns", skipna=False).rename("adult_people")',
        '.sum(axis="columns").rename("adult_people")',
    ),
    Mutation(
        "No Lambert-93 overseas: areas",
        "territory/geography.py",
        "to_crs(ZONES[str(name)].epsg).area",
        "to_crs(2154).area",
    ),
    Mutation(
        "No Web Mercator: areas",
        "territory/geography.py",
        "to_crs(ZONES[str(name)].epsg).area",
        "to_crs(3857).area",
    ),
    Mutation(
        "No Web Mercator: distances",
        "territory/geography.py",
        "points.to_crs(ZONES[zone].epsg)",
        "points.to_crs(3857)",
    ),
    Mutation(
        "No Lambert-93 overseas: distances",
        "territory/geography.py",
        "points.to_crs(ZONES[zone].epsg)",
        "points.to_crs(2154)",
    ),
    Mutation(
        "Moves of communes are followed",
        "pipelines/steps/vintages.py",
        "return Passage(moved, frozenset(split))",
        "return Passage({}, frozenset(split))",
    ),
    Mutation(
        "Split communes stay missing",
        "pipelines/steps/vintages.py",
        "return Passage(moved, frozenset(split))",
        "return Passage(moved, frozenset())",
    ),
    Mutation(
        "A merged commune with an unknown part has no sum",
        "pipelines/steps/vintages.py",
        "summed = summed.mask(unknown_part)",
        "pass",
    ),
    Mutation(
        "Arrondissements are not counted beside their commune",
        "pipelines/steps/vintages.py",
        "used = ~already & ~is_split",
        "used = ~is_split",
    ),
    Mutation(
        "Shapes of arrondissements never double a commune",
        "pipelines/steps/places.py",
        'whole = shapes[shapes["parent_commune_code"].isna()]',
        "whole = shapes",
    ),
    Mutation(
        "Dropped rows are said",
        "pipelines/steps/joins.py",
        '("unknown_code", list(unknown)),',
        "",
    ),
    Mutation(
        "A counter that stands elsewhere is said",
        "pipelines/steps/counters.py",
        "(by_code != by_place)",
        "(by_code != by_code)",
    ),
    Mutation(
        "Islands are reached by their own counters",
        "territory/travel/lands.py",
        "return commune_code.map(_islands()).fillna(zone)",
        "return zone",
    ),
    Mutation(
        "Nobody is at zero minutes",
        "territory/travel/estimate.py",
        "return ESTIMATE_START_MINUTES + ESTIMATE_MINUTES_PER_KM * km",
        "return ESTIMATE_MINUTES_PER_KM * km",
    ),
    Mutation(
        "A score needs two thirds of its weight",
        "territory/scores/aggregate.py",
        "return np.where(enough, made, np.nan), known_share",
        "return made, known_share",
    ),
    Mutation(
        "What is good makes up for little: the mean is geometric",
        "territory/scores/aggregate.py",
        "lifted = np.exp(logs.sum(axis=1))",
        "lifted = floor + span * (np.nan_to_num(scores) * relative).sum(axis=1)",
    ),
    Mutation(
        "An itinerant counter is not a place to travel to",
        "territory/doors.py",
        "return ~is_itinerant(counters) & ~is_of_unknown_kind(counters) & ~is_double(counters)",
        "return ~is_of_unknown_kind(counters) & ~is_double(counters)",
    ),
    Mutation(
        "A door listed twice counts once",
        "territory/doors.py",
        "return ~is_itinerant(counters) & ~is_of_unknown_kind(counters) & ~is_double(counters)",
        "return ~is_itinerant(counters) & ~is_of_unknown_kind(counters)",
    ),
    Mutation(
        "A counter of unknown Saturday is not open that day",
        "territory/indicators/counters.py",
        'counters["is_open_saturday"].fillna(False)',
        'counters["is_open_saturday"].fillna(True)',
    ),
    Mutation(
        "Unknown hours are not zero",
        "territory/indicators/counters.py",
        "filled = hours.fillna(of_kind).fillna(hours.median())",
        "filled = hours.fillna(0.0)",  # the planted fault: the tests must see it
    ),
    Mutation(
        "Nobody beyond the catchment counts",
        "territory/indicators/catchments.py",
        "weights *= shares <= 1",
        "weights *= shares <= 2",
    ),
    Mutation(
        "People unknown have no hours within reach",
        "territory/indicators/catchments.py",
        "reached[unknown] = np.nan",
        "reached[unknown] = 0.0",
    ),
    Mutation(
        "A rate of a territory is weighted by what it is a rate of",
        "territory/territories/figures.py",
        "weight, values = weights[one.weighted_by], indicators[one.name]",
        'weight, values = weights["population_people"], indicators[one.name]',
    ),
    Mutation(
        "What is unknown is neither kept nor left out",
        "territory/lists/criteria.py",
        "unknown |= values.isna()",
        "fails |= values.isna()",
    ),
    Mutation(
        "No cell runs as a formula",
        "territory/exports/cells.py",
        """return f"'{cell}" if cell.startswith(FORMULA_OPENERS) else cell""",
        "return cell",
    ),
    Mutation(
        "A mainland without one of its operators is missing",
        "pipelines/steps/mobile.py",
        'if not covering or (zone.name == "metropole" and report.mainland_incomplete):',
        "if not covering:",
    ),
    Mutation(
        "A door is not open twice at once",
        "territory/opening/__init__.py",
        "covered = _union(real)",
        "covered = sorted(real)",
    ),
    Mutation(
        "A draw that varies nothing gives the rank",
        "territory/robustness/choices.py",
        "dimensions -= choices.shift[draw]",
        "dimensions -= choices.shift[draw] + np.float32(draw % 7)",
    ),
    Mutation(
        "A score does not depend on the other communes",
        "territory/indicators/__init__.py",
        "scaled = 100 * (values - self.best) / (self.worst - self.best)",
        "scaled = 100 * (values - values.min()) / (values.max() - values.min())",
    ),
    Mutation(
        "Tables are written whole or not at all",
        "pipelines/write.py",
        "table.to_parquet(staged / file_name",
        "table.to_parquet(folder / file_name",
    ),
)


def tests_that_notice(mutation: Mutation) -> list[str]:
    """Return the tests that fail once a law is broken."""
    with tempfile.TemporaryDirectory() as name:
        copy = Path(name) / "territory"
        shutil.copytree(REPOSITORY, copy, ignore=shutil.ignore_patterns(*LEFT_OUT))
        path = copy / mutation.file
        source = path.read_text(encoding="utf-8")
        if source.count(mutation.old) != 1:
            raise SystemExit(f"{mutation.file} no longer holds once: {mutation.old}")
        path.write_text(source.replace(mutation.old, mutation.new), encoding="utf-8")
        done = subprocess.run(
            [
                *(sys.executable, "-m", "pytest", "-q", "--no-header", "-p", "no:cacheprovider"),
                *(
                    "--ignore=tests/browser",
                    "--ignore=tests/sources",
                    "--ignore=tests/fetch",
                ),
                *("--ignore=tests/cli/test_cli.py", "--ignore=tests/app/test_app.py"),
                *(
                    "-m",
                    "not browser and not national",
                    "--maxfail=1",
                    "--deselect",
                    "tests/test_layers.py",
                ),
                "tests",
            ],
            cwd=copy,
            env=os.environ | {"PYTHONPATH": str(copy), "PYTHONDONTWRITEBYTECODE": "1"},
            capture_output=True,
            text=True,
            check=False,
        )
    return [
        line.split(" ")[1]
        for line in done.stdout.splitlines()
        if line.startswith(("FAILED", "ERROR"))
    ]


def main() -> int:
    """Break each law; print who noticed."""
    unnoticed = 0
    word = sys.argv[1] if len(sys.argv) > 1 else ""
    for mutation in (one for one in MUTATIONS if word in one.law):
        noticed = tests_that_notice(mutation)
        unnoticed += not noticed
        print(f"{'noticed' if noticed else 'NOT NOTICED'}: {mutation.law}", flush=True)
        for test in noticed:
            print(f"    {test}", flush=True)
    return 1 if unnoticed else 0


if __name__ == "__main__":
    raise SystemExit(main())
