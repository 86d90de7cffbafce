"""Build the table of counters: each pointed to its commune, by code and by place."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

import geopandas as gpd
import pandas as pd

from pipelines.catalogue import SourceFile, reader_of
from pipelines.counters_hours import told_of_hours
from pipelines.sources.insee_cog import Cog
from pipelines.vintages import passage, point_to_communes
from territory.contract import COUNTERS
from territory.geography import commune_of_arrondissement, zone_of
from territory.opening_hours import hours_of

# (published type, published format) -> kind; the format decides, the type tells antennas.
_KIND_OF_FORMAT = {
    "Bus_équivalent": "bus",
    "Itinérante": "itinerant",
    "Mobile": "itinerant",
    "Multisites": "multisite",
    "Antenne": "antenna",
}


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
    hours_read : int
        Counters whose published week was read whole.
    hours_none : list of str
        Counters that publish no hours.
    hours_flagged : list of dict
        Counters whose hours are odd: ``counter_code``, ``counter_name``, ``flag``,
        ``weekly_hours`` (missing when unreadable) and ``published`` (the odd days; those that
        cannot be read, when some cannot).
    hours_conditional : list of dict
        Counters some of whose hours hold some weeks only, or by appointment, as the text of a day
        or the comment says: ``counter_code``, ``counter_name``, ``condition``, ``saturday``
        (``every``, ``some_weeks``, ``by_appointment``, ``closed`` or ``unknown``),
        ``saturday_share``, ``weekly_hours``, ``hours_taken_as_said`` (what the texts of the days
        alone would give), ``words`` (those it rests on).
    hours_comments_left : list of dict
        Counters whose comment speaks of weeks or of appointments and was not applied, or not
        wholly: ``counter_code``, ``counter_name``, ``words``.
    weekly_hours_p5, weekly_hours_median : float or None
        Over the counters whose hours are known.
    """

    published_rows: int
    arrondissements_pointed: list[str] = field(default_factory=list)
    moved: list[str] = field(default_factory=list)
    outside_communes: list[str] = field(default_factory=list)
    commune_from_place: list[str] = field(default_factory=list)
    elsewhere: list[dict[str, str]] = field(default_factory=list)
    outside_shapes: list[str] = field(default_factory=list)
    hours_read: int = 0
    hours_none: list[str] = field(default_factory=list)
    hours_flagged: list[dict[str, Any]] = field(default_factory=list)
    hours_conditional: list[dict[str, Any]] = field(default_factory=list)
    hours_comments_left: list[dict[str, Any]] = field(default_factory=list)
    weekly_hours_p5: float | None = None
    weekly_hours_median: float | None = None


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
    counters["counter_kind_name"] = kind_of(counters)
    counters = counters.join(hours_of(counters, counters["comment_text"]))
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
        **told_of_hours(counters),
    )
    return counters[[column.name for column in COUNTERS if column.name != "counter_code"]], report


def kind_of(counters: pd.DataFrame) -> pd.Series:
    """Return what each counter is: one of `territory.contract.COUNTER_KINDS`.

    Parameters
    ----------
    counters : DataFrame
        Columns ``kind_name`` and ``format_name``, as published.
    """
    kind = counters["format_name"].map(_KIND_OF_FORMAT)
    is_antenna = kind.isna() & (counters["kind_name"] == "Antenne")
    return kind.mask(is_antenna, "antenna").fillna("principal").astype("str")


def locate_points(points: gpd.GeoSeries, communes: gpd.GeoDataFrame) -> pd.Series:
    """Return the code of the commune each point lies in; missing where it lies in none.

    A point on a border two simplified shapes share takes the first of them.
    """
    shapes = communes[["geometry"]].dropna()
    found = gpd.sjoin(gpd.GeoDataFrame(geometry=points), shapes, predicate="intersects")
    first: pd.Series = found[~found.index.duplicated()]["commune_code"]
    return first.reindex(points.index).rename("located_commune_code")
