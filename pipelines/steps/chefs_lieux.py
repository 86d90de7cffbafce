"""Which communes are the chef-lieu of a région, a département or an arrondissement."""

from __future__ import annotations

import pandas as pd

from pipelines.notes import Notes
from pipelines.sources.insee_cog import Cog
from territory.contract import CHEF_LIEU_OF, NO_CHEF_LIEU_CLASS


def add_chefs_lieux(communes: pd.DataFrame, cog: Cog) -> tuple[pd.DataFrame, Notes]:
    """Add ``chef_lieu_class`` to communes.

    Parameters
    ----------
    communes : DataFrame
        Index ``commune_code``.
    cog : Cog
        The edition they are of.

    Returns
    -------
    communes : DataFrame
        The same with ``chef_lieu_class``: 1, 2 or 3 for the chef-lieu of a région, a département or an
        arrondissement (`territory.contract.CHEF_LIEU_OF`; the highest that holds),
        `NO_CHEF_LIEU_CLASS` for that of none. Missing where the edition does not say: without a
        table of arrondissements, for all but the first two.
    notes : Notes
        That there was no such table; chefs-lieux that are not on the list of communes.
    """
    notes = Notes()
    tables = (cog.regions, cog.departements, cog.arrondissements)
    rest: int | None = NO_CHEF_LIEU_CLASS
    if cog.arrondissements is None:
        notes.add("chefs_lieux.no_arrondissements")
        rest = None
    found = pd.Series(rest, index=communes.index, dtype="Int64")
    # From the lowest to the highest, which is the one kept.
    for number, table in reversed(list(enumerate(tables, start=1))):
        if table is not None:
            found[communes.index.isin(table["chef_lieu_code"])] = number
    if not cog.is_part:
        for level, table in zip(CHEF_LIEU_OF, tables, strict=True):
            if table is None:
                continue
            codes = table["chef_lieu_code"]
            if absent := sorted(codes[~codes.isin(communes.index)].unique()):
                notes.add(f"chefs_lieux.unlisted.{level}", absent)
    return communes.assign(chef_lieu_class=found), notes
