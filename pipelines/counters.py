"""Build the table of counters: each pointed to its commune, by code and by place."""

from __future__ import annotations

from dataclasses import dataclass, field

import geopandas as gpd
import pandas as pd

from pipelines.catalogue import SourceFile, reader_of
from pipelines.sources.insee_cog import Cog
from pipelines.vintages import passage, point_to_communes
from territory.contract import COUNTERS
from territory.geography import commune_of_arrondissement, zone_of


@dataclass
class CountersReport:
    """What happened to the counters.

    Parameters
    ----------
    published_rows : int
        Rows of the list; all are kept.
    arrondissements_pointed : list of str
        Counters declared in an arrondissement, pointed to its commune.
    moved : list of str
        Counters whose declared code became another commune's.
    outside_communes : list of str
        Counters declared in no commune of the COG and standing in none: they are kept but serve
        nobody's distance.
    commune_from_place : list of str
        Counters whose declared code is unknown: the commune they stand in is taken.
    elsewhere : list of dict
        Counters whose declared commune is not the one their point lies in.
    outside_shapes : list of str
        Counters whose point lies in no (simplified) shape.
    """

    published_rows: int
    arrondissements_pointed: list[str] = field(default_factory=list)
    moved: list[str] = field(default_factory=list)
    outside_communes: list[str] = field(default_factory=list)
    commune_from_place: list[str] = field(default_factory=list)
    elsewhere: list[dict[str, str]] = field(default_factory=list)
    outside_shapes: list[str] = field(default_factory=list)


def build_counters(
    communes: gpd.GeoDataFrame, file: SourceFile, cog: Cog, year: int
) -> tuple[gpd.GeoDataFrame, CountersReport]:
    """Read the list of counters and point each to its commune of the tables' year.

    Parameters
    ----------
    communes : GeoDataFrame
        All communes, with their shapes.
    file : SourceFile
        The list in use.
    cog, year
        The official geographic code and its year.
    """
    counters = reader_of(file.source)(file.path).sort_index()
    declared = counters["declared_commune_code"]
    moves = passage(cog, file.source.geography_year_of(file.edition) or year, year)
    by_code = point_to_communes(declared, cog, moves)
    by_place = locate_points(counters.geometry, communes)
    commune_code = by_code.fillna(by_place)
    counters["commune_code"] = commune_code
    counters["located_commune_code"] = by_place
    counters["zone"] = zone_of(commune_code.dropna()).reindex(counters.index)
    elsewhere = by_code.notna() & by_place.notna() & (by_code != by_place)
    is_arrondissement = commune_of_arrondissement(declared) != declared
    report = CountersReport(
        published_rows=len(counters),
        arrondissements_pointed=list(counters.index[is_arrondissement]),
        moved=list(counters.index[by_code.notna() & (by_code != declared) & ~is_arrondissement]),
        outside_communes=list(counters.index[commune_code.isna()]),
        commune_from_place=list(counters.index[by_code.isna() & by_place.notna()]),
        elsewhere=[
            {
                "counter_code": str(code),
                "declared": str(by_code[code]),
                "located": str(by_place[code]),
            }
            for code in counters.index[elsewhere]
        ],
        outside_shapes=list(counters.index[by_place.isna()]),
    )
    return counters[[column.name for column in COUNTERS if column.name != "counter_code"]], report


def locate_points(points: gpd.GeoSeries, communes: gpd.GeoDataFrame) -> pd.Series:
    """Return the code of the commune each point lies in; missing where it lies in none.

    A point on a border two simplified shapes share takes the first of them.
    """
    shapes = communes[["geometry"]].dropna()
    found = gpd.sjoin(gpd.GeoDataFrame(geometry=points), shapes, predicate="intersects")
    first: pd.Series = found[~found.index.duplicated()]["commune_code"]
    return first.reindex(points.index).rename("located_commune_code")
