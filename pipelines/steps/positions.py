"""Judge published points by the commune they declare: what stands far from it is a slip.

Of the 2,811 counters of August 2024 whose declared commune has a shape, every one stands within
1.0 km of it, and of 34,875 town halls every one within 2.6 km: borders are simplified, and some
doors really are across the street. Beyond `FAR_KM` a point is a slip: latitude and longitude
swapped, zero, metres of a projection, another town of the same name. It is put at the town hall of
its commune, with a status; so is a place that publishes no point. When slips are no longer an
exception, the file is refused: putting every place at a town hall would hide what is wrong.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely
from numpy.typing import NDArray

from territory.contract import Status
from territory.errors import SourceChangedError, TerritoryError
from territory.geography import WGS84

# Twice the worst town hall, five times the worst counter, of the real files.
FAR_KM = 5.0
# From a town hall, where the commune has no shape: Maripasoula's is 70 km from some of its villages.
FAR_FROM_HALL_KM = 100.0
MOST_FAR_ROWS = 2
MOST_FAR_SHARE = 0.02
# A cause is named when it explains this share of the points that are far: communes of one file may
# lose their decimal comma at different places.
CAUSE_SHARE = 0.4
_EARTH_KM = 6371.0088
_SHOWN = 6
# Degrees whose decimal comma was lost: 461060711 for 46.1060711.
_LOST_COMMA = tuple(10.0**power for power in range(1, 17))

Floats = NDArray[np.float64]


@dataclass(frozen=True)
class Positions:
    """Points that can be used, and what was published.

    Parameters
    ----------
    points : GeoSeries
        EPSG:4326: as published, or the town hall; missing where neither is known.
    status : Series of str
        ``observed`` as published, ``imputed`` at the town hall, ``missing``.
    gap_km : Series of float
        Kilometres between the published point and the declared commune, 0 inside; missing where
        one of them is, or where the coordinates are not degrees.
    far, blank : list of str
        Keys of those moved to the town hall: far from their commune; without coordinates.
    """

    points: gpd.GeoSeries
    status: pd.Series
    gap_km: pd.Series
    far: list[str]
    blank: list[str]


def judge_points(
    published: gpd.GeoSeries,
    commune_code: pd.Series,
    communes: gpd.GeoDataFrame,
    file: str,
    most_far_share: float = MOST_FAR_SHARE,
) -> Positions:
    """Hold points against the communes they declare.

    Parameters
    ----------
    published : GeoSeries
        As read: any numbers, degrees or not; missing where blank.
    commune_code : Series of str
        Declared commune, of the tables' year, on the same index; missing where unknown.
    communes : GeoDataFrame
        With ``geometry`` and ``town_hall_point``.
    file : str
        The file, for the message.
    most_far_share : float
        Share of the points (0–1) that may be slips.

    Raises
    ------
    SourceChangedError
        If more than two points, and more than that share of those that can be judged, are far
        from their commune; the message says what the coordinates look like.
    """
    gap, is_far = gaps(published, commune_code, communes)
    refuse_many_far(published, commune_code, communes, is_far, file, most_far_share=most_far_share)
    halls = gpd.GeoSeries(
        communes["town_hall_point"].reindex(commune_code).to_numpy(),
        index=published.index,
        crs=WGS84,
    )
    is_blank = published.isna()
    on_earth = pd.Series(_in_degrees(published), index=published.index)
    is_moved = (is_far | is_blank | ~on_earth) & halls.notna()
    points = published.where(~is_moved, halls).where((on_earth & ~is_far) | is_moved)
    status = np.select(
        [is_moved.to_numpy(), points.notna().to_numpy()],
        [str(Status.IMPUTED), str(Status.OBSERVED)],
        str(Status.MISSING),
    )
    return Positions(
        points=gpd.GeoSeries(points, crs=WGS84),
        status=pd.Series(status, index=published.index, dtype="str"),
        gap_km=gap,
        far=[str(key) for key in published.index[is_far & is_moved]],
        blank=[str(key) for key in published.index[is_blank & is_moved]],
    )


def gaps(
    points: gpd.GeoSeries, commune_code: pd.Series, communes: gpd.GeoDataFrame
) -> tuple[pd.Series, pd.Series]:
    """Measure how far points are from the communes they declare.

    Returns
    -------
    Series of float
        Kilometres to the commune's shape, or to its town hall where it has no shape.
    Series of bool
        Those that are far; those that are not degrees are.
    """
    shapes = communes.geometry.reindex(commune_code).to_numpy()
    halls = communes["town_hall_point"].reindex(commune_code).to_numpy()
    given = points.notna().to_numpy()
    degrees = _in_degrees(points)
    declared = commune_code.notna().to_numpy()
    km = np.full(len(points), np.nan)
    far = given & ~degrees & declared
    for goal, limit in ((shapes, FAR_KM), (halls, FAR_FROM_HALL_KM)):
        todo = np.flatnonzero(given & degrees & np.isnan(km) & ~shapely.is_missing(goal))
        if not len(todo):
            continue
        km[todo] = _km_between(points.to_numpy()[todo], goal[todo])
        far[todo] = km[todo] > limit
    index = points.index
    return pd.Series(km, index=index), pd.Series(far, index=index)


def _in_degrees(points: gpd.GeoSeries) -> NDArray[np.bool_]:
    """Tell the points that are longitude and latitude."""
    x, y = points.x.to_numpy(float), points.y.to_numpy(float)
    return np.asarray((np.abs(x) <= 180) & (np.abs(y) <= 90), dtype=np.bool_)


def _km_between(points: NDArray[np.object_], goals: NDArray[np.object_]) -> Floats:
    """Return the kilometres from points to shapes, 0 inside."""
    lines = shapely.shortest_line(points, goals)
    ends = shapely.get_coordinates(lines).reshape(-1, 2, 2)
    longitude, latitude = np.radians(ends[..., 0]), np.radians(ends[..., 1])
    half = (
        np.sin(np.diff(latitude)[:, 0] / 2) ** 2
        + np.cos(latitude[:, 0])
        * np.cos(latitude[:, 1])
        * np.sin(np.diff(longitude)[:, 0] / 2) ** 2
    )
    return np.asarray(2 * _EARTH_KM * np.arcsin(np.sqrt(np.clip(half, 0, 1))), dtype=np.float64)


def refuse_many_far(
    points: gpd.GeoSeries,
    commune_code: pd.Series,
    communes: gpd.GeoDataFrame,
    is_far: pd.Series,
    file: str,
    *,
    most_far_share: float = MOST_FAR_SHARE,
) -> None:
    """Refuse a file whose points are elsewhere more often than by accident.

    Raises
    ------
    SourceChangedError
        With the likely cause and the first rows.
    """
    count = int(is_far.sum())
    judged = int((points.notna() & commune_code.notna()).sum())
    if count <= MOST_FAR_ROWS or count <= most_far_share * judged:
        return
    far = points[is_far]
    cause = _likely_cause(far, commune_code[is_far], communes)
    rows = ", ".join(f"{key} ({point.x:g} {point.y:g})" for key, point in far.head(_SHOWN).items())
    raise SourceChangedError(
        "read_points_elsewhere",
        file=file,
        count=count,
        total=judged,
        km=f"{FAR_KM:g}",
        cause=TerritoryError(f"points_cause.{cause}"),
        rows=rows,
    )


def _likely_cause(far: gpd.GeoSeries, commune_code: pd.Series, communes: gpd.GeoDataFrame) -> str:
    """Return what most of the points look like; ``elsewhere`` when nothing explains half of them."""
    x, y = far.x.to_numpy(float), far.y.to_numpy(float)

    def explains(new_x: Floats, new_y: Floats) -> float:
        """Share of the points that stand in their commune once read so."""
        moved = gpd.GeoSeries.from_xy(new_x, new_y, index=far.index, crs=WGS84)
        km, still_far = gaps(moved, commune_code, communes)
        return float((km.notna() & ~still_far).mean())

    causes: dict[str, Callable[[], float]] = {
        "zero": lambda: float(((x == 0) & (y == 0)).mean()),
        "swapped": lambda: explains(y, x),
        "comma": lambda: max(
            explains(_with_comma(x, 180.0) / east, _with_comma(y, 90.0) / north)
            for east in (1, 10, 100)
            for north in (1, 10)
        ),
        "projected": lambda: float(
            ((np.abs(x) > 180) & (np.abs(y) > 90) & (np.abs(x) < 2e7) & (np.abs(y) < 2e7)).mean()
        ),
    }
    return next((name for name, share in causes.items() if share() > CAUSE_SHARE), "elsewhere")


def _with_comma(numbers: Floats, limit: float) -> Floats:
    """Return numbers divided by the least power of ten that brings them within a limit."""
    found = numbers.copy()
    for power in _LOST_COMMA:
        found = np.where(np.abs(found) > limit, numbers / power, found)
    return np.asarray(found, dtype=np.float64)
