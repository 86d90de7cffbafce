"""Join a source's measures to the communes, and say what the join kept and dropped."""

from __future__ import annotations

from collections.abc import Collection

import numpy as np
import pandas as pd

from pipelines.notes import Note, Notes
from pipelines.sources.catalogue import SourceFile
from pipelines.sources.insee_cog import Cog
from pipelines.steps.known_codes import check_known
from pipelines.steps.vintages import ADDITIVE_SUFFIXES, aggregate, passage, point_to_communes
from territory.contract import COMMUNES, Status
from territory.geography import is_among


def join_measures(
    communes: pd.DataFrame,
    measures: pd.DataFrame,
    file: SourceFile,
    cog: Cog,
    to_year: int,
    *,
    part: Collection[str] = (),
    people: pd.Series | None = None,
) -> tuple[pd.DataFrame, Notes]:
    """Bring a source's measures to the communes' index, with their statuses.

    Parameters
    ----------
    communes : DataFrame
        The communes built so far, with ``population_people`` unless `measures` brings it.
    measures : DataFrame
        One row a published code, as the reader gives it.
    file : SourceFile
        The file they were read from.
    cog : Cog
        The official geographic code.
    to_year : int
        Geography year of the tables.
    part : collection of str
        Départements the file is a part for, and says nothing outside; empty for a whole file.
    people : Series of float, optional
        People by code, as the census in use publishes them, to say whom a dropped row was about.

    Returns
    -------
    DataFrame
        The measures and their status columns, on the communes' index.

    Notes
    -----
        What was kept and dropped, and why.

    Raises
    ------
    SourceChangedError
        If nothing says the year of its codes, or too many are unknown to that year's communes.
    """
    source = file.source
    codes = check_known(measures.index, file, cog, to_year, people)
    moved = passage(cog, codes.year, to_year)
    commune_code = point_to_communes(measures.index.to_series(), cog, moved)
    figures, what_happened = aggregate(measures, commune_code, moved)
    joined = figures.reindex(communes.index)
    has_row = pd.Series(is_among(communes.index, figures.index), index=communes.index)
    if source.missing_row_means == "zero":
        # A register of what exists: in the zones it speaks of, no row is none of it.
        spoken = set(communes.loc[has_row, "zone"]) & set(source.zones)
        is_none = ~has_row & communes["zone"].isin(spoken)
        if part:
            is_none &= communes["departement_code"].isin(part)
        joined.loc[is_none, list(figures.columns)] = 0
    population = (communes if "population_people" in communes else joined)["population_people"]
    joined = _keep_suppressed(joined, measures, commune_code)
    known = Status.ROUNDED if source.rounded_to else Status.OBSERVED
    joined, partly_blank = _add_statuses(joined, source.id, population, str(known))
    is_ceased = measures.index.isin(what_happened["ceased"])
    unknown = measures.index[commune_code.isna().to_numpy() & ~is_ceased]
    dropped = {"unknown_code": list(unknown)} | {
        reason: what_happened[reason] for reason in ("already_counted", "split", "ceased")
    }
    notes = Notes()
    notes.add("join_title", source=source.id, file=file.path.name)
    notes.add(
        "join_rows",
        published=len(measures),
        kept=len(measures) - sum(len(rows) for rows in dropped.values()),
        with_row=int(has_row.sum()),
        without_row=int((~has_row).sum()),
        people=float(population[~has_row].sum()),
    )
    notes.extend(codes.notes())
    if unpeopled := int(population[~has_row].isna().sum()):
        notes.add("join_people_unknown", count=unpeopled)
    for reason, rows in dropped.items():
        if rows:
            held = _held(measures, rows, people)
            notes.add("join_dropped", rows, reason=Note(f"reason.{reason}"), amounts=held)
    for what in ("merged", "merged_in_part"):
        if moved_codes := what_happened[what]:
            notes.add(f"changed.{what}", moved_codes)
    if partly_blank:
        notes.add("join_partly", partly_blank)
    notes.add_words(measures.attrs.get("notes", []))
    return joined, notes


def join_nothing(communes: pd.DataFrame, source_id: str) -> pd.DataFrame:
    """Return the columns of an optional source that is absent: all missing, and said so.

    Parameters
    ----------
    communes : DataFrame
        The communes built so far.
    source_id : str
        The source no file was given for.
    """
    columns = [column for column in COMMUNES if column.source_id == source_id]
    empty = pd.DataFrame(index=communes.index)
    for column in columns:
        is_status = column.unit.dtype == "status"
        empty[column.name] = pd.Series(
            str(Status.MISSING) if is_status else None,
            index=communes.index,
            dtype="str" if is_status else column.unit.dtype,
        )
    return empty


def _held(measures: pd.DataFrame, codes: list[str], people: pd.Series | None) -> list[Note]:
    """Return what dropped rows held, by the file's first additive column, and who lives there."""
    additive = [name for name in map(str, measures) if name.endswith(ADDITIVE_SUFFIXES)][:1]
    held = [
        Note("join_amount", values={"column": name, "sum": float(measures.loc[codes, name].sum())})
        for name in additive
    ]
    counted = pd.Series(dtype="float64") if people is None else people.reindex(codes).dropna()
    if len(counted):
        held.append(Note("codes.people", values={"people": float(counted.sum())}))
    return held


def _keep_suppressed(
    joined: pd.DataFrame, measures: pd.DataFrame, commune_code: pd.Series
) -> pd.DataFrame:
    """Return figures whose status is suppressed where a commune of several parts has one that is.

    Parts have no status in common: without this, what is hidden would be said missing.
    """
    for status in (name for name in map(str, measures) if name.endswith("_status")):
        hidden = commune_code[(measures[status] == str(Status.SUPPRESSED)).to_numpy()]
        is_hidden = is_among(joined.index, hidden.dropna()) & joined[status].isna()
        joined[status] = joined[status].mask(is_hidden, str(Status.SUPPRESSED))
    return joined


def _add_statuses(
    joined: pd.DataFrame, source_id: str, population: pd.Series, known: str
) -> tuple[pd.DataFrame, list[str]]:
    """Add the status columns the contract asks of a source.

    A figure is observed when present, or rounded if its source rounds; not applicable when blank where nobody lives; else it is
    what the reader says (suppressed) or missing. A group of columns that shares a status is
    known as a whole or not at all.
    """
    joined = joined.copy()
    nobody = population == 0
    partly: set[str] = set()
    groups: dict[str, list[str]] = {}
    for column in COMMUNES:
        if column.source_id == source_id and column.status:
            groups.setdefault(column.status, []).append(column.name)
    for status, names in groups.items():
        blank = joined[names].isna()
        is_known = ~blank.any(axis="columns")
        partly.update(joined.index[blank.any(axis="columns") & ~blank.all(axis="columns")])
        found = pd.Series(
            np.where(
                is_known,
                known,
                np.where(nobody, str(Status.NOT_APPLICABLE), str(Status.MISSING)),
            ),
            index=joined.index,
            dtype="str",
        )
        if status in joined:
            found = found.where(is_known | joined[status].isna(), joined[status])
        joined[status] = found
        joined.loc[~is_known, names] = None
    return joined, sorted(partly)
