"""The shapes of a map by EPCI or by département, made once and kept beside the tables.

Of a country they are drawn from the pixels of its communes and simplified together, so that
neighbours share their border and an EPCI ends where its département does; of a smaller territory they
are the communes' own shapes, joined.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property

import geopandas as gpd
import pandas as pd
import shapely

from territory.cache import LruCache
from territory.country import Country
from territory.maps import files as map_files
from territory.maps import raster
from territory.maps.leaflet import drawable
from territory.maps.shelf import Shelf
from territory.maps.units import codes_of
from territory.messages import Words
from territory.scores import Method
from territory.tables import CACHED_TERRITORIES
from territory.territories import Territory
from territory.territories.figures import FRANCE

_LEVELS = ("departement", "epci")


@dataclass(frozen=True)
class Outlined:
    """A file of shapes for the browser.

    Parameters
    ----------
    url : str
        Its address.
    codes : tuple of str
        What it holds, in order.
    content : bytes
        The file: GeoJSON.
    """

    url: str
    codes: tuple[str, ...]
    content: bytes


@dataclass(frozen=True)
class UnitMaps:
    """Shapes and hover cards of EPCI and départements.

    Parameters
    ----------
    country : Country
        Their communes and figures.
    shelf : Shelf
        Where files are put.
    images : callable
        Gives the pixels of all communes.
    """

    country: Country
    shelf: Shelf
    images: Callable[[], tuple[raster.ZoneImage, ...]]

    @cached_property
    def _kept(self) -> LruCache[Outlined]:
        return LruCache(2 * CACHED_TERRITORIES)

    @cached_property
    def _pieces(self) -> gpd.GeoSeries:
        """The parts of départements in each EPCI, or in none, with the borders that images show."""
        communes = self.country.tables.communes
        groups = communes["departement_code"] + " " + communes["epci_code"].fillna("")
        return raster.outlines(self.images(), groups)

    def whole(self, level: str) -> Outlined:
        """Return the shapes of all units of a level.

        Parameters
        ----------
        level : str
            ``"epci"`` or ``"departement"``.
        """
        return self._file(f"outlines-{level}", lambda: self._whole_json(level))

    def _whole_json(self, level: str) -> bytes:
        pieces = self._pieces
        codes = pieces.index.str.split(" ").str[_LEVELS.index(level)]
        joined = joined_by(pieces, pd.Series(codes, index=pieces.index))
        return map_files.shapes_json(joined, map_files.FAR_DECIMALS)

    def of(self, territory: Territory, level: str) -> Outlined:
        """Return the shapes of the units of a level that a territory has a commune of, each whole."""
        if territory.level == FRANCE:
            return self.whole(level)
        tables = self.country.tables
        codes = codes_of(tables, territory, level)
        communes = tables.communes[tables.communes[f"{level}_code"].isin(codes)]
        name = f"outlines-{level}-{territory.key.replace(':', '-')}"

        def make() -> bytes:
            shapes = drawable(communes)
            return map_files.shapes_json(joined_by(shapes.geometry, shapes[f"{level}_code"]))

        return self._file(name, make)

    def _file(self, name: str, make: Callable[[], bytes]) -> Outlined:
        return self._kept.get(name, lambda: self._make_file(f"{name}.json", make))

    def _make_file(self, name: str, make: Callable[[], bytes]) -> Outlined:
        content = self.country.ground_disk.content(name, make)
        codes = tuple(one["id"] for one in json.loads(content)["features"])
        return Outlined(self.shelf.put(name, lambda: content), codes, content)

    def cards(self, level: str, method: Method, name: str, words: Words) -> str:
        """Return the address of the hover cards of all units of a level.

        Parameters
        ----------
        level : str
            ``"epci"`` or ``"departement"``.
        method : Method
            How scores are made.
        name : str
            A short name of the method, for the file.
        words : Words
            Of the reader's language.
        """
        return self.shelf.put(
            f"cards-{level}-{name}-{words.language}.json",
            lambda: map_files.territory_cards_json(
                self.country.figures(level, method),
                {str(code): name for code, name in self.country.tables.names(level).items()},
                words,
            ),
        )


def joined_by(shapes: gpd.GeoSeries, groups: pd.Series) -> gpd.GeoSeries:
    """Return one shape a group, in the order of groups; what is in none, or in ``""``, is left out.

    Parameters
    ----------
    shapes : GeoSeries
        None missing.
    groups : Series of str
        Group of each, on the same index.
    """
    named = groups.dropna()
    named = named[named != ""]
    joined = {
        str(group): shapely.union_all(shapes.loc[codes].to_numpy())
        for group, codes in named.groupby(named).groups.items()
    }
    return gpd.GeoSeries(joined, crs=shapes.crs).sort_index()
