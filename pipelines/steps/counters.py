"""Build the table of counters: each pointed to its commune, by code and by place."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

import geopandas as gpd
import pandas as pd

from pipelines.sources.catalogue import SourceFile, reader_of
from pipelines.sources.france_services import kind_of_format
from pipelines.sources.insee_cog import Cog
from pipelines.steps.counters_hours import told_of_hours
from pipelines.steps.doubles import find_doubles
from pipelines.steps.known_codes import CodesCheck, check_known
from pipelines.steps.positions import judge_points
from pipelines.steps.travels import speaks_of_rounds, travels_by_its_words
from pipelines.steps.vintages import passage, point_to_communes
from territory.contract import COUNTERS
from territory.doors import is_fixed
from territory.geography import commune_of_arrondissement, zone_of
from territory.opening import hours_of


@dataclass
class CountersReport:
    """What happened to the counters.

    Parameters
    ----------
    published_rows : int
        Rows of the list; all are kept.
    codes : CodesCheck
        The year of the communes they declare, and the codes that year does not know.
    declared_itinerant : int
        Counters that travel, as the list says.
    travel_by_words : list of dict
        Counters listed as fixed whose own words say that they travel: they count as itinerant.
        ``counter_code``, ``counter_name``, ``reason`` (``name`` or ``comment``).
    rounds_besides : list of str
        Counters kept as fixed whose comment speaks of rounds.
    unknown_travel : list of str
        Counters the list does not say travel or stay: they are not relied on.
    doubles : list of dict
        Rows that list a door again: ``counter_code``, ``double_of_code``, ``address``, ``metres``.
    far : list of dict
        Counters put at the town hall, for their point is far from the commune they declare:
        ``counter_code``, ``declared``, ``km`` (missing when the coordinates are not degrees).
    without_point : list of str
        Counters put at the town hall, for they publish no point.
    unplaced : list of str
        Counters with neither a point nor a commune: they serve nobody's distance.
    notes : list of str
        What the reader wants said.
    arrondissements_pointed : list of str
        Counters declared in an arrondissement, pointed to its commune.
    moved : list of str
        Counters whose declared code became another commune's.
    split : list of str
        Counters whose declared commune was split since: the commune they stand in is taken.
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
    codes: CodesCheck
    declared_itinerant: int = 0
    travel_by_words: list[dict[str, str]] = field(default_factory=list)
    rounds_besides: list[str] = field(default_factory=list)
    unknown_travel: list[str] = field(default_factory=list)
    doubles: list[dict[str, Any]] = field(default_factory=list)
    far: list[dict[str, Any]] = field(default_factory=list)
    without_point: list[str] = field(default_factory=list)
    unplaced: list[str] = field(default_factory=list)
    arrondissements_pointed: list[str] = field(default_factory=list)
    moved: list[str] = field(default_factory=list)
    split: list[str] = field(default_factory=list)
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
    notes: list[str] = field(default_factory=list)


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
    published = reader_of(file.source)(file.path)
    notes = list(published.attrs["notes"])
    counters = published.sort_index()
    declared = counters["declared_commune_code"]
    codes = check_known(declared.dropna(), file, cog, year)
    moves = passage(cog, codes.year, year)
    is_split = declared.isin(moves.split_codes)
    by_code = point_to_communes(declared.fillna(""), cog, moves).mask(is_split)
    positions = judge_points(counters.geometry, by_code, communes, file.path.name)
    counters = counters.assign(geometry=positions.points)
    counters["place_status"], counters["place_gap_km"] = positions.status, positions.gap_km
    by_place = locate_points(counters.geometry, communes)
    commune_code = by_code.fillna(by_place)
    counters["commune_code"] = commune_code
    counters["located_commune_code"] = by_place
    counters["zone"] = zone_of(commune_code.dropna()).reindex(counters.index)
    names = communes["commune_name"]
    counters["counter_kind_name"] = kind_of(counters)
    counters["itinerant_reason_name"] = travels_by_its_words(
        counters, names.reindex(commune_code).set_axis(counters.index)
    )
    by_words = counters["itinerant_reason_name"].notna()
    counters["is_itinerant"] = counters["is_declared_itinerant"].mask(by_words, True)
    counters["counter_kind_name"] = counters["counter_kind_name"].mask(by_words, "itinerant")
    counters = counters.join(hours_of(counters, counters["comment_text"]))
    doubles = find_doubles(counters, names)
    counters["double_of_code"] = (
        pd.Series({one["counter_code"]: one["double_of_code"] for one in doubles}, dtype="str")
        .reindex(counters.index)
        .astype("str")
    )
    elsewhere = by_code.notna() & by_place.notna() & (by_code != by_place)
    is_arrondissement = declared.notna() & (
        commune_of_arrondissement(declared.fillna("")) != declared
    )
    has_rounds = speaks_of_rounds(counters["comment_text"]) & is_fixed(counters)
    report = CountersReport(
        published_rows=len(counters),
        codes=codes,
        split=list(counters.index[is_split]),
        declared_itinerant=int(counters["is_declared_itinerant"].sum()),
        travel_by_words=[
            {
                "counter_code": str(code),
                "counter_name": str(row["counter_name"]),
                "reason": str(row["itinerant_reason_name"]),
            }
            for code, row in counters[by_words].iterrows()
        ],
        rounds_besides=list(counters.index[has_rounds]),
        unknown_travel=list(counters.index[counters["is_itinerant"].isna()]),
        doubles=doubles,
        far=[
            {
                "counter_code": code,
                "declared": str(by_code[code]),
                "km": None if pd.isna(positions.gap_km[code]) else float(positions.gap_km[code]),
            }
            for code in positions.far
        ],
        without_point=positions.blank,
        unplaced=list(counters.index[counters.geometry.isna()]),
        arrondissements_pointed=list(counters.index[is_arrondissement]),
        moved=list(counters.index[by_code.notna() & (by_code != declared) & ~is_arrondissement]),
        outside_communes=list(counters.index[commune_code.isna()]),
        commune_from_place=list(counters.index[by_code.isna() & ~is_split & by_place.notna()]),
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
        notes=notes,
    )
    counters.attrs = {}
    return counters[[column.name for column in COUNTERS if column.name != "counter_code"]], report


def kind_of(counters: pd.DataFrame) -> pd.Series:
    """Return what each counter is: one of `territory.contract.COUNTER_KINDS`.

    Parameters
    ----------
    counters : DataFrame
        Columns ``kind_name``, ``format_name`` and ``is_declared_itinerant``.

    Returns
    -------
    Series of str
        The format decides, the kind tells antennas; ``unknown`` where the list does not say
        whether the counter travels.
    """
    kind = counters["format_name"].fillna("").map(kind_of_format).replace("", pd.NA)
    travels = counters["is_declared_itinerant"].astype("boolean")
    kind = kind.mask(kind.isna() & travels.fillna(False), "itinerant")
    is_antenna = kind.isna() & (counters["kind_name"] == "Antenne").fillna(False)
    kind = kind.mask(is_antenna, "antenna").fillna("principal")
    return kind.mask(travels.isna(), "unknown").astype("str")


def locate_points(points: gpd.GeoSeries, communes: gpd.GeoDataFrame) -> pd.Series:
    """Return the code of the commune each point lies in; missing where it lies in none.

    A point on a border two simplified shapes share takes the first of them.
    """
    shapes = communes[["geometry"]].dropna()
    found = gpd.sjoin(gpd.GeoDataFrame(geometry=points), shapes, predicate="intersects")
    first: pd.Series = found[~found.index.duplicated()]["commune_code"]
    return first.reindex(points.index).rename("located_commune_code")
