"""Finding files already on disk, by their published names."""

from __future__ import annotations

from pathlib import Path

import pytest

from pipelines.sources.catalogue import Source, read_catalogue
from pipelines.sources.locate import SourcesMissingError, locate
from territory.errors import SourceMissingError
from territory.messages import Words


def source_of(source_id: str, pattern: str) -> Source:
    return Source(
        id=source_id,
        title=f"Titre de {source_id}",
        producer="Insee",
        licence="Licence Ouverte 2.0",
        page_url=f"https://www.insee.fr/{source_id}",
        file_pattern=pattern,
        published_on="2025-06-01",
        reference_date="2025-01-01",
        geography_year=2025,
        geography_level="commune",
        zones=("metropole",),
        missing_row_means="unknown",
        example_name=f"{source_id}-{{year}}{{month_day}}.csv",
    )


COG = source_of("cog", r"cog_ensemble_(?P<edition>\d{4})_csv\.zip")
INCOME = source_of("income", r"cc_filosofi_(?P<edition>\d{4})_COM\.csv")


def test_the_newest_edition_of_each_source_is_found_and_nothing_is_copied(tmp_path: Path) -> None:
    names = ["cog_ensemble_2025_csv.zip", "cog_ensemble_2026_csv.zip", "cc_filosofi_2021_COM.csv"]
    for name in [*names, "cog_ensemble_2027_csv.zip.part", "README.md"]:
        (tmp_path / name).write_bytes(b"")
    (tmp_path / "cog_ensemble_2028_csv.zip").mkdir()
    found = locate({"cog": COG, "income": INCOME}, tmp_path)
    assert found["cog"].path == tmp_path / "cog_ensemble_2026_csv.zip"
    assert found["cog"].edition == "2026"
    assert found["income"].edition == "2021"
    assert len(list(tmp_path.iterdir())) == 6


def test_all_absent_sources_are_said_at_once_with_their_name_and_page(tmp_path: Path) -> None:
    with pytest.raises(SourcesMissingError) as caught:
        locate({"cog": COG, "income": INCOME}, tmp_path)
    for language, letters in (("fr", "AAAAMMJJ"), ("en", "YYYYMMDD")):
        first, *lines = caught.value.say(Words(language)).splitlines()
        assert str(tmp_path) in first
        assert [source.page_url in line for source, line in zip((COG, INCOME), lines, strict=True)]
        assert all(
            f"{source.id}-{letters}.csv" in line and source.page_url in line
            for source, line in zip((COG, INCOME), lines, strict=True)
        )
    assert isinstance(caught.value, SourceMissingError)


def test_a_folder_that_does_not_exist_is_said(tmp_path: Path) -> None:
    with pytest.raises(SourceMissingError) as caught:
        locate({"cog": COG}, tmp_path / "nowhere")
    assert caught.value.key == "folder_missing"
    assert "nowhere" in caught.value.say(Words("fr"))


@pytest.mark.national
def test_every_declared_source_is_found_in_the_national_folder(national: Path) -> None:
    catalogue = read_catalogue()
    needed = {name for name, source in catalogue.items() if not source.is_optional}
    found = locate(catalogue, national)
    assert needed | {"arcep_mobile"} == found.keys()
    assert len(found["arcep_mobile"].paths) == 4


def test_all_parts_of_the_newest_edition_are_one_source(tmp_path: Path) -> None:
    mobile = read_catalogue()["arcep_mobile"]
    for name in (
        "2026_T2_couv_Metropole_OF",
        "2026_T2_couv_Reunion_SRR",
        "2025_T4_couv_Metropole_OF",
    ):
        (tmp_path / f"{name}_4G_data.gpkg.7z").touch()
    found = locate({"mobile": mobile}, tmp_path)["mobile"]
    assert found.edition == "2026_T2"
    assert [mobile.part_of(path.name) for path in found.paths] == ["Metropole_OF", "Reunion_SRR"]


def test_an_optional_source_that_is_absent_is_left_out(tmp_path: Path) -> None:
    catalogue = read_catalogue()
    assert locate({"mobile": catalogue["arcep_mobile"]}, tmp_path) == {}
