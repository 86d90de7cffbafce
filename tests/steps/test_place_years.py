"""Shapes and town halls of other years, on squares worked out by hand."""

from __future__ import annotations

import geopandas as gpd
import pytest
from shapely.geometry import Point, box

from pipelines.steps.place_years import halls_of_communes, shapes_of_communes
from pipelines.steps.vintages import passage
from tests.steps.test_vintages import COG


@pytest.fixture
def shapes():
    codes = ["01001", "01002", "01010", "01020", "01030", "01032", "01099"]
    squares = [box(rank, 0, rank + 1, 1) for rank in range(len(codes))]
    return gpd.GeoSeries(squares, index=codes, crs="EPSG:4326")


def test_shapes_of_2021_are_brought_to_the_communes_of_2025(shapes):
    found, happened = shapes_of_communes(shapes, COG, passage(COG, 2021, 2025))
    assert found["01001"].equals(box(0, 0, 2, 1))  # 01002 joined it
    assert found["01011"].equals(shapes["01010"])  # a change of code
    assert found["01099"].equals(shapes["01099"])
    assert "01020" not in found.index  # split in 2024
    assert "01032" not in found.index  # its part 01031 is not drawn
    assert happened == {"split": ["01020"], "merged": ["01001"], "merged_in_part": ["01032"]}


def test_shapes_of_the_tables_year_are_taken_as_they_are(shapes):
    now = shapes[["01001", "01020", "01099"]]
    found, happened = shapes_of_communes(now, COG, passage(COG, 2025, 2025))
    assert found.geom_equals(now).all()
    assert happened == {"split": [], "merged": [], "merged_in_part": []}


def test_a_town_hall_follows_a_change_of_code_but_not_a_merger():
    halls = gpd.GeoSeries(
        [Point(0, 0), Point(1, 1), Point(2, 2)],
        index=["01001", "01002", "01010"],
        crs="EPSG:4326",
    )
    found = halls_of_communes(halls, COG, passage(COG, 2021, 2025))
    assert found.to_dict() == {"01001": Point(0, 0), "01011": Point(2, 2)}
