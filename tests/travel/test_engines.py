"""One interface: engines by name, the estimate behind it, and engines compared."""

from __future__ import annotations

from pathlib import Path

import geopandas as gpd
import numpy as np
import pandas as pd
import pytest
from shapely import Point

from territory import messages
from territory.errors import TerritoryError, UnknownNameError
from territory.messages import Words
from territory.travel import (
    DIFFERENCE_COLUMNS,
    ENGINE_OPTIONS,
    EstimateEngine,
    Places,
    RoadsEngine,
    compare_engines,
    difference_lines,
    engine_of,
    read_engine,
)
from tests.travel.hand_map import ROADS, SPOTS, TAGS
from tests.travel.road_map import GEOD, places, write_map

ESTIMATE = EstimateEngine()


@pytest.fixture
def roads(tmp_path: Path) -> RoadsEngine:
    extract = write_map(tmp_path / "hand.osm.pbf", SPOTS, ROADS, TAGS)
    engine = engine_of("roads", extract=extract, cache_folder=tmp_path / "cache")
    assert isinstance(engine, RoadsEngine)
    return engine


def test_an_unknown_engine_suggests_the_nearest_names():
    with pytest.raises(UnknownNameError, match="roads") as caught:
        engine_of("road")
    assert "moteur de trajet" in str(caught.value)
    assert "travel engine" in caught.value.say(Words("en"))


def test_an_unknown_option_suggests_the_nearest_names():
    with pytest.raises(UnknownNameError, match="extract"):
        engine_of("roads", extrakt="x.osm.pbf")


@pytest.mark.parametrize(("name", "option"), [("roads", "extract"), ("osrm", "url")])
def test_an_engine_says_what_it_cannot_do_without(name: str, option: str):
    with pytest.raises(TerritoryError, match=option) as caught:
        engine_of(name)
    assert option in caught.value.say(Words("en"))


def test_ign_s_service_is_no_engine():
    """One trip a request, five a second: decision 29."""
    with pytest.raises(UnknownNameError, match="ign"):
        engine_of("ign")


@pytest.mark.parametrize("name", ENGINE_OPTIONS)
@pytest.mark.parametrize("language", messages.LANGUAGES)
def test_every_engine_has_a_name_people_can_read(name: str, language: str):
    assert Words(language).text(f"travel.engine.{name}")


def test_networks_are_kept_in_the_data_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setenv("TERRITORY_DATA", str(tmp_path / "data"))
    extract = write_map(tmp_path / "hand.osm.pbf", SPOTS, ROADS, TAGS)
    engine_of("roads", extract=extract)
    assert [one.suffix for one in (tmp_path / "data" / "roads").iterdir()] == [".npz"]


def test_the_estimate_s_catchment_is_by_hand():
    # 2.02 + 1.32 x km, in 10 minutes: 6.045 km. A-P 3 km: 5.98 min; A-Q 10.8 km: out; B-Q 4: 7.30.
    reach = ESTIMATE.minutes_within(
        places(A=(0, 0), B=(10, 0)), places(P=(0, 3), Q=(10, 4), Here=(0, 0)), 10
    )
    # Lambert-93 stretches lengths by less than 2 in 1,000 there.
    expected = [[5.98, 0, 2.02], [0, 7.30, 0]]
    assert reach.minutes.toarray() == pytest.approx(np.array(expected), rel=2e-3)
    assert (reach.engine, reach.is_estimate) == ("estimate", True)


@pytest.mark.parametrize(("limit", "count"), [(2.02, 1), (2.01, 0), (0, 0), (-100, 0)])
def test_the_estimate_reaches_nothing_in_less_than_its_start(limit: float, count: int):
    here = places(A=(0, 0))
    assert ESTIMATE.minutes_within(here, here, limit).minutes.nnz == count


def test_the_estimate_says_its_fit_and_where_its_error_was_measured():
    assert "0,93" in ESTIMATE.cite(Words("fr"))
    assert "0.93" in ESTIMATE.cite(Words("en"))
    assert "error is measured in Isère" in ESTIMATE.cite(Words("en"))


