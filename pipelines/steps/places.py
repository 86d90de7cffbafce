"""Give each commune its shape, its area and its town hall."""

from __future__ import annotations

from collections.abc import Mapping

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely

from pipelines.notes import Notes
from pipelines.sources.catalogue import SourceFile, reader_of
from pipelines.sources.insee_cog import Cog
from pipelines.steps.known_codes import check_known
from pipelines.steps.place_years import halls_of_communes, shapes_of_communes
from pipelines.steps.positions import gaps, refuse_many_far
from pipelines.steps.ranges import hold_to_ranges
from pipelines.steps.shapes import usable_shapes
from pipelines.steps.vintages import Passage, passage
from territory.contract import Status
from territory.geography import WGS84, area_km2, inner_point


def add_places(
    communes: pd.DataFrame, used: Mapping[str, SourceFile], cog: Cog, year: int
) -> tuple[gpd.GeoDataFrame, Notes]:
    """Join the boundaries and the town halls, and measure the areas.

    Parameters
    ----------
    communes : DataFrame
        One row a commune, with ``zone``.
    used : mapping
        Source id → file in use.
    cog, year
        The official geographic code and its year.
    """
    file, hall_file = used["commune_boundaries"], used["town_halls"]
    shapes = reader_of(file.source)(file.path)
    halls = reader_of(hall_file.source)(hall_file.path)["town_hall_point"]
    drawn = shapes[shapes["parent_commune_code"].isna()]
    shape_codes = check_known(drawn.index, file, cog, year)
    hall_codes = check_known(halls.index, hall_file, cog, year)
    notes = Notes()
    notes.add("places.shape_codes")
    notes.extend(shape_codes.notes())
    notes.add("places.town_hall_codes")
    notes.extend(hall_codes.notes())

    moved = passage(cog, shape_codes.year, year)
    united, what_happened = shapes_of_communes(gpd.GeoSeries(drawn["geometry"]), cog, moved)
    published = gpd.GeoSeries(united.reindex(communes.index), crs=WGS84)
    usable = usable_shapes(published, communes["zone"], file.path.name)
    for what, codes in what_happened.items():
        notes.add(f"places.shapes_{what}", codes)
    notes.add("places.arrondissements_dropped", sorted(shapes.index.difference(drawn.index)))
    notes.add("places.unknown_shapes", _unknown(drawn.index, communes, moved))
    notes.add("places.shapes_repaired", usable.repaired)
    notes.add("places.shapes_elsewhere", usable.elsewhere)
    notes.add("places.shapes_without_surface", usable.without_surface)
    notes.add("places.communes_without_shape", communes.index[usable.shapes.isna()])

    placed = gpd.GeoDataFrame(communes, geometry=usable.shapes)
    placed["boundary_status"] = _status(placed.geometry.notna()).mask(
        placed.index.isin(usable.repaired), str(Status.IMPUTED)
    )
    placed["area_km2"] = area_km2(placed.geometry, communes["zone"])
    hold_to_ranges(placed[["area_km2"]], file.path.name)
    moved = passage(cog, hall_codes.year, year)
    placed, hall_notes = _add_halls(placed, halls, cog, moved, hall_file.path.name)
    notes.extend(hall_notes)
    notes.add_words([*cog.notes, *shapes.attrs["notes"], *halls.attrs["notes"]])
    return placed, notes


def _add_halls(
    placed: gpd.GeoDataFrame, halls: gpd.GeoSeries, cog: Cog, moved: Passage, file: str
) -> tuple[gpd.GeoDataFrame, Notes]:
    """Give each commune its town hall; a point inside stands for one absent or kilometres away."""
    notes, geometry = Notes(), placed.geometry
    notes.add("places.unknown_town_halls", _unknown(halls.index, placed, moved))
    notes.add("places.doubled_town_halls", sorted(set(halls.index[halls.index.duplicated()])))
    halls = halls[~(shapely.is_missing(halls.to_numpy()) | shapely.is_empty(halls.to_numpy()))]
    first = gpd.GeoSeries(halls[~halls.index.duplicated()])
    hall = halls_of_communes(first, cog, moved).reindex(placed.index)
    hall = gpd.GeoSeries(hall, crs=WGS84)
    code = hall.index.to_series()
    own = gpd.GeoDataFrame({"town_hall_point": hall}, geometry=geometry)
    _, is_far = gaps(hall, code, own)
    is_far &= geometry.notna()
    refuse_many_far(hall, code, own, is_far, file)
    hall = hall.where(~is_far)
    imputed = hall.isna() & geometry.notna()
    hall[imputed] = geometry[imputed].map(inner_point)
    is_outside = hall.notna() & geometry.notna() & ~geometry.covers(hall, align=False)
    notes.add("places.town_halls_imputed", placed.index[imputed & ~is_far])
    notes.add("places.town_halls_far", placed.index[is_far])
    notes.add("places.town_halls_outside", placed.index[is_outside])
    placed["town_hall_point"] = hall
    placed["town_hall_status"] = _status(hall.notna()).mask(imputed, str(Status.IMPUTED))
    return placed, notes


def _unknown(codes: pd.Index, communes: pd.DataFrame, moved: Passage) -> list[str]:
    """Return the codes that are no commune of today, nor of yesterday by the moves."""
    followed = {*communes.index, *moved.to_code, *moved.split_codes, *moved.ceased_codes}
    return sorted(set(codes) - followed)


def _status(is_known: pd.Series) -> pd.Series:
    found = np.where(is_known, str(Status.OBSERVED), str(Status.MISSING))
    return pd.Series(found, index=is_known.index, dtype="str")
