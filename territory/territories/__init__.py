"""Territories: a commune, an EPCI, a département, a region, France, or a hand-picked set of communes.

One key names a territory everywhere: in the command (``territory compare 48095 region:76``), in the
app's address (``?territory=departement:48``) and in a portrait.
"""

from __future__ import annotations

from dataclasses import dataclass
from hashlib import sha256

import geopandas as gpd
import pandas as pd

from territory.errors import TerritoryError, UnknownNameError
from territory.messages import Words
from territory.plain_text import identifier
from territory.tables import Tables, select
from territory.tables.former_codes import FormerCodeError
from territory.territories.figures import FRANCE

COMMUNES = "communes"
NAMED_LEVELS = ("commune", "epci", "departement", "region")
LEVELS = (*NAMED_LEVELS, FRANCE, COMMUNES)
# Mainland France has thirteen regions: tables of fewer are of a part of France.
REGIONS_COUNT = 13
# A hand-picked set of this many communes or fewer is called by their names.
NAMED_COUNT = 3


@dataclass(frozen=True)
class Territory:
    """A territory by its level and code.

    Parameters
    ----------
    level : str
        One of `LEVELS`.
    code : str
        Its code at that level; ``"france"`` for France; codes of communes separated by commas for a
        hand-picked set.
    """

    level: str
    code: str

    @property
    def key(self) -> str:
        """The key that names it in an address or a command.

        Examples
        --------
        >>> Territory("departement", "48").key
        'departement:48'
        """
        return FRANCE if self.level == FRANCE else f"{self.level}:{self.code}"


WHOLE = Territory(FRANCE, FRANCE)


def read_territory(words: str) -> Territory:
    """Return the territory that a key names, without checking that it exists.

    Parameters
    ----------
    words : str
        ``france``; ``level:code``; a bare code of a commune (5 signs), an EPCI (9) or a département
        (2 or 3; a region must say its level); or codes of communes separated by commas.

    Raises
    ------
    TerritoryError
        If they name no level, and no level has codes of this length.
    UnknownNameError
        If the level does not exist.

    Examples
    --------
    >>> read_territory("48095"), read_territory("region:76").level, read_territory("48095,48001").key
    (Territory(level='commune', code='48095'), 'region', 'communes:48095,48001')
    """
    words = words.strip()
    if words.casefold() == FRANCE:
        return WHOLE
    level, separator, code = (part.strip() for part in words.partition(":"))
    if not separator:
        level, code = _level_of(identifier(words)), words
    if level not in LEVELS:
        raise UnknownNameError("level", level, LEVELS)
    if level == COMMUNES:
        codes = [identifier(part) for part in code.split(",") if part.strip()]
        code = ",".join(dict.fromkeys(codes))
    else:
        code = identifier(code)
    if not code:
        raise TerritoryError("territory_unreadable", territory=words)
    return WHOLE if level == FRANCE else Territory(level, code)


def _level_of(code: str) -> str:
    """Return the level of a bare code from its length; regions have no length of their own."""
    if "," in code:
        return COMMUNES
    lengths = {5: "commune", 9: "epci", 2: "departement", 3: "departement"}
    if len(code) not in lengths:
        raise TerritoryError("territory_unreadable", territory=code)
    return lengths[len(code)]


def communes_of(tables: Tables, territory: Territory) -> gpd.GeoDataFrame:
    """Return the communes of a territory, in the order of codes (of the set, for a set).

    Raises
    ------
    UnknownNameError
        If it does not exist, or a commune of the set does not.
    FormerCodeError
        If it is a former commune: `territory.territories.resolve` finds what it became.
    """
    if territory.level == FRANCE:
        return tables.communes
    communes = tables.selections.get(territory.key, lambda: _select(tables, territory))
    # The columns are shared until one is written.
    return communes.copy(deep=False)


def _select(tables: Tables, territory: Territory) -> gpd.GeoDataFrame:
    communes = tables.communes
    if territory.level in ("commune", COMMUNES):
        for code in territory.code.split(","):
            if (became := tables.former.get(code)) is not None:
                raise FormerCodeError(became)
    if territory.level == COMMUNES:
        codes = territory.code.split(",")
        for code in codes:
            select(communes, "commune", code)  # says which one does not exist
        return communes.loc[codes]
    return select(communes, territory.level, territory.code)


def territories_around(tables: Tables, territory: Territory) -> list[Territory]:
    """Return a named territory and those that contain it, the smallest first.

    Examples
    --------
    >>> from territory.tables import open_tables
    >>> [around.key for around in territories_around(open_tables(), Territory("commune", "48095"))]
    ['commune:48095', 'epci:244800405', 'departement:48', 'region:76']
    """
    communes = communes_of(tables, territory)
    found = [territory]
    for level in NAMED_LEVELS[NAMED_LEVELS.index(territory.level) + 1 :]:
        codes = communes[f"{level}_code"].unique()
        if len(codes) == 1 and pd.notna(codes[0]):
            found.append(Territory(level, str(codes[0])))
    return found


def territory_file_stem(territory: Territory) -> str:
    """Return the name of a file about a territory, without its suffix.

    Examples
    --------
    >>> territory_file_stem(Territory("region", "76"))
    'portrait-region-76'
    """
    if territory.level != COMMUNES:
        return f"portrait-{territory.key.replace(':', '-')}"
    seal = sha256(territory.code.encode()).hexdigest()[:8]
    return f"portrait-communes-{territory.code.count(',') + 1}-{seal}"


def is_whole_country(tables: Tables) -> bool:
    """Tell whether the tables are of all of France, not of a part of it."""
    return bool(tables.communes["region_code"].nunique() >= REGIONS_COUNT)


def whole_name(tables: Tables, words: Words) -> str:
    """Return the name of all the communes of the tables: France, or a part of it."""
    key = "list.france" if is_whole_country(tables) else "list.part_of_france"
    return words.text(key)


def proper_name(tables: Tables, territory: Territory) -> str:
    """Return the name of a commune, an EPCI, a département or a region: the same in all languages."""
    name = tables.names(territory.level).get(territory.code)
    if name is None:
        communes_of(tables, territory)  # says what does not exist, or what it became
    return str(name)


def name_of(tables: Tables, territory: Territory, words: Words) -> str:
    """Return the name of a territory, without its code.

    That of a hand-picked set is the names of its communes, or their number above `NAMED_COUNT`.
    """
    if territory.level == FRANCE:
        return whole_name(tables, words)
    if territory.level != COMMUNES:
        return proper_name(tables, territory)
    communes = communes_of(tables, territory)
    if len(communes) <= NAMED_COUNT:
        return ", ".join(communes["commune_name"])
    return words.text("list.set_of_communes", count=words.number(len(communes)))