@pytest.mark.parametrize(
    ("zone", "lon", "lat"),
    [("metropole", 3.5, 44.5), ("reunion", 55.5, -21.1), ("guyane", -52.3, 4.9)],
)
def test_the_estimate_measures_in_the_zone_s_own_projection(zone: str, lon: float, lat: float):
    def place(spot: Point) -> Places:
        said = pd.Series([zone], dtype="str")
        return Places(gpd.GeoSeries([spot], crs="EPSG:4326"), said, said)

    # Independent tool: pyproj's geodesic. A projection's scale differs by less than 0.2 %.
    km = GEOD.inv(lon, lat, lon + 0.1, lat + 0.1)[2] / 1000
    here, there = place(Point(lon, lat)), place(Point(lon + 0.1, lat + 0.1))
    reach = ESTIMATE.minutes_within(here, there, 60)
    assert reach.minutes.toarray() == pytest.approx(np.array([[2.02 + 1.32 * km]]), rel=2e-3)


def test_places_must_share_one_index():
    one, other = places(A=(0, 0)), places(B=(0, 0))
    with pytest.raises(ValueError, match="index"):
        Places(one.points, other.land, one.zone)


def test_differences_between_engines_are_by_hand(roads: RoadsEngine):
    # Roads to the nearer of B and F: A 10 (B), half 5 (B), C 12.5 (B), G 5 (F), I missing.
    # Estimate, 2.02 + 1.32 x km: A 15.22 (B), half 8.62 (B), C 5.32 (B), G 8.62 (F), I: 31.5 (B).
    origins = places(**{name: SPOTS[name] for name in ("A", "half", "C", "G", "I")})
    counters = places(B=SPOTS["B"], F=SPOTS["F"])
    differences = compare_engines([roads, ESTIMATE], origins, counters)
    assert list(differences.columns) == list(DIFFERENCE_COLUMNS)
    row = differences.loc["estimate"]
    assert row["reference"] == "roads"
    assert row["both_count"] == 4
    assert (row["only_reference_count"], row["only_engine_count"], row["neither_count"]) == (
        0,
        1,
        0,
    )
    assert row["same_place_share"] == 1
    # Differences: +5.22, +3.62, -7.18, +3.62.
    assert row["difference_median_minutes"] == pytest.approx(3.62, abs=0.02)
    assert row["difference_absolute_mean_minutes"] == pytest.approx(4.91, abs=0.02)
    assert row["difference_largest_minutes"] == pytest.approx(-7.18, abs=0.02)
    assert row["largest_at"] == "C"


def test_differences_are_told_in_both_languages(roads: RoadsEngine):
    origins = places(**{name: SPOTS[name] for name in ("A", "C", "I")})
    differences = compare_engines([roads, ESTIMATE], origins, places(B=SPOTS["B"]))
    french, english = (difference_lines(differences, Words(language)) for language in ("fr", "en"))
    assert len(french) == len(english) == 3
    assert "-7,2" in french[1].replace("−", "-")
    assert "-7.2" in english[1].replace("−", "-")
    assert "2 of 2" in english[0]


def test_engines_without_a_place_in_common_have_no_difference(roads: RoadsEngine):
    differences = compare_engines([roads, ESTIMATE], places(M=SPOTS["M"]), places(B=SPOTS["B"]))
    row = differences.loc["estimate"]
    assert (row["both_count"], row["only_engine_count"]) == (0, 1)
    assert pd.isna(row["difference_median_minutes"])
    assert len(difference_lines(differences, Words("fr"))) == 1


def test_two_engines_of_one_name_are_told_apart():
    differences = compare_engines([ESTIMATE, ESTIMATE], places(A=(0, 0)), places(B=(5, 0)))
    assert differences.index.tolist() == ["estimate 2"]
    assert differences["difference_largest_minutes"].tolist() == [0]


def test_one_engine_alone_is_no_comparison():
    with pytest.raises(ValueError, match="two"):
        compare_engines([ESTIMATE], places(A=(0, 0)), places(B=(5, 0)))


def test_a_line_of_words_names_an_engine_and_its_options():
    assert read_engine("estimate").name == "estimate"
    engine = read_engine(" osrm:url=http://127.0.0.1:5000, profile=driving ")
    assert engine.name == "osrm"
    assert engine.url == "http://127.0.0.1:5000"


@pytest.mark.parametrize(
    ("words", "said"),
    [
        ("teleport", "teleport"),
        ("roads", "extract"),
        ("roads:extract", "extract"),
        ("osrm:url=http://127.0.0.1,patience=3", "patience"),
        ("osrm:adress=http://127.0.0.1", "adress"),
    ],
)
def test_a_line_of_words_that_names_no_engine_is_refused_with_the_culprit(words, said):
    with pytest.raises(TerritoryError) as refusal:
        read_engine(words)
    assert said in refusal.value.say(Words("en"))
    assert said in refusal.value.say(Words("fr"))
