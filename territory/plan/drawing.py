"""A map of a plan: numbered places, the communes that gain, the counters of today."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from html import escape

import geopandas as gpd
import numpy as np
import pandas as pd
from numpy.typing import NDArray
from pyproj import CRS
from shapely import Point

from territory.doors import is_fixed
from territory.geography import ZONES
from territory.look import palette
from territory.maps.layers import Classes
from territory.maps.paper.content import CHIEF_TOWNS
from territory.maps.paper.figure import bounds_of, plain_map
from territory.maps.paper.frame import Box, Frame, fit
from territory.maps.paper.ground import height_for
from territory.maps.paper.names import Town, by_rank, labels_svg, place_names
from territory.plan.sites import NOBODY, Plan
from territory.tables import Tables
from territory.territories import Territory, communes_of

WIDTH = 460.0
OTHER, TOUCHED, MOST_TOUCHED = range(3)
COLOURS = (palette.FAINT, *palette.RAMPS["counters"][1:3])
MARK, RING, DOT, SMALL_DOT = 9.5, 13.0, 2.4, 1.5
# More counters than this are drawn smaller.
MANY_COUNTERS = 100
SIZE = 12.0
MOST_NAMES = 24


@dataclass(frozen=True)
class Mark:
    """A round mark.

    Parameters
    ----------
    label : str
        Written in it.
    point : Point
        Where it is, EPSG:4326.
    name : str
        Written beside it, where there is room.
    colour : str
    is_ring : bool
        Whether it goes round another.
    """

    label: str
    point: object
    name: str = ""
    colour: str = palette.ACCENT
    is_ring: bool = False


@dataclass(frozen=True)
class Path:
    """A line through points, EPSG:4326: its colour and its dashes, as SVG writes them."""

    points: tuple[object, ...]
    colour: str
    dashes: str = ""


def plan_maps(tables: Tables, plan: Plan) -> list[tuple[str, str]]:
    """Return a drawing a zone of the territory: who gains, the places by their rank.

    Returns
    -------
    list of (str, str)
        Name of the zone and an SVG; none where no commune has a boundary.
    """
    halls = tables.communes.loc[plan.codes, "town_hall_point"]
    names = tables.communes["commune_name"].reindex(plan.codes)
    marks = ranked_marks(halls, names)
    return marked_maps(tables, plan.question.territory, gaining_classes(tables, plan), marks)


def ranked_marks(points: Iterable[object], names: Iterable[str]) -> list[Mark]:
    """Return a mark a place, in its rank."""
    places = enumerate(zip(points, names, strict=True), start=1)
    return [Mark(str(rank), point, name) for rank, (point, name) in places]


def gaining_classes(tables: Tables, plan: Plan) -> Classes:
    """Return the class of each commune of a plan's territory: `MOST_TOUCHED` where somebody gains."""
    matrix = plan.matrix
    who = (plan.place_of != NOBODY) & (matrix.people > 0)
    return touched_classes(tables, plan.question.territory, matrix.communes[matrix.commune[who]])


def touched_classes(tables: Tables, territory: Territory, touched: pd.Index) -> Classes:
    """Return the class of each commune of a territory: `MOST_TOUCHED` for those touched."""
    codes = communes_of(tables, territory).index
    return np.where(codes.isin(touched), MOST_TOUCHED, OTHER).astype(np.int8)


def marked_maps(
    tables: Tables,
    territory: Territory,
    classes: Classes,
    marks: Sequence[Mark],
    *,
    hollow: Collection[str] = (),
    paths: Sequence[Path] = (),
    colours: Sequence[str] = COLOURS,
) -> list[tuple[str, str]]:
    """Return a drawing a zone of a territory: its communes by class, its fixed counters, marks.

    Parameters
    ----------
    tables : Tables
        All counters.
    territory : Territory
        What is drawn.
    classes : array of int8, of n communes
        Class of each of its communes, in the order of `communes_of`.
    marks : sequence of Mark
        Those of other zones than a drawing's are not in it.
    hollow : collection of str
        Codes of the counters drawn as rings.
    paths : sequence of Path
        Lines under the marks.
    colours : sequence of str
        One a class; a commune of no class is hatched.
    """
    communes = communes_of(tables, territory)
    counters = tables.counters[is_fixed(tables.counters)]
    counters = counters[counters["commune_code"].isin(communes.index)]
    is_hollow = counters.index.isin(list(hollow))
    points = gpd.GeoSeries([mark.point for mark in marks], crs=communes.crs)
    found = []
    for zone in ZONES:
        here = (communes["zone"] == zone).to_numpy()
        shapes = communes.geometry[here].to_crs(ZONES[zone].epsg)
        shown = shapes[shapes.notna() & ~shapes.is_empty]
        if not len(shown):
            continue
        bounds = bounds_of(shown)
        frame = fit(bounds, Box(0, 0, WIDTH, height_for(bounds, WIDTH, WIDTH)))
        points_here = counters.geometry.to_crs(ZONES[zone].epsg)
        dots = _dots(points_here, is_hollow, frame)
        lines = "".join(_path(one, communes.crs, ZONES[zone].epsg, frame) for one in paths)
        placed = points.to_crs(ZONES[zone].epsg)
        signs = "".join(
            _mark(mark, *frame.place(point.x, point.y), frame)
            for mark, point in reversed(list(zip(marks, placed, strict=True)))
        )
        boxes = [_box(point, MARK, frame) for point in placed]
        boxes += [_box(point, DOT, frame) for point in points_here if not point.is_empty]
        towns = [
            *(
                Town(mark.name, point.x, point.y)
                for mark, point in zip(marks, placed, strict=True)
                if mark.name
            ),
            *_chief_towns(communes[here], ZONES[zone].epsg),
        ]
        labels = labels_svg(place_names(towns, frame, [], boxes, MOST_NAMES), boxes)
        drawn = plain_map(shapes, classes[here], colours, WIDTH)
        found.append((zone, drawn.replace("</svg>", f"{dots}{lines}{labels}{signs}</svg>")))
    return found


