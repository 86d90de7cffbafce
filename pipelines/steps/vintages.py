"""Carry a table from the communes of one year to those of another.

Communes merge, split and change code every year. Insee publishes each move; following them from
the year of a file to the year of the tables tells where each old code went. A merged commune is
the sum of its parts when all are known. A split one has no value: its old figure covers a
territory that no longer exists, and is never copied to its children. One that left, and became
none, is followed to nothing.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from pipelines.sources.insee_cog import Cog
from territory.geography import commune_of_arrondissement, is_among

NOTHING = ""
# Insee's kinds of moves that make a commune: creation, and coming back of a former one.
BIRTHS = (20, 21)
ADDITIVE_SUFFIXES = ("_people", "_count", "_households")


@dataclass(frozen=True)
class Passage:
    """Where the codes of an older year went.

    Parameters
    ----------
    to_code : dict
        Old code → code in the tables' year, for the codes that moved, split ones left out.
    split_codes : frozenset of str
        Codes, of either year, touched by a split: no old figure fits them.
    ceased_codes : frozenset of str
        Codes of communes that ceased and became none.
    """

    to_code: dict[str, str]
    split_codes: frozenset[str]
    ceased_codes: frozenset[str] = frozenset()


def passage(cog: Cog, from_year: int, to_year: int) -> Passage:
    """Follow the official moves from the 1st of January of a year to that of another.

    Parameters
    ----------
    cog : Cog
        The official geographic code, with its table of moves.
    from_year, to_year : int
        Years of the COG; nothing moves when they are the same.
    """
    moves = cog.moves
    dated = moves[
        (moves["effective_date"] > pd.Timestamp(from_year, 1, 1))
        & (moves["effective_date"] <= pd.Timestamp(to_year, 1, 1))
        & (moves["before_type"] == "COM")
        & ((moves["after_type"] == "COM") | moves["after_code"].isna())
    ].fillna({"after_code": NOTHING})
    current: dict[str, str] = {}  # code of from_year -> code after the moves seen so far
    born: set[str] = set()  # codes that appeared after from_year
    split: set[str] = set()
    for _, one_day in dated.sort_values("effective_date", kind="stable").groupby("effective_date"):
        after_of: dict[str, set[str]] = {}
        for before, after in zip(one_day["before_code"], one_day["after_code"], strict=True):
            after_of.setdefault(before, set()).add(after)
        for before in after_of:
            if before not in born:
                current.setdefault(before, before)
        for old, now in current.items():
            current[old] = _end_of_day(now, after_of)
        for before, children in after_of.items():
            if len(children) > 1:
                split.update((before, *children))
            born.update(code for code in children if code not in current)
    # A split does not stop there: what its children became later is touched too.
    split.update(now for old, now in current.items() if old in split)
    split.discard(NOTHING)
    ceased = {old for old, now in current.items() if now == NOTHING and old not in split}
    moved = {
        old: now
        for old, now in current.items()
        if old not in split and now not in split and old not in ceased
    }
    return Passage(moved, frozenset(split), frozenset(ceased))


def _end_of_day(code: str, after_of: dict[str, set[str]]) -> str:
    """Return what a commune is after a day's moves; itself where they split it.

    A commune may change its code and merge on the same day: the two are followed.
    """
    seen: set[str] = set()
    while code not in seen and len(after := after_of.get(code, set())) == 1:
        seen.add(code)
        (code,) = after
    return code


def communes_of_year(cog: Cog, year: int) -> frozenset[str]:
    """Return the codes that were communes on the 1st of January of a year.

    Made from the communes of the COG in use by undoing its moves, the last first. A year that is
    later than the COG's gives the COG's.

    Parameters
    ----------
    cog : Cog
        The official geographic code, with its table of moves.
    year : int
        The year asked for.
    """
    codes = set(cog.communes.index)
    later = cog.moves[cog.moves["effective_date"] > pd.Timestamp(year, 1, 1)]
    was_commune = later["before_type"] == "COM"
    # Where a part of a commune became whole with it (kinds 32 to 35), nothing was born.
    is_born = was_commune | later["before_type"].isna() | later["kind"].isin(BIRTHS)
    born = _by_day(later[is_born & (later["after_type"] == "COM")], "after_code")
    gone = _by_day(later[was_commune], "before_code")
    for day in sorted({*born, *gone}, reverse=True):
        codes = (codes - born[day]) | gone[day]
    return frozenset(codes)


def _by_day(moves: pd.DataFrame, column: str) -> defaultdict[pd.Timestamp, set[str]]:
    """Return the codes that moves hold in a column, by the day they took effect."""
    codes_of = defaultdict[pd.Timestamp, set[str]](set)
    for day, code in zip(moves["effective_date"].tolist(), moves[column].tolist(), strict=True):
        codes_of[day].add(code)
    return codes_of


def point_to_communes(codes: pd.Series, cog: Cog, moved: Passage) -> pd.Series:
    """Return the commune of the tables' year each published code stands for.

    Moves first, then arrondissements to their commune, then delegated and associated communes
    to theirs (which covers mergers the table of moves does not hold yet).

    Parameters
    ----------
    codes : Series of str
        Codes as published.

    Returns
    -------
    Series of str
        Missing where the code is unknown to the COG, or the commune became none.
    """
    left = codes.isin(moved.ceased_codes)
    pointed = commune_of_arrondissement(_follow(codes, moved.to_code)).mask(left)
    parents = cog.parents.drop_duplicates("code")
    former = dict(zip(parents["code"], parents["commune_code"], strict=True))
    is_current = is_among(pointed, cog.communes.index)
    pointed = pointed.where(is_current, _follow(pointed, former))
    return pointed.where(is_among(pointed, cog.communes.index))


def _follow(codes: pd.Series, steps: dict[str, str]) -> pd.Series:
    return codes.map(lambda code: steps.get(code, code), na_action="ignore").astype("str")


def aggregate(
    measures: pd.DataFrame, commune_code: pd.Series, moved: Passage
) -> tuple[pd.DataFrame, dict[str, list[str]]]:
    """Bring measures to one row a commune of the tables' year.

    Parameters
    ----------
    measures : DataFrame
        One row a published code.
    commune_code : Series of str
        Commune of each row, as `point_to_communes` gives it; missing rows are left out.
    moved : Passage
        The moves followed, to know which parts a merged commune must have.

    Returns
    -------
    DataFrame
        One row a commune. Additive columns (`ADDITIVE_SUFFIXES`) are summed when all parts are
        known; any other column of a commune made of several parts is missing.
    dict
        Codes by what happened to them: ``already_counted`` (arrondissements beside their whole
        commune), ``split``, ``ceased``, ``merged``, ``merged_in_part`` (a part had no row).
    """
    rows = rows_in_use(measures.index, commune_code, moved)
    used, target = rows.used, commune_code[rows.used]
    part_counts = target.value_counts()
    merged = part_counts.index[part_counts > 1]
    one_part = measures[used][~target.isin(merged).to_numpy()]
    one_part = one_part.set_axis(target[~target.isin(merged)].to_numpy(), axis="index")
    several = measures[used][target.isin(merged).to_numpy()]
    several_target = target[target.isin(merged)].to_numpy()
    additive = [name for name in map(str, measures) if name.endswith(ADDITIVE_SUFFIXES)]
    summed = several[additive].groupby(several_target).sum(min_count=1)
    unknown_part = several[additive].isna().groupby(several_target).any()
    summed = summed.mask(unknown_part)
    in_part = [code for code in incomplete(measures.index, moved) if code in set(target)]
    together = pd.concat([one_part, summed]).rename_axis(index="commune_code")
    together = together[~together.index.isin(in_part)]
    return together.sort_index(), {
        "already_counted": list(measures.index[rows.already_counted]),
        "split": list(measures.index[rows.split]),
        "ceased": list(measures.index[measures.index.isin(moved.ceased_codes)]),
        "merged": list(merged),
        "merged_in_part": in_part,
    }


@dataclass(frozen=True)
class RowsInUse:
    """Which published rows speak of a commune of today, and why the others do not.

    Parameters
    ----------
    used : array of bool
        Those whose figure is, or is part of, their commune's.
    already_counted : array of bool
        Arrondissements whose whole commune has a row of its own.
    split : array of bool
        Those of, or pointed to, a commune that was split.
    """

    used: NDArray[np.bool_]
    already_counted: NDArray[np.bool_]
    split: NDArray[np.bool_]


def rows_in_use(codes: pd.Index, commune_code: pd.Series, moved: Passage) -> RowsInUse:
    """Tell the published rows that speak of a commune of today.

    Parameters
    ----------
    codes : Index of str
        Codes as published.
    commune_code : Series of str
        Commune of each, as `point_to_communes` gives it.
    moved : Passage
        The moves followed.
    """
    is_arrondissement = (commune_of_arrondissement(codes.to_series()) != codes).to_numpy()
    whole = commune_code[~is_arrondissement]
    already = is_arrondissement & is_among(commune_code, whole)
    is_split = codes.isin(moved.split_codes) | commune_code.isin(moved.split_codes).to_numpy()
    return RowsInUse(~already & ~is_split & commune_code.notna().to_numpy(), already, is_split)


def incomplete(codes: pd.Index, moved: Passage) -> list[str]:
    """Return the communes one of whose former parts is not among published codes."""
    return sorted({now for old, now in moved.to_code.items() if old not in codes})
