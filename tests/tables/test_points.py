"""Where people live: the layouts taken, and what is refused."""

from __future__ import annotations

import geopandas as gpd
import pytest
from shapely import Point, box

from territory.errors import ContractError, SourceMissingError, TerritoryError
from territory.messages import Words
from territory.tables import open_tables
from territory.tables.points import read_points


def test_a_csv_of_points_is_read(sample, tmp_path):
    path = tmp_path / "points.csv"
    path.write_text(
        "commune_code;people;longitude;latitude\n48095;12;3.5;44.52\n48095;0;3.4;44.5\n"
    )
    points = read_points(path, sample.communes)
    assert points["people"].tolist() == [12]
    assert points["commune_code"].tolist() == ["48095"]
    assert points["zone"].tolist() == ["metropole"]
    assert points.geometry.iloc[0] == Point(3.5, 44.52)


def test_insee_s_grid_of_cells_becomes_their_centres(sample, tmp_path):
    # Layout of Filosofi 2019: cells of 200 m, several codes written one after the other.
    cells = gpd.GeoDataFrame(
        {"lcog_geo": ["48095", "4809548030"], "ind": [10.5, 3.0]},
        geometry=[box(740_000, 6_380_000, 740_200, 6_380_200)] * 2,
        crs=2154,
    )
    path = tmp_path / "carreaux_200m_met.gpkg"
    cells.to_file(path)
    points = read_points(path, sample.communes)
    assert points["commune_code"].tolist() == ["48095", "48095"]
    centre = gpd.GeoSeries(points.geometry, crs=4326).to_crs(2154).iloc[0]
    assert centre.distance(Point(740_100, 6_380_100)) < 0.01


def test_a_table_beside_the_others_is_opened_with_them(sample, tmp_path):
    from shutil import copytree

    from territory import paths

    folder = copytree(paths.sample_folder(), tmp_path / "tables")
    gpd.GeoDataFrame(
        {"commune_code": ["48095"], "people": [5.0]}, geometry=[Point(3.5, 44.5)], crs=4326
    ).to_parquet(folder / "points.parquet")
    assert len(open_tables(folder).points) == 1
    assert open_tables(paths.sample_folder()).points is None


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (
            "commune_code,people,longitude,latitude\n48095,-3,3.5,44.5\n",
            "people are missing or neg",
        ),
        ("commune_code,people,longitude,latitude\n48095,,3.5,44.5\n", "people are missing or neg"),
        ("commune_code,people,longitude,latitude\n99999,3,3.5,44.5\n", "99999"),
        ("commune_code,habitants,longitude,latitude\n48095,3,3.5,44.5\n", "people"),
    ],
)
def test_a_bad_table_says_what_is_wrong(sample, tmp_path, text, said):
    path = tmp_path / "points.csv"
    path.write_text(text)
    with pytest.raises(ContractError) as refusal:
        read_points(path, sample.communes)
    assert said in refusal.value.say(Words("en"))


def test_a_table_without_places_or_that_is_none_is_refused(sample, tmp_path):
    path = tmp_path / "points.csv"
    path.write_text("commune_code,people\n48095,3\n")
    with pytest.raises(TerritoryError, match="longitude"):
        read_points(path, sample.communes)
    path = tmp_path / "points.parquet"
    path.write_bytes(b"PAR1nothing")
    with pytest.raises(TerritoryError, match=r"points\.parquet"):
        read_points(path, sample.communes)
    with pytest.raises(SourceMissingError):
        read_points(tmp_path / "nowhere.gpkg", sample.communes)
