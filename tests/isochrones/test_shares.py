"""How much of communes is inside zones: by hand on squares, and against geopandas' overlay."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

import geopandas as gpd
import numpy as np
import pandas as pd
import pytest
import shapely
from pyproj import Geod
from shapely.geometry.base import BaseGeometry

from territory.indicators.counters import origins_of
from territory.isochrones import Grounds, Within, Zones, wanted_zones, within
from territory.isochrones.files import reached_layer, zones_layer
from territory.isochrones.planes import Flat, flat
from territory.isochrones.shares import parts_inside
from territory.isochrones.told import count_not_nested, reached
from territory.isochrones.wanted import Wanted
from territory.messages import Words
from territory.tables import Tables
from tests.isochrones.ground import placed, square, tables_of

Drawn = Mapping[tuple[str, int], BaseGeometry | None]


def zones_of(wanted: Wanted, drawn: Drawn) -> Zones:
    """Return zones drawn by hand (kilometres); None, or no drawing, where a zone is unknown."""
    codes = wanted.counters.index.to_numpy()[wanted.zones["counter"]]
    keys = list(zip(codes, wanted.zones["limit_minutes"], strict=True))
    shapes = placed(drawn.get(key) for key in keys)
    known = shapes.notna()
    rows = gpd.GeoDataFrame(
        {
            "counter_code": codes,
            "limit_minutes": wanted.zones["limit_minutes"],
            "zone_status": np.where(known, "modelled", "missing"),
            "zone_reason_name": pd.Series(None, index=shapes.index, dtype="str").mask(
                ~known, "not_asked"
            ),
        },
        geometry=shapes,
    )
    zone = pd.Series("metropole", index=shapes.index)
    return Zones(rows, flat(shapes, zone), 0, None)


def shares_of(tables: Tables, drawn: Drawn, limits: tuple[int, ...] = (10,)) -> list[Within]:
    territory = Grounds.of(tables.communes)
    wanted = wanted_zones(tables, territory, limits)
    return within(territory, origins_of(tables), wanted, zones_of(wanted, drawn))


def row(shares: list[Within], code: str = "48001") -> list[object]:
    """Return area share and status, people share and status."""
    return [None if pd.isna(one) else one for one in shares[0].table.loc[code]]


TWO = tables_of({"48001": (0, 0, 10)}, {"P": (2, 5), "Q": (3, 5)})


def test_overlapping_zones_count_once():
    # The left half, and the left three quarters: three quarters together; the centre is inside.
    drawn = {("P", 10): square(-5, 0, 10), ("Q", 10): square(-2.5, 0, 10)}
    assert row(shares_of(TWO, drawn)) == [pytest.approx(0.75), "modelled", 1, "modelled"]


def test_a_commune_no_zone_meets_is_outside_and_that_is_known():
    drawn = {("P", 10): square(50, 50, 1), ("Q", 10): square(60, 60, 1)}
    assert row(shares_of(TWO, drawn)) == [0, "modelled", 0, "modelled"]


def test_a_zone_that_only_touches_holds_nothing():
    drawn = {("P", 10): square(10, 0, 10), ("Q", 10): square(-10, 0, 10)}
    assert row(shares_of(TWO, drawn))[:2] == [0, "modelled"]


def test_a_share_an_unknown_zone_could_change_is_missing_never_zero():
    drawn = {("P", 10): square(-5, 0, 9), ("Q", 10): None}
    assert row(shares_of(TWO, drawn)) == [None, "missing", None, "missing"]


def test_what_the_known_zones_hold_whole_is_known_whatever_is_not():
    drawn = {("P", 10): square(-1, -1, 12), ("Q", 10): None}
    assert row(shares_of(TWO, drawn)) == [1, "modelled", 1, "modelled"]
    # People may be all inside while some land is not: their town hall is what counts.
    drawn = {("P", 10): square(4, 4, 2), ("Q", 10): None}
    assert row(shares_of(TWO, drawn)) == [None, "missing", 1, "modelled"]


def test_an_unknown_zone_too_far_to_be_driven_from_changes_nothing():
    # In 10 minutes at 130 km/h: 21.67 km. Q is 21 km east of the first commune, 30 from the second.
    communes = {"48001": (0, 0, 10), "48002": (-19, 0, 10)}
    tables = tables_of(communes, {"P": (5, 5), "Q": (31, 5)})
    shares = shares_of(tables, {("P", 10): square(4, 4, 0.5), ("Q", 10): None})
    assert row(shares, "48001")[:2] == [None, "missing"]
    assert row(shares, "48002") == [0, "modelled", 0, "modelled"]


def test_counters_across_the_border_count_and_those_too_far_are_not_asked_for():
    tables = tables_of({"48001": (0, 0, 10)}, {"near": (31, 5), "far": (33, 5)})
    wanted = wanted_zones(tables, Grounds.of(tables.communes), (10, 20))
    asked = [
        (wanted.counters.index[counter], limit)
        for counter, limit in wanted.zones.itertuples(index=False)
    ]
    # 21 km and 23 km away: 10 minutes reach 21.67 km, 20 reach 43.
    assert sorted(asked) == [("far", 20), ("near", 10), ("near", 20)]


def test_itinerant_counters_are_left_out_and_counted():
    tables = tables_of({"48001": (0, 0, 10)}, {"P": (5, 5), "bus": (5, 6)}, itinerant=["bus"])
    wanted = wanted_zones(tables, Grounds.of(tables.communes), (10,))
    assert wanted.counters.index.tolist() == ["P"]
    assert wanted.itinerant_count == 1


def test_a_counter_without_a_place_stands_for_its_whole_commune_and_leaves_it_unknown():
    communes = {"48001": (0, 0, 10), "48002": (60, 0, 10)}
    tables = tables_of(communes, {"P": (65, 5), "nowhere": None})
    shares = shares_of(tables, {("P", 10): square(60, 0, 5)})
    assert row(shares, "48001")[:2] == [None, "missing"]
    assert row(shares, "48002")[:2] == [pytest.approx(0.25), "modelled"]


def test_a_commune_without_a_boundary_or_people_says_so():
    tables = tables_of({"48001": (0, 0, 10), "48002": None}, {"P": (2, 5)})
    drawn = {("P", 10): square(-5, 0, 10)}
    assert row(shares_of(tables, drawn), "48002") == [None, "missing", None, "missing"]
    empty = tables_of({"48001": (0, 0, 10)}, {"P": (2, 5)}, people=0)
    assert row(shares_of(empty, drawn))[2:] == [None, "not_applicable"]


def test_people_are_counted_where_they_live():
    # 30, 50 and 20 people; the first two are inside.
    points = gpd.GeoDataFrame(
        {
            "commune_code": "48001",
            "people": [30.0, 50.0, 20.0],
            "zone": "metropole",
            "land": "metropole",
        },
        geometry=placed([shapely.Point(1, 1), shapely.Point(4, 9), shapely.Point(9, 5)]).to_numpy(),
        crs=4326,
    )
    tables = replace(TWO, points=points)
    drawn = {("P", 10): square(-5, 0, 10), ("Q", 10): square(-5, 0, 10)}
    assert row(shares_of(tables, drawn))[2:] == [pytest.approx(0.8), "modelled"]
    # One of them unknown: the share of all is, rather than that of the others.
    assert row(shares_of(tables, {**drawn, ("Q", 10): None}))[2:] == [None, "missing"]


def test_parts_are_those_of_geopandas_overlay(sample: Tables):
    rng = np.random.default_rng(4)
    communes = Grounds.of(sample.communes).shapes
    centres = rng.uniform((700e3, 6350e3), (790e3, 6440e3), (40, 2))
    circles = shapely.buffer(shapely.points(centres), rng.uniform(500, 9000, 40))
    parts = parts_inside(communes, Flat(circles, np.full(40, "metropole", dtype=object)))
    laid = gpd.GeoDataFrame({"rank": range(len(communes))}, geometry=communes.shapes, crs=2154)
    union = gpd.GeoDataFrame(geometry=circles, crs=2154).dissolve()
    overlay = gpd.overlay(laid, union, how="intersection").set_index("rank").area
    expected = overlay.reindex(range(len(communes)), fill_value=0)
    assert (expected > 0).sum() > 50
    assert np.nan_to_num(shapely.area(parts)) == pytest.approx(expected.to_numpy(), rel=1e-9)


@pytest.mark.parametrize(
    ("zone", "spot"),
    [("metropole", (3.5, 44.5)), ("reunion", (55.5, -21.1)), ("guyane", (-52.3, 4.9))],
)
def test_areas_are_measured_in_the_zone_s_own_projection(zone: str, spot: tuple[float, float]):
    geod = Geod(ellps="GRS80")
    bearings = np.arange(0.0, -360.0, -5.0)
    lon, lat, _ = geod.fwd(*(np.full(72, one) for one in spot), bearings, np.full(72, 12_000.0))
    ring = shapely.Polygon(np.column_stack([lon, lat]))
    laid = flat(gpd.GeoSeries([ring], crs=4326), pd.Series([zone]))
    rows = gpd.GeoDataFrame({"limit_minutes": [20]}, geometry=[ring], crs=4326)
    # Independent tool: the area on the ellipsoid. A projection's scale differs by less than 0.2 %.
    km2 = geod.geometry_area_perimeter(ring)[0] / 1e6
    assert zones_layer(Zones(rows, laid, 0, None))["area_km2"].tolist() == pytest.approx(
        [km2], rel=4e-3
    )


def test_the_union_in_the_territory_is_cut_at_its_border_and_counts_what_it_may_lack():
    communes = {"48001": (0, 0, 10), "48002": (10, 0, 10)}
    tables = tables_of(communes, {"P": (2, 5), "Q": (19, 5)})
    shares = shares_of(tables, {("P", 10): square(-5, 0, 20), ("Q", 10): None})
    layer = reached_layer(shares)
    # The first commune whole, half of the second; the second may be reached by Q too.
    assert layer["drawn_area_km2"].tolist() == [pytest.approx(150)]
    assert layer["unknown_communes_count"].tolist() == [1]
    told = reached(Grounds.of(tables.communes), shares[0])
    assert (told.area_share, told.people_share) == (1, 1)
    assert (told.outside_count, told.unknown_count) == (0, 1)


def test_a_zone_that_sticks_out_of_the_next_is_counted_once_a_counter():
    wanted = wanted_zones(TWO, Grounds.of(TWO.communes), (10, 15, 20))
    nested = {(name, limit): square(0, 0, limit) for name in "PQ" for limit in (10, 15, 20)}
    assert count_not_nested(zones_of(wanted, nested)) == 0
    out = {**nested, ("P", 10): square(-8, 0, 10), ("P", 15): square(-8, 0, 15)}
    assert count_not_nested(zones_of(wanted, out)) == 1
    assert count_not_nested(zones_of(wanted, {**nested, ("P", 15): None})) == 0
    assert Words("fr").plural("isochrones.not_nested", 1)
