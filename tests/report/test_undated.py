"""A file whose day nobody knows is cited as undated, everywhere a day is shown."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from typer.testing import CliRunner

from pipelines.build import build_tables
from pipelines.report.markdown import markdown_lines
from territory.cli import app
from territory.messages import Words
from territory.method.html import sources_html
from territory.tables import open_data_in_use


@pytest.fixture
def folder(sample_raw: Path, tmp_path: Path) -> Path:
    return Path(shutil.copytree(sample_raw, tmp_path / "raw"))


def day_of(report: dict, source_id: str) -> str | None:
    (source,) = [one for one in report["sources"] if one["id"] == source_id]
    day: str | None = source["reference_date"]
    return day


def test_a_running_name_without_a_day_inside_is_undated_everywhere(built_sample):
    out, report = built_sample.folder, built_sample.build.report
    assert day_of(report, "density_grid") is None
    # Inside the file, in the folder's declaration, in the name.
    assert day_of(report, "arcep_fixed") == "2026-02-28"
    assert day_of(report, "town_halls") == "2023-01-01"
    assert day_of(report, "epci_members") == "2025-01-01"
    in_use = open_data_in_use(out)
    (grid,) = [one for one in in_use.sources if one.id == "density_grid"]
    assert ", sans date (" in grid.citation
    for language, word in (("fr", "sans date"), ("en", "undated")):
        assert f", {word} (" in grid.cite(Words(language))
        assert word in sources_html(in_use, Words(language))
        assert any(f"niveaux, {word} (" in line for line in markdown_lines(report, Words(language)))
    assert in_use.newest_date == "2026-02-28"


def test_the_doctor_says_which_files_are_undated(monkeypatch):
    monkeypatch.setenv("TERRITORY_LANG", "fr")
    said = CliRunner().invoke(app, ["doctor"]).output
    (line,) = [one for one in said.splitlines() if "densité" in one and "sans date" in one]
    assert "2024" not in line


def test_the_day_the_folder_says_wins_over_the_one_inside_the_file(folder):
    declaration = folder / "folder.toml"
    text = declaration.read_text(encoding="utf-8")
    declaration.write_text(
        text.replace("[reference_dates]\n", '[reference_dates]\narcep_fixed = "2020-12-31"\n'),
        encoding="utf-8",
    )
    assert day_of(build_tables(folder).report, "arcep_fixed") == "2020-12-31"


def test_a_day_in_a_name_is_cited_unless_the_file_itself_says_another(folder):
    (folder / "commune_debit_filaire.csv").rename(folder / "2020_T4_commune_debit_filaire.csv")
    (folder / "densite.csv").rename(folder / "20250715-113610-densite.csv")
    report = build_tables(folder).report
    assert day_of(report, "arcep_fixed") == "2026-02-28"
    assert day_of(report, "density_grid") == "2025-07-15"
