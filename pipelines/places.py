"""Give each commune its shape, its area and its town hall."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

import geopandas as gpd
import numpy as np
import pandas as pd

from pipelines.catalogue import SourceFile, reader_of
from pipelines.positions import gaps, refuse_many_far
from territory.contract import Status
from territory.geography import WGS84, area_km2, inner_point


@dataclass
class PlacesReport:
    """What happened to shapes and town halls.

    Parameters
    ----------
    arrondissements_dropped : list of str
        Shapes left out because their whole commune has its own.
    unknown_shapes, unknown_town_halls : list of str
        Codes the COG does not hold.
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
    """

    arrondissements_dropped: list[str] = field(default_factory=list)
    unknown_shapes: list[str] = field(default_factory=list)
    communes_without_shape: list[str] = field(default_factory=list)
    unknown_town_halls: list[str] = field(default_factory=list)
    doubled_town_halls: list[str] = field(default_factory=list)
    town_halls_imputed: list[str] = field(default_factory=list)
    town_halls_far: list[str] = field(default_factory=list)
    town_halls_outside: list[str] = field(default_factory=list)


def add_places(
    communes: pd.DataFrame, used: Mapping[str, SourceFile]
) -> tuple[gpd.GeoDataFrame, PlacesReport]:
    """Join the boundaries and the town halls, and measure the areas.

    Parameters
    ----------
    communes : DataFrame
        One row a commune, with ``zone``.
    used : mapping
        Source id → file in use.
    """
    report = PlacesReport()
    file = used["commune_boundaries"]
    shapes = reader_of(file.source)(file.path)
    whole = shapes[shapes["parent_commune_code"].isna()]
    report.arrondissements_dropped = sorted(shapes.index[shapes["parent_commune_code"].notna()])
    report.unknown_shapes = sorted(set(whole.index) - set(communes.index))
    geometry = gpd.GeoSeries(whole["geometry"].reindex(communes.index), crs=WGS84)
    report.communes_without_shape = list(communes.index[geometry.isna()])

    file = used["town_halls"]
    halls = reader_of(file.source)(file.path)["town_hall_point"]
    report.unknown_town_halls = sorted(set(halls.index) - set(communes.index))
    report.doubled_town_halls = sorted(set(halls.index[halls.index.duplicated()]))
    hall = gpd.GeoSeries(halls[~halls.index.duplicated()].reindex(communes.index), crs=WGS84)
    own = gpd.GeoDataFrame({"town_hall_point": hall}, geometry=geometry)
    code = hall.index.to_series()
    _, is_far = gaps(hall, code, own)
    is_far &= geometry.notna()
    refuse_many_far(hall, code, own, is_far, file.path.name)
    report.town_halls_far = list(communes.index[is_far])
    hall = hall.where(~is_far)
    imputed = hall.isna() & geometry.notna()
    report.town_halls_imputed = list(communes.index[imputed & ~is_far])
    hall[imputed] = geometry[imputed].map(inner_point)
    both = hall.notna() & geometry.notna()
    report.town_halls_outside = list(communes.index[both & ~geometry.covers(hall, align=False)])

    placed = gpd.GeoDataFrame(communes, geometry=geometry)
    placed["boundary_status"] = _status(geometry.notna())
    placed["area_km2"] = area_km2(geometry, communes["zone"])
    placed["town_hall_point"] = hall
    placed["town_hall_status"] = _status(hall.notna()).mask(imputed, str(Status.IMPUTED))
    return placed, report


def _status(is_known: pd.Series) -> pd.Series:
    found = np.where(is_known, str(Status.OBSERVED), str(Status.MISSING))
    return pd.Series(found, index=is_known.index, dtype="str")
