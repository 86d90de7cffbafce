"""Read the boundaries of communes, from *contours administratifs*.

What surprised us: one layer holds the communes **and** the 45 arrondissements of Paris, Lyon and
Marseille, which lie on top of theirs; the property ``commune`` (its parent) marks them. An
extract without arrondissements lacks the property altogether.
"""

from __future__ import annotations

from pathlib import Path

import geopandas as gpd

from pipelines.sources._check import check_codes, check_unique
from pipelines.sources._read import read_geojson
from pipelines.sources.catalogue import find_source


def read(path: Path) -> gpd.GeoDataFrame:
    """Read the boundaries.

    Parameters
    ----------
    path : Path
        ``communes-<precision>.geojson``, gzipped or not.

    Returns
    -------
    GeoDataFrame
        Index ``code``, EPSG:4326; ``parent_commune_code`` is missing for whole communes and
        set for arrondissements: whoever uses both counts three cities twice.

    Raises
    ------
    SourceMissingError, SourceChangedError
        If the file is absent, or is not what is declared.
    """
    shapes = read_geojson(path, find_source("commune_boundaries").columns)
    check_codes(shapes["code"], path.name, "code")
    check_unique(shapes["code"], path.name, "code")
    check_codes(shapes["parent_commune_code"].dropna(), path.name, "commune")
    return shapes.set_index("code")
