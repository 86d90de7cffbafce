"""Join a source's measures to the communes, and say what the join kept and dropped."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import asdict, dataclass, field
from typing import Any

import numpy as np
import pandas as pd

from pipelines.sources.catalogue import SourceFile
from pipelines.sources.insee_cog import Cog
from pipelines.steps.known_codes import CodesCheck, check_known
from pipelines.steps.vintages import ADDITIVE_SUFFIXES, aggregate, passage, point_to_communes
from territory.contract import COMMUNES, Status


@dataclass
class JoinReport:
    """What a join did, in rows and in people.

    Parameters
    ----------
    source_id, file_name : str
        The source and the file it was read from.
    codes : CodesCheck
        The year of the communes its codes are of, and those that year does not know.
    published_rows, kept_rows : int
        Rows of the file; rows that reached a commune.
    communes_with_row, communes_without_row : int
        Communes of the table the file speaks of, and those it does not.
    people_without_row : float
        Population of the latter, over those whose population is known.
    communes_of_unknown_population : int
        Of the latter, those whose population is unknown.
    dropped : dict
        Reason → codes of the rows that reached no commune.
    dropped_amounts : dict
        Reason → sum of the file's first column of people or counts over these rows.
    dropped_people : dict
        Reason → people of these codes by the census in use; missing where it knows none of them.
    changed : dict
        What moves of communes did: ``merged``, ``merged_in_part``, ``split``.
    partly_blank : list
        Communes whose row lacked some figure, so that the whole group is missing.
    notes : list
        What the reader wants said.
    """

    source_id: str
    file_name: str
    codes: CodesCheck
    published_rows: int
    kept_rows: int
    communes_with_row: int
    communes_without_row: int
    people_without_row: float
    communes_of_unknown_population: int
    dropped: dict[str, list[str]] = field(default_factory=dict)
    dropped_amounts: dict[str, dict[str, float]] = field(default_factory=dict)
    dropped_people: dict[str, float | None] = field(default_factory=dict)
    changed: dict[str, list[str]] = field(default_factory=dict)
    partly_blank: list[str] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)

    def as_dict(self) -> dict[str, Any]:
        """Return the report as plain types, for JSON."""
        return asdict(self)


def join_measures(
    communes: pd.DataFrame,
    measures: pd.DataFrame,
    file: SourceFile,
    cog: Cog,
    to_year: int,
    *,
    part: Collection[str] = (),
    people: pd.Series | None = None,
) -> tuple[pd.DataFrame, JoinReport]:
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
    JoinReport
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
    has_row = pd.Series(communes.index.isin(figures.index), index=communes.index)
    if source.missing_row_means == "zero":
        # A register of what exists: in the zones it covers, no row is none of it.
        is_none = ~has_row & communes["zone"].isin(source.zones)
        if part:
            is_none &= communes["departement_code"].isin(part)
        joined.loc[is_none, list(figures.columns)] = 0
    population = (communes if "population_people" in communes else joined)["population_people"]
    joined, partly_blank = _add_statuses(joined, source.id, population)
    is_ceased = measures.index.isin(what_happened["ceased"])
    unknown = measures.index[commune_code.isna().to_numpy() & ~is_ceased]
    dropped = {
        reason: codes
        for reason, codes in (
            ("unknown_code", list(unknown)),
            ("already_counted", what_happened["already_counted"]),
            ("split", what_happened["split"]),
            ("ceased", what_happened["ceased"]),
        )
        if codes
    }
    report = JoinReport(
        source_id=source.id,
        file_name=file.path.name,
        codes=codes,
        published_rows=len(measures),
        kept_rows=len(measures) - sum(len(codes) for codes in dropped.values()),
        communes_with_row=int(has_row.sum()),
        communes_without_row=int((~has_row).sum()),
        people_without_row=float(population[~has_row].sum()),
        communes_of_unknown_population=int(population[~has_row].isna().sum()),
        dropped=dropped,
        dropped_amounts={reason: _amount(measures, codes) for reason, codes in dropped.items()},
        dropped_people={
            reason: None if people is None else _known_sum(people.reindex(rows))
            for reason, rows in dropped.items()
        },
        changed={
            name: codes
            for name, codes in what_happened.items()
            if name in ("merged", "merged_in_part") and codes
        },
        partly_blank=partly_blank,
        notes=list(measures.attrs.get("notes", [])),
    )
    return joined, report


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


def _amount(measures: pd.DataFrame, codes: list[str]) -> dict[str, float]:
    """Return what the dropped rows held, by the file's first additive column."""
    for name in map(str, measures):
        if name.endswith(ADDITIVE_SUFFIXES):
            return {name: float(measures.loc[codes, name].sum())}
    return {}


def _known_sum(people: pd.Series) -> float | None:
    """Return the sum of people; None where none is known."""
    return float(people.sum()) if people.notna().any() else None


def _add_statuses(
    joined: pd.DataFrame, source_id: str, population: pd.Series
) -> tuple[pd.DataFrame, list[str]]:
    """Add the status columns the contract asks of a source.

    A figure is observed when present; not applicable when blank where nobody lives; else it is
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
                str(Status.OBSERVED),
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
