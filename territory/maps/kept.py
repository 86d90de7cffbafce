"""A small map of what a list keeps: its communes in accent, those left out in grey.

Communes of one département or so are drawn one by one; a larger part of the country is painted on the
pixels of all communes.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import geopandas as gpd
import numpy as np
import pandas as pd

from territory.geography import ZONES
from territory.look import palette
from territory.maps.layers import NO_CLASS, Classes
from territory.maps.paper.figure import plain_map
from territory.maps.raster import NO_COMMUNE, ZoneImage, paint

# More communes than this are painted: a drawing of thousands is heavy and no clearer.
DRAWN_COUNT = 900
WIDTH = 420.0
OUT, KEPT, CHOSEN = range(3)
COLOURS = (palette.RULE, palette.ACCENT, palette.SELECTION)
# Of the pixels of the mainland, one in so many either way is enough for a small map.
MAINLAND_STEP = 2


@dataclass(frozen=True)
class Kept:
    """What a list says of the communes of a territory.

    Parameters
    ----------
    kept, undetermined, chosen : Index of str
        Codes of the communes that are in the list, of those that cannot be told, of those a reader chose.
        The others of the territory are left out.
    """

    kept: pd.Index
    undetermined: pd.Index
    chosen: pd.Index

    def classes(self, codes: pd.Index) -> Classes:
        """Return the class of each commune: `OUT`, `KEPT` or `CHOSEN`; `NO_CLASS` where undetermined."""
        found = np.full(len(codes), OUT, dtype=np.int8)
        found[codes.isin(self.undetermined)] = NO_CLASS
        found[codes.isin(self.kept)] = KEPT
        found[codes.isin(self.chosen)] = CHOSEN
        return found


def is_drawn(communes: gpd.GeoDataFrame) -> bool:
    """Tell whether communes are drawn one by one: few enough, in one zone, not scattered."""
    is_near = communes["departement_code"].nunique() == 1 or communes["epci_code"].nunique() == 1
    return len(communes) <= DRAWN_COUNT and is_near and bool(communes.geometry.notna().any())


def kept_svg(communes: gpd.GeoDataFrame, told: Kept) -> str:
    """Return the drawing of a territory, its communes coloured by what the list says of them.

    Parameters
    ----------
    communes : GeoDataFrame
        Those of the territory, EPSG:4326, all of one zone.
    told : Kept
        What the list says of them.
    """
    zone = str(communes["zone"].iloc[0])
    shapes = communes.geometry.to_crs(ZONES[zone].epsg)
    return plain_map(shapes, told.classes(communes.index), COLOURS, WIDTH)


def kept_images(
    images: Sequence[ZoneImage], every: pd.Index, inside: pd.Index, told: Kept
) -> list[tuple[str, bytes]]:
    """Return an image a zone the territory has communes in, cut to them.

    Parameters
    ----------
    images : sequence of ZoneImage
        The pixels of all communes.
    every : Index of str
        Codes of all communes, in the order of the table the images are of.
    inside : Index of str
        Those of the territory: the others are faint.
    told : Kept
        What the list says of them.

    Returns
    -------
    list of (str, bytes)
        Name of the zone and a PNG.
    """
    is_inside = every.isin(inside)
    classes = told.classes(every)
    found = []
    for image in images:
        part = _part(image, is_inside)
        if part is not None:
            found.append((part.zone, paint(part, classes, COLOURS, is_inside)))
    return found


def _part(image: ZoneImage, is_inside: np.ndarray) -> ZoneImage | None:
    """Return an image cut to the communes of a territory; None when it has none of them."""
    looks = np.concatenate([[False], is_inside])
    pixels = looks[image.ids] & (image.ids != NO_COMMUNE)
    rows, columns = np.flatnonzero(pixels.any(axis=1)), np.flatnonzero(pixels.any(axis=0))
    if not len(rows):
        return None
    step = MAINLAND_STEP if image.zone == "metropole" and len(rows) > 2 * WIDTH else 1
    cut = image.ids[rows[0] : rows[-1] + 1 : step, columns[0] : columns[-1] + 1 : step]
    return replace(image, ids=cut)
