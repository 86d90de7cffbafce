"""Boundaries and town halls, from *contours administratifs*."""

from __future__ import annotations

import gzip

import pytest

from pipelines.sources import commune_boundaries, town_halls
from territory.errors import SourceChangedError

from .published import raw


def test_boundaries_keep_arrondissements_apart():
    shapes = commune_boundaries.read(raw("commune_boundaries", "communes-100m.geojson"))
    assert list(shapes.index) == ["2A004", "75056", "75101"]
    assert shapes.index.name == "code"
    assert shapes["parent_commune_code"].isna().tolist() == [True, True, False]
    assert shapes.loc["75101", "parent_commune_code"] == "75056"
    assert shapes.crs.to_epsg() == 4326
    assert shapes.loc["2A004", "geometry"].bounds == (8.5, 41.9, 8.8, 42.0)


def test_a_gzipped_file_reads_as_the_plain_one(tmp_path):
    plain = raw("commune_boundaries", "communes-100m.geojson")
    packed = tmp_path / "communes-100m.geojson.gz"
    packed.write_bytes(gzip.compress(plain.read_bytes()))
    assert commune_boundaries.read(packed).equals(commune_boundaries.read(plain))


def test_a_commune_drawn_twice_is_named(tmp_path):
    path = tmp_path / "communes-100m.geojson"
    text = raw("commune_boundaries", path.name).read_text(encoding="utf-8")
    path.write_text(text.replace('"code":"75101"', '"code":"75056"'), encoding="utf-8")
    with pytest.raises(SourceChangedError, match="75056"):
        commune_boundaries.read(path)


def test_town_halls_keep_every_row_of_a_commune():
    halls = town_halls.read(raw("town_halls", "mairies.geojson"))
    assert list(halls.index) == ["2A004", "01001", "01001"]
    assert halls.active_geometry_name == "town_hall_point"
    assert list(halls.columns) == ["town_hall_point"]
    ajaccio = halls.loc["2A004", "town_hall_point"]
    assert (ajaccio.x, ajaccio.y) == (8.7386, 41.9192)  # longitude first


def test_a_town_hall_that_is_not_a_point_is_refused(tmp_path):
    path = tmp_path / "mairies.geojson"
    path.write_text(
        '{"type":"FeatureCollection","features":[{"type":"Feature","geometry":{"type":"LineString",'
        '"coordinates":[[1,45],[2,46]]},"properties":{"commune":"01001"}}]}',
        encoding="utf-8",
    )
    with pytest.raises(SourceChangedError, match="LineString"):
        town_halls.read(path)


def test_the_sample_has_a_shape_and_a_town_hall_for_each_commune(sample_raw):
    shapes = commune_boundaries.read(sample_raw / "communes-100m.geojson")
    halls = town_halls.read(sample_raw / "mairies.geojson")
    assert len(shapes) == 152
    assert shapes["parent_commune_code"].isna().all()  # the property is absent from the file
    assert set(halls.index) == set(shapes.index)
    # FACTS of the sample: two town halls stand outside their commune in reality.
    outside = ~halls["town_hall_point"].within(shapes.geometry.reindex(halls.index), align=False)
    assert {"48089", "48117"} <= set(halls.index[outside])


@pytest.mark.national
def test_the_national_shapes_are_the_communes_and_45_arrondissements(national):
    shapes = commune_boundaries.read(national / "communes-100m.geojson.gz")
    assert shapes["parent_commune_code"].isna().sum() == 34_875
    parents = shapes["parent_commune_code"].value_counts().to_dict()
    assert parents == {"75056": 20, "13055": 16, "69123": 9}


@pytest.mark.national
def test_each_national_commune_has_a_town_hall(national):
    halls = town_halls.read(national / "mairies.geojson.gz")
    assert len(halls) == 34_875
    assert halls.index.is_unique
