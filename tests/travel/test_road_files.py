"""The extract a network is made from and the network kept: read once, refused when damaged."""

from __future__ import annotations

import dataclasses
import sys
from pathlib import Path

import numpy as np
import pytest

from territory.errors import SourceChangedError, SourceMissingError, TerritoryError
from territory.travel import RoadsEngine, engine_of
from territory.travel.road_cache import network_key
from territory.travel.road_rules import read_rules
from tests.travel.hand_map import ROADS, SPOTS, TAGS, spot
from tests.travel.road_map import write_map


def test_a_network_read_once_is_not_read_again(tmp_path: Path):
    extract = write_map(tmp_path / "hand.osm.pbf", SPOTS, ROADS, TAGS)
    RoadsEngine.open(extract, tmp_path / "cache")
    (kept,) = (tmp_path / "cache").iterdir()
    # Halve the speeds of what is kept: if that is what is used, minutes double.
    with np.load(kept) as arrays:
        slower = dict(arrays)
    slower["forward_kmh"] = slower["forward_kmh"] / 2
    slower["by_road_data"] = slower["by_road_data"] * 2
    np.savez(kept, **slower)
    engine = RoadsEngine.open(extract, tmp_path / "cache")
    assert engine.minutes_to_nearest(spot("A"), spot("B")).minutes["A"] == pytest.approx(
        20, abs=5e-4
    )


def test_a_changed_extract_is_read_again(tmp_path: Path):
    extract = write_map(tmp_path / "hand.osm.pbf", SPOTS, ROADS, TAGS)
    before = network_key(extract, read_rules())
    RoadsEngine.open(extract, tmp_path / "cache")
    write_map(extract, SPOTS, ROADS)  # the bollard is gone
    assert network_key(extract, read_rules()) != before
    engine = RoadsEngine.open(extract, tmp_path / "cache")
    assert engine.minutes_to_nearest(spot("K"), spot("B")).minutes["K"] == pytest.approx(
        2, abs=5e-4
    )
    assert len(list((tmp_path / "cache").iterdir())) == 2


def test_other_rules_are_another_network(tmp_path: Path):
    extract = write_map(tmp_path / "hand.osm.pbf", SPOTS, ROADS, TAGS)
    faster = dataclasses.replace(read_rules(), version="other speeds")
    assert network_key(extract, faster) != network_key(extract, read_rules())


@pytest.mark.parametrize("damage", [b"", b"not a network", None])
def test_a_damaged_kept_network_is_made_again(tmp_path: Path, damage: bytes | None):
    extract = write_map(tmp_path / "hand.osm.pbf", SPOTS, ROADS, TAGS)
    RoadsEngine.open(extract, tmp_path / "cache")
    (kept,) = (tmp_path / "cache").iterdir()
    whole = kept.read_bytes()
    kept.write_bytes(whole[: len(whole) // 2] if damage is None else damage)
    engine = RoadsEngine.open(extract, tmp_path / "cache")
    assert engine.minutes_to_nearest(spot("A"), spot("B")).minutes["A"] == pytest.approx(
        10, abs=5e-4
    )
    assert len(kept.read_bytes()) == len(whole)


def test_nothing_half_written_is_left_beside_a_kept_network(tmp_path: Path):
    extract = write_map(tmp_path / "hand.osm.pbf", SPOTS, ROADS, TAGS)
    RoadsEngine.open(extract, tmp_path / "cache")
    assert [one.suffix for one in (tmp_path / "cache").iterdir()] == [".npz"]


def test_a_missing_extract_is_said(tmp_path: Path):
    with pytest.raises(SourceMissingError, match=r"absent\.osm\.pbf"):
        RoadsEngine.open(tmp_path / "absent.osm.pbf", tmp_path)


@pytest.mark.parametrize("content", [b"<html>moved</html>", b"", b"\0\0\0\x0d\x0a\x09OSMHeader"])
def test_what_is_not_an_extract_is_refused(tmp_path: Path, content: bytes):
    path = tmp_path / "page.osm.pbf"
    path.write_bytes(content)
    with pytest.raises((SourceChangedError, TerritoryError), match=r"page\.osm\.pbf") as caught:
        RoadsEngine.open(path, tmp_path / "cache")
    assert caught.value.key in ("roads_unreadable", "roads_none")
    assert not (tmp_path / "cache").exists()


def test_a_cut_extract_is_refused(tmp_path: Path):
    path = write_map(tmp_path / "cut.osm.pbf", SPOTS, ROADS)
    path.write_bytes(path.read_bytes()[:-20])
    with pytest.raises(SourceChangedError, match="tronqué"):
        RoadsEngine.open(path, tmp_path)


def test_an_extract_whose_ways_come_first_is_read_all_the_same(tmp_path: Path):
    path = write_map(tmp_path / "unsorted.osm.pbf", SPOTS, ROADS, TAGS, ways_first=True)
    engine = RoadsEngine.open(path, tmp_path)
    assert engine.minutes_to_nearest(spot("A"), spot("B")).minutes["A"] == pytest.approx(
        10, abs=5e-4
    )


def test_without_the_reader_the_error_says_how_to_install_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    path = write_map(tmp_path / "hand.osm.pbf", SPOTS, ROADS)
    monkeypatch.setitem(sys.modules, "osmium", None)
    with pytest.raises(TerritoryError, match=r"territory\[roads\]"):
        engine_of("roads", extract=path, cache_folder=tmp_path / "cache")


def test_a_folder_that_cannot_be_written_is_said(tmp_path: Path):
    path = write_map(tmp_path / "hand.osm.pbf", SPOTS, ROADS)
    (tmp_path / "file").write_text("in the way")
    with pytest.raises(TerritoryError, match="réseau routier") as caught:
        RoadsEngine.open(path, tmp_path / "file")
    assert caught.value.key == "travel_cache_write"
