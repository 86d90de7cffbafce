"""From a territory and a layer to what a map shows; heavy parts are made once and kept.

A large territory is an image of all communes, a small one is its communes drawn one by one. Signs
stand in ``atlas_signs.py``, maps by EPCI and département in ``atlas_units.py``. Files the browser asks
for are put on a shelf, which gives their address.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import cache, cached_property, partial
from hashlib import sha256

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely
from numpy.typing import NDArray
from shapely.geometry import Point

from territory.cache import LruCache
from territory.indicators import columns_in_use
from territory.maps import apart, raster, units
from territory.maps import files as map_files
from territory.maps.atlas_ground import GroundMaps
from territory.maps.atlas_signs import DRAWN_COUNT, Places
from territory.maps.atlas_units import UnitMaps
from territory.maps.cards import CARD_INDICATORS, TERRITORY_FIGURES, first_lines
from territory.maps.corners import bounds_of, corners
from territory.maps.layers import NO_CLASS, Classes, Layer
from territory.maps.leaflet import Bounds, Inset, MapView, Shapes, Signs, drawable
from territory.maps.shelf import Shelf
from territory.maps.sign_files import sign_files
from territory.maps.told import tells_more, with_told
from territory.messages import Words
from territory.scores import Method
from territory.scores.ranking import ranked_again
from territory.tables import CACHED_TERRITORIES, SourceInUse
from territory.territories import COMMUNES, Territory, communes_of
from territory.territories.figures import FRANCE

# The zone that a map of the whole country frames; the others are beside.
MAINLAND = "metropole"
# The last views shown: what a click or another session asks for again.
VIEWS_COUNT = 48


@dataclass(frozen=True)
class Atlas(Places):
    """The maps of a country.

    Parameters
    ----------
    country : Country
        Its communes, their indicators and scores.
    shelf : Shelf
        Where files are put.
    counters_source : SourceInUse, optional
        The list of counters, cited on their cards.
    """

    shelf: Shelf
    counters_source: SourceInUse | None = None

    @cached_property
    def images(self) -> tuple[raster.ZoneImage, ...]:
        """The pixels of all communes."""
        kept = self.country.ground_disk.arrays(
            "images", lambda: raster.as_arrays(raster.rasterise(self.country.tables.communes))
        )
        return raster.of_arrays(kept)

    @cached_property
    def unit_maps(self) -> UnitMaps:
        """The shapes of EPCI and départements."""
        return UnitMaps(self.country, self.shelf, lambda: self.images)

    @cached_property
    def ground_maps(self) -> GroundMaps:
        """What one finds one's way by."""
        return GroundMaps(self.country, self.shelf, self.unit_maps)

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

    def view(
        self,
        territory: Territory,
        layer: Layer,
        method: Method,
        *,
        unit: str = units.COMMUNE,
        commune: str = "",
        has_basemap: bool = False,
        beside: tuple[str, ...] = (),
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
        unit : str
            What a patch of colour stands for: one of `territory.maps.units.UNITS`.
        commune : str
            Code of the commune selected.
        has_basemap : bool
            Whether IGN's plan lies under.
        beside : tuple of str
            Families of `territory.maps.atlas_signs.BESIDE` drawn with the counters.
        label : str
            What the map shows, in words.
        words : Words
            Of the language of the cards.

        Returns
        -------
        MapView or None
            None if no commune of the territory has a boundary.
        """
        if self.drawable(territory).empty:
            return None
        selection = None
        if commune:
            (shape,) = self.country.tables.communes.loc[[commune]].geometry
            if shape is not None and not shape.is_empty:
                selection = map_files.rounded_geojson(shape)
        bare = self._views.get(
            (territory, layer, method, unit, words),
            lambda: self._bare_view(territory, layer, method, unit, words),
        )
        around = self.beside(territory, beside)
        return replace(
            bare,
            signs=[*self._signs(around, territory, territory.key, words), *bare.signs],
            selection=selection,
            has_basemap=has_basemap,
            label=label,
        )

    @cached_property
    def _views(self) -> LruCache[MapView]:
        return LruCache(VIEWS_COUNT)

    def drawable(self, territory: Territory) -> gpd.GeoDataFrame:
        """Return the communes of a territory that have a boundary; shared: never write into it."""
        return self._drawable.get(
            territory, lambda: drawable(communes_of(self.country.tables, territory))
        )

    def undrawable_count(self, territory: Territory) -> int:
        """Return how many communes of a territory have no boundary."""
        return len(communes_of(self.country.tables, territory)) - len(self.drawable(territory))

    @cached_property
    def _drawable(self) -> LruCache[gpd.GeoDataFrame]:
        return LruCache(CACHED_TERRITORIES)

    def _bare_view(
        self, territory: Territory, layer: Layer, method: Method, unit: str, words: Words
    ) -> MapView:
        shapes = self.drawable(territory)
        one_by_one = unit == units.COMMUNE and self.is_drawn_one_by_one(territory)
        lines = CARD_INDICATORS if one_by_one else TERRITORY_FIGURES
        names = columns_in_use(lines, self.country.indicators.columns)
        bare = MapView(
            frame=territory.key,
            bounds=self._frame(shapes),
            first_lines=first_lines(names, layer.column),
            signs=self._signs_at(territory, layer.as_of, words),
            names=self.ground_maps.names(territory, _short(territory.key), shapes),
        )
        if territory.level != FRANCE and (one_by_one or unit != units.COMMUNE):
            bare = replace(bare, ground=self.unit_maps.whole("departement").url)
        if unit != units.COMMUNE:
            return replace(
                bare,
                shapes=self._unit_shapes(territory, unit, layer, method, words),
                outlines=self._outlines_over_units(territory, shapes),
                insets=self._insets(territory, layer, method, unit, words),
            )
        if one_by_one:
            key = _short(territory.key)
            if territory.level == COMMUNES:
                bare = replace(bare, zones=apart.ways_to(shapes))
            else:
                bare = replace(
                    bare,
                    around=self.ground_maps.around(key, shapes, words),
                    limits=self.ground_maps.limits(key, shapes),
                )
            return replace(
                bare,
                bounds=bounds_of(shapes),
                shapes=self._shapes(territory, shapes, layer, method, words),
                outlines=self._outline_of(territory, shapes),
            )
        return replace(
            bare,
            images=list(self._images(territory, layer, method).values()),
            outlines=self.unit_maps.whole("departement").url,
            outline_cards=self.unit_maps.cards("departement", method, _short(method), words),
            insets=self._insets(territory, layer, method, unit, words),
        )

    def _outline_of(self, territory: Territory, shapes: gpd.GeoDataFrame) -> str:
        return self.shelf.put(
            f"outline-{_short(territory.key)}.json",
            lambda: map_files.shapes_json(_outline(shapes)),
        )

    def _outlines_over_units(self, territory: Territory, shapes: gpd.GeoDataFrame) -> str:
        """Return the lines over EPCI: départements, or the territory's own where it is one."""
        if territory.level == "departement":
            return self._outline_of(territory, shapes)
        return self.unit_maps.of(territory, "departement").url

    def _unit_shapes(
        self, territory: Territory, unit: str, layer: Layer, method: Method, words: Words
    ) -> Shapes:
        drawn = self.unit_maps.of(territory, unit)
        figures = self.country.figures(unit, method).loc[list(drawn.codes)]
        figures = self._told(figures, layer, method, unit)
        return Shapes(
            url=drawn.url,
            cards=self.unit_maps.cards(unit, method, _short(method), words),
            classes=map_files.class_digits(layer.classes(figures)),
            colours=layer.colours,
        )

    def _insets(
        self, territory: Territory, layer: Layer, method: Method, unit: str, words: Words
    ) -> list[Inset]:
        """Return the maps of overseas, on that of a whole country."""
        if territory.level != FRANCE:
            return []
        found = []
        for zone, (url, bounds) in self._images(territory, layer, method, unit).items():
            if zone == MAINLAND:
                continue
            inside = self._inside_zones[zone]
            name = words.text(f"map.zone.{zone}")
            label = words.text("map_unit.open_inset", name=name)
            found.append(Inset(name, label, url, bounds, (inside.y, inside.x)))
        return found

    @cached_property
    def _inside_zones(self) -> dict[str, Point]:
        """A point of each zone, on land."""
        first = drawable(self.country.tables.communes).drop_duplicates("zone")
        return {
            str(zone): shape.representative_point()
            for zone, shape in zip(first["zone"], first.geometry, strict=True)
        }

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
                f"cards-{key}-{_short(method)}-{words.language}.json",
                lambda: map_files.commune_cards_json(rows, words),
            ),
            classes=map_files.class_digits(
                layer.classes(self._told(rows, layer, method, units.COMMUNE))
            ),
            colours=layer.colours,
            places=apart.places(shapes) if territory.level == COMMUNES else (),
        )

    def _told(self, rows: pd.DataFrame, layer: Layer, method: Method, unit: str) -> pd.DataFrame:
        return with_told(self.country, rows, layer, method, unit)

    def told_rows(
        self, territory: Territory, layer: Layer, method: Method, unit: str = units.COMMUNE
    ) -> pd.DataFrame:
        """Return the list of a territory with all that a layer needs, a row a unit; never write into it."""
        needs_more = (layer.name, layer.as_of) if tells_more(layer) else None
        return self._rows.get(
            (territory, method, unit, needs_more),
            lambda: self._told_rows(territory, layer, method, unit),
        )

    @cached_property
    def _rows(self) -> LruCache[pd.DataFrame]:
        return LruCache(CACHED_TERRITORIES)

    def _told_rows(
        self, territory: Territory, layer: Layer, method: Method, unit: str
    ) -> pd.DataFrame:
        if unit != units.COMMUNE:
            rows = units.unit_rows(self.country, territory, unit, method)
        else:
            rows = self.rows(territory, method)
        return self._told(rows, layer, method, unit)

    def _images(
        self, territory: Territory, layer: Layer, method: Method, unit: str = units.COMMUNE
    ) -> dict[str, tuple[str, Bounds]]:
        """Return the image of each zone of a territory, and its corners."""
        communes = communes_of(self.country.tables, territory)
        every = self.country.tables.communes
        is_whole = territory.level == FRANCE
        inside = None if is_whole else every.index.isin(communes.index)
        zones = set(communes["zone"].unique())
        by_method = layer.depends_on_method or unit != units.COMMUNE
        key = "-".join(
            [
                layer.picture_name,
                *([unit] if unit != units.COMMUNE else []),
                _short(territory.key),
                *([_short(method)] if by_method else []),
            ]
        )

        @cache
        def classes() -> Classes:
            if unit != units.COMMUNE:
                return units.classes_of_communes(self.country, layer, unit, method)
            rows = self._told(self.country.ranked(method), layer, method, unit)
            found = np.full(len(every), NO_CLASS, dtype=np.int8)
            found[every.index.get_indexer(rows.index)] = layer.classes(rows)
            return found

        return {
            image.zone: (
                self.shelf.put(
                    f"{key}-{image.zone}.png",
                    partial(_painted, image, classes, layer.colours, inside),
                ),
                corners(image.bounds),
            )
            for image in self.images
            if image.zone in zones
        }

    def _frame(self, shapes: gpd.GeoDataFrame) -> Bounds:
        """Return the frame of a large territory: its mainland if it has one."""
        is_mainland = (shapes["zone"] == MAINLAND).to_numpy()
        return bounds_of(shapes.geometry[is_mainland] if is_mainland.any() else shapes.geometry)

    def _signs_at(self, territory: Territory, day: date | None, words: Words) -> list[Signs]:
        places = self.at(day)
        key = territory.key if day is None else f"{territory.key} {day}"
        drawn = {"stop": places.stops(territory), "counter": places.counters(territory)}
        return self._signs(drawn, territory, key, words)

    def _signs(
        self,
        drawn: Mapping[str, gpd.GeoDataFrame | None],
        territory: Territory,
        key: str,
        words: Words,
    ) -> list[Signs]:
        return sign_files(
            self.shelf,
            _short(key),
            communes=self.country.tables.communes,
            codes=communes_of(self.country.tables, territory).index,
            drawn=drawn,
            list_cited=self.counters_source.cite(words) if self.counters_source else "",
            words=words,
        )


def _painted(
    image: raster.ZoneImage,
    classes: Callable[[], Classes],
    colours: Sequence[str],
    inside: NDArray[np.bool_] | None,
) -> bytes:
    return raster.paint(image, classes(), colours, inside)


def _outline(shapes: gpd.GeoDataFrame) -> gpd.GeoSeries:
    outline = shapely.boundary(shapes.geometry.union_all(method="unary"))
    return gpd.GeoSeries([outline], index=["outline"], crs=shapes.crs)


def _short(named: object) -> str:
    """Return a short name for a file: of a territory's key, or of a method."""
    words = repr(sorted(named.options().items())) if isinstance(named, Method) else str(named)
    return sha256(words.encode()).hexdigest()[:10]
