"""Read 4G coverage by operator, from Arcep's *Mon réseau mobile*.

What surprised us: no table by commune is published, only polygons, one file an operator and a
territory, a GeoPackage in a 7z of up to 659 MB. They are the operators' own simulations, a raster of
50 m turned into shapes: TBC is very good coverage, BC good, CL limited. A file unpacks to a
gigabyte: it is read by horizontal bands, through its spatial index.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass, field
from pathlib import Path

import geopandas as gpd
import numpy as np
import pyogrio
import shapely
from pyogrio.errors import DataLayerError, DataSourceError
from pyproj import CRS
from pyproj.exceptions import CRSError
from shapely.errors import ShapelyError

from pipelines.sources._check import some
from pipelines.sources._sevenzip import unpacked
from territory.errors import SourceChangedError
from territory.geography import ZONES
from territory.surfaces import surfaces_of

LEVELS = ("TBC", "BC", "CL")
GOOD_LEVELS = ("TBC", "BC")
_NEEDED = ("operateur", "niveau")
# What GDAL, SQLite, PROJ and GEOS raise for a damaged GeoPackage.
_DAMAGE = (DataSourceError, DataLayerError, sqlite3.Error, CRSError, ShapelyError, UnicodeError)
# GeoPackages of Martinique and of Guadeloupe share a projection, so do the islands beside it.
PROJECTIONS = tuple(sorted({zone.epsg for zone in ZONES.values()}))


@dataclass(frozen=True)
class Layer:
    """The coverage of one operator, on disk.

    Parameters
    ----------
    path : Path
        The GeoPackage.
    file : str
        The published file, for messages.
    operator : str
        Commercial name.
    epsg : int
        Its projection.
    bounds : tuple of float
        West, south, east, north, in its projection.
    features_count : int
        Polygons of all levels.
    without_shape_count : int
        Rows among them that hold no shape, and cover nothing.
    repaired, without_surface : set of int
        Numbers of the polygons read that crossed themselves, and of those that held no surface.
    """

    path: Path
    file: str
    operator: str
    epsg: int
    bounds: tuple[float, float, float, float]
    features_count: int
    without_shape_count: int
    repaired: set[int] = field(default_factory=set)
    without_surface: set[int] = field(default_factory=set)

    def good_coverage(self, bounds: tuple[float, float, float, float]) -> gpd.GeoSeries:
        """Return the polygons of good or very good coverage that touch a rectangle, valid ones.

        Those that cross themselves are repaired, and what holds no surface is left out; their numbers
        in the file are added to `repaired` and `without_surface`.

        Raises
        ------
        SourceChangedError
            If the file is damaged there.
        """
        levels = ", ".join(f"'{level}'" for level in GOOD_LEVELS)
        try:
            polygons = pyogrio.read_dataframe(
                self.path,
                columns=[],
                bbox=bounds,
                where=f"niveau IN ({levels})",
                fid_as_index=True,
            ).geometry
        except _DAMAGE as error:
            raise SourceChangedError("read_damaged", file=self.file, detail=error) from error
        polygons = polygons[~shapely.is_missing(polygons.to_numpy())]
        surfaces = surfaces_of(polygons.to_numpy())
        is_none = shapely.is_missing(surfaces)
        is_same = np.array([a is b for a, b in zip(polygons, surfaces, strict=True)], dtype=bool)
        self.without_surface.update(map(int, polygons.index[is_none]))
        self.repaired.update(map(int, polygons.index[~is_none & ~is_same]))
        return gpd.GeoSeries(surfaces[~is_none], crs=polygons.crs)


@contextmanager
def open_layer(path: Path) -> Iterator[Layer]:
    """Open an operator's file, for as long as it is used.

    Raises
    ------
    SourceMissingError, SourceChangedError
        If the file is absent, or is not what is declared.
    """
    with unpacked(path, ".gpkg") as geopackage:
        yield _layer(geopackage, path.name)


def _layer(geopackage: Path, file: str) -> Layer:
    try:
        info = pyogrio.read_info(geopackage, force_total_bounds=True)
        absent = [name for name in _NEEDED if name not in set(info["fields"])]
        if absent:
            raise SourceChangedError(
                "read_no_columns", file=file, columns=some(absent), header=some(info["fields"])
            )
        if not info["features"]:
            raise SourceChangedError("read_no_rows", file=file)
        words = pyogrio.read_dataframe(
            geopackage, columns=["operateur_commercial", *_NEEDED], read_geometry=False
        )
        epsg = CRS.from_user_input(info["crs"]).to_epsg() if info["crs"] else None
    except _DAMAGE as error:
        raise SourceChangedError("read_damaged", file=file, detail=error) from error
    unknown = words.loc[~words["niveau"].isin(LEVELS), "niveau"]
    if not unknown.empty:
        raise SourceChangedError(
            "read_unknown_words",
            file=file,
            column="niveau",
            words=some(unknown.drop_duplicates()),
            known=some(LEVELS),
        )
    operators = words.get("operateur_commercial", words["operateur"]).drop_duplicates()
    if len(operators) != 1:
        raise SourceChangedError("read_several_operators", file=file, operators=some(operators))
    if epsg not in PROJECTIONS:
        raise SourceChangedError(
            "read_projection", file=file, found=info["crs"] or "", known=some(PROJECTIONS, most=9)
        )
    west, south, east, north = info["total_bounds"]
    return Layer(
        geopackage,
        file,
        str(operators.iloc[0]),
        int(epsg),
        (west, south, east, north),
        int(info["features"]),
        _without_shape(geopackage, file),
    )


def _without_shape(geopackage: Path, file: str) -> int:
    """Return how many rows of a GeoPackage hold no shape, without reading the shapes."""
    try:
        with closing(sqlite3.connect(f"file:{geopackage}?mode=ro", uri=True)) as database:
            ((table, column),) = database.execute(
                "SELECT table_name, column_name FROM gpkg_geometry_columns"
            ).fetchall()
            quoted = [name.replace('"', '""') for name in (table, column)]
            # The names come from the file's own register, quoted; nothing else is put in.
            query = 'SELECT count(*) FROM "{}" WHERE "{}" IS NULL'.format(*quoted)  # noqa: S608 - quoted
            (count,) = database.execute(query).fetchone()
    except (*_DAMAGE, ValueError) as error:
        raise SourceChangedError("read_damaged", file=file, detail=error) from error
    return int(count)


def read(path: Path) -> gpd.GeoDataFrame:
    """Read one operator's polygons, all at once.

    Parameters
    ----------
    path : Path
        ``<quarter>_couv_<territory>_<operator>_4G_data.gpkg.7z``.

    Returns
    -------
    GeoDataFrame
        One row a polygon, in the file's projection; ``niveau`` is TBC, BC or CL.

    Raises
    ------
    SourceMissingError, SourceChangedError
        If the file is absent, or is not what is declared.
    """
    with open_layer(path) as layer:
        try:
            polygons: gpd.GeoDataFrame = pyogrio.read_dataframe(layer.path, columns=["niveau"])
        except _DAMAGE as error:
            raise SourceChangedError("read_damaged", file=layer.file, detail=error) from error
        return polygons
