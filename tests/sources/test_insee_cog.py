"""The official geographic code: its four tables."""

from __future__ import annotations

import pandas as pd
import pytest

from pipelines.sources import insee_cog
from territory.errors import SourceChangedError

from .published import members_of, write_zip

MEMBERS = ("v_commune_2025.csv", "v_departement_2025.csv", "v_region_2025.csv")
MOVES = "v_mvt_commune_2025.csv"


@pytest.fixture
def members():
    return members_of("insee_cog", *MEMBERS, MOVES)


@pytest.fixture
def archive(tmp_path):
    def write(members):
        return write_zip(tmp_path / "cog_ensemble_2025_csv.zip", members)

    return write


@pytest.fixture
def cog(members, archive):
    return insee_cog.read(archive(members))


def test_only_communes_are_communes(cog):
    assert list(cog.communes.index) == ["01015", "2A004", "75056", "01262"]
    assert cog.communes.loc["2A004"].to_dict() == {
        "commune_name": "Ajaccio",
        "departement_code": "2A",
        "region_code": "94",
    }


def test_what_is_not_a_commune_points_to_one(cog):
    assert cog.parents.to_numpy().tolist() == [
        # A delegated commune that keeps the code of its parent.
        ["01015", "COMD", "01015", "Arbignieu"],
        ["01340", "COMD", "01015", "Saint-Bois"],
        ["75101", "ARM", "75056", "Paris 1er Arrondissement"],
        ["01120", "COMA", "01262", "Cordieux"],
    ]


def test_departements_and_regions_are_named(cog):
    assert cog.departements.loc["2A"].tolist() == ["Corse-du-Sud", "94", "2A004"]
    assert cog.regions.loc["84", "region_name"] == "Auvergne-Rhône-Alpes"


def test_moves_are_dated_and_a_created_commune_has_no_before(cog):
    merge, delegation, creation = cog.moves.to_dict("records")
    assert merge == {
        "kind": 32,
        "effective_date": pd.Timestamp(2016, 1, 1),
        "before_type": "COM",
        "before_code": "01340",
        "before_name": "Saint-Bois",
        "after_type": "COM",
        "after_code": "01015",
        "after_name": "Arboys en Bugey",
    }
    assert delegation["after_type"] == "COMD"
    assert creation["effective_date"] == pd.Timestamp(1947, 9, 17)
    assert pd.isna(creation["before_code"])
    assert pd.isna(creation["before_type"])


def test_the_list_since_1943_in_the_same_archive_is_not_the_list_of_today(members, archive):
    longer = {"v_commune_depuis_1943_2025.csv": members["v_commune_2025.csv"], **members}
    assert len(insee_cog.read(archive(longer)).communes) == 4


def test_an_archive_without_moves_is_refused(members, archive):
    del members[MOVES]
    with pytest.raises(SourceChangedError, match="v_mvt"):
        insee_cog.read(archive(members))


def test_a_table_of_moves_may_be_empty(members, archive):
    members[MOVES] = members[MOVES].splitlines(keepends=True)[0]
    moves = insee_cog.read(archive(members)).moves
    assert moves.empty
    assert str(moves["effective_date"].dtype).startswith("datetime64")


def test_an_unknown_departement_is_named(members, archive):
    members["v_departement_2025.csv"] = (
        b"DEP,REG,CHEFLIEU,LIBELLE\n01,84,01053,Ain\n75,11,75056,Paris\n"
    )
    with pytest.raises(SourceChangedError, match="2A"):
        insee_cog.read(archive(members))


def test_an_unknown_kind_of_commune_is_named(members, archive):
    members["v_commune_2025.csv"] = members["v_commune_2025.csv"].replace(b"COMA,", b"COMX,")
    with pytest.raises(SourceChangedError, match="COMX"):
        insee_cog.read(archive(members))


def test_a_date_written_otherwise_is_refused(members, archive):
    members[MOVES] = members[MOVES].replace(b"2016-01-01", b"01/01/2016")
    with pytest.raises(SourceChangedError, match="DATE_EFF"):
        insee_cog.read(archive(members))


def test_the_sample_holds_lozere(sample_raw):
    cog = insee_cog.read(sample_raw / "cog_ensemble_2025_csv.zip")
    assert len(cog.communes) == 152
    assert cog.communes.loc["48095", "commune_name"] == "Mende"
    assert list(cog.departements["departement_name"]) == ["Lozère"]
    assert cog.moves.empty


@pytest.mark.national
def test_the_national_cog_holds_34875_communes_and_45_arrondissements(national):
    cog = insee_cog.read(national / "cog_ensemble_2025_csv.zip")
    assert len(cog.communes) == 34_875
    assert cog.communes.index.str.startswith("97").sum() == 129
    assert (cog.parents["kind"] == "ARM").sum() == 45
    assert (len(cog.departements), len(cog.regions)) == (101, 18)
    # Bazeilles took in La Moncelle on 1 January 2024.
    moncelle = cog.moves[(cog.moves["before_code"] == "08294") & (cog.moves["after_type"] == "COM")]
    assert "08053" in set(moncelle["after_code"])
