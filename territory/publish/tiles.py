"""Boundaries as tiles, a file a zoom: written by GDAL inside pyogrio, read by ranges of bytes."""

from __future__ import annotations

import tempfile
from pathlib import Path

import geopandas as gpd
import numpy as np
import pandas as pd
import pyogrio
import shapely

from territory.maps.atlas_units import joined_by

# For each zoom, from a country to a commune, how many steps a tile counts a side: half a pixel of the
# screen, and of the last fifty metres, for the browser enlarges it beyond. Each zoom is a file.
STEPS_OF_ZOOM = {4: 2048, 5: 1024, 6: 1024, 7: 4096}
TILE_DEGREES = 360.0
# Enough for every commune of a country in one tile: GDAL drops features or detail above its limits.
MOST_BYTES, MOST_FEATURES = 8_000_000, 400_000
RANK = "n"
# What is drawn: the layers of the tiles, each in files of its name.
NAMES = ("communes", "departements")


def covered(communes: gpd.GeoDataFrame, zoom: int) -> gpd.GeoDataFrame:
    """Return the communes that have a boundary, simplified as one coverage: no slit between two.

    Parameters
    ----------
    communes : GeoDataFrame
        EPSG:4326, in the order of the site: ``n`` of the result is the rank in it.
    zoom : int
        One of `STEPS_OF_ZOOM`: what is smaller than a step of its tiles goes.
    """
    step_degrees = TILE_DEGREES / 2**zoom / STEPS_OF_ZOOM[zoom]
    ranked = gpd.GeoDataFrame(
        {RANK: np.arange(len(communes), dtype="int32")},
        index=communes.index,
        geometry=communes.geometry,
        crs=communes.crs,
    )
    drawn = ranked[ranked.geometry.notna() & ~ranked.geometry.is_empty].copy()
    drawn.geometry = shapely.coverage_simplify(drawn.geometry.to_numpy(), step_degrees)
    return drawn


def joined(drawn: gpd.GeoDataFrame, groups: pd.Series) -> gpd.GeoDataFrame:
    """Return the shapes of groups of communes, made of their simplified boundaries."""
    shapes = joined_by(drawn.geometry, groups)
    ranks = np.arange(len(shapes), dtype="int32")
    return gpd.GeoDataFrame({RANK: ranks}, index=shapes.index, geometry=shapes)


def tiles_of(shapes: gpd.GeoDataFrame, name: str, zoom: int) -> bytes:
    """Return shapes as the vector tiles of a zoom in a PMTiles file; the same shapes, the same bytes.

    Parameters
    ----------
    shapes : GeoDataFrame
        EPSG:4326, with ``n``.
    name : str
        Of the layer in the tiles.
    zoom : int
        One of `STEPS_OF_ZOOM`.
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
                "MINZOOM": str(zoom),
                "MAXZOOM": str(zoom),
                "EXTENT": str(STEPS_OF_ZOOM[zoom]),
                "MAX_SIZE": str(MOST_BYTES),
                "MAX_FEATURES": str(MOST_FEATURES),
            },
        )
        return path.read_bytes()
