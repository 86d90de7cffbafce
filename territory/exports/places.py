"""A list with its boundaries: GeoJSON, GeoPackage with its style, GeoParquet."""

from __future__ import annotations

import io
import json
import sqlite3
import tempfile
from collections.abc import Callable, Mapping
from pathlib import Path
from threading import Lock

import geopandas as gpd
import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq
import pyogrio
import shapely
from numpy.typing import NDArray
from pyogrio.errors import DataSourceError
from shapely.geometry import mapping

from territory.exports.about import About
from territory.exports.cells import rounded
from territory.exports.qgis_style import Style, add_styles, nine_classes
from territory.geography import WGS84

LAYER = "communes"
# Read whole by the QGIS of 2020 and by all since; later versions add nothing we write.
GPKG_VERSION = "1.2"
# Boundaries take a third less room than at the level by default, for half a second more in all France.
ZSTD_LEVEL = 9
# What says that a file could not be made: no room, no right to write.
NOT_MADE = (OSError, sqlite3.Error, DataSourceError)
# A metre is 0.00001 degree; boundaries are simplified at a hundred metres.
DEGREES_DIGITS = 6
# Seven metres of latitude, and a power of two.
LIGHT_DEGREES = 2.0**-14
# GDAL keeps the date in a setting of the whole process: two files at once would swap theirs.
_ONE_AT_A_TIME = Lock()


def placed(rows: pd.DataFrame, communes: gpd.GeoDataFrame) -> gpd.GeoDataFrame:
    """Return a list with the boundaries of its communes, figures rounded by unit.

    Parameters
    ----------
    rows : DataFrame
        The list, index ``commune_code``.
    communes : GeoDataFrame
        The table of communes; one without a boundary keeps its row, without a shape.
    """
    written = rounded(rows)
    shapes = communes.geometry.reindex(rows.index)
    return gpd.GeoDataFrame(written, geometry=shapes.to_numpy(), crs=WGS84)


def geojson_bytes(rows: pd.DataFrame, communes: gpd.GeoDataFrame, about: About) -> bytes:
    """Return a list as GeoJSON (RFC 7946), its metadata in a foreign member."""
    features = placed(rows, communes)
    # RFC 7946 asks for exterior rings to turn counter-clockwise.
    shapes = shapely.orient_polygons(rounded_shapes(features.geometry.to_numpy()))
    columns = [name for name in features.columns if name != "geometry"]
    plain = features[columns].astype(object)
    values = plain.where(plain.notna(), None)
    document = {
        "type": "FeatureCollection",
        "name": LAYER,
        "metadata": about.as_dict(),
        "features": [
            {
                "type": "Feature",
                "id": row[0],
                "properties": dict(zip(columns, map(_plain, row), strict=True)),
                "geometry": None if shape is None else mapping(shape),
            }
            for row, shape in zip(values.itertuples(index=False), shapes, strict=True)
        ],
    }
    return json.dumps(document, ensure_ascii=False, separators=(",", ":")).encode()


def rounded_shapes(shapes: NDArray[np.object_]) -> NDArray[np.object_]:
    """Return shapes whose coordinates have `DEGREES_DIGITS` decimals, as valid as they were."""
    return _moved(shapes, lambda xy: xy.round(DEGREES_DIGITS), 10.0**-DEGREES_DIGITS)


def light_shapes(shapes: NDArray[np.object_]) -> NDArray[np.object_]:
    """Return shapes whose corners stand on the grid of `LIGHT_DEGREES`, as valid as they were.

    A corner moves by 4 metres at most, of boundaries known to a hundred. The step is a power of two: half
    of the bytes of a coordinate are zeros, which every format that compresses folds.
    """
    return _moved(shapes, lambda xy: (xy / LIGHT_DEGREES).round() * LIGHT_DEGREES, LIGHT_DEGREES)


