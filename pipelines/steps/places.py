"""Give each commune its shape, its area and its town hall."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely

from pipelines.sources.catalogue import SourceFile, reader_of
from pipelines.sources.insee_cog import Cog
from pipelines.steps.known_codes import CodesCheck, check_known
from pipelines.steps.place_years import halls_of_communes, shapes_of_communes
from pipelines.steps.positions import gaps, refuse_many_far
from pipelines.steps.ranges import hold_to_ranges
from pipelines.steps.shapes import usable_shapes
from pipelines.steps.vintages import passage
from territory.contract import Status
from territory.geography import WGS84, area_km2, inner_point


@dataclass
class PlacesReport:
    """What happened to shapes and town halls.

    Parameters
    ----------
    arrondissements_dropped : list of str
        Shapes left out because their whole commune has its own.
    shape_codes, town_hall_codes : CodesCheck
        The year of the communes each file is of, and the codes that year does not know.
    shapes_split : list of str
        Shapes of communes split since, which are left out.
    shapes_merged, shapes_merged_in_part : list of str
        Communes whose shape is the union of older ones; those of which a part is absent, left
        without one.
    unknown_shapes, unknown_town_halls : list of str
        Codes the COG does not hold, nor the moves since the file's year.
    shapes_repaired : list of str
        Communes whose published shape crossed itself, or held more than surfaces: what is left once
        repaired is kept, as imputed.
    shapes_elsewhere, shapes_without_surface : list of str
        Communes whose published shape lies out of their zone, or holds no surface that could be a
        commune's: they have none.
    communes_without_shape : list of str
        Communes drawn nowhere.
    doubled_town_halls : list of str
        Communes with several town halls; the first is kept.
    town_halls_imputed : list of str
        Communes without one: a point inside the commune stands for it.
    town_halls_far : list of str
        Communes whose town hall is published kilometres from them: a point inside stands for it.
    town_halls_outside : list of str
        Communes whose town hall stands outside their (simplified) shape.
    notes : list of str
        What the readers of these files, and of the official geographic code, want said.
    """

    shape_codes: CodesCheck
    town_hall_codes: CodesCheck
    shapes_split: list[str] = field(default_factory=list)
    shapes_merged: list[str] = field(default_factory=list)
    shapes_merged_in_part: list[str] = field(default_factory=list)
    arrondissements_dropped: list[str] = field(default_factory=list)
    unknown_shapes: list[str] = field(default_factory=list)
    shapes_repaired: list[str] = field(default_factory=list)
    shapes_elsewhere: list[str] = field(default_factory=list)
    shapes_without_surface: list[str] = field(default_factory=list)
    communes_without_shape: list[str] = field(default_factory=list)
    unknown_town_halls: list[str] = field(default_factory=list)
    doubled_town_halls: list[str] = field(default_factory=list)
    town_halls_imputed: list[str] = field(default_factory=list)
    town_halls_far: list[str] = field(default_factory=list)
    town_halls_outside: list[str] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)


def add_places(
    communes: pd.DataFrame, used: Mapping[str, SourceFile], cog: Cog, year: int
) -> tuple[gpd.GeoDataFrame, PlacesReport]:
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
    whole = shapes[shapes["parent_commune_code"].isna()]
    report = PlacesReport(
        check_known(whole.index, file, cog, year), check_known(halls.index, hall_file, cog, year)
    )
    moved = passage(cog, report.shape_codes.year, year)
    drawn, what_happened = shapes_of_communes(gpd.GeoSeries(whole["geometry"]), cog, moved)
    report.shapes_split = what_happened["split"]
    report.shapes_merged = what_happened["merged"]
    report.shapes_merged_in_part = what_happened["merged_in_part"]
    report.arrondissements_dropped = sorted(shapes.index[shapes["parent_commune_code"].notna()])
    report.notes = [*shapes.attrs["notes"], *halls.attrs["notes"]]
    followed = {*communes.index, *moved.to_code, *moved.split_codes, *moved.ceased_codes}
    report.unknown_shapes = sorted(set(whole.index) - followed)
    published = gpd.GeoSeries(drawn.reindex(communes.index), crs=WGS84)
    usable = usable_shapes(published, communes["zone"], file.path.name)
    geometry = usable.shapes
    report.shapes_repaired = usable.repaired
    report.shapes_elsewhere = usable.elsewhere
    report.shapes_without_surface = usable.without_surface
    report.communes_without_shape = list(communes.index[geometry.isna()])

    moved = passage(cog, report.town_hall_codes.year, year)
    followed = {*communes.index, *moved.to_code, *moved.split_codes, *moved.ceased_codes}
    report.unknown_town_halls = sorted(set(halls.index) - followed)
    report.doubled_town_halls = sorted(set(halls.index[halls.index.duplicated()]))
    halls = halls[~(shapely.is_missing(halls.to_numpy()) | shapely.is_empty(halls.to_numpy()))]
    first = gpd.GeoSeries(halls[~halls.index.duplicated()])
    hall = halls_of_communes(first, cog, moved).reindex(communes.index)
    hall = gpd.GeoSeries(hall, crs=WGS84)
    own = gpd.GeoDataFrame({"town_hall_point": hall}, geometry=geometry)
    code = hall.index.to_series()
    _, is_far = gaps(hall, code, own)
    is_far &= geometry.notna()
    refuse_many_far(hall, code, own, is_far, hall_file.path.name)
    report.town_halls_far = list(communes.index[is_far])
    hall = hall.where(~is_far)
    imputed = hall.isna() & geometry.notna()
    report.town_halls_imputed = list(communes.index[imputed & ~is_far])
    hall[imputed] = geometry[imputed].map(inner_point)
    both = hall.notna() & geometry.notna()
    report.town_halls_outside = list(communes.index[both & ~geometry.covers(hall, align=False)])

    placed = gpd.GeoDataFrame(communes, geometry=geometry)
    placed["boundary_status"] = _status(geometry.notna()).mask(
        geometry.index.isin(usable.repaired), str(Status.IMPUTED)
    )
    placed["area_km2"] = area_km2(geometry, communes["zone"])
    hold_to_ranges(placed[["area_km2"]], file.path.name)
    placed["town_hall_point"] = hall
    placed["town_hall_status"] = _status(hall.notna()).mask(imputed, str(Status.IMPUTED))
    return placed, report


def _status(is_known: pd.Series) -> pd.Series:
    found = np.where(is_known, str(Status.OBSERVED), str(Status.MISSING))
    return pd.Series(found, index=is_known.index, dtype="str")
