"""The official geographic code as its editions are: names, headers, blanks."""

from __future__ import annotations

import pandas as pd
import pytest

from pipelines.sources import insee_cog
from territory.errors import SourceChangedError

from .published import members_of, write_zip

TABLES = ("v_commune", "v_departement", "v_region", "v_mvt_commune")


@pytest.fixture
def members():
    return members_of("insee_cog", *(f"{name}_2025.csv" for name in TABLES))


def renamed(members: dict[str, bytes], names: tuple[str, ...]) -> dict[str, bytes]:
    return dict(zip(names, members.values(), strict=True))


@pytest.mark.parametrize(
    ("year", "names"),
    [
        (
            2019,
            (
                "communes-01012019.csv",
                "departement2019.csv",
                "region2019.csv",
                "mvtcommune-01012019.csv",
            ),
        ),
        (
            2020,
            ("communes2020.csv", "departement2020.csv", "region2020.csv", "mvtcommune2020.csv"),
        ),
        (2021, ("commune2021.csv", "departement2021.csv", "region2021.csv", "mvtcommune2021.csv")),
        (
            2022,
            ("commune_2022.csv", "departement_2022.csv", "region_2022.csv", "mvtcommune_2022.csv"),
        ),
        (
            2023,
            (
                "v_commune_2023.csv",
                "v_departement_2023.csv",
                "v_region_2023.csv",
                "v_mvtcommune_2023.csv",
            ),
        ),
        (2026, tuple(f"{name}_2026.CSV" for name in TABLES)),
    ],
)
def test_an_edition_is_read_under_the_names_it_gives_its_tables(members, tmp_path, year, names):
    path = write_zip(tmp_path / f"cog_ensemble_{year}_csv.zip", renamed(members, names))
    assert len(insee_cog.read(path).communes) == 4


def test_headers_in_small_letters_as_until_2020_are_read(members, tmp_path):
    small = {
        name.replace("2025", "2020"): content.split(b"\n", 1)[0].lower()
        + b"\n"
        + content.split(b"\n", 1)[1]
        for name, content in members.items()
    }
    cog = insee_cog.read(write_zip(tmp_path / "cog_ensemble_2020_csv.zip", small))
    assert cog.communes.loc["2A004", "commune_name"] == "Ajaccio"
    assert len(cog.moves) == 3


def test_an_edition_of_2018_or_before_is_refused_in_words(tmp_path):
    path = write_zip(
        tmp_path / "cog_ensemble_2018_csv.zip",
        {"France2018.txt": b"CDC\tCHEFLIEU\n", "historiq2018.txt": b"REG\tDEP\n"},
    )
    with pytest.raises(SourceChangedError, match="2019"):
        insee_cog.read(path)


def test_tables_of_another_year_than_the_archive_s_are_refused(members, tmp_path):
    with pytest.raises(SourceChangedError, match="2026"):
        insee_cog.read(write_zip(tmp_path / "cog_ensemble_2026_csv.zip", members))


HEAD = (
    "MOD,DATE_EFF,TYPECOM_AV,COM_AV,TNCC_AV,NCC_AV,NCCENR_AV,LIBELLE_AV,"
    "TYPECOM_AP,COM_AP,TNCC_AP,NCC_AP,NCCENR_AP,LIBELLE_AP\n"
)
LEFT = "30,2007-02-23,COM,97123,0,SAINT BARTHELEMY,Saint-Barthélemy,Saint-Barthélemy,,,,,,\n"
CREATED = "20,2011-03-31,,,,,,,COM,97601,0,ACOUA,Acoua,Acoua\n"


def moves_of(members, tmp_path, *lines: str) -> pd.DataFrame:
    members["v_mvt_commune_2025.csv"] = (HEAD + "".join(lines)).encode()
    return insee_cog.read(write_zip(tmp_path / "cog_ensemble_2025_csv.zip", members)).moves


def test_a_commune_that_left_has_nothing_after_and_one_created_nothing_before(members, tmp_path):
    moves = moves_of(members, tmp_path, LEFT, CREATED)
    left, created = moves.to_dict("records")
    assert left["before_code"] == "97123"
    assert pd.isna(left["after_code"])
    assert pd.isna(left["after_type"])
    assert pd.isna(created["before_code"])
    assert created["after_code"] == "97601"


@pytest.mark.parametrize(
    ("line", "column"),
    [
        (LEFT.replace("30,", "32,", 1), "COM_AP"),  # a merger into nothing
        (CREATED.replace("20,", "21,", 1), "COM_AV"),  # a coming back from nothing
        (LEFT.replace("COM,97123", ",97123"), "TYPECOM_AV"),  # a code of no kind
        (LEFT.replace(",,,,,,\n", ",COM,,,,,\n"), "TYPECOM_AP"),  # a kind without its code
        (LEFT.replace("COM,97123", "COMX,97123"), "COMX"),
        (LEFT.replace("COM,97123", ","), "COM_AV"),  # nothing on either side
        (LEFT.replace("30,", ",", 1), "MOD"),
    ],
)
def test_every_other_blank_of_a_move_is_refused(members, tmp_path, line, column):
    with pytest.raises(SourceChangedError, match=column):
        moves_of(members, tmp_path, line)


@pytest.mark.national
def test_the_real_cog_of_2026_is_read_whole(national):
    path = national.parent / "layouts" / "cog_ensemble_2026_csv.zip"
    if not path.is_file():
        pytest.skip(f"no {path}")
    cog = insee_cog.read(path)
    assert len(cog.communes) == 34_875
    assert cog.parents["kind"].value_counts().to_dict() == {"COMD": 2_105, "COMA": 471, "ARM": 45}
    assert len(cog.moves) == 13_734
    assert sorted(cog.moves.loc[cog.moves["after_code"].isna(), "before_code"]) == [
        "97123",
        "97127",
    ]
