"""Two builds compared: what changed in each source, in each column that may be compared, row by row.

Rows are joined by their code. Communes that merged, split or were born between the two are named and
left out: the same code is another territory. What no rule lets compare is listed with its reason.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely
from numpy.typing import NDArray

from territory.contract import TABLES, Column
from territory.history.comparable import Edition, Side, Verdict, judge
from territory.tables.former_codes import Became, FormerCodes

# Figures that differ by less than this, of their size, are the same: another order of adding up.
SAME_SHARE = 1e-9
# What becomes of a source.
SOURCE_CHANGES = ("same", "other_edition", "corrected", "undated", "added", "removed")
# Estimates that stand in no table of a build, named for what is said of them.
ESTIMATES = (
    ("need", Column("illectronism_people", "build")),
    ("scores", Column("exposure_score", "build")),
)


@dataclass(frozen=True)
class Source:
    """A source as a build read it."""

    title: str
    file_name: str
    edition: Edition


@dataclass(frozen=True)
class Build:
    """A build of the tables.

    Parameters
    ----------
    tables : dict
        Name in `territory.contract.TABLES` → table; those the build did not write are absent.
    sources : dict
        Id → source.
    version : str
        Of the code that made it.
    day : date
        When it was made.
    geography_year : int
    """

    tables: dict[str, pd.DataFrame]
    sources: dict[str, Source]
    version: str
    day: date
    geography_year: int

    @property
    def side(self) -> Side:
        """What the rules ask of it."""
        return Side({name: one.edition for name, one in self.sources.items()}, self.version)

    @property
    def counters(self) -> gpd.GeoDataFrame:
        """Its counters."""
        return gpd.GeoDataFrame(self.tables["counters"])

    @property
    def former(self) -> FormerCodes:
        """What former codes became, in its communes."""
        names = self.tables["communes"]["commune_name"]
        named = dict(zip(names.index.astype(str), names, strict=True))
        return FormerCodes(self.tables.get("former_codes"), named)


@dataclass(frozen=True)
class Moves:
    """Communes that are not the same territory in the two builds.

    Parameters
    ----------
    gone : tuple of Became
        Codes of before that after does not have, and what they became; as far as after knows.
    unknown : tuple of str
        Those it does not know.
    born : tuple of str
        Codes of after that before does not have.
    touched : frozenset of str
        Codes of both whose territory these moves changed.
    """

    gone: tuple[Became, ...]
    unknown: tuple[str, ...]
    born: tuple[str, ...]
    touched: frozenset[str]


@dataclass(frozen=True)
class BuildsCompared:
    """What changed between two builds.

    Parameters
    ----------
    sources : DataFrame
        Index ``source_name`` (its id): ``source_change_name``, ``before_edition_text``,
        ``after_edition_text``, ``before_file_text``, ``after_file_text``.
    moves : Moves
    columns : DataFrame
        Index ``column_name`` (``table.column``): ``source_name``, ``is_comparable``, ``rule_name``,
        ``reason_name`` (missing where it may be compared), and, missing where it may not:
        ``compared_rows_count``, ``changed_rows_count``, ``became_known_rows_count``,
        ``became_unknown_rows_count``, ``changed_people`` (inhabitants, by the build of after, of the
        communes whose value changed, became known or unknown; missing for other tables).
    rows : DataFrame
        Index ``table_name``: ``before_rows_count``, ``after_rows_count``, ``new_rows_count``,
        ``gone_rows_count``.
    verdicts : dict
        ``table.column`` → verdict, those of the estimates (`ESTIMATES`) too.
    """

    sources: pd.DataFrame
    moves: Moves
    columns: pd.DataFrame
    rows: pd.DataFrame
    verdicts: dict[str, Verdict]


def compare_builds(before: Build, after: Build) -> BuildsCompared:
    """Compare two builds of the tables."""
    moves = moves_between(before, after)
    verdicts = {
        f"{table}.{column.name}": judge(table, column, before.side, after.side)
        for table, column in (*_columns(before, after), *ESTIMATES)
    }
    return BuildsCompared(
        sources_compared(before, after),
        moves,
        _columns_compared(before, after, moves, verdicts),
        _rows_counted(before, after),
        verdicts,
    )


def _columns(before: Build, after: Build) -> list[tuple[str, Column]]:
    return [
        (name, column)
        for name, (_, *columns) in TABLES.items()
        if name in before.tables and name in after.tables
        for column in columns
    ]


def sources_compared(before: Build, after: Build) -> pd.DataFrame:
    """Return what became of each source of either build."""
    rows = {}
    for source in sorted({*before.sources, *after.sources}):
        was, now = before.sources.get(source), after.sources.get(source)
        rows[source] = {
            "source_change_name": _source_change(was, now),
            **{
                f"{side}_edition_text": pd.NaT
                if one is None or one.edition.day is None
                else one.edition.day
                for side, one in (("before", was), ("after", now))
            },
            **{
                f"{side}_file_text": None if one is None else one.file_name
                for side, one in (("before", was), ("after", now))
            },
        }
    table = pd.DataFrame.from_dict(rows, orient="index").rename_axis("source_name")
    return table.astype("str")


def _source_change(was: Source | None, now: Source | None) -> str:
    if was is None:
        return "added"
    if now is None:
        return "removed"
    if was.edition.sha256 == now.edition.sha256:
        return "same"
    if was.edition.day is None or now.edition.day is None:
        return "undated"
    return "corrected" if was.edition.day == now.edition.day else "other_edition"


def moves_between(before: Build, after: Build) -> Moves:
    """Return the communes that are not the same territory in the two builds."""
    had, have = before.tables["communes"].index, after.tables["communes"].index
    gone, born = had.difference(have), have.difference(had)
    forward = {str(code): after.former.get(str(code)) for code in gone}
    # What was a former commune for the build of before, and stands again, left the one that held it.
    backward = [before.former.get(str(code)) for code in born]
    known = tuple(one for one in forward.values() if one is not None)
    touched = {code for one in (*known, *filter(None, backward)) for code, _ in one.communes}
    both = set(had.intersection(have))
    return Moves(
        known,
        tuple(code for code, one in forward.items() if one is None),
        tuple(map(str, born)),
        frozenset(touched & both),
    )


def _rows_counted(before: Build, after: Build) -> pd.DataFrame:
    rows = {}
    for name in TABLES:
        sides = [build.tables.get(name) for build in (before, after)]
        if all(side is None for side in sides):
            continue
        had, have = (pd.Index([], dtype="str") if side is None else side.index for side in sides)
        rows[name] = {
            "before_rows_count": len(had),
            "after_rows_count": len(have),
            "new_rows_count": len(have.difference(had)),
            "gone_rows_count": len(had.difference(have)),
        }
    return pd.DataFrame.from_dict(rows, orient="index").rename_axis("table_name").astype("Int64")


_COUNTS = ("compared", "changed", "became_known", "became_unknown")


def _columns_compared(
    before: Build, after: Build, moves: Moves, verdicts: dict[str, Verdict]
) -> pd.DataFrame:
    people = after.tables["communes"]["population_people"]
    rows = {}
    for table, column in _columns(before, after):
        name = f"{table}.{column.name}"
        had, have = before.tables[table], after.tables[table]
        verdict = verdicts[name]
        if verdict.is_comparable and not (column.name in had and column.name in have):
            verdict = verdicts[name] = Verdict(verdict.rule, "column_absent", column.source_id)
        row: dict[str, object] = {
            "source_name": column.source_id,
            "is_comparable": verdict.is_comparable,
            "rule_name": verdict.rule,
            "reason_name": verdict.reason or None,
        }
        if verdict.is_comparable:
            codes = had.index.intersection(have.index)
            if table == "communes":
                codes = codes.difference(list(moves.touched))
            found = compare_values(had.loc[codes, column.name], have.loc[codes, column.name])
            row |= {f"{one}_rows_count": int(found[one].sum()) for one in _COUNTS}
            if table == "communes":
                is_touched = found["changed"] | found["became_known"] | found["became_unknown"]
                row["changed_people"] = float(people.reindex(codes)[is_touched.to_numpy()].sum())
        rows[name] = row
    types = (
        dict.fromkeys(("source_name", "rule_name", "reason_name"), "str")
        | {f"{one}_rows_count": "Int64" for one in _COUNTS}
        | {"is_comparable": "boolean", "changed_people": "float64"}
    )
    order = [
        *("source_name", "is_comparable", "rule_name", "reason_name"),
        *(f"{one}_rows_count" for one in _COUNTS),
        "changed_people",
    ]
    told = pd.DataFrame.from_dict(rows, orient="index").reindex(columns=order)
    return told.astype(types).rename_axis("column_name")


def compare_values(before: pd.Series, after: pd.Series) -> pd.DataFrame:
    """Compare the values of a column, row by row.

    Parameters
    ----------
    before, after : Series
        On one index, of one type.

    Returns
    -------
    DataFrame of bool
        ``compared`` (known on both sides), ``changed``, ``became_known``, ``became_unknown``. What is
        missing on both sides is none of them.
    """
    was, now = before.notna().to_numpy(bool), after.notna().to_numpy(bool)
    both = was & now
    differs = np.zeros(len(before), dtype=np.bool_)
    differs[both] = _differs(before[both], after[both])
    return pd.DataFrame(
        {
            "compared": both,
            "changed": differs,
            "became_known": ~was & now,
            "became_unknown": was & ~now,
        },
        index=before.index,
    )


def _differs(before: pd.Series, after: pd.Series) -> NDArray[np.bool_]:
    old, new = before.to_numpy(), after.to_numpy()
    if str(before.dtype) == "geometry":
        differs = ~shapely.equals_exact(old, new, normalize=True)
    elif pd.api.types.is_float_dtype(before) and pd.api.types.is_float_dtype(after):
        differs = ~np.isclose(old.astype(float), new.astype(float), rtol=SAME_SHARE, atol=0.0)
    else:
        differs = old.astype(object) != new.astype(object)
    return np.asarray(differs, dtype=np.bool_)
