"""The tables that have shapes, as one GeoPackage with its styles and its columns' words."""

from __future__ import annotations

import sqlite3
from functools import partial

import geopandas as gpd

from territory.contract import WEEKDAYS
from territory.exports.about import About, dictionary
from territory.exports.places import geopackage, placed
from territory.exports.qgis_style import Style, add_styles
from territory.exports.workbook import KEY_COLUMNS
from territory.indicators import DIMENSIONS, INDICATORS
from territory.publish.open_data.styles import class_columns, form_column
from territory.publish.open_data.tables import COMMUNES_TABLE, CORRECTIONS, SCENARIO, Table

# The layers of places: public counters, town halls for the most part, stand in their CSV alone.
PLACES = ("counters", "itinerant_stops", "mediation_places")
# Columns in the GeoPackage; the others are in the CSV, and those of communes in the GeoParquet.
MAPPED_COLUMNS = frozenset(
    (
        *KEY_COLUMNS,
        *(one.name for one in INDICATORS),
        *(f"{name}_score" for name in DIMENSIONS),
        *("departement_code", "region_name", "zone", "density_class"),
        *("need_class", "counters_class", "hours_class"),
        *("illectronism_status", "score_reason_code"),
        *("counter_name", "counter_kind_name", "place_name", "typology_text", "address_text"),
        *("postal_code", "phone_text", "label_date", "place_status", "is_itinerant"),
        *(f"opening_{day}_text" for day in WEEKDAYS),
        *("weekly_hours", "open_days_count", "is_open_saturday", "saturday_condition_name"),
        *("hours_condition_name", "is_open_evening", "hours_status"),
        *("counter_code", "reading_name", "weekday_name", "half_day_name", "rhythm_name"),
        *("said_text", "stop_status", *CORRECTIONS, SCENARIO),
    )
)
# Titles and meanings of columns, where GDAL and QGIS look for them (GeoPackage, extension "schema").
_SCHEMA_TABLES = (
    "CREATE TABLE IF NOT EXISTS gpkg_extensions (table_name TEXT, column_name TEXT, "
    "extension_name TEXT NOT NULL, definition TEXT NOT NULL, scope TEXT NOT NULL, "
    "CONSTRAINT ge_tce UNIQUE (table_name, column_name, extension_name))",
    "CREATE TABLE gpkg_data_columns (table_name TEXT NOT NULL, column_name TEXT NOT NULL, "
    "name TEXT, title TEXT, description TEXT, mime_type TEXT, constraint_name TEXT, "
    "CONSTRAINT pk_gdc PRIMARY KEY (table_name, column_name), "
    "CONSTRAINT gdc_tn UNIQUE (table_name, name))",
    "CREATE TABLE gpkg_data_column_constraints (constraint_name TEXT NOT NULL, "
    "constraint_type TEXT NOT NULL, value TEXT, min NUMERIC, min_is_inclusive BOOLEAN, max NUMERIC, "
    "max_is_inclusive BOOLEAN, description TEXT, "
    "CONSTRAINT gdcc_ntv UNIQUE (constraint_name, constraint_type, value))",
)
_DEFINITION = "http://www.geopackage.org/spec121/#extension_schema"


def package_layers(tables: list[Table]) -> dict[str, gpd.GeoDataFrame]:
    """Return the layers of the GeoPackage: the tables that have shapes, with what their styles ask for.

    Of their columns, those people map: a GeoPackage does not compress what it holds.
    """
    found = {}
    for table in tables:
        if table.places is None or table.name not in (COMMUNES_TABLE, *PLACES):
            continue
        drawn = {}
        if table.name == COMMUNES_TABLE:
            drawn = class_columns(table.rows)
        elif table.name == "counters":
            drawn = form_column(table.rows)
        kept = [name for name in table.rows if name in MAPPED_COLUMNS]
        if "national_rank" in kept and table.rows["national_rank"].equals(
            table.rows["exposure_rank"]
        ):
            kept.remove("national_rank")  # of a whole country: the same rank twice
        rows = table.rows[kept].assign(**drawn)
        if table.name == COMMUNES_TABLE:
            # Neighbours one after the other: what they share is folded, for 6 % less.
            rows = rows.loc[table.rows["epci_code"].sort_values(kind="stable").index]
        layer = placed(rows, table.places)
        if layer.geometry.notna().any():
            found[table.name] = layer
    return found


def package(layers: dict[str, gpd.GeoDataFrame], styles: list[Style], about: About) -> bytes:
    """Return layers as a GeoPackage: the same layers, the same bytes.

    Without an index of places, which takes a tenth of the file: QGIS draws all France without it, and
    makes it in a click.
    """
    finish = partial(_finish, layers=layers, styles=styles)
    return geopackage(layers, about, finish, has_index=False)


def _finish(
    database: sqlite3.Connection,
    about: About,
    layers: dict[str, gpd.GeoDataFrame],
    styles: list[Style],
) -> None:
    add_styles(database, about, styles)
    for statement in _SCHEMA_TABLES:
        database.execute(statement)
    database.executemany(
        "INSERT INTO gpkg_extensions VALUES (?, NULL, 'gpkg_schema', ?, 'read-write')",
        [(name, _DEFINITION) for name in ("gpkg_data_columns", "gpkg_data_column_constraints")],
    )
    for name, layer in layers.items():
        told = dictionary(layer.columns.drop("geometry"), about.words)
        database.executemany(
            "INSERT INTO gpkg_data_columns VALUES (?, ?, ?, ?, ?, NULL, NULL)",
            [
                (name, one.name, one.label, one.label, one.meaning)
                for one in told.itertuples(index=False)
            ],
        )
