"""All communes as an image: each pixel knows its commune, a map is a look-up of colours.

Drawing 35,000 polygons in a browser takes ten seconds; an image takes a quarter of one. The pixels
of each zone are computed once, on the grid of web maps (EPSG:3857: the image must lie on
that grid to lie right; nothing is measured on it).
"""

from __future__ import annotations

import io
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import geopandas as gpd
import numpy as np
import pandas as pd
import rasterio.features
import shapely
from affine import Affine
from numpy.typing import NDArray
from PIL import Image
from shapely.geometry import shape
from shapely.geometry.base import BaseGeometry

from territory.geography import ZONES
from territory.look import palette
from territory.maps.layers import NO_CLASS, Classes

WEB_MAP_EPSG = 3857
PIXEL_METRES = 600.0
# Zones are smaller than the mainland: a finer grid costs nothing.
OVERSEAS_PIXEL_METRES = 150.0
GUYANE_PIXEL_METRES = 400.0
HATCH_STEP = 6
HATCH_LINE = 2
NO_COMMUNE = 0
_PNG_LEVEL = 3
# Outlines lose the steps of pixels: corners that span less than so many square pixels go.
_CORNER_PIXELS = 4.0

Ids = NDArray[np.uint16]


@dataclass(frozen=True)
class ZoneImage:
    """The pixels of a zone.

    Parameters
    ----------
    zone : str
        Name of the zone.
    ids : array of uint16, shape (rows, columns)
        Place of the pixel's commune in the table, from 1; `NO_COMMUNE` at sea and abroad.
    bounds : tuple of float
        West, south, east, north in degrees: the exact corners of the image.
    """

    zone: str
    ids: Ids
    bounds: tuple[float, float, float, float]


def rasterise(communes: gpd.GeoDataFrame) -> tuple[ZoneImage, ...]:
    """Return the image of each zone that has communes with a boundary.

    Parameters
    ----------
    communes : GeoDataFrame
        The table of communes, EPSG:4326; at most 65,535 rows.

    Raises
    ------
    ValueError
        If there are more communes than an image can tell apart.
    """
    if len(communes) >= np.iinfo(np.uint16).max:
        raise ValueError("more communes than 16 bits can tell apart")
    shapes = communes.geometry
    drawable = (shapes.notna() & ~shapes.is_empty).to_numpy()
    images = []
    for zone in ZONES:
        here = np.flatnonzero(drawable & (communes["zone"] == zone).to_numpy())
        if len(here):
            images.append(_zone_image(zone, shapes.iloc[here], here))
    return tuple(images)


def _zone_image(zone: str, shapes: gpd.GeoSeries, places: NDArray[np.intp]) -> ZoneImage:
    projected = shapes.to_crs(WEB_MAP_EPSG)
    pixel = {"metropole": PIXEL_METRES, "guyane": GUYANE_PIXEL_METRES}.get(
        zone, OVERSEAS_PIXEL_METRES
    )
    west, south, east, north = projected.total_bounds
    west, north = west - pixel, north + pixel
    columns = int(np.ceil((east - west) / pixel)) + 1
    rows = int(np.ceil((north - south) / pixel)) + 1
    ids = rasterio.features.rasterize(
        zip(projected.to_numpy(), (places + 1).tolist(), strict=True),
        out_shape=(rows, columns),
        transform=Affine(pixel, 0, west, 0, -pixel, north),
        fill=NO_COMMUNE,
        dtype="uint16",
    )
    corners = gpd.GeoSeries.from_xy(
        [west, west + columns * pixel], [north - rows * pixel, north], crs=WEB_MAP_EPSG
    ).to_crs(4326)
    (low, high) = corners
    return ZoneImage(zone, ids, (low.x, low.y, high.x, high.y))


def as_arrays(images: Sequence[ZoneImage]) -> dict[str, NDArray[np.generic]]:
    """Return images as arrays by name, to be kept in a file."""
    return {
        name: array
        for image in images
        for name, array in (
            (f"{image.zone} ids", image.ids),
            (f"{image.zone} bounds", np.asarray(image.bounds)),
        )
    }


