"""Insee's minutes to a service asked for by its name, and what a build says without France Services."""

from __future__ import annotations

import csv
import io
from pathlib import Path

import pytest

from territory.tables import open_communes
from tests.command import territory
from tests.conftest import SAMPLE_RAW
from tests.sources.access_files import write_access

NAME = "donnees-2024-reg76.parquet"


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The sample's files and Insee's, without France Services: town halls and post offices alone."""
    folder = tmp_path_factory.mktemp("access") / "raw"
    folder.mkdir()
    for path in SAMPLE_RAW.iterdir():
        (folder / path.name).symlink_to(path)
    people = open_communes()["population_people"]
    minutes = {"A129": 1.5, "A206": 9.0, "A208": 4.0}
    rows = [
        (f"N{code}", code, kind, minutes[kind], people[code])
        for code in people.index
        for kind in minutes
    ]
    write_access(folder / NAME, rows)
    return folder


@pytest.mark.parametrize(("service", "minutes"), [("town_halls", "1.5"), ("post_offices", "4.0")])
def test_a_service_is_written_by_commune(folder: Path, service: str, minutes: str):
    done = territory("access", service, "--from", folder)
    assert done.returncode == 0
    rows = {row["commune_code"]: row for row in csv.DictReader(io.StringIO(done.stdout.decode()))}
    assert rows["48095"]["service_name"] == service
    assert rows["48095"]["road_minutes"] == minutes
    assert rows["48095"]["minutes_status"] == "modelled"
    assert len(rows) == 152
    assert "152 of 152" in done.said


def test_it_is_written_to_a_file(folder: Path, tmp_path: Path):
    done = territory("access", "town_halls", "--from", folder, "--out", tmp_path / "halls.csv")
    assert done.stdout == b""
    assert (tmp_path / "halls.csv").read_text(encoding="utf-8").startswith("commune_code,")


def test_a_service_no_file_has_is_refused_and_the_types_there_are_named(folder: Path):
    done = territory("access", "job_centres", "--from", folder)
    assert done.returncode == 1
    assert done.stdout == b""
    assert "A129 (town halls), A206 (post offices" in done.said
    assert "none is taken in its place" in done.said


def test_a_name_that_is_no_service_suggests_one(folder: Path):
    done = territory("access", "townhalls", "--from", folder)
    assert done.returncode == 1
    assert "town_halls" in done.said


def test_without_a_name_the_services_are_listed():
    done = territory("access")
    assert "- post_offices: post offices, relays and agencies (A206, A207, A208)" in (
        done.stdout.decode()
    )


def test_without_insees_files_their_page_is_named():
    done = territory("access", "town_halls", "--from", SAMPLE_RAW)
    assert done.returncode == 1
    assert "donnees-YYYY-reg52.parquet" in done.said


def test_a_build_without_france_services_says_what_is_there_and_takes_none_of_it(
    folder: Path, tmp_path: Path
):
    done = territory("build", "--from", folder, "--out", tmp_path / "tables")
    assert done.returncode == 0
    assert 'has no row of "France Services" (A128): its communes stay unknown' in done.said
    assert "town halls, post offices, relays and agencies" in done.said
    communes = open_communes(tmp_path / "tables")
    assert communes["official_counter_minutes"].isna().all()
