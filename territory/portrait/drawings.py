"""The drawings of a portrait: where it lies, its map with counters and legend, its strips."""

from __future__ import annotations

from html import escape
from typing import TypeAlias

import geopandas as gpd
import numpy as np

from territory.geography import ZONES
from territory.indicators import find_indicator
from territory.look import charts, palette
from territory.look.typeset import SVG_FAMILY, wrapped
from territory.maps.paper import figure
from territory.maps.paper.content import zone_parts
from territory.maps.paper.request import Request
from territory.messages import Words
from territory.portrait.maker import PortraitMaker, ReferenceFigures
from territory.territories import COMMUNES, Territory, communes_of

Communes: TypeAlias = gpd.GeoDataFrame

WIDTH = figure.WIDTH
# Communes of a set farther apart than this have a map a département.
MOST_APART_METRES = 120_000.0
MOST_MAPS = 6
REGION = "region"
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
    if len(departements) == 1 and territory.level in ("commune", "epci", COMMUNES):
        around = communes_of(
            maker.country.tables, Territory("departement", str(departements[0]))
        ).geometry
        chosen = set(inside.index)
    else:
        shapes = maker.departement_shapes
        around = shapes[shapes["zone"] == zone].geometry
        chosen = set(departements)
    around = around[around.notna() & ~around.is_empty]
    return figure.locator(around, chosen, inside.geometry, zone)


def height_share(drawing: str) -> float:
    """Return the height of a drawing over its width."""
    return float(drawing.partition('height="')[2].partition('"')[0]) / WIDTH


def map_parts(maker: PortraitMaker, territory: Territory) -> list[tuple[Territory, Communes]]:
    """Return the maps a territory needs, each with its communes: one a zone, in its own projection.

    A hand-picked set whose communes are far apart has one map a département, the first ones only.
    """
    inside = communes_of(maker.country.tables, territory)
    drawn = zone_parts(inside)
    if territory.level != COMMUNES:
        return [(territory, part) for part in drawn]
    parts: list[Communes] = []
    for part in drawn:
        zone = ZONES[str(part["zone"].iloc[0])]
        west, south, east, north = part.geometry.to_crs(zone.epsg).total_bounds
        if max(east - west, north - south) > MOST_APART_METRES:
            parts += [one for _, one in part.groupby("departement_code")]
        else:
            parts.append(part)
    return [(Territory(COMMUNES, ",".join(part.index)), part) for part in parts[:MOST_MAPS]]


def class_map_svg(
    maker: PortraitMaker, territory: Territory, inside: Communes, words: Words
) -> str:
    """Return the map of need and distance of a territory's communes in a zone, its legend beside.

    Nothing where nothing is known of them: an island alone, whose trips cannot be measured. A
    region's counters have a map of their own.
    """
    has_signs = territory.level != REGION
    asked = Request(territory)
    return figure.map_figure(maker.atlas, asked, inside, words, has_signs=has_signs)


def counters_map_svg(
    maker: PortraitMaker, territory: Territory, inside: Communes, words: Words
) -> str:
    """Return the map of a region's counters, as wide as the text; nothing for other territories."""
    if territory.level != REGION:
        return ""
    return figure.signs_figure(maker.atlas, Request(territory), inside, words)


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
        label = wrapped(words.text(f"columns.{name}.label"), WIDTH - charts.WIDTH - 20, 12.5)
        for line, said in enumerate(label):
            parts.append(
                f'<text x="0" y="{y + 18 + 14 * line - 7 * (len(label) - 1):g}" font-size="12.5" '
                f'fill="{palette.INK}">{escape(said)}</text>'
            )
        parts.append(_moved(strip, WIDTH - charts.WIDTH, y))
        y += charts.HEIGHT + 8
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH:g} {y:g}" width="{WIDTH:g}" '
        f'height="{y:g}" font-family="{SVG_FAMILY}">{"".join(parts)}</svg>'
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
