"""A map of a plan: numbered places, the communes that gain, the counters of today."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from html import escape

import geopandas as gpd
import numpy as np
import pandas as pd

from territory.doors import is_fixed
from territory.geography import ZONES
from territory.look import palette
from territory.maps.layers import Classes
from territory.maps.paper.figure import bounds_of, plain_map
from territory.maps.paper.frame import Box, Frame, fit
from territory.maps.paper.ground import height_for
from territory.plan.sites import NOBODY, Plan
from territory.tables import Tables
from territory.territories import Territory, communes_of

WIDTH = 620.0
OTHER, TOUCHED, MOST_TOUCHED = range(3)
COLOURS = (palette.FAINT, *palette.RAMPS["counters"][1:3])
MARK, DOT, SMALL_DOT = 11.0, 2.8, 1.7
# More counters than this are drawn smaller.
MANY_COUNTERS = 100
SIZE = 13.0


@dataclass(frozen=True)
class Mark:
    """What is written in a round mark, and where it is: a point, EPSG:4326."""

    label: str
    point: object


def plan_maps(tables: Tables, plan: Plan) -> list[tuple[str, str]]:
    """Return a drawing a zone of the territory: who gains, the places by their rank.

    Returns
    -------
    list of (str, str)
        Name of the zone and an SVG; none where no commune has a boundary.
    """
    touched = gaining_codes(plan)
    communes = communes_of(tables, plan.question.territory)
    classes = np.where(communes.index.isin(touched), MOST_TOUCHED, OTHER).astype(np.int8)
    halls = tables.communes.loc[plan.codes, "town_hall_point"]
    marks = [Mark(str(rank), point) for rank, point in enumerate(halls, start=1)]
    return marked_maps(tables, plan.question.territory, classes, marks)


def gaining_codes(plan: Plan) -> pd.Index:
    """Return the communes where somebody gains."""
    matrix = plan.matrix
    who = (plan.place_of != NOBODY) & (matrix.people > 0)
    return matrix.communes[np.unique(matrix.commune[who])]


def marked_maps(
    tables: Tables, territory: Territory, classes: Classes, marks: Sequence[Mark]
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
    """
    communes = communes_of(tables, territory)
    counters = tables.counters[is_fixed(tables.counters)]
    counters = counters[counters["commune_code"].isin(communes.index)]
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
        dots = _dots(counters.geometry.to_crs(ZONES[zone].epsg), frame)
        placed = points.to_crs(ZONES[zone].epsg)
        signs = "".join(
            _mark(mark.label, *frame.place(point.x, point.y), frame)
            for mark, point in reversed(list(zip(marks, placed, strict=True)))
        )
        drawn = plain_map(shapes, classes[here], COLOURS, WIDTH)
        found.append((zone, drawn.replace("</svg>", f"{dots}{signs}</svg>")))
    return found


def _is_in(x: float, y: float, frame: Frame) -> bool:
    return 0 <= x <= frame.box.width and 0 <= y <= frame.box.height


def _dots(points: gpd.GeoSeries, frame: Frame) -> str:
    look = f'fill="{palette.INK}" stroke="{palette.PAPER}" stroke-width="0.8"'
    places = [frame.place(point.x, point.y) for point in points if not point.is_empty]
    radius = DOT if len(places) <= MANY_COUNTERS else SMALL_DOT
    return "".join(
        f'<circle cx="{x}" cy="{y}" r="{radius}" {look}/>' for x, y in places if _is_in(x, y, frame)
    )


def _mark(label: str, x: float, y: float, frame: Frame) -> str:
    if not _is_in(x, y, frame):
        return ""
    family = palette.FONT.replace('"', "'")
    return (
        f'<circle cx="{x}" cy="{y}" r="{MARK}" fill="{palette.ACCENT}" '
        f'stroke="{palette.PAPER}" stroke-width="1.5"/>'
        f'<text x="{x}" y="{y + SIZE / 3:.1f}" text-anchor="middle" font-size="{SIZE:g}" '
        f'font-weight="600" font-family="{family}" fill="{palette.PAPER}">{escape(label)}</text>'
    )