def _box(point: Point, radius: float, frame: Frame) -> Box:
    x, y = frame.place(point.x, point.y)
    return Box(x - radius, y - radius, 2 * radius, 2 * radius)


def _chief_towns(communes: gpd.GeoDataFrame, epsg: int) -> list[Town]:
    """Return the chief towns of communes, for a reader to find their way."""
    if "chef_lieu_class" not in communes:
        return []
    chiefs = communes[communes["chef_lieu_class"].isin(list(CHIEF_TOWNS))]
    chiefs = chiefs[chiefs["town_hall_point"].notna()]
    halls = gpd.GeoSeries(chiefs["town_hall_point"], crs=communes.crs).to_crs(epsg)
    ranks = chiefs["chef_lieu_class"].map(CHIEF_TOWNS)
    return by_rank(
        Town(str(name), float(point.x), float(point.y), int(rank), float(people))
        for name, point, rank, people in zip(
            chiefs["commune_name"], halls, ranks, chiefs["population_people"], strict=True
        )
    )


def _is_in(x: float, y: float, frame: Frame) -> bool:
    return 0 <= x <= frame.box.width and 0 <= y <= frame.box.height


def _dots(points: gpd.GeoSeries, is_hollow: NDArray[np.bool_], frame: Frame) -> str:
    places = [
        (*frame.place(point.x, point.y), is_ring)
        for point, is_ring in zip(points, is_hollow, strict=True)
        if not point.is_empty
    ]
    radius = DOT if len(places) <= MANY_COUNTERS else SMALL_DOT
    full = f'fill="{palette.INK}" stroke="{palette.PAPER}" stroke-width="0.8"'
    ring = f'fill="{palette.PAPER}" stroke="{palette.INK}" stroke-width="1.1"'
    return "".join(
        f'<circle cx="{x}" cy="{y}" r="{radius}" {ring if is_ring else full}/>'
        for x, y, is_ring in places
        if _is_in(x, y, frame)
    )


def _path(path: Path, crs: CRS, epsg: int, frame: Frame) -> str:
    placed = gpd.GeoSeries(list(path.points), crs=crs).to_crs(epsg)
    drawn = [frame.place(point.x, point.y) for point in placed]
    if not all(_is_in(x, y, frame) for x, y in drawn):
        return ""
    line = " ".join(f"{x},{y}" for x, y in drawn)
    dashes = f' stroke-dasharray="{path.dashes}"' if path.dashes else ""
    return (
        f'<polyline points="{line}" fill="none" stroke="{path.colour}" stroke-width="2" '
        f'stroke-linejoin="round"{dashes}/>'
    )


def _mark(mark: Mark, x: float, y: float, frame: Frame) -> str:
    if not _is_in(x, y, frame):
        return ""
    if mark.is_ring:
        look = f'fill="{palette.PAPER}" stroke="{mark.colour}" stroke-width="2.2"'
        return f'<circle cx="{x}" cy="{y}" r="{RING:g}" {look}/>'
    family = palette.FONT.replace('"', "'")
    return (
        f'<circle cx="{x}" cy="{y}" r="{MARK:g}" fill="{mark.colour}" '
        f'stroke="{palette.PAPER}" stroke-width="1.5"/>'
        f'<text x="{x}" y="{y + SIZE / 3:.1f}" text-anchor="middle" font-size="{SIZE:g}" '
        f'font-weight="600" font-family="{family}" fill="{palette.PAPER}">{escape(mark.label)}</text>'
    )
