"""Build the table of the public counters beside France Services: CAF, CPAM, France Travail and others."""

from __future__ import annotations

import geopandas as gpd
import pandas as pd

from pipelines.notes import Note, Notes
from pipelines.sources.catalogue import SourceFile, reader_of
from pipelines.sources.insee_cog import Cog
from pipelines.steps.pointing import point_places
from pipelines.steps.town_names import communes_named
from territory.contract import AGENCY_KINDS, PUBLIC_COUNTERS

# The directory's geocodes are known to be poorer than those of the other lists: 13 of 1,213 town halls
# of Brittany (1.1 %) stand elsewhere. Past this share the file itself is wrong.
MOST_FAR_SHARE = 0.05


def build_public_counters(
    communes: gpd.GeoDataFrame, file: SourceFile, cog: Cog, year: int, former: pd.DataFrame
) -> tuple[gpd.GeoDataFrame, Notes, str | None]:
    """Read the public counters and point each to the commune its address stands in.

    Parameters
    ----------
    communes : GeoDataFrame
        All communes, with their shapes and town halls.
    file : SourceFile
        The directory in use.
    cog, year
        The official geographic code and its year.
    former : DataFrame
        As `pipelines.steps.former_codes.former_codes` gives it.

    Returns
    -------
    tuple
        The table of the contract; what the report says; the day the file inside the archive bears, as
        an ISO date, None if it bears none.
    """
    published = reader_of(file.source)(file.path).sort_index()
    declared = communes_named(published["town_text"], published["postal_code"], cog, former)
    places = published.assign(declared_commune_code=declared)
    pointed = point_places(
        places, communes, file, cog, year, by_place_first=True, most_far_share=MOST_FAR_SHARE
    )
    places, positions = pointed.places, pointed.positions
    by_place = places["located_commune_code"]
    counts = published.attrs["counts"]
    notes = Notes()
    notes.add("public.records", count=counts["records"])
    notes.add("public.kept", count=len(places))
    notes.add("public.france_services", count=counts["france_services"])
    held = places["agency_kind_name"].value_counts()
    rows = [
        Note(f"public.kind.{kind}", values={"count": int(held.get(kind, 0))})
        for kind in AGENCY_KINDS
    ]
    notes.add("public.kinds", rows=rows)
    notes.add("public.with_others", count=counts["several"])
    notes.add("public.town_unknown", places.index[declared.isna()])
    apart = declared.notna() & by_place.notna() & (pointed.by_code != by_place)
    notes.add("public.elsewhere", places.index[apart])
    notes.add("public.far", positions.far)
    notes.add("public.imputed", positions.blank)
    notes.add("public.without_point", places.index[places.geometry.isna()])
    notes.add("public.outside_communes", places.index[places["commune_code"].isna()])
    notes.add_words(published.attrs["notes"])
    names = [column.name for column in PUBLIC_COUNTERS if column.name != "agency_code"]
    table = gpd.GeoDataFrame(pd.DataFrame(places)[names], crs=communes.crs)
    return table, notes, file.source.reference_date_of(published.attrs["edition"])
