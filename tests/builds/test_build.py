"""The build, end to end, on the sample's published files and on broken copies of them."""

import json
import resource
import shutil
from pathlib import Path

import pytest
from geopandas.testing import assert_geodataframe_equal

from pipelines.build import build_and_write, build_tables
from territory.contract_check import check_table
from territory.errors import (
    SourceChangedError,
    SourceMissingError,
    TerritoryError,
    UnknownNameError,
)
from territory.messages import Words
from territory.tables import Tables, open_data_in_use, open_tables
from territory.tables.corrected import CORRECTION_COLUMNS
from tests.builds.folders import Built, rewrite_member, rewrite_row
from tests.command import territory
from tests.notes import note_of


@pytest.fixture
def raw(sample_raw: Path, tmp_path: Path) -> Path:
    """A copy of the sample's published files, to break."""
    return Path(shutil.copytree(sample_raw, tmp_path / "raw"))


def test_the_committed_sample_is_what_its_published_files_give(sample: Tables, built_sample: Built):
    built = built_sample.build
    assert_geodataframe_equal(built.communes, sample.communes)
    official = sample.counters.drop(columns=list(CORRECTION_COLUMNS))
    assert_geodataframe_equal(built.counters, official)
    committed = open_data_in_use().report
    assert committed["fingerprint"] == built.report["fingerprint"]
    assert committed["sources"] == built.report["sources"]


def test_the_sample_holds_the_facts_of_its_readme(sample: Tables):
    # data/sample/README.md: 152 communes, 76,503 inhabitants, 65,285 people aged 15+, 20 counters
    # of which one itinerant (3255), median income secret for 32, poverty published for 5.
    communes = sample.communes
    assert len(communes) == 152
    assert communes["population_people"].sum() == pytest.approx(76_503, abs=1)
    adults = communes.filter(like="age_").drop(columns=["age_0_14_people", "age_status"])
    assert adults.sum().sum() == pytest.approx(65_285, abs=1)
    assert list(sample.counters.index[sample.counters["is_itinerant"]]) == ["3255"]
    assert communes["median_income_status"].value_counts().to_dict() == {
        "observed": 120,
        "suppressed": 32,
    }
    assert communes["poverty_share"].notna().sum() == 5


def test_town_halls_outside_their_commune_are_reported(sample: Tables):
    assert note_of(open_data_in_use().report["places"], "places.town_halls_outside")["codes"] == [
        "48089",
        "48117",
    ]


def test_the_written_tables_are_those_built_and_keep_the_contract(built_sample: Built):
    built, folder = built_sample.build, built_sample.folder
    reopened = open_tables(folder)
    check_table(reopened.communes, "communes")
    assert_geodataframe_equal(reopened.communes, built.communes)
    assert reopened.communes.crs.to_epsg() == 4326
    assert reopened.communes["town_hall_point"].crs.to_epsg() == 4326
    assert sorted(path.name for path in folder.iterdir()) == [
        "build_report.json",
        "build_report.md",
        "communes.parquet",
        "counters.parquet",
        "itinerant_stops.parquet",
    ]


def test_a_suppressed_income_is_missing_and_said_so_never_zero(sample: Tables):
    suppressed = sample.communes[sample.communes["median_income_status"] == "suppressed"]
    assert len(suppressed) == 32
    assert suppressed["median_income_eur"].isna().all()


def test_a_negative_count_is_refused_with_its_commune(raw: Path):
    rewrite_member(
        raw / "base-cc-diplomes-formation-2022_csv.zip",
        "base-cc-diplomes-formation-2022.CSV",
        lambda text: rewrite_row(text, "48095", lambda row: [*row[:3], "-5", *row[4:]]),
    )
    with pytest.raises(TerritoryError) as caught:
        build_tables(raw)
    assert "48095" in caught.value.say(Words("en"))


def test_an_absent_source_is_named_with_what_to_do(raw: Path):
    (raw / "densite.csv").unlink()
    (raw / "mairies.geojson").unlink()
    with pytest.raises(SourceMissingError) as caught:
        build_tables(raw)
    said = caught.value.say(Words("en"))
    assert "density_grid" in said
    assert "town_halls" in said


def test_a_restricted_build_keeps_the_departements_asked_and_all_counters(sample_raw: Path):
    built = build_tables(sample_raw, ["48"])
    assert built.report["departements"] == ["48"]
    assert built.report["totals"] == []
    with pytest.raises(UnknownNameError) as caught:
        build_tables(sample_raw, ["49"])
    assert "49" in str(caught.value)


def test_a_worse_second_build_says_what_went_backwards(
    raw: Path, tmp_path: Path, built_sample: Built
):
    out = Path(shutil.copytree(built_sample.folder, tmp_path / "tables"))
    path = raw / "commune_debit_filaire.csv"
    lines = path.read_text(encoding="utf-8").splitlines()
    path.write_text("\n".join(lines[:100]), encoding="utf-8")
    warnings = build_and_write(raw, out).report["warnings"]
    assert {"warning.coverage_lost", "warning.sum_jumped"} <= {
        warning["key"] for warning in warnings
    }
    assert "premises_count" in (out / "build_report.md").read_text(encoding="utf-8").split("##")[1]


def test_a_failed_build_leaves_the_previous_tables_as_they_were(
    raw: Path, tmp_path: Path, built_sample: Built
):
    out = Path(shutil.copytree(built_sample.folder, tmp_path / "tables"))
    before = {path.name: path.read_bytes() for path in out.iterdir()}
    (raw / "densite.csv").write_text("<!DOCTYPE html><html></html>", encoding="utf-8")
    with pytest.raises(SourceChangedError):
        build_and_write(raw, out)
    assert {path.name: path.read_bytes() for path in out.iterdir()} == before


def test_a_target_that_cannot_be_a_folder_is_said(
    sample_raw: Path, tmp_path: Path, built_sample: Built, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr("pipelines.build.build_tables", lambda *_: built_sample.build)
    (tmp_path / "tables").write_text("a file stands here", encoding="utf-8")
    with pytest.raises(TerritoryError) as caught:
        build_and_write(sample_raw, tmp_path / "tables")
    assert caught.value.key == "write_failed"
    assert (tmp_path / "tables").read_text(encoding="utf-8") == "a file stands here"


def test_a_full_disk_is_said_and_nothing_half_written_remains(
    sample_raw: Path, tmp_path: Path, built_sample: Built, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr("pipelines.build.build_tables", lambda *_: built_sample.build)
    out = tmp_path / "tables"
    # A limit on the size of files stands for the full disk: the system refuses the write alike.
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (20_000, before[1]))
    try:
        done = territory("build", "--from", sample_raw, "--out", out)
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)
    assert done.returncode == 1
    assert str(out) in done.said
    assert list(out.iterdir()) == []


def test_the_report_is_written_in_both_languages(built_sample: Built):
    from pipelines.report.markdown import markdown_lines

    report = built_sample.build.report
    json.dumps(report)
    french, english = ("\n".join(markdown_lines(report, Words(one))) for one in ("fr", "en"))
    assert "76\u202f503 habitants" in french
    assert "76,503 inhabitants" in english
