"""What a territory is compared with: one answer for the sheet, *Comparer*, the portrait and the command."""

from __future__ import annotations

from dataclasses import dataclass

import pandas as pd

from territory.tables import Tables
from territory.territories import NAMED_LEVELS, Territory, communes_of, is_whole_country
from territory.territories.figures import FRANCE, groups_of

PEERS = "peers"
DENSITY = "density"
PART = "part"
# The nearest first; `PART` stands in the place of France when the tables hold a part of it.
KINDS = (PEERS, "epci", "departement", "region", DENSITY, FRANCE, PART)


@dataclass(frozen=True)
class Reference:
    """A territory another is compared with.

    Parameters
    ----------
    kind : str
        One of `KINDS`.
    level, code : str
        Where its figures stand in `territory.country.Country.figures`; both ``""`` for peers, which
        are a set of communes.
    codes : Index
        Its communes.
    """

    kind: str
    level: str
    code: str
    codes: pd.Index

    @property
    def territory(self) -> Territory | None:
        """The territory it is; None for peers and a density class, which nothing names."""
        return Territory(self.level, self.code) if self.level in (*NAMED_LEVELS, FRANCE) else None


def references_of(tables: Tables, territory: Territory, peers: pd.Index) -> tuple[Reference, ...]:
    """Return what a territory is compared with, the nearest first.

    Its peers, for a commune; then the EPCI, the département and the région that contain it; the
    communes of the density class where most of its people live; all communes of the tables. A
    reference made of the same communes as the territory, or as a nearer reference, is left out: Paris
    is its département, and an overseas département its région.

    Parameters
    ----------
    tables : Tables
        All communes.
    territory : Territory
        What is compared.
    peers : Index
        The communes most like it, the nearest first; empty for another level.

    Returns
    -------
    tuple of Reference
        Empty for all of France.
    """
    if territory.level == FRANCE:
        return ()
    inside = communes_of(tables, territory)
    found = [Reference(PEERS, "", "", peers)] if len(peers) else []
    above = NAMED_LEVELS[NAMED_LEVELS.index("epci") :]
    for level in (*above, DENSITY):
        code = main_density(inside) if level == DENSITY else _code_of_all(inside, level)
        if code:
            found.append(Reference(level, level, code, _codes_of(tables, level, code)))
    found.append(reference_to_all(tables))
    distinct: list[Reference] = []
    for reference in found:
        nearer = (inside.index, *(one.codes for one in distinct))
        if not any(are_same(reference.codes, codes) for codes in nearer):
            distinct.append(reference)
    return tuple(distinct)


def are_same(codes: pd.Index, other: pd.Index) -> bool:
    """Tell whether two sets of communes are the same, whatever their order."""
    return len(codes) == len(other) and bool(codes.isin(other).all())


def _codes_of(tables: Tables, level: str, code: str) -> pd.Index:
    communes = tables.communes
    if level != DENSITY:
        communes = communes_of(tables, Territory(level, code))
    codes: pd.Index = communes.index
    return codes if level != DENSITY else codes[(groups_of(communes, level) == code).fillna(False)]


def reference_to_all(tables: Tables) -> Reference:
    """Return all communes of the tables: France, unless they are a part of it."""
    kind = FRANCE if is_whole_country(tables) else PART
    return Reference(kind, FRANCE, FRANCE, tables.communes.index)


def _code_of_all(communes: pd.DataFrame, level: str) -> str:
    """Return the territory of a level that holds all of these communes; ``""`` when none does."""
    codes = groups_of(communes, level).unique()
    return str(codes[0]) if len(codes) == 1 and pd.notna(codes[0]) else ""


def main_density(communes: pd.DataFrame) -> str:
    """Return the density class most inhabitants live in, ``""`` when it is unknown."""
    classes = groups_of(communes, DENSITY)
    people = communes["population_people"].groupby(classes).sum()
    if people.empty:
        return ""
    return str(classes.mode().iloc[0]) if people.sum() == 0 else str(people.idxmax())
