"""A small map of roads, written as a real ``.osm.pbf`` by osmium, whose minutes are known.

Points are named, and placed in kilometres east and north of 3° E, 45° N by pyproj's geodesics: the
engine measures its own way, so the two agree only if both are right.
"""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

import geopandas as gpd
import osmium
import pandas as pd
from osmium.osm.mutable import Node, Relation, Way
from pyproj import Geod
from shapely import Point

from territory.travel import Places

GEOD = Geod(ellps="GRS80")
LON, LAT = 3.0, 45.0
# A secondary road limited to 75 km/h is driven at 0.8 x 75 = 60: a kilometre a minute.
KM_A_MINUTE = {"highway": "secondary", "maxspeed": "75"}

Spot = tuple[float, float]
Roads = Iterable[tuple[str, dict[str, str]]]


def at(east_km: float, north_km: float) -> Spot:
    """Return the longitude and latitude of a spot."""
    lon, lat, _ = GEOD.fwd(LON, LAT, 0, north_km * 1000)
    lon, lat, _ = GEOD.fwd(lon, lat, 90, east_km * 1000)
    return lon, lat


def write_map(
    path: Path,
    spots: dict[str, Spot],
    roads: Roads,
    point_tags: dict[str, dict[str, str]] | None = None,
    *,
    ways_first: bool = False,
    left_out: Iterable[str] = (),
    turns: Iterable[tuple[int, str, int, dict[str, str]]] = (),
) -> Path:
    """Write a map: spots in km, roads as ``"A B C"`` with tags, tags of points.

    `left_out` are points that ways go through and the file does not hold, as at the border of an
    extract. `turns` are restrictions: the road left, the spot, the road entered (roads by their rank,
    from 1), and tags.
    """
    ids = {name: number for number, name in enumerate(spots, start=1)}
    tags = point_tags or {}
    nodes = [
        Node(id=ids[name], location=at(*spot), tags=tags.get(name, {}))
        for name, spot in spots.items()
        if name not in set(left_out)
    ]
    ways = [
        Way(id=number, nodes=[ids[name] for name in through.split()], tags=said)
        for number, (through, said) in enumerate(roads, start=1)
    ]
    relations = [
        Relation(
            id=number,
            members=[("w", left, "from"), ("n", ids[at_spot], "via"), ("w", entered, "to")],
            tags={"type": "restriction", **said},
        )
        for number, (left, at_spot, entered, said) in enumerate(turns, start=1)
    ]
    header = osmium.io.Header()
    header.set("osmosis_replication_timestamp", "2026-10-01T20:21:22Z")
    with osmium.SimpleWriter(str(path), header=header, overwrite=True) as writer:
        for one in ways if ways_first else nodes:
            (writer.add_way if ways_first else writer.add_node)(one)
        for one in nodes if ways_first else ways:
            (writer.add_node if ways_first else writer.add_way)(one)
        for one in relations:
            writer.add_relation(one)
    return path


def places(land: str = "metropole", zone: str = "metropole", **spots: Spot | None) -> Places:
    """Return places at spots in km, all on one land; None is a missing point."""
    points = {name: None if spot is None else Point(at(*spot)) for name, spot in spots.items()}
    index = pd.Index(list(spots), dtype="str")
    return Places(
        gpd.GeoSeries(points, index=index, crs="EPSG:4326"),
        pd.Series(land, index=index, dtype="str"),
        pd.Series(zone, index=index, dtype="str"),
    )
