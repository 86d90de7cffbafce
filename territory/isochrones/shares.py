"""Within the zones of any counter: how much of each commune's area, and of its people."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd
import shapely
from numpy.typing import NDArray

from territory.contract import Status
from territory.indicators.counters import Origins
from territory.isochrones.gather import Zones
from territory.isochrones.planes import Flat, Grounds, Shapes, flat, is_near, pairs
from territory.isochrones.wanted import Wanted, farthest_metres

Floats = NDArray[np.float64]
# Rounding of coordinates may leave a sliver of a commune that a zone holds whole.
WHOLE_SHARE = 1 - 1e-9


@dataclass(frozen=True)
class Within:
    """What is within a limit, and what is not known to be.

    Parameters
    ----------
    limit_minutes : int
        The limit.
    table : DataFrame
        One row a commune: the area share, the people share, and their statuses.
    parts : Flat
        The part of each commune inside the known zones; None where there is none.
    """

    limit_minutes: int
    table: pd.DataFrame
    parts: Flat


def within(territory: Grounds, origins: Origins, wanted: Wanted, zones: Zones) -> list[Within]:
    """Return, for each limit, how much of each commune is inside the zone of some counter.

    Parameters
    ----------
    territory : Grounds
        The communes.
    origins : Origins
        Where their people live: points with weights, a town hall for a commune without points.
    wanted : Wanted
        The zones asked for, and where their counters stand.
    zones : Zones
        The zones.

    Returns
    -------
    list of Within
        The shortest limit first. A share is missing where a zone that is unknown could change it.

    Notes
    -----
    ``area share = |commune ∩ ⋃ zones| / |commune|``, in the projection of the commune's own zone.
    ``people share = Σ_p w_p [p ∈ ⋃ zones]`` over the points p where its people live, ``w_p`` the share
    who live there. A zone that is unknown could hold whatever lies within the limit × 130 km/h, as
    the crow flies, of its counter; a commune (a point) so near has a known share only if the known
    zones hold it whole.
    """
    limits = sorted(wanted.zones["limit_minutes"].unique())
    points = flat(origins.places.points, origins.places.zone)
    return [
        _within(
            int(limit),
            territory=territory,
            origins=origins,
            points=points,
            wanted=wanted,
            zones=zones,
        )
        for limit in limits
    ]


def _within(
    limit: int,
    *,
    territory: Grounds,
    origins: Origins,
    points: Flat,
    wanted: Wanted,
    zones: Zones,
) -> Within:
    at_limit = (zones.rows["limit_minutes"] == limit).to_numpy()
    is_known = (zones.rows["zone_status"] == Status.MODELLED).to_numpy()
    known = zones.shapes.at(at_limit & is_known)
    counter = wanted.zones["counter"].to_numpy()
    doubtful = wanted.places.at(counter[at_limit & ~is_known])
    metres = farthest_metres(limit)

    parts = parts_inside(territory.shapes, known)
    area_share = np.clip(_areas(parts) / _areas(territory.shapes.shapes, empty=np.nan), 0, 1)
    area_share[area_share >= WHOLE_SHARE] = 1
    area_share[is_near(territory.shapes, doubtful, metres) & (area_share < 1)] = np.nan

    is_inside = np.zeros(len(points))
    is_inside[pairs(points, known, "intersects")[0]] = 1
    is_inside[(is_inside == 0) & is_near(points, doubtful, metres)] = np.nan
    is_inside[shapely.is_missing(points.shapes)] = np.nan
    people_share = _weighted(origins, is_inside)
    nobody = (territory.communes["population_people"] == 0).to_numpy()
    people_share[nobody] = np.nan

    name = f"within_{limit}_minutes"
    table = pd.DataFrame(
        {
            f"{name}_area_share": area_share,
            f"{name}_area_status": _status(area_share),
            f"{name}_people_share": people_share,
            f"{name}_people_status": np.where(
                nobody, Status.NOT_APPLICABLE.value, _status(people_share)
            ),
        },
        index=territory.communes.index,
    )
    return Within(limit, table, Flat(parts, territory.shapes.zone))


def parts_inside(communes: Flat, zones: Flat) -> Shapes:
    """Return the part of each commune inside any of some zones; None where there is none."""
    parts = np.full(len(communes), None, dtype=object)
    whole = np.unique(pairs(communes, zones, "covers")[0])
    parts[whole] = communes.shapes[whole]
    others = np.setdiff1d(np.arange(len(communes)), whole)
    commune, zone = pairs(communes.at(others), zones, "intersects")
    commune = others[commune]
    pieces = shapely.intersection(communes.shapes[commune], zones.shapes[zone])
    cut = np.unique(commune)
    starts, ends = (np.searchsorted(commune, cut, side) for side in ("left", "right"))
    for one, start, end in zip(cut, starts, ends, strict=True):
        part = shapely.union_all(pieces[start:end])
        parts[one] = part if part.area > 0 else None
    return parts


def _areas(shapes: Shapes, *, empty: float = 0.0) -> Floats:
    """Return areas in m²; `empty` where there is no shape."""
    areas = shapely.area(shapes)
    return np.where(np.isnan(areas) | (areas == 0), empty, areas)


def _weighted(origins: Origins, values: Floats) -> Floats:
    """Return the mean of origins by commune, weighted by their people; missing if one is."""
    count = len(origins.communes)
    # A sum with a missing term is missing: an unknown point may not be left out of the mean.
    mean = np.bincount(origins.commune, origins.weight * values, count).astype(np.float64)
    mean[np.bincount(origins.commune, minlength=count) == 0] = np.nan
    mean[mean >= WHOLE_SHARE] = 1
    return mean


def _status(shares: Floats) -> NDArray[np.str_]:
    return np.where(np.isnan(shares), str(Status.MISSING), str(Status.MODELLED))
