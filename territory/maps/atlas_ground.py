"""What one finds one's way by on a map: names, the neighbouring communes, the limits of EPCI."""

from __future__ import annotations

import json
from dataclasses import dataclass

import geopandas as gpd
import shapely

from territory.country import Country
from territory.maps import files as map_files
from territory.maps import towns
from territory.maps.atlas_units import UnitMaps, joined_by
from territory.maps.leaflet import drawable
from territory.maps.shelf import Shelf
from territory.messages import Words
from territory.territories import Territory
from territory.territories.figures import FRANCE

# Levels of which the départements are told by their codes.
CODED_LEVELS = (FRANCE, "region")


@dataclass(frozen=True)
class GroundMaps:
    """The files of names, neighbours and limits.

    Parameters
    ----------
    country : Country
        Its communes.
    shelf : Shelf
        Where files are put.
    unit_maps : UnitMaps
        The shapes of départements.
    """

    country: Country
    shelf: Shelf
    unit_maps: UnitMaps

    def names(self, territory: Territory, name: str, shapes: gpd.GeoDataFrame) -> str:
        """Return the address of the names a map may show.

        Parameters
        ----------
        territory : Territory
            What is framed.
        name : str
            A short name of it, for files.
        shapes : GeoDataFrame
            Its communes that have a boundary.
        """
        is_coded = territory.level in CODED_LEVELS
        # Asked for before: while a shelf makes a file it takes no other.
        outlines = self.unit_maps.whole("departement").content if is_coded else b""
        file = f"names-{name}.json"
        disk = self.country.ground_disk
        return self.shelf.put(
            file, lambda: disk.content(file, lambda: self._names(outlines, shapes))
        )

    def _names(self, outlines: bytes, shapes: gpd.GeoDataFrame) -> bytes:
        every = self.country.tables.communes
        found = towns.towns_of(every, shapes.index, towns.around(shapes))
        columns = ("commune_name", "latitude", "longitude", "chef_lieu_class", "is_inside")
        codes = _codes(outlines, set(shapes["departement_code"])) if outlines else []
        return map_files.json_bytes(
            {
                "towns": [
                    [str(name), round(y, 4), round(x, 4), int(one), bool(is_inside)]
                    for name, y, x, one, is_inside in zip(
                        *(found[column] for column in columns), strict=True
                    )
                ],
                "codes": codes,
            }
        )

    def around(self, name: str, shapes: gpd.GeoDataFrame, words: Words) -> str:
        """Return the address of the communes around others, with their names; ``""`` if none is seen."""
        every = drawable(self.country.tables.communes)
        seen = towns.neighbours(every, shapes.index, towns.around(shapes))
        if seen.empty:
            return ""
        return self.shelf.put(
            f"around-{name}-{words.language}.json",
            lambda: map_files.named_shapes_json(seen, words),
        )

    def limits(self, name: str, shapes: gpd.GeoDataFrame) -> str:
        """Return the address of the limits of EPCI inside a territory; ``""`` where it holds one alone."""
        if shapes["epci_code"].nunique() < 2:
            return ""
        return self.shelf.put(
            f"limits-{name}.json",
            lambda: map_files.shapes_json(joined_by(shapes.geometry, shapes["epci_code"])),
        )


def _codes(outlines: bytes, wanted: set[str]) -> list[list[object]]:
    """Return the codes of départements, each with the middle of its largest part."""
    found: list[list[object]] = []
    for feature in json.loads(outlines)["features"]:
        if feature["id"] in wanted:
            parts = shapely.get_parts(shapely.from_geojson(json.dumps(feature["geometry"])))
            largest = max(parts, key=shapely.area)
            middle = shapely.maximum_inscribed_circle(largest, tolerance=0.02).coords[0]
            found.append([feature["id"], round(middle[1], 4), round(middle[0], 4)])
    return found
