"""Chefs-lieux: the highest that holds, and what an edition does not tell."""

from __future__ import annotations

from dataclasses import replace

import pandas as pd
import pytest

from pipelines.notes import Notes
from pipelines.sources import insee_cog
from pipelines.steps.chefs_lieux import add_chefs_lieux
from territory.errors import SourceChangedError

from ..sources.published import members_of, write_zip

TABLES = ("v_commune", "v_departement", "v_region", "v_mvt_commune")
CODES = ["01015", "01053", "01034", "69123", "2A004", "75056"]
ARRONDISSEMENTS = (
    b"ARR,DEP,REG,CHEFLIEU,TNCC,NCC,NCCENR,LIBELLE\n"
    b"011,01,84,01034,0,BELLEY,Belley,Belley\n"
    b"012,01,84,01053,0,BOURG EN BRESSE,Bourg-en-Bresse,Bourg-en-Bresse\n"
)


@pytest.fixture
def members():
    return members_of("insee_cog", *(f"{name}_2025.csv" for name in TABLES))


def read(members, tmp_path):
    return insee_cog.read(write_zip(tmp_path / "cog_ensemble_2025_csv.zip", members))


def found(cog) -> tuple[list[object], Notes]:
    communes, notes = add_chefs_lieux(pd.DataFrame(index=pd.Index(CODES)), cog)
    assert str(communes["chef_lieu_class"].dtype) == "Int64"
    return communes["chef_lieu_class"].astype(object).tolist(), notes


def test_a_chef_lieu_is_of_the_highest_level_that_holds(members, tmp_path):
    members["v_arrondissement_2025.csv"] = ARRONDISSEMENTS
    classes, notes = found(read(members, tmp_path))
    # Bourg is of its département, not only of its arrondissement; Ajaccio and Paris of their région.
    assert classes == [4, 2, 3, 1, 1, 1]
    assert not [note for note in notes if note.key.endswith("no_arrondissements")]


def test_without_a_table_of_arrondissements_nobody_is_said_to_be_of_none(members, tmp_path):
    classes, notes = found(read(members, tmp_path))
    assert [None if pd.isna(one) else one for one in classes] == [None, 2, None, 1, 1, 1]
    assert notes.find("chefs_lieux.no_arrondissements")


def test_a_chef_lieu_that_is_not_on_the_list_is_named_unless_the_list_is_of_a_part(
    members, tmp_path
):
    cog = read(members, tmp_path)
    short = pd.DataFrame(index=pd.Index(["01053", "75056"]))
    _, notes = add_chefs_lieux(short, cog)
    assert notes.find("chefs_lieux.unlisted.departement").codes == ("2A004",)
    assert notes.find("chefs_lieux.unlisted.region").codes == ("2A004", "69123")
    _, notes = add_chefs_lieux(short, replace(cog, is_part=True))
    assert [note.key for note in notes] == ["chefs_lieux.no_arrondissements"]


def test_a_chef_lieu_that_is_no_code_is_refused(members, tmp_path):
    members["v_region_2025.csv"] = members["v_region_2025.csv"].replace(b"75056", b"Paris")
    with pytest.raises(SourceChangedError, match="CHEFLIEU"):
        read(members, tmp_path)


@pytest.mark.national
def test_every_region_and_departement_has_its_chef_lieu(national):
    cog = insee_cog.read(national / "cog_ensemble_2025_csv.zip")
    communes, notes = add_chefs_lieux(cog.communes, cog)
    counts = communes["chef_lieu_class"].value_counts()
    # 18 régions; 101 départements, of which 18 have the same chef-lieu as their région.
    assert (counts[1], counts[2]) == (18, 83)
    assert communes.loc[["48095", "31555"], "chef_lieu_class"].tolist() == [2, 1]
    assert [note.key for note in notes] == ["chefs_lieux.no_arrondissements"]
