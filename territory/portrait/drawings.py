"""The drawings of a portrait: where it lies, its map with counters and legend, its strips."""

from __future__ import annotations

from html import escape

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely
from shapely.geometry.base import BaseGeometry

from territory.doors import doors
from territory.geography import ZONES
from territory.indicators import find_indicator
from territory.look import charts, palette
from territory.maps.bivariate_legend import axis_name, class_labels
from territory.maps.svg import frame_of, map_svg
from territory.messages import Words
from territory.portrait.maker import PortraitMaker, ReferenceFigures
from territory.scores import DEFAULT_METHOD
from territory.territories import COMMUNES, Territory, communes_of

WIDTH = 640.0
# So that a map, its legend and a few sentences stand on one page.
MOST_HEIGHT = 430.0
# A map of many communes has the page for itself, and small signs.
MANY_COMMUNES = 600
MANY_HEIGHT = 620.0
MANY_SIGN_SIZE = 2.2
SIGN_SIZE = 3.6
# A map shows this share of the territory's size around it, and at least so many metres.
AROUND_SHARE = 0.35
AROUND_METRES = 9_000.0
# Beyond so many communes around a hand-picked set, its communes are too far apart for one map.
MOST_AROUND = 1_000
MOST_MAPS = 6
# A territory smaller than this on the locator is ringed.
SMALL = 18.0
# Letters of a reference's name above the strips, when three stand beside the territory or fewer.
MOST_LETTERS, MOST_LETTERS_OF_FEW = 34, 52
STRIPS = (
    "illectronism_share",
    "nearest_counter_minutes",
    "nearest_saturday_counter_minutes",
    "reachable_hours_per_1k",
    "without_fibre_share",
    "without_1_gbps_share",
)


def zones_of(communes: gpd.GeoDataFrame) -> list[str]:
    """Return the zones communes lie in, the one with most of them first."""
    return [str(one) for one in communes["zone"].value_counts(sort=True).index]


def locator_svg(maker: PortraitMaker, territory: Territory) -> str:
    """Return where a territory lies: in its département if it is inside one, else in its zone.

    Of a set in several zones, only the zone with most of its communes is drawn.
    """
    inside = communes_of(maker.country.tables, territory)
    zone = zones_of(inside)[0]
    inside = inside[inside["zone"] == zone]
    departements = inside["departement_code"].unique()
    if len(departements) == 1 and territory.level in ("commune", "epci", "communes"):
        around = communes_of(
            maker.country.tables, Territory("departement", str(departements[0]))
        ).geometry
        chosen = set(inside.index)
    else:
        shapes = maker.departement_shapes
        around = shapes[shapes["zone"] == zone].geometry
        chosen = set(departements)
    projected = around.to_crs(ZONES[zone].epsg)
    fills = {
        str(code): palette.ACCENT if code in chosen else palette.WASH for code in projected.index
    }
    drawn = map_svg(projected, fills, width=WIDTH)
    return drawn.replace("</svg>", f"{_ring(projected, inside.geometry, zone)}</svg>")


def _ring(shown: gpd.GeoSeries, inside: gpd.GeoSeries, zone: str) -> str:
    """Return a ring around a territory too small to be seen on a map, else nothing."""
    frame = frame_of(shown, WIDTH)
    west, south, east, north = inside.to_crs(ZONES[zone].epsg).total_bounds
    if max(east - west, north - south) * frame.scale > SMALL:
        return ""
    x, y = frame.place((west + east) / 2, (south + north) / 2)
    look = f'fill="none" stroke="{palette.ACCENT}" stroke-width="3"'
    return f'<circle cx="{x}" cy="{y}" r="16" {look}/>'


def height_share(drawing: str) -> float:
    """Return the height of a drawing over its width."""
    return _height(drawing) / WIDTH


def outline(communes: gpd.GeoDataFrame, zone: str) -> BaseGeometry:
    """Return the border of communes taken together, in the projection of their zone."""
    return shapely.union_all(communes.geometry.to_crs(ZONES[zone].epsg).to_numpy())


def map_parts(maker: PortraitMaker, territory: Territory) -> list[gpd.GeoDataFrame]:
    """Return the communes of each map a territory needs: one a zone, each in its own projection.

    A hand-picked set whose communes are far apart has one map a département, the first ones only.
    """
    inside = communes_of(maker.country.tables, territory)
    parts = []
    for zone in zones_of(inside):
        here = inside[inside["zone"] == zone]
        if territory.level == COMMUNES and len(_near(maker, here)) > MOST_AROUND:
            parts += [part for _, part in here.groupby("departement_code")]
        else:
            parts.append(here)
    return parts[:MOST_MAPS]


