"""Build the table of digital mediation places, without the France Services already counted."""

from __future__ import annotations

import geopandas as gpd
import pandas as pd

from pipelines.notes import Notes
from pipelines.sources.catalogue import SourceFile, reader_of
from pipelines.sources.insee_cog import Cog
from pipelines.steps.osm_hours import hours_of_osm
from pipelines.steps.pointing import point_places
from territory.contract import MEDIATION_PLACES


def build_mediation_places(
    communes: gpd.GeoDataFrame, file: SourceFile, cog: Cog, year: int
) -> tuple[gpd.GeoDataFrame, Notes]:
    """Read the mediation places and point each to its commune of the tables' year.

    Parameters
    ----------
    communes : GeoDataFrame
        All communes, with their shapes.
    file : SourceFile
        The list in use.
    cog, year
        The official geographic code and its year.
    """
    published = reader_of(file.source)(file.path).sort_index()
    places = published[~published["is_france_services"]].drop(columns="is_france_services")
    places = places.join(hours_of_osm(places["hours_text"]))
    # Where the point lies decides, for minutes are measured from there.
    pointed = point_places(places, communes, file, cog, year, by_place_first=True)
    places, by_code, positions = pointed.places, pointed.by_code, pointed.positions
    by_place = places["located_commune_code"]
    apart = by_code.notna() & by_place.notna() & (by_code != by_place)
    france_services_count = int(published["is_france_services"].sum())
    notes = Notes()
    notes.add("mediation.published_rows", count=len(published))
    notes.extend(pointed.codes.notes())
    notes.add("mediation.france_services", count=france_services_count)
    notes.add("mediation.commune_from_place", count=int((by_code.isna() & by_place.notna()).sum()))
    notes.add("mediation.elsewhere", places.index[apart])
    notes.add("mediation.far", positions.far)
    notes.add("mediation.imputed", positions.blank)
    notes.add("mediation.without_point", places.index[places.geometry.isna()])
    notes.add("mediation.outside_communes", places.index[places["commune_code"].isna()])
    reading = places["hours_reading_name"]
    notes.add("mediation.hours_read", count=int((reading == "read").sum()))
    notes.add("mediation.hours_unread", places.index[reading == "unread"])
    notes.add("mediation.hours_none", count=int((reading == "none").sum()))
    notes.add_words(published.attrs["notes"])
    names = [column.name for column in MEDIATION_PLACES if column.name != "place_code"]
    return gpd.GeoDataFrame(pd.DataFrame(places)[names], crs=communes.crs), notes