def of_arrays(arrays: Mapping[str, NDArray[np.generic]]) -> tuple[ZoneImage, ...]:
    """Return the images that arrays hold, in the order of zones."""
    return tuple(
        ZoneImage(
            zone,
            arrays[f"{zone} ids"].astype(np.uint16, copy=False),
            tuple(arrays[f"{zone} bounds"].tolist()),
        )
        for zone in ZONES
        if f"{zone} ids" in arrays
    )


def paint(
    image: ZoneImage,
    classes: Classes,
    colours: Sequence[str],
    inside: NDArray[np.bool_] | None = None,
) -> bytes:
    """Return the image of a map, as PNG.

    Parameters
    ----------
    image : ZoneImage
        The pixels.
    classes : array of int8
        Class of each commune of the table; `NO_CLASS` is hatched.
    colours : sequence of str
        One a class, as ``#rrggbb``.
    inside : array of bool, optional
        The communes looked at: the others are faint.
    """
    # Entries of the palette: nothing, faint, the two of the hatch, then the classes.
    nothing, faint, paper, line, first = range(5)
    looks = np.full(len(classes) + 1, nothing, dtype=np.uint8)
    looks[1:] = np.where(classes == NO_CLASS, line, classes + first)
    if inside is not None:
        looks[1:][~inside] = faint
    pixels = looks[image.ids]
    hatched = pixels == line
    if hatched.any():
        rows, columns = np.nonzero(hatched)
        blank = (rows + columns) % HATCH_STEP >= HATCH_LINE
        pixels[rows[blank], columns[blank]] = paper
    entries = [palette.PAPER, palette.FAINT, palette.PAPER, palette.HATCH, *colours]
    picture = Image.fromarray(pixels, mode="P")
    picture.putpalette(bytes(part for one in entries for part in palette.rgb(one)))
    written = io.BytesIO()
    picture.save(written, "PNG", transparency=nothing, compress_level=_PNG_LEVEL)
    return written.getvalue()


def outlines(images: Sequence[ZoneImage], groups: pd.Series) -> gpd.GeoSeries:
    """Return the outlines of groups of communes, as the images show them, with fewer corners.

    Parameters
    ----------
    images : sequence of ZoneImage
        As `rasterise` gives them.
    groups : Series of str
        Group of each commune, in the order of the table; missing for those in none.

    Returns
    -------
    GeoSeries
        EPSG:4326, index the groups that are on an image; neighbours share their border.
    """
    codes, names = pd.factorize(groups)
    looks = np.zeros(len(groups) + 1, dtype=np.int32)
    looks[1:] = codes + 1
    found: dict[str, list[BaseGeometry]] = {}
    for image in images:
        pixels = looks[image.ids]
        parts = [
            (names[int(value) - 1], shape(outline))
            for outline, value in rasterio.features.shapes(pixels, mask=pixels > 0)
        ]
        simple = shapely.coverage_simplify(np.array([one for _, one in parts]), _CORNER_PIXELS)
        for (name, _), one in zip(parts, simple, strict=True):
            found.setdefault(str(name), []).append(_on_the_map(one, image))
    joined = {name: shapely.MultiPolygon(_polygons(ones)) for name, ones in found.items()}
    return gpd.GeoSeries(joined, crs=WEB_MAP_EPSG).to_crs(4326)


def _polygons(shapes: Sequence[BaseGeometry]) -> list[BaseGeometry]:
    parts = shapely.get_parts(np.array(shapes, dtype=object))
    return [part for part in parts if part.geom_type == "Polygon" and not part.is_empty]


def _on_the_map(outline: BaseGeometry, image: ZoneImage) -> BaseGeometry:
    """Return an outline in pixels in metres of the web map."""
    west, south, east, north = _corners(image)
    rows, columns = image.ids.shape

    def place(xy: NDArray[np.float64]) -> NDArray[np.float64]:
        return np.column_stack(
            [
                west + xy[:, 0] * (east - west) / columns,
                north - xy[:, 1] * (north - south) / rows,
            ]
        )

    moved: BaseGeometry = shapely.transform(outline, place)
    return moved


def _corners(image: ZoneImage) -> tuple[float, float, float, float]:
    low, high = gpd.GeoSeries.from_xy(
        [image.bounds[0], image.bounds[2]], [image.bounds[1], image.bounds[3]], crs=4326
    ).to_crs(WEB_MAP_EPSG)
    return (low.x, low.y, high.x, high.y)
