"""The commune an address names: its town, in the département of its postal code."""

from __future__ import annotations

import re

import pandas as pd

from pipelines.sources.insee_cog import Cog
from pipelines.steps.former_codes import NAMES_SEPARATOR
from territory.geography import commune_of_arrondissement
from territory.names import levelled_arrondissement

_CEDEX = re.compile(r"(?i)\bcedex\b.*$")
_ARRONDISSEMENT = re.compile(r"^(paris|lyon|marseille) \d{1,2}$")


def communes_named(
    towns: pd.Series, postal_codes: pd.Series, cog: Cog, former: pd.DataFrame
) -> pd.Series:
    """Return the commune each address names.

    Parameters
    ----------
    towns, postal_codes : Series of str
        As written; missing where they are not.
    cog : Cog
        The official geographic code in use.
    former : DataFrame
        As `pipelines.steps.former_codes.former_codes` gives it: names of yesterday are known too.

    Returns
    -------
    Series of str
        Code of the tables' year; missing where no commune of the département bears or bore the name, or
        where several do. An arrondissement gives its city.
    """
    known = _names(cog, former)
    told = pd.DataFrame({"town": towns, "postal": postal_codes}).fillna("")
    codes = [
        _one(known, town, postal) for town, postal in zip(told["town"], told["postal"], strict=True)
    ]
    found = pd.Series(codes, index=towns.index, dtype="str")
    return commune_of_arrondissement(found)


def _one(known: dict[tuple[str, str], set[str]], town: str, postal: str) -> str | None:
    name = levelled_arrondissement(_CEDEX.sub("", town))
    city = _ARRONDISSEMENT.match(name)
    name = city[1] if city else name
    found: set[str] = set()
    for departement in _departements(postal):
        found |= known.get((departement, name), set())
    return next(iter(found)) if len(found) == 1 else None


def _departements(postal: str) -> tuple[str, ...]:
    if postal.startswith("20"):
        return ("2A", "2B")
    return (postal[:3],) if postal.startswith("97") else (postal[:2],)


def _names(cog: Cog, former: pd.DataFrame) -> dict[tuple[str, str], set[str]]:
    """Return département and levelled name → codes; a name of today wins over one of a part or of yesterday."""
    departements = {str(code): one for code, one in cog.communes["departement_code"].items()}
    known: dict[tuple[str, str], set[str]] = {}
    older: dict[tuple[str, str], set[str]] = {}

    def add(names: dict[tuple[str, str], set[str]], code: str, name: str) -> None:
        if code in departements:  # else split, or of another part: its name says none of several
            key = (departements[code], levelled_arrondissement(name))
            names.setdefault(key, set()).add(code)

    for code, name in cog.communes["commune_name"].items():
        add(known, str(code), str(name))
    for code, name in zip(cog.parents["commune_code"], cog.parents["name"], strict=True):
        add(older, str(code), str(name))
    told = former.dropna(subset=["former_names_text", "commune_codes_text"])
    for names, code in zip(told["former_names_text"], told["commune_codes_text"], strict=True):
        for name in str(names).split(NAMES_SEPARATOR):
            add(older, str(code), name)
    return {**older, **known}
