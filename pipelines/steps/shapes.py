"""Make the shapes of communes usable: surfaces that are valid, where their zone is, or none at all.

What cannot be a commune's outline is missing and named, never measured; what crosses itself is
repaired, marked as such and named.
"""

from __future__ import annotations

from dataclasses import dataclass
from types import MappingProxyType

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely
from numpy.typing import NDArray

from territory.errors import SourceChangedError
from territory.geography import WGS84, area_km2
from territory.ranges import RANGES
from territory.surfaces import surfaces_of

# West, south, east, north of each zone in degrees, with some thirty kilometres to spare.
ZONE_BOUNDS = MappingProxyType(
    {
        "metropole": (-5.6, 41.0, 10.0, 51.5),
        "guadeloupe": (-62.1, 15.5, -60.7, 16.8),
        "martinique": (-61.6, 14.1, -60.5, 15.2),
        "guyane": (-55.0, 1.8, -51.3, 6.1),
        "reunion": (54.9, -21.7, 56.2, -20.5),
        "mayotte": (44.7, -13.3, 45.6, -12.3),
    }
)
# A repaired outline that fills less of its own rectangle is what is left of one, not a commune.
LEAST_FILLED_SHARE = 0.02
# Beyond this share of shapes out of their zone, the file is wrong, not the shapes.
MOST_ELSEWHERE_SHARE = 0.02
# So few are slips even in a file of some dozens of communes.
FEW = 2


@dataclass(frozen=True)
class Usable:
    """Shapes that can be measured and drawn, and what was done to get them.

    Parameters
    ----------
    shapes : GeoSeries
        Polygons and multipolygons, valid, in two dimensions; missing where nothing is usable.
    repaired : list of str
        Codes of shapes that crossed themselves or held more than surfaces.
    elsewhere : list of str
        Codes of shapes out of their zone, now missing.
    without_surface : list of str
        Codes of shapes that hold no surface, or an absurd one, now missing.
    """

    shapes: gpd.GeoSeries
    repaired: list[str]
    elsewhere: list[str]
    without_surface: list[str]


def usable_shapes(shapes: gpd.GeoSeries, zone: pd.Series, file: str) -> Usable:
    """Return shapes fit to be measured.

    Parameters
    ----------
    shapes : GeoSeries
        As published, by commune code (EPSG:4326); missing where there is none.
    zone : Series of str
        Zone of each, on the same index.
    file : str
        Where they come from, for messages.

    Raises
    ------
    SourceChangedError
        If more than `MOST_ELSEWHERE_SHARE` of the shapes, and more than a `FEW`, lie out of their
        zone; the likely cause is said.
    """
    published = ~shapely.is_missing(shapes.to_numpy())
    flat = shapely.force_2d(shapes.to_numpy())
    flat[~_is_finite(flat)] = None
    surfaces = surfaces_of(flat)
    was_changed = np.array([was is not now for was, now in zip(flat, surfaces, strict=True)])
    boxes = np.array([ZONE_BOUNDS[name] for name in zone])
    bounds = shapely.bounds(surfaces)
    is_out = published & ~_inside(bounds, boxes) & ~np.isnan(bounds).any(axis=1)
    if is_out.sum() > max(MOST_ELSEWHERE_SHARE * published.sum(), min(FEW, published.sum() - 1)):
        swapped = bounds[:, [1, 0, 3, 2]]
        is_swapped = _inside(swapped[is_out], boxes[is_out]).mean() > 0.5
        raise SourceChangedError(
            "shapes_swapped" if is_swapped else "shapes_elsewhere",
            file=file,
            count=int(is_out.sum()),
            codes=", ".join(shapes.index[is_out][:5]),
        )
    surfaces[is_out] = None
    kept = gpd.GeoSeries(surfaces, index=shapes.index, crs=WGS84)
    area, legal = area_km2(kept, zone).to_numpy(), RANGES["area_km2"]
    with np.errstate(invalid="ignore"):
        absurd = (area < legal.least) | (area > legal.most)
        filled = shapely.area(surfaces) / shapely.area(shapely.envelope(surfaces))
        absurd |= was_changed & (filled < LEAST_FILLED_SHARE)
    kept[absurd] = None
    known = ~shapely.is_missing(kept.to_numpy())
    return Usable(
        kept,
        repaired=list(shapes.index[known & was_changed]),
        elsewhere=list(shapes.index[is_out]),
        without_surface=list(shapes.index[published & ~known & ~is_out]),
    )


def _is_finite(shapes: NDArray[np.object_]) -> NDArray[np.bool_]:
    coordinates, rank = shapely.get_coordinates(shapes, return_index=True)
    finite = np.ones(len(shapes), dtype=bool)
    finite[rank[~np.isfinite(coordinates).all(axis=1)]] = False
    return finite


def _inside(bounds: NDArray[np.float64], boxes: NDArray[np.float64]) -> NDArray[np.bool_]:
    """Tell the rectangles that lie in a box; one that is not known lies in none."""
    inside = np.hstack([bounds[:, :2] >= boxes[:, :2], bounds[:, 2:] <= boxes[:, 2:]])
    return np.asarray(inside.all(axis=1), dtype=bool)
