"""From a territory and a layer to what a map shows; heavy parts are made once and kept.

A large territory is an image of all communes, a small one is its communes drawn one by one. Files
the browser asks for are put on a shelf, which gives their address.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from functools import cache, cached_property, partial
from hashlib import sha256
from typing import Protocol

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely
from numpy.typing import NDArray
from shapely.geometry import Point

from territory.cache import LruCache
from territory.country import Country
from territory.doors import doors
from territory.indicators import columns_in_use
from territory.indicators.stops import stop_visits
from territory.maps import apart, raster
from territory.maps import files as map_files
from territory.maps.cards import CARD_INDICATORS, TERRITORY_FIGURES, first_lines
from territory.maps.layers import Classes, Layer
from territory.maps.leaflet import Bounds, MapView, Shapes, counters_in_view, drawable
from territory.messages import Words
from territory.scores import Method
from territory.scores.ranking import ranked_again
from territory.tables import CACHED_TERRITORIES
from territory.territories import COMMUNES, Territory, communes_of
from territory.territories.figures import FRANCE

# More communes than this are drawn as an image: a browser takes its time with 2,000 polygons.
DRAWN_COUNT = 1_200
# Counters of more communes than this would hide the map.
SIGNED_COUNT = 6_000


class Shelf(Protocol):
    """Where files are put for the browser."""

    def put(self, name: str, make: Callable[[], bytes]) -> str:
        """Return the address of a file, made if it is not there yet."""


@dataclass(frozen=True)
class Atlas:
    """The maps of a country.

    Parameters
    ----------
    country : Country
        Its communes, their indicators and scores.
    shelf : Shelf
        Where files are put.
    """

    country: Country
    shelf: Shelf

    @cached_property
    def images(self) -> tuple[raster.ZoneImage, ...]:
        """The pixels of all communes."""
        kept = self.country.disk.arrays(
            "images", lambda: raster.as_arrays(raster.rasterise(self.country.tables.communes))
        )
        return raster.of_arrays(kept)

    @cached_property
    def departements(self) -> gpd.GeoSeries:
        """The outlines of départements."""
        return raster.outlines(self.images, self.country.tables.communes["departement_code"])

    def is_drawn_one_by_one(self, territory: Territory) -> bool:
        """Whether the communes of a territory are few enough to be drawn one by one."""
        return len(communes_of(self.country.tables, territory)) <= DRAWN_COUNT

    def rows(self, territory: Territory, method: Method) -> pd.DataFrame:
        """Return the list of a territory, ranked among its own communes."""
        ranked = self.country.ranked(method)
        if territory.level == FRANCE:
            return ranked
        return ranked_again(ranked.loc[communes_of(self.country.tables, territory).index])

    def commune_at(self, latitude: float, longitude: float) -> str | None:
        """Return the code of the commune a point is in; None at sea and abroad."""
        communes = self.country.tables.communes
        found = communes.sindex.query(Point(longitude, latitude), predicate="within")
        return str(communes.index[found[0]]) if len(found) else None

    def counters(self, territory: Territory) -> gpd.GeoDataFrame:
        """Return the counters drawn with a territory, those of neighbours included."""
        return self._counters.get(territory.key, lambda: self._counters_of(territory))

    def _counters_of(self, territory: Territory) -> gpd.GeoDataFrame:
        tables = self.country.tables
        communes = communes_of(tables, territory)
        if len(communes) > SIGNED_COUNT:
            return tables.counters.iloc[:0]
        return _signs_of(territory)(doors(tables.counters), communes)

    @cached_property
    def _counters(self) -> LruCache[gpd.GeoDataFrame]:
        return LruCache(CACHED_TERRITORIES)

    def mediation_places(self, territory: Territory) -> gpd.GeoDataFrame | None:
        """Return the mediation places drawn with a territory; None if the tables have none."""
        places = self.country.tables.mediation_places
        if places is None:
            return None
        communes = communes_of(self.country.tables, territory)
        placed = places[places.geometry.notna()]
        return (
            placed.iloc[:0]
            if len(communes) > DRAWN_COUNT
            else _signs_of(territory)(placed, communes)
        )

    def stops(self, territory: Territory) -> gpd.GeoDataFrame | None:
        """Return the communes with a stop drawn with a territory, each once; None if none is known of.

        Columns ``commune_name`` and ``stop_visits_code``, index ``commune_code``, points the town halls.
        """
        tables = self.country.tables
        if tables.stops is None:
            return None
        drawn = self._stops.get(territory.key, lambda: self._stops_of(territory))
        return drawn if len(drawn) else None

    def _stops_of(self, territory: Territory) -> gpd.GeoDataFrame:
        tables, visits = self.country.tables, self._visits
        every = tables.communes.loc[tables.communes.index.intersection(visits.index)]
        every = every[every["town_hall_point"].notna()]
        placed = gpd.GeoDataFrame(
            {
                "commune_name": every["commune_name"],
                "stop_visits_code": visits.reindex(every.index),
            },
            geometry=gpd.GeoSeries(every["town_hall_point"], crs=every.crs),
        )
        communes = communes_of(tables, territory)
        is_shown = len(communes) <= SIGNED_COUNT
        return _signs_of(territory)(placed, communes) if is_shown else placed.iloc[:0]

    @cached_property
    def _visits(self) -> pd.Series:
        visits: pd.Series = stop_visits(self.country.tables)
        return visits

    @cached_property
    def _stops(self) -> LruCache[gpd.GeoDataFrame]:
        return LruCache(CACHED_TERRITORIES)

    def view(
        self,
        territory: Territory,
        layer: Layer,
        method: Method,
        *,
        commune: str = "",
        has_basemap: bool = False,
        label: str = "",
        words: Words,
    ) -> MapView | None:
        """Return what the map of a territory shows.

        Parameters
        ----------
        territory : Territory
            What is framed.
        layer : Layer
            What colours say.
        method : Method
            How scores are made.
        commune : str
            Code of the commune selected.
        has_basemap : bool
            Whether IGN's plan lies under.
        label : str
            What the map shows, in words.
        words : Words
            Of the language of the cards.

        Returns
        -------
        MapView or None
            None if no commune of the territory has a boundary.
        """
        communes = communes_of(self.country.tables, territory)
        shapes = drawable(communes)
        if shapes.empty:
            return None
        selection = None
        if commune:
            (shape,) = self.country.tables.communes.loc[[commune]].geometry
            if shape is not None and not shape.is_empty:
                selection = map_files.rounded_geojson(shape)
        one_by_one = self.is_drawn_one_by_one(territory)
        lines = CARD_INDICATORS if one_by_one else TERRITORY_FIGURES
        names = columns_in_use(lines, self.country.indicators.columns)
        bare = MapView(
            frame=territory.key,
            bounds=self._frame(shapes),
            first_lines=first_lines(names, layer.column),
            signs=self._signs(territory, words),
            selection=selection,
            has_basemap=has_basemap,
            label=label,
        )
        if one_by_one:
            if territory.level == COMMUNES:
                bare = replace(
                    bare, ground=self._departement_outlines(), zones=apart.ways_to(shapes)
                )
            return replace(
                bare,
                bounds=_bounds(shapes),
                shapes=self._shapes(territory, shapes, layer, method, words),
                outlines=self.shelf.put(
                    f"outline-{_short(territory.key)}.json",
                    lambda: map_files.shapes_json(_outline(shapes)),
                ),
            )
        return replace(
            bare,
            images=self._images(territory, communes, layer, method),
            outlines=self._departement_outlines(),
            outline_cards=self.shelf.put(
                f"departements-{_short(method)}-{words}.json",
                lambda: self._departement_cards(method, words),
            ),
            zones=self._zones(words) if territory.level == FRANCE else (),
        )

    def _departement_outlines(self) -> str:
        return self.shelf.put(
            "departements.json",
            lambda: self.country.disk.content(
                "departements.json",
                lambda: map_files.shapes_json(self.departements, map_files.FAR_DECIMALS),
            ),
        )

    def _zones(self, words: Words) -> list[tuple[str, Bounds]]:
        return [
            (words.text(f"map.zone.{image.zone}"), _corners(image.bounds)) for image in self.images
        ]

    def _shapes(
        self,
        territory: Territory,
        shapes: gpd.GeoDataFrame,
        layer: Layer,
        method: Method,
        words: Words,
    ) -> Shapes:
        rows = self.country.ranked(method).loc[shapes.index]
        key = _short(territory.key)
        return Shapes(
            url=self.shelf.put(
                f"communes-{key}.json", lambda: map_files.shapes_json(shapes.geometry)
            ),
            cards=self.shelf.put(
                f"cards-{key}-{_short(method)}-{words}.json",
                lambda: map_files.commune_cards_json(rows, words),
            ),
            classes=map_files.class_digits(layer.classes(self._told(rows, layer, method))),
            colours=layer.colours,
            places=apart.places(shapes) if territory.level == COMMUNES else (),
        )

    def _told(self, rows: pd.DataFrame, layer: Layer, method: Method) -> pd.DataFrame:
        """Return rows with their robustness if the layer shows it: it is not drawn for nothing."""
        if layer.name != "robustness":
            return rows
        return rows.join(self.country.robustness(method)["robustness_name"])

    def told_rows(self, territory: Territory, layer: Layer, method: Method) -> pd.DataFrame:
        """Return the list of a territory with all that a layer needs."""
        return self._told(self.rows(territory, method), layer, method)

    def _images(
        self,
        territory: Territory,
        communes: gpd.GeoDataFrame,
        layer: Layer,
        method: Method,
    ) -> list[tuple[str, Bounds]]:
        every = self.country.tables.communes.index
        is_whole = territory.level == FRANCE
        inside = None if is_whole else every.isin(communes.index)
        zones = set(communes["zone"])
        key = "-".join(
            [
                layer.name,
                _short(territory.key),
                *([_short(method)] if layer.depends_on_method else []),
            ]
        )

        @cache
        def classes() -> Classes:
            rows = self._told(self.country.ranked(method), layer, method)
            return layer.classes(rows.reindex(every))

        return [
            (
                self.shelf.put(
                    f"{key}-{image.zone}.png",
                    partial(_painted, image, classes, layer.colours, inside),
                ),
                _corners(image.bounds),
            )
            for image in self.images
            if image.zone in zones
        ]

    def _frame(self, shapes: gpd.GeoDataFrame) -> Bounds:
        """Return the frame of a large territory: its mainland if it has one."""
        mainland = shapes[shapes["zone"] == "metropole"]
        return _bounds(mainland if len(mainland) else shapes)

    def _signs(self, territory: Territory, words: Words) -> list[str]:
        counters, places = self.counters(territory), self.mediation_places(territory)
        stops = self.stops(territory)
        key, found = _short(territory.key), []
        if stops is not None:
            found.append(
                self.shelf.put(
                    f"stops-{key}-{words}.json", lambda: map_files.stops_json(stops, words)
                )
            )
        if places is not None and len(places):
            found.append(
                self.shelf.put(
                    f"mediation-{key}-{words}.json",
                    lambda: map_files.mediation_json(places, words),
                )
            )
        if len(counters):
            found.append(
                self.shelf.put(
                    f"counters-{key}-{words}.json",
                    lambda: map_files.counters_json(counters, words),
                )
            )
        return found

    def _departement_cards(self, method: Method, words: Words) -> bytes:
        communes = self.country.tables.communes
        figures = self.country.figures("departement", method)
        names = communes.groupby("departement_code")["departement_name"].first()
        return map_files.territory_cards_json(figures, names.to_dict(), words)


def _painted(
    image: raster.ZoneImage,
    classes: Callable[[], Classes],
    colours: Sequence[str],
    inside: NDArray[np.bool_] | None,
) -> bytes:
    return raster.paint(image, classes(), colours, inside)


def _bounds(shapes: gpd.GeoDataFrame) -> Bounds:
    west, south, east, north = (float(one) for one in shapes.total_bounds)
    return _corners((west, south, east, north))


def _corners(bounds: tuple[float, float, float, float]) -> Bounds:
    west, south, east, north = (round(one, 6) for one in bounds)
    return ((south, west), (north, east))


def _signs_of(
    territory: Territory,
) -> Callable[[gpd.GeoDataFrame, gpd.GeoDataFrame], gpd.GeoDataFrame]:
    """Return which signs a territory's map has: of a hand-picked set, those near its communes."""
    return apart.counters_near if territory.level == COMMUNES else counters_in_view


def _outline(shapes: gpd.GeoDataFrame) -> gpd.GeoSeries:
    outline = shapely.boundary(shapes.geometry.union_all(method="unary"))
    return gpd.GeoSeries([outline], index=["outline"], crs=shapes.crs)


def _short(named: object) -> str:
    """Return a short name for a file: of a territory's key, or of a method."""
    words = repr(sorted(named.options().items())) if isinstance(named, Method) else str(named)
    return sha256(words.encode()).hexdigest()[:10]
