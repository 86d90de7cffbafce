"""Read the town halls, from *contours administratifs*.

What surprised us: some town halls stand outside their commune in reality (Le Malzieu-Forain's is
in Le Malzieu-Ville), so a point is never placed back by its shape; a commune may have several.
"""

from __future__ import annotations

from pathlib import Path

import geopandas as gpd

from pipelines.sources._check import check_codes, some
from pipelines.sources._read import read_geojson
from pipelines.sources.catalogue import find_source
from territory.errors import SourceChangedError


def read(path: Path) -> gpd.GeoDataFrame:
    """Read the town halls.

    Parameters
    ----------
    path : Path
        ``mairies.geojson``, gzipped or not.

    Returns
    -------
    GeoDataFrame
        Index ``commune_code``, in the file's order, several rows for a commune with several
        town halls; geometry ``town_hall_point``, EPSG:4326.

    Raises
    ------
    SourceMissingError, SourceChangedError
        If the file is absent, or is not what is declared.
    """
    halls = read_geojson(path, find_source("town_halls").columns)
    check_codes(halls["commune_code"], path.name, "commune")
    kinds = halls.geom_type.dropna()
    if (kinds != "Point").any():
        raise SourceChangedError(
            "read_unknown_words",
            file=path.name,
            column="geometry",
            words=some(kinds[kinds != "Point"].unique()),
            known="Point",
        )
    return halls.rename_geometry("town_hall_point").set_index("commune_code")
