"""The road engine on a real map, against OSRM's own minutes between the same places."""

from __future__ import annotations

from pathlib import Path

import geopandas as gpd
import numpy as np
import pandas as pd
import pytest

from territory.travel import Places, RoadsEngine

pytestmark = pytest.mark.national


@pytest.fixture(scope="module")
def roads_folder(national: Path) -> Path:
    """The folder of real roads, beside the national files; skipped where there is none."""
    folder = national.parent / "roads"
    if not folder.is_dir():
        pytest.skip(f"no real roads in {folder}")
    return folder


@pytest.fixture(scope="module")
def minutes(roads_folder: Path, tmp_path_factory: pytest.TempPathFactory) -> pd.DataFrame:
    """Minutes of each trip of Andorra, ours and OSRM's."""
    spots = pd.read_csv(
        roads_folder / "andorra_places.csv", index_col="place", dtype={"place": str}
    )
    land = pd.Series("andorra", index=spots.index, dtype="str")
    there = Places(
        gpd.GeoSeries.from_xy(spots["lon"], spots["lat"], index=spots.index, crs="EPSG:4326"),
        land,
        land,
    )
    cache = tmp_path_factory.mktemp("andorra")
    engine = RoadsEngine.open(roads_folder / "andorra.osm.pbf", cache)
    ours = engine.minutes_within(there, there, 600).minutes.toarray()
    osrm = pd.read_csv(roads_folder / "andorra_osrm_minutes.csv", index_col="origin").to_numpy()
    trips = ~np.eye(len(spots), dtype=bool)
    return pd.DataFrame({"ours": ours[trips], "osrm": osrm[trips]})


def test_every_trip_of_andorra_is_found(minutes: pd.DataFrame):
    assert len(minutes) == 59 * 58
    assert (minutes["ours"] > 0).all()


def test_nine_trips_in_ten_are_within_two_hundredths_of_osrm_s(minutes: pd.DataFrame):
    trips = minutes[minutes["osrm"] > 0]
    ratio = trips["ours"] / trips["osrm"]
    p5, p95 = np.quantile(ratio, [0.05, 0.95])
    assert 0.98 < p5 < p95 < 1.02
    assert ((ratio - 1).abs() < 0.3).all()


def test_the_minutes_of_osrm_are_found_again(minutes: pd.DataFrame):
    rest = ((minutes["ours"] - minutes["osrm"]) ** 2).sum()
    total = ((minutes["osrm"] - minutes["osrm"].mean()) ** 2).sum()
    assert 1 - rest / total >= 0.998


def test_a_road_under_construction_shortens_no_trip(minutes: pd.DataFrame):
    # Driven on, it made 453 trips at least 30 % shorter.
    assert (minutes["ours"] >= 0.7 * minutes["osrm"]).all()
