"""The date of a published name: read wherever it stands, never lent where there is none."""

from __future__ import annotations

from pathlib import Path

import pandas as pd
import pytest

from pipelines.sources.catalogue import find_files, read_catalogue
from pipelines.sources.choice import passed_over
from pipelines.sources.editions import date_in, day_of_rows
from pipelines.sources.locate import locate

SOURCES = read_catalogue()


@pytest.mark.parametrize(
    ("source_id", "name", "day"),
    [
        (
            "mediation_places",
            "20221107-213502387-lieux-de-mediation-numeriques-rhone.csv",
            "2022-11-07",
        ),
        ("mediation_places", "20260629_mediation-numerique.csv", "2026-06-29"),
        ("mediation_places", "mediation-numerique-2026-06-29.csv", "2026-06-29"),
        ("mediation_places", "2026-06-29-mediation-numerique.CSV", "2026-06-29"),
        ("mediation_places", "mediation-numerique.csv", None),
        ("france_services", "liste-fs-20240801.csv", "2024-08-01"),
        ("france_services", "20240801-liste-fs.csv", "2024-08-01"),
        ("france_services", "liste-fs-01-08-2024.csv", "2024-08-01"),
        ("france_services", "liste-fs-20221399.csv", None),
        ("france_services", "liste-fs-20230229.csv", None),
        ("density_grid", "20250715-113610-densite.csv", "2025-07-15"),
        ("density_grid", "densite.csv", None),
        ("arcep_fixed", "2026_T2_commune_debit_filaire.csv", "2026-06-30"),
        ("arcep_fixed", "2026_T7_commune_debit_filaire.csv", None),
        ("arcep_fixed", "commune_debit_filaire.csv", None),
        ("town_halls", "2025-mairies.geojson.gz", "2025-01-01"),
        ("town_halls", "mairies.geojson.gz", None),
        ("insee_income", "cc_filosofi_2019_COM.CSV", "2019-12-31"),
        ("epci_members", "20250301-epci_au_01-01-2025.zip", "2025-01-01"),
    ],
)
def test_a_name_says_the_day_its_file_describes_or_none(source_id, name, day):
    edition = SOURCES[source_id].edition_of(name)
    assert edition is not None
    assert SOURCES[source_id].reference_date_of(edition) == day


@pytest.mark.parametrize(
    "name",
    ["COG_ENSEMBLE_2025_CSV.ZIP", "Commune_Debit_Filaire.CSV", "MAIRIES.GEOJSON.GZ", "Densite.Csv"],
)
def test_capitals_change_nothing_to_what_a_name_is(name):
    known = [one.id for one in SOURCES.values() if one.edition_of(name) is not None]
    assert known == [one.id for one in SOURCES.values() if one.edition_of(name.lower()) is not None]
    assert len(known) == 1


def test_four_digits_that_are_no_year_are_no_edition():
    assert SOURCES["insee_cog"].edition_of("cog_ensemble_9999_csv.zip") is None


def test_a_date_is_not_found_inside_a_longer_number():
    assert date_in("liste-213502387.csv") is None
    assert date_in("siret-20240801123.csv") is None


@pytest.mark.parametrize(
    ("rows", "day"),
    [
        (["30/06/2026", "30/06/2026"], "2026-06-30"),
        (["2026-06-30"], "2026-06-30"),
        (["31/06/2026"], ""),
        (["30/06/2026", "31/03/2026"], ""),
        (["T2 2026"], ""),
    ],
)
def test_a_file_is_of_the_day_all_its_rows_give(rows, day):
    assert day_of_rows(pd.Series(rows)) == day


def test_the_newest_is_told_by_the_day_however_it_is_written(tmp_path: Path):
    # As text "2026-…" comes before "20250101": the days are compared, not their writing.
    older, newer = "mediation-numerique-20250101.csv", "2026-06-29-mediation-numerique.csv"
    for name in (older, newer):
        (tmp_path / name).touch()
    found = find_files(SOURCES["mediation_places"], tmp_path)
    assert [one.path.name for one in found] == [newer, older]


def used(folder: Path, source_id: str, *names: str):
    for name in names:
        (folder / name).touch()
    return locate({source_id: SOURCES[source_id]}, folder)[source_id]


def test_an_older_file_that_is_passed_over_is_told(tmp_path: Path):
    file = used(tmp_path, "france_services", "liste-fs-20240801.csv", "liste-fs-20230707.csv")
    told = passed_over(file)
    assert told == {
        "source_id": "france_services",
        "file_name": "liste-fs-20240801.csv",
        "day": "2024-08-01",
        "left": {"liste-fs-20230707.csv": "2023-07-07"},
        "is_tie": False,
    }


@pytest.mark.parametrize(
    "names",
    [
        ("mairies.geojson", "mairies.geojson.gz"),
        ("2025-mairies.geojson", "2025-mairies.geojson.gz"),
        ("mairies.geojson", "2025-mairies.geojson"),
    ],
)
def test_two_files_that_no_date_sets_apart_are_told_to_be_so(tmp_path: Path, names):
    told = passed_over(used(tmp_path, "town_halls", *names))
    assert told["is_tie"]


def test_the_day_inside_a_running_file_settles_which_is_newer(tmp_path: Path):
    names = ("commune_debit_filaire.csv", "commune-debit-beta_2019-09-30.csv")
    file = used(tmp_path, "arcep_fixed", *names)
    assert file.path.name == names[0]
    assert passed_over(file)["is_tie"]
    assert not passed_over(file, "2026-06-30")["is_tie"]
    assert passed_over(file, "2018-12-31")["is_tie"]


def test_a_single_file_passes_nothing_over(tmp_path: Path):
    assert used(tmp_path, "town_halls", "mairies.geojson").passed_over == ()
