"""A build of the sample with Insee's minutes of its region beside its files."""

from __future__ import annotations

import shutil
from pathlib import Path

import geopandas as gpd
import pandas as pd
import pytest

from pipelines.report.notes import notes_lines
from pipelines.steps.official_gap import official_gap
from territory.contract import OFFICIAL_MINUTES
from territory.messages import Words
from territory.tables import Tables, open_data_in_use, open_tables
from tests.builds.folders import Built, build_into
from tests.sources.access_files import write_access

NAME = "donnees-2024-reg76.parquet"


@pytest.fixture(scope="module")
def folder_with_minutes(sample_raw: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("official") / "raw"
    shutil.copytree(sample_raw, folder)
    people = open_tables().communes["population_people"]
    # Twelve minutes everywhere; Mende is at 2, Langogne at 25.
    minutes = pd.Series(12.0, index=people.index)
    minutes[["48095", "48080"]] = 2.0, 25.0
    write_access(
        folder / NAME,
        [(f"N{code}", code, "A128", minutes[code], people[code]) for code in people.index],
    )
    return folder


@pytest.fixture(scope="module")
def official(folder_with_minutes: Path, tmp_path_factory: pytest.TempPathFactory) -> Built:
    return build_into(folder_with_minutes, tmp_path_factory.mktemp("tables"))


def test_the_table_holds_the_official_minutes_and_their_source(official: Built):
    communes = open_tables(official.folder).communes
    assert communes.loc["48095", "official_counter_minutes"] == 2
    assert set(communes["official_minutes_status"]) == {"modelled"}
    (source,) = [
        one for one in open_data_in_use(official.folder).sources if one.id == "insee_access"
    ]
    assert source.file_name == NAME
    assert source.reference_date == "2024-01-01"


def test_the_report_tells_the_gap_with_the_estimate(official: Built):
    said = official.said()
    assert "## Minutes officielles par la route (Insee)" in said
    assert "Communes avec des minutes officielles : 152 sur 152" in said
    assert "Minutes officielles moins estimation, sur 152 communes" in said


def test_without_the_file_the_columns_are_missing_and_the_source_is_absent(sample: Tables):
    assert sample.communes[list(OFFICIAL_MINUTES)].isna().all(axis=None)
    assert set(sample.communes["official_minutes_status"]) == {"missing"}
    assert "insee_access" in open_data_in_use().report["absent_sources"]


def test_the_gap_is_the_official_minutes_less_the_estimate(sample: Tables):
    codes = ["48095", "48080", "48092"]
    communes: gpd.GeoDataFrame = sample.communes.loc[codes].copy()
    (hall,) = communes.loc[["48095"], "town_hall_point"]
    counter = sample.counters[~sample.counters["is_itinerant"].astype(bool)].iloc[[0]].copy()
    # The one counter is in the town hall of Mende: 2.02 minutes there, more elsewhere.
    counter = counter.set_geometry(gpd.GeoSeries([hall], index=counter.index, crs=communes.crs))
    communes["official_counter_minutes"] = [25.02, float("nan"), 19.0]
    notes = official_gap(communes, counter)
    gap, farther, nearer = notes
    assert gap.values["number"] == 2
    assert gap.values["p95_minutes"] == pytest.approx(
        (25.02 - 2.02) * 0.95 + (19.0 - estimate(communes.loc["48092"], hall)) * 0.05, abs=0.2
    )
    assert farther.codes == ("48095",)
    assert nearer.codes == ("48092",)
    assert "20 minutes" in "\n".join(notes_lines(notes.plain(), Words("en")))


def estimate(commune: pd.Series, counter: object) -> float:
    ends = gpd.GeoSeries([commune["town_hall_point"], counter], crs=4326).to_crs(2154)
    return 2.02 + 1.32 * ends.iloc[0].distance(ends.iloc[1]) / 1000


def test_nothing_is_compared_where_no_commune_has_both(sample: Tables):
    assert official_gap(sample.communes, sample.counters) == []
