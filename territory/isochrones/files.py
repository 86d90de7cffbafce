"""The files of isochrones: zones in a GeoPackage, shares by commune in a table."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import geopandas as gpd
import pandas as pd
import pyarrow as pa
import shapely

from territory.errors import UnknownNameError
from territory.exports import About, about_text, write_csv
from territory.exports.places import geopackage, told_parquet
from territory.geography import WGS84, ZONES
from territory.indicators.counters import minutes_from
from territory.isochrones.gather import Zones
from territory.isochrones.planes import Flat, degrees
from territory.isochrones.shares import Within
from territory.tables import Tables

ZONES_LAYER, REACHED_LAYER = "zones", "reached"
TABLE_SUFFIXES = (".csv", ".parquet")
_SQUARE_METRES = 1e6


def check_suffixes(zones_path: Path, table_path: Path) -> None:
    """Check, before anything is asked for, that the files are of kinds that can be written.

    Raises
    ------
    UnknownNameError
        If the zones are not to go to a ``.gpkg``, or the shares to a ``.csv`` or ``.parquet``.
    """
    for path, known in ((zones_path, (".gpkg",)), (table_path, TABLE_SUFFIXES)):
        if path.suffix.lower() not in known:
            raise UnknownNameError("format", path.suffix.removeprefix(".") or path.name, known)


def shares_table(tables: Tables, shares: Sequence[Within]) -> pd.DataFrame:
    """Return one row a commune: its names, where its people stand, and its shares within each limit.

    Parameters
    ----------
    tables : Tables
        The tables, with the communes of the territory alone.
    shares : sequence of Within
        One a limit.
    """
    named = pd.DataFrame(tables.communes[["commune_name", "departement_code", "zone"]])
    return pd.concat([named, minutes_from(tables), *(one.table for one in shares)], axis=1)


def zones_layer(zones: Zones) -> gpd.GeoDataFrame:
    """Return one feature a counter and limit, with the area of its zone."""
    layer = zones.rows.copy()
    area = shapely.area(zones.shapes.shapes) / _SQUARE_METRES
    layer.insert(layer.columns.get_loc("geometry"), "area_km2", area)
    return layer


def reached_layer(shares: Sequence[Within]) -> gpd.GeoDataFrame:
    """Return, for each limit and zone of France, the part of the territory inside known zones.

    Returns
    -------
    GeoDataFrame
        ``limit_minutes``, ``zone``, ``drawn_area_km2`` (of the shape, in the zone's own projection),
        ``unknown_communes_count`` (whose area share is unknown: the shape may lack some of them).
    """
    rows, shapes, zones = [], [], []
    for one in shares:
        share = one.table[f"within_{one.limit_minutes}_minutes_area_share"]
        for zone in ZONES:
            at = one.parts.zone == zone
            if not at.any():
                continue
            shape = shapely.union_all(one.parts.shapes[at])
            shapes.append(None if shape.is_empty else shape)
            zones.append(zone)
            rows.append(
                {
                    "limit_minutes": one.limit_minutes,
                    "zone": zone,
                    "drawn_area_km2": shape.area / _SQUARE_METRES,
                    "unknown_communes_count": int(share[at].isna().sum()),
                }
            )
    together = Flat(pd.Series(shapes, dtype=object).to_numpy(), pd.Series(zones).to_numpy(object))
    return gpd.GeoDataFrame(rows, geometry=degrees(together), crs=WGS84)


def zones_bytes(zones: Zones, shares: Sequence[Within], about: About) -> bytes:
    """Return the GeoPackage of the zones of counters, and of what lies inside any of them."""
    return geopackage(
        {ZONES_LAYER: zones_layer(zones), REACHED_LAYER: reached_layer(shares)}, about
    )


def table_files(rows: pd.DataFrame, about: About, path: Path) -> dict[Path, bytes]:
    """Return the table as its file, and beside it what it says of itself where it has no room for it.

    Parameters
    ----------
    rows : DataFrame
        As `shares_table` gives them.
    about : About
        What the file says of itself.
    path : Path
        A ``.csv`` or a ``.parquet``.
    """
    if path.suffix.lower() == ".parquet":
        return {path: told_parquet(pa.Table.from_pandas(rows.reset_index()), about)}
    return {
        path: write_csv(rows, words=about.words),
        path.with_name(f"{path.stem}.about.txt"): about_text(about),
    }
