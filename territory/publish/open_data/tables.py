"""The tables of a publication: their rows and columns, the same in every format.

The table of communes is the list of the app, with what places a commune and the statuses its figures
rest on. A missing value is missing, and a status column says why.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

import geopandas as gpd
import pandas as pd

from territory.context import CONTEXT
from territory.contract import COMMUNES, TABLES, Column
from territory.exports.places import light_shapes
from territory.indicators import INDICATORS
from territory.lists import Underserved
from territory.messages import Words
from territory.tables import Tables
from territory.tables.scenarios import Scenario

# What says where a commune is, beside the columns of the list.
PLACE_COLUMNS = (
    "region_code",
    "region_name",
    "zone",
    "chef_lieu_class",
    "postal_codes_text",
    "area_km2",
    "place_kind_name",
)
# Of a point, in a table without shapes.
DEGREES = ("longitude_degrees", "latitude_degrees")
TOWN_HALL_DEGREES = ("town_hall_longitude_degrees", "town_hall_latitude_degrees")
# An address may bear the name of a person: it stays in the source, and is not spread.
LEFT_OUT = ("mail_text",)
CORRECTIONS = ("correction_name", "correction_text")
SCENARIO = "scenario_text"
COMMUNES_TABLE = "communes"


@dataclass(frozen=True)
class Table:
    """A table as it is published.

    Parameters
    ----------
    name : str
        Of its files.
    rows : DataFrame
        Its key as index, in order; no shapes.
    places : GeoDataFrame or None
        The shapes of its rows, EPSG:4326, some missing; None for a table that has none.
    declared : mapping
        Name → the contract's column, of those it declares.
    """

    name: str
    rows: pd.DataFrame
    places: gpd.GeoDataFrame | None
    declared: dict[str, Column]

    @property
    def flat(self) -> pd.DataFrame:
        """The rows for a format without shapes: a point is two columns of degrees."""
        if self.places is None or self.name == COMMUNES_TABLE:
            return self.rows
        return self.rows.assign(**_degrees(self.places.geometry, DEGREES))


def published_tables(listing: Underserved, tables: Tables, words: Words) -> list[Table]:
    """Return the tables to publish for a territory.

    Parameters
    ----------
    listing : Underserved
        All communes of the territory, as `territory.lists.make_list` gives them.
    tables : Tables
        The tables in use: counters of the territory are those of its communes, and those that stop there.
    words : Words
        Of the sentence on a scenario, where one is in use.

    Returns
    -------
    list of Table
        ``communes``, then those the tables have.
    """
    codes = listing.rows.index
    found = [_communes(listing, tables), *_others(tables, codes)]
    return [_with_scenarios(one, tables.scenarios, words) for one in found]


def _communes(listing: Underserved, tables: Tables) -> Table:
    rows = listing.rows.sort_index()
    declared = {one.name: one for one in COMMUNES}
    communes = tables.communes.loc[rows.index]
    places = communes[[name for name in PLACE_COLUMNS if name in communes]]
    halls = _degrees(communes["town_hall_point"], TOWN_HALL_DEGREES)
    ids = {one for each in INDICATORS if each.name in rows for one in each.source_ids}
    shown = {*rows.columns, *places.columns, "geometry", "town_hall_point"}
    of_context = {one.status for one in CONTEXT.values() if one.name in rows}
    statuses = dict.fromkeys(
        one.status
        for one in COMMUNES
        if one.status and (one.name in shown or one.source_id in ids or one.status in of_context)
    )
    rows = rows.join(places).assign(**halls).join(communes[list(statuses)])
    shapes = light_shapes(communes.geometry.to_numpy())
    return Table(COMMUNES_TABLE, rows, communes.set_geometry(shapes, crs=communes.crs), declared)


def _others(tables: Tables, codes: pd.Index) -> Iterable[Table]:
    counters, stops = tables.counters, tables.itinerant_stops
    own = counters["commune_code"].isin(codes)
    is_whole = len(codes) == len(tables.communes)
    if stops is not None:
        here = stops["commune_code"].isin(codes) | stops["counter_code"].isin(counters.index[own])
        stops = stops[here | is_whole]
        own |= counters.index.isin(stops["counter_code"])
    yield _table("counters", counters[own | is_whole])
    for name, places in (
        ("mediation_places", tables.mediation_places),
        ("public_counters", tables.public_counters),
    ):
        if places is not None:
            yield _table(name, places[places["commune_code"].isin(codes) | is_whole])
    if stops is not None:
        yield _table("itinerant_stops", stops)
    if (former := tables.former_codes) is not None:
        became = former["commune_codes_text"].str.findall(r"\w+").explode()
        inside = former.index.isin(became.index[became.isin(codes)])
        yield _table("former_codes", former[inside | is_whole])


def _table(name: str, frame: pd.DataFrame | gpd.GeoDataFrame) -> Table:
    declared = {one.name: one for one in TABLES[name]}
    names = [one for one in declared if one in frame and one not in ("geometry", *LEFT_OUT)]
    names += [one for one in CORRECTIONS if one in frame and frame[one].notna().any()]
    frame = frame.sort_index()
    places = frame if isinstance(frame, gpd.GeoDataFrame) else None
    return Table(name, pd.DataFrame(frame[names]), places, declared)


def _with_scenarios(table: Table, scenarios: Iterable[Scenario], words: Words) -> Table:
    """Return a table each row of which says the scenarios it is made under."""
    said = " ".join(one.in_words(words) for one in scenarios)
    if not said:
        return table
    rows = table.rows.assign(**{SCENARIO: pd.Series(said, index=table.rows.index, dtype="str")})
    return Table(table.name, rows, table.places, table.declared)


def _degrees(points: gpd.GeoSeries, names: tuple[str, str]) -> dict[str, pd.Series]:
    known = gpd.GeoSeries(points)
    return dict(zip(names, (known.x, known.y), strict=True))
