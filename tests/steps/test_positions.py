"""Points held against the communes they declare: what is a slip, and what a whole file of them is."""

from __future__ import annotations

from pathlib import Path
from shutil import copytree

import geopandas as gpd
import pandas as pd
import pytest
from shapely import Point, box

from pipelines.build import build_tables
from pipelines.steps.positions import judge_points
from territory import messages
from territory.errors import ContractError, SourceChangedError
from territory.messages import Words
from territory.tables.points import read_points

# A commune of a tenth of a degree around Mende: 11.1 km high, 7.9 km wide; its hall in the middle.
HALL = Point(3.5, 44.5)
COMMUNES = gpd.GeoDataFrame(
    {"town_hall_point": gpd.GeoSeries([HALL], index=["48095"], crs=4326)},
    index=["48095"],
    geometry=[box(3.45, 44.45, 3.55, 44.55)],
    crs=4326,
)


def judged(*points: Point | None, code: str | None = "48095"):
    keys = [str(rank) for rank in range(len(points))]
    published = gpd.GeoSeries(list(points), index=keys, crs=4326)
    codes = pd.Series(code, index=keys, dtype="str")
    return judge_points(published, codes, COMMUNES, "liste.csv")


def test_a_point_inside_or_just_across_the_border_stays():
    # 0.01 degree of latitude north of the border: 1.11 km.
    found = judged(HALL, Point(3.5, 44.56))
    assert found.status.tolist() == ["observed", "observed"]
    assert found.gap_km.tolist() == pytest.approx([0, 1.112], abs=0.001)
    assert found.points.iloc[1] == Point(3.5, 44.56)


@pytest.mark.parametrize(
    "point",
    [
        Point(44.5, 3.5),
        Point(0, 0),
        Point(-74.0, 40.7),
        Point(2.35, 48.85),
        Point(740_000, 6_380_000),
    ],
    ids=["swapped", "zero", "New York", "Paris", "metres"],
)
def test_a_point_far_from_its_commune_is_put_at_the_town_hall_and_said(point):
    found = judged(HALL, HALL, HALL, point)
    assert found.status.iloc[3] == "imputed"
    assert found.points.iloc[3] == HALL
    assert found.far == ["3"]


def test_a_place_without_a_point_is_put_at_the_town_hall_and_said_apart():
    found = judged(HALL, None)
    assert (found.status.iloc[1], found.points.iloc[1]) == ("imputed", HALL)
    assert (found.far, found.blank) == ([], ["1"])
    assert pd.isna(found.gap_km.iloc[1])


def test_a_place_of_no_commune_keeps_its_point_or_has_none():
    found = judged(Point(3.5, 44.5), None, Point(740_000, 6_380_000), code=None)
    assert found.status.tolist() == ["observed", "missing", "missing"]


@pytest.mark.parametrize(
    ("points", "cause"),
    [
        ([Point(44.5, 3.5), Point(44.51, 3.52)], "swapped"),
        ([Point(0, 0), Point(0, 0)], "zero"),
        ([Point(740_000, 6_380_000), Point(741_000, 6_381_000)], "projected"),
        ([Point(35_012_345, 445_012_345), Point(349_123, 4_451_234)], "comma"),
        ([Point(2.35, 48.85), Point(-74.0, 40.7)], "elsewhere"),
    ],
)
def test_a_file_of_slips_is_refused_with_its_likely_cause(points, cause):
    with pytest.raises(SourceChangedError) as refusal:
        judged(*points * 2)
    assert all(
        Words(one).text(f"errors.points_cause.{cause}") in refusal.value.say(Words(one))
        for one in messages.LANGUAGES
    )
    assert "4 " in refusal.value.say(Words("fr"))


@pytest.fixture
def raw(sample_raw: Path, tmp_path: Path) -> Path:
    return copytree(sample_raw, tmp_path / "raw")


def rewritten(raw: Path, change) -> None:
    """Change latitude and longitude of the rows of the list."""
    path = raw / "liste-fs-20240801.csv"
    rows = pd.read_csv(path, dtype="str", keep_default_na=False)
    change(rows)
    rows.to_csv(path, index=False)


def test_a_list_with_latitude_and_longitude_swapped_is_not_built(raw):
    def swap(rows):
        rows[["latitude", "longitude"]] = rows[["longitude", "latitude"]].to_numpy()

    rewritten(raw, swap)
    with pytest.raises(SourceChangedError) as refusal:
        build_tables(raw)
    assert refusal.value.key == "read_points_elsewhere"
    assert "liste-fs-20240801.csv" in refusal.value.say(Words("fr"))
    assert Words("fr").text("errors.points_cause.swapped") in refusal.value.say(Words("fr"))


def test_people_who_live_elsewhere_than_in_their_commune_are_refused_with_their_rows(
    sample, tmp_path
):
    path = tmp_path / "points.csv"
    path.write_text("commune_code,people,longitude,latitude\n48095,5,3.5,44.5\n48095,5,44.5,3.5\n")
    with pytest.raises(ContractError) as refusal:
        read_points(path, sample.communes)
    assert "(row 2)" in refusal.value.say(Words("en"))
