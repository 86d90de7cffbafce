"""Hold built tables against what producers publish of the whole, and against the last build."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from importlib.resources import files
from typing import Any

import pandas as pd

from pipelines.notes import Notes
from pipelines.sources.catalogue import SourceFile

COVERAGE_LOSS_SHARE = 0.01
MAGNITUDE_CHANGE_SHARE = 0.10
# What is compared of a column from one build to the next.
COMPARED = ("known_share", "sum")


@dataclass(frozen=True)
class Total:
    """A published figure beside the one of the build."""

    table: str
    column: str
    source_id: str
    note: str
    published: float
    found: float
    tolerance: float

    @property
    def gap_share(self) -> float:
        """Gap to the published figure, as a share of it."""
        return (self.found - self.published) / self.published

    @property
    def is_met(self) -> bool:
        """Whether the gap is within the tolerance."""
        return abs(self.gap_share) <= self.tolerance


def check_totals(tables: Mapping[str, pd.DataFrame], used: Mapping[str, SourceFile]) -> list[Total]:
    """Compare sums with the published totals of the editions in use.

    Parameters
    ----------
    tables : mapping
        ``communes`` and ``counters``, of the whole of France.
    used : mapping
        Source id → file in use; totals of other editions are passed over.
    """
    declared = tomllib.loads(
        files(__package__).joinpath("published_totals.toml").read_text(encoding="utf-8")
    )["totals"]
    return [
        Total(
            table=total["table"],
            column=total["column"],
            source_id=total["source_id"],
            note=total["note"],
            published=float(total["value"]),
            found=_found(tables[total["table"]], total),
            tolerance=float(total["tolerance"]),
        )
        for total in declared
        if total["source_id"] in used and used[total["source_id"]].edition == total["edition"]
    ]


def _found(table: pd.DataFrame, total: Mapping[str, Any]) -> float:
    if total["column"] == table.index.name:
        return float(len(table))
    known = table[total["column"]].notna()
    amount = float(table[total["column"]].sum())
    return amount / float(table.loc[known, total["per"]].sum()) if "per" in total else amount


def coverage(communes: pd.DataFrame) -> dict[str, dict[str, Any]]:
    """Return, for each column, the share of communes and of people it is known for.

    Returns
    -------
    dict
        Column → ``known_share``, ``known_people_share`` (of the population known), and
        ``sum`` for columns that can be summed.
    """
    people = communes["population_people"]
    found: dict[str, dict[str, Any]] = {}
    for name in communes.columns:
        if name.endswith("_status"):
            found[name] = {"statuses": communes[name].value_counts().to_dict()}
            continue
        known = communes[name].notna()
        found[name] = {
            "known_share": float(known.mean()),
            "known_people_share": float(people[known].sum() / people.sum())
            if people.sum() > 0
            else None,
        }
        if name.endswith(("_people", "_count", "_households")):
            found[name]["sum"] = float(communes[name].sum())
    return found


def compare_with_previous(now: Mapping[str, Any], before: Mapping[str, Any]) -> Notes:
    """Return what got worse since the previous build: coverage lost, sums that jumped.

    Parameters
    ----------
    now, before : mapping
        Coverage of two builds, as `coverage` gives it.
    """
    warnings = Notes()
    for name, was in before.items():
        current = now.get(name)
        if current is None:
            warnings.add("warning.column_gone", column=name)
            continue
        lost = was.get("known_share", 0) - current.get("known_share", 0)
        if lost > COVERAGE_LOSS_SHARE:
            warnings.add("warning.coverage_lost", column=name, lost_share=lost)
        old_sum, new_sum = was.get("sum"), current.get("sum")
        if old_sum and new_sum is not None and abs(new_sum / old_sum - 1) > MAGNITUDE_CHANGE_SHARE:
            warnings.add("warning.sum_jumped", column=name, change_share=new_sum / old_sum - 1)
    return warnings
