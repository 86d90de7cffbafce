"""Find the territory that words name: by its key, its name, or a former code or name."""

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
# A message about a name several territories bear lists this many of them.
LISTED_COUNT = 6


@dataclass(frozen=True)
class Resolved:
    """A territory that exists today, and the former codes or names it was asked for by.

    Parameters
    ----------
    territory : Territory
        The territory.
    became : tuple of Became
        The former codes or names among the words, each with what it became.
    """

    territory: Territory
    became: tuple[Became, ...] = ()


def resolve(tables: Tables, words: str) -> Resolved:
    """Return the territory that words name, as it stands today.

    Parameters
    ----------
    tables : Tables
        The tables in use.
    words : str
        As `territory.territories.read_territory` reads them; or the name of a territory, present or
        former (``Mende``, ``Lyon 3e``). A present name comes before a former one. A set takes names
        of communes as well as codes (``48095, Marvejols``).

    Raises
    ------
    TerritoryError
        If the words name nothing, or several territories.
    FormerCodeError
        If a former code among them leads to no single commune of the tables.
    """
    listed = _listed(words)
    if listed:
        return _set_of(tables, listed)
    if ":" not in words and not _BEGINS_AS_CODE.match(words.strip()):
        found = _by_name(tables, words)
        if found is not None:
            return found
    return of_today(tables, read_territory(words))


def parts_of_set(words: str) -> list[str]:
    """Return the names and codes typed for a set: commas part them, and blanks too where all are codes.

    Examples
    --------
    >>> parts_of_set("Le Malzieu-Ville; 48095"), parts_of_set("48095 48140")
    (['Le Malzieu-Ville', '48095'], ['48095', '48140'])
    """
    parts = [part.strip() for part in re.split(r"[,;\n]", words) if part.strip()]
    codes = " ".join(parts).split()
    return codes if all(map(_BEGINS_AS_CODE.match, codes)) else parts


def _listed(words: str) -> list[str]:
    """Return the parts of a set where one of them at least is a name; nothing of any other words."""
    level, separator, said = words.partition(":")
    if separator and level.strip() != COMMUNES:
        return []
    parts = [part.strip() for part in (said if separator else words).split(",") if part.strip()]
    names = [part for part in parts if not _BEGINS_AS_CODE.match(part)]
    return parts if names and (separator or len(parts) > 1) else []


def _set_of(tables: Tables, parts: list[str]) -> Resolved:
    """Return the set of communes that codes and names say.

    Raises
    ------
    TerritoryError
        If a part names no commune, or several.
    """
    codes: dict[str, None] = {}
    became: list[Became] = []
    for part in parts:
        found = (
            of_today(tables, read_territory(f"{COMMUNES}:{part}"))
            if _BEGINS_AS_CODE.match(part)
            else _by_name(tables, part, ("commune",))
        )
        if found is None:
            raise TerritoryError("commune_of_set_unknown", name=part)
        codes[found.territory.code] = None
        became += found.became
    return Resolved(Territory(COMMUNES, ",".join(codes)), tuple(became))


def of_today(tables: Tables, territory: Territory) -> Resolved:
    """Return a territory with its former codes replaced by what they became.

    Raises
    ------
    FormerCodeError
        If one of them leads to no single commune of the tables.
    """
    if territory.level not in ("commune", COMMUNES):
        return Resolved(territory)
    codes: dict[str, None] = {}
    found: list[Became] = []
    for code in territory.code.split(","):
        became = tables.former.get(code)
        if became is None:
            codes[code] = None
            continue
        codes[_only(became)] = None
        found.append(became)
    if not found:
        return Resolved(territory)
    return Resolved(Territory(territory.level, ",".join(codes)), tuple(found))


def _only(became: Became) -> str:
    if became.only is None:
        raise FormerCodeError(became)
    return became.only


def _by_name(tables: Tables, words: str, levels: tuple[str, ...] = NAMED_LEVELS) -> Resolved | None:
    """Return the territory that bears a name, else the one that used to; None if there is none."""
    asked = levelled(words)
    for level in levels:
        codes = _bearers(tables, level, asked)
        if len(codes) > 1:
            raise TerritoryError(
                "name_of_several",
                name=words.strip(),
                territories=", ".join(f"{level}:{code}" for code in codes[:LISTED_COUNT])
                + (", …" if len(codes) > LISTED_COUNT else ""),
            )
        if codes:
            return Resolved(Territory(level, codes[0]))
    former = tables.former.named(words)
    if not former:
        return None
    if len({became.communes for became in former}) > 1:
        raise TerritoryError(
            "name_of_several",
            name=words.strip(),
            territories=", ".join(
                code
                for became in former[:LISTED_COUNT]
                for code, _ in became.communes[:LISTED_COUNT]
            ),
        )
    return Resolved(Territory("commune", _only(former[0])), (former[0],))


def _bearers(tables: Tables, level: str, asked: str) -> list[str]:
    communes = tables.communes
    codes = communes.index.to_series() if level == "commune" else communes[f"{level}_code"]
    pairs = pd.DataFrame({"code": codes, "name": communes[f"{level}_name"]}).dropna()
    pairs = pairs.drop_duplicates("code")
    return [str(code) for code, name in pairs.itertuples(index=False) if levelled(name) == asked]
