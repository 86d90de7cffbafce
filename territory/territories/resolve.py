"""Words to a territory of today: by key, by name, or by what a code or name of yesterday became."""

from __future__ import annotations

import re
from dataclasses import dataclass

import pandas as pd

from territory.errors import TerritoryError
from territory.names import levelled
from territory.tables import Tables
from territory.tables.former_codes import Became, FormerCodeError
from territory.territories import COMMUNES, NAMED_LEVELS, Territory, read_territory

_BEGINS_AS_CODE = re.compile(r"^\d[\dAB]", re.IGNORECASE)
NAMES_TOLD = 6


@dataclass(frozen=True)
class Resolved:
    """A territory of today, and what is to be said of the words that named it.

    Parameters
    ----------
    territory : Territory
        The territory.
    told : tuple of Became
        What the codes or names of yesterday among the words became.
    """

    territory: Territory
    told: tuple[Became, ...] = ()


def resolve(tables: Tables, words: str) -> Resolved:
    """Return the territory words name, today.

    Parameters
    ----------
    tables : Tables
        The tables in use.
    words : str
        As `territory.territories.read_territory` reads them; or the name of a territory of today or
        of yesterday (``Mende``, ``Lyon 3e``). What exists today comes before what existed.

    Raises
    ------
    TerritoryError
        If the words name nothing, or several territories.
    FormerCodeError
        If a code of yesterday among them leads to no single commune of the tables.
    """
    if ":" not in words and not _BEGINS_AS_CODE.match(words.strip()):
        found = _by_name(tables, words)
        if found is not None:
            return found
    return of_today(tables, read_territory(words))


def of_today(tables: Tables, territory: Territory) -> Resolved:
    """Return a territory with its codes of yesterday replaced by what they became.

    Raises
    ------
    FormerCodeError
        If one of them leads to no single commune of the tables.
    """
    if territory.level not in ("commune", COMMUNES):
        return Resolved(territory)
    codes: dict[str, None] = {}
    told = []
    for code in territory.code.split(","):
        became = tables.former.get(code)
        if became is None:
            codes[code] = None
            continue
        codes[_only(became)] = None
        told.append(became)
    if not told:
        return Resolved(territory)
    return Resolved(Territory(territory.level, ",".join(codes)), tuple(told))


def _only(became: Became) -> str:
    if became.only is None:
        raise FormerCodeError(became)
    return became.only


def _by_name(tables: Tables, words: str) -> Resolved | None:
    """Return what bears a name, else what bore it; None if nothing did."""
    asked = levelled(words)
    for level in NAMED_LEVELS:
        codes = _bearers(tables, level, asked)
        if len(codes) > 1:
            raise TerritoryError(
                "name_of_several",
                name=words.strip(),
                territories=", ".join(f"{level}:{code}" for code in codes[:NAMES_TOLD])
                + (", …" if len(codes) > NAMES_TOLD else ""),
            )
        if codes:
            return Resolved(Territory(level, codes[0]))
    former = tables.former.named(words)
    if not former:
        return None
    if len({one.communes for one in former}) > 1:
        raise TerritoryError(
            "name_of_several",
            name=words.strip(),
            territories=", ".join(
                code for one in former[:NAMES_TOLD] for code, _ in one.communes[:NAMES_TOLD]
            ),
        )
    return Resolved(Territory("commune", _only(former[0])), (former[0],))


def _bearers(tables: Tables, level: str, asked: str) -> list[str]:
    communes = tables.communes
    codes = communes.index.to_series() if level == "commune" else communes[f"{level}_code"]
    pairs = pd.DataFrame({"code": codes, "name": communes[f"{level}_name"]}).dropna()
    pairs = pairs.drop_duplicates("code")
    return [str(code) for code, name in pairs.itertuples(index=False) if levelled(name) == asked]
