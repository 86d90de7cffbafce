"""Hold a file's codes against the communes of the year they are said to be of."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, field

import pandas as pd

from pipelines.notes import Note, Notes
from pipelines.sources._check import some
from pipelines.sources.catalogue import SourceFile
from pipelines.sources.insee_cog import Cog
from pipelines.steps.vintages import communes_of_year
from territory.errors import SourceChangedError

# A table of communes holds none that its year does not know; a COG whose moves stop a year short
# misses 68 of 34,935 (0.2 %). Past half a percent the year, or the file, is another one.
MOST_UNKNOWN_SHARE = 0.005
# Codes of a register of places (counters, masts) are typed one by one, and people still write that of
# a commune merged long ago.
MOST_UNKNOWN_SHARE_OF_REGISTERS = 0.05
# Collectivities and countries that the tables do not hold: their codes are of no other year.
OUTSIDE = ("975", "977", "978", "98", "99")
# Of few codes, this many may be unknown whatever their share.
FEW = 3
YEARS_TRIED = 4


@dataclass(frozen=True)
class CodesCheck:
    """What the codes of a file are, beside the communes of their year.

    Parameters
    ----------
    year : int
        Year of the COG they are said to be of.
    basis : str
        How it is known, as `pipelines.sources.codes_year.CodesYear`.
    tables_year : int
        Year of the communes they were brought to.
    unknown : list of str
        Codes that are no commune or arrondissement of that year.
    better_year : int or None
        A year near it whose communes know more of them.
    unknown_people : dict
        Code → people of these codes by the census in use, where it knows them.
    """

    year: int
    basis: str
    tables_year: int
    unknown: list[str] = field(default_factory=list)
    better_year: int | None = None
    unknown_people: dict[str, float] = field(default_factory=dict)

    def notes(self) -> Notes:
        """Return what the report says: the year, whether the tables' is older, the unknown codes."""
        notes = Notes()
        notes.add(f"codes.year_{self.basis}", year=self.year)
        if self.year > self.tables_year:
            notes.add("codes.newer", year=self.year, tables_year=self.tables_year)
        if not self.unknown:
            return notes
        named = tuple(self._named(code) for code in self.unknown)
        notes.append(Note("codes.unknown", named, values={"year": self.year}, most_shown=40))
        if self.better_year:
            notes.add("codes.better", year=self.year, better_year=self.better_year)
        return notes

    def _named(self, code: str) -> str | Note:
        if code not in self.unknown_people:
            return code
        values = {"code": code, "people": self.unknown_people[code]}
        return Note("codes.with_people", values=values)


def check_known(
    codes: Collection[str],
    file: SourceFile,
    cog: Cog,
    to_year: int,
    people: pd.Series | None = None,
) -> CodesCheck:
    """Return how the codes of a file stand beside the communes of their year.

    Parameters
    ----------
    codes : collection of str
        Codes as published; blank and doubled ones do not count.
    file : SourceFile
        The file.
    cog : Cog
        The official geographic code in use, with its moves.
    to_year : int
        Its year.
    people : Series of float, optional
        People by code, as the census in use publishes them.

    Raises
    ------
    SourceChangedError
        If more than a small share is unknown to that year's communes, unless the COG in use is of a
        part of France; or if nothing says the year.
    """
    said = file.codes_year
    year = said.year or to_year
    given = {code for code in codes if isinstance(code, str) and code}
    unknown = given - _known(cog, year)
    if not unknown:
        return CodesCheck(year, said.basis, to_year)
    tried = [year + step for step in range(-YEARS_TRIED, YEARS_TRIED + 1) if year + step <= to_year]
    counts = {each: len(given - _known(cog, each)) for each in tried}
    best = min(counts, key=lambda each: (counts[each], abs(each - year)), default=year)
    better = best if counts.get(best, len(unknown)) < len(unknown) else None
    is_register = file.source.missing_row_means == "zero"
    most = MOST_UNKNOWN_SHARE_OF_REGISTERS if is_register else MOST_UNKNOWN_SHARE
    wrong = [code for code in unknown if not code.startswith(OUTSIDE)]
    if len(wrong) > max(FEW, most * len(given)) and not cog.is_part:
        raise SourceChangedError(
            "codes_of_another_year",
            file=file.path.name,
            count=len(wrong),
            total=len(given),
            year=year,
            codes=some(sorted(wrong)),
            better=better or year,
        )
    counted = {} if people is None else people.reindex(sorted(unknown)).dropna().to_dict()
    return CodesCheck(
        year,
        said.basis,
        to_year,
        sorted(unknown),
        better,
        {str(code): float(count) for code, count in counted.items()},
    )


def _known(cog: Cog, year: int) -> frozenset[str]:
    arrondissements = cog.parents.loc[cog.parents["kind"] == "ARM", "code"]
    return communes_of_year(cog, year) | frozenset(arrondissements)