def class_map_svg(
    maker: PortraitMaker, territory: Territory, inside: gpd.GeoDataFrame, words: Words
) -> str:
    """Return the map of need and distance of a territory's communes in a zone, and its surroundings.

    Communes around are drawn alike, the territory has a strong border; counters are signs. Nothing
    where nothing is known of them: an island alone, whose trips cannot be measured.
    """
    tables, zone = maker.country.tables, str(inside["zone"].iloc[0])
    epsg = ZONES[zone].epsg
    around = _around(maker, inside, territory)
    scores = maker.country.ranked(DEFAULT_METHOD).reindex(around.index)
    fills = {
        str(code): palette.class_fill(
            None if pd.isna(need) else int(need), None if pd.isna(far) else int(far)
        )
        for code, need, far in zip(
            around.index, scores["need_class"], scores["counters_class"], strict=True
        )
    }
    counters = doors(tables.counters)
    counters = counters[counters["commune_code"].isin(around.index)].to_crs(epsg)
    if counters.empty and not scores[["need_class", "counters_class"]].notna().all(axis=1).any():
        return ""
    projected = around.geometry.to_crs(epsg)
    if territory.level == "region":
        shapes = maker.departement_shapes
        own = shapes.index.isin(inside["departement_code"].unique())
        outlines = list(shapes[own].geometry.to_crs(epsg))
    elif len(around) == len(inside):
        outlines = []
    else:
        outlines = [outline(inside, zone)]
    is_many = len(around) > MANY_COMMUNES
    drawn = map_svg(
        projected,
        fills,
        outlines=outlines,
        counters=counters,
        width=WIDTH,
        sign_size=MANY_SIGN_SIZE if is_many else SIGN_SIZE,
    )
    most = MANY_HEIGHT if is_many else MOST_HEIGHT
    return _stacked(drawn, legend_svg(words), most)


def _around(
    maker: PortraitMaker, inside: gpd.GeoDataFrame, territory: Territory
) -> gpd.GeoDataFrame:
    """Return the communes a map shows: those of the territory and, of a small one, its neighbours."""
    return inside if territory.level in ("departement", "region") else _near(maker, inside)


def _near(maker: PortraitMaker, inside: gpd.GeoDataFrame) -> gpd.GeoDataFrame:
    """Return the communes of a rectangle around some, in the same zone."""
    everyone = maker.country.tables.communes
    zone = ZONES[str(inside["zone"].iloc[0])]
    west, south, east, north = inside.geometry.to_crs(zone.epsg).total_bounds
    margin = max(AROUND_METRES, AROUND_SHARE * max(east - west, north - south))
    box = gpd.GeoSeries(
        [shapely.box(west - margin, south - margin, east + margin, north + margin)], crs=zone.epsg
    ).to_crs(everyone.crs)
    near = everyone.iloc[everyone.sindex.query(box.iloc[0], predicate="intersects")]
    return near[near["zone"] == inside["zone"].iloc[0]].sort_index()


def legend_svg(words: Words) -> str:
    """Return the nine colours with what they mean, the hatch and the signs of counters."""
    size, left, top = 26, 218, 8
    ink = f'font-size="12" fill="{palette.INK}"'
    parts = []
    far = class_labels("counters", words)
    need = class_labels("need", words)
    for need_class in palette.CLASSES:
        for far_class in palette.CLASSES:
            x, y = left + (need_class - 1) * (size + 42), top + (3 - far_class) * size
            fill = palette.class_fill(need_class, far_class)
            parts.append(
                f'<rect x="{x}" y="{y}" width="{size + 40}" height="{size - 2}" fill="{fill}" '
                f'stroke="{palette.COMMUNE_LINE}" stroke-width="0.5"/>'
            )
    for rank, label in enumerate(far, start=1):
        y = top + (3 - rank) * size + 17
        parts.append(f'<text x="{left - 8}" y="{y}" text-anchor="end" {ink}>{escape(label)}</text>')
    for rank, label in enumerate(need, start=1):
        x = left + (rank - 1) * (size + 42) + 33
        y = top + 3 * size + 14
        parts.append(f'<text x="{x}" y="{y}" text-anchor="middle" {ink}>{escape(label)}</text>')
    soft = f'font-size="12" fill="{palette.SOFT_INK}"'
    for line, said in enumerate(_wrapped(axis_name("counters", words), 22)):
        y = top + 17 + 14 * line
        parts.append(f'<text x="0" y="{y}" {soft}>{escape(said)}</text>')
    y = top + 3 * size + 31
    parts.append(f'<text x="{left}" y="{y}" {soft}>{escape(axis_name("need", words))}</text>')
    right = left + 3 * (size + 42) + 22
    look = f'fill="{palette.PAPER}" stroke="{palette.INK}" stroke-width="1.6"'
    hatch = f"url(#{palette.NO_DATA_PATTERN_ID})"
    signs = (
        f'<circle cx="{right}" cy="20" r="4.5" {look}/>',
        f'<polygon points="{right},40 {right + 6},46 {right},52 {right - 6},46" {look}/>',
        f'<rect x="{right - 7}" y="64" width="14" height="14" fill="{hatch}" '
        f'stroke="{palette.COMMUNE_LINE}" stroke-width="0.5"/>',
    )
    parts += signs
    for key, y in (("fixed", 24), ("itinerant", 50), ("no_data", 75)):
        said = words.text(f"portrait.legend.{key}")
        parts.append(f'<text x="{right + 16}" y="{y}" {ink}>{escape(said)}</text>')
    return f'<svg width="{WIDTH:g}" height="126" viewBox="0 0 {WIDTH:g} 126">{"".join(parts)}</svg>'


