"""What the place of each commune is: its town hall, a geometric centre, or its own counter.

Minutes start from a commune's place. A file of town halls may hold geometric centres: those of its
shapes. One coincidence proves nothing (some town hall stands in the middle of its commune), a whole
département of them does: real town halls stand, in the median, at 0.18 to 0.3 times the square root
of the commune's area from its centre; those of a file of centres at 0.06 times or less.

A commune whose town hall is not known, and which has a fixed counter of its own, is put there:
people live where the counter stands more likely than at a centre.
"""

from __future__ import annotations

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely
from numpy.typing import NDArray

from pipelines.notes import Notes
from territory.contract import Status
from territory.doors import is_fixed
from territory.geography import WGS84, inner_point, project

# In the median of a département, over the square root of the area.
CENTRE_GAP = 0.1
# Fewer places than this say nothing of the others: Paris is one commune, its town hall in its middle.
FEWEST_PLACES = 5

Floats = NDArray[np.float64]


def add_place_kinds(communes: gpd.GeoDataFrame) -> tuple[gpd.GeoDataFrame, Notes]:
    """Tell the places that are town halls from those that are geometric centres.

    Parameters
    ----------
    communes : GeoDataFrame
        With their shapes, ``area_km2``, ``zone``, ``departement_code``, ``town_hall_point`` and
        ``town_hall_status``.

    Returns
    -------
    GeoDataFrame
        The same, with ``place_kind_name``: ``town_hall``; ``centre`` where a point inside the shape
        stands for a town hall, or in a département where the file holds centres (``town_hall_status``
        is then imputed); missing without a place.

    Notes
    -----
        The départements where the file holds centres.
    """
    is_placed = communes["town_hall_point"].notna()
    is_given = communes["town_hall_status"] == str(Status.OBSERVED)
    gaps = centre_gaps(communes[is_given & communes.geometry.notna()])
    of_departement = gaps.groupby(communes["departement_code"].reindex(gaps.index))
    nearest = of_departement.median().min(axis="columns")[of_departement.size() >= FEWEST_PLACES]
    held = sorted(nearest.index[nearest <= CENTRE_GAP])
    is_held = is_given & communes["departement_code"].isin(held)
    kind = pd.Series(None, index=communes.index, dtype="str")
    kind[is_placed] = "centre"
    kind[is_given & ~is_held] = "town_hall"
    communes = communes.assign(
        place_kind_name=kind,
        town_hall_status=communes["town_hall_status"].mask(is_held, str(Status.IMPUTED)),
    )
    notes = Notes()
    notes.add(
        "places.centres_given",
        held,
        communes_count=int(is_held.sum()),
        people=float(communes.loc[is_held, "population_people"].sum()),
    )
    return communes, notes


def centre_gaps(communes: gpd.GeoDataFrame) -> pd.DataFrame:
    """Measure how far places are from the centres of their shapes.

    Parameters
    ----------
    communes : GeoDataFrame
        With shapes, ``area_km2``, ``zone`` and ``town_hall_point``, all known.

    Returns
    -------
    DataFrame
        On the communes' index, kilometres over the square root of the area: ``box`` (the middle of the
        rectangle around the shape), ``centroid``, ``inside`` (`territory.geography.inner_point`).
    """
    shapes, bounds = communes.geometry, communes.geometry.bounds
    middle = gpd.GeoSeries.from_xy(
        (bounds["minx"] + bounds["maxx"]) / 2,
        (bounds["miny"] + bounds["maxy"]) / 2,
        index=communes.index,
        crs=WGS84,
    )
    centres = {
        "box": middle,
        # In degrees: at the size of a commune it is that of the projection, to some metres.
        "centroid": gpd.GeoSeries.from_xy(*_centroids(shapes), index=communes.index, crs=WGS84),
        "inside": shapes.map(inner_point).set_crs(WGS84),
    }
    halls = _projected(communes["town_hall_point"], communes["zone"])
    size = np.sqrt(communes["area_km2"].to_numpy(dtype=np.float64))
    gaps = {
        name: np.hypot(*(_projected(points, communes["zone"]) - halls).T) / 1000 / size
        for name, points in centres.items()
    }
    return pd.DataFrame(gaps, index=communes.index)


def use_own_counters(
    communes: gpd.GeoDataFrame, counters: gpd.GeoDataFrame
) -> tuple[gpd.GeoDataFrame, Notes]:
    """Put the communes known by a centre only at their own fixed counter, if they have one.

    Parameters
    ----------
    communes : GeoDataFrame
        As `add_place_kinds` gives it.
    counters : GeoDataFrame
        The table of counters.

    Returns
    -------
    GeoDataFrame
        The same: ``place_kind_name`` is ``own_counter`` and ``town_hall_point`` the counter's, where a
        fixed counter that publishes its point stands in the commune. Of several, the one nearest to
        their mean position (the first code, of equals).

    Notes
    -----
        The communes put at their counter, and those left at a centre.
    """
    is_centre = communes["place_kind_name"].eq("centre")
    there = counters["located_commune_code"].fillna(counters["commune_code"])
    is_own = (
        is_fixed(counters)
        & (counters["place_status"] == str(Status.OBSERVED))
        & (there == counters["commune_code"])
        & counters["commune_code"].isin(communes.index[is_centre])
    )
    own = counters[is_own].sort_index()
    places = pd.DataFrame(
        _projected(own.geometry, own["zone"]), index=own.index, columns=["x", "y"]
    )
    apart = places - places.groupby(own["commune_code"]).transform("mean")
    metres = np.hypot(apart["x"].to_numpy(), apart["y"].to_numpy()).round(3)
    chosen = (
        own.iloc[np.argsort(metres, kind="stable")]
        .drop_duplicates("commune_code")
        .set_index("commune_code")
        .geometry
    )
    points = communes["town_hall_point"].copy()
    points[chosen.index] = chosen
    kind = communes["place_kind_name"].mask(communes.index.isin(chosen.index), "own_counter")
    communes = communes.assign(
        town_hall_point=gpd.GeoSeries(points, crs=WGS84), place_kind_name=kind
    )
    notes, people = Notes(), communes["population_people"]
    for key, name in (("places.own_counter", "own_counter"), ("places.at_centre", "centre")):
        codes = communes.index[kind.eq(name)]
        notes.add(key, codes, people=float(people[codes].sum()))
    return communes, notes


def _centroids(shapes: gpd.GeoSeries) -> tuple[Floats, Floats]:
    points = shapes.to_numpy()
    return shapely.get_x(shapely.centroid(points)), shapely.get_y(shapely.centroid(points))


def _projected(points: gpd.GeoSeries, zone: pd.Series) -> Floats:
    """Return metres in the projection of each point's own zone."""
    found = np.full((len(points), 2), np.nan)
    for name, rows in zone.groupby(zone).indices.items():
        found[rows] = project(gpd.GeoSeries(points.iloc[rows], crs=WGS84), str(name))
    return found