def _moved(
    shapes: NDArray[np.object_],
    move: Callable[[NDArray[np.float64]], NDArray[np.float64]],
    step_degrees: float,
) -> NDArray[np.object_]:
    """Return shapes with their corners moved to a grid.

    Moving each corner alone may make a thin shape cross itself: such a one is snapped to the grid
    as a whole, or kept as it is where nothing of it would be left.
    """
    corners: NDArray[np.object_] = shapely.transform(shapes, move, include_z=False)
    broken = shapely.is_valid(shapes) & ~(shapely.is_valid(corners) & (shapely.area(corners) > 0))
    snapped = shapely.set_precision(shapes[broken], step_degrees)
    corners[broken] = np.where(shapely.is_empty(snapped), shapes[broken], snapped)
    return corners


def _plain(value: object) -> object:
    return value.item() if hasattr(value, "item") else value


def parquet_bytes(rows: pd.DataFrame, communes: gpd.GeoDataFrame, about: About) -> bytes:
    """Return a list as GeoParquet, its metadata in the file's own."""
    return geoparquet(placed(rows, communes), about)


def geoparquet(features: gpd.GeoDataFrame, about: About, zstd_level: int = ZSTD_LEVEL) -> bytes:
    """Return features as GeoParquet, what the file says of itself in its metadata."""
    written = io.BytesIO()
    features.to_parquet(written, index=False)
    return told_parquet(pq.read_table(io.BytesIO(written.getvalue())), about, zstd_level)


def told_parquet(table: pa.Table, about: About, zstd_level: int = ZSTD_LEVEL) -> bytes:
    """Return a table as Parquet, what it says of itself in its metadata."""
    said = json.dumps(about.as_dict(), ensure_ascii=False).encode()
    table = table.replace_schema_metadata({**(table.schema.metadata or {}), b"territory": said})
    told = io.BytesIO()
    pq.write_table(table, told, compression="zstd", compression_level=zstd_level)
    return told.getvalue()


def gpkg_bytes(rows: pd.DataFrame, communes: gpd.GeoDataFrame, about: About) -> bytes:
    """Return a list as GeoPackage, in longitude and latitude, with the map's nine colours for QGIS."""
    return geopackage({LAYER: placed(rows, communes)}, about, _add_style)


def geopackage(
    layers: Mapping[str, gpd.GeoDataFrame],
    about: About,
    finish: Callable[[sqlite3.Connection, About], None] = lambda *_: None,
    *,
    has_index: bool = True,
) -> bytes:
    """Return layers as one GeoPackage, with what the file says of itself in ``territory_about``.

    Parameters
    ----------
    layers : mapping
        Name → features, in longitude and latitude.
    about : About
        What the file says of itself.
    finish : callable, optional
        What else goes into the file: a style.
    has_index : bool
        Whether the file holds an index of places, which makes it faster to draw in part, and larger.
    """
    with tempfile.TemporaryDirectory(prefix="territory-") as folder:
        path = Path(folder) / "list.gpkg"
        # The date of the data, not of the writing: the same list, the same file.
        with _ONE_AT_A_TIME:
            pyogrio.set_gdal_config_options({"OGR_CURRENT_DATE": f"{about.date}T00:00:00.000Z"})
            try:
                for name, features in layers.items():
                    pyogrio.write_dataframe(
                        features,
                        path,
                        layer=name,
                        driver="GPKG",
                        VERSION=GPKG_VERSION,
                        SPATIAL_INDEX="YES" if has_index else "NO",
                    )
            finally:
                pyogrio.set_gdal_config_options({"OGR_CURRENT_DATE": None})
        with sqlite3.connect(path) as database:
            finish(database, about)
            _add_metadata(database, about)
        database.close()
        return path.read_bytes()


def _add_style(database: sqlite3.Connection, about: About) -> None:
    style = Style(LAYER, "territory", nine_classes(about.words), is_default=True)
    add_styles(database, about, [style])


def _add_metadata(database: sqlite3.Connection, about: About) -> None:
    database.execute("CREATE TABLE territory_about (key TEXT PRIMARY KEY, value TEXT)")
    said = {name: json.dumps(value, ensure_ascii=False) for name, value in about.as_dict().items()}
    database.executemany("INSERT INTO territory_about VALUES (?, ?)", said.items())
    database.execute(
        "INSERT INTO gpkg_contents (table_name, data_type, identifier, last_change) "
        "VALUES ('territory_about', 'attributes', 'territory_about', ?)",
        (f"{about.date}T00:00:00.000Z",),
    )
