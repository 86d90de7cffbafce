"""What a territory is compared with: one answer for the sheet, *Comparer*, the portrait and the command."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import pandas as pd

from territory.tables import Tables
from territory.territories import NAMED_LEVELS, Territory, communes_of, is_whole_country
from territory.territories.figures import FRANCE, groups_of

PEERS = "peers"
DENSITY = "density"
PART = "part"
# The nearest first; `PART` stands in the place of France when the tables hold a part of it.
_ABOVE = (*NAMED_LEVELS[NAMED_LEVELS.index("epci") :], DENSITY)
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


class References:
    """What any territory of some tables is compared with; what many share is looked up once.

    Parameters
    ----------
    tables : Tables
        All communes.
    """

    def __init__(self, tables: Tables) -> None:
        self._tables = tables
        self._known: dict[tuple[str, str], Reference] = {}

    def of(self, territory: Territory, peers: pd.Index) -> tuple[Reference, ...]:
        """Return what a territory is compared with, the nearest first.

        Its peers, for a commune; then the EPCI, the département and the région that contain it; the
        communes of the density class where most of its people live; all communes of the tables. A
        reference made of the same communes as the territory, or as a nearer reference, is left out:
        Paris is its département, and an overseas département its région.

        Parameters
        ----------
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
        if territory.level == "commune":
            own = pd.Index([territory.code])
            place = self._tables.communes.index.get_loc(territory.code)
            codes = tuple(str(column[place]) for column in self._columns)
        else:
            inside = communes_of(self._tables, territory)
            own = inside.index
            codes = tuple(
                main_density(inside) if level == DENSITY else _code_of_all(inside, level)
                for level in _ABOVE
            )
        found = [Reference(PEERS, "", "", peers)] if len(peers) else []
        found += [
            self._of_level(level, code) for level, code in zip(_ABOVE, codes, strict=True) if code
        ]
        found.append(self._all)
        distinct: list[Reference] = []
        for reference in found:
            nearer = (own, *(one.codes for one in distinct))
            if not any(are_same(reference.codes, codes) for codes in nearer):
                distinct.append(reference)
        return tuple(distinct)

    @cached_property
    def _all(self) -> Reference:
        return reference_to_all(self._tables)

    @cached_property
    def _groups(self) -> dict[str, pd.Series]:
        return {level: groups_of(self._tables.communes, level) for level in _ABOVE}

    @cached_property
    def _columns(self) -> list[list[str]]:
        """The territory of each level that holds each commune; ``""`` where none does."""
        return [one.astype("str").fillna("").tolist() for one in self._groups.values()]

    def _of_level(self, level: str, code: str) -> Reference:
        key = (level, code)
        if key not in self._known:
            groups = self._groups[level]
            codes = groups.index[(groups == code).fillna(False)]
            self._known[key] = Reference(level, level, code, codes)
        return self._known[key]


def are_same(codes: pd.Index, other: pd.Index) -> bool:
    """Tell whether two sets of communes are the same, whatever their order."""
    return len(codes) == len(other) and bool(codes.isin(other).all())


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