def _wrapped(words: str, width: int) -> list[str]:
    lines = [""]
    for word in words.split(" "):
        if len(lines[-1]) + len(word) + 1 > width and lines[-1]:
            lines.append("")
        lines[-1] = f"{lines[-1]} {word}".strip()
    return lines


def _stacked(upper: str, lower: str, most: float) -> str:
    """Return two drawings of the same width, one above the other; a tall first one is made smaller."""
    height, below = (_height(one) for one in (upper, lower))
    if height > most:
        narrow = WIDTH * most / height
        upper = upper.replace(f'width="{WIDTH:g}" height="{height:g}"', "", 1).replace(
            "<svg ",
            f'<svg x="{(WIDTH - narrow) / 2:.1f}" width="{narrow:.1f}" height="{most:g}" ',
            1,
        )
        height = most
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH:g} {height + below + 10:g}" '
        f'width="{WIDTH:g}" height="{height + below + 10:g}" font-family="Libertinus Serif, serif">'
        f"{upper}<g>{_moved(lower, 0, height + 10)}</g></svg>"
    )


def _height(drawing: str) -> float:
    return float(drawing.partition('height="')[2].partition('"')[0])


def _moved(drawing: str, x: float, y: float) -> str:
    return drawing.replace("<svg ", f'<svg x="{x:g}" y="{y:g}" ', 1)


def strips_svg(
    maker: PortraitMaker,
    territory: Territory,
    own: dict[str, float],
    others: list[ReferenceFigures],
    words: Words,
) -> str:
    """Return small multiples: where a territory and its references stand, indicator by indicator."""
    spread = maker.spread(territory)
    chosen = _marked(others)
    signs = [*charts.SIGNS[: len(chosen) + 1]]
    parts, y = [], 8.0
    parts.append(_key(chosen, words))
    y += 28
    for name in STRIPS:
        if np.isnan(own.get(name, np.nan)):
            continue
        marks = [
            charts.Mark(words.text("portrait.mark.this"), own[name], signs[0]),
            *(
                charts.Mark(reference_name(one, words), one.values[name], sign)
                for one, sign in zip(chosen, signs[1:], strict=True)
            ),
        ]
        strip = charts.strip_svg(find_indicator(name), marks, charts.quantiles(spread[name]))
        label = _wrapped(words.text(f"columns.{name}.label"), 42)
        for line, said in enumerate(label):
            parts.append(
                f'<text x="0" y="{y + 18 + 14 * line - 7 * (len(label) - 1):g}" font-size="12.5" '
                f'fill="{palette.INK}">{escape(said)}</text>'
            )
        parts.append(_moved(strip, WIDTH - charts.WIDTH, y))
        y += charts.HEIGHT + 8
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH:g} {y:g}" width="{WIDTH:g}" '
        f'height="{y:g}" font-family="Libertinus Serif, serif">{"".join(parts)}</svg>'
    )


def _marked(others: list[ReferenceFigures]) -> list[ReferenceFigures]:
    """Return the references a strip has room for: the nearest two and the whole."""
    return [*others[:-1][:2], *others[-1:]]


def _key(chosen: list[ReferenceFigures], words: Words) -> str:
    names = [
        words.text("portrait.mark.this"),
        *(reference_name(one, words) for one in chosen),
    ]
    parts, x = [], 0.0
    for name, sign in zip(names, charts.SIGNS, strict=False):
        most = MOST_LETTERS if len(chosen) > 2 else MOST_LETTERS_OF_FEW
        shown = name if len(name) <= most else name[: most - 1] + "…"
        parts.append(_moved(charts.sign_svg(sign), x, 2))
        parts.append(
            f'<text x="{x + 21:g}" y="14.5" font-size="12.5" fill="{palette.INK}">'
            f"{escape(shown)}</text>"
        )
        x += 34 + 5.9 * len(shown)
    return "".join(parts)


def reference_name(one: ReferenceFigures, words: Words) -> str:
    """Return how a reference is called."""
    if one.kind in ("departement", "region"):
        return one.name
    if one.kind == "density":
        name = words.text(f"portrait_sentences.density.{one.key}")
        return words.text("portrait.reference.density", name=name)
    return words.text(f"portrait.reference.{one.kind}")
