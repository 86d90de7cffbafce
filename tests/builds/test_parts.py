"""Files that are a part of France: missing elsewhere, neither far nor zero."""

from __future__ import annotations

import json
import shutil
from dataclasses import replace
from pathlib import Path

import pandas as pd
import pytest

from pipelines.build import build_and_write, build_tables
from pipelines.sources import insee_cog
from pipelines.sources.catalogue import SourceFile, find_source
from pipelines.steps.joins import join_measures
from territory.errors import SourceChangedError
from territory.indicators import find_indicator
from territory.indicators.mediation import FARTHEST_MINUTES, nearest_mediation_place_minutes
from territory.messages import Words
from territory.tables import open_tables
from tests.command import territory
from tests.sources.published import raw

MINUTES = find_indicator("nearest_mediation_place_minutes")


@pytest.fixture
def folder(sample_raw: Path, tmp_path: Path) -> Path:
    return Path(shutil.copytree(sample_raw, tmp_path / "raw"))


def places(folder: Path, name: str) -> None:
    shutil.copy(raw("mediation_places", "mediation-numerique-20260629.csv"), folder / name)


def test_minutes_are_missing_outside_the_part_of_france_a_list_holds(built_with_optional):
    tables = open_tables(built_with_optional.folder)
    assert MINUTES.compute(tables).notna().all()
    elsewhere = replace(tables, parts={"mediation_places": ["12"]})
    assert MINUTES.compute(elsewhere).isna().all()
    # Other sources are not touched by what this one holds.
    counters = find_indicator("nearest_counter_minutes")
    assert counters.compute(elsewhere).notna().any()


def test_a_place_three_hours_away_is_a_list_that_does_not_reach(built_with_optional):
    tables = open_tables(built_with_optional.folder)
    far = tables.mediation_places.copy()
    # 6 degrees further north, some 670 km: 887 minutes by the estimate.
    far["geometry"] = far.geometry.translate(yoff=6)
    assert nearest_mediation_place_minutes(replace(tables, mediation_places=far)).isna().all()
    assert FARTHEST_MINUTES == 180


def test_a_part_of_a_register_is_missing_elsewhere_and_zero_inside(sample_raw):
    cog = insee_cog.read(sample_raw / "cog_ensemble_2025_csv.zip")
    communes = pd.DataFrame(
        {
            "departement_code": ["48", "48", "12"],
            "zone": "metropole",
            "population_people": 100.0,
        },
        index=pd.Index(["48095", "48001", "48002"], name="commune_code"),
    )
    sites = pd.DataFrame(
        {"site_4g_count": [3], "site_4g_operators_count": [2]},
        index=pd.Index(["48095"], name="commune_code"),
        dtype="Int64",
    )
    sites.attrs = {"notes": []}
    file = SourceFile(find_source("arcep_mobile_sites"), Path("2026_T2_sites.csv"), "2026_T2")
    joined, _ = join_measures(communes, sites, file, cog, 2025, part=["48"])
    assert joined["mobile_sites_status"].tolist() == ["observed", "observed", "missing"]
    assert joined["site_4g_count"].tolist()[:2] == [3, 0]
    assert pd.isna(joined.loc["48002", "site_4g_count"])


def test_the_part_a_folder_says_is_kept_with_the_tables_and_said_on_the_screen(folder, tmp_path):
    declaration = folder / "folder.toml"
    text = declaration.read_text(encoding="utf-8")
    declaration.write_text(text + '\n[parts]\nmediation_places = ["48"]\n', encoding="utf-8")
    places(folder, "mediation-numerique-20260629.csv")
    shutil.copy(folder / "densite.csv", folder / "20200101-densite.csv")
    tables = tmp_path / "tables"
    done = territory("build", "--from", folder, "--out", tables)
    assert done.returncode == 0
    assert "Only a part of France: mediation_places." in done.said
    assert "Several files for density_grid" in done.said
    kept = json.loads((tables / "build_report.json").read_text(encoding="utf-8"))
    assert kept["parts"] == {"mediation_places": ["48"]}
    assert open_tables(tables).parts == {"mediation_places": ["48"]}
    said = (tables / "build_report.md").read_text(encoding="utf-8")
    assert "mediation_places" in said.partition("## What each file covers")[2][:400]


@pytest.mark.national
def test_a_folder_that_covers_a_part_builds_no_commune_outside_it(national, tmp_path):
    for path in national.iterdir():
        if path.suffix != ".7z":
            (tmp_path / path.name).symlink_to(path)
    (tmp_path / "folder.toml").write_text('covers = ["48", "29"]', encoding="utf-8")
    built = build_tables(tmp_path)
    assert set(built.communes["departement_code"]) == {"48", "29"}


@pytest.mark.national
def test_a_list_of_places_in_lozere_leaves_brest_missing_and_under_another_name_is_refused(
    national, tmp_path
):
    source, linked = tmp_path / "raw", "20221107-x-lieux-de-mediation-numeriques-lozere.csv"
    source.mkdir()
    for path in national.iterdir():
        if path.suffix != ".7z":
            (source / path.name).symlink_to(path)
    places(source, linked)
    build_and_write(source, tmp_path / "tables")
    minutes = MINUTES.compute(open_tables(tmp_path / "tables"))
    assert pd.isna(minutes["29019"])
    assert minutes["48095"] < 30
    departement = minutes.index.str[:2]
    assert set(departement[minutes.notna()]) == {"48"}
    (source / linked).rename(source / "mediation-numerique-20260629.csv")
    with pytest.raises(SourceChangedError) as caught:
        build_tables(source)
    assert caught.value.key == "part_for_whole"
    assert "mediation_places = [" in caught.value.say(Words("fr"))
    assert find_source("mediation_places").page_url in caught.value.say(Words("fr"))
