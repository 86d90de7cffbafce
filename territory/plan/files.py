"""A plan as a file: CSV, workbook, GeoJSON, each with its question, its proof and its limits."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from pathlib import Path

import geopandas as gpd
import pandas as pd

from territory.errors import TerritoryError
from territory.exports import (
    About,
    Format,
    about_list,
    dictionary,
    format_of,
    side_files,
    write_csv,
    write_list,
)
from territory.files import check_suffix as check_kind
from territory.files import write_file
from territory.messages import Words
from territory.plan import told
from territory.plan.answer import Answer
from territory.plan.center import Longest
from territory.plan.question import BESIDE_AGENCIES, Question
from territory.plan.sites import Plan
from territory.tables import DataInUse, Tables

SHEET = ".pdf"
SUFFIXES = (".csv", ".xlsx", ".geojson", SHEET)


# Takes a path: what ends otherwise is refused.
check_suffix = partial(check_kind, known=SUFFIXES, key="plan_suffix")


def command(
    question: Question, engine: str, words: Words, out: str, against: Sequence[str] = ()
) -> str:
    """Return the command that makes the same plan again."""
    said = ["sites", "--count", str(question.count), "--within", f"{question.within_minutes:g}"]
    said += ["--for", question.goal]
    if question.counts_stops:
        said.append("--with-stops")
    if question.excluded:
        said += ["--exclude", ",".join(question.excluded)]
    for density in question.excluded_densities:
        said += ["--exclude-density", str(density)]
    if question.kept is not None:
        said += ["--keep", ",".join(question.kept)]
    if question.beside_agencies != BESIDE_AGENCIES[0]:
        said += ["--beside-agencies", question.beside_agencies]
    for one in against:
        said += ["--against", one]
    return told.command_line(said, question.territory, engine=engine, words=words, out=out)


def about_plan(
    tables: Tables, in_use: DataInUse, found: Answer, *, again: str, words: Words
) -> About:
    """Return what the file of a plan says of itself."""

    def said(key: str, value: str) -> tuple[str, str]:
        return words.text(f"plan.parameter.{key}"), value

    plan = found.plan
    parameters = (
        said("question", told.title(tables, plan, words)),
        said("answer", told.summary(plan, found.rows, words)),
        said("proof", told.proof(plan, words)),
        *([said("holds", found.holds)] if found.holds else []),
        *(said("remark", one) for one in told.remarks(tables, plan, words)),
        said("candidates", words.number(len(plan.matrix.candidates))),
        said("curve", "\n".join(told.curve_lines(plan, words))),
    )
    return about_list(
        in_use,
        told.title(tables, plan, words),
        told.over(again, tables),
        parameters,
        words,
        scenarios=tables.scenarios,
    )


def plan_bytes(tables: Tables, rows: pd.DataFrame, about: About, chosen: Format) -> bytes:
    """Return the file of a plan in a format: a place is its town hall, not the outline of its commune."""
    return write_list(rows, halls_of(tables), about, chosen)


def halls_of(tables: Tables) -> gpd.GeoDataFrame:
    """Return the communes, each where its town hall stands."""
    return tables.communes.set_geometry("town_hall_point")


def write_places(
    path: Path, places: gpd.GeoDataFrame, plan: Plan, rows: pd.DataFrame, about: About
) -> None:
    """Write a plan, with what goes beside it: its curve, and its dictionary where the file has none.

    Parameters
    ----------
    path : Path
        Ending with one of `SUFFIXES`.
    places : GeoDataFrame
        Where places stand, on the index of the rows.
    plan : Plan
    rows : DataFrame
    about : About
    """
    chosen = format_of(None, path)
    write_file(path, write_list(rows, places, about, chosen))
    beside = side_files(rows, about, chosen) if chosen.is_alone else {}
    if len(plan.chosen):
        beside[".curve.csv"] = write_csv(curve_table(plan), words=about.words)
    for suffix, content in beside.items():
        write_file(path.with_name(path.stem + suffix), content)


def write_table(path: Path, rows: pd.DataFrame, words: Words) -> None:
    """Write rows as CSV, with the dictionary of their columns beside.

    Raises
    ------
    TerritoryError
        If the file is not a CSV.
    """
    if path.suffix.lower() != ".csv":
        raise TerritoryError("plan_suffix", path=path, known=".csv")
    write_file(path, write_csv(rows, words=words))
    columns = dictionary(pd.Index([rows.index.name, *rows.columns]), words)
    told_columns = columns.to_csv(index=False, lineterminator="\r\n").encode()
    write_file(path.with_name(f"{path.stem}.dictionary.csv"), told_columns)


def curve_table(plan: Plan) -> pd.DataFrame:
    """Return the curve of budgets in the contract's vocabulary."""
    if isinstance(plan.curve, Longest):
        return pd.DataFrame(
            {
                "longest_minutes": plan.curve.minutes,
                "least_longest_minutes": plan.curve.least_minutes,
            },
            index=pd.RangeIndex(1, len(plan.curve.minutes) + 1, name="sites_count"),
        )
    unit = "people" if plan.question.goal == "coverage" else "minutes"
    table = plan.curve.table()
    table.columns = pd.Index([f"gain_{unit}", f"last_gain_{unit}", f"bound_{unit}", "gap_share"])
    return table
