"""Read a census base of Insee: one reader for those of people, diplomas and households.

What surprised us: column names carry the year (``P22_POP``, ``P21_POP`` the year before), and one
file holds several years side by side (2022, 2016, 2011). The member ``…-COM.CSV`` holds the five
*collectivités d'outre-mer*, not the communes. Figures are weighted estimates pooled over five
years, hence decimals. Blank means not published (nobody lives there, or Mayotte).
"""

from __future__ import annotations

import re
from functools import partial
from pathlib import Path

import pandas as pd

from pipelines.sources._check import index_by_commune, some, to_number
from pipelines.sources._read import read_table, refuse_empty
from pipelines.sources.catalogue import Source, find_source
from territory.messages import default_words

_DATED = re.compile(r"([PC])([0-9][0-9])_(.+)")


def read_census(path: Path, source_id: str) -> pd.DataFrame:
    """Read a census base.

    Parameters
    ----------
    path : Path
        The archive (``base-cc-…-<year>_csv.zip``), or the CSV in it.
    source_id : str
        Its declaration says which columns to take, under the names of the newest edition.

    Returns
    -------
    DataFrame
        Index ``commune_code``; the declared columns, float64, missing where blank.

    Raises
    ------
    SourceMissingError, SourceChangedError
        If the file is absent, or is not what is declared.
    """
    source = find_source(source_id)
    rows = read_table(
        path,
        source.columns,
        member=source.archive_member,
        example=source.member_example,
        optional=source.optional_columns,
        rename=partial(_rename, source),
    )
    file, notes = rows.attrs["file"], rows.attrs["notes"]
    refuse_empty(rows, file)
    measures = index_by_commune(rows, file, next(iter(source.columns)))
    measures = pd.DataFrame(
        {
            ours: to_number(measures[ours], file, published, decimal=source.decimal)
            for published, ours in source.columns.items()
            if ours in measures
        }
    )
    if absent := [name for name in source.optional_columns if source.columns[name] not in measures]:
        notes.append(default_words().counted("read.no_optional", file=file, columns=some(absent)))
        measures[[source.columns[name] for name in source.optional_columns]] = float("nan")
    measures.attrs = {"notes": notes}
    return measures


def _rename(source: Source, header: list[str]) -> list[str]:
    """Bring a header to the names declared: those of its year, then those of an older edition."""
    known = [*source.columns, *source.older_names]
    names = name_as_declared(header, known)
    return [source.older_names.get(name, name) for name in names]


def name_as_declared(header: list[str], declared: list[str]) -> list[str]:
    """Bring the names of an edition's newest year to those of the declared edition.

    Parameters
    ----------
    header : list of str
        As published.
    declared : list of str
        Names of the declared edition; those without a year are left as they are.

    Examples
    --------
    >>> name_as_declared(["CODGEO", "P21_POP", "P15_POP"], ["CODGEO", "P22_POP"])
    ['CODGEO', 'P22_POP', 'P15_POP']
    """
    stems = {(found[1], found[3]): name for name in declared if (found := _DATED.fullmatch(name))}
    dated = [_DATED.fullmatch(name) for name in header]
    years = [_full_year(found[2]) for found in dated if found and (found[1], found[3]) in stems]
    newest = max(years, default=0)
    return [
        stems.get((found[1], found[3]), name) if found and _full_year(found[2]) == newest else name
        for name, found in zip(header, dated, strict=True)
    ]


def _full_year(two_digits: str) -> int:
    year = int(two_digits)
    return year + (1900 if year >= 60 else 2000)
