"""Build the table of digital mediation places, without the France Services already counted."""

from __future__ import annotations

from dataclasses import dataclass, field

import geopandas as gpd
import pandas as pd

from pipelines.sources.catalogue import SourceFile, reader_of
from pipelines.sources.insee_cog import Cog
from pipelines.steps.counters import locate_points
from pipelines.steps.known_codes import CodesCheck, check_known
from pipelines.steps.positions import judge_points
from pipelines.steps.vintages import passage, point_to_communes
from territory.contract import MEDIATION_PLACES
from territory.geography import zone_of


@dataclass
class MediationReport:
    """What happened to the mediation places.

    Parameters
    ----------
    published_rows : int
        Rows of the file.
    codes : CodesCheck
        The year of the communes they declare, and the codes that year does not know.
    france_services : int
        Rows left out because they are France Services, already counted.
    commune_from_place : int
        Places without a usable code: the commune they stand in is taken.
    elsewhere : list of str
        Places whose declared commune is not the one their point lies in; the latter is taken.
    far : list of str
        Places put at the town hall, for their point is far from the commune they declare.
    imputed : list of str
        Places put at the town hall, for they publish no point.
    without_point : list of str
        Places kept in the table that no distance can use.
    outside_communes : list of str
        Places in no commune of the tables: kept, and serving nobody's distance.
    notes : list of str
        What the reader wants said.
    """

    published_rows: int
    codes: CodesCheck
    france_services: int = 0
    commune_from_place: int = 0
    elsewhere: list[str] = field(default_factory=list)
    far: list[str] = field(default_factory=list)
    imputed: list[str] = field(default_factory=list)
    without_point: list[str] = field(default_factory=list)
    outside_communes: list[str] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)


def build_mediation_places(
    communes: gpd.GeoDataFrame, file: SourceFile, cog: Cog, year: int
) -> tuple[gpd.GeoDataFrame, MediationReport]:
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
    declared = places["declared_commune_code"]
    codes = check_known(declared.dropna(), file, cog, year)
    moves = passage(cog, codes.year, year)
    by_code = point_to_communes(declared.fillna(""), cog, moves)
    by_code = by_code.mask(declared.isin(moves.split_codes))
    positions = judge_points(places.geometry, by_code, communes, file.path.name)
    places = places.assign(geometry=positions.points)
    by_place = locate_points(places.geometry, communes)
    # Where the point lies decides, for minutes are measured from there.
    commune_code = by_place.fillna(by_code)
    placed = places.assign(
        commune_code=commune_code,
        located_commune_code=by_place,
        zone=zone_of(commune_code.dropna()).reindex(places.index),
        place_status=positions.status,
        place_gap_km=positions.gap_km,
    )
    apart = by_code.notna() & by_place.notna() & (by_code != by_place)
    report = MediationReport(
        published_rows=len(published),
        codes=codes,
        france_services=int(published["is_france_services"].sum()),
        commune_from_place=int((by_code.isna() & by_place.notna()).sum()),
        elsewhere=list(places.index[apart]),
        far=positions.far,
        imputed=positions.blank,
        without_point=list(places.index[places.geometry.isna()]),
        outside_communes=list(places.index[commune_code.isna()]),
        notes=list(published.attrs["notes"]),
    )
    names = [column.name for column in MEDIATION_PLACES if column.name != "place_code"]
    return gpd.GeoDataFrame(pd.DataFrame(placed)[names], crs=communes.crs), report
