"""The unit (*maille*) of a map: what one patch of colour stands for, and its figures.

Figures of an EPCI or a département are those of `territory.territories.figures`: sums of people, means
of indicators, then the scores of these means; never a mean of scores. A frame of figures is told from
another by the name of its index: ``commune_code``, ``epci_code`` or ``departement_code``.
"""

from __future__ import annotations

import geopandas as gpd
import numpy as np
import pandas as pd

from territory.country import Country
from territory.maps.layers import NO_CLASS, Classes, Layer
from territory.maps.told import with_told
from territory.messages import Words
from territory.scores import Method
from territory.tables import Tables
from territory.territories import Territory, communes_of
from territory.territories.figures import FRANCE

COMMUNE, EPCI, DEPARTEMENT = "commune", "epci", "departement"
UNITS = (COMMUNE, EPCI, DEPARTEMENT)
# A whole country of more communes than this is first shown by EPCI.
READABLE_COUNT = 6_000
# What only communes have: ranks drawn again and again, a class of zoning.
_COMMUNES_ONLY = ("robustness", "frr_class")


def offered_units(tables: Tables, territory: Territory) -> tuple[str, ...]:
    """Return the units a territory can be shown by: those it holds several of, and the communes.

    A hand-picked set is shown by its communes alone: an EPCI of which it holds one is not the set's.
    """
    if territory.level not in (FRANCE, "region", "departement"):
        return (COMMUNE,)
    communes = communes_of(tables, territory)
    return (
        COMMUNE,
        *(unit for unit in UNITS[1:] if communes[f"{unit}_code"].nunique() > 1),
    )


def default_unit(tables: Tables, territory: Territory) -> str:
    """Return the unit a territory is first shown by: EPCI for a country, else communes."""
    if territory.level != FRANCE or EPCI not in offered_units(tables, territory):
        return COMMUNE
    return EPCI if len(tables.communes) > READABLE_COUNT else COMMUNE


def has_layer(unit: str, layer: Layer) -> bool:
    """Whether a layer has figures at a unit: the some are of communes alone."""
    return unit == COMMUNE or layer.name not in _COMMUNES_ONLY


def unit_of_rows(rows: pd.DataFrame) -> str:
    """Return the unit of a frame's rows, from the name of its index; communes if it has none.

    Examples
    --------
    >>> unit_of_rows(pd.DataFrame(index=pd.Index(["244800405"], name="epci_code")))
    'epci'
    """
    name = str(rows.index.name or "").removesuffix("_code")
    return name if name in UNITS else COMMUNE


def codes_of(tables: Tables, territory: Territory, unit: str) -> pd.Index:
    """Return the codes of the units a territory has a commune of, in order."""
    codes = communes_of(tables, territory)[f"{unit}_code"].dropna()
    found: pd.Index = pd.Index(sorted(codes.unique()), name=f"{unit}_code")
    return found


def unit_rows(country: Country, territory: Territory, unit: str, method: Method) -> pd.DataFrame:
    """Return the figures of the EPCI or the départements of a territory, the most exposed first.

    Parameters
    ----------
    country : Country
        The tables and their figures.
    territory : Territory
        Any: each unit it has a commune of is given whole.
    unit : str
        ``"epci"`` or ``"departement"``.
    method : Method
        How scores are made.

    Returns
    -------
    DataFrame
        Rows of `Country.figures` with ``<unit>_name`` first.
    """
    codes = codes_of(country.tables, territory, unit)
    figures = country.figures(unit, method).loc[codes]
    figures.insert(0, f"{unit}_name", country.tables.names(unit).loc[codes])
    return figures.sort_values("exposure_score", ascending=False, kind="stable")


def classes_of_communes(country: Country, layer: Layer, unit: str, method: Method) -> Classes:
    """Return the class of the unit each commune is in, in the order of the table of communes."""
    figures = with_told(country, country.figures(unit, method), layer, method, unit)
    by_code = pd.Series(layer.classes(figures), index=figures.index)
    classes = country.tables.communes[f"{unit}_code"].map(by_code).fillna(NO_CLASS)
    return np.asarray(classes, dtype=np.int8)


def overflowing(tables: Tables, territory: Territory, unit: str) -> pd.Index:
    """Return the codes of the units that are not wholly in a territory: they are shown whole."""
    if unit == COMMUNE or territory.level == FRANCE:
        return pd.Index([], dtype="str")
    communes = communes_of(tables, territory)
    inside = communes[f"{unit}_code"].value_counts()
    whole = tables.communes[f"{unit}_code"].value_counts().reindex(inside.index)
    found: pd.Index = inside.index[inside < whole].sort_values()
    return found


def without_unit(tables: Tables, territory: Territory, unit: str) -> gpd.GeoDataFrame:
    """Return the communes of a territory that are in no unit of a level: four islands have no EPCI."""
    communes = communes_of(tables, territory)
    if unit == COMMUNE:
        return communes.iloc[:0]
    return communes[communes[f"{unit}_code"].isna()]


def counted(count: int, unit: str, words: Words) -> str:
    """Write a number of units: ``3 communes``, ``3 EPCI``."""
    return words.communes(count) if unit == COMMUNE else words.plural(f"map_unit.{unit}", count)


def summary_key(unit: str, key: str) -> str:
    """Return the message that tells a map: communes are feminine in French, the others masculine."""
    return f"map.summary.{key}" if unit == COMMUNE else f"map_unit.summary.{key}"


def remarks(tables: Tables, territory: Territory, unit: str, words: Words) -> list[str]:
    """Say what a map by EPCI or département shows that its territory does not hold, or lacks."""
    said = []
    if len(shown := overflowing(tables, territory, unit)):
        said.append(words.plural(f"map_unit.overflowing.{unit}", len(shown)))
    alone = without_unit(tables, territory, unit)
    if len(alone):
        names = ", ".join(alone["commune_name"].head(6))
        more = ", …" if len(alone) > 6 else ""
        said.append(words.plural(f"map_unit.without.{unit}", len(alone), names=names + more))
    return said
