"""What a map on paper shows of a territory: its communes and their classes, neighbours, signs, towns."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely

from territory.country import Country
from territory.geography import ZONES, inner_point
from territory.maps.atlas import Atlas
from territory.maps.forms import forms_of
from territory.maps.layers import NO_CLASS, Classes, Layer
from territory.maps.paper.frame import Bounds, Box, fit
from territory.maps.paper.ground import ZoneMap
from territory.maps.paper.names import AROUND, CHIEF, OTHER, SECOND, Town, by_rank
from territory.maps.paper.signs import Sign
from territory.maps.told import with_told
from territory.maps.units import COMMUNE, DEPARTEMENT, EPCI
from territory.messages import Words
from territory.scores import Method
from territory.territories import COMMUNES, Territory, communes_of
from territory.territories.figures import FRANCE

# Around a commune or a set, so many metres and this share of its size; around others, a little.
AROUND_METRES, AROUND_SHARE = 6_000.0, 0.3
LITTLE_SHARE = 0.04
# Second lines by level: what lies inside the territory.
SECOND_LINES: Mapping[str, tuple[str, ...]] = {
    "commune": ("epci",),
    "epci": (),
    "departement": ("epci",),
    "region": ("epci", "departement"),
    FRANCE: ("departement",),
    COMMUNES: ("epci",),
}
# Of this many counters or fewer, their communes are named before larger ones.
FEW_COUNTERS = 60
# Where the tables know no chief town of a rank: the largest, so many.
LARGEST: Mapping[str, tuple[int, int]] = {FRANCE: (10, 20), "region": (4, 10)}
LARGEST_ELSEWHERE = (1, 3)
# Ranks of the chefs-lieux of a région, a département, an arrondissement.
CHIEF_TOWNS: Mapping[int, int] = {1: CHIEF, 2: CHIEF, 3: SECOND}
CHIEF_TOWNS_OF_FRANCE: Mapping[int, int] = {1: CHIEF, 2: SECOND, 3: OTHER}
# Of so many communes or more, the largest alone may be named.
MANY, MOST_TOWNS = 3_000, 400


def zone_parts(communes: gpd.GeoDataFrame) -> list[gpd.GeoDataFrame]:
    """Return communes with a boundary by zone, mainland first, then the zone with most of them."""
    drawn = communes[communes.geometry.notna() & ~communes.geometry.is_empty]
    counts = drawn["zone"].value_counts()
    zones = sorted(counts.index, key=lambda one: (-counts[one], list(ZONES).index(one)))
    if "metropole" in zones:
        zones = sorted(zones, key=list(ZONES).index)
    return [drawn[drawn["zone"] == zone] for zone in zones]


def is_coloured_around(territory: Territory) -> bool:
    """Whether the neighbours of a territory have their colours: those of a single commune."""
    return territory.level == "commune"


def second_lines(territory: Territory, unit: str) -> tuple[str, ...]:
    """Return the limits drawn inside a territory: those of a larger unit than the map's, and its own."""
    drawn = SECOND_LINES[territory.level]
    if unit == EPCI:
        return (EPCI, *(one for one in drawn if one != EPCI))
    return (DEPARTEMENT,) if unit == DEPARTEMENT else drawn


def limits_in_words(
    territory: Territory, words: Words, *, unit: str = COMMUNE, has_around: bool = True
) -> tuple[tuple[str, str], ...]:
    """Return the limits drawn on the map of a territory, the strongest first, with their words."""
    found = []
    if territory.level != FRANCE:
        found.append(("territory", words.text(f"paper.limit.territory.{territory.level}")))
    second = reversed(second_lines(territory, unit))
    found += [(one, words.text(f"paper.limit.{one}")) for one in second]
    if has_around and not is_coloured_around(territory):
        found.append(("around", words.text("paper.limit.around")))
    return tuple(found)


