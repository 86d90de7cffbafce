"""What is said of an extract that is not what was needed, in both languages."""

from __future__ import annotations

from pathlib import Path

import pytest

from territory.errors import SourceChangedError, TerritoryError
from territory.messages import Words
from territory.travel import RoadsEngine
from tests.travel.hand_map import ROADS, SPOTS, spot
from tests.travel.road_map import KM_A_MINUTE, places, write_map


def said(folder: Path, extract: Path) -> tuple[str, str]:
    with pytest.raises(TerritoryError) as caught:
        RoadsEngine.open(extract, folder / "cache")
    assert not (folder / "cache").exists()
    return tuple(caught.value.say(Words(language)) for language in ("fr", "en"))


def test_a_map_of_buildings_alone_has_no_road(tmp_path: Path):
    square = [("A B E D A", {"building": "yes"}), ("A D", {"highway": "footway"})]
    french, english = said(tmp_path, write_map(tmp_path / "houses.osm.pbf", SPOTS, square))
    assert "houses.osm.pbf" in french
    assert "aucune route ouverte aux voitures" in french
    assert "no road open to cars" in english


def test_a_map_of_boats_alone_has_no_road(tmp_path: Path):
    boats = [("A I", {"route": "ferry", "duration": "00:20"})]
    french, _ = said(tmp_path, write_map(tmp_path / "boats.osm.pbf", SPOTS, boats))
    assert "aucune route" in french


def test_roads_whose_points_are_not_there_are_counted(tmp_path: Path):
    extract = write_map(
        tmp_path / "lines.osm.pbf", SPOTS, [("A B", KM_A_MINUTE), ("B D", KM_A_MINUTE)],
        left_out=SPOTS,
    )  # fmt: skip
    french, english = said(tmp_path, extract)
    assert "contient 2 routes" in french
    assert "holds 2 roads" in english
    assert "none of the points" in english


@pytest.mark.parametrize("share", [0.3, 0.6, 0.95])
def test_an_extract_cut_anywhere_is_said_to_be_cut(tmp_path: Path, share: float):
    extract = write_map(tmp_path / "cut.osm.pbf", SPOTS, ROADS)
    whole = extract.read_bytes()
    extract.write_bytes(whole[: int(len(whole) * share)])
    with pytest.raises(SourceChangedError) as caught:
        RoadsEngine.open(extract, tmp_path / "cache")
    assert "tronqué" in caught.value.say(Words("fr"))
    assert "Download it again" in caught.value.say(Words("en"))


def test_an_extract_that_holds_half_of_the_territory_leaves_the_others_missing(tmp_path: Path):
    engine = RoadsEngine.open(write_map(tmp_path / "h.osm.pbf", SPOTS, ROADS), tmp_path / "cache")
    nearest = engine.minutes_to_nearest(places(A=SPOTS["A"], X=(300, 300)), spot("B"))
    assert nearest.minutes.isna().to_dict() == {"A": False, "X": True}
