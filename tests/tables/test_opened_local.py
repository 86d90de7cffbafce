"""Local files beside the tables, points and corrections: refused in words when damaged."""

from __future__ import annotations

import shutil
from pathlib import Path

import geopandas as gpd
import pytest
from shapely import Point

from territory import paths
from territory.errors import ContractError, TerritoryError
from territory.messages import Words
from territory.tables import Tables, open_tables
from territory.tables.overrides import read_overrides
from territory.tables.points import read_points
from tests.tables.opened import REPLACEMENTS, Frame


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A copy of the sample's tables, to damage."""
    return Path(shutil.copytree(paths.sample_folder(), tmp_path / "tables"))


POINTS = gpd.GeoDataFrame(
    {"commune_code": ["48095", "48001"], "people": [10.0, 20.0]},
    geometry=[Point(3.5, 44.52), Point(3.127, 44.875)],
    crs=4326,
)


@pytest.mark.parametrize(
    ("points", "key"),
    [
        (POINTS.drop(columns="people"), "column_missing"),
        (POINTS.set_crs(None, allow_override=True), "points_no_place"),
        (POINTS.assign(commune_code=[48095, 48001]), "points_number"),
        (POINTS.assign(people=[float("inf"), 1]), "points_people"),
        (POINTS.assign(people=["many", "few"]), "points_people"),
        (POINTS.assign(ind=[1.0, 2.0]), "points_doubled"),
        (POINTS.iloc[:0], "points_none"),
        (POINTS.set_geometry([None, Point(3, 44)], crs=4326), "points_blank"),
    ],
)
def test_a_damaged_table_of_points_is_said(
    folder: Path, sample: Tables, points: Frame, key: str
) -> None:
    path = folder / paths.POINTS_FILE
    points.to_parquet(path)
    with pytest.raises(ContractError) as caught:
        read_points(path, sample.communes)
    assert [one.key for one in caught.value.problems] == [key]
    assert path.name in caught.value.say(Words("en"))


@pytest.mark.parametrize(
    "what", ["a folder", "a pipe", "no byte", "a truncated file", "a dead link"]
)
def test_what_stands_in_the_place_of_points_is_said(folder: Path, what: str) -> None:
    path = folder / paths.POINTS_FILE
    POINTS.to_parquet(path)
    REPLACEMENTS[what](path)
    with pytest.raises(TerritoryError) as caught:
        open_tables(folder)
    assert caught.value.key == "points_unreadable"
    assert path.name in caught.value.say(Words("fr"))


@pytest.mark.parametrize(
    ("written", "words"),
    [
        ("action,reason,author,action\n", "'action' stands twice"),
        ("action,counter_code,reason,author\nclose,1,moved, to Mende,me\n", "Line 2: more cells"),
        ('action,reason,author\nclose,"' + "x" * 200_000 + '",me\n', "field larger than"),
    ],
)
def test_corrections_that_would_be_read_wrongly_are_refused(
    tmp_path: Path, written: str, words: str
) -> None:
    path = tmp_path / paths.OVERRIDES_FILE
    path.write_text(written)
    with pytest.raises(TerritoryError) as caught:
        read_overrides(path)
    assert words in caught.value.say(Words("en"))
    assert path.name in caught.value.say(Words("en"))


def test_a_folder_in_the_place_of_corrections_is_not_passed_over(folder: Path) -> None:
    (folder.parent / paths.OVERRIDES_FILE).mkdir()
    with pytest.raises(TerritoryError) as caught:
        open_tables(folder)
    assert caught.value.key == "overrides_unreadable"