def framed(communes: gpd.GeoDataFrame, territory: Territory) -> Bounds:
    """Return what a map of communes frames, in metres: them and, of few, what is around."""
    epsg = ZONES[str(communes["zone"].iloc[0])].epsg
    west, south, east, north = (float(one) for one in communes.geometry.to_crs(epsg).total_bounds)
    larger = max(east - west, north - south)
    is_small = territory.level in ("commune", COMMUNES)
    margin = max(AROUND_METRES, AROUND_SHARE * larger) if is_small else LITTLE_SHARE * larger
    if territory.level == FRANCE:
        margin = 0.0
    return west - margin, south - margin, east + margin, north + margin


def zone_map(
    atlas: Atlas,
    territory: Territory,
    inside: gpd.GeoDataFrame,
    classes: pd.Series,
    box: Box,
    *,
    unit: str = COMMUNE,
    name: str = "",
    has_signs: bool = True,
    beside: tuple[str, ...] = (),
) -> ZoneMap:
    """Return what a map shows of the communes of a territory in one zone.

    Parameters
    ----------
    atlas : Atlas
        The country's maps.
    territory : Territory
        What is mapped.
    inside : GeoDataFrame
        Its communes of the zone, with a boundary.
    classes : Series of int8
        Class of each commune of the country, or of what the unit is, on its index.
    box : Box
        Where the map stands: neighbours fill it.
    unit : str
        What a patch of colour stands for: one of `territory.maps.units.UNITS`, each shown whole.
    name : str
        Of an inset.
    has_signs : bool
        Whether places are drawn.
    beside : tuple of str
        Families of places beside France Services that are drawn too.
    """
    zone = str(inside["zone"].iloc[0])
    bounds = framed(inside, territory)
    near = _near(atlas, inside, fit(bounds, box).bounds)
    is_own = near.index.isin(inside.index)
    is_inside = np.ones(len(near), bool) if is_coloured_around(territory) else is_own
    if unit != COMMUNE:
        of_unit = inside[f"{unit}_code"].dropna().unique()
        is_inside = is_own | near[f"{unit}_code"].isin(of_unit).to_numpy(bool)
    limits = {
        level: near[f"{level}_code"].fillna("").astype(str).where(is_inside, "").to_numpy(object)
        for level in second_lines(territory, unit)
    }
    if territory.level != FRANCE:
        limits["territory"] = np.where(is_own, "own", "").astype(object)
    signs = _signs(atlas, territory, zone, beside) if has_signs else ()
    return ZoneMap(
        near.geometry.to_crs(ZONES[zone].epsg),
        _classes_in(classes, near, unit),
        is_inside,
        bounds,
        limits,
        signs,
        tuple(_towns(atlas, territory, near, is_own, len(signs))),
        name,
        units=None if unit == COMMUNE else _units_of(near, unit),
    )


def _near(atlas: Atlas, inside: gpd.GeoDataFrame, bounds: Bounds) -> gpd.GeoDataFrame:
    """Return the communes of a zone that a map's box shows."""
    everyone, zone = atlas.country.tables.communes, str(inside["zone"].iloc[0])
    corners = gpd.GeoSeries(
        [shapely.segmentize(shapely.box(*bounds), 20_000)], crs=ZONES[zone].epsg
    )
    around = corners.to_crs(everyone.crs).iloc[0]
    near = everyone.iloc[everyone.sindex.query(around, predicate="intersects")]
    near = near[near["zone"] == zone]
    codes = inside.index.union(near.index)
    return everyone.loc[codes].sort_index()


def _units_of(near: gpd.GeoDataFrame, unit: str) -> np.ndarray:
    """Return the unit of each commune; one that is in none stands for itself."""
    codes = near[f"{unit}_code"].astype(object)
    named: np.ndarray = codes.where(codes.notna(), near.index.to_series()).to_numpy(object)
    return named


def classes_of(country: Country, layer: Layer, method: Method, unit: str) -> pd.Series:
    """Return the class of every unit of the country, on their codes."""
    rows = country.ranked(method) if unit == COMMUNE else country.figures(unit, method)
    told = with_told(country, rows, layer, method, unit)
    return pd.Series(layer.classes(told), index=told.index)


