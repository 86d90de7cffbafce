"""Point published places to the communes of the tables' year: by the code they declare, and by place."""

from __future__ import annotations

from dataclasses import dataclass

import geopandas as gpd
import pandas as pd

from pipelines.sources.catalogue import SourceFile
from pipelines.sources.insee_cog import Cog
from pipelines.steps.known_codes import CodesCheck, check_known
from pipelines.steps.positions import MOST_FAR_SHARE, Positions, judge_points
from pipelines.steps.vintages import passage, point_to_communes
from territory.geography import zone_of


@dataclass(frozen=True)
class Pointed:
    """Places and their communes.

    Parameters
    ----------
    places : GeoDataFrame
        As read, their points as `judge_points` gives them, with ``commune_code``,
        ``located_commune_code`` (where the point lies), ``zone``, ``place_status`` and
        ``place_gap_km``.
    by_code : Series of str
        Commune of the declared code; missing where it is blank or unknown, or a split touched it.
    is_split : Series of bool
        Places whose declared commune a split touched.
    positions : Positions
        What the points were judged to be.
    codes : CodesCheck
        What the declared codes are.
    """

    places: gpd.GeoDataFrame
    by_code: pd.Series
    is_split: pd.Series
    positions: Positions
    codes: CodesCheck


def point_places(
    places: gpd.GeoDataFrame,
    communes: gpd.GeoDataFrame,
    file: SourceFile,
    cog: Cog,
    year: int,
    *,
    by_place_first: bool,
    most_far_share: float = MOST_FAR_SHARE,
) -> Pointed:
    """Point each place to its commune of the tables' year.

    Parameters
    ----------
    places : GeoDataFrame
        As read, with ``declared_commune_code``.
    communes : GeoDataFrame
        All communes, with their shapes and town halls.
    file : SourceFile
        The list in use.
    cog, year
        The official geographic code and its year.
    by_place_first : bool
        Whether the commune is the one the point lies in, and the declared one where it lies in
        none; else the other way round.
    most_far_share : float
        Share of the points (0–1) that may be far from the commune they declare.

    Raises
    ------
    SourceChangedError
        If too many codes are unknown, or too many points far from the commune they declare.
    """
    declared = places["declared_commune_code"]
    codes = check_known(declared.dropna(), file, cog, year)
    moves = passage(cog, codes.year, year)
    is_split = declared.isin(moves.split_codes)
    by_code = point_to_communes(declared.fillna(""), cog, moves).mask(is_split)
    pointed, positions = place_by(
        places,
        communes,
        by_code,
        file.path.name,
        by_place_first=by_place_first,
        most_far_share=most_far_share,
    )
    return Pointed(pointed, by_code, is_split, positions, codes)


def place_by(
    places: gpd.GeoDataFrame,
    communes: gpd.GeoDataFrame,
    by_code: pd.Series,
    file: str,
    *,
    by_place_first: bool,
    most_far_share: float = MOST_FAR_SHARE,
) -> tuple[gpd.GeoDataFrame, Positions]:
    """Judge the points of places whose commune by code is known, and give each its commune.

    Parameters
    ----------
    places, communes, by_place_first, most_far_share
        As `point_places`.
    by_code : Series of str
        Commune of the declared code, on the index of the places; missing where there is none.
    file : str
        The list, for the message.

    Returns
    -------
    GeoDataFrame
        As `Pointed.places`.
    Positions
        What the points were judged to be.

    Raises
    ------
    SourceChangedError
        If too many points are far from the commune they declare.
    """
    positions = judge_points(places.geometry, by_code, communes, file, most_far_share)
    by_place = locate_points(positions.points, communes)
    commune_code = by_place.fillna(by_code) if by_place_first else by_code.fillna(by_place)
    pointed = places.assign(
        geometry=positions.points,
        commune_code=commune_code,
        located_commune_code=by_place,
        zone=zone_of(commune_code.dropna()).reindex(places.index),
        place_status=positions.status,
        place_gap_km=positions.gap_km,
    )
    return pointed, positions


def locate_points(points: gpd.GeoSeries, communes: gpd.GeoDataFrame) -> pd.Series:
    """Return the code of the commune each point lies in; missing where it lies in none.

    A point on a border two simplified shapes share takes the first of them.
    """
    shapes = communes[["geometry"]].dropna()
    found = gpd.sjoin(gpd.GeoDataFrame(geometry=points), shapes, predicate="intersects")
    first: pd.Series = found[~found.index.duplicated()]["commune_code"]
    return first.reindex(points.index).rename("located_commune_code")
