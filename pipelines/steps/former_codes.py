"""Say what each code of yesterday became, from the moves of the COG.

A code that is a commune today keeps that meaning, whatever it meant before; only its old names are
kept. The others are followed move by move to the communes of today.
"""

from __future__ import annotations

from dataclasses import dataclass

import pandas as pd

from pipelines.sources.insee_cog import Cog
from pipelines.steps.vintages import NOTHING
from territory.contract import FORMER_CODES

RESTORED = 21  # Insee's kind of move: a former commune comes back
RECODED = frozenset((41, 50))
NAMES_SEPARATOR = " | "
_PARTS = {"ARM": "arrondissement", "COMD": "delegated", "COMA": "associated"}


@dataclass(frozen=True)
class _Move:
    """All that happened to a commune on a day."""

    day: pd.Timestamp
    after: frozenset[str]
    kinds: frozenset[int]


@dataclass(frozen=True)
class _Past:
    """What happened to each commune day after day, the parts of communes, the communes of today."""

    moves: dict[str, list[_Move]]
    parents: dict[str, tuple[str, str]]
    current: frozenset[str]

    def became(self, code: str) -> tuple[str, pd.Timestamp | None, set[str]] | None:
        """Return what a code that is no commune became, when, and the communes of today."""
        ends = [move for move in self.moves.get(code, ()) if code not in move.after]
        if not ends:
            if code not in self.parents:
                return None
            name, commune = self.parents[code]
            return name, None, {commune}
        last = ends[-1]
        now = {
            commune
            for after in last.after - {NOTHING}
            for commune in self.today((code, after), last.day)
        }
        if not now:
            return "ceased", last.day, now
        if len(now) > 1:
            return "split", last.day, now
        if last.kinds <= RECODED and last.after == now:
            return "recoded", last.day, now
        return ("merged" if last.after == now else "merged_since"), last.day, now

    def today(self, path: tuple[str, ...], day: pd.Timestamp) -> set[str]:
        """Return the communes of today that hold what the last of a path was on a day."""
        code = path[-1]
        for move in self.moves.get(code, ()):
            # On the day itself, only what was born then moves on: a change of code, then a merger.
            is_born = move.day == day and code not in move.after and code not in path[:-1]
            if move.after == {code} or not (move.day > day or is_born):
                continue
            nexts = move.after - {NOTHING}
            if RESTORED in move.kinds:
                # What came back takes what it brought; the rest stays where it was.
                back = [was for was in path[:-1] if was in nexts and was != code]
                if not back and code in nexts:
                    continue
                nexts = frozenset(back[-1:]) or nexts
            return {commune for after in nexts for commune in self.today((*path, after), move.day)}
        if code in self.current:
            return {code}
        return {self.parents[code][1]} if code in self.parents else set()


def former_codes(cog: Cog) -> pd.DataFrame:
    """Return the codes and names of yesterday.

    Parameters
    ----------
    cog : Cog
        The official geographic code, with its moves.

    Returns
    -------
    DataFrame
        Columns of `territory.contract.FORMER_CODES`, index ``former_code``: one row a code that is
        no commune today, or that bore another name. ``former_names_text`` holds its names, the last
        first, and ``commune_codes_text`` the communes it became, none if it became none.
    """
    past = _Past(_moves_by_code(cog.moves), _parents(cog), frozenset(cog.communes.index))
    names, names_today = _names(cog), cog.communes["commune_name"].to_dict()
    renamed_on = _renamed_on(cog.moves)
    rows: dict[str, tuple[str, pd.Timestamp | None, set[str], list[str]]] = {}
    for code in sorted({*past.moves, *past.parents, *names}):
        if code in past.current:
            if others := [name for name in names.get(code, ()) if name != names_today[code]]:
                rows[code] = ("renamed", renamed_on.get(code), {code}, others)
        elif (found := past.became(code)) is not None:
            rows[code] = (*found, names.get(code, []))
    kinds, days, communes, former_names = zip(*rows.values(), strict=True) if rows else ((),) * 4
    frame = pd.DataFrame(
        {
            "former_names_text": [NAMES_SEPARATOR.join(each) or None for each in former_names],
            "became_name": kinds,
            "since_date": pd.Series(days, dtype="datetime64[ns]"),
            "commune_codes_text": [" ".join(sorted(codes)) or None for codes in communes],
        },
    )
    texts = [column.name for column in FORMER_CODES[1:] if column.unit.dtype == "str"]
    frame[texts] = frame[texts].astype("str")
    frame.index = pd.Index(list(rows), name="former_code", dtype="str")
    return frame


def _parents(cog: Cog) -> dict[str, tuple[str, str]]:
    """Return what a part of a commune is, and of which commune: code → (kind, commune)."""
    columns = (cog.parents[name].tolist() for name in ("code", "kind", "commune_code"))
    return {code: (_PARTS[kind], commune) for code, kind, commune in zip(*columns, strict=True)}


def _moves_by_code(moves: pd.DataFrame) -> dict[str, list[_Move]]:
    whole = moves[
        (moves["before_type"] == "COM")
        & ((moves["after_type"] == "COM") | moves["after_code"].isna())
    ]
    whole = whole.fillna({"after_code": NOTHING}).sort_values("effective_date", kind="stable")
    together: dict[tuple[pd.Timestamp, str], tuple[set[str], set[int]]] = {}
    columns = (
        whole[name].tolist() for name in ("effective_date", "before_code", "after_code", "kind")
    )
    for day, before, after, kind in zip(*columns, strict=True):
        codes, kinds = together.setdefault((day, before), (set(), set()))
        codes.add(after)
        kinds.add(kind)
    found: dict[str, list[_Move]] = {}
    for (day, code), (codes, kinds) in together.items():
        found.setdefault(code, []).append(_Move(day, frozenset(codes), frozenset(kinds)))
    return found


def _names(cog: Cog) -> dict[str, list[str]]:
    """Return the names each code bore, the last first."""
    dated = cog.moves.dropna(subset=["before_code"])
    dated = dated.sort_values("effective_date", ascending=False, kind="stable")
    found: dict[str, dict[str, None]] = {}
    for code, name in [
        *zip(dated["before_code"].tolist(), dated["before_name"].tolist(), strict=True),
        *zip(cog.parents["code"].tolist(), cog.parents["name"].tolist(), strict=True),
    ]:
        if name:
            found.setdefault(code, {})[name] = None
    return {code: list(names) for code, names in found.items()}


def _renamed_on(moves: pd.DataFrame) -> dict[str, pd.Timestamp]:
    """Return the last day each commune changed its name and kept its code."""
    own = moves[
        (moves["before_code"] == moves["after_code"])
        & (moves["before_type"] == "COM")
        & (moves["after_type"] == "COM")
        & (moves["before_name"] != moves["after_name"])
    ]
    days = own.groupby("before_code")["effective_date"].max()
    return {str(code): pd.Timestamp(day) for code, day in days.items()}