def _classes_in(classes: pd.Series, near: gpd.GeoDataFrame, unit: str) -> Classes:
    """Return the class of each commune, that of its unit; `NO_CLASS` where it is unknown."""
    codes = near.index if unit == COMMUNE else near[f"{unit}_code"]
    found: Classes = classes.reindex(codes).fillna(NO_CLASS).to_numpy(dtype=np.int8)
    return found


def _signs(
    atlas: Atlas, territory: Territory, zone: str, beside: tuple[str, ...]
) -> tuple[Sign, ...]:
    """Return the places drawn with a territory, in the projection of a zone."""
    own = set(communes_of(atlas.country.tables, territory).index)
    epsg = ZONES[zone].epsg
    counters, stops = atlas.counters(territory), atlas.stops(territory)
    found: list[Sign] = []
    if stops is not None:
        found += _placed(stops.geometry, ["stop"] * len(stops), list(stops.index), own, epsg)
    for family, places in atlas.beside(territory, beside).items():
        if places is not None and len(places):
            codes = places["commune_code"].tolist()
            found += _placed(places.geometry, [family] * len(places), codes, own, epsg)
    if len(counters):
        forms = forms_of(counters)
        codes = counters["commune_code"].tolist()
        found += _placed(counters.geometry, forms, codes, own, epsg)
    return tuple(found)


def _placed(
    points: gpd.GeoSeries, forms: Sequence[str], codes: Sequence[str], own: set[str], epsg: int
) -> list[Sign]:
    return [
        Sign(form, float(point.x), float(point.y), code in own)
        for point, form, code in zip(points.to_crs(epsg), forms, codes, strict=True)
        if point is not None and not point.is_empty and np.isfinite(point.x)
    ]


def _towns(
    atlas: Atlas,
    territory: Territory,
    near: gpd.GeoDataFrame,
    is_own: np.ndarray,
    signs_count: int,
) -> list[Town]:
    """Return the towns a map may name, in order: chief towns, those of counters, the largest."""
    people = near["population_people"].astype("float64")
    ranks = _ranks(near, people, is_own, territory)
    if is_coloured_around(territory):
        ranks = ranks.where(is_own, OTHER)
    if len(near) >= MANY:
        likely = (ranks < OTHER) | (people.rank(ascending=False) <= MOST_TOWNS)
        near, people, ranks = near[likely], people[likely], ranks[likely]
    points = _points(near)
    with_counter = set(atlas.counters(territory)["commune_code"]) if signs_count else set()
    is_few = len(with_counter) <= FEW_COUNTERS
    return by_rank(
        Town(
            str(name),
            float(point.x),
            float(point.y),
            int(rank),
            float(count),
            is_few and code in with_counter,
        )
        for code, name, point, rank, count in zip(
            near.index, near["commune_name"], points, ranks, people, strict=True
        )
    )


def _points(communes: gpd.GeoDataFrame) -> gpd.GeoSeries:
    """Return where the name of each commune stands: its town hall, else a point inside."""
    halls = communes["town_hall_point"]
    points = [
        inner_point(shape) if hall is None or pd.isna(hall) or hall.is_empty else hall
        for hall, shape in zip(halls, communes.geometry, strict=True)
    ]
    zone = ZONES[str(communes["zone"].iloc[0])]
    return gpd.GeoSeries(points, index=communes.index, crs=communes.crs).to_crs(zone.epsg)


def _ranks(
    near: gpd.GeoDataFrame, people: pd.Series, is_own: np.ndarray, territory: Territory
) -> pd.Series:
    """Return the rank of each commune's name."""
    ranks = pd.Series(OTHER, index=near.index)
    if "chef_lieu_class" in near:
        known = CHIEF_TOWNS_OF_FRANCE if territory.level == FRANCE else CHIEF_TOWNS
        chiefs = near["chef_lieu_class"].map(known).astype("float64")
        ranks = chiefs.fillna(OTHER).astype(int)
    first, second = LARGEST.get(territory.level, LARGEST_ELSEWHERE)
    for rank, most in ((CHIEF, first), (SECOND, second)):
        if not (ranks[is_own] == rank).any():
            free = people[is_own & (ranks == OTHER)].sort_values(ascending=False, kind="stable")
            ranks[free.index[:most]] = rank
    return ranks.where(is_own, AROUND)
