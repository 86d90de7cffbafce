"""One fingerprint of all inputs: whatever figures rest on changes it, and nothing else does."""

from __future__ import annotations

import shutil

import geopandas as gpd
import pytest

from territory import paths
from territory.country import open_country
from territory.tables import fingerprint
from territory.tables.fingerprint import inputs_of


@pytest.fixture
def tables(tmp_path):
    """A folder of tables of one's own: the sample's, as if built here."""
    return shutil.copytree(paths.sample_folder(), tmp_path / "data" / "tables")


def print_of(tables, engine="estimate"):
    return inputs_of(tables, engine).fingerprint


def points_moved(tables, degrees):
    """Write as many population points as there are town halls, moved to the east."""
    communes = gpd.read_parquet(tables / "communes.parquet")
    moved = communes["town_hall_point"].translate(xoff=degrees)
    points = gpd.GeoDataFrame(
        {"commune_code": communes.index, "people": 10.0, "zone": communes["zone"].to_numpy()},
        geometry=moved.to_numpy(),
        crs="EPSG:4326",
    )
    points.to_parquet(tables / "points.parquet")


def test_the_same_inputs_have_the_same_fingerprint_wherever_they_are(tables, tmp_path):
    other = shutil.copytree(tables, tmp_path / "elsewhere" / "tables")
    assert print_of(tables) == print_of(other)


def test_another_engine_is_another_fingerprint(tables, tmp_path):
    extract = tmp_path / "roads.osm.pbf"
    engine = f"roads:extract={extract}"
    absent = print_of(tables, engine)
    extract.write_bytes(b"roads")
    present = print_of(tables, engine)
    extract.write_bytes(b"other roads")
    assert len({print_of(tables), absent, present, print_of(tables, engine)}) == 4


def test_other_code_is_another_fingerprint(tables, monkeypatch):
    before = print_of(tables)
    monkeypatch.setattr(fingerprint, "code_fingerprint", lambda: "other")
    assert print_of(tables) != before


def test_points_moved_but_as_many_are_other_inputs_and_other_minutes(tables):
    points_moved(tables, 0.0)
    before, minutes = print_of(tables), open_country(tables, "estimate").indicators
    points_moved(tables, 0.03)
    assert print_of(tables) != before
    after = open_country(tables, "estimate").indicators
    assert not after["nearest_counter_minutes"].equals(minutes["nearest_counter_minutes"])


def test_corrections_written_while_all_is_open_are_seen(tables):
    before = open_country(tables, "estimate")
    code = before.tables.counters.index[0]
    (tables.parent / "counters_overrides.csv").write_text(
        f"action,counter_code,reason,author\nclose,{code},closed in May,a planner\n"
    )
    after = open_country(tables, "estimate")
    assert after.fingerprint != before.fingerprint
    assert len(after.tables.counters) == len(before.tables.counters) - 1
    assert len(after.tables.corrections) == 1
