"""How much of France each file holds: the whole its source declares, or a part said to be one.

A file cut at the end of a row reads without a fault, and half of a list taken for the whole puts
people hours away from a counter that the other half holds. A source declares the least its files
hold (`pipelines.sources.catalogue.Whole`); less is refused, unless the folder says that the file is a
part, or its own name does, as the producer of the mediation places names those of one territory.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import asdict, dataclass, replace
from typing import Any

import pandas as pd

from pipelines.notes import MOST_SHOWN
from pipelines.sources.catalogue import SourceFile
from pipelines.sources.choice import named_territory
from pipelines.sources.folder import FIRST_CODES_YEAR, NEVER_A_PART, Folder
from pipelines.sources.insee_cog import Cog
from territory.errors import SourceChangedError
from territory.geography import commune_of_arrondissement, departement_of, is_among, zone_of
from territory.messages import Words
from territory.plain_text import some

# A département of a list by commune is there when this share of its communes has a row.
HELD_SHARE = 0.5


@dataclass(frozen=True)
class Reach:
    """What a file reaches.

    Parameters
    ----------
    source_id, file_name : str
        The source and its file.
    rows_count : int
        Rows of the file that were read.
    departements_count : int
        Départements it has rows for.
    communes_share : float
        Share of the communes of its source's zones it has a row for (0–1).
    operators_count : int, optional
        Operators it lists, for a list of sites.
    part : tuple of str
        Départements it is a part for; empty when it stands for all its zones.
    part_by : str
        Who says it is a part: the folder's ``"covers"`` or ``"parts"``, its own ``"name"``, or
        ``""``.
    absent_departements : tuple of str
        Départements of its zones it has no row for though it stands for them.
    absent_communes : tuple of str
        For a whole list by commune, the communes of the other départements it has no row for.
    """

    source_id: str
    file_name: str
    rows_count: int
    departements_count: int
    communes_share: float
    operators_count: int | None = None
    part: tuple[str, ...] = ()
    part_by: str = ""
    absent_departements: tuple[str, ...] = ()
    absent_communes: tuple[str, ...] = ()


class Reaches:
    """The reach of each file of a build, measured as they are read.

    Parameters
    ----------
    code : SourceFile
        The file of the official geographic code, which all others are held against.
    cog : Cog
        What it holds.
    folder : Folder
        What the folder says of itself.

    Raises
    ------
    SourceChangedError
        If the code itself is not whole.
    """

    def __init__(self, code: SourceFile, cog: Cog, folder: Folder) -> None:
        self._cog, self._folder = cog, folder
        self._found = [check_code(code, cog, folder)]

    def add(
        self, file: SourceFile, codes: Iterable[str], rows_count: int, operators: int | None = None
    ) -> Reach:
        """Measure how much of France a file holds, and refuse a part that nobody says is one.

        Parameters
        ----------
        file : SourceFile
            The file.
        codes : iterable of str
            Commune codes of its rows, as published or as pointed; missing ones are left out.
        rows_count : int
            Its rows.
        operators : int, optional
            Operators it lists, for a list of sites.

        Raises
        ------
        SourceChangedError
            If it holds less than its source declares, or nothing of a département it is said to
            hold: what is missing is named.
        """
        source = file.source
        communes = self._cog.communes
        zones = zone_of(communes.index.to_series())
        expected = communes.loc[zones.isin(source.zones).to_numpy(), "departement_code"]
        listed = pd.Index(commune_of_arrondissement(pd.Series(list(codes), dtype="str").dropna()))
        listed = listed.unique()
        is_list = source.geography_level == "commune" and source.missing_row_means == "unknown"
        part = self._folder.part_of(source.id) or named_territory(file, self._cog)
        held = _departements_held(listed, expected, is_list=is_list and not part)
        wanted = set(part) & set(expected) if part else set(expected)
        absent = tuple(sorted(wanted - held))
        is_listed = is_among(expected.index, listed)
        share = float(is_listed.mean()) if len(expected) else 1.0
        reach = Reach(source.id, file.path.name, rows_count, len(held), share, operators)
        if part:
            if absent and not _is_whole_register(file, listed, rows_count):
                raise SourceChangedError(
                    "part_without_rows",
                    file=file.path.name,
                    source=source.id,
                    departements=some(part, most=MOST_SHOWN),
                    absent=some(absent, most=MOST_SHOWN),
                )
            reach = replace(reach, part=part, part_by=self._folder.said_by(source.id) or "name")
        else:
            _refuse_a_part(file, reach, held, expected)
            without = expected[~is_listed & ~expected.isin(absent)]
            communes_without = tuple(without.index) if is_list else ()
            reach = replace(reach, absent_departements=absent, absent_communes=communes_without)
        self._found.append(reach)
        return reach

    def as_report(self) -> dict[str, Any]:
        """Return what the report keeps, as plain types: each reach, and the parts by source.

        A file that is a part because the folder is one (``covers``) is not listed as a part: the
        tables hold no commune outside it.
        """
        return {
            "covers": list(self._folder.covers),
            "reach": [asdict(reach) for reach in self._found],
            "parts": {
                reach.source_id: list(reach.part)
                for reach in self._found
                if reach.part and reach.part_by != "covers"
            },
        }


def _is_whole_register(file: SourceFile, listed: pd.Index, rows_count: int) -> bool:
    """Tell a register of the whole country: of a département without a row in it, it says none."""
    source = file.source
    if source.geography_level != "commune" or source.missing_row_means != "zero":
        return False
    held = departement_of(listed.to_series()).nunique()
    least = source.whole.fewest("departements", file.edition)
    return held >= least > 0 and rows_count >= source.whole.fewest("rows", file.edition)


def _refuse_a_part(file: SourceFile, reach: Reach, held: set[str], expected: pd.Series) -> None:
    whole = file.source.whole
    operators = whole.operators if reach.operators_count is None else reach.operators_count
    least_departements = min(whole.fewest("departements", file.edition), expected.nunique())
    least_rows = whole.fewest("rows", file.edition)
    if (
        len(held) < least_departements
        or reach.rows_count < least_rows
        or reach.communes_share < whole.communes_share
        or operators < whole.operators
    ):
        raise PartForWholeError(
            file,
            rows_count=reach.rows_count,
            least_rows=max(least_rows, round(whole.communes_share * len(expected))),
            held=held,
            expected=set(expected),
            operators=(operators, whole.operators),
        )


class PartForWholeError(SourceChangedError):
    """A file that holds less than its source declares, and is not said to be a part."""

    def __init__(
        self,
        file: SourceFile,
        *,
        rows_count: int,
        least_rows: int,
        held: set[str],
        expected: set[str],
        operators: tuple[int, int] = (0, 0),
    ) -> None:
        self._counts = (rows_count, least_rows)
        self._operators = operators
        self._absent = tuple(sorted(expected - held))
        self._held = tuple(sorted(held))
        least = file.source.whole.fewest("departements", file.edition)
        self._expected = max(len(expected), least)
        super().__init__(
            "part_for_whole",
            file=file.path.name,
            source=file.source.id,
            page_url=file.source.page_url,
        )

    def say(self, words: Words) -> str:
        """Return what the file holds, what it lacks, and what to do."""

        def part(key: str, **values: object) -> str:
            return words.text(f"errors.part.{key}", **values)

        rows, least = self._counts
        found = part("rows_of", rows=words.number(rows), least=words.number(least))
        if rows >= least:
            found = part("rows", rows=words.number(rows))
        found += " " + part("departements", held=len(self._held), expected=self._expected)
        if self._absent:
            found += " " + part("absent", departements=some(self._absent, most=MOST_SHOWN))
        if self._operators[0] < self._operators[1]:
            found += " " + part("operators", held=self._operators[0], least=self._operators[1])
        said = words.text(f"errors.{self.key}", found=found, **self.values)
        if len(self._held) > MOST_SHOWN:  # cut, rather than a part somebody wants
            return said
        if self.values["source"] in NEVER_A_PART:
            return said + " " + part("say_covers", departements=_toml(self._held))
        toml = _toml(self._held)
        return said + " " + part("say_part", source=self.values["source"], departements=toml)


def check_code(file: SourceFile, cog: Cog, folder: Folder) -> Reach:
    """Check that the official code itself is whole, which all else is held against.

    Raises
    ------
    SourceChangedError
        If communes, départements, regions or moves are missing.
    """
    whole = file.source.whole
    regions = set(cog.communes["region_code"])
    if lost := sorted(regions - set(cog.regions.index)):
        raise SourceChangedError(
            "code_without_regions", file=file.path.name, regions=some(lost, most=MOST_SHOWN)
        )
    held = set(cog.communes["departement_code"])
    rows_count = len(cog.communes) + len(cog.parents)
    if folder.covers:
        return Reach(
            file.source.id,
            file.path.name,
            rows_count,
            len(held),
            communes_share=1.0,
            part=folder.covers,
            part_by="covers",
        )
    least_departements = whole.fewest("departements", file.edition)
    least_rows = whole.fewest("rows", file.edition)
    if min(len(held), len(cog.departements)) < least_departements or rows_count < least_rows:
        named = set(cog.departements.index)
        raise PartForWholeError(
            file,
            rows_count=rows_count,
            least_rows=least_rows,
            held=held,
            expected=held | named,
        )
    first = cog.moves["effective_date"].min()
    is_short = len(cog.moves) < whole.moves or first.year > FIRST_CODES_YEAR
    if len(regions) < whole.regions or is_short:
        raise SourceChangedError(
            "code_cut",
            file=file.path.name,
            regions=len(regions),
            least_regions=whole.regions,
            moves=len(cog.moves),
            least_moves=whole.moves,
            first_year=first.year if len(cog.moves) else "-",
            page_url=file.source.page_url,
        )
    return Reach(file.source.id, file.path.name, rows_count, len(held), communes_share=1.0)


def _departements_held(listed: pd.Index, expected: pd.Series, *, is_list: bool) -> set[str]:
    """Return the départements a file has rows for."""
    written = departement_of(listed.to_series())
    counts = written[written.isin(expected.unique())].value_counts()
    if not is_list:
        return set(counts.index)
    communes = expected.value_counts()
    return set(counts.index[counts >= HELD_SHARE * communes.reindex(counts.index)])


def _toml(codes: Iterable[str]) -> str:
    return "[" + ", ".join(f'"{code}"' for code in codes) + "]"
