"""Boundaries as tiles in one file: written by GDAL inside pyogrio, read by ranges of bytes."""

from __future__ import annotations

import tempfile
from pathlib import Path

import geopandas as gpd
import numpy as np
import pandas as pd
import pyogrio
import shapely

from territory.maps.atlas_units import joined_by

# The zooms tiles are made for: from a country to a commune; beyond, the browser enlarges the last.
ZOOMS = (4, 8)
# In degrees: below the detail of the tables, so that neighbours stay neighbours.
SIMPLIFIED_DEGREES = 0.0005
# Enough for every commune of a country in one tile: GDAL drops features or detail above its limits.
MOST_BYTES, MOST_FEATURES = 8_000_000, 400_000
RANK = "n"


def covered(communes: gpd.GeoDataFrame) -> gpd.GeoDataFrame:
    """Return the communes that have a boundary, simplified as one coverage: no slit between two.

    Parameters
    ----------
    communes : GeoDataFrame
        EPSG:4326, in the order of the site: ``n`` of the result is the rank in it.
    """
    ranked = gpd.GeoDataFrame(
        {RANK: np.arange(len(communes), dtype="int32")},
        index=communes.index,
        geometry=communes.geometry,
        crs=communes.crs,
    )
    drawn = ranked[ranked.geometry.notna() & ~ranked.geometry.is_empty].copy()
    drawn.geometry = shapely.coverage_simplify(drawn.geometry.to_numpy(), SIMPLIFIED_DEGREES)
    return drawn


def joined(drawn: gpd.GeoDataFrame, groups: pd.Series) -> gpd.GeoDataFrame:
    """Return the shapes of groups of communes, made of their simplified boundaries."""
    shapes = joined_by(drawn.geometry, groups)
    ranks = np.arange(len(shapes), dtype="int32")
    return gpd.GeoDataFrame({RANK: ranks}, index=shapes.index, geometry=shapes)


def tiles_of(shapes: gpd.GeoDataFrame, name: str, zooms: tuple[int, int] = ZOOMS) -> bytes:
    """Return shapes as vector tiles in a PMTiles file; the same shapes, the same bytes.

    Parameters
    ----------
    shapes : GeoDataFrame
        EPSG:4326, with ``n``.
    name : str
        Of the layer in the tiles.
    zooms : pair of int
        The first and the last.
    """
    with tempfile.TemporaryDirectory(prefix="territory-tiles-") as folder:
        path = Path(folder) / f"{name}.pmtiles"
        pyogrio.write_dataframe(
            shapes,
            path,
            layer=name,
            driver="PMTiles",
            dataset_options={
                "NAME": name,
                "DESCRIPTION": "",
                "MINZOOM": str(zooms[0]),
                "MAXZOOM": str(zooms[1]),
                "MAX_SIZE": str(MOST_BYTES),
                "MAX_FEATURES": str(MOST_FEATURES),
            },
        )
        return path.read_bytes()
