"""The territories a menu offers around what is looked at: the same on all pages."""

from __future__ import annotations

from collections.abc import Iterable

import pandas as pd

from territory.tables import Tables
from territory.territories import Territory, communes_of
from territory.territories.figures import FRANCE


def menu(
    tables: Tables,
    looked_at: Territory,
    whole: Territory,
    regions: Iterable[str],
    departements: Iterable[str],
) -> tuple[Territory, ...]:
    """Return what a menu offers: all, the régions, the départements, the EPCI of the one at hand.

    Parameters
    ----------
    tables : Tables
        The communes.
    looked_at : Territory
        What is looked at: it is offered too, last if it is none of these.
    whole : Territory
        All of the tables: France, or their one département, which is offered with its EPCI alone.
    regions, departements : iterable of str
        Their codes, in the order of the menu.

    Returns
    -------
    tuple of Territory
        EPCI in the order of names.
    """
    found, departement = [whole], whole.code
    if whole.level == FRANCE:
        found += [Territory("region", code) for code in regions]
        found += [Territory("departement", code) for code in departements]
        departement = departement_at_hand(tables, looked_at)
    if departement:
        inside = communes_of(tables, Territory("departement", departement))
        pairs = inside[["epci_code", "epci_name"]].dropna().drop_duplicates("epci_code")
        codes = pairs.sort_values("epci_name")["epci_code"]
        found += [Territory("epci", str(code)) for code in codes]
    return tuple(dict.fromkeys([*found, looked_at]))


def departement_at_hand(tables: Tables, looked_at: Territory) -> str:
    """Return the département of most communes of a territory; ``""`` above a département.

    Examples
    --------
    >>> from territory.tables import open_tables
    >>> departement_at_hand(open_tables(), Territory("epci", "244800405"))
    '48'
    """
    if looked_at.level in (FRANCE, "region"):
        return ""
    codes: pd.Series = communes_of(tables, looked_at)["departement_code"]
    return str(codes.mode().iloc[0])
